"""Drafts and withdrawn records: nowhere for visitors, on any page, in any list, count or search."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from difflib import unified_diff

import pytest
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from missions.models import Claim, Mission, Rotation, Series, Unit, UnitHistory
from personnel.models import Command, Deployment, JointDeployment, Person, RankHolding
from records.models import PublicationState, Record
from sources.models import Citation, Passage, Photo, Source
from tests.article import NOT_FOR_VISITORS, rows_of_a_module
from tests.factories import (
    ClaimFactory,
    CommandFactory,
    DeploymentFactory,
    FigureFactory,
    JointDeploymentFactory,
    MeasureFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    PersonNameFactory,
    PhotoFactory,
    RankFactory,
    RankHoldingFactory,
    RoleFactory,
    RotationFactory,
    SeriesFactory,
    SourceFactory,
    UnitFactory,
    UnitHistoryFactory,
    cite,
    set_against,
    write_editions,
)
from tests.lists import LISTINGS
from tests.reading import heading, read, words
from tests.test_factories import FACTORIES

pytestmark = pytest.mark.django_db

# Stands in the name, the slug and the sentence of what is hidden, and nowhere else.
SECRET = "Zanzibarium"
SLUG = SECRET.lower()


class World:
    """A few public records, on which everything else can hang."""

    def __init__(self) -> None:
        self.source: Source = SourceFactory.create(text_length=1_000)
        self.mission: Mission = MissionFactory.create(period="2003/", place="A place",
                                                      latitude=10, longitude=20)  # fmt: skip
        self.rotation: Rotation = RotationFactory.create(mission=self.mission)
        self.strength = MeasureFactory.create(slug="strength", nature="moment")
        self.unit: Unit = UnitFactory.create(established="2000")
        self.larger_unit: Unit = UnitFactory.create()
        self.person: Person = PersonFactory.create()
        self.figure = FigureFactory.create(mission=self.mission)
        self.rank, self.role = RankFactory.create(), RoleFactory.create()
        for record in (self.source, self.mission, self.rotation, self.unit, self.person):
            cite(record, passage=self.passage())
        for record in (
            self.figure,
            FigureFactory.create(unit=self.unit),
            ClaimFactory.create(rotation=self.rotation, period="2005"),
            PhotoFactory.create(source=self.source),
            RankHoldingFactory.create(person=self.person, rank=self.rank),
            DeploymentFactory.create(person=self.person, mission=self.mission),
            JointDeploymentFactory.create(people=[self.person], missions=[self.mission]),
            UnitHistoryFactory.create(unit=self.unit),
            CommandFactory.create(person=self.person, unit=self.unit),
        ):
            cite(record, passage=self.passage())

    def passage(self, quotation: str = "") -> Passage:
        values = {"quotation": quotation} if quotation else {}
        passage: Passage = PassageFactory.create(source=self.source, offset=0, **values)
        return passage


def a_source(world: World, **state: bool) -> Record:
    source: Record = SourceFactory.create(slug=SLUG, title=f"{SECRET} news", language="ru", **state)
    passage = PassageFactory.create(source=source, quotation=f"It is {SECRET}, they say.")
    for record in (world.mission, world.figure, world.person):
        cite(record, passage=passage)
    cite(world.mission, "country", passage=passage, stance="differs", says=SECRET)
    PhotoFactory.create(source=source, slug=f"{SLUG}-photo", credit=SECRET)
    return source


def a_photo(world: World, **state: bool) -> Record:
    photo: Record = PhotoFactory.create(
        source=world.source, slug=SLUG, credit=SECRET, caption=SECRET, **state
    )
    Person.objects.filter(pk=world.person.pk).update(photo=photo)
    Mission.objects.filter(pk=world.mission.pk).update(photo=photo)
    return photo


def a_mission(world: World, **state: bool) -> Record:
    mission: Mission = MissionFactory.create(
        slug=SLUG, name=f"Mission {SECRET}", period="2014/..", latitude=1, longitude=2, **state
    )
    mission.units.add(world.unit)
    rotation = RotationFactory.create(mission=mission, period="2015")
    for record in (
        FigureFactory.create(mission=mission, slug=f"{SLUG}-1", text=f"{SECRET} one."),
        FigureFactory.create(
            missions=[world.mission, mission], slug=f"{SLUG}-3", text=f"{SECRET} three."
        ),
        ClaimFactory.create(rotation=rotation, slug=f"{SLUG}-2", text=f"{SECRET} two."),
        DeploymentFactory.create(person=world.person, mission=mission, activity=SECRET),
        rotation,
    ):
        cite(record, passage=world.passage(f"It rests on {SECRET}: {record}."))
    world.person.joint_deployments.get().missions.add(mission)
    return mission


def a_unit(world: World, **state: bool) -> Record:
    unit: Unit = UnitFactory.create(slug=SLUG, name=f"Unit {SECRET}", established="2001", **state)
    world.mission.units.add(unit)
    for history in (
        UnitHistoryFactory.create(unit=world.unit, kind="succeeded-by", other=unit),
        UnitHistoryFactory.create(unit=world.unit, kind="part-of", other=unit),
        UnitHistoryFactory.create(unit=unit, kind="part-of", other=world.larger_unit),
        UnitHistoryFactory.create(unit=unit, name=SECRET),
        CommandFactory.create(person=world.person, unit=unit, period="2001"),
    ):
        cite(history, passage=world.passage(f"It says {SECRET}: {history}."))
    figure = FigureFactory.create(unit=unit, slug=f"{SLUG}-1", text=f"{SECRET} one.")
    cite(figure, passage=world.passage(f"It rests on {SECRET}."))
    return unit


def a_rotation(world: World, **state: bool) -> Record:
    rotation: Record = RotationFactory.create(
        mission=world.mission, number=2, period="2006", noun=SECRET, comparator=">", value=77,
        **state,
    )  # fmt: skip
    for record in (
        ClaimFactory.create(rotation=rotation, slug=f"{SLUG}-1", text=f"{SECRET} one."),
        DeploymentFactory.create(
            person=world.person, mission=world.mission, rotation=rotation, activity=SECRET
        ),
    ):
        cite(record, passage=world.passage(f"It rests on {SECRET}: {record}."))
    return rotation


def a_claim(world: World, **state: bool) -> Record:
    claim: Claim = FigureFactory.create(
        slug=SLUG, mission=world.mission, text=f"{SECRET} it is.", value=5_000, period="2007",
        noun=SECRET, **state,
    )  # fmt: skip
    set_against(world.figure, claim)
    return claim


def a_series(world: World, **state: bool) -> Record:
    series: Record = SeriesFactory.create(
        measure=world.strength,
        slug=SLUG,
        title=f"Troops in {SECRET}",
        missions=[world.mission],
        note=SECRET,
        **state,
    )
    return series


def a_person(world: World, **state: bool) -> Record:
    person: Person = PersonFactory.create(
        slug=SLUG, display_name=f"Aru {SECRET}", gender="female", **state
    )
    PersonNameFactory.create(person=person, name=f"Ару {SECRET}")
    for record in (
        RankHoldingFactory.create(person=person, rank=world.rank, as_printed=SECRET),
        CommandFactory.create(person=person, unit=world.unit, as_printed=SECRET),
        DeploymentFactory.create(
            person=person, mission=world.mission, rotation=world.rotation, role=world.role
        ),
    ):
        cite(record, passage=world.passage(f"It rests on {SECRET}: {record}."))
    world.person.joint_deployments.get().people.add(person)
    return person


def a_rank(world: World, **state: bool) -> Record:
    rank: Record = RankHoldingFactory.create(
        person=world.person, rank=world.rank, as_of="2001", as_printed=SECRET, **state
    )
    return rank


def a_deployment(world: World, **state: bool) -> Record:
    deployment: Record = DeploymentFactory.create(
        person=world.person, mission=world.mission, role=world.role, activity=SECRET, **state
    )
    return deployment


def a_unit_history(world: World, **state: bool) -> Record:
    history: Record = UnitHistoryFactory.create(unit=world.unit, name=SECRET, **state)
    return history


def a_command(world: World, **state: bool) -> Record:
    command: Record = CommandFactory.create(
        person=world.person, unit=world.unit, as_printed=SECRET, **state
    )
    return command


def a_joint_deployment(world: World, **state: bool) -> Record:
    joint: Record = JointDeploymentFactory.create(
        slug=SLUG, text=f"They served in {SECRET}.", people=[world.person],
        missions=[world.mission], roles=[world.role], **state,
    )  # fmt: skip
    return joint


KINDS: dict[type[Record], Callable[..., Record]] = {
    Source: a_source,
    Photo: a_photo,
    Unit: a_unit,
    Mission: a_mission,
    Rotation: a_rotation,
    Claim: a_claim,
    Series: a_series,
    Person: a_person,
    UnitHistory: a_unit_history,
    RankHolding: a_rank,
    Command: a_command,
    Deployment: a_deployment,
    JointDeployment: a_joint_deployment,
}
every_kind = pytest.mark.parametrize("kind", KINDS)

# No link leads there, but a visitor can ask.
ASKED = [
    f"/search/?q={SLUG}",
    *(
        f"/search/?q={SLUG}&kind={kind}"
        for kind in ("mission", "person", "rotation", "unit", "claim", "series",
                     "jointdeployment", "source", "passage")
    ),
    f"/search/suggestions/?q={SLUG[:5]}",
    f"/personnel/?q={SLUG}",
    f"/claims/?q={SLUG}",
    f"/series/?mission={SLUG}",
    "/series/?mission=not-stated",
    f"/series/{SLUG}.csv",
    f"/sources/?q={SLUG}",
    f"/missions/?unit={SLUG}",
    "/missions/?unit=not-stated",
    "/missions/?people=101",
    f"/rotations/?mission={SLUG}",
    "/rotations/?period=stated",
    f"/units/?mission={SLUG}",
    "/units/?mission=not-stated",
    "/claims/?period=stated",
    f"/claims/?mission={SLUG}",
    f"/personnel/?mission={SLUG}",
    "/personnel/?mission=not-stated",
    "/personnel/?role=not-stated",
    "/personnel/?rank=not-stated",
    "/personnel/?gender=female",
    "/sources/?language=ru",
    f"/timeline/?mission={SLUG}",
    *(f"/{name}{form}" for name in LISTINGS for form in (".csv", ".json", ".atom")),
    f"/personnel.csv?q={SLUG}",
    "/personnel.json?role=not-stated",
    "/missions.csv?people=101",
]  # fmt: skip

# They say that a record was changed or is gone, and when, though not what a visitor may not know
# of it.
TELL_OF_CHANGES = re.compile(r"/$|/changes[/.]|[^?]*\.atom")

WHEN_IT_WAS_READ = re.compile(r'"read_at": "[^"]*"')


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with rows_of_a_module(django_db_blocker):
        yield World()


@pytest.fixture(scope="module")
def seen_before(world: World) -> dict[str, str]:
    """What a visitor sees of the world as it is."""
    return what_is_seen()


def build(kind: type[Record], world: World, **state: bool) -> Record:
    """A record of a kind that names the secret, with a sentence that does so too."""
    record = KINDS[kind](world, **state)
    cite(record, passage=world.passage(f"The {kind.__name__} is {SECRET}."))
    return record


def what_is_seen() -> dict[str, str]:
    """The main part of every page that links or questions lead a visitor to."""
    return {
        address: page.partition("<main")[2].partition("</main>")[0] or page
        for address, page in what_is_emitted().items()
    }


def what_is_emitted(*asked: str) -> dict[str, str]:
    """The whole of it, and of what is asked besides."""
    client, seen = Client(), dict[str, str]()
    waiting = ["/", *ASKED, *asked]
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        # Pictures are no text.
        text = response.headers.get("Location", "") + response.getvalue().decode(errors="replace")
        page = seen[address] = WHEN_IT_WAS_READ.sub("", text)
        for link in re.findall(r'href="(/[^"#?]*)["#]', page):
            if not link.startswith(NOT_FOR_VISITORS) and link not in (*seen, *waiting):
                waiting.append(link)
    return seen


def traces(before: dict[str, str], after: dict[str, str]) -> dict[str, str]:
    """The pages that are not as they were, or that name the secret, each with the lines."""
    found = {}
    for address in before.keys() | after.keys():
        old, new = before.get(address, ""), after.get(address, "")
        lines = "\n".join(unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))
        if TELL_OF_CHANGES.match(address) and not re.search(SECRET, lines, re.IGNORECASE):
            continue
        if lines:
            found[address] = lines
    return found


def addresses(record: Record) -> list[str]:
    """The record's own page, or none if it stands on the page of another."""
    if record.shown_with:
        return []
    return [record.get_absolute_url()]  # type: ignore[attr-defined]


def one_of_each_kind(
    world: World, monkeypatch: pytest.MonkeyPatch, **state: bool
) -> Iterator[Record]:
    """Side by side, so that the whole site is read once and not for each kind."""
    for number, kind in enumerate(KINDS):
        with monkeypatch.context() as patched:
            patched.setattr(sys.modules[__name__], "SLUG", f"{SLUG}-{number}")
            yield build(kind, world, **state)


def test_drafts_change_nothing_that_a_visitor_sees(
    world: World, seen_before: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len([*one_of_each_kind(world, monkeypatch, draft=True)]) == len(KINDS)

    assert traces(seen_before, what_is_seen()) == {}


def test_what_is_withdrawn_is_gone_from_every_page(
    client: Client, world: World, seen_before: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for record in one_of_each_kind(world, monkeypatch):
        page = record.get_absolute_url().partition("#")[0]  # type: ignore[attr-defined]
        assert SECRET in words(read(client, page))

        record.state, record.withdrawn_reason = PublicationState.WITHDRAWN, "It was a mistake."
        record.save()

    assert traces(seen_before, what_is_seen()) == {}


@every_kind
def test_a_draft_has_no_page_for_visitors(client: Client, world: World, kind: type[Record]) -> None:
    for address in addresses(build(kind, world, draft=True)):
        page = read(client, address, status=404)
        assert SECRET not in str(page)


@every_kind
def test_a_withdrawn_record_says_at_its_address_why(
    client: Client, world: World, kind: type[Record]
) -> None:
    record = build(kind, world, withdrawn=True)

    for address in addresses(record):
        page = read(client, address, status=410)
        assert heading(page) == "This record was withdrawn"
        assert "Why: It was entered twice." in words(page)
        assert SECRET not in words(page)


@every_kind
def test_an_editor_sees_a_draft(editor_client: Client, world: World, kind: type[Record]) -> None:
    record = build(kind, world, draft=True)

    page = read(editor_client, record.get_absolute_url().partition("#")[0])  # type: ignore[attr-defined]

    assert SECRET in words(page)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.shown_with], ids=str)
def test_an_editor_sees_what_was_withdrawn_at_its_own_address(
    editor_client: Client, world: World, kind: type[Record]
) -> None:
    record = build(kind, world, withdrawn=True)

    assert SECRET in words(read(editor_client, record.get_absolute_url()))  # type: ignore[attr-defined]


@every_kind
def test_an_editor_is_told_that_a_page_is_a_draft(
    editor_client: Client, world: World, kind: type[Record]
) -> None:
    for address in addresses(build(kind, world, draft=True)):
        assert "Draft: only editors see it." in words(read(editor_client, address))


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_hangs_on_a_hidden_record_has_no_page(
    client: Client, world: World, state: str
) -> None:
    mission = MissionFactory.create(**{state: True})
    rotation = RotationFactory.create(mission=mission)
    unit = UnitFactory.create(**{state: True})

    for record in (
        rotation,
        RotationFactory.create(mission=mission, withdrawn=True),
        ClaimFactory.create(mission=mission),
        ClaimFactory.create(rotation=rotation),
        ClaimFactory.create(unit=unit),
        ClaimFactory.create(rotation=rotation, withdrawn=True),
    ):
        read(client, record.get_absolute_url(), status=404)


@pytest.mark.parametrize(
    "name", ["Source", "Mission", "Unit", "Claim", "Person", "JointDeployment"]
)
def test_an_address_that_a_record_has_left_leads_to_its_present_one(
    client: Client, name: str
) -> None:
    record = FACTORIES[f"{name}Factory"].create(slug="before")
    write_editions(record)
    former = record.get_absolute_url()
    record.slug = "after"
    record.save()

    response = client.get(f"{former}?from=elsewhere")

    assert response.status_code == 301
    assert response["Location"] == f"{record.get_absolute_url()}?from=elsewhere"
    read(client, record.get_absolute_url())


def test_the_former_address_of_a_rotation_leads_to_its_present_one(client: Client) -> None:
    rotation = RotationFactory.create(mission__slug="before", number=4)
    write_editions(rotation.mission, rotation)
    rotation.mission.slug = "after"
    rotation.mission.save()

    response = client.get("/missions/before/rotations/4/")

    assert response.status_code == 301
    assert response["Location"] == "/missions/after/rotations/4/"


def test_an_address_that_another_record_has_taken_is_the_others(client: Client) -> None:
    moved = MissionFactory.create(slug="before")
    moved.slug = "after"
    moved.save()
    MissionFactory.create(slug="before", name="The newcomer")

    assert heading(read(client, "/missions/before/")) == "The newcomer"


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_the_former_address_of_a_hidden_record_does_not_lead_to_it(
    client: Client, state: str
) -> None:
    person = PersonFactory.create(slug="before", **{state: True})
    person.slug = "after"
    person.save()

    assert client.get("/personnel/before/").status_code in (404, 410)


def test_every_kind_of_record_is_tried() -> None:
    assert set(KINDS) == {table.record_model() for table in Citation.__subclasses__()}
