"""What is another between two contents of one record, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from records.models import QUANTITY, Versioned

from .content import Content, columns_of, part_relations
from .words import Naming, in_words, label_of, label_of_field, names_in


@dataclass(frozen=True)
class Difference:
    """One value that is another now, or one part that came, went or changed."""

    name: str
    """The column, or "citations" and the like with the part's number: "citations.7.note"."""
    label: str
    was: str = ""
    """Empty where nothing was stated."""
    now: str = ""
    language: str = ""
    """Of the values, where it may not be the page's."""
    is_relation: bool = False


@dataclass(frozen=True)
class Side:
    """One of two contents, or one row of it, with what it calls the rows that it links to."""

    values: dict[str, Any]
    naming: Naming

    def of(self, values: dict[str, Any]) -> Side:
        return Side(values, self.naming)


def differences(
    model: type[Versioned],
    before: Content,
    after: Content,
    *,
    was: Naming | None = None,
    now: Naming | None = None,
) -> list[Difference]:
    """What differs, column by column and part by part; by default with the names of the time."""
    old, new = Side(before, was or names_in(before)), Side(after, now or names_in(after))
    return [
        *_columns(model, old.of(before["columns"]), new.of(after["columns"])),
        *_private(model, before, after),
        *(one for name in part_relations(model) for one in _parts(name, model, old, new)),
    ]


def _columns(
    model: type[models.Model], old: Side, new: Side, prefix: str = "", label: str = ""
) -> Iterator[Difference]:
    for field in columns_of(model):
        names = QUANTITY if field.name == "value" and hasattr(model, "comparator") else [field.name]
        if all(_value(old, name) == _value(new, name) for name in names):
            continue
        if hasattr(field, "words_of_change"):
            # A column of many values tells of those that differ.
            was, now = field.words_of_change(old.values.get(field.name), new.values.get(field.name))
        else:
            was = in_words(model, field, old.values, old.naming)
            now = in_words(model, field, new.values, new.naming)
        if was or now:
            own = label_of(model, field)
            yield Difference(
                f"{prefix}{field.name}",
                _("%(part)s, %(column)s") % {"part": label, "column": own} if label else own,
                was,
                now,
                field.language if isinstance(field, TranslationField) else "",
                bool(field.is_relation),
            )


def _value(side: Side, name: str) -> Any:
    value = side.values.get(name)
    return None if value in ("", [], False) else value


def _private(model: type[Versioned], before: Content, after: Content) -> Iterator[Difference]:
    """That it changed, and no more."""
    for name in model.private_fields:
        if before.get("private", {}).get(name) != after.get("private", {}).get(name):
            label = label_of(model, model._meta.get_field(name))
            yield Difference(name, label, _("another text"), _("not shown"))


def _parts(name: str, owner: type[Versioned], before: Side, after: Side) -> Iterator[Difference]:
    model = part_relations(owner)[name].related_model
    old = {part["id"]: part for part in before.values["parts"].get(name, [])}
    new = {part["id"]: part for part in after.values["parts"].get(name, [])}
    for number in [*old, *(number for number in new if number not in old)]:
        anchor = f"{name}.{number}"
        if number not in new:
            label, words = part_in_words(owner, model, old[number], before.naming)
            yield Difference(anchor, label, was=words)
            continue
        label, words = part_in_words(owner, model, new[number], after.naming)
        if number not in old:
            yield Difference(anchor, label, now=words)
        else:
            one, other = before.of(old[number]), after.of(new[number])
            yield from _columns(model, one, other, f"{anchor}.", label)


def part_in_words(
    owner: type[Versioned], model: type[models.Model], part: dict[str, Any], naming: Naming
) -> tuple[str, str]:
    """What a part is called, and what it says: "Citation (period)", "“…” (paragraph 3)"."""
    label = capfirst(str(model._meta.verbose_name))
    if hasattr(model, "stance"):
        about = label_of_field(owner, part.get("field", ""))
        label = _("Citation for %s") % about if about else _("Citation for the whole record")
        passage = naming(model._meta.get_field("passage").related_model, part["passage"])  # type: ignore[arg-type]
        return label, " · ".join(filter(None, [passage, part.get("says", "")]))
    return label, str(part.get("name", "")) or " · ".join(
        words for field in columns_of(model) if (words := in_words(model, field, part, naming))
    )
