"""The files that fill an empty register: what stands in them, and what loading them leaves."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.serializers import sort_dependencies
from django.db.models import ForeignKey, ManyToManyField, Model, QuerySet

from catalogue.indexing import kind_of
from catalogue.models import Document
from catalogue.searchable import Searchable
from editions.models import ChangeSet, Edition
from records.models import NaturalKeyed, PublicationState, Record
from sources.doubts import doubts_of
from sources.evidence import citation_model
from sources.uses import citation_tables
from tests.article import FIXTURES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("article")]

OWN_APPS = ("sources", "missions", "personnel")
ROWS: list[tuple[str, dict[str, Any]]] = [
    (name, row)
    for name in FIXTURES
    for row in json.loads((settings.BASE_DIR / "fixtures" / f"{name}.json").read_text("utf-8"))
]


def own_models() -> list[type[Model]]:
    return [
        model
        for label in OWN_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]


def keyed_models() -> list[type[NaturalKeyed]]:
    return [model for model in own_models() if issubclass(model, NaturalKeyed)]


def record_models() -> list[type[Record]]:
    return [model for model in own_models() if issubclass(model, Record)]


def findable_models() -> list[type[Searchable]]:
    return [model for model in own_models() if issubclass(model, Searchable)]


def row_counts() -> dict[str, int]:
    """The editions are counted too: loading again must write none."""
    models: list[type[Model]] = [*own_models(), Edition, ChangeSet]
    return {model._meta.label: model._base_manager.count() for model in models}


# --- The files --------------------------------------------------------------------------------


def test_no_row_has_a_number_for_a_key() -> None:
    assert [row for _file, row in ROWS if "pk" in row] == []


def test_rows_name_each_other_by_words() -> None:
    by_number = []
    for _file, row in ROWS:
        model = apps.get_model(row["model"])
        for name, value in row["fields"].items():
            field = model._meta.get_field(name)
            if isinstance(field, ManyToManyField):
                keys = value
            elif isinstance(field, ForeignKey) and value is not None:
                keys = [value]
            else:
                continue
            by_number += [(row["model"], name) for key in keys if not isinstance(key, list)]

    assert by_number == []


def test_each_file_holds_the_rows_of_its_app() -> None:
    assert {file: {row["model"].partition(".")[0] for name, row in ROWS if name == file}
            for file in FIXTURES} == {name: {name} for name in OWN_APPS}  # fmt: skip


def test_every_record_says_whether_it_is_public() -> None:
    silent = [
        row["model"]
        for _file, row in ROWS
        if issubclass(apps.get_model(row["model"]), Record) and "state" not in row["fields"]
    ]

    assert silent == []


def test_translated_text_names_its_language() -> None:
    """What is loaded into a bare `name` lands in whichever language is active."""
    unnamed = [
        (row["model"], name)
        for _file, row in ROWS
        for name in row["fields"]
        if f"{name}_en" in {field.name for field in apps.get_model(row["model"])._meta.fields}
    ]

    assert unnamed == []


# --- What loading leaves ----------------------------------------------------------------------


def test_each_row_of_the_files_is_one_row_of_the_register() -> None:
    assert sum(model._base_manager.count() for model in keyed_models()) == len(ROWS)


def test_loading_again_changes_no_row_and_adds_no_version() -> None:
    once = row_counts()

    call_command("loaddata", *FIXTURES, verbosity=0)

    assert row_counts() == once
    assert once["editions.Edition"] >= len(record_models())


def test_every_record_is_public() -> None:
    hidden = [
        row
        for model in record_models()
        for row in model._default_manager.all()
        if row.state != PublicationState.PUBLISHED or not row.is_public
    ]

    assert hidden == []


def cited(model: type[Record]) -> QuerySet[Any, int]:
    table = citation_model(model)
    return table._default_manager.values_list(f"{table.record_name}_id", flat=True)


def test_every_record_has_a_citation() -> None:
    unsourced = [
        row
        for model in record_models()
        for row in model._default_manager.exclude(pk__in=cited(model))
    ]

    assert unsourced == []


def test_every_citation_is_about_a_field_that_can_be_cited() -> None:
    for table in citation_tables():
        fields = set(table._default_manager.values_list("field", flat=True))
        assert fields <= {"", *table.record_model().citable_fields}, table


def test_every_column_that_says_something_is_cited() -> None:
    """Nothing a reader sees stands there without a sentence, but the editors' own words."""
    uncited = []
    for model in record_models():
        table = citation_model(model)
        for row in model._default_manager.all():
            citations = table._default_manager.filter(**{table.record_name: row})
            fields = set(citations.values_list("field", flat=True))
            # A citation of the record as a whole carries its text.
            carried = {"text", "rank"} if fields else set()
            uncited += [
                (row, name)
                for name in set(model.citable_fields) - fields - carried
                if says_something(row, name)
            ]

    assert {(type(row).__name__, name) for row, name in uncited} <= {
        # Identifications are the editors' and said to be so.
        ("Mission", "identified_as"),
        # How it is known stands beside it.
        ("Source", "published"),
        # Stated in the cited sentence of the whole statement.
        ("JointDeployment", "people"),
        ("JointDeployment", "missions"),
        ("JointDeployment", "roles"),
    }


def test_every_row_passes_its_own_checks() -> None:
    for model in keyed_models():
        for row in model._default_manager.all():
            try:
                row.full_clean()
            except ValidationError as error:
                pytest.fail(f"{model._meta.label} {row}: {error.message_dict}")


def test_every_record_that_can_be_found_is_in_the_index() -> None:
    for model in findable_models():
        numbers = set(model._default_manager.values_list("pk", flat=True))
        indexed = Document.objects.filter(kind=kind_of(model)).values_list("object_id", flat=True)
        assert set(indexed) == numbers, model


def test_every_record_is_found_by_visitors() -> None:
    for model in set(findable_models()) & set(record_models()):
        public = Document.objects.public().filter(kind=kind_of(model))
        assert public.count() == model._default_manager.count(), model


def says_something(row: Record, name: str) -> bool:
    value = getattr(row, name)
    if hasattr(value, "exists"):
        return bool(value.exists())
    return bool(value)


# --- Writing them anew ------------------------------------------------------------------------


def test_rows_are_dumped_after_those_that_their_keys_name() -> None:
    """Django follows every foreign key by itself, so that no model lists its dependencies."""
    files = [(apps.get_app_config(label), None) for label in OWN_APPS]
    order = sort_dependencies(files)

    for model in keyed_models():
        for lookup in model.natural_key_fields:
            link, *beyond = lookup.split("__")
            if beyond:
                named: Any = model._meta.get_field(link).related_model
                assert order.index(named) < order.index(model), (model, lookup)


def test_the_words_that_are_cited_hold_what_they_are_cited_for() -> None:
    found = [
        (type(row).__name__, str(row), doubt.message)
        for model in record_models()
        for row in model._default_manager.all()
        for doubt in doubts_of(row)
    ]

    assert found == []
