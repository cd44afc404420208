"""What the pages over the whole register need of every kind of record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core import checks

from catalogue.searchable import Searchable
from records.kinds import kinds
from records.models import Record
from sources.models import Citation


def check_kinds(**_kwargs: Any) -> list[checks.CheckMessage]:
    models = kinds().values()
    return [
        *collisions(models),
        *(error for model in models for error in missing_from(model)),
    ]


def collisions(models: Iterable[type[Record]]) -> Iterator[checks.Error]:
    """Places in the order of kinds that are not one kind's own."""
    taken: dict[int, type[Record]] = {}
    for model in models:
        other = taken.setdefault(model.kind_order, model)
        if not model.kind_order or other is not model:
            yield checks.Error(
                f"Its place among the kinds of record, kind_order = {model.kind_order}, is not "
                "its own.",
                hint=f"Choose a number that is none of: {', '.join(map(str, sorted(taken)))}.",
                obj=model,
                id="kazbat.E001",
            )


def missing_from(model: type[Record]) -> Iterator[checks.Error]:
    citations = {relation.name: relation.related_model for relation in model._meta.related_objects}
    table: Any = citations.get("citations")
    if not (isinstance(table, type) and issubclass(table, Citation)):
        yield checks.Error(
            "No table holds its citations, so that nothing of it could be published.",
            hint='Write a subclass of Citation with a foreign key of related_name="citations".',
            obj=model,
            id="kazbat.E002",
        )
    if not issubclass(_shown_as(model), Searchable):
        yield checks.Error(
            "Pages that list records of many kinds cannot name it.",
            hint="Inherit Searchable, or name in shown_with a record that does.",
            obj=model,
            id="kazbat.E003",
        )
    if model.shown_with and not model.told_apart_by:
        yield checks.Error(
            "Nothing tells it apart from the others on the same page.",
            hint="Name a column in told_apart_by.",
            obj=model,
            id="kazbat.E004",
        )


def _shown_as(model: type[Record]) -> type[Any]:
    """The model whose title and address lists show."""
    if not model.shown_with:
        return model
    owner: Any = model._meta.get_field(model.shown_with).related_model
    return owner if isinstance(owner, type) else model
