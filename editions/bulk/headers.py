"""The first row of a file, held against the columns of its model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from records.fields import PartialDateField
from records.languages import reading_order, translated_names

from .columns import Bad, Column, is_needed
from .keys import Finder, Finders, end_of, may_be_absent

NOT_LOADED = ("withdrawn_reason",)


class Header:
    """Which cell of a row says what; `faults` by the name of the column."""

    def __init__(
        self,
        model: type[models.Model],
        names: Sequence[str],
        finders: Finders,
        blank: dict[str, Any],
    ) -> None:
        self.model, self.names = model, list(names)
        self.faults: list[tuple[str, str]] = []
        self.places: dict[str, int] = {}
        """By the lookup that a column is."""
        self._name_places()
        fields = fields_of(model)
        self.references = [
            Reference(field, finders[field.related_model], self.places)
            for field in fields
            if field.is_relation
        ]
        self._require_references()
        self.references = [one for one in self.references if one.is_named]
        self.links: list[tuple[int, Any, Finder]] = []
        for field in links_of(model):
            if field.name in self.places:
                place = self.places[field.name]
                self.links.append((place, field, finders[field.related_model]))
            elif not field.blank:
                self._miss(field.name)
        self.translated = [
            (field, [f"{field.name}_{code}" for code in reading_order()])
            for field in fields
            if field.name in translated_names(model)
        ]
        for field, texts in self.translated:
            if not field.blank and not any(text in self.places for text in texts):
                self._miss(texts[0])
        self.columns = list(self._own_columns(blank))

    def _name_places(self) -> None:
        known = possible_columns(self.model)
        for place, name in enumerate(self.names):
            lookup = known.get(name)
            if lookup is None:
                self.faults.append((name, _unknown(name, known)))
            elif lookup in self.places:
                self.faults.append((name, _("This column is there twice.")))
            else:
                self.places[lookup] = place

    def _require_references(self) -> None:
        for reference in self.references:
            if reference.is_named or not reference.field.null:
                for lookup, own in zip(reference.lookups, reference.finder.lookups, strict=True):
                    if lookup not in self.places and not may_be_absent(reference.finder.model, own):
                        self._miss(lookup)

    def _own_columns(self, blank: dict[str, Any]) -> Iterator[tuple[int, str, Column]]:
        for field in fields_of(self.model):
            if field.is_relation or field.primary_key:
                continue
            if field.name in self.places:
                column = Column(field, blank[field.attname])
                yield self.places[field.name], field.attname, column
            elif field.name not in translated_names(self.model) and is_needed(
                field, blank[field.attname]
            ):
                self._miss(field.name)

    def _miss(self, name: str) -> None:
        self.faults.append((name, _("This column is missing.")))


class Reference:
    """A foreign key, spelled by the natural key of the row that it leads to."""

    def __init__(self, column: Any, finder: Finder, header: dict[str, int]) -> None:
        self.field = column
        self.finder = finder
        self.lookups = [f"{column.name}__{lookup}" for lookup in finder.lookups]
        self.places = [header.get(lookup) for lookup in self.lookups]
        ends = [end_of(finder.model, lookup) for lookup in finder.lookups]
        self.parts = [Column(end, nothing_in(end), may_be_empty=True) for end in ends]

    @property
    def is_named(self) -> bool:
        return any(place is not None for place in self.places)

    def find(self, cells: Sequence[Sequence[Any]], count: int) -> tuple[list[Any], list[Any]]:
        """The key of each row and the number of the row that it names.

        The key is None where nothing is named, `Bad` where a word cannot be read.
        """
        keys = self._keys(cells, count, as_written=True)
        found = self._found(keys)
        if any(number is None and key is not None for key, number in zip(keys, found, strict=True)):
            # A form would read " 4" as 4, and 2003 - 2008 is advised to be 2003/2008.
            keys = self._keys(cells, count, as_written=False)
            found = self._found(keys)
        return keys, found

    def _found(self, keys: list[Any]) -> list[Any]:
        good = (key for key in keys if key is not None and not isinstance(key, Bad))
        numbers = self.finder.find(good)
        return [numbers.get(key) for key in keys]

    def _keys(self, cells: Sequence[Sequence[Any]], count: int, *, as_written: bool) -> list[Any]:
        columns = []
        for place, part in zip(self.places, self.parts, strict=True):
            is_text = not isinstance(part.field, models.IntegerField)
            if place is None:
                column: Sequence[Any] = [part.default] * count
            elif as_written and is_text:
                column = cells[place]
            else:
                column = in_words(part.field, part.read(cells[place]))
            columns.append(column)
        nothing = tuple(part.default for part in self.parts)
        keys: list[Any] = list(zip(*columns, strict=True))
        if any(part.has_bad for part in self.parts):
            keys = [next((one for one in key if isinstance(one, Bad)), key) for key in keys]
        return [None if key == nothing else key for key in keys]


def fields_of(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(model._meta.concrete_fields)


def links_of(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(model._meta.many_to_many)


def possible_columns(model: type[models.Model]) -> dict[str, str]:
    """What a column may be called, and the lookup that it is."""
    known: dict[str, str] = {field.name: field.name for field in links_of(model)}
    left_out = {*NOT_LOADED, *translated_names(model)}
    for field in fields_of(model):
        if isinstance(field, PartialDateField):
            left_out |= set(field.companions)
    for field in fields_of(model):
        if field.is_relation:
            for lookup in field.related_model.natural_key_fields:
                whole = f"{field.name}__{lookup}"
                known[whole] = known[whole.removesuffix("__slug")] = whole
        elif not (
            field.primary_key or field.name in left_out or isinstance(field, models.FileField)
        ):
            known[field.name] = field.name
    return known


def _unknown(name: str, known: dict[str, str]) -> str:
    texts = [f"{name}_{code}" for code in reading_order()]
    if texts[0] in known:
        return _("Say in which language: %s.") % ", ".join(texts)
    return _("There is no such column. There are: %s.") % ", ".join(known)


def in_words(field: Any, values: list[Any]) -> list[Any]:
    """As a key has the values of a column: a partial date names rows by its words."""
    if not isinstance(field, PartialDateField):
        return values
    return [one if isinstance(one, Bad) else str(one or "") for one in values]


def nothing_in(field: Any) -> Any:
    """What an empty cell says in a key."""
    return None if isinstance(field, models.IntegerField) else ""
