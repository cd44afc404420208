"""One kind of rows on its way into its table: read, checked and written in batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, connections, models, transaction
from django.utils.translation import gettext as _

from editions.content import linked_numbers
from records.fields import PartialDateField
from records.languages import in_first_language, reading_order
from records.many_rows import LinkedRows
from records.models import NaturalKeyed, PublicationState, Record

from .batches import Batch, Linked
from .columns import Bad, Stored, required
from .faults import Fault, Faults
from .headers import Header, Reference, fields_of, in_words, nothing_in
from .keys import Finder, Finders, Key, end_of
from .writing import insert, next_number, reserve

BATCH_SIZE = 2_000
SEPARATOR = ";"
"""Between the rows that one cell of links names."""


class Table:
    """Loads one file's rows of one model."""

    def __init__(
        self,
        model: type[NaturalKeyed],
        header: Sequence[str],
        *,
        name: str,
        finders: Finders,
        faults: Faults,
        publish: bool,
    ) -> None:
        self.model, self.name, self.faults, self.finders = model, name, faults, finders
        self.using = finders.using
        self.written = self.skipped = 0
        self._placed: list[tuple[Sequence[int], Sequence[int]]] = []
        """The numbers of written rows, and their places in the file; a pair of ranges a batch."""
        self.first = next_number(model, self.using)
        self._had_rows = self.first > 1
        self._blank: dict[str, Any] = {
            name: str(value) if isinstance(value, models.Choices) else value
            for name, value in model().__dict__.items()
            if name != "_state"
        }
        if publish and issubclass(model, Record):
            self._blank["state"] = str(PublicationState.PUBLISHED)
        self._header = Header(model, header, finders, self._blank)
        for column, message in self._header.faults:
            self._complain(1, column, message)
        self.is_readable = not self._header.faults
        self._statement_columns: list[str] = [f.column for f in fields_of(model)]
        connection = connections[self.using]
        self._stored = {f.attname: Stored(f, connection) for f in fields_of(model)}
        self._linked = {
            r.field.name: Linked(r.field.related_model, self.using) for r in self._header.references
        }
        self._finder = finders[model]
        named_by = (relation.related_model for relation in model._meta.related_objects)
        self._is_named_or_there = self._had_rows or any(
            issubclass(other, NaturalKeyed) for other in named_by
        )
        self._asks_itself = model.clean not in TRIVIAL

    # The rows.

    def load(self, rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[int]:
        """Rows with their places in the file; yields how many are done."""
        remaining = iter(rows)
        # A row may name the one above it.
        names_own = any(r.field.related_model is self.model for r in self._header.references)
        size = 1 if names_own else BATCH_SIZE
        while some := list(islice(remaining, size)):
            self._load(some)
            yield len(some)

    def _load(self, some: Sequence[tuple[int, Sequence[Any]]]) -> None:
        batch = self._read(some)
        batch = self._without_those_there(batch)
        if self._asks_itself and batch.places:
            batch = self._asked(batch)
        if batch.places:
            self._write(batch)

    def _read(self, some: Sequence[tuple[int, Sequence[Any]]]) -> Batch:
        cells = list(zip(*(row for _place, row in some), strict=True))
        batch = Batch([place for place, _row in some])
        bad: set[int] = set()
        for place, attname, reader in self._header.columns:
            values = batch.values[attname] = reader.read(cells[place])
            if reader.has_bad:
                self._note_bad(batch, self._header.names[place], values, bad)
        for reference in self._header.references:
            batch.values[reference.field.attname] = self._resolve(reference, cells, batch, bad)
        for place, column, finder in self._header.links:
            batch.links[column.name] = [
                [(word.strip(),) for word in str(cell or "").split(SEPARATOR) if word.strip()]
                for cell in cells[place]
            ]
            if column.related_model is not self.model:
                self._resolve_links(place, column, finder, batch, bad)
        self._fill_in_languages(batch, bad)
        if self._is_named_or_there:
            batch.keys = self._own_keys(batch, cells)
        if bad:
            self._refuse(batch, bad)
        return batch.without(bad)

    def _note_bad(self, batch: Batch, name: str, values: list[Any], bad: set[int]) -> None:
        for n, value in enumerate(values):
            if isinstance(value, Bad):
                bad.add(n)
                for message in value.messages:
                    self._complain(batch.places[n], name, message)

    def _resolve(
        self, reference: Reference, cells: Any, batch: Batch, bad: set[int]
    ) -> list[int | None]:
        keys, found = reference.find(cells, len(batch))
        if None not in found:
            return found
        name = self._name_of(reference)
        for n, (key, number) in enumerate(zip(keys, found, strict=True)):
            if number is not None or (key is None and reference.field.null):
                continue
            bad.add(n)
            if key is None:
                self._complain(batch.places[n], name, required())
            elif isinstance(key, Bad):
                for message in key.messages:
                    self._complain(batch.places[n], name, message)
            elif not reference.finder.refuses(key):
                self._complain(batch.places[n], name, _is_nowhere(reference.finder.model, key))
        return found

    def _name_of(self, reference: Reference) -> str:
        """Of the columns that spell a reference, the one at whose head its faults are said."""
        return next(self._header.names[place] for place in reference.places if place is not None)

    def _resolve_links(
        self, place: int, column: Any, finder: Finder, batch: Batch, bad: set[int]
    ) -> None:
        """Puts numbers in the place of the words by which a cell names rows."""
        named = batch.links[column.name]
        numbers = finder.find(key for keys in named for key in keys)
        for n, keys in enumerate(named):
            for key in keys:
                if key not in numbers:
                    bad.add(n)
                    if not finder.refuses(key):
                        message = _is_nowhere(finder.model, key)
                        self._complain(batch.places[n], self._header.names[place], message)
            if not keys and not column.blank:
                bad.add(n)
                self._complain(batch.places[n], self._header.names[place], required())
        batch.links[column.name] = [
            [numbers[key] for key in dict.fromkeys(keys) if key in numbers] for keys in named
        ]

    def _fill_in_languages(self, batch: Batch, bad: set[int]) -> None:
        """The column of a translated text itself holds what its readers see."""
        for column, texts in self._header.translated:
            given = [batch.values[text] for text in texts if text in batch.values]
            if not given:
                continue
            shown = [
                next((text for text in row if text and not isinstance(text, Bad)), "")
                for row in zip(*given, strict=True)
            ]
            batch.values[column.attname] = shown
            if not column.blank and "" in shown:
                for n, (text, *row) in enumerate(zip(shown, *given, strict=True)):
                    if not text and not any(isinstance(one, Bad) for one in row):
                        bad.add(n)
                        self._complain(batch.places[n], self._header_for(column.name), required())

    def _own_keys(self, batch: Batch, cells: Any) -> list[Key]:
        count = len(batch)
        columns = []
        for lookup in self.model.natural_key_fields:
            head = lookup.partition("__")[0]
            place = self._header.places.get(lookup)
            if head == lookup:
                field: Any = self.model._meta.get_field(head)
                blank = [self._blank.get(field.attname)] * count
                values = in_words(field, batch.values.get(field.attname, blank))
            else:
                reference = next((r for r in self._header.references if r.field.name == head), None)
                if reference is None or place is None:
                    values = [nothing_in(end_of(self.model, lookup))] * count
                else:
                    part = reference.parts[reference.lookups.index(lookup)]
                    values = in_words(part.field, part.read(cells[place]))
            columns.append(values)
        return list(zip(*columns, strict=True))

    # What is there already.

    def _without_those_there(self, batch: Batch) -> Batch:
        """A row that is there and says the same is passed over; nothing there is changed."""
        if not self._had_rows or not batch.places:
            return batch
        numbers = self._finder.find(batch.keys)
        there = {n: numbers[key] for n, key in enumerate(batch.keys) if key in numbers}
        # Of this load itself: the table's own rule will say so.
        there = {n: number for n, number in there.items() if number < self.first}
        if there:
            self._compare(batch, there)
            self.skipped += len(there)
        return batch.without(set(there))

    def _compare(self, batch: Batch, there: dict[int, int]) -> None:
        translated = {column.attname for column, _texts in self._header.translated}
        names = [name for name in batch.values if name not in translated]
        rows = self.model._base_manager.using(self.using).filter(pk__in=there.values())
        stored = {number: values for number, *values in rows.values_list("pk", *names)}
        links = {
            column.name: linked_numbers(column, list(there.values()), self.using)
            for _place, column, _finder in self._header.links
            # Of two rows of one kind, only the lower one can name the other.
            if column.related_model is not self.model
        }
        for n, number in there.items():
            for name, value in zip(names, stored[number], strict=True):
                new = batch.values[name][n]
                if new != value and (new, value) not in ((None, ""), ("", None)):
                    self._complain_of_difference(batch.places[n], name, value, new)
            for name, found in links.items():
                if set(batch.links[name][n]) != set(found[number]):
                    message = _("This row is there already, with other links.")
                    self._complain(batch.places[n], name, message)

    def _complain_of_difference(self, place: int, attname: str, there: Any, here: Any) -> None:
        column = self.model._meta.get_field(attname)
        if column.is_relation:
            message = _("This row is there already and says something else.")
        else:
            message = _(
                "This row is there already and says something else: “%(there)s”, not “%(here)s”. "
                "Only new rows are loaded; change this one in the admin."
            ) % {"there": "" if there is None else there, "here": "" if here is None else here}
        self._complain(place, self._header_for(column.name), message)

    # What the rows themselves say is wrong.

    def _rows(self, batch: Batch) -> Iterator[NaturalKeyed]:
        """The rows as instances, for what models say of themselves; their signals stay silent."""
        names = list(batch.values)
        numbers = {
            r.field.name: (
                r.field.attname,
                self._linked[r.field.name].among(batch, r.field.attname).row,
            )
            for r in self._header.references
        }
        for values in zip(*batch.values.values(), strict=True):
            row = self.model.__new__(self.model)
            columns = row.__dict__
            columns |= self._blank
            columns.update(zip(names, values, strict=True))
            state = columns["_state"] = models.base.ModelState()
            state.db, state.fields_cache = self.using, LinkedRows(columns, numbers)
            yield row

    def _asked(self, batch: Batch) -> Batch:
        bad: set[int] = set()
        changes: dict[int, dict[str, Any]] = {}
        for n, row in enumerate(self._rows(batch)):
            before = row.__dict__.copy()
            try:
                row.clean_alone()
            except ValidationError as error:
                bad.add(n)
                self._complain_of(batch.places[n], error)
            else:
                if row.__dict__ != before:
                    changes[n] = dict(row.__dict__.items() - before.items())
        self._take_over(batch, changes)
        if bad:
            self._refuse(batch, bad)
        return batch.without(bad)

    def _take_over(self, batch: Batch, changes: dict[int, dict[str, Any]]) -> None:
        """What rows set of their own columns while they were asked."""
        for name in {name for changed in changes.values() for name in changed}:
            column = list(batch.values.get(name) or [self._blank[name]] * len(batch))
            for n, changed in changes.items():
                column[n] = changed.get(name, column[n])
            batch.values[name] = column

    # Into the table.

    def _write(self, batch: Batch) -> None:
        numbers = reserve(self.model, len(batch), self.using)
        try:
            with transaction.atomic(using=self.using):
                self._insert(batch, numbers)
        except DatabaseError:
            # A rule of the table is broken: its form's words are asked for, row by row.
            batch, numbers = self._one_by_one(batch, numbers)
        if batch.keys:
            self._finder.remember(batch.keys, numbers)
        self._link(batch, numbers)
        self.written += len(batch)
        if batch.places:
            self._placed.append((_compact(numbers), _compact(batch.places)))

    def _insert(self, batch: Batch, numbers: Sequence[int]) -> None:
        self._follow(batch)
        batch.values[self.model._meta.pk.attname] = list(numbers)
        columns = []
        for column in fields_of(self.model):
            stored = self._stored[column.attname]
            if column.attname in batch.values:
                columns.append(stored.of(batch.values[column.attname]))
            else:
                columns.append(stored.of([self._blank[column.attname]]) * len(batch))
        insert(self.model, self._statement_columns, zip(*columns, strict=True), self.using)

    def _follow(self, batch: Batch) -> None:
        """The first and last days of partial dates."""
        for column in fields_of(self.model):
            if isinstance(column, PartialDateField) and column.attname in batch.values:
                dates = batch.values[column.attname]
                batch.values[column.earliest_field] = [d and d.earliest for d in dates]
                batch.values[column.latest_field] = [d and d.latest for d in dates]

    def _one_by_one(self, batch: Batch, numbers: Sequence[int]) -> tuple[Batch, list[int]]:
        bad: set[int] = set()
        for n, row in enumerate(self._rows(batch)):
            try:
                row.full_clean(exclude=[self.model._meta.pk.name])
                others = set(range(len(batch))) - {n}
                with transaction.atomic(using=self.using):
                    self._insert(batch.without(others), [numbers[n]])
            except ValidationError as error:
                self._complain_of(batch.places[n], error)
            except DatabaseError as error:
                self._complain(batch.places[n], "", str(error))
            else:
                continue
            bad.add(n)
        self._refuse(batch, bad)
        kept = [number for n, number in enumerate(numbers) if n not in bad]
        return batch.without(bad), kept

    def _link(self, batch: Batch, numbers: Sequence[int]) -> None:
        for place, column, finder in self._header.links:
            if column.related_model is self.model:
                self._resolve_links(place, column, finder, batch, set())
            through: Any = getattr(self.model, column.name).through
            own, other = f"{column.m2m_field_name()}_id", f"{column.m2m_reverse_field_name()}_id"
            pairs = [
                (number, target)
                for number, targets in zip(numbers, batch.links[column.name], strict=True)
                for target in targets
            ]
            if column.remote_field.symmetrical:
                pairs += [(target, number) for number, target in pairs]
            through._base_manager.using(self.using).bulk_create(
                through(**{own: one, other: two}) for one, two in dict.fromkeys(pairs)
            )

    # Words.

    def _refuse(self, batch: Batch, bad: set[int]) -> None:
        if batch.keys:
            self._finder.refused.update(batch.keys[n] for n in bad)

    def has(self, number: int) -> bool:
        return self._place_of(number) > 0

    def _place_of(self, number: int) -> int:
        for numbers, places in self._placed:
            if numbers[0] <= number <= numbers[-1] and number in numbers:
                return places[numbers.index(number)]
        return 0

    def complain_of_row(self, number: int, errors: dict[str, list[Any]]) -> None:
        """What is wrong with a row that is written already."""
        for name, messages in errors.items():
            if messages:
                error = ValidationError({name or NON_FIELD_ERRORS: messages})
                self._complain_of(self._place_of(number), error)

    def complain_of_owner(self, owner: Any, errors: dict[str, list[Any]]) -> None:
        """What is wrong with a row that was there and has got new parts."""
        for messages in errors.values():
            for message in ValidationError(messages).messages:
                self._complain(0, "", f"{owner._meta.verbose_name} “{owner}”: {message}")

    def _complain_of(self, place: int, error: ValidationError) -> None:
        found: dict[str, list[Any]] = {}
        error.update_error_dict(found)
        for name, messages in found.items():
            column = "" if name == NON_FIELD_ERRORS else self._header_for(name)
            for message in ValidationError(messages).messages:
                self._complain(place, column, message)

    def _complain(self, place: int, column: str, message: str) -> None:
        self.faults.add(Fault(self.name, place, column, message))

    def _header_for(self, name: str) -> str:
        """The column of the file that holds a field, or what it would be called."""
        names = [name, in_first_language(name), *(f"{name}_{code}" for code in reading_order())]
        for candidate in names:
            if candidate in self._header.names:
                return candidate
        return next((one for one in self._header.names if one.startswith(f"{name}__")), name)


TRIVIAL: tuple[Callable[..., None], ...] = (models.Model.clean, Record.clean)
"""Of these a new row that is not withdrawn has nothing to fear."""


def _compact(numbers: Sequence[int]) -> Sequence[int]:
    """The same numbers as a range, if they are one."""
    whole = range(numbers[0], numbers[-1] + 1)
    return whole if len(whole) == len(numbers) else list(numbers)


def _is_nowhere(model: type[Any], key: Key) -> str:
    words = ", ".join(str(word) for word in key if word not in (None, ""))
    return _("There is no %(kind)s “%(key)s”.") % {"kind": model._meta.verbose_name, "key": words}
