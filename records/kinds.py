"""Every kind of record, for the pages that show many: derived from the models themselves."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.utils.text import capfirst

from .models import Record


@cache
def kinds() -> dict[str, type[Record]]:
    """The models of records by their kind, in the one order of all pages."""
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    ordered = sorted(models, key=lambda model: (model.kind_order, model._meta.label))
    return {str(model._meta.model_name): model for model in ordered}


def name_of(model: type[Any]) -> str:
    """One of the kind: "Mission"."""
    return capfirst(str(model._meta.verbose_name))


def name_of_many(model: type[Any]) -> str:
    """Many of the kind: "Missions"."""
    return capfirst(str(model._meta.verbose_name_plural))
