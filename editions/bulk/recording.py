"""What follows when the rows are there: the rules of several tables, editions, the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Min
from django.utils import translation

from catalogue.indexing import follow_written
from editions.content import (
    contents_of_rows,
    kind_of,
    owners_of,
    part_relations,
    versioned_models,
)
from editions.models import IN_PUBLIC, ContentEncoder, Edition
from editions.publishing import Changes, event_of
from editions.rules import address_errors, errors_of
from editions.withholding.refusing import Refusal
from records.addresses import address_of
from records.models import NaturalKeyed, PublicationState, Record, SluggedRecord, Versioned

from .faults import Faults
from .rows import Rows
from .tables import Table
from .writing import insert

BATCH_SIZE = 1_000


class Recorder:
    """Holds new rows to the rules and writes their editions, table by table."""

    def __init__(self, changes: Changes, tables: list[Table], faults: Faults) -> None:
        self.changes, self.using = changes, changes.using
        self.tables, self.faults = tables, faults
        self.first: dict[type[NaturalKeyed], int] = {}
        """The least number of the new rows of each model."""
        for table in tables:
            if table.written:
                self.first[table.model] = min(table.first, self.first.get(table.model, table.first))
        self._rows = Rows(self.using)
        self._json = ContentEncoder().encode
        self._refusal = Refusal.read(self.using)

    def run(self) -> Iterator[tuple[str, int]]:
        """Yields what is done, in rows."""
        older = {model: self._older(model) for model in versioned_models().values()}
        for model in self.first:
            if model.said_once:
                self._check_twins(model)
        for model in self._new_models():
            for numbers in self._batches(model):
                self._check(model, numbers)
                if not self.faults.count:
                    self._record(model, numbers)
                yield "editions", len(numbers)
        for model, found in older.items():
            self._record_older(model, found)
        if not self.faults.count:
            yield from self._index_all(older)

    def _index_all(self, older: dict[type[Versioned], list[int]]) -> Iterator[tuple[str, int]]:
        written = (
            (model, numbers)
            for model, found in older.items()
            for numbers in (*self._batches(model), found)
        )
        for count in follow_written(written, using=self.using):
            yield "catalogue", count

    def _new_models(self) -> Iterator[type[Versioned]]:
        for model in versioned_models().values():
            if model in self.first:
                yield model

    def _batches(self, model: type[NaturalKeyed]) -> Iterator[list[int]]:
        if model not in self.first:
            return
        last = self.first[model] - 1
        rows = model._base_manager.using(self.using).order_by("pk")
        while numbers := list(rows.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH_SIZE]):
            yield numbers
            last = numbers[-1]

    # The rules of several tables.

    def _check(self, model: type[Versioned], numbers: list[int]) -> None:
        if model._meta.many_to_many or _leads_to_itself(model):
            for row in self._whole(model, numbers):
                self._say(model, row.pk, errors_of(row, address_too=False))
            return
        if not issubclass(model, Record):
            return
        rows = model._base_manager.using(self.using).filter(pk__in=numbers)
        for row in model.may_lack_something(rows.filter(state=PublicationState.PUBLISHED)):
            self._say(model, row.pk, {"": row.publication_errors()})
        if model.withdrawal_errors is not Record.withdrawal_errors:
            for row in rows.exclude(state=PublicationState.PUBLISHED):
                self._say(model, row.pk, {"": row.withdrawal_errors()})

    def _check_addresses(self, rows: dict[int, Any], addresses: dict[int, str]) -> None:
        """An address that was another record's in public still leads to that one."""
        former = Edition.objects.using(self.using).filter(
            address__in=[address for address in addresses.values() if address],
            event__in=IN_PUBLIC,
        )
        taken = set(former.order_by().values_list("address", flat=True))
        for number, address in addresses.items():
            if address in taken:
                row = rows[number]
                errors = {name: [error] for name, error in address_errors(row).items()}
                self._say(type(row), number, errors)

    def _check_twins(self, model: type[Any]) -> None:
        """Rows of which two say the same, by one pass over the table."""
        rows = model._base_manager.using(self.using).order_by()
        same = rows.values(*model.said_once).annotate(count=Count("pk"), first=Min("pk"))
        for group in same.filter(count__gt=1).iterator():
            alike = rows.filter(**{
                name if group[name] is not None else f"{name}__isnull": (
                    group[name] if group[name] is not None else True
                )
                for name in model.said_once
            })  # fmt: skip
            twin = alike.get(pk=group["first"])
            for row in alike.filter(pk__gte=self.first[model]).exclude(pk=twin.pk):
                self._say(model, row.pk, row.twin_error(twin).message_dict)

    def _say(self, model: type[models.Model], number: int, errors: dict[str, list[Any]]) -> None:
        for table in self.tables:
            if table.model is model and table.has(number):
                table.complain_of_row(number, errors)

    # Editions.

    def _record(self, model: type[Versioned], numbers: list[int]) -> None:
        rows = self._rows.read_whole(model, numbers)
        with translation.override(settings.LANGUAGE_CODE):
            addresses = {number: address_of(row) for number, row in rows.items()}
            if issubclass(model, SluggedRecord):
                self._check_addresses(rows, addresses)
            contents = contents_of_rows(model, rows, self._rows)
        for number, content in contents.items():
            self._say(model, number, self._refusal.errors(kind_of(model), content))
        public = self._public(model, numbers)
        owner_name = model.owner_field or model.shown_with
        owner_model: Any = model._meta.get_field(owner_name).related_model if owner_name else model
        owner_column = f"{owner_name}_id" if owner_name else "id"
        kind, owner_kind = kind_of(model), kind_of(owner_model)
        change_set = self._change_set()
        lines = []
        for number, row in rows.items():
            event = str(event_of(row, None))
            is_visible = event in IN_PUBLIC and number in public
            lines.append((
                change_set, kind, number, 1, event, is_visible,
                is_visible and self.changes.change_set.count(kind, event),
                owner_kind, row.__dict__[owner_column], addresses[number], "",
                self._json(contents[number]),
            ))  # fmt: skip
        insert(Edition, COLUMNS, lines, self.using)

    def _public(self, model: type[Versioned], numbers: list[int]) -> set[int]:
        if not issubclass(model, Record):
            return set()
        rows = model._base_manager.using(self.using).filter(model.published_condition())
        return set(rows.filter(pk__in=numbers).order_by().values_list("pk", flat=True))

    def _change_set(self) -> int:
        change_set: Any = self.changes.change_set
        if change_set.pk is None:
            change_set.save(using=self.using)
        return int(change_set.pk)

    # What was there before and has got a new part.

    def _older(self, model: type[Versioned]) -> list[int]:
        """Rows that were there and that new rows belong to."""
        found: set[int] = set()
        relations = list(part_relations(model).values())
        for other in self.first:
            if issubclass(other, Versioned):
                name = other.owner_field or other.shown_with
                if name and other._meta.get_field(name).related_model is model:
                    relations.append(other._meta.get_field(name).remote_field)
        for relation in relations:
            part, name = relation.related_model, relation.field.attname
            if part in self.first:
                rows = part._base_manager.using(self.using).filter(pk__gte=self.first[part])
                if model in self.first:
                    rows = rows.filter(**{f"{name}__lt": self.first[model]})
                found.update(rows.order_by().values_list(name, flat=True).distinct())
        return sorted(found)

    def _record_older(self, model: type[Versioned], numbers: list[int]) -> None:
        for start in range(0, len(numbers), BATCH_SIZE):
            rows = self._whole(model, numbers[start : start + BATCH_SIZE])
            for row in rows:
                for table in self.tables:
                    if part_of(table.model, model):
                        table.complain_of_owner(row, errors_of(row))
                        break
            if not self.faults.count:
                self.changes.record(rows)

    def _whole(self, model: type[Versioned], numbers: Iterable[int]) -> list[Any]:
        parents = [f.name for f in model._meta.concrete_fields if f.is_relation and not f.null]
        links = [f.name for f in model._meta.many_to_many]
        rows = model._base_manager.using(self.using).select_related(*parents)
        return list(rows.filter(pk__in=numbers).prefetch_related(*part_relations(model), *links))


COLUMNS = (
    "change_set_id", "kind", "record_id", "number", "event", "is_visible", "is_listed",
    "owner_kind", "owner_id", "address", "reason", "content",
)  # fmt: skip


def part_of(part: type[models.Model], model: type[Versioned]) -> bool:
    return any(owner is model for owner, _field in owners_of(part))


def _leads_to_itself(model: type[models.Model]) -> bool:
    return any(field.related_model is model for field in model._meta.concrete_fields)
