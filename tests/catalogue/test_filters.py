"""What all filters of lists share, seen on the lists of missions, rotations and claims."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from catalogue import filters
from missions.filters import MissionFilter, RotationFilter
from missions.models import Mission, Rotation
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    MeasureFactory,
    MissionFactory,
    OrganisationFactory,
    PersonFactory,
    RankFactory,
    RankHoldingFactory,
    RoleFactory,
    RotationFactory,
    UnitFactory,
    together,
)
from tests.reading import choices, complaint_at, names_listed, read, words

pytestmark = pytest.mark.django_db


# --- Choices and their counts -----------------------------------------------------------------


def test_each_choice_says_how_many_rows_it_leads_to(client: Client) -> None:
    un = OrganisationFactory.create(slug="un", name="United Nations")
    MissionFactory.create_batch(2, mandated_by=un)
    MissionFactory.create()
    MissionFactory.create(mandated_by=un, draft=True)

    assert choices(read(client, "/missions/"), "mandate") == {
        "": "all",
        "un": "United Nations (2)",
        "not-stated": "not stated in any source (1)",
    }


def test_a_choice_without_rows_is_not_offered(client: Client) -> None:
    OrganisationFactory.create(slug="un")
    MissionFactory.create()

    assert list(choices(read(client, "/missions/"), "mandate")) == ["", "not-stated"]


def test_absence_is_a_choice_only_where_it_occurs(client: Client) -> None:
    MissionFactory.create(mandated_by=OrganisationFactory.create(slug="un"))

    assert list(choices(read(client, "/missions/"), "mandate")) == ["", "un"]


def test_the_chosen_choice_stays_even_without_rows(client: Client) -> None:
    un = OrganisationFactory.create(slug="un", name="United Nations")
    MissionFactory.create(mandated_by=un)
    MissionFactory.create().units.add(UnitFactory.create(slug="kazbat"))

    page = read(client, "/missions/?mandate=un&unit=kazbat")

    assert choices(page, "mandate")["un"] == "United Nations (0)"
    assert page.select_one('select[name="mandate"] option[value="un"][selected]')
    assert "Nothing in the register fits all of these filters." in words(page)


def test_counts_are_of_what_the_other_filters_leave(client: Client) -> None:
    un = OrganisationFactory.create(slug="un", name="United Nations")
    unit = UnitFactory.create(slug="kazbat", name="Kazbat")
    MissionFactory.create(mandated_by=un).units.add(unit)
    MissionFactory.create(mandated_by=un)
    MissionFactory.create()

    page = read(client, "/missions/?mandate=un")

    assert choices(page, "unit")["kazbat"] == "Kazbat (1)"
    assert choices(page, "unit")["not-stated"] == "not stated in any source (1)"
    assert choices(page, "mandate")["un"] == "United Nations (2)"
    assert choices(page, "mandate")["not-stated"] == "not stated in any source (1)"


def test_names_of_drafts_are_no_choices(client: Client) -> None:
    MissionFactory.create().units.add(UnitFactory.create(slug="secret", draft=True))

    page = read(client, "/missions/")

    assert "secret" not in choices(page, "unit")
    assert read(client, "/missions/?unit=secret", status=400)


HIDDEN_WORDS: dict[str, tuple[str, Callable[..., Any]]] = {
    "/missions/?mandate=": (
        "mandate",
        lambda **state: MissionFactory.create(
            mandated_by=OrganisationFactory.create(slug="secret", name="Zanzibarium"), **state
        ),
    ),
    "/claims/?measure=": (
        "measure",
        lambda **state: FigureFactory.create(
            measure=MeasureFactory.create(slug="secret", name="Zanzibarium"), **state
        ),
    ),
    "/personnel/?role=": (
        "role",
        lambda **state: DeploymentFactory.create(
            role=RoleFactory.create(slug="secret", name="Zanzibarium"), **state
        ),
    ),
    "/personnel/?rank=": (
        "rank",
        lambda **state: RankHoldingFactory.create(
            rank=RankFactory.create(slug="secret", name="Zanzibarium"), **state
        ),
    ),
}


def refused_otherwise(address: str) -> str:
    """For another reason than the word; then nothing is counted."""
    path = address.partition("?")[0]
    return f"{path}?{'kind' if path == '/claims/' else 'sort'}=nonsense"


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
@pytest.mark.parametrize("address", HIDDEN_WORDS)
def test_words_that_only_hidden_records_use_are_no_choices(
    client: Client, address: str, state: str
) -> None:
    _name, make = HIDDEN_WORDS[address]
    make(**{state: True})

    for asked in (f"{address}secret", f"{address}nonsense", refused_otherwise(address)):
        assert "Zanzibarium" not in str(read(client, asked, status=400)), asked


@pytest.mark.parametrize("address", HIDDEN_WORDS)
def test_words_in_use_are_choices(client: Client, address: str) -> None:
    name, make = HIDDEN_WORDS[address]
    make()

    assert choices(read(client, f"{address}secret"), name)["secret"] == "Zanzibarium (1)"
    refused = read(client, refused_otherwise(address), status=400)
    assert "secret" in choices(refused, name)


def test_choices_stand_in_the_order_of_their_names(client: Client) -> None:
    for name in ("Beirut Command", "African Union", "United Nations"):
        MissionFactory.create(mandated_by=OrganisationFactory.create(name=name))

    labels = list(choices(read(client, "/missions/"), "mandate").values())

    assert labels == ["all", "African Union (1)", "Beirut Command (1)", "United Nations (1)"]


def test_choices_are_named_in_the_active_language_or_else_in_another() -> None:
    for names in (
        {"slug": "un", "name_en": "United Nations", "name_ru": "ООН"},
        {"slug": "au", "name_en": "African Union"},
    ):
        MissionFactory.create(mandated_by=OrganisationFactory.create(**names))

    with translation.override("ru"):
        shown = MissionFilter({}, queryset=Mission.objects.all())

    assert dict(shown.filters["mandate"].extra["choices"])["un"] == "ООН"
    assert dict(shown.filters["mandate"].extra["choices"])["au"] == "African Union"


def test_names_and_counts_take_two_queries_together(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        MissionFactory.create(mandated_by=OrganisationFactory.create()).units.add(
            UnitFactory.create()
        )

    with django_assert_num_queries(2):
        shown = MissionFilter({}, queryset=Mission.objects.published())
        assert shown.is_valid()
        shown.count_choices()
        assert shown.selection.count == 3


def test_choices_of_one_request_are_not_those_of_the_next(client: Client) -> None:
    organisation = OrganisationFactory.create(slug="un")
    MissionFactory.create(mandated_by=organisation)
    assert "un" in choices(read(client, "/missions/"), "mandate")

    Mission.objects.all().delete()
    organisation.delete()

    assert "un" not in choices(read(client, "/missions/"), "mandate")


def test_of_many_choices_the_first_by_name_are_offered_and_the_label_says_so(
    client: Client,
) -> None:
    missions = [
        MissionFactory.create(slug=f"m-{number}", name_en=f"M {number:03}", name_ru="")
        for number in range(filters.MOST_CHOICES)
    ]
    for mission in missions:
        RotationFactory.create(mission=mission)
    assert len(choices(read(client, "/rotations/"), "mission")) == 41
    assert "by name" not in label_of(read(client, "/rotations/"), "mission")

    RotationFactory.create(mission=MissionFactory.create(slug="first", name="A"))
    page = read(client, "/rotations/")

    assert list(choices(page, "mission").values())[:3] == ["all", "A (1)", "M 000 (1)"]
    assert len(choices(page, "mission")) == 41
    assert "m-39" not in choices(page, "mission")
    assert label_of(page, "mission") == "Mission (the first 40 by name; others: by search)"


def label_of(page: Tag, name: str) -> str:
    field = page.select_one(f'main select[name="{name}"]')
    assert field
    label = page.select_one(f'main label[for="{field["id"]}"]')
    assert label
    return words(label)


def test_only_one_choice_more_than_are_offered_is_read() -> None:
    MissionFactory.create_batch(60)
    facet = RotationFilter.base_filters["mission"]
    assert isinstance(facet, filters.Facet)

    assert facet.rows
    assert len(filters._names(0, facet.rows(), None)) == filters.MOST_CHOICES + 1


def test_the_first_choices_are_those_by_their_names_in_the_active_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(filters, "MOST_CHOICES", 1)
    MissionFactory.create(slug="b", name_en="B", name_ru="")
    MissionFactory.create(slug="c", name_en="C")
    MissionFactory.create(slug="a-in-russian", name_en="D", name_ru="A")

    with translation.override("ru"):
        shown = RotationFilter({}, queryset=Rotation.objects.all())

    assert shown.filters["mission"].extra["choices"] == [("a-in-russian", "A")]


def test_a_choice_that_is_not_offered_still_works_in_the_address(client: Client) -> None:
    with together():
        missions = [
            MissionFactory.create(slug=f"m-{number}", name=f"M {number:03}") for number in range(60)
        ]
    person = PersonFactory.create(display_name="Aru")
    DeploymentFactory.create(person=person, mission=missions[-1])
    DeploymentFactory.create(mission=missions[0])
    MissionFactory.create(slug="secret", name="Z", draft=True)

    page = read(client, "/personnel/?mission=m-59")

    assert names_listed(page) == ["Aru"]
    assert page.select_one('select[name="mission"] option[value="m-59"][selected]')
    assert list(choices(page, "mission").values()) == ["all", "M 000 (1)", "M 059 (1)"]
    assert names_listed(read(client, "/personnel/?mission=m-58")) == []
    for junk in ("lost", "secret", "M-59", "%00", "a" * 5_000):
        assert complaint_at(read(client, f"/personnel/?mission={junk}", status=400), "mission")


def test_a_list_costs_the_same_however_many_choices_there_are(client: Client) -> None:
    def cost() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as queries:
            read(client, "/personnel/?gender=female")
        return len(queries), sum(len(query["sql"]) for query in queries)

    @together()
    def add_missions(numbers: Iterable[int]) -> None:
        for number in numbers:
            MissionFactory.create(slug=f"m-{number + 100}", name=f"M {number:03}")

    PersonFactory.create(gender="female")
    add_missions(range(60))
    of_sixty = cost()
    add_missions(range(60, 160))

    assert cost() == of_sixty
    assert of_sixty[0] <= 10


# --- What means nothing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ("mandate=junk", "mandate", "There is no such choice: junk."),
        ("mandate=un&mandate=junk", "mandate", "There is no such choice: junk."),
        ("mandate=%00", "mandate", "There is no such choice"),
        ("unit=" + "a" * 5_000, "unit", "There is no such choice: aaa"),
        ("people=many", "people", "“many” is not a whole number, such as 270"),
        ("people=270.5", "people", "“270.5” is not a whole number, such as 270"),
        ("people=1e400", "people", "“1e400” is not a whole number, such as 270"),
        ("people=about+300", "people", "“about 300” is no smallest number. Write 300"),
        ("people=27-29", "people", "“27-29” is no smallest number. Write 27"),
        ("people=-1", "people", "Write 1 or a larger number."),
        ("people=0", "people", "Write 1 or a larger number."),
        (f"people={10**30}", "people", "This number is too large."),
        ("people=" + "9" * 5_000, "people", "Enter a whole number."),
        ("people=%00", "people", "Enter a whole number."),
        ("sort=junk", "sort", "There is no such choice: junk."),
        ("sort=name,junk", "sort", "There is no such choice: junk."),
    ],
)  # fmt: skip
def test_a_value_that_means_nothing_gets_a_message_and_no_rows(
    client: Client, query: str, field: str, message: str
) -> None:
    MissionFactory.create(mandated_by=OrganisationFactory.create(slug="un"))

    page = read(client, f"/missions/?{query}", status=400)

    assert message in complaint_at(page, field)
    assert names_listed(page) == []
    assert "Nothing is listed, since this was not understood" in words(page)
    assert page.select_one(f'.error-summary a[href="#id_{field}"]')


def test_one_bad_value_keeps_the_good_ones_in_the_form(client: Client) -> None:
    MissionFactory.create(mandated_by=OrganisationFactory.create(slug="un"))

    page = read(client, "/missions/?mandate=un&people=many", status=400)

    assert page.select_one('select[name="mandate"] option[value="un"][selected]')
    assert page.select_one('input[name="people"][value="many"]')
    assert complaint_at(page, "mandate") == ""


@pytest.mark.parametrize("query", ["sort=,", "no-such-filter=1"])
def test_what_is_no_filter_narrows_nothing(client: Client, query: str) -> None:
    MissionFactory.create(name="Iraq")

    assert names_listed(read(client, f"/missions/?{query}")) == ["Iraq"]


def test_of_a_filter_given_twice_the_last_counts(client: Client) -> None:
    for slug in ("un", "au"):
        MissionFactory.create(name=slug, mandated_by=OrganisationFactory.create(slug=slug))

    assert names_listed(read(client, "/missions/?mandate=un&mandate=au")) == ["au"]


def test_what_was_typed_is_never_html(client: Client) -> None:
    typed = "<script>alert(1)</script>"

    response = client.get(f"/missions/?mandate={quote(typed)}&people={quote(typed)}")

    assert response.status_code == 400
    assert typed not in response.content.decode()


@pytest.mark.parametrize("words", ["%00", "%00iraq"])
def test_an_invisible_character_among_words_gets_a_message(client: Client, words: str) -> None:
    page = read(client, f"/claims/?q={words}", status=400)

    assert complaint_at(page, "q") == "Null characters are not allowed."


# --- Order ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["A", "B", "C"]),
        ("-name", ["C", "B", "A"]),
        ("start", ["C", "A", "B"]),
        ("-start", ["A", "C", "B"]),
    ],
)
def test_a_list_can_be_sorted_and_what_no_source_dates_comes_last(
    client: Client, sort: str, names: list[str]
) -> None:
    MissionFactory.create(name="A", period="2014/..")
    MissionFactory.create(name="B")
    MissionFactory.create(name="C", period="2003")

    assert names_listed(read(client, f"/missions/?sort={sort}")) == names


@pytest.mark.parametrize("sort", ["number", "-number", "start", "-start"])
def test_rows_that_sort_alike_keep_their_places_from_page_to_page(
    client: Client, sort: str
) -> None:
    RotationFactory.create_batch(30)

    pages = [names_listed(read(client, f"/rotations/?sort={sort}&page={n}")) for n in (1, 2)]

    assert [len(page) for page in pages] == [25, 5]
    assert len({*pages[0], *pages[1]}) == 30


def test_sorting_keeps_what_is_stated_apart_from_what_nobody_can_tell(client: Client) -> None:
    for name in ("A", "C"):
        FigureFactory.create(mission=MissionFactory.create(name=name), value=300)
    for name in ("B", "D"):
        MissionFactory.create(name=name)

    page = read(client, "/missions/?people=300&sort=-name")

    assert names_listed(page) == ["C", "A", "D", "B"]
    assert [words(title) for title in page.select(".results h2")] == [
        "Yes, as stated",
        "Cannot tell from the sources",
    ]


# --- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["ливан", "LEBANON", "leban", "%22Lebanon%22 * ( NEAR"])
def test_words_find_a_statement_in_any_script(client: Client, query: str) -> None:
    ClaimFactory.create(text="They served in Lebanon, near Ливан.", slug="hit")
    ClaimFactory.create(text="They served in Iraq.", slug="miss")
    if "NEAR" in query:
        ClaimFactory.create(text="Lebanon (near the border)", slug="hit-too")

    page = read(client, f"/claims/?q={query}")

    listed = [str(link["href"]) for link in page.select("main .claim .said > p:first-child > a")]
    assert "/claims/miss/" not in listed
    assert "/claims/hit/" in listed


def test_words_of_a_draft_find_nothing(client: Client) -> None:
    ClaimFactory.create(text="They served in Lebanon.", draft=True)

    assert "0 found" in words(read(client, "/claims/?q=lebanon"))


# --- Clearing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "offered"), [("", False), ("sort=-name", False), ("people=10", True)]
)
def test_clearing_is_offered_once_the_list_is_narrowed(
    client: Client, query: str, offered: bool
) -> None:
    MissionFactory.create()

    page = read(client, f"/missions/?{query}")

    assert ("Clear all" in words(page)) is offered


def test_more_words_than_are_looked_for_are_refused(client: Client) -> None:
    few = "+".join(f"word{number}" for number in range(12))

    assert "0 found" in words(read(client, f"/claims/?q={few}+word0"))
    page = read(client, f"/claims/?q={few}+more", status=400)
    assert complaint_at(page, "q") == "Write at most 12 words."


@pytest.mark.django_db(transaction=True)
def test_choices_follow_a_word_of_a_vocabulary_at_once(client: Client) -> None:
    rank = RankFactory.create(slug="major", name="Major")
    RankHoldingFactory.create(rank=rank)
    assert choices(read(client, "/personnel/"), "rank")["major"] == "Major (1)"

    rank.slug = "commander"
    rank.save()
    assert choices(read(client, "/personnel/"), "rank")["commander"] == "Major (1)"
    read(client, "/personnel/?rank=major", status=400)

    read(client, "/personnel/?rank=general", status=400)
    holding = RankHoldingFactory.create(rank=RankFactory.create(slug="general"))
    read(client, "/personnel/?rank=general")
    holding.delete()
    read(client, "/personnel/?rank=general", status=400)
