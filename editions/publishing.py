"""The only ways into the public, and out of it.

    with change_set(by=user, why="…") as changes:
        record.save()                       # and its parts
        changes.publish(record)             # or changes.save(record), changes.withdraw(record, …)

Rows are saved first and recorded then, in one transaction: the rules are asked of what the
database holds, and if one is broken, nothing of it stays. See docs/adr/0010.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils.translation import gettext as _

from catalogue.indexing import deferred
from records.files import kept_in_step
from records.models import PublicationState, Record, Versioned
from records.turns import take_turn

from .content import Content, contents_of, kind_of
from .deeds import Deed, deed_of, done
from .models import IN_PUBLIC, OUT_OF_PUBLIC, ChangeSet, Edition, Event
from .restoring import apply_content
from .rules import check, withdrawn_along
from .withholding.refusing import Refusal

BATCH_SIZE = 500


class Changes:
    """What is done at once; the set is written with its first edition."""

    def __init__(self, change_set: ChangeSet, using: str) -> None:
        self.change_set = change_set
        self.using = using
        self._gathered: list[Versioned] | None = None

    def publish(self, record: Record) -> Edition | None:
        """Makes a record public, or makes public what was changed of it."""
        _set_state(record, PublicationState.PUBLISHED)
        return self.save(record)

    def withdraw(self, record: Record, reason: str) -> Edition | None:
        """Takes a record out of the public for good; its address says why."""
        if not reason.strip():
            raise ValidationError({"withdrawn_reason": _("Say why the record is withdrawn.")})
        for other in withdrawn_along(record):
            self.withdraw(other, reason)
        _set_state(record, PublicationState.WITHDRAWN, reason.strip())
        return self.save(record)

    def unpublish(self, record: Record) -> Edition | None:
        """Makes a record a draft again."""
        for other in withdrawn_along(record):
            if other.is_published:
                self.unpublish(other)
        _set_state(record, PublicationState.DRAFT)
        return self.save(record)

    def save(self, row: Versioned) -> Edition | None:
        """Records what a saved row says now; nothing if that is what its newest edition says.

        A published record's change is public with it. Raises ValidationError if a rule is broken.
        """
        check(row)
        if self._gathered is not None:
            self._gathered.append(row)
            return None
        return next(iter(self.record([row])), None)

    @contextmanager
    def gathering(self) -> Iterator[list[Versioned]]:
        """Keeps the rows that are saved in the block, for `record` to write them all at once.

        Whether readers saw a row is asked then: its parents are in no other state yet.
        """
        rows: list[Versioned] = []
        self._gathered = rows
        try:
            yield rows
        finally:
            self._gathered = None

    def restore(self, edition: Edition, model: type[Versioned]) -> Edition | None:
        """Makes a record say again what it said in an edition, with all its parts.

        Its state stays, and so does its file; a draft that was deleted is a draft again.
        """
        row = model._base_manager.using(self.using).filter(pk=edition.record_id).first()
        if row is None:
            row = model()
            row.pk = edition.record_id
        apply_content(row, edition.content)
        restored = self.save(row)
        if restored:
            self.tell(Deed.RESTORED, restored.kind, restored.record_id)
        return restored

    def delete(self, row: Versioned) -> None:
        """Deletes what was never public; its last edition can be restored."""
        content = contents_of(type(row), [row.pk], using=self.using)
        self._write(type(row), [row], content, deleted=True)
        row.delete()

    def tell(self, deed: Deed, kind: str, number: int) -> None:
        by = self.change_set.by
        done.send(Deed, deed=deed, by=by, kind=kind, number=number, using=self.using)

    def record(self, rows: Sequence[Versioned]) -> list[Edition]:
        """The editions of saved and checked rows that say something new, in the order of rows."""
        by_model: dict[type[Versioned], dict[int, Versioned]] = defaultdict(dict)
        for row in rows:
            by_model[type(row)][row.pk] = row
        written: list[Edition] = []
        for model, found in by_model.items():
            ids = list(found)
            for start in range(0, len(ids), BATCH_SIZE):
                batch = [found[pk] for pk in ids[start : start + BATCH_SIZE]]
                contents = contents_of(model, [row.pk for row in batch], using=self.using)
                written += self._write(model, batch, contents)
        return written

    def _write(
        self,
        model: type[Versioned],
        rows: Iterable[Versioned],
        contents: dict[int, Content],
        *,
        deleted: bool = False,
    ) -> list[Edition]:
        kind = kind_of(model)
        newest = newest_editions(kind, contents, using=self.using)
        refusal = Refusal.read(self.using)
        editions = []
        mirrored: set[int] = set()
        for row in rows:
            content, before = contents[row.pk], newest.get(row.pk)
            if deleted:
                event = Event.DELETED
            elif before and same(before.content, content) and is_settled(row, before):
                continue
            else:
                event = event_of(row, before)
                if errors := refusal.errors(kind, content | _state_of(row)):
                    raise ValidationError(errors)
            editions.append(self._edition(row, kind, event, content, before))
            if deed := deed_of(event, before):
                self.tell(deed, kind, row.pk)
            mirrored |= _mirrored(model, content, before)
        if editions:
            self._list(editions, refusal)
            Edition.objects.using(self.using).bulk_create(editions)
        # The other side of a symmetrical link changed too.
        others = mirrored - set(contents)
        if others:
            rows_beside = model._base_manager.using(self.using).filter(pk__in=others)
            editions += self.record(list(rows_beside))
        return editions

    def _edition(
        self, row: Versioned, kind: str, event: Event, content: Content, before: Edition | None
    ) -> Edition:
        owner = row.owner
        return Edition(
            kind=kind,
            record_id=row.pk,
            number=before.number + 1 if before else 1,
            event=event,
            is_visible=_is_visible(row, event, before),
            is_listed=False,
            owner_kind=kind_of(owner),
            owner_id=owner.pk,
            address=row.get_absolute_url() if hasattr(row, "get_absolute_url") else "",
            reason=getattr(row, "withdrawn_reason", "") if event == Event.WITHDRAWN else "",
            content=content,
        )

    def _list(self, editions: Iterable[Edition], refusal: Refusal) -> None:
        """Counts what readers can see; the first of its kind and event speaks for the others."""
        for edition in editions:
            if edition.is_visible:
                edition.is_listed = self.change_set.count(edition.kind, edition.event)
        self.change_set.why = refusal.words.masked(self.change_set.why)
        self.change_set.save(using=self.using)
        for edition in editions:
            edition.change_set = self.change_set


@contextmanager
def change_set(
    *, by: Any = None, why: str = "", origin: str = "", using: str = DEFAULT_DB_ALIAS
) -> Iterator[Changes]:
    """One transaction in which rows are saved and recorded together."""
    with kept_in_step(using), transaction.atomic(using=using):
        take_turn(using)
        with deferred(using):
            yield Changes(ChangeSet(by=by, why=why.strip()[:300], origin=origin[:200]), using)


def _state_of(row: Versioned) -> Content:
    """The words that stand beside a content, as a content."""
    reason = row.withdrawn_reason if isinstance(row, Record) else ""
    return {"state": {"withdrawn_reason": reason}}


def event_of(row: Versioned, before: Edition | None) -> Event:
    """What happened to a row since its edition before, by its state then and now."""
    if not isinstance(row, Record):
        # A word of a vocabulary or a passage: public only as long as records show it.
        return Event.CHANGED if before and row.is_shown() else Event.SAVED
    was_public = before is not None and before.event in IN_PUBLIC
    match row.state:
        case PublicationState.PUBLISHED:
            return Event.CHANGED if was_public else Event.PUBLISHED
        case PublicationState.WITHDRAWN:
            return Event.WITHDRAWN
    return Event.UNPUBLISHED if was_public else Event.SAVED


def is_settled(row: Versioned, before: Edition) -> bool:
    """Whether a row is in the state in which its newest edition left it."""
    if not isinstance(row, Record):
        return before.event != Event.DELETED
    match row.state:
        case PublicationState.PUBLISHED:
            return before.event in IN_PUBLIC
        case PublicationState.WITHDRAWN:
            return before.event == Event.WITHDRAWN and before.reason == row.withdrawn_reason
    return before.event in (Event.SAVED, Event.UNPUBLISHED)


def same(one: Content, other: Content) -> bool:
    """Whether two contents say the same; what linked rows were called does not count."""
    return all(one.get(part, {}) == other.get(part, {}) for part in ("columns", "parts", "private"))


def _set_state(record: Record, state: PublicationState, reason: str = "") -> None:
    if (record.state, record.withdrawn_reason) != (state, reason):
        record.state, record.withdrawn_reason = state, reason
        gone = record.gone_when_withdrawn if state == PublicationState.WITHDRAWN else ()
        for name in gone:
            setattr(record, name, "")
        record.save(update_fields=["state", "withdrawn_reason", *gone])


def _is_visible(row: Versioned, event: Event, before: Edition | None) -> bool:
    if event in IN_PUBLIC:
        return row.is_shown()
    if event in OUT_OF_PUBLIC and isinstance(row, Record) and before:
        # What was never public leaves no trace; a reason that is put better replaces its own.
        was_seen = before.event in IN_PUBLIC or (before.event == event and before.is_visible)
        return was_seen and row.parents_are_public
    return False


def _mirrored(model: type[Versioned], content: Content, before: Edition | None) -> set[int]:
    """The rows of the same model whose own side of a symmetrical link differs now."""
    changed: set[int] = set()
    for field in model._meta.many_to_many:
        if field.remote_field.symmetrical:
            now = set(content["columns"].get(field.name, []))
            was = set(before.content["columns"].get(field.name, [])) if before else set()
            changed |= now ^ was
    return changed


def newest_editions(
    kind: str, ids: Iterable[int], *, using: str = DEFAULT_DB_ALIAS
) -> dict[int, Edition]:
    """The newest edition of each of the rows that has one, by the row's number."""
    found = Edition.objects.using(using).newest_of((kind, pk) for pk in ids)
    return {edition.record_id: edition for edition in found}


def newest_number(row: Versioned) -> int:
    """The number of a row's newest edition; 0 if it has none."""
    newest = Edition.objects.of(kind_of(row), row.pk).order_by("-number")
    return newest.values_list("number", flat=True).first() or 0
