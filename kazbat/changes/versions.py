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
from modeltranslation.fields import TranslationField

from records.audience import Audience
from records.models import PublicationState, PublishedWith, Record, SluggedRecord
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
    """None if there was nothing before; a citation that was out of sight counts as nothing."""

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

    Nothing is among them that readers could not see at its time, since the record or something
    that it hangs on was a draft, nor anything from before one of these was withdrawn.
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
    now, was = contents
    if issubclass(table, Citation) and was and was["state"] != PublicationState.PUBLISHED:
        was = None
    return Version(table, record, (kind, page), when, sort == "-", now, was)


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
    before = _content(table) | {"state": _state_when(table, OuterRef("minute"))}
    told = versions.order_by().values_list(
        Value(tables().index(table), output_field=models.IntegerField()),
        F(_column(table, "pk")),
        F(_column(table, record_model(table).page_lookup()[1])),
        "history_date",
        "history_type",
        JSONObject(**_content(table), **_as_it_is_today(table)),
        Subquery(earlier.values_list(JSONObject(**before))[:1]),
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
        super(Record, model).visible_condition(Audience.PUBLIC),
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
        *_hung_on_public_records(model, F("history_date")),
    ]


def _was_cited_in_public(table: type[Citation]) -> list[Any]:
    """Citations of records that had been published for long enough when they were written."""
    return [
        WasPublic(table.record_model(), f"{table.record_name}_id", F("history_date") - SETTLING),
        *_hung_on_public_records(table, F("history_date")),
    ]


class WasPublic(models.Func):
    """Whether a record was published at a moment, is so today, and was not withdrawn between.

    True where no record is named. Written in SQL, because one query holds dozens of these, and
    querysets would take longer to put together than all the rest.
    """

    output_field = models.BooleanField()

    def __init__(self, model: type[Record], number: str, moment: Any) -> None:
        super().__init__(F(number), moment)
        self.today = model._meta.db_table
        self.versions = model.history.model._meta.db_table

    def as_sql(self, compiler: Any, connection: Any, *_options: Any, **_more: Any) -> Any:
        (number, of_number), (moment, of_moment) = map(compiler.compile, self.source_expressions)
        sql = f"""(
            {number} IS NULL
            OR '{PublicationState.PUBLISHED}' = (SELECT state FROM {self.today} WHERE id = {number})
            AND '{PublicationState.PUBLISHED}' = (
                SELECT state FROM {self.versions} WHERE id = {number} AND history_date <= {moment}
                ORDER BY history_id DESC LIMIT 1
            )
            AND NOT EXISTS (
                SELECT 1 FROM {self.versions}
                WHERE id = {number} AND history_date > {moment}
                AND state = '{PublicationState.WITHDRAWN}'
            )
        )"""  # noqa: S608
        return sql, [*of_number * 3, *of_moment, *of_number, *of_moment]


def _hung_on_public_records(table: type[PublishedWith], moment: Any, way: str = "") -> list[Any]:
    """That all the records were public without which a row makes no public sense."""
    conditions: list[Any] = []
    for name in table.published_with:
        parent: Any = table._meta.get_field(name).related_model
        if issubclass(parent, Record):
            conditions.append(WasPublic(parent, f"{way}{name}_id", moment))
        conditions += _hung_on_public_records(parent, moment, f"{way}{name}__")
    return conditions


def _state_when(table: Table, moment: Any) -> Any:
    """A version's state; to readers, what hung on something hidden at the moment was a draft."""
    own = Value(PublicationState.PUBLISHED) if issubclass(table, Citation) else F("state")
    public = _hung_on_public_records(table, moment)
    if not public:
        return own
    return models.Case(models.When(Q(*public), then=own), default=Value(PublicationState.DRAFT))


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
    quoted = table._base_manager.filter(pk=OuterRef("id"), passage=OuterRef("passage"))
    return {
        "quotation": Subquery(quoted.values("passage__quotation")),
        "language": F("passage__source__language"),
    }
