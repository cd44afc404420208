"""What every record promises, whichever app it belongs to."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, models
from django.db.models import F, Value
from django.db.models.functions import Lower
from django.test.utils import isolate_apps

from missions.models import Claim, Mission, Rotation
from personnel.models import RankHolding
from records.audience import Audience
from records.fields import PartialDateField
from records.models import PublicationState
from tests.factories import (
    ClaimFactory,
    DeploymentFactory,
    FigureFactory,
    MissionFactory,
    PassageFactory,
    PersonFactory,
    RankFactory,
    RankHoldingFactory,
    RotationFactory,
    SourceFactory,
    cite,
)
from tests.test_factories import FACTORIES

pytestmark = pytest.mark.django_db


# --- Publication ------------------------------------------------------------------------------


def test_a_new_record_is_a_draft() -> None:
    assert Mission.objects.create(slug="new", name="New").state == PublicationState.DRAFT


@pytest.mark.parametrize("name", ["SourceFactory", "MissionFactory", "ClaimFactory"])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"state": "secret"}, id="unknown state"),
        pytest.param(
            {"state": "withdrawn", "withdrawn_reason": ""}, id="withdrawn, not saying why"
        ),
    ],
)
def test_the_database_refuses_a_state_that_means_nothing(name: str, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        FACTORIES[name].create(**values)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("ClaimFactory", "kind"), ("PassageFactory", "locator"), ("PersonFactory", "gender"),
        ("PersonNameFactory", "kind"),
    ],
)  # fmt: skip
def test_the_database_refuses_a_value_that_no_choice_has(name: str, column: str) -> None:
    with pytest.raises(IntegrityError):
        FACTORIES[name].create(**{column: "junk"})


@pytest.mark.parametrize(
    "name", ["SourceFactory", "MissionFactory", "RotationFactory", "ClaimFactory", "PersonFactory",
             "RankHoldingFactory", "DeploymentFactory", "JointDeploymentFactory"],
)  # fmt: skip
def test_the_database_refuses_a_citation_for_a_field_that_is_none(name: str) -> None:
    record = FACTORIES[name].create()

    with pytest.raises(IntegrityError):
        cite(record, "junk")


def test_states_are_not_changed_behind_the_back_of_search() -> None:
    mission = MissionFactory.create()

    with pytest.raises(TypeError, match="Publish or withdraw each record"):
        Mission.objects.update(state="withdrawn", withdrawn_reason="A mistake.")

    mission.refresh_from_db()
    assert mission.is_public


def test_an_editor_is_asked_why_a_record_is_withdrawn() -> None:
    mission = MissionFactory.build(state=PublicationState.WITHDRAWN)

    with pytest.raises(ValidationError) as refusal:
        mission.full_clean()

    assert refusal.value.message_dict == {"withdrawn_reason": ["Say why the record is withdrawn."]}


@pytest.mark.parametrize("own_state", PublicationState.values)
@pytest.mark.parametrize("mission_state", PublicationState.values)
def test_a_rotation_is_public_only_while_its_mission_is(mission_state: str, own_state: str) -> None:
    mission = MissionFactory.create(state=mission_state, withdrawn_reason="Entered twice.")
    rotation = RotationFactory.create(
        mission=mission, state=own_state, withdrawn_reason="Entered twice."
    )

    both = own_state == mission_state == PublicationState.PUBLISHED
    assert rotation.is_public is both
    assert Rotation.objects.published().exists() is both


def test_publication_reaches_through_two_parents() -> None:
    claim = ClaimFactory.create(rotation=RotationFactory.create(mission__draft=True))

    assert not claim.is_public
    assert not type(claim).objects.published().exists()


def test_a_parent_that_is_not_there_hides_nothing() -> None:
    deployment = DeploymentFactory.create(rotation=None)

    assert deployment.is_public
    assert list(type(deployment).objects.published()) == [deployment]


def test_visitors_see_published_records_and_editors_drafts_too() -> None:
    published = MissionFactory.create(name="A")
    draft = MissionFactory.create(name="B", draft=True)
    MissionFactory.create(name="C", withdrawn=True)

    assert list(Mission.objects.visible_to(Audience.PUBLIC)) == [published]
    assert list(Mission.objects.visible_to(Audience.EDITORS)) == [published, draft]


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("state", ["published", "draft", "withdrawn"])
@pytest.mark.parametrize("parent_state", ["published", "draft", "withdrawn"])
def test_one_row_is_visible_to_those_for_whom_a_query_finds_it(
    parent_state: str, state: str, audience: Audience
) -> None:
    mission = MissionFactory.create(**_in_state(parent_state))
    rotation = RotationFactory.create(mission=mission, **_in_state(state))
    passage = PassageFactory.create(source=SourceFactory.create(**_in_state(state)))

    for row in (rotation, passage):
        found: Any = type(row)._default_manager
        assert found.visible_to(audience).exists() is row.is_visible_to(audience)


def _in_state(state: str) -> dict[str, bool]:
    return {} if state == "published" else {state: True}


# --- Natural keys -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FACTORIES)
def test_every_row_is_found_again_by_its_own_words(name: str) -> None:
    row = FACTORIES[name].create()
    FACTORIES[name].create()

    assert type(row)._default_manager.get_by_natural_key(*row.natural_key()) == row


@pytest.mark.parametrize(
    "values", [{"period": "2014/.."}, {"rotation": 1}, {}], ids=["period", "rotation", "nothing"]
)
def test_deployments_of_one_person_are_told_apart(values: dict[str, Any]) -> None:
    person, mission = PersonFactory.create(), MissionFactory.create()
    if "rotation" in values:
        values = {"rotation": RotationFactory.create(mission=mission)}
    DeploymentFactory.create(person=person, mission=mission, period="2018")
    deployment = DeploymentFactory.create(person=person, mission=mission, **values)

    assert type(deployment).objects.get_by_natural_key(*deployment.natural_key()) == deployment


@pytest.mark.parametrize(
    "slug", ["", "Iraq", "cote_d-ivoire", "ирак", "a--b", "-a", "a-", "a b", "a\n"]
)
@pytest.mark.parametrize("name", ["MissionFactory", "RankFactory"])
def test_a_slug_is_small_latin_letters_digits_and_single_hyphens(name: str, slug: str) -> None:
    row = FACTORIES[name].build(slug=slug)

    with pytest.raises(ValidationError) as refusal:
        row.full_clean()

    assert "slug" in refusal.value.message_dict


@pytest.mark.parametrize("name", ["MissionFactory", "PersonFactory", "ClaimFactory", "RankFactory"])
def test_the_database_refuses_a_slug_in_use(name: str) -> None:
    FACTORIES[name].create(slug="iraq")

    with pytest.raises(IntegrityError):
        FACTORIES[name].create(slug="iraq")


# --- Periods ----------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["2003-13", "2003-06-31", "2008/2003", "May 2003?", "2003/2002"])
@pytest.mark.parametrize("name", ["MissionFactory", "RotationFactory", "ClaimFactory"])
def test_a_period_that_is_none_is_refused_by_create(name: str, period: str) -> None:
    with pytest.raises(ValidationError):
        FACTORIES[name].create(period=period)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("MissionFactory", "period"),
        ("RotationFactory", "period"),
        ("ClaimFactory", "period"),
        ("DeploymentFactory", "period"),
        ("JointDeploymentFactory", "period"),
        ("UnitFactory", "established"),
        ("SourceFactory", "published"),
        ("RankHoldingFactory", "as_of"),
    ],
)
def test_the_database_refuses_a_last_day_before_the_first(name: str, column: str) -> None:
    row = FACTORIES[name].create(**{column: "2003"})
    days = {f"{column}_earliest": date(2003, 1, 2), f"{column}_latest": date(2003, 1, 1)}

    with pytest.raises(IntegrityError):
        type(row)._base_manager.filter(pk=row.pk).update(**days)


@pytest.mark.parametrize(
    ("period", "first_day", "last_day"),
    [
        ("2003", date(2003, 1, 1), date(2003, 12, 31)),
        ("2014/..", date(2014, 1, 1), None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_update_keeps_first_and_last_day_in_step(
    period: str | None, first_day: date | None, last_day: date | None
) -> None:
    MissionFactory.create(period="1999-05")

    Mission.objects.update(period=period)

    mission = Mission.objects.get()
    assert (mission.period_earliest, mission.period_latest) == (first_day, last_day)
    assert str(mission.period or "") == (period or "")


def test_update_of_other_columns_leaves_the_period_alone() -> None:
    MissionFactory.create(period="1999-05")

    Mission.objects.update(name="Renamed")

    assert Mission.objects.get().period_latest == date(1999, 5, 31)


def test_update_keeps_the_days_of_ranks_too() -> None:
    holding = RankHoldingFactory.create()

    type(holding).objects.update(as_of="2022-05")

    holding.refresh_from_db()
    assert holding.as_of_earliest == date(2022, 5, 1)


def test_a_bulk_update_of_a_period_writes_its_days() -> None:
    figures = [FigureFactory.create(period="1999-05"), FigureFactory.create(period="")]
    for figure, period, value in zip(figures, ("2003", "2014/.."), (270, 500), strict=True):
        figure.period, figure.value = period, value

    # The names may come as any iterable, and among columns of every other kind.
    Claim.objects.bulk_update(figures, iter(["period", "value"]))

    assert list(
        Claim.objects.order_by("value").values_list("period_earliest", "period_latest")
    ) == [
        (date(2003, 1, 1), date(2003, 12, 31)),
        (date(2014, 1, 1), None),
    ]
    assert [str(figure.period) for figure in Claim.objects.order_by("value")] == ["2003", "2014/.."]


def test_a_bulk_update_without_a_period_leaves_it_alone() -> None:
    claim = ClaimFactory.create(period="1999-05")
    claim.period, claim.note = "2003", "Noted."

    Claim.objects.bulk_update([claim], ["note"])

    claim.refresh_from_db()
    assert (claim.note, claim.period_latest) == ("Noted.", date(1999, 5, 31))


def test_bulk_update_changes_no_states_either() -> None:
    claim = ClaimFactory.create()

    with pytest.raises(TypeError, match="Publish or withdraw each record"):
        Claim.objects.bulk_update([claim], ["state"])


def test_an_update_from_another_column_copies_its_days() -> None:
    ClaimFactory.create(period="1999-05")

    Claim.objects.update(period=F("period"), value=F("value") + 1)

    assert Claim.objects.get().period_latest == date(1999, 5, 31)


@isolate_apps("records")
def test_one_partial_date_can_be_copied_to_another() -> None:
    class Stay(models.Model):
        asked = PartialDateField(earliest_field="asked_from", latest_field="asked_to")
        asked_from = models.DateField(null=True)
        asked_to = models.DateField(null=True)
        period = PartialDateField(earliest_field="earliest", latest_field="latest")
        earliest = models.DateField(null=True)
        latest = models.DateField(null=True)

        class Meta:
            app_label = "records"

    field: Any = Stay._meta.get_field("period")

    assert field.values_to_update({"period": F("asked")}) == {
        "earliest": F("asked_from"), "latest": F("asked_to"),
    }  # fmt: skip


def test_a_value_in_sql_is_a_value() -> None:
    ClaimFactory.create(period="1999-05")

    Claim.objects.update(period=Value(" 2003 "))

    claim = Claim.objects.get()
    assert (str(claim.period), claim.period_latest) == ("2003", date(2003, 12, 31))


@pytest.mark.parametrize("expression", [Lower("period"), F("slug"), F("period_words")])
def test_days_that_cannot_be_known_are_asked_for(expression: Any) -> None:
    ClaimFactory.create(period="1999-05")

    with pytest.raises(FieldError, match="write period_earliest and period_latest too"):
        Claim.objects.update(period=expression)
    with pytest.raises(FieldError, match="write period_earliest and period_latest too"):
        Claim.objects.update(period=expression, period_earliest=None)

    assert str(Claim.objects.get().period) == "1999-05"


def test_days_that_are_named_are_written() -> None:
    ClaimFactory.create(period="2003", period_words="2005")

    Claim.objects.update(
        period=F("period_words"), period_earliest=date(2005, 1, 1), period_latest=date(2005, 12, 31)
    )

    claim = Claim.objects.get()
    assert (str(claim.period), claim.period_latest) == ("2005", date(2005, 12, 31))


@pytest.mark.parametrize(
    ("period", "last_day"), [("2003", date(2003, 12, 31)), ("2014/..", None), ("", None)]
)
def test_saving_the_period_alone_saves_its_days(period: str, last_day: date | None) -> None:
    claim = ClaimFactory.create(period="1999-05")
    claim.period, claim.note = period, "Noted."

    claim.save(update_fields=["period"])

    claim.refresh_from_db()
    assert (claim.period_latest, claim.note) == (last_day, "")


def test_update_or_create_saves_the_days_of_a_period() -> None:
    claim = ClaimFactory.create(period="1999-05")

    Claim.objects.update_or_create(slug=claim.slug, defaults={"period": "2003"})

    assert Claim.objects.get().period_latest == date(2003, 12, 31)


def test_a_bulk_insert_that_updates_writes_the_days_of_a_period() -> None:
    rank = RankFactory.create()
    old = RankHoldingFactory.create(rank=rank, as_of="1999-05")
    new = type(old)(pk=old.pk, person=old.person, rank=rank, as_printed="Major", as_of="2003")

    RankHolding.objects.bulk_create(
        [new], update_conflicts=True, update_fields=["as_of"], unique_fields=["id"]
    )

    assert RankHolding.objects.get().as_of_latest == date(2003, 12, 31)


# --- Quantities -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"comparator": "", "value": 270}, id="number without its bound"),
        pytest.param({"comparator": ">", "value": None}, id="bound without a number"),
        pytest.param({"comparator": "~", "value": 270}, id="unknown bound"),
        pytest.param({"comparator": ">", "value": -1}, id="negative number"),
    ],
)
def test_the_database_refuses_a_number_without_its_bound(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        RotationFactory.create(**values)


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        (
            {"value": 270},
            "comparator",
            'Choose how exact the number is: "exactly" if it is bare.',
        ),
        ({"comparator": ">"}, "value", "Write the number, or clear how exact it is."),
    ],
)
def test_an_editor_is_told_what_the_number_lacks(
    values: dict[str, Any], field: str, message: str
) -> None:
    rotation = RotationFactory.build(mission=MissionFactory.create(), number=1, **values)

    with pytest.raises(ValidationError) as refusal:
        rotation.full_clean()

    assert refusal.value.message_dict[field] == [message]


@pytest.mark.parametrize(
    ("comparator", "words"),
    [
        (">", "more than 1,270 people"),
        ("≥", "at least 1,270 people"),
        ("<", "fewer than 1,270 people"),
        ("≤", "at most 1,270 people"),
        ("≈", "about 1,270 people"),
        ("=", "1,270 people"),
    ],
)
def test_a_number_is_said_with_its_bound(comparator: str, words: str) -> None:
    figure = FigureFactory.create(comparator=comparator, value=1270)
    figure.refresh_from_db()

    assert figure.quantity_in_words == words


def test_a_record_without_a_number_says_none() -> None:
    rotation = RotationFactory.create()

    assert rotation.quantity is None
    assert rotation.quantity_in_words == ""
