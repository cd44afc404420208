"""The public versions of all records and of their citations, read in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Aggregate, Exists, F, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject, TruncMinute
from django.db.models.lookups import Exact
from modeltranslation.fields import TranslationField

from records.models import PublicationState, Record, SluggedRecord
from sources.annotations import citation_tables
from sources.models import Citation

SETTLING = timedelta(minutes=10)
"""Citations added so soon after a record was published belong to its publication."""

NOT_TOLD = ("state", "withdrawn_reason", "archived_text")

Table = type[Record] | type[Citation]


@dataclass(frozen=True)
class Version:
    """What a record, or one of its citations, came to be in one minute, and was before."""

    table: Table
    record_id: int
    page: tuple[str, int]
    """On whose page it is shown: a kind of record and its number."""
    when: datetime
    is_removal: bool
    now: dict[str, Any]
    was: dict[str, Any] | None
    """None if there was nothing before."""

    @property
    def is_of_citation(self) -> bool:
        return issubclass(self.table, Citation)

    @property
    def record_model(self) -> type[Record]:
        return record_model(self.table)

    @property
    def key(self) -> tuple[type[Record], int, datetime]:
        """The same for all versions that readers meet as one change of one record."""
        return self.record_model, self.record_id, self.when.replace(second=0, microsecond=0)


@dataclass(frozen=True)
class Scope:
    """Whose history is asked for: of all records, of a kind, or of one with its parts."""

    kind: str = ""
    record_id: int | None = None

    def holds(self, table: Table) -> bool:
        model = record_model(table)
        part_of = whole(model)
        owner: Any = model._meta.get_field(part_of).related_model if part_of else model
        return self.kind in ("", owner._meta.model_name)

    def condition(self, table: Table) -> Q:
        if self.record_id is None:
            return Q()
        part_of = whole(record_model(table))
        return Q(**{_column(table, f"{part_of}_id" if part_of else "pk"): self.record_id})


def whole(model: type[Record]) -> str:
    """The foreign key to the record whose part it is: a rotation's mission; else empty."""
    if model.shown_with or issubclass(model, SluggedRecord):
        return model.shown_with
    return model.published_with[0]


def record_model(table: Table) -> type[Record]:
    return table.record_model() if issubclass(table, Citation) else table


def told_columns(table: Table) -> list[Any]:
    """The columns whose changes can be told: each text in each language once, no helpers."""
    columns: list[Any] = [field for field in table._meta.concrete_fields if field.editable]
    left_out = {*NOT_TOLD, "id"}
    left_out |= {one.translated_field.name for one in columns if isinstance(one, TranslationField)}
    if issubclass(table, Citation):
        left_out.add(table.record_name)
    return [field for field in columns if field.name not in left_out]


def newest_versions(limit: int, *, before: datetime | None, scope: Scope) -> list[Version]:
    """The newest versions of what is public now, each the last of its minute.

    Nothing is among them that a record said as a draft, or before it was withdrawn.
    """
    queries = []
    for table in tables():
        if scope.holds(table):
            public, told = _prepared(table)
            newest = public.filter(scope.condition(table))
            if before:
                newest = newest.filter(history_date__lt=before)
            # SQLite takes no LIMIT inside a UNION; inside a subquery it does.
            queries.append(told.filter(history_id__in=newest[:limit]))
    first, *others = queries
    rows = first.union(*others, all=True).order_by("-history_date")[:limit]
    return [_read(tables()[number], *columns) for number, *columns in rows]


def _read(
    table: Table, record: int, page: int, when: datetime, sort: str, *contents: Any
) -> Version:
    kind, _column_of_page = record_model(table).page_lookup()
    return Version(table, record, (kind, page), when, sort == "-", *contents)


@cache
def tables() -> list[Table]:
    """Every table of records and every table of citations."""
    records = [model for model in apps.get_models() if issubclass(model, Record)]
    return [*records, *citation_tables()]


class JSONList(Aggregate):
    """A column's values as one JSON list."""

    function = "JSONB_AGG"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)


@cache
def _prepared(table: Table) -> tuple[QuerySet[Any], QuerySet[Any, tuple[Any, ...]]]:
    """The numbers of all public versions, the newest first, and what to read of each.

    Kept, because to put such queries together takes longer than to answer them.
    """
    versions = _by_minute(table)
    same = versions.filter(id=OuterRef("id"))
    later = same.filter(minute=OuterRef("minute"), history_id__gt=OuterRef("history_id"))
    earlier = same.filter(minute__lt=OuterRef("minute")).order_by("-history_id")
    public = versions.filter(*_was_public(table), ~Exists(later)).order_by("-history_date")
    told = versions.order_by().values_list(
        Value(tables().index(table), output_field=models.IntegerField()),
        F(_column(table, "pk")),
        F(_column(table, record_model(table).page_lookup()[1])),
        "history_date",
        "history_type",
        JSONObject(**_content(table), **_as_it_is_today(table)),
        Subquery(earlier.values_list(JSONObject(**_content(table)))[:1]),
    )
    return public.values("history_id"), told


def _by_minute(table: Any) -> QuerySet[Any]:
    # In UTC, as the database keeps the times that it compares.
    versions: QuerySet[Any] = table.history.annotate(minute=TruncMinute("history_date", tzinfo=UTC))
    return versions


def _column(table: Table, name: str) -> str:
    """A column of the record, seen from its versions or from those of its citations."""
    if issubclass(table, Citation):
        return f"{table.record_name}__{name}"
    return "id" if name == "pk" else name


def _was_public(table: Table) -> list[Any]:
    return _was_cited_in_public(table) if issubclass(table, Citation) else _was_published(table)


def _was_published(model: type[Record]) -> list[Any]:
    """Versions in the state in which the record is today, if that is or was a public one."""
    same = model.history.filter(id=OuterRef("id"))
    today = model._base_manager.filter(
        # All that it hangs on is public, whatever its own state.
        super(Record, model).published_condition(),
        pk=OuterRef("id"),
        state=OuterRef("state"),
    )
    published_before = same.filter(
        state=PublicationState.PUBLISHED, history_id__lt=OuterRef("history_id")
    )
    withdrawn_since = same.filter(
        state=PublicationState.WITHDRAWN, history_id__gt=OuterRef("history_id")
    )
    return [
        ~Q(state=PublicationState.DRAFT),
        Exists(today),
        Q(state=PublicationState.PUBLISHED) | Exists(published_before),
        Q(state=PublicationState.WITHDRAWN) | ~Exists(withdrawn_since),
    ]


def _was_cited_in_public(table: type[Citation]) -> list[Any]:
    """Citations of what is published today, and was when they were written."""
    model = table.record_model()
    record = model.history.filter(id=OuterRef(f"{table.record_name}_id"))
    settled = record.filter(history_date__lte=OuterRef("history_date") - SETTLING)
    withdrawn_since = record.filter(
        state=PublicationState.WITHDRAWN, history_date__gt=OuterRef("history_date")
    )
    today = model._base_manager.filter(
        model.published_condition(), pk=OuterRef(f"{table.record_name}_id")
    )
    state = Subquery(settled.order_by("-history_id").values("state")[:1])
    return [Exact(state, PublicationState.PUBLISHED), Exists(today), ~Exists(withdrawn_since)]


def _content(table: Table) -> dict[str, Any]:
    """The told columns and links, by their names; a record's state with them."""
    content = {field.attname: F(field.attname) for field in told_columns(table)}
    if issubclass(table, Citation):
        return content
    return content | {"state": F("state")} | _links(table)


def _links(model: type[Record]) -> dict[str, Any]:
    """The numbers of the records that each many-to-many column names."""
    links = {}
    for field in model._meta.many_to_many:
        rows = getattr(model.history.model, field.name).model.objects
        named = rows.filter(history=OuterRef("history_id")).order_by().values("history")
        links[field.name] = Subquery(
            named.annotate(numbers=JSONList(field.m2m_reverse_field_name())).values("numbers")
        )
    return links


def _as_it_is_today(table: Table) -> dict[str, Any]:
    """Why a record is withdrawn; what a citation quotes, if it still does."""
    if not issubclass(table, Citation):
        today = table._base_manager.filter(pk=OuterRef("id"))
        return {"reason": Subquery(today.values("withdrawn_reason"))}
    quoted = table._base_manager.filter(
        table.published_condition(), pk=OuterRef("id"), passage=OuterRef("passage")
    )
    return {
        "quotation": Subquery(quoted.values("passage__quotation")),
        "language": Subquery(quoted.values("passage__source__language")),
    }
