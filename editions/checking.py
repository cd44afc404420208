"""Whether every record says what its newest edition says."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import DEFAULT_DB_ALIAS

from records.models import Versioned

from .content import contents_of, kind_of, versioned_models
from .models import Edition, Event
from .publishing import BATCH_SIZE, is_settled, newest_editions, same


def faults(using: str) -> Iterator[str]:
    """In words, each row that was written past the verbs of `editions.publishing`."""
    for model in versioned_models().values():
        numbers = list(model._base_manager.using(using).order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), BATCH_SIZE):
            yield from faults_of(model, numbers[start : start + BATCH_SIZE], using)
        yield from _of_lost_rows(model, using)


def faults_of(
    model: type[Versioned], numbers: Collection[int], using: str = DEFAULT_DB_ALIAS
) -> Iterator[str]:
    newest = newest_editions(kind_of(model), numbers, using=using)
    contents = contents_of(model, numbers, using=using)
    for row in model._base_manager.using(using).filter(pk__in=numbers).order_by("pk"):
        edition, name = newest.get(row.pk), f"{model._meta.verbose_name} {row.pk} ({row})"
        if edition is None:
            yield f"{name} has no edition."
        elif not same(edition.content, contents[row.pk]):
            yield f"{name} says something else than its newest edition."
        elif not is_settled(row, edition):
            yield f"{name} is in another state than its newest edition, “{edition.event}”, left it."


def _of_lost_rows(model: type[Versioned], using: str) -> Iterator[str]:
    editions = Edition.objects.using(using).filter(kind=kind_of(model))
    rows = model._base_manager.using(using).values("pk")
    for edition in editions.exclude(record_id__in=rows).newest().order_by("record_id"):
        if edition.event != Event.DELETED:
            yield (
                f"{model._meta.verbose_name} {edition.record_id} is gone, and no edition says "
                "that it was deleted."
            )
