"""Whether the catalogue says what the records say; what `rebuild_catalogue` would mend."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import OperationalError

from records.many_rows import RowReader

from .backends import backend_for
from .indexing import BATCH_SIZE, documents_of, searchable_models, stored_documents
from .listing import listed_models, wrong_listings
from .mending import wrong_lists
from .models import Document, Listed


def faults(using: str) -> Iterator[str]:
    """In words, everything that is found or listed otherwise than the records say."""
    models_by_kind: dict[str, Any] = {**listed_models(), **searchable_models}
    for kind, model in sorted(models_by_kind.items()):
        rows, name = model._base_manager.using(using), model._meta.verbose_name
        for number in _gone(kind, rows, using):
            yield f"{name} {number} is gone, and still in the catalogue."
        numbers = list(rows.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(numbers), BATCH_SIZE):
            for number, how in _wrong(kind, numbers[start : start + BATCH_SIZE], using):
                yield f"{name} {number} is {how} otherwise than it says."
    for facet in wrong_lists(using):
        yield f"The list of {facet} holds other records than those that belong there."


def faults_of_index(using: str) -> Iterator[str]:
    """Asks for the right to write, though it changes nothing."""
    try:
        if not backend_for(using).is_whole(using):
            yield "It does not hold what the catalogue holds."
    except OperationalError as error:
        yield f"It cannot be asked: {error}."


def _gone(kind: str, rows: Any, using: str) -> Iterator[int]:
    for table in (Document, Listed):
        entries: Any = table._base_manager.using(using).filter(kind=kind)
        gone = entries.exclude(object_id__in=rows.values("pk"))
        yield from gone.values_list("object_id", flat=True)


def _wrong(kind: str, numbers: list[int], using: str) -> Iterator[tuple[int, str]]:
    if model := searchable_models.get(kind):
        for number in _wrong_documents(model, kind, numbers, using):
            yield number, "found"
    if listed := listed_models().get(kind):
        for number in wrong_listings(listed, numbers, using):
            yield number, "listed"


def _wrong_documents(model: Any, kind: str, numbers: list[int], using: str) -> Iterator[int]:
    stored = stored_documents(kind, using, numbers)
    records = RowReader(using).read(model, numbers, *model.search_prefetch)
    wanted = documents_of(model, records)
    yield from (number for number, document in wanted.items() if document != stored.get(number))
