"""Forms of the admin as an editor fills them in: read from the page, changed, sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from tests.reading import read, words


def admin_address(model: Any, page: str, *arguments: Any) -> str:
    """Such as the `changelist`, `add` or `change` page of a model."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)


@dataclass
class Form:
    """One form of the admin, with what stands in its fields."""

    client: Client
    address: str
    page: Tag
    values: dict[str, Any]

    @classmethod
    def at(cls, client: Client, address: str) -> Form:
        page = read(client, address)
        return cls(client, address, page, values_of(page))

    def add_row(self, prefix: str, **values: Any) -> None:
        """What "Add another" does, with these values in the new row."""
        number = int(self.values[f"{prefix}-TOTAL_FORMS"])
        empty = f"{prefix}-__prefix__-"
        for name, value in values_of(self.page, empty_rows=True).items():
            if name.startswith(empty):
                self.values[f"{prefix}-{number}-{name.removeprefix(empty)}"] = value
        for name, value in values.items():
            assert f"{prefix}-{number}-{name}" in self.values, f"no field {name}"
            self.values[f"{prefix}-{number}-{name}"] = value
        self.values[f"{prefix}-TOTAL_FORMS"] = str(number + 1)

    def save(self, **values: Any) -> Tag | None:
        """Sends the form; gives the page back if it was refused, and nothing if it was saved."""
        if values.pop("publish", False):
            assert self.page.select_one("[name=_publish]"), "nothing can be published here"
            self.values["_publish"] = "Save and publish"
        for name in values:
            is_there = name in self.values or self.page.select_one(f'[type=file][name="{name}"]')
            assert is_there, f"the form has no field {name}"
        sent = {name: value for name, value in (self.values | values).items() if value is not None}
        response = self.client.post(self.address, sent)
        if response.status_code == 302:
            return None
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    def refused(self, **values: Any) -> Tag:
        page = self.save(**values)
        assert page, "the form was saved"
        return page

    def saved(self, **values: Any) -> None:
        page = self.save(**values)
        assert page is None, (
            f"the form was refused: {[words(e) for e in page.select('.errorlist')]}"
        )


def to_withdraw(client: Client, record: Any) -> Form:
    """The page on which a record is taken out of the public for good."""
    return Form.at(client, admin_address(type(record), "withdraw", record.pk))


def to_unpublish(client: Client, record: Any) -> Form:
    """The page on which a record becomes a draft again."""
    return Form.at(client, admin_address(type(record), "unpublish", record.pk))


def values_of(page: Tag, *, empty_rows: bool = False) -> dict[str, Any]:
    """What a browser would send of the page's form; None for a box that is not ticked."""
    form = page.select_one("#content form[method=post]")
    assert form, "the page has no form"
    values: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name = str(field["name"])
        if (
            field.has_attr("disabled")
            or field.get("type") in ("submit", "file")
            or ("__prefix__" in name) is not empty_rows
        ):
            continue
        if field.get("type") == "radio" and not field.has_attr("checked"):
            continue
        values[name] = _value_of(field)
    return values


def _value_of(field: Tag) -> Any:
    if field.name == "textarea":
        # Browsers write line ends in two letters.
        return field.get_text().removeprefix("\n").replace("\n", "\r\n")
    if field.name == "select":
        chosen = [str(option.get("value", "")) for option in field.select("option[selected]")]
        return chosen if field.has_attr("multiple") else (chosen or [""])[0]
    if field.get("type") == "checkbox":
        return "on" if field.has_attr("checked") else None
    return str(field.get("value", ""))


def messages_at(page: Tag, name: str) -> str:
    """What is said at a field, and nowhere else."""
    field = page.select_one(f'#content [name="{name}"]')
    assert field, f"the form has no field {name}"
    # Where several fields share a row, the message stands just above the box of each.
    box = field.find_parent(class_="fieldBox")
    row = box.parent if box and box.find_parent(class_="form-multiline") else None
    row = row or field.find_parent(class_="form-row") or field.find_parent("td")
    assert row
    return " ".join(words(message) for message in row.select(".errorlist li"))


def messages_above(page: Tag) -> str:
    """What is said of the form, or of some rows of it, as a whole."""
    return " ".join(
        words(message) for message in page.select(".errorlist.nonfield li, .errorlist.nonform li")
    )
