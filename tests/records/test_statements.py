from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from missions.models import Mission, Rotation
from records.languages import shown_text
from records.statements import KeptStatement
from tests.factories import MissionFactory, RotationFactory

pytestmark = pytest.mark.django_db

BUILT: list[Any] = []


@KeptStatement
def rotations_of(state: str, *, missions: Sequence[int], number: int) -> QuerySet[Rotation]:
    BUILT.append(missions)
    found = Rotation.objects.filter(state=state, mission__in=missions, number__lte=number)
    return found.select_related("mission").order_by("pk")


@KeptStatement
def named(*, slug: str) -> QuerySet[Mission, tuple[str]]:
    return Mission.objects.filter(slug=slug).values_list(shown_text("name"))


@KeptStatement
def columns_of(which: tuple[Any, ...], *, slug: str) -> QuerySet[Mission, tuple[Any, ...]]:
    return Mission.objects.filter(slug=slug).values_list(*which)


def test_tuples_have_the_columns_that_were_asked_for_in_their_order() -> None:
    pk = MissionFactory.create(slug="lebanon", name_en="Lebanon", name_ru="Ливан").pk

    with override("ru"):
        for which in (("slug", "pk", "state"), ("state", "slug", "name", "pk"), ("name",)):
            ((*found,),) = columns_of(which, slug="lebanon")
            assert found == [
                {"slug": "lebanon", "pk": pk, "state": "published", "name": "Ливан"}[name]
                for name in which
            ]


def test_a_statement_answers_as_its_queryset_does(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rotations = [RotationFactory.create(number=n) for n in range(1, 7)]
    missions = [rotation.mission_id for rotation in rotations]

    for count in range(1, 7):
        with django_assert_num_queries(1):
            found = rotations_of("published", missions=missions[:count], number=4)
            names = [row.mission.name for row in found]
        assert found == rotations[: min(count, 4)]
        assert names == [rotation.mission.name for rotation in found]


def test_a_statement_is_put_together_once_for_lists_of_like_lengths() -> None:
    missions = [MissionFactory.create().pk for _n in range(8)]
    rotations_of("published", missions=missions[:5], number=1)
    BUILT.clear()

    for count in range(5, 9):
        rotations_of("published", missions=missions[:count], number=count)

    assert BUILT == []


def test_what_is_given_by_position_has_a_statement_of_its_own() -> None:
    rotation = RotationFactory.create(state="draft")

    found = [
        rotations_of(state, missions=[rotation.mission_id], number=9)
        for state in ("draft", "published", "draft")
    ]

    assert found == [[rotation], [], [rotation]]


def test_each_language_has_a_statement_of_its_own() -> None:
    MissionFactory.create(slug="lebanon", name_en="Lebanon", name_ru="Ливан")

    assert named(slug="lebanon") == [("Lebanon",)]
    with override("ru"):
        assert named(slug="lebanon") == [("Ливан",)]
    assert named(slug="lebanon") == [("Lebanon",)]
    assert named(slug="syria") == []


def test_nothing_is_asked_of_no_records(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert rotations_of("published", missions=[], number=1) == []
