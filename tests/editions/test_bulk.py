"""The bulk door refuses what forms refuse, by file, row and column; or it loads all."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.forms import modelform_factory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from catalogue.models import Document
from catalogue.selection import Selection
from editions.bulk import RefusedError, bulk_load, columns, keys, loading, recording, rows
from editions.bulk import tables as bulk_tables
from editions.checking import faults_of
from editions.models import ChangeSet, Edition, Event
from editions.publishing import change_set
from editions.rules import errors_of
from missions.models import Claim, Counted, Mission, Rotation, Unit
from personnel.models import Deployment, Person
from records import many_rows
from records.audience import Audience
from records.models import Versioned
from sources.models import Passage, Source, SourceCitation
from tests import factories

pytestmark = pytest.mark.django_db

FILES = {
    "source": "slug,title\nroll,The roll\n",
    "passage": "source,order,quotation\nroll,1,They served.\nroll,2,They went home.\n",
    "person": "slug,display_name_en,gender\nann,Ann Ahmet,female\nbek,Bek Bekov,\n",
    "personname": "person,name,language\nann,Анн Ахмет,ru\n",
    "personcitation": "person,passage__source,passage__order,field\nann,roll,1,\nbek,roll,1,\n",
    "mission": "slug,name_en,period,latitude,longitude\niraq,Iraq,2003/2008,33.2,43.7\n",
    "missioncitation": "mission,passage__source,passage__order\niraq,roll,2\n",
    "deployment": "person,mission,period\nann,iraq,2004\n",
    "deploymentcitation": (
        "deployment__person,deployment__mission,deployment__period,passage__source,passage__order\n"
        "ann,iraq,2004,roll,1\n"
    ),
}


def load(folder: Path, *, publish: bool = True, **changed: Any) -> str:
    """Loads the files, some of them changed or (with None) left out; gives what is printed."""
    for kind, text in (FILES | changed).items():
        path = folder / f"{kind}.csv"
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = StringIO()
    call_command("load_csv", str(folder), publish=publish, stdout=out)
    return out.getvalue()


def refusal(folder: Path, **changed: Any) -> list[str]:
    with pytest.raises(CommandError) as refused:
        load(folder, **changed)
    for model in (Source, Passage, Person, Mission, Deployment, Edition, ChangeSet, Document):
        assert not model._default_manager.exists(), model
    first, *lines = str(refused.value).splitlines()
    assert first == "Nothing was loaded. What is wrong:"
    return [line.strip() for line in lines]


def test_all_is_loaded_public_recorded_and_found(tmp_path: Path) -> None:
    said = load(tmp_path)

    assert "person.csv: 2 rows" in said
    assert list(Person.objects.published().order_by("pk").values_list("slug", flat=True)) == [
        "ann", "bek",
    ]  # fmt: skip
    service = Deployment.objects.published().get()
    assert str(service.period) == "2004"
    assert service.period_latest.isoformat() == "2004-12-31"  # type: ignore[union-attr]
    changes = ChangeSet.objects.get()
    assert changes.origin.split()[0] == "source.csv"
    assert changes.counts["person:published"] == 2
    assert Edition.objects.filter(kind="person", is_listed=True).count() == 1
    assert not list(faults_of(Person, list(Person.objects.values_list("pk", flat=True))))
    assert "akhmet" in Document.objects.get(kind="person", titles__en="Ann Ahmet").folded_title


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("с 2014 года", "2014/.."), ("2003–2008 гг.", "2003/2008"), ("2007-21", "2007-21")],
)
def test_dates_and_numbers_are_read_as_people_write_them(
    tmp_path: Path, typed: str, kept: str
) -> None:
    rotation = "mission,number,period,comparator,value\niraq,ten,"
    load(
        tmp_path,
        mission=f"slug,name_en,period\niraq,Iraq,{typed}\n",
        rotation=f'{rotation}29 May 2003,>,"1,200"\n',
        publish=False,
    )

    rotation_10 = Rotation.objects.get()
    assert str(Mission.objects.get().period) == kept
    assert (rotation_10.number, str(rotation_10.period)) == (10, "2003-05-29")
    assert rotation_10.quantity_in_words == "more than 1,200"


def test_what_is_loaded_without_publishing_is_a_draft(tmp_path: Path) -> None:
    load(tmp_path, publish=False)

    assert not Person.objects.published().exists()
    assert set(Edition.objects.values_list("event", flat=True)) == {Event.SAVED}
    assert ChangeSet.objects.get().counts == {}


def test_a_column_says_which_records_are_public(tmp_path: Path) -> None:
    person = "slug,display_name_en,state\nann,Ann,published\nbek,Bek,\n"
    source = "slug,title,state\nroll,The roll,published\n"
    load(tmp_path, publish=False, person=person, source=source)

    assert Person.objects.get(slug="ann").is_published
    assert not Person.objects.get(slug="bek").is_published


def test_the_page_of_what_was_loaded_shows_its_sentence(tmp_path: Path, client: Any) -> None:
    load(tmp_path)

    page = client.get("/personnel/ann/").content.decode()

    assert "They served." in page
    assert "Iraq" in page


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("person", "slug,display_name_en\nBad Slug!,Ann\n", "person.csv, row 2, slug: "),
        ("person", "slug,display_name_en,state\nann,Ann,withdrawn\n",
         "person.csv, row 2, state: No file withdraws a record: do it in the admin"),
        ("person", "slug,display_name_en\nann,\n",
         "person.csv, row 2, display_name_en: This field is required."),
        ("person", "slug,display_name_en\nann," + "x" * 201 + "\n",
         "person.csv, row 2, display_name_en: Ensure this value has at most 200 characters"),
        ("person", "slug,display_name_en,gender\nann,Ann,woman\n",
         "person.csv, row 2, gender: Select a valid choice."),
        ("person", "slug,display_name_en\nann,Ann\nann,Bek\n",
         "person.csv, row 3, slug: Person with this Slug already exists."),
        ("mission", "slug,name_en,latitude,longitude\niraq,Iraq,\"33,2\",43.7\n",
         "mission.csv, row 2, latitude: Enter a number."),
        ("mission", "slug,name_en,latitude\niraq,Iraq,33.2\n",
         "mission.csv, row 2, longitude: A point needs a latitude and a longitude."),
        ("mission", "slug,name_en,period\niraq,Iraq,2003–08\n",
         "mission.csv, row 2, period: “2003–08”: write 2003/2008 for the years"),
        ("source", "slug,title,accessed_on\na,A,05/06/2003\n",
         "source.csv, row 2, accessed_on: Write 2003-06-05 or 2003-05-06"),
        ("source", "slug,title,published\na,A,XXXX-05-29\n",
         "source.csv, row 2, published: Add the year;"),
        ("mission", "slug,name_en,period\niraq,Iraq,2008/2003\n",
         "mission.csv, row 2, period: 2008/2003: the end is before the start."),
        ("mission", "slug,name_en,mandated_by\niraq,Iraq,nobody\n",
         "mission.csv, row 2, mandated_by: There is no organisation “nobody”."),
        ("mission", "slug,name_en,units\niraq,Iraq,nobody;none\n",
         "mission.csv, row 2, units: There is no unit “none”."),
        ("passage", "source,order,quotation\nroll,1,They served.\nroll,2,They served.\n",
         "passage.csv, row 3, quotation: This passage is there already: number 1 of its source."),
        ("passage", "source,order,quotation\nroll,some,They served.\n",
         "passage.csv, row 2, order: “some” is not a whole number, such as 270 or 4,500,000."),
        ("passage", "source,order,quotation\nroll,,They served.\n",
         "passage.csv, row 2, order: This field is required."),
        ("personcitation", "person,passage__source,passage__order,field\nann,roll,1,colour\n",
         "personcitation.csv, row 2, field: This record has no such field to cite."),
        ("personcitation", "person,passage__source,passage__order,stance\nann,roll,1,inferred\n",
         "personcitation.csv, row 2, note_en: Say why the editors read it so."),
        ("personcitation", "person,passage__source,passage__order\nann,roll,1\nann,roll,1\n",
         "personcitation.csv, row 3, passage__source: This passage is cited for this already."),
        ("personcitation", "person,passage__source,passage__order\nann,roll,1\n",
         "person.csv, row 3: What is published needs the sentence it rests on"),
        ("source", "slug,title,state\nroll,The roll,draft\n",
         "person.csv, row 2: No source that is cited here is published"),
        ("source", "slug,title,archived_text\nroll,The roll,They went home. They left.\n",
         "passage.csv, row 2, quotation: The source's archived text does not hold these words."),
        ("deployment", "person,mission,rotation__mission,rotation__number\nann,iraq,iraq,4\n",
         "deployment.csv, row 2, rotation__mission: There is no rotation “iraq, 4”."),
        ("deployment", "person,mission,period\nann,,2004\n",
         "deployment.csv, row 2, mission: This field is required."),
    ],
)  # fmt: skip
def test_what_a_form_would_refuse_is_refused_in_its_words(
    tmp_path: Path, kind: str, text: str, said: str
) -> None:
    lines = refusal(tmp_path, **{kind: text})

    assert any(said in line for line in lines), lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "person.csv, row 1: The first row names the columns, and is empty."),
        (b"\n", "person.csv, row 1: The first row names the columns, and is empty."),
        (b"slug;display_name_en\nann;Ann\n", "row 1: The columns are separated by “;”"),
        (b"slug\tdisplay_name_en\nann\tAnn\n", "row 1: The columns are separated by tabs"),
        ("slug,display_name_en\nann,Анн\n".encode("cp1251"), "row 2: This is not UTF-8."),
        ("slug,display_name_en\nann,Ann\n".encode("utf-16"), "This is not UTF-8."),
        (b"slug,display_name_en\nann,A\x00nn\n", "row 2, display_name_en: Null characters"),
        (b'slug,display_name_en\nann,"Ann\n', "row 2: A quotation mark opens here"),
        (b'slug,display_name_en\nann,"Ann" B\n', "row 2: After a closing quotation mark"),
        (b"slug,display_name_en\nann\n", "row 2: This row has 1 cell, the header 2."),
        (b"slug,display_name_en\nann,Ahmet, Ann\n", "row 2: This row has 3 cells, the header 2."),
        (b"slug,display_name_en,colour\nann,Ann,blue\n", "row 1, colour: There is no such column."),
        (b"slug,display_name\nann,Ann\n",
         "row 1, display_name: Say in which language: display_name_en, display_name_ru"),
        (b"slug,slug,display_name_en\nann,ann,Ann\n", "row 1, slug: This column is there twice."),
        (b"slug\nann\n", "row 1, display_name_en: This column is missing."),
        (b"display_name_en\nAnn\n", "row 1, slug: This column is missing."),
        (b"id,slug,display_name_en\n7,ann,Ann\n", "row 1, id: There is no such column."),
    ],
)  # fmt: skip
def test_dirt_is_named_in_plain_words(tmp_path: Path, text: bytes, said: str) -> None:
    lines = refusal(tmp_path, person=text)

    assert any(said in line for line in lines), lines


def test_what_excel_writes_is_read(tmp_path: Path) -> None:
    text = '\ufeffslug,display_name_en\r\nann,"Ahmet, Ann"\r\n\r\nbek,Bek\r\n'
    load(tmp_path, person=text)

    assert Person.objects.get(slug="ann").display_name == "Ahmet, Ann"
    assert Person.objects.count() == 2


def test_each_faulty_row_is_named_and_what_names_it_is_not(tmp_path: Path) -> None:
    lines = refusal(
        tmp_path,
        person="slug,display_name_en,gender\nann,,x\nbek,Bek,\n",
        mission="slug,name_en\niraq,\n",
    )

    assert [line.split(": ")[0] for line in lines] == [
        "person.csv, row 2, gender",
        "person.csv, row 2, display_name_en",
        "mission.csv, row 2, name_en",
    ]


def test_a_hundred_faults_are_named_and_the_others_counted(tmp_path: Path) -> None:
    rows = "".join(f"no slug {n},Ann\n" for n in range(250))
    lines = refusal(
        tmp_path, person="slug,display_name_en\n" + rows,
        personname=None, personcitation=None, deployment=None, deploymentcitation=None,
    )  # fmt: skip

    assert len(lines) == 101
    assert lines[-1] == "and 150 other faults."


def test_a_file_that_is_named_after_no_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"people\.csv is named after no kind.*person\.csv"):
        load(tmp_path, people="slug\n")


def test_a_broken_rule_of_the_table_is_found_among_many_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_tables, "BATCH_SIZE", 3)
    names = "".join(f"ann,Name {n % 7},en\n" for n in range(10))
    lines = refusal(tmp_path, personname="person,name,language\n" + names)

    assert lines == [
        f"personname.csv, row {row}, name: This name is there already." for row in (9, 10, 11)
    ]


def test_a_row_may_name_one_above_it(tmp_path: Path) -> None:
    counted = "slug,name_en,part_of\npersonnel,Personnel,\ntroops,Troops,personnel\n"
    load(tmp_path, publish=False, counted=counted)

    assert Counted.objects.get(slug="troops").part_of == Counted.objects.get(slug="personnel")


def test_a_claim_must_keep_the_rules_of_its_links(tmp_path: Path) -> None:
    claim = "slug,kind,text_en,missions,unit\none,event,One.,iraq,kazbat\n"
    lines = refusal(tmp_path, claim=claim, unit="slug,name_en\nkazbat,Kazbat\n")

    found = "claim.csv, row 2, missions: Choose missions, a rotation"
    assert any(found in line for line in lines), lines


def test_what_is_there_gets_new_parts_and_an_edition(tmp_path: Path) -> None:
    load(tmp_path)
    person = Person.objects.get(slug="ann")
    (tmp_path / "personname.csv").write_text("person,name\nann,Anna\n", "utf-8")

    call_command("load_csv", str(tmp_path / "personname.csv"), verbosity=0)

    newest = Edition.objects.of("person", person.pk).order_by("-number")[0]
    assert (newest.number, newest.event) == (2, Event.CHANGED)
    assert "Anna" in str(newest.content["parts"]["names"])
    found = Document.objects.get(kind="person", object_id=person.pk)
    assert "ana" in found.folded_title.splitlines()
    assert ChangeSet.objects.count() == 2


def test_who_is_there_is_listed_by_what_is_loaded_later(tmp_path: Path) -> None:
    load(tmp_path, deployment=None, deploymentcitation=None)
    mission = str(Mission.objects.get().pk)
    assert list(Selection("person", Audience.PUBLIC, {"mission": mission})) == []
    for kind in ("deployment", "deploymentcitation"):
        (tmp_path / f"{kind}.csv").write_text(FILES[kind], "utf-8")
    files = [str(tmp_path / f"{kind}.csv") for kind in ("deployment", "deploymentcitation")]

    call_command("load_csv", *files, publish=True, verbosity=0)

    person = Person.objects.get(slug="ann")
    assert list(Selection("person", Audience.PUBLIC, {"mission": mission})) == [person.pk]


def test_an_address_that_was_anothers_in_public_is_refused(tmp_path: Path) -> None:
    load(tmp_path)
    person = Person.objects.get(slug="ann")
    with change_set() as changes:
        person.slug = "anna"
        person.save()
        changes.save(person)
    (tmp_path / "person.csv").write_text("slug,display_name_en\nann,Another\n", "utf-8")

    with pytest.raises(CommandError, match=r"person\.csv, row 2, slug: This was the address of"):
        call_command("load_csv", str(tmp_path / "person.csv"), verbosity=0)


def test_the_same_again_is_passed_over_and_something_else_refused(tmp_path: Path) -> None:
    load(tmp_path)
    editions = Edition.objects.count()

    assert "person.csv: 0 rows, 2 there already" in load(tmp_path)
    assert Edition.objects.count() == editions

    with pytest.raises(CommandError, match=r"row 2, display_name_en: .*“Ann Ahmet”, not “Ann”"):
        load(tmp_path, person="slug,display_name_en\nann,Ann\n")


def test_programs_load_values_too() -> None:
    with bulk_load(origin="a program", why="to see") as load_:
        load_.add(Source, ["slug", "title", "state"], [("roll", "The roll", "published")])
        load_.add(Passage, ["source", "order", "quotation"], [("roll", 1, "Ten went.")])
        load_.add(
            Mission,
            ["slug", "name_en", "latitude", "longitude"],
            [("iraq", "Iraq", 33, Decimal("43.7"))],
        )
        turns = [("iraq", 1, ">", 10), ("iraq", 2, None, None)]
        load_.add(Rotation, ["mission", "number", "comparator", "value"], turns)

    assert Rotation.objects.get(number=1).quantity_in_words == "more than 10"
    assert Rotation.objects.get(number=2).quantity is None
    assert ChangeSet.objects.get().why == "to see"


def test_a_program_learns_what_is_wrong() -> None:
    with pytest.raises(RefusedError) as refused, bulk_load() as load_:
        load_.add(Source, ["slug", "title"], [("roll", "")], name="a list")

    fault = refused.value.faults.named[0]
    assert (fault.file, fault.row, fault.column) == ("a list", 2, "title")
    assert not Source.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans without statistics.")
def test_postgresql_knows_of_many_rows_before_it_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "MANY_ROWS", 1)

    load(tmp_path)

    with connection.cursor() as cursor:
        tables = "'personnel_deployment', 'personnel_deploymentcitation', 'missions_mission'"
        cursor.execute(f"SELECT relname, reltuples FROM pg_class WHERE relname IN ({tables})")  # noqa: S608
        assert dict(cursor.fetchall()) == {name.strip(" '"): 1 for name in tables.split(",")}


def test_numbers_of_deleted_rows_are_not_given_again() -> None:
    unit = factories.UnitFactory.create()
    number = unit.pk
    unit.delete()
    with bulk_load() as load_:
        load_.add(Unit, ["slug", "name_en"], [("new", "New")])

    assert Unit.objects.get().pk > number
    assert factories.UnitFactory.create().pk > Unit.objects.get(slug="new").pk


TEXTS = st.sampled_from(["", " ", "a", "Ann ", "x" * 101, "x" * 201, "x" * 301, "a\x00", "7", "Å"])
DATES = st.sampled_from(["", "2003", "2003/", "2003/2008", "2008/2003", "2003-02-30", "about 2018",
                         "2014/..", "XXXX-05-29", "200X", "2003-5", "x" * 70])  # fmt: skip
SLUGS = st.sampled_from(["one", "Bad", "a--b", "", "x" * 81, "é", "one-2"])
NUMBERS = st.sampled_from(["", "0", "1", "-1", "4,5", "4.5", "270+", "9" * 20, " 7 ", "1e3"])
COMPARATORS = st.sampled_from(["", "=", ">", "<", "~", "more"])


class SameVerdicts(TestCase):
    """What the bulk door says of a row is what Django and the rules say of it."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(slug=SLUGS, en=TEXTS, ru=TEXTS, gender=st.sampled_from(["", "male", "men"]))
    def test_of_people(self, slug: str, en: str, ru: str, gender: str) -> None:
        self._compare(
            Person, None, slug=slug, display_name_en=en, display_name_ru=ru, gender=gender
        )

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(number=NUMBERS, period=DATES, comparator=COMPARATORS, value=NUMBERS, noun=TEXTS)
    def test_of_rotations(self, **cells: str) -> None:
        mission = factories.MissionFactory.create()
        self._compare(Rotation, {"mission": mission}, **cells)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        slug=SLUGS, kind=st.sampled_from(["event", "figure", "", "x"]), text_en=TEXTS, period=DATES,
        comparator=COMPARATORS, value=NUMBERS,
    )  # fmt: skip
    def test_of_claims(self, **cells: str) -> None:
        self._compare(Claim, None, **cells)

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        field=st.sampled_from(["", "title", "colour"]), says=TEXTS, note_en=TEXTS, note_kk=TEXTS,
        stance=st.sampled_from(["supports", "inferred", "differs", "x"]),
    )  # fmt: skip
    def test_of_citations(self, **cells: str) -> None:
        passage = factories.PassageFactory.create()
        self._compare(SourceCitation, {"source": passage.source, "passage": passage}, **cells)

    def _compare(self, model: Any, links: dict[str, Any] | None = None, /, **cells: str) -> None:
        names = list(cells)
        keys: dict[str, Any] = {}
        for name, row in (links or {}).items():
            for lookup, word in zip(row.natural_key_fields, row.natural_key(), strict=True):
                keys[f"{name}__{lookup}"] = word
        faults: set[str] = set()
        try:
            # Nothing of it stays, so that the form finds what the file found.
            with transaction.atomic():
                with bulk_load() as load_:
                    load_.add(model, [*keys, *names], [[*keys.values(), *cells.values()]])
                transaction.set_rollback(True)
        except RefusedError as refused:
            faults = {fault.column for fault in refused.faults.named}
        expected = columns_refused_by_a_form(model, links or {}, cells)
        assert bool(faults) == bool(expected), (faults, expected)
        assert faults <= expected | {""}, (faults, expected)


def columns_refused_by_a_form(model: Any, links: dict[str, Any], cells: dict[str, str]) -> set[str]:
    """By a form with these columns, which then asks the model's own rules."""
    row = model(**links)
    form = modelform_factory(model, fields=list(cells))(cells, instance=row)
    form.is_valid()
    refused = set(form.errors)
    try:
        row.full_clean()
    except ValidationError as error:
        refused |= set(error.message_dict)
    if not refused:
        row.save()
        refused = set(errors_of(row)) if isinstance(row, Versioned) else set()
    names = {f"{name}_en" if f"{name}_en" in cells else name for name in refused}
    return {"" if name == "__all__" else name for name in names}


def people(count: int) -> Iterator[Sequence[Any]]:
    for n in range(count):
        yield f"person-{n}", f"Person {n}"


def test_memory_does_not_grow_with_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk_tables, "BATCH_SIZE", 200)
    for module in (columns, keys, rows, many_rows):
        monkeypatch.setattr(module, "MOST_REMEMBERED", 200)
    monkeypatch.setattr(loading, "BATCHES_BETWEEN_COLLECTIONS", 1)
    monkeypatch.setattr(recording, "BATCH_SIZE", 200)

    def peak(count: int, prefix: str) -> int:
        tracemalloc.start()
        with bulk_load() as load_:
            people_ = ((f"{prefix}{slug}", name) for slug, name in people(count))
            load_.add(Person, ["slug", "display_name_en"], people_)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(100, "first-")
    # What the tests before left behind is not looked through after each batch.
    gc.freeze()
    few, many = peak(1_000, "few-"), peak(4_000, "many-")
    gc.unfreeze()

    assert many < 1.3 * few
