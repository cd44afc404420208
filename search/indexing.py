"""Keeps the search documents in step with the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from django.urls import NoReverseMatch
from django.utils import translation

from .backends import backend_for
from .folding import fold, joined_and_parted_words
from .models import Document
from .searchable import IndexedWith, Searchable

BATCH_SIZE = 1000

# PostgreSQL refuses a text whose index entry exceeds a megabyte; these stay well below.
MAX_FOLDED_TITLE = 20_000
MAX_FOLDED_TEXT = 200_000

COMPARED_FIELDS = ("public", "address", "titles", "texts", "folded_title", "folded_text")

searchable_models: dict[str, type[Searchable]] = {}
"""Every model with documents, by their kind; filled when Django has started."""


def follow_all() -> None:
    for model in apps.get_models():
        if issubclass(model, IndexedWith) and not model._meta.proxy:
            follow(model)


def follow(model: type[IndexedWith]) -> None:
    """From now on, the documents change with the rows of this model."""
    if issubclass(model, Searchable):
        other = searchable_models.setdefault(kind_of(model), model)
        if other is not model:
            raise ImproperlyConfigured(
                f"{model._meta.label} and {other._meta.label} would share the search kind "
                f"“{kind_of(model)}”. Rename one of them."
            )
    for signal, receiver in ((post_save, _row_saved), (post_delete, _row_deleted)):
        signal.connect(receiver, sender=model, dispatch_uid=("search", model._meta.label))


def kind_of(model: type[models.Model]) -> str:
    kind = model._meta.model_name
    if kind is None:
        raise TypeError(f"{model.__name__} is abstract and has no rows to find.")
    return kind


def refresh_documents(model: type[Searchable], ids: Iterable[int], *, using: str) -> None:
    """Makes the documents of these records what the database says; removes those of the gone.

    For callers that write without signals: `update()`, `bulk_create()`.
    """
    ids = list(ids)
    for start in range(0, len(ids), BATCH_SIZE):
        with transaction.atomic(using=using):
            _refresh_batch(model, ids[start : start + BATCH_SIZE], using)


def rebuild(using: str) -> dict[str, int]:
    """Restores every document in one transaction; returns how many there are of each kind."""
    with transaction.atomic(using=using):
        documents = Document.objects.using(using)
        documents.exclude(kind__in=searchable_models).delete()
        counts = {}
        for kind, model in sorted(searchable_models.items()):
            records = model._base_manager.using(using)
            documents.filter(kind=kind).exclude(object_id__in=records.values("pk")).delete()
            ids = records.order_by("pk").values_list("pk", flat=True)
            remaining = ids.iterator(chunk_size=BATCH_SIZE)
            while batch := list(islice(remaining, BATCH_SIZE)):
                _refresh_batch(model, batch, using)
            counts[kind] = documents.filter(kind=kind).count()
        backend_for(using).restore(using)
        return counts


def _row_saved(instance: IndexedWith, raw: bool, using: str, **_kwargs: Any) -> None:
    try:
        _refresh_owners(instance, using)
    except ObjectDoesNotExist:
        # A fixture may name a row that only comes later; that row's own save sets this right.
        if not raw:
            raise


def _row_deleted(instance: IndexedWith, using: str, **_kwargs: Any) -> None:
    if isinstance(instance, Searchable):
        Document.objects.using(using).filter(
            kind=kind_of(type(instance)), object_id=instance.pk
        ).delete()
    try:
        _refresh_owners(instance, using)
    except ObjectDoesNotExist:
        # The owner went first, and its document with it.
        return


def _refresh_owners(row: IndexedWith, using: str) -> None:
    ids_by_model: defaultdict[type[Searchable], set[int]] = defaultdict(set)
    for owner in row.search_owners():
        ids_by_model[type(owner)].add(owner.pk)
    for model, ids in ids_by_model.items():
        refresh_documents(model, sorted(ids), using=using)


def _refresh_batch(model: type[Searchable], ids: list[int], using: str) -> None:
    # Read afresh, not taken from the caller: an instance at hand may hold stale relations or
    # unsaved changes. Locked, so that of two names added at once none is missing afterwards.
    records = (
        model._base_manager.using(using)
        .filter(pk__in=ids)
        .order_by("pk")
        .select_for_update(no_key=True)
        .prefetch_related(*model.search_prefetch)
    )
    fresh = {record.pk: document_of(record) for record in records}
    stored = Document.objects.using(using).filter(kind=kind_of(model), object_id__in=ids)
    known = {document.object_id: document for document in stored}
    gone = [object_id for object_id in known if object_id not in fresh]
    if gone:
        stored.filter(object_id__in=gone).delete()
    changed = [
        document
        for object_id, document in fresh.items()
        if object_id not in known or _differ(document, known[object_id])
    ]
    Document.objects.using(using).bulk_create(
        changed,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=COMPARED_FIELDS,
    )


def _differ(one: Document, other: Document) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in COMPARED_FIELDS)


def document_of(record: Searchable) -> Document:
    """The document, not saved, that a record should have."""
    titles, texts = {}, {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            titles[language] = str(record.search_title())
            texts[language] = str(record.search_text())
    names = [*titles.values(), *map(str, record.search_names())]
    return Document(
        kind=kind_of(type(record)),
        object_id=record.pk,
        public=_is_public(record),
        address=_address_of(record),
        titles=titles,
        texts=texts,
        folded_title=folded_lines(names, MAX_FOLDED_TITLE),
        folded_text=folded_lines(texts.values() if record.found_by_text else (), MAX_FOLDED_TEXT),
    )


def _is_public(record: Searchable) -> bool:
    # Asked of the class: on the record, a property that fails could look like one not there.
    if not hasattr(type(record), "is_public"):
        return True
    is_public: bool = record.is_public  # type: ignore[attr-defined]
    return is_public


def _address_of(record: Searchable) -> str:
    if not hasattr(record, "get_absolute_url"):
        return ""
    with translation.override(settings.LANGUAGE_CODE):
        try:
            return str(record.get_absolute_url())
        except NoReverseMatch:
            return ""


def folded_lines(texts: Iterable[str], limit: int) -> str:
    """One line for each differing text, so that a whole title can be compared; then the rest."""
    distinct = list(dict.fromkeys(texts))
    lines = dict.fromkeys(filter(None, map(fold, distinct)))
    extra = dict.fromkeys(word for text in distinct for word in joined_and_parted_words(text))
    return "\n".join([*lines, " ".join(extra)]).strip()[:limit]
