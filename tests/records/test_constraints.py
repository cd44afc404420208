"""Rules that are said once: the database keeps them, and a form says them at the field."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.test import Client
from django.test.utils import isolate_apps

from missions.models import Claim, ClaimKind
from records.constraints import Check, UniqueTogether, one_of
from sources.models import Photo
from tests.editing import Form, admin_address, messages_at
from tests.factories import (
    ClaimFactory,
    PassageFactory,
    PhotoFactory,
    RotationFactory,
    UnitFactory,
)
from tests.pictures import picture

pytestmark = pytest.mark.django_db

RULE = Check(
    condition=Q(low__lte=9) | Q(high__gte=1), at="high", name="rule", violation_error_message="No."
)


@isolate_apps("records")
def test_a_rule_of_several_columns_is_said_at_one_of_them() -> None:
    class Span(models.Model):
        low = models.IntegerField()
        high = models.IntegerField()

        class Meta:
            app_label = "records"
            constraints = [RULE]

    with pytest.raises(ValidationError) as refusal:
        Span(low=10, high=0).full_clean()
    assert refusal.value.message_dict == {"high": ["No."]}

    # What could not be read is no reason to quote a rule about it.
    Span(low=10, high=0).full_clean(exclude={"low"})
    Span(low=9, high=0).full_clean()


@pytest.mark.parametrize(
    "rule",
    [RULE, UniqueTogether(fields=["low", "high"], at="low", name="once"), one_of("low", ["a"])],
    ids=lambda rule: rule.name,
)
def test_a_migration_writes_the_same_rule(rule: models.BaseConstraint) -> None:
    path, args, kwargs = rule.deconstruct()

    assert path == f"records.constraints.{type(rule).__name__}"
    assert rule.clone().deconstruct() == (path, args, kwargs)
    assert rule.clone().at == rule.at  # type: ignore[attr-defined]


def test_no_message_stands_above_the_form_for_want_of_a_field() -> None:
    """Django shows a constraint's message above the form, unless it names a field."""
    said_above = [
        constraint.name
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and constraint.violation_error_message != constraint.default_violation_error_message
        and not isinstance(constraint, Check)
        # What a partial date cannot be, its own field says.
        and not constraint.name.endswith("_in_order")
    ]

    assert said_above == []


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    claim = ClaimFactory.build(
        kind=ClaimKind.FIGURE, state="withdrawn", rotation=RotationFactory.create(),
        unit=UnitFactory.create(),
    )  # fmt: skip

    with pytest.raises(ValidationError) as refusal:
        claim.full_clean()

    assert refusal.value.message_dict == {
        "withdrawn_reason": ["Say why the record is withdrawn."],
        "rotation": ["Choose a rotation or a unit, and clear the other."],
        "measure": ["Say what the figure measures."],
        "value": ["A figure needs its number."],
    }


@pytest.mark.parametrize("column", ["kind", "state", "comparator"])
def test_a_value_that_no_choice_has_is_said_at_its_column(column: str) -> None:
    claim = ClaimFactory.build(**{column: "junk"})

    with pytest.raises(ValidationError) as refusal:
        claim.validate_constraints()

    assert refusal.value.message_dict[column] == ["There is no such choice."]


def test_a_rule_of_no_constraint_is_not_quoted_of_what_could_not_be_read(
    editor_client: Client,
) -> None:
    photo = PhotoFactory.create(draft=True, file=picture())
    form = Form.at(editor_client, admin_address(Photo, "change", photo.pk))
    page = form.refused(alternative_text_en="A" * 301)

    said = messages_at(page, "alternative_text_en")
    assert said == "Write at most 300 letters: these are 301."


def test_nor_is_it_in_a_citation(editor_client: Client) -> None:
    form = Form.at(editor_client, admin_address(Claim, "add"))
    form.values["citations-0-passage"] = str(PassageFactory.create().pk)
    form.values["citations-0-stance"] = "inferred"
    page = form.refused(**{"citations-0-note_en": "A" * 501})

    said = messages_at(page, "citations-0-note_en")
    assert said == "Write at most 500 letters: these are 501."
