"""What the other tests build on: every factory makes a row that an editor could have saved."""

import pytest
from django.apps import apps
from django.db.models import Model
from factory.django import DjangoModelFactory

from tests import factories

pytestmark = pytest.mark.django_db

FACTORIES = {
    name: thing
    for name, thing in vars(factories).items()
    if isinstance(thing, type)
    and issubclass(thing, DjangoModelFactory)
    and not thing._meta.abstract
}  # fmt: skip


def own_models() -> set[type[Model]]:
    labels = ("sources", "missions", "personnel")
    return {
        model
        for label in labels
        for model in apps.get_app_config(label).get_models()
        if not getattr(model, "is_derived", False)
    }


@pytest.mark.parametrize("name", FACTORIES)
def test_factory_makes_a_row_that_passes_its_own_checks(name: str) -> None:
    row = FACTORIES[name].create()

    row.full_clean()


def test_every_model_has_a_factory() -> None:
    assert {factory._meta.model for factory in FACTORIES.values()} == own_models()
