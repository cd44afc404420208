"""The lists that are kept say what the tables say, whatever happened to the records."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from catalogue import bits, selection
from catalogue.bits import numbers_in, set_of, sets_of
from catalogue.checking import faults
from catalogue.facets import ANY_GAP, GAP, NOT_STATED
from catalogue.indexing import deferred, rebuild
from catalogue.models import Block, Facet, Listed, Listing
from catalogue.selection import Selection, ids_of
from kazbat.gaps.finding import KINDS
from missions.models import Claim, Mission, Rotation, Unit
from personnel.models import Deployment, JointDeployment, Person, RankHolding
from records.audience import Audience
from records.models import Record
from sources.models import Source
from tests.catalogue.generated import generate
from tests.factories import DeploymentFactory, MissionFactory, PersonFactory, write_editions

pytestmark = pytest.mark.django_db

LISTED = (Mission, Unit, Rotation, Claim, Person, Source)
AUDIENCES = list(Audience)


def kind_of(model: type[Record]) -> str:
    return str(model._meta.model_name)


def chosen(model: type[Record], audience: Audience, **values: Any) -> set[int]:
    found = Selection(kind_of(model), audience, {name: str(one) for name, one in values.items()})
    ids = list(found)
    assert len(ids) == found.count == len({*ids})
    return {*ids}


def visible(model: Any, audience: Audience, *conditions: Q, **values: Any) -> set[int]:
    rows = model.objects.visible_to(audience).filter(*conditions, **values)
    return set(rows.values_list("pk", flat=True))


def people_with(rows: Any, audience: Audience) -> set[int]:
    return visible(Person, audience, pk__in=rows.values("person"))


def check_against_the_tables(audience: Audience) -> None:
    for model in LISTED:
        assert chosen(model, audience) == visible(model, audience), model
    deployments, ranks = Deployment.objects.published(), RankHolding.objects.published()
    for mission in Mission.objects.all():
        own = people_with(deployments.filter(mission=mission), audience)
        assert chosen(Person, audience, mission=mission.pk) == own
        joint = JointDeployment.objects.published().filter(missions=mission)
        named = visible(Person, audience, joint_deployments__in=joint)
        assert chosen(Person, audience, jointly=mission.pk) == named - own
        # Of a hidden mission, rows that are hidden with it count for nobody.
        about = Q(missions=mission) | Q(rotation__mission=mission)
        assert chosen(Claim, audience, mission=mission.pk) == visible(Claim, audience, about)
        for unit in Unit.objects.published():
            assert (mission.pk in chosen(Mission, audience, unit=unit.pk)) == (
                mission.pk in visible(Mission, audience, units=unit)
            )
    everybody = visible(Person, audience)
    for name, rows in (("mission", deployments), ("rank", ranks),
                       ("role", deployments.filter(role__isnull=False))):  # fmt: skip
        absent = everybody - people_with(rows, audience)
        assert chosen(Person, audience, **{name: NOT_STATED}) == absent
    for gender in ("male", "female"):
        assert chosen(Person, audience, gender=gender) == visible(Person, audience, gender=gender)
    for record in KINDS.values():
        conditions = record.gap_conditions()
        for gap, condition in conditions.items():
            lacking = visible(record, audience, condition)
            assert chosen(record, audience, **{GAP: gap}) == lacking, (record, gap)
        lacking = set().union(*(visible(record, audience, one) for one in conditions.values()))
        assert chosen(record, audience, **{GAP: ANY_GAP}) == lacking


def test_what_is_listed_is_what_the_tables_hold() -> None:
    generate()

    for audience in AUDIENCES:
        check_against_the_tables(audience)


@pytest.mark.parametrize("together", [False, True])
def test_lists_follow_whatever_changes(together: bool) -> None:
    generate(30)
    mission, other = Mission.objects.published()[:2]
    rotation = mission.rotations.all()[0]
    person = PersonFactory.create()
    deployment = DeploymentFactory.create(person=person, mission=mission, rotation=rotation)
    unit = Unit.objects.published()[0]

    def change() -> None:
        mission.state = "draft"
        mission.save()
        deployment.person = Person.objects.exclude(pk=person.pk)[0]
        deployment.mission, deployment.rotation = other, None
        deployment.save()
        unit.missions.add(other)
        joint = JointDeployment.objects.all()[0]
        joint.people.remove(joint.people.all()[0])
        joint.people.add(person)
        joint.missions.clear()
        joint.missions.add(other)
        Mission.objects.all()[4].units.clear()
        RankHolding.objects.all()[0].delete()
        rotation.state = "withdrawn"
        rotation.withdrawn_reason = "It was entered twice."
        rotation.save()
        claim = Claim.objects.all()[0]
        claim.missions.add(*[other])
        Unit.objects.filter(missions=None)[0].delete()

    if together:
        with deferred("default"):
            change()
    else:
        change()

    for audience in AUDIENCES:
        check_against_the_tables(audience)
    assert [*faults("default")] == []


def test_what_is_rolled_back_was_never_listed() -> None:
    generate(10)
    with transaction.atomic():
        Person.objects.all()[0].rank_holdings.all().delete()
        MissionFactory.create()
        transaction.set_rollback(True)

    check_against_the_tables(Audience.PUBLIC)


def test_a_rebuild_repairs_every_list() -> None:
    generate(20)
    for model in (Listing, Block, Listed, Facet):
        model.objects.all().delete()
    assert chosen(Person, Audience.PUBLIC) == set()

    rebuild("default")

    for audience in AUDIENCES:
        check_against_the_tables(audience)


def test_a_rebuild_of_what_is_right_writes_nothing() -> None:
    generate(10)
    before = bits.moment()

    rebuild("default")

    assert bits.moment() == before


# --- Order and pages --------------------------------------------------------------------------


@pytest.mark.parametrize(("most_sorted", "walked"), [(0, 5), (2_000, 0), (2_000, 5)])
def test_pages_hold_what_the_whole_list_holds_in_one_order(
    monkeypatch: pytest.MonkeyPatch, most_sorted: int, walked: int
) -> None:
    monkeypatch.setattr(selection, "MOST_SORTED", most_sorted)
    monkeypatch.setattr(selection, "WALKED", walked)
    monkeypatch.setattr(selection, "STEP", 3)
    generate(25)
    places = {person.pk: person.list_places() for person in Person.objects.all()}
    asked: list[dict[str, str]] = [{}, {"gender": "male"}, {"gender": "male", "rank": NOT_STATED}]
    for audience, values, order in product(AUDIENCES, asked, ["", "-", "last-word", "-last-word"]):
        found = Selection("person", audience, values, order=order)
        whole = list(found)

        name = order.removeprefix("-") or "name"
        in_order = sorted((places[number][name], number) for number in whole)
        assert whole == [
            number for _place, number in (in_order[::-1] if order.startswith("-") else in_order)
        ]
        pages = [found.ids(start, start + 7) for start in range(0, found.count + 7, 7)]
        assert [number for page in pages for number in page] == whole
        assert ids_of([(found, 2, 5), (found, 0, 100)]) == [whole[2:5], whole]


def test_few_at_the_end_of_a_long_list_are_found_without_reading_it(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(selection, "MOST_SORTED", 0)
    monkeypatch.setattr(selection, "WALKED", 2)
    monkeypatch.setattr(selection, "STEP", 1)
    people = [PersonFactory.create(display_name=name) for name in "ABCDEFGHIJK"]
    last = [person.pk for person in people[-2:]]
    found = Selection("person", Audience.PUBLIC, sets=[set_of(last)])
    assert found.count == 2

    # Twice as many records are passed, one at a time; then the places of the two are read.
    with django_assert_num_queries(5):
        assert found.ids(0, 25) == last


def test_what_moves_while_a_list_is_read_comes_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MOST_SORTED", 0)
    monkeypatch.setattr(selection, "STEP", 2)
    people = [PersonFactory.create(display_name=name) for name in "BCDEF"]
    found = iter(Selection("person", Audience.PUBLIC))
    first = [next(found), next(found)]

    for person, name in ((people[0], "Z"), (people[4], "A")):
        person.display_name = name
        person.save()

    assert first == [people[0].pk, people[1].pk]
    assert list(found) == [people[2].pk, people[3].pk, people[4].pk]


def test_groups_come_one_after_the_other() -> None:
    # Names of their own: those that the factory counts are not in order at the tenth.
    ids = [PersonFactory.create(display_name=name).pk for name in "ABCDEFGHI"]
    first, second = ids[1::3], ids[::3]
    grouped = Selection("person", Audience.PUBLIC, groups=[set_of(first), set_of(second)])

    assert grouped.count == 6
    assert list(grouped) == first + second
    assert grouped.ids(2, 5) == (first + second)[2:5]


def test_undated_things_come_last_and_yearly_ones_before_them_in_either_direction() -> None:
    periods = {"": 4, "XXXX-05-29": 3, "2003": 0, "/2012": 1, "2014/": 2}
    by_place = {place: MissionFactory.create(period=text).pk for text, place in periods.items()}
    oldest_first = [by_place[place] for place in range(5)]

    assert list(Selection("mission", Audience.PUBLIC, order="start")) == oldest_first
    newest_first = [*reversed(oldest_first[:3]), *oldest_first[3:]]
    assert list(Selection("mission", Audience.PUBLIC, order="-start")) == newest_first


# --- Sets -------------------------------------------------------------------------------------


@pytest.mark.parametrize("numbers", [[], [0], [7, 8, 9], [1, 8191, 8192, 100_000]])
def test_a_set_gives_back_its_numbers(numbers: list[int]) -> None:
    assert list(numbers_in(set_of(numbers))) == numbers


def test_counts_of_choices_are_of_what_the_other_choices_leave() -> None:
    generate(60)
    everybody = Person.objects.published()
    found = Selection("person", Audience.PUBLIC, {"gender": "male", "rank": NOT_STATED})

    assert found.counts("gender", ["female"])["female"] == len(
        chosen(Person, Audience.PUBLIC, gender="female", rank=NOT_STATED)
    )
    men = everybody.filter(gender="male")
    ranks = bits.sets_of("person")["person"].values("rank")
    for value, count in found.counts("rank", ranks).items():
        with_it = chosen(Person, Audience.PUBLIC, rank=value)
        assert count == len(with_it & set(men.values_list("pk", flat=True)))


@pytest.mark.django_db(transaction=True)
def test_a_process_sees_what_was_committed_and_not_what_was_rolled_back() -> None:
    person = PersonFactory.create(gender="male")
    assert chosen(Person, Audience.PUBLIC, gender="male") == {person.pk}

    with transaction.atomic():
        person.gender = "female"
        person.save()
        assert chosen(Person, Audience.PUBLIC, gender="male") == set()
        transaction.set_rollback(True)
    assert chosen(Person, Audience.PUBLIC, gender="male") == {person.pk}

    person.save()
    write_editions(person)
    assert chosen(Person, Audience.PUBLIC, gender="female") == {person.pk}
    other = PersonFactory.create(gender="female")
    assert chosen(Person, Audience.PUBLIC, gender="female") == {person.pk, other.pk}
    assert sets_of("person")["person"] is sets_of("person")["person"]
