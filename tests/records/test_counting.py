import pytest
from pytest_django import DjangoAssertNumQueries

from missions.models import Mission, Rotation, Unit
from records import counting
from records.counting import capped_counts, in_words
from tests.factories import MissionFactory, RotationFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def limit_of_five(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNT_LIMIT", 5)


def test_counts_of_several_tables_take_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    mission = MissionFactory.create()
    RotationFactory.create_batch(3, mission=mission)
    MissionFactory.create(draft=True)

    with django_assert_num_queries(1):
        counts = capped_counts(
            {
                "missions": Mission.objects.all(),
                "published": Mission.objects.published(),
                "rotations": Rotation.objects.all(),
                "units": Unit.objects.all(),
            }
        )

    assert counts == {"missions": 2, "published": 1, "rotations": 3, "units": 0}


@pytest.mark.usefixtures("limit_of_five")
@pytest.mark.parametrize(("rows", "counted"), [(4, 4), (5, 5), (6, 6), (9, 6)])
def test_counting_stops_one_beyond_the_limit(rows: int, counted: int) -> None:
    UnitFactory.create_batch(rows)

    assert capped_counts({"units": Unit.objects.all()}) == {"units": counted}


def test_a_query_that_can_have_no_rows_is_zero_and_asks_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    MissionFactory.create()

    with django_assert_num_queries(0):
        assert capped_counts({"none": Mission.objects.none()}) == {"none": 0}
    with django_assert_num_queries(1):
        counts = capped_counts(
            {
                "none": Mission.objects.none(),
                "all": Mission.objects.all(),
                "nowhere": Mission.objects.filter(pk__in=[]),
            }
        )
    assert counts == {"none": 0, "all": 1, "nowhere": 0}


def test_nothing_to_count_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert capped_counts({}) == {}


def test_values_keep_to_their_own_query() -> None:
    for name in ("Iraq", "Lebanon", "Lebanon"):
        MissionFactory.create(name=name)
    rows = Mission.objects.order_by("name").select_related("mandated_by")

    counts = capped_counts(
        {name: rows.filter(name=name) for name in ("Lebanon", "100% 'x'; --", "Iraq")}
    )

    assert counts == {"Lebanon": 2, "100% 'x'; --": 0, "Iraq": 1}


def test_sorted_and_annotated_rows_are_counted_too() -> None:
    MissionFactory.create_batch(2)

    assert capped_counts({"all": Mission.objects.people_at_least(10)}) == {"all": 2}


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0"), (999, "999"), (1_000, "1,000"), (1_001, "1,000+")]
)
def test_a_count_that_was_stopped_says_so(count: int, said: str) -> None:
    assert in_words(count) == said
