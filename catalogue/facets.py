"""By what a list of records can be narrowed, declared beside each model.

A record has no value, one, or several of each facet. Values are text: of a foreign key the number
of the row, of a column what it holds, `NOT_STATED` where no source states any, and `CONTESTED`
where the record holds none but sources say something of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.apps import apps
from django.db import models
from django.db.models import Case, IntegerField, Q, Value, When

from records.gaps import not_stated
from records.many_rows import RowReader
from records.models import Record, VisibleWith
from records.statedness import Statedness
from records.statements import KeptStatement

STATED, CONTESTED, NOT_STATED = map(str, Statedness)

GAP = "gap"
"""The facet of what no source states of a record; its values are those of `gap_conditions`."""
ANY_GAP = "any"

Values = Iterable[tuple[int, Any]]
"""Numbers of records, each with one of its values."""


@dataclass(frozen=True)
class Following:
    """Which records have other facets once a row has changed.

    Of a row of `model`: those whose numbers `owner` leads to. If `path` is given, it leads from
    rows of `model` to the changed row, of which then only some columns count.
    """

    model: type[models.Model]
    owner: str
    path: str = ""
    changed: type[models.Model] | None = None
    columns: tuple[str, ...] = ("state",)


class Facet(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def absent(self) -> bool:
        """Whether a record without any value has the value `NOT_STATED`."""

    def values(
        self, model: type[models.Model], ids: Collection[int], reader: RowReader
    ) -> Values: ...

    def following(self, model: type[models.Model]) -> Iterator[Following]: ...


@dataclass(frozen=True)
class Column:
    """What a column of the record holds, or of a record that it belongs to."""

    name: str
    column: str = ""
    absent: bool = False

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        column = self.column or self.name
        yield from _stated_only(_held(model, column, reader.using, ids=[*ids]))
        if self.absent:
            yield from _contested(model, ids, reader.using, column)

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        yield Following(model, "pk")
        if self.absent:
            yield from _by_citations(model)


@dataclass(frozen=True)
class Related:
    """What published rows beside the record say: the mission of each of a person's deployments.

    `rows` names their model; `owner` and `value` lead from there to the record and to the value.
    A table of links has no publication of its own: `visible` names what must be published.
    """

    name: str
    rows: str
    owner: str
    value: str
    absent: bool = False
    visible: tuple[str, ...] = ()
    but_not: str = ""
    """A facet whose values of the same record are left out."""

    def model(self) -> type[models.Model]:
        label, _dot, relation = self.rows.partition(":")
        model = apps.get_model(label)
        if relation:
            through: type[models.Model] = getattr(model, relation).through
            return through
        return model

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        yield from _stated_only(_said_beside(self, reader.using, ids=[*ids]))
        if own := self._own_relation(model):
            yield from _contested(model, ids, reader.using, own)

    def public_rows(self, ids: Collection[int], using: str) -> models.QuerySet[Any]:
        rows = self.model()
        condition = Q(**{f"{self.owner}__in": ids})
        if issubclass(rows, VisibleWith):
            condition &= rows.published_condition()
        for name in self.visible:
            condition &= _parent(rows, name).published_condition(f"{name}__")
        return _rows(rows, using).filter(condition)

    def _own_relation(self, model: type[models.Model]) -> str:
        """The many-to-many column of the record itself, if it is that which may be cited."""
        label, _dot, relation = self.rows.partition(":")
        return relation if self.absent and apps.get_model(label) is model else ""

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        rows = self.model()
        yield Following(rows, self.owner)
        if self._own_relation(model):
            yield from _by_citations(model)
        parents = rows.visible_only_with if issubclass(rows, VisibleWith) else self.visible
        for name in parents:
            yield from _through_parents(rows, self.owner, name, _parent(rows, name))


@dataclass(frozen=True)
class Stated:
    """Whether a column of the record holds anything, or sources say something of it."""

    name: str
    column: str
    absent: bool = False

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        for pk, is_empty, is_disputed in _marked(self, model, reader.using, ids=[*ids]):
            absent = CONTESTED if is_disputed else NOT_STATED
            yield pk, absent if is_empty else STATED

    def conditions(self, model: type[models.Model]) -> Iterable[Q]:
        return not_stated(model._meta.get_field(self.column)), _disputed(model, self.column)

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        yield Following(model, "pk")
        yield from _by_citations(model)


@dataclass(frozen=True)
class Gaps:
    """What no source states of the record, by the model's `gap_conditions`."""

    name: str = GAP
    absent: bool = False

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        assert issubclass(model, Record)
        gaps = _gaps_of(model)
        for pk, *missing in _marked(self, model, reader.using, ids=[*ids]):
            found = [gap for gap, is_missing in zip(gaps, missing, strict=True) if is_missing]
            for gap in (*found, *([ANY_GAP] if found else [])):
                yield pk, gap

    def conditions(self, model: type[models.Model]) -> Iterable[Q]:
        assert issubclass(model, Record)
        return model.gap_conditions().values()

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        assert issubclass(model, Record)
        yield Following(model, "pk")
        yield from _by_citations(model)
        for name in model.gap_fields:
            field: Any = model._meta.get_field(name)
            if field.one_to_many:
                rows, owner = field.related_model, field.remote_field.name
                yield Following(rows, owner)
                for parent in rows.visible_only_with:
                    if parent != owner:
                        yield from _through_parents(rows, owner, parent, _parent(rows, parent))
            elif field.many_to_many:
                rows = field.remote_field.through
                yield Following(rows, field.m2m_field_name())
                path = field.m2m_reverse_field_name()
                yield from _through_parents(rows, field.m2m_field_name(), path, field.related_model)


def followed_by(model: type[models.Model], facets: Iterable[Facet]) -> Iterator[Following]:
    """All that the facets of a kind of record follow from, and who may see the record."""
    yield Following(model, "pk")
    if issubclass(model, VisibleWith):
        for name in model.visible_only_with:
            yield from _through_parents(model, "pk", name, _parent(model, name))
    for facet in facets:
        yield from facet.following(model)


def _by_citations(model: type[models.Model]) -> Iterator[Following]:
    """Sources may say something of a record, or cease to, while the record stays as it is."""
    if issubclass(model, Record):
        for name in model.edition_parts:
            relation: Any = model._meta.get_field(name)
            rows = relation.related_model
            if issubclass(rows, VisibleWith):
                yield from of_parts(rows, relation.field.name)


def of_parts(rows: type[models.Model], owner: str) -> Iterator[Following]:
    """What follows from the parts of a record, such as its citations."""
    yield Following(rows, owner)
    for name in rows.visible_only_with if issubclass(rows, VisibleWith) else ():
        if name != owner:
            yield from _through_parents(rows, owner, name, _parent(rows, name))


def _disputed(model: type[models.Model], column: str) -> Q:
    return model.disputed_condition(column) if issubclass(model, Record) else Q(pk__in=[])


def _contested(
    model: type[models.Model], ids: Collection[int], using: str, column: str
) -> Iterator[tuple[int, str]]:
    if "__" in column or not issubclass(model, Record):
        return
    for pk in _disputed_gaps(model, column, using, ids=[*ids]):
        yield pk, CONTESTED


def _through_parents(
    rows: type[models.Model], owner: str, path: str, parent: type[Any]
) -> Iterator[Following]:
    names = parent.visible_only_with if issubclass(parent, VisibleWith) else ()
    # It is hidden by its own state, and by that of another row to which it is moved.
    moved = (one.attname for one in parent._meta.concrete_fields if one.name in names)
    yield Following(rows, owner, path, parent, ("state", *moved))
    for name in names:
        yield from _through_parents(rows, owner, f"{path}__{name}", _parent(parent, name))


def _parent(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name).related_model


@cache
def _gaps_of(model: type[Record]) -> tuple[str, ...]:
    return tuple(model.gap_conditions())


def _stated_only(pairs: Iterable[tuple[Any, Any]]) -> Values:
    return ((pk, found) for pk, found in pairs if pk is not None and found not in (None, ""))


# --- What is asked of the database --------------------------------------------------------------


def _rows(model: type[models.Model], using: str) -> models.QuerySet[Any]:
    # Not the model's own manager: with translated models it returns columns in any order.
    rows: models.QuerySet[Any] = models.QuerySet(model, using=using)
    return rows.order_by()


@KeptStatement
def _held(
    model: type[models.Model], column: str, using: str, *, ids: list[int]
) -> models.QuerySet[Any, Any]:
    return _rows(model, using).filter(pk__in=ids).values_list("pk", column)


@KeptStatement
def _said_beside(facet: Related, using: str, *, ids: list[int]) -> models.QuerySet[Any, Any]:
    return facet.public_rows(ids, using).values_list(facet.owner, facet.value)


@KeptStatement
def _disputed_gaps(
    model: type[Record], column: str, using: str, *, ids: list[int]
) -> models.QuerySet[Any, Any]:
    condition = not_stated(model._meta.get_field(column)) & model.disputed_condition(column)
    return _rows(model, using).filter(condition, pk__in=ids).values_list("pk", flat=True)


@KeptStatement
def _marked(
    facet: Stated | Gaps, model: type[models.Model], using: str, *, ids: list[int]
) -> models.QuerySet[Any, Any]:
    marks = (
        Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
        for condition in facet.conditions(model)
    )
    return _rows(model, using).filter(pk__in=ids).values_list("pk", *marks)
