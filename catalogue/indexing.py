"""Keeps the catalogue in step with the records: what they are found by, and listed by.

Rows are followed by signals, so that every door to the database is the same. While rows are saved
together, what follows from them is only noted, and worked out once at the end (`deferred`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from json import dumps
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import translation

from records.addresses import address_of
from records.many_rows import RowReader
from records.models import Record, VisibleWith
from records.statements import KeptStatement
from records.turns import take_turn

from .backends import backend_for
from .bits import Flips, tick
from .facets import Following, followed_by
from .folding import fold, joined_and_parted_words
from .listing import facets_of, forget_listings, listed_models, refresh_listings
from .mending import mend_lists
from .models import Document, Listed
from .searchable import IndexedWith, Searchable
from .writing import put

BATCH_SIZE = 1000

# PostgreSQL refuses a text whose index entry exceeds a megabyte; these stay well below.
MAX_FOLDED_TITLE = 20_000
MAX_FOLDED_TEXT = 200_000

searchable_models: dict[str, type[Searchable]] = {}
"""Every model with documents, by their kind; filled when Django has started."""

Ids = defaultdict[type[models.Model], set[int]]


# --- What follows from what -------------------------------------------------------------------


@dataclass(frozen=True)
class Consequence:
    """That a changed row changes records of another kind, or of its own."""

    kind: type[models.Model]
    following: Following
    of_words: bool
    """Whether they are found by other words; else only listed by other facets."""


_consequences: defaultdict[type[models.Model], list[Consequence]] = defaultdict(list)
"""By the model of the row that is saved."""


def follow_all() -> None:
    """From now on, the catalogue changes with the rows of all models."""
    for model in apps.get_models():
        if issubclass(model, IndexedWith) and not model._meta.proxy:
            follow(model)
    for model in listed_models().values():
        for following in dict.fromkeys(followed_by(model, facets_of(model))):
            _note(Consequence(model, following, of_words=False))


def follow(model: type[IndexedWith]) -> None:
    """From now on, the documents change with the rows of this model."""
    if issubclass(model, Searchable):
        other = searchable_models.setdefault(kind_of(model), model)
        if other is not model:
            raise ImproperlyConfigured(
                f"{model._meta.label} and {other._meta.label} would share the search kind "
                f"“{kind_of(model)}”. Rename one of them."
            )
        _note(Consequence(model, Following(model, "pk"), of_words=True))
        for following in model.found_with():
            _note(Consequence(model, following, of_words=True))
        for following in model.also_follows():
            _note(Consequence(model, following, of_words=False))
    for name in model.search_owners:
        owner: Any = model._meta.get_field(name).related_model
        _note(Consequence(owner, Following(model, name), of_words=True))


def _note(consequence: Consequence) -> None:
    following = consequence.following
    model = following.changed or following.model
    _consequences[model].append(consequence)
    if model._meta.auto_created:
        _follow_links(model)
        return
    uid = ("catalogue", model._meta.label)
    for signal, receiver in (
        (pre_save, _row_is_saved), (post_save, _row_saved),
        (pre_delete, _row_is_deleted), (post_delete, _row_deleted),
    ):  # fmt: skip
        signal.connect(receiver, sender=model, dispatch_uid=uid)
    for table in model._meta.many_to_many:
        if issubclass(model, Record):
            _follow_links(table.remote_field.through)


def _follow_links(table: Any) -> None:
    m2m_changed.connect(_links_changed, sender=table, dispatch_uid=("catalogue", table._meta.label))


def kind_of(model: type[models.Model]) -> str:
    kind = model._meta.model_name
    if kind is None:
        raise TypeError(f"{model.__name__} is abstract and has no rows to find.")
    return kind


# --- Now, or at the end -----------------------------------------------------------------------


@dataclass
class Noted:
    """Records of which the catalogue may say something else than the database."""

    words: Ids = field(default_factory=lambda: defaultdict(set))
    lists: Ids = field(default_factory=lambda: defaultdict(set))


_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def deferred(using: str) -> Iterator[None]:
    """Rows that are saved here change the catalogue together, at the end; in one transaction."""
    if _noted.get() is not None:
        yield
        return
    noted = Noted()
    token = _noted.set(noted)
    try:
        with transaction.atomic(using=using):
            yield
            _exhaust(_work_out(noted, using))
    finally:
        _noted.reset(token)


def _follow_up(found: Noted, using: str) -> None:
    waiting = _noted.get()
    if waiting is None:
        with transaction.atomic(using=using):
            _exhaust(_work_out(found, using))
        return
    for kept, new in ((waiting.words, found.words), (waiting.lists, found.lists)):
        for model, ids in new.items():
            kept[model] |= ids


def _work_out(noted: Noted, using: str) -> Iterator[int]:
    """Makes the catalogue right, batch by batch; yields how many records each had."""
    flips, reader = Flips(), RowReader(using)
    # What a record is found by follows from rows, which stay as they are meanwhile: what has been
    # worked out need not be again, although a record that it names was worked out after it.
    done: Ids = defaultdict(set)
    while noted.words:
        model, ids = noted.words.popitem()
        ids -= done[model]
        done[model] |= ids
        for batch in _in_batches(ids):
            for other, its_ids in _refresh_words(model, batch, reader, flips).items():
                noted.words[other] |= its_ids
            noted.lists[model] -= set(batch)
            _tell(model, batch, using)
            yield len(batch)
    for model, ids in noted.lists.items():
        for batch in _in_batches(ids):
            refresh_listings(model, batch, reader, flips=flips)  # type: ignore[arg-type] # of listed kinds only
            _tell(model, batch, using)
            yield len(batch)
    flips.write(using)


def _tell(model: type[models.Model], ids: list[int], using: str) -> None:
    if issubclass(model, Searchable):
        model.derive(ids, using)


def _exhaust(batches: Iterator[int]) -> None:
    for _batch in batches:
        pass


def _in_batches(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), BATCH_SIZE):
        yield ordered[start : start + BATCH_SIZE]


def refresh_documents(model: type[Searchable], ids: Iterable[int], *, using: str) -> None:
    """Makes what is found and listed of these records what the database says.

    For callers that write without signals: `update()`, `bulk_create()`.
    """
    found = Noted()
    found.words[model] |= set(ids)
    _follow_up(found, using)


def follow_written(
    written: Iterable[tuple[type[models.Model], Iterable[int]]], *, using: str
) -> Iterator[int]:
    """What signals do for rows that are saved, for rows that were written without them.

    Works batch by batch, as it is iterated, in the caller's transaction; yields how many records
    each batch had. The rows must be new, or keep their owners and their state.
    """
    found = Noted()
    for model, ids in written:
        numbers = list(ids)
        for consequence in _consequences[model]:
            following = consequence.following
            if not following.path:
                is_own = following.owner == "pk"
                owners = numbers if is_own else _owners(following, "pk", numbers, using)
                _add(found, consequence, set(owners))
        for links in model._meta.many_to_many:
            table: Any = links.remote_field.through
            near = links.m2m_field_name()
            for consequence in _consequences[table]:
                following = consequence.following
                if not following.path:
                    owners = _owners(following, near, numbers, using)
                    _add(found, consequence, set(owners))
    yield from _work_out(found, using)


def rebuild(using: str) -> dict[str, int]:
    """Makes the catalogue anew, some records at a time; returns how many there are of each kind.

    Editors can save meanwhile: each batch is a transaction of its own, and what is right already
    is left as it is.
    """
    Document.objects.using(using).exclude(kind__in=searchable_models).delete()
    mend_lists(using)
    listed = listed_models()
    models_by_kind: dict[str, type[models.Model]] = {**listed, **searchable_models}
    counts = {}
    for kind, model in sorted(models_by_kind.items()):
        rows = model._base_manager.using(using)
        _forget_gone(kind, rows, using)
        ids = list(rows.order_by("pk").values_list("pk", flat=True))
        for batch in _in_batches(ids):
            found = Noted()
            (found.words if kind in searchable_models else found.lists)[model] |= set(batch)
            with transaction.atomic(using=using):
                take_turn(using)
                _exhaust(_work_out(found, using))
        if kind in searchable_models:
            counts[kind] = len(ids)
    with transaction.atomic(using=using):
        backend_for(using).restore(using)
    return counts


def _forget_gone(kind: str, rows: models.QuerySet[Any], using: str) -> None:
    with transaction.atomic(using=using):
        take_turn(using)
        Document.objects.using(using).filter(kind=kind).exclude(
            object_id__in=rows.values("pk")
        ).delete()
        gone = (
            Listed.objects.using(using).filter(kind=kind).exclude(object_id__in=rows.values("pk"))
        )
        forget_listings(kind, list(gone.values_list("object_id", flat=True)), using)


# --- Signals ----------------------------------------------------------------------------------


def _row_is_saved(instance: models.Model, raw: bool, using: str, **_kwargs: Any) -> None:
    """Notes what the row was, which nobody knows once it is saved."""
    may_be_there = instance.pk and (raw or not instance._state.adding)  # noqa: SLF001 - documented
    instance.catalogued = _as_stored(instance, using) if may_be_there else None  # type: ignore[attr-defined]


def _row_saved(instance: models.Model, using: str, **_kwargs: Any) -> None:
    before: dict[str, Any] | None = instance.__dict__.pop("catalogued", None)
    if before is not None and before.get("slug") != getattr(instance, "slug", None):
        # The address of a word of a vocabulary stands in no document, but in every choice of it.
        tick(using)
    found = Noted()
    for consequence in _consequences[type(instance)]:
        following = consequence.following
        ids: set[int] = set()
        if following.path:
            if before is not None and _differs(instance, before, following.columns):
                ids = _owners(following, following.path, [instance.pk], using)
        elif following.owner == "pk":
            ids = {instance.pk}
        elif _is_column(following):
            ids = {_number(instance, following.owner), (before or {}).get(following.owner)}  # type: ignore[arg-type]
        else:
            ids = _owners(following, "pk", [instance.pk], using)
        _add(found, consequence, ids)
    _follow_up(found, using)


def _row_is_deleted(instance: models.Model, using: str, **_kwargs: Any) -> None:
    found = Noted()
    for consequence in _consequences[type(instance)]:
        following = consequence.following
        if following.owner != "pk" or following.path:
            path = following.path or "pk"
            _add(found, consequence, _owners(following, path, [instance.pk], using))
    instance.catalogued = found  # type: ignore[attr-defined]


def _row_deleted(instance: models.Model, using: str, **_kwargs: Any) -> None:
    model = type(instance)
    kind = kind_of(model)
    with transaction.atomic(using=using):
        if Document.objects.using(using).filter(kind=kind, object_id=instance.pk).delete()[0]:
            tick(using)
        forget_listings(kind, [instance.pk], using)
        if issubclass(model, Searchable):
            model.forget([instance.pk], using)
    found: Noted | None = instance.__dict__.pop("catalogued", None)
    if found:
        _follow_up(found, using)


def _links_changed(
    sender: type[models.Model], instance: models.Model, action: str, using: str, **changed: Any
) -> None:
    """Links of two models in the table `sender`; both sides may be listed by them."""
    if action in ("post_add", "post_remove"):
        _follow_up(_after_links(sender, instance, changed["pk_set"], using, **changed), using)
    elif action == "pre_clear":
        # What was linked would not be known afterwards.
        others = _linked_to(sender, instance, changed["model"], using)
        instance.catalogued = _after_links(sender, instance, others, using, **changed)  # type: ignore[attr-defined]
    elif action == "post_clear":
        _follow_up(instance.__dict__.pop("catalogued"), using)


def _after_links(
    table: type[models.Model],
    instance: models.Model,
    others: set[int],
    using: str,
    *,
    model: type[models.Model],
    reverse: bool,
    **_changed: Any,
) -> Noted:
    ids: Ids = defaultdict(set)
    ids[type(instance)].add(instance.pk)
    ids[model] |= others
    found = Noted()
    # The table of links is itself what a facet reads, or is read by way of those who have it.
    holder = model if reverse else type(instance)
    names = {one.name for one in holder._meta.many_to_many if one.remote_field.through is table}
    if issubclass(holder, Searchable) and not names.isdisjoint(holder.search_prefetch):
        found.words[holder] |= ids[holder]
    hides = issubclass(holder, VisibleWith) and not names.isdisjoint(holder.visible_only_with)
    for consequence in (*_consequences[table], *_consequences[holder]):
        following = consequence.following
        if hides and following.changed is holder and "state" in following.columns:
            # What it is linked to may hide it, as its own state may.
            _add(found, consequence, _owners(following, following.path, [*ids[holder]], using))
        if following.path or consequence.of_words:
            continue
        _add(found, consequence, ids[consequence.kind])
        if following.model is holder and following.owner != "pk":
            _add(found, consequence, _owners(following, "pk", [*ids[holder]], using))
    return found


def _linked_to(
    table: type[models.Model], instance: models.Model, model: type[models.Model], using: str
) -> set[int]:
    near, far = (
        next(one for one in table._meta.fields if one.is_relation and one.related_model is side)
        for side in (type(instance), model)
    )
    rows = table._base_manager.using(using).filter(**{near.name: instance})
    return set(rows.values_list(far.attname, flat=True))


def _as_stored(instance: models.Model, using: str) -> dict[str, Any] | None:
    model = type(instance)
    columns = {
        consequence.following.owner
        for consequence in _consequences[model]
        if not consequence.following.path and _is_column(consequence.following)
    }
    fields = {name for one in model._meta.concrete_fields for name in (one.name, one.attname)}
    read = {one for consequence in _consequences[model] for one in consequence.following.columns}
    columns |= fields & {"slug", *read}
    if not columns:
        return None
    stored = _columns_of(model, (*sorted(columns),), using, pk=instance.pk)
    return stored[0] if stored else None


@KeptStatement
def _columns_of(
    model: type[models.Model], columns: tuple[str, ...], using: str, *, pk: int
) -> models.QuerySet[Any, Any]:
    rows: models.QuerySet[Any] = models.QuerySet(model, using=using)
    return rows.filter(pk=pk).order_by().values(*columns)


def _differs(instance: models.Model, before: dict[str, Any], columns: Iterable[str]) -> bool:
    return any(str(before.get(one)) != str(getattr(instance, one, None)) for one in columns)


def _is_column(following: Following) -> bool:
    if following.owner == "pk":
        return False
    owner: Any = following.model._meta.get_field(following.owner)
    return bool(owner.concrete and not owner.many_to_many)


def _number(instance: models.Model, name: str) -> Any:
    field: Any = type(instance)._meta.get_field(name)
    return getattr(instance, field.attname)


def _owners(following: Following, path: str, ids: list[int], using: str) -> set[Any]:
    model, owner = following.model, following.owner
    return {
        found
        for batch in _in_batches(ids)
        for found in _owners_by(model, owner, path, using, ids=batch)
    }


@KeptStatement
def _owners_by(
    model: type[models.Model], owner: str, path: str, using: str, *, ids: list[int]
) -> models.QuerySet[Any, Any]:
    rows: models.QuerySet[Any] = models.QuerySet(model, using=using)
    return rows.filter(**{f"{path}__in": ids}).order_by().values_list(owner, flat=True)


def _add(found: Noted, consequence: Consequence, ids: set[Any]) -> None:
    if ids := ids - {None}:
        (found.words if consequence.of_words else found.lists)[consequence.kind] |= ids


# --- Documents --------------------------------------------------------------------------------


def _refresh_words(model: type[Any], ids: list[int], reader: RowReader, flips: Flips) -> Ids:
    """Makes the documents and listings of some records right; returns whose words follow."""
    # Read afresh, not taken from the caller: an instance at hand may hold stale relations or
    # unsaved changes. Locked, so that of two names added at once none is missing afterwards.
    records = reader.read(model, ids, *model.search_prefetch, locked=True)
    using = reader.using
    fresh = documents_of(model, records)
    known = stored_documents(kind_of(model), using, ids)
    gone = [object_id for object_id in known if object_id not in fresh]
    if gone:
        Document.objects.using(using).filter(kind=kind_of(model), object_id__in=gone).delete()
    changed = {pk: one for pk, one in fresh.items() if one != known.get(pk)}
    if gone or changed:
        tick(using)
    rows = [(kind_of(model), pk, *one.as_stored()) for pk, one in changed.items()]
    put(Document, ("kind", "object_id"), Words._fields, rows, using)
    if issubclass(model, Record):
        refresh_listings(
            model, [record.pk for record in records], reader, flips=flips, records=records
        )
    dependents: Ids = defaultdict(set)
    for record in records:
        if record.pk in changed:
            for rows in record.search_dependents():
                dependents[rows.model] |= set(rows.order_by().values_list("pk", flat=True))
    return dependents


class Words(NamedTuple):
    """What a document says; not an instance of `Document`, since an import has very many."""

    public: bool
    address: str
    titles: dict[str, str]
    texts: dict[str, str]
    folded_title: str
    folded_text: str

    def as_stored(self) -> tuple[Any, ...]:
        titles, texts = dumps(self.titles), dumps(self.texts)
        return *self[:2], titles, texts, *self[4:]


def stored_documents(kind: str, using: str, ids: list[int]) -> dict[int, Words]:
    return {pk: Words(*values) for pk, *values in _documents(kind, using, ids=ids)}


@KeptStatement
def _documents(kind: str, using: str, *, ids: list[int]) -> models.QuerySet[Document, Any]:
    rows = Document.objects.using(using).filter(kind=kind, object_id__in=ids)
    return rows.values_list("object_id", *Words._fields)


def documents_of(model: type[Searchable], records: Iterable[Any]) -> dict[int, Words]:
    """The document that each record of a kind should have, by its number.

    Language by language: to change it for each record takes longer than to ask the record.
    """
    by_number = {record.pk: record for record in records}
    names = {pk: list(map(str, record.search_names())) for pk, record in by_number.items()}
    titles: dict[int, dict[str, str]] = {pk: {} for pk in by_number}
    texts: dict[int, dict[str, str]] = {pk: {} for pk in by_number}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for pk, record in by_number.items():
                titles[pk][language] = str(record.search_title())
                texts[pk][language] = str(record.search_text())
                names[pk] += map(str, record.search_titles())
    with translation.override(settings.LANGUAGE_CODE):
        addresses = {pk: address_of(record) for pk, record in by_number.items()}
    hidden = model.hidden_among(by_number)
    return {
        pk: Words(
            public=_is_public(record) and pk not in hidden,
            address=addresses[pk],
            titles=titles[pk],
            texts=texts[pk],
            folded_title=folded_lines([*titles[pk].values(), *names[pk]], MAX_FOLDED_TITLE),
            folded_text=folded_lines(
                texts[pk].values() if record.found_by_text else (), MAX_FOLDED_TEXT
            ),
        )
        for pk, record in by_number.items()
    }


def _is_public(record: Searchable) -> bool:
    # Asked of the class: on the record, a property that fails could look like one not there.
    if not hasattr(type(record), "is_public"):
        return True
    is_public: bool = record.is_public  # type: ignore[attr-defined]
    return is_public


def folded_lines(texts: Iterable[str], limit: int) -> str:
    """One line for each differing text, so that a whole title can be compared; then the rest."""
    distinct = list(dict.fromkeys(texts))
    lines = dict.fromkeys(filter(None, map(fold, distinct)))
    extra = dict.fromkeys(word for text in distinct for word in joined_and_parted_words(text))
    return "\n".join([*lines, " ".join(extra)]).strip()[:limit]
