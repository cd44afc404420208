"""What `manage.py check` says of a model whose declarations name nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core import checks
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.test.utils import isolate_apps

from records.constraints import Check, UniqueTogether
from records.models import Dated, NaturalKeyed, Record, SluggedRecord, VisibleWith


@pytest.fixture(autouse=True)
def isolated() -> Iterator[None]:
    with isolate_apps("records"):
        yield


class Kept:
    """The rules of every record, and the app that the models of these tests are in."""

    app_label = "records"
    constraints = Record.Meta.constraints


def shelf(**declarations: Any) -> type[Record]:
    """A record with a column, a language, a shelf beside it and books on it."""

    class Language(models.Model):
        class Meta:
            app_label = "records"

    class Town(Record):
        natural_key_fields = ("state",)
        label_field = "state"

        class Meta(Kept):
            pass

        def get_absolute_url(self) -> str:
            return "/"

    columns: dict[str, Any] = {
        "natural_key_fields": ("name",),
        "get_absolute_url": lambda _shelf: "/",
        "name": models.CharField(max_length=10),
        "language": models.ForeignKey(Language, models.PROTECT),
        "town": models.ForeignKey(Town, models.PROTECT),
        "others": models.ManyToManyField(Town, related_name="+"),
        "Meta": type("Meta", (Kept,), {}),
        "__module__": __name__,
    }
    own = {name: value for name, value in (columns | declarations).items() if value is not None}
    model: type[Record] = type("Shelf", (Record,), own)

    class Book(VisibleWith):
        natural_key_fields = ("shelf",)
        shelf = models.ForeignKey(model, models.PROTECT, related_name="books")

        class Meta:
            app_label = "records"

    return model


def found(model: type[models.Model]) -> list[tuple[str, str]]:
    """Our own complaints: of Django's, other tests speak."""
    complaints = [one for one in model.check() if isinstance(one, checks.Error)]
    assert all(one.hint for one in complaints)
    return [(str(one.id), one.msg) for one in complaints if str(one.id).startswith("records.")]


def test_a_model_whose_names_are_all_there_is_in_order() -> None:
    model = shelf(
        natural_key_fields=("town__state", "name"), visible_only_with=("town",),
        citable_fields=("name", "language", "others"),
        gap_fields=("name", "language", "others", "books"), label_field="name",
        told_apart_by="town", shown_with="town",
    )  # fmt: skip

    assert found(model) == []


@pytest.mark.parametrize(
    ("declaration", "names", "code"),
    [
        ("visible_only_with", ("twon",), "records.E003"),
        # What is always public hides nothing.
        ("visible_only_with", ("language",), "records.E003"),
        ("visible_only_with", ("name",), "records.E003"),
        ("citable_fields", ("nmae",), "records.E004"),
        ("citable_fields", ("books",), "records.E004"),
        ("gap_fields", ("nmae",), "records.E005"),
        ("label_field", "nmae", "records.E006"),
        ("label_field", "town", "records.E006"),
        ("told_apart_by", "nmae", "records.E007"),
        # It has no name to be called by.
        ("told_apart_by", "language", "records.E007"),
        ("shown_with", "twon", "records.E008"),
        ("shown_with", "language", "records.E008"),
    ],
)
def test_a_name_of_nothing_is_an_error(
    declaration: str, names: str | tuple[str, ...], code: str
) -> None:
    name = names if isinstance(names, str) else names[0]

    assert found(shelf(**{declaration: names})) == [
        (code, f"'{name}' in {declaration} is nothing that can be named there.")
    ]


def test_a_gap_is_no_relation_to_what_is_no_record() -> None:
    model = shelf(gap_fields=("visitors",))

    class Visitor(models.Model):
        shelf = models.ForeignKey(model, models.CASCADE, related_name="visitors")

        class Meta:
            app_label = "records"

    assert [code for code, _message in found(model)] == ["records.E005"]


def test_the_hint_says_what_can_be_named() -> None:
    (error,) = (one for one in shelf(shown_with="twon").check() if one.id == "records.E008")

    assert error.hint == "Choose from: town."


@pytest.mark.parametrize(
    "lookup", ["nmae", "town", "town__nmae", "twon__state", "name__state", "others__state"]
)
def test_a_natural_key_leads_to_columns(lookup: str) -> None:
    assert found(shelf(natural_key_fields=("name", lookup))) == [
        ("records.E002", f"'{lookup}' in natural_key_fields leads to no column.")
    ]


def test_every_row_has_a_natural_key() -> None:
    class Nameless(NaturalKeyed):
        class Meta:
            app_label = "records"

    assert found(Nameless) == [("records.E002", "natural_key_fields is missing.")]


def test_rules_of_a_parent_are_not_dropped() -> None:
    class Voyage(SluggedRecord, Dated):
        class Meta:
            app_label = "records"
            constraints = [*Dated.Meta.constraints]

        name = models.CharField(max_length=10)

        def get_absolute_url(self) -> str:
            return "/"

    assert found(Voyage) == [("records.E009", "Meta.constraints leaves out rules of Record.")]


def test_one_rule_of_a_parent_is_not_enough() -> None:
    meta = type("Meta", (), {"app_label": "records", "constraints": Record.Meta.constraints[:1]})

    assert [code for code, _message in found(shelf(Meta=meta))] == ["records.E009"]


def test_a_record_has_a_page() -> None:
    assert found(shelf(get_absolute_url=None)) == [("records.E010", "No page shows this record.")]


def test_the_page_of_another_record_will_do() -> None:
    assert found(shelf(get_absolute_url=None, shown_with="town")) == []


@pytest.mark.parametrize(
    "rule",
    [
        Check(condition=Q(name="a") | ~Q(town__isnull=True), at="state", name="rule"),
        UniqueTogether(fields=["name", "town"], at="state", name="rule"),
        UniqueTogether("name", Coalesce("town", 0), at="state", name="rule"),
    ],
    ids=["check", "columns", "expressions"],
)
def test_a_message_stands_at_a_column_of_its_rule(rule: Check | UniqueTogether) -> None:
    def complaints() -> list[tuple[str, str]]:
        rules = {"app_label": "records", "constraints": [*Record.Meta.constraints, rule]}
        with isolate_apps("records"):
            return found(shelf(Meta=type("Meta", (), rules)))

    message = "The message of rule stands at 'state', which is none of its columns."
    assert complaints() == [("records.E011", message)]
    for column in ("name", "town"):
        rule.at = column
        assert complaints() == []


def test_the_register_itself_is_in_order() -> None:
    assert [one for model in apps.get_models() for one in model.check()] == []
