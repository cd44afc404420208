import copy
import json
import pickle
from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest
from django import forms
from django.apps import apps
from django.core import checks, serializers
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.db import connection, models, transaction
from django.db.migrations.state import ModelState, ProjectState
from django.test.utils import isolate_apps
from pytest_django import DjangoAssertNumQueries, DjangoDbBlocker

from records.fields import PartialDateField
from records.partial_dates import PartialDate

MAY_2003 = (date(2003, 5, 1), date(2003, 5, 31))
YEAR_2003 = (date(2003, 1, 1), date(2003, 12, 31))
NOT_STATED = (None, None)


class Dated(models.Model):
    # The companions stand on both sides, since either order must work.
    period_latest = models.DateField(null=True, editable=False)
    period = PartialDateField(
        "period of the voyage",
        earliest_field="period_earliest",
        latest_field="period_latest",
        help_text="As the source says.",
    )
    period_earliest = models.DateField(null=True, editable=False)
    note = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True


with isolate_apps("records"):

    class Voyage(Dated):
        objects: ClassVar[models.Manager["Voyage"]] = models.Manager()

        class Meta:
            app_label = "records"


@pytest.fixture(scope="module")
def table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    # Outside of each test's transaction: SQLite changes no tables inside one.
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Voyage)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Voyage)


@pytest.fixture
def voyages(table: None, db: None) -> Iterator[None]:
    """The model's table, with the model where serializers and pickle look for it."""
    apps.register_model("records", Voyage)
    yield
    del apps.all_models["records"]["voyage"]
    apps.clear_cache()


def bounds(voyage: Any) -> tuple[date | None, date | None]:
    return voyage.period_earliest, voyage.period_latest


def stored(**conditions: Any) -> list[tuple[Any, ...]]:
    return list(Voyage.objects.filter(**conditions).values_list("period_earliest", "period_latest"))


class VoyageForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Voyage
        fields = ("period", "note")


@pytest.mark.parametrize("value", ["2003-05", " 2003-05 ", PartialDate.parse("2003-05")])
def test_assigned_text_or_date_becomes_a_date_with_bounds(value: str | PartialDate) -> None:
    for voyage in (Voyage(period=value), Voyage()):
        voyage.period = value
        assert voyage.period == PartialDate.parse("2003-05")
        assert bounds(voyage) == MAY_2003


@pytest.mark.parametrize("value", ["", None])
def test_nothing_is_not_stated(value: str | None) -> None:
    voyage = Voyage(period="2003")
    voyage.period = value
    assert voyage.period is None
    assert bounds(voyage) == NOT_STATED
    assert Voyage().period is None


def test_junk_is_refused_where_it_is_assigned(voyages: None) -> None:
    voyage = Voyage(period="2003")
    with pytest.raises(ValidationError, match="there is no month 13"):
        voyage.period = "2003-13"
    assert str(voyage.period) == "2003"
    for make in (Voyage, Voyage.objects.create):
        with pytest.raises(ValidationError, match="there is no month 13"):
            make(period="2003-13")


def test_bounds_follow_the_date_whatever_is_assigned_to_them() -> None:
    voyage = Voyage(period="2003", period_earliest=date(1999, 1, 1), period_latest=None)
    assert bounds(voyage) == YEAR_2003
    voyage.period_earliest = None
    assert bounds(voyage) == YEAR_2003


def test_every_way_of_saving_stores_the_bounds(voyages: None) -> None:
    Voyage.objects.create(period="2003", note="created")
    Voyage.objects.bulk_create([Voyage(period="2003", note="in bulk")])
    Voyage(period="2003", note="raw").save_base(raw=True)
    for note in ("created", "in bulk", "raw"):
        assert stored(note=note) == [YEAR_2003]


def test_rows_come_back_with_dates(voyages: None) -> None:
    Voyage.objects.create(period="2014~/..", note="since")
    Voyage.objects.create(note="none")
    assert [(v.note, v.period) for v in Voyage.objects.order_by("id")] == [
        ("since", PartialDate.parse("2014~/..")),
        ("none", None),
    ]
    assert list(Voyage.objects.order_by("id").values_list("period", flat=True)) == [
        PartialDate.parse("2014~/.."),
        None,
    ]


def test_refresh_brings_back_date_and_bounds(voyages: None) -> None:
    voyage = Voyage.objects.create(period="2003")
    voyage.period = "2014/.."
    voyage.refresh_from_db()
    assert str(voyage.period) == "2003"
    assert bounds(voyage) == YEAR_2003
    voyage.period = "2014/.."
    voyage.refresh_from_db(fields=["period"])
    assert bounds(voyage) == YEAR_2003


def test_a_deferred_date_is_loaded_when_it_is_read(
    voyages: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Voyage.objects.create(period="2003")
    with django_assert_num_queries(1):
        voyage = Voyage.objects.only("period_earliest").get()
        assert voyage.period_earliest == YEAR_2003[0]
    assert "period" in voyage.get_deferred_fields()
    with django_assert_num_queries(1):
        assert str(voyage.period) == "2003"
    with django_assert_num_queries(1):
        assert bounds(Voyage.objects.only("period").get()) == YEAR_2003


def test_a_date_assigned_while_deferred_is_saved_with_its_bounds(voyages: None) -> None:
    Voyage.objects.create(period="2003")
    voyage = Voyage.objects.only("note").get()
    voyage.period = "2003-05"
    voyage.save()
    assert stored(period="2003-05") == [MAY_2003]


def test_lookups_take_text_dates_and_parts_of_text(voyages: None) -> None:
    Voyage.objects.create(period="2003-05")
    Voyage.objects.create(period="2014/..")
    Voyage.objects.create()
    count = Voyage.objects.filter
    assert count(period="2003-05").count() == 1
    assert count(period=PartialDate.parse("2014/..")).count() == 1
    assert count(period__in=["2003-05", "2014/.."]).count() == 2
    assert count(period__startswith="20").count() == 2
    assert count(period=None).count() == count(period="").count() == 1


def test_update_stores_checked_text_and_is_told_the_bounds(voyages: None) -> None:
    Voyage.objects.create(period="2003")
    field = Voyage._meta.get_field("period")
    assert isinstance(field, PartialDateField)
    with pytest.raises(ValidationError, match="there is no month 13"), transaction.atomic():
        Voyage.objects.update(period="2003-13")
    Voyage.objects.update(period="2003-05", **field.companion_values("2003-05"))
    assert stored(period="2003-05") == [MAY_2003]
    voyage = Voyage.objects.get()
    voyage.period = "2003"
    Voyage.objects.bulk_update([voyage], ["period", *field.companion_values(voyage.period)])
    assert stored(period="2003") == [YEAR_2003]


@pytest.mark.parametrize("text", ["2014~/..", ""])
def test_serialised_rows_come_back(voyages: None, text: str) -> None:
    Voyage.objects.create(period=text)
    dump = serializers.serialize("json", Voyage.objects.all())
    assert json.loads(dump)[0]["fields"]["period"] in (text, text or None)
    Voyage.objects.all().delete()
    for row in serializers.deserialize("json", dump):
        row.save()
    assert Voyage.objects.get().period == (PartialDate.parse(text) if text else None)


def fixture(**fields: str) -> str:
    return json.dumps([{"model": "records.voyage", "fields": fields}])


def test_a_fixture_need_not_name_the_bounds(voyages: None) -> None:
    for row in serializers.deserialize("json", fixture(period="2003")):
        row.save()
    assert stored() == [YEAR_2003]


def test_a_fixture_with_junk_says_what_is_wrong(voyages: None) -> None:
    with pytest.raises(DeserializationError, match="there is no month 13"):
        list(serializers.deserialize("json", fixture(period="2003-13")))


def test_copies_and_pickles_keep_date_and_bounds(voyages: None) -> None:
    voyage = Voyage.objects.create(period="2003")
    for same in (copy.deepcopy(voyage), pickle.loads(pickle.dumps(voyage))):  # noqa: S301
        assert same.period == voyage.period
        assert bounds(same) == YEAR_2003


def test_a_form_reads_text_and_says_what_is_wrong_at_its_field() -> None:
    form = VoyageForm({"period": " 2003-05 "})
    assert form.is_valid()
    assert bounds(form.save(commit=False)) == MAY_2003

    form = VoyageForm({"period": "2003-13", "note": "kept"})
    assert form.errors == {
        "period": ["2003-13: there is no month 13. Write 2003/2013 for 2003 to 2013."]
    }
    assert 'value="2003-13"' in str(form["period"])
    assert 'value="kept"' in str(form["note"])
    assert form["period"].help_text == "As the source says."


def test_a_form_left_empty_is_not_stated() -> None:
    form = VoyageForm({"period": ""}, instance=Voyage(period="2003"))
    assert form.is_valid()
    assert form.save(commit=False).period is None


@pytest.mark.parametrize("text", ["", "2003", "2014~/.."])
def test_a_form_knows_whether_the_date_changed(text: str) -> None:
    voyage = Voyage(period=text)
    assert not VoyageForm({"period": f"{text} "}, instance=voyage).has_changed()
    assert VoyageForm({"period": "2019"}, instance=voyage).changed_data == ["period"]


def test_a_form_shows_the_stored_text() -> None:
    assert 'value="2014~/.."' in str(VoyageForm(instance=Voyage(period="2014~/.."))["period"])
    assert "value" not in str(VoyageForm(instance=Voyage())["period"])


def test_full_clean_accepts_what_is_stated_and_what_is_not() -> None:
    for text in ("2003", ""):
        voyage = Voyage(period=text)
        voyage.clean_fields()
        assert str(voyage.period or "") == text


@isolate_apps("records")
def test_a_date_that_must_be_stated_is_asked_for() -> None:
    class Landing(models.Model):
        on = PartialDateField(earliest_field="on_earliest", latest_field="on_latest", blank=False)
        on_earliest = models.DateField(null=True)
        on_latest = models.DateField(null=True)

        class Meta:
            app_label = "records"

    with pytest.raises(ValidationError, match="This field cannot be blank"):
        Landing().clean_fields()
    Landing(on="2003").clean_fields()


def test_the_field_can_be_rebuilt_by_a_migration() -> None:
    field = Voyage._meta.get_field("period")
    _name, path, args, kwargs = field.deconstruct()
    assert path == "records.fields.PartialDateField"
    rebuilt = PartialDateField(*args, **kwargs)
    assert rebuilt.deconstruct()[1:] == (path, args, kwargs)
    assert kwargs == {
        "verbose_name": "period of the voyage",
        "earliest_field": "period_earliest",
        "latest_field": "period_latest",
        "help_text": "As the source says.",
        "max_length": 64,
        "blank": True,
        "default": "",
    }


def test_models_in_migrations_keep_the_bounds_too() -> None:
    state = ProjectState()
    state.add_model(ModelState.from_model(Voyage))
    voyage = state.apps.get_model("records", "voyage")(period="2003")
    assert bounds(voyage) == YEAR_2003


@isolate_apps("records")
def test_missing_companions_are_found_by_the_system_check() -> None:
    class Careless(models.Model):
        period = PartialDateField(earliest_field="first", latest_field="last")
        first = models.DateField()

        class Meta:
            app_label = "records"

    found = [error for error in Careless.check() if isinstance(error, checks.Error)]
    assert [error.id for error in found] == ["records.E001", "records.E001"]
    assert [error.msg.split()[0] for error in found] == ["'first'", "'last'"]
    assert not any(error.id == "records.E001" for error in Voyage.check())
