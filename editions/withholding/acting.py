"""The two verbs, what they would do, and whether what they did still holds."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.backends import backend_for
from catalogue.bits import tick
from catalogue.indexing import follow_written
from editions.content import owners_of
from editions.deeds import Deed
from editions.models import Edition, Event, Original, Withholding
from editions.publishing import Changes, change_set
from editions.rules import errors_of
from records.files import kept_in_step
from records.models import Record, Versioned

from .columns import Place, Withheld, places
from .taking import Pair, left_behind, put_back, take_out, what_goes_with, written

KIND = "withholding"
"""Of the editions that say when something was withheld, and nothing else."""

Rows = dict[Any, set[int]]


@dataclass(frozen=True)
class Plan:
    """What withholding words, or a record, would do."""

    pairs: list[Pair]
    """The rows that would leave."""
    rows: list[dict[str, Any]]
    """The same with their editions, as JSON."""
    places: list[Place]

    @property
    def mark(self) -> str:
        """Of exactly this plan: if anything was written since, it is another one."""
        shown = [(one.model, one.row, one.column, one.shown) for one in self.places]
        return hashlib.sha256(repr([self.pairs, shown]).encode()).hexdigest()


class LookAgainError(Exception):
    """Something was written since somebody looked at a plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(_("Something was written since. Look at the places again."))
        self.plan = plan


def plan(lines: Sequence[str], record: Record | None, using: str = DEFAULT_DB_ALIAS) -> Plan:
    pairs = what_goes_with(record, using) if record else []
    rows = written(pairs, using)
    removed: Rows = defaultdict(set)
    for row in rows:
        removed[apps.get_model(row["model"])].add(row["pk"])
    state = Withheld.read(using).and_also(lines, removed)
    return Plan(pairs, rows, list(places(state, using)))


def withhold(
    lines: Sequence[str],
    reason: str,
    *,
    record: Record | None = None,
    by: Any = None,
    looked_at: str | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Withholding:
    """Takes words, or a record with all that needs it, out of everything that the register holds.

    Raises ValidationError if what is left would break a rule, such as a published record that
    rests on nothing else; LookAgainError if a plan was looked at, by its mark, that is no more.
    """
    if not (lines or record):
        raise ValidationError({"words": _("Write the words to be withheld.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    with _changes(by, using) as changes:
        planned = plan(lines, record, using)
        if looked_at not in (None, planned.mark):
            raise LookAgainError(planned)
        act = Withholding(
            by=by, reason=reason.strip(), words="\n".join(lines), record=str(record or "")[:300]
        )
        act.rows = planned.rows
        act.slugs = [
            f"{row['model'].partition('.')[2]}:{slug}"
            for row in act.rows
            if (slug := row["fields"].get("slug"))
        ]
        act.save(using=using)
        touched = _apply(planned.places, using)
        take_out(act.rows, using)
        beside = left_behind(act.rows)
        _check(beside, using)
        _settle(changes, act.pk, touched, beside)
        changes.tell(Deed.WITHHELD, KIND, act.pk)
    return act


def lift(act: Withholding, reason: str, *, by: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
    """Brings back what an act took out, but for words that another one withholds, and files."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    with _changes(by, using) as changes:
        rows = act.rows
        act.lifted_at, act.lifted_by, act.lifted_reason = timezone.now(), by, reason.strip()
        act.rows = []
        act.save(using=using)
        try:
            back = put_back(rows, using)
            # What a row belonged to may have been deleted while it was away.
            connections[using].check_constraints()
        except IntegrityError:
            raise ValidationError(
                _("What comes back has lost its address or place to another row, or its owner.")
            ) from None
        state = Withheld.read(using)
        touched = _apply(list(places(state, using)), using)
        _forget(state, using)
        beside = left_behind(rows)
        for row in back:
            beside[type(row)].add(row.pk)
        _check(beside, using)
        _settle(changes, act.pk, touched, beside)
        changes.tell(Deed.LIFTED, KIND, act.pk)
        for model, numbers in [*touched.items(), *_owners(touched, using).items(), *beside.items()]:
            if issubclass(model, Versioned):
                # What was written meanwhile, or has lost its file, says something else now.
                changes.record(list(model._base_manager.using(using).filter(pk__in=numbers)))


def withhold_again(using: str = DEFAULT_DB_ALIAS) -> int:
    """Takes out what was written past the rules since; returns at how many places."""
    with _changes(None, using) as changes:
        touched = _apply(list(places(Withheld.read(using), using)), using)
        _settle(changes, 0, touched)
    return sum(map(len, touched.values()))


def faults(using: str) -> Iterator[str]:
    """In words, each place that holds something withheld."""
    for place in places(Withheld.read(using), using):
        yield f"{place.model._meta.verbose_name} {place.row}, {place.column}, is not withheld."


@contextmanager
def _changes(by: Any, using: str) -> Iterator[Changes]:
    with kept_in_step(using), transaction.atomic(using=using):
        with change_set(by=by, using=using) as changes:
            yield changes
        # A full-text index may keep the words of what was deleted until it is made anew.
        backend_for(using).restore(using)


def _apply(found: list[Place], using: str) -> Rows:
    """Makes every column show what it should; returns the rows that were changed."""
    touched: Rows = defaultdict(set)
    for place in found:
        table: Any = models.QuerySet(place.model, using=using)
        table.filter(pk=place.row).update(**{place.column: place.shown})
        touched[place.model].add(place.row)
        kept: dict[str, Any] = {
            "table": place.model._meta.label_lower, "row": place.row, "column": place.column,
        }  # fmt: skip
        if place.shown == place.original:
            Original.objects.using(using).filter(**kept).delete()
        else:
            Original.objects.using(using).update_or_create(
                **kept, defaults={"value": place.original, "shown": place.shown}
            )
    return touched


def _owners(parts: Rows, using: str) -> Rows:
    """The records in whose editions these parts stand."""
    found: Rows = defaultdict(set)
    for part, numbers in parts.items():
        table: Any = models.QuerySet(part, using=using)
        for owner, field in owners_of(part):
            rows = table.filter(pk__in=numbers)
            found[owner].update(rows.values_list(field.attname, flat=True))
    return found


def _forget(state: Withheld, using: str) -> None:
    """Lets go of originals of which nothing is withheld, and which came back nowhere.

    Somebody has written another text there since, or has deleted the row.
    """
    kept = Original.objects.using(using)
    needless = []
    for one in kept.iterator():
        model = apps.get_model(one.table)
        # Editions are never edited; what another act took out may come back.
        if model is not Edition and one.row not in state.removed.get(model, ()):
            columns = {column.attname: column for column in model._meta.concrete_fields}
            if state.shown(columns[one.column], one.value, one.row) == one.value:
                needless.append(one.pk)
    kept.filter(pk__in=needless).delete()


def _check(rows: dict[type[Versioned], set[int]], using: str) -> None:
    """Holds the rows that lost or got a part or a link to the rules."""
    for model, numbers in rows.items():
        for row in model._base_manager.using(using).filter(pk__in=numbers).order_by("pk"):
            for messages in errors_of(row).values():
                said = " ".join(ValidationError(messages).messages)
                raise ValidationError(f"{model._meta.verbose_name} “{row}”: {said}")


def _settle(changes: Changes, act: int, *written_rows: Rows) -> None:
    """Lets the catalogue follow, and every page that is kept somewhere grow stale."""
    using = changes.using
    for rows in written_rows:
        for _count in follow_written(rows.items(), using=using):
            pass
    tick(using)
    changes.change_set.save(using=using)
    own = Edition.objects.using(using).of(KIND, act)
    own.create(
        change_set=changes.change_set, kind=KIND, record_id=act, number=own.count() + 1,
        event=Event.SAVED, is_visible=False, is_listed=False, owner_kind=KIND, owner_id=act,
        content={},
    )  # fmt: skip
