"""A record's page as JSON: all that the page says, made from the same object. See docs/json.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.fields import PartialDateField
from records.languages import columns_of, in_a_row
from records.models import QUANTITY, Quantified, Record, VisibleWith
from records.partial_dates import PartialDate
from records.prefetching import linked
from records.statedness import Statedness

from .evidence import Note
from .models import Passage, SourceAddress

if TYPE_CHECKING:
    from .pages import PageOfRecords, RecordPage

LICENCE = {
    "name": "CC BY 4.0",
    "address": "https://creativecommons.org/licenses/by/4.0/",
    "covers": "The register’s own data. Quotations stay their publishers’.",
}

NOT_TOLD = ("id", "slug", "state", "withdrawn_reason")
"""Columns that the form of a record says elsewhere."""

Parts = Mapping[str, Sequence[Record]]
"""The other records that stand with one, by what they are to it."""
Fields = dict[str, dict[str, Any]]
"""What is stated, by column."""


def page_as_json(page: RecordPage, site: str) -> dict[str, Any]:
    """The whole page; `site` is the scheme and host under which it is read."""
    record = page.record
    return {
        "page": f"{site}{address_of(record)}",
        "licence": LICENCE,
        "record": record_as_json(page, record, page.missing_parts),
        "shown": shown_as_json(page, page.parts),
        "not_all": list(page.cut_parts),
    }


def address_of(row: Any) -> str | None:
    """The address of what has a page, or a place on one."""
    return row.get_absolute_url() if hasattr(row, "get_absolute_url") else None


def link_to(row: Any) -> dict[str, Any]:
    return {"label": str(row), "address": address_of(row)}


def shown_as_json(page: PageOfRecords, parts: Parts) -> dict[str, Any]:
    return {name: [record_as_json(page, one) for one in parts[name]] for name in parts}


def record_as_json(
    page: PageOfRecords, record: Record, missing_parts: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A record as a page tells it; `missing_parts` are the labels of what else is not stated."""
    fields = fields_as_json(page, record)
    conflicts = page.conflicts_of(record)
    missing = {name: str(label) for name, label in (missing_parts or {}).items()}
    return page.more_of(record) | {
        "kind": record._meta.model_name,
        "label": str(record),
        "address": address_of(record),
        "state": record.state,
        "contested": page.is_contested(record),
        **({} if conflicts is None else {"conflicts_with": list(map(link_to, conflicts))}),
        "fields": fields,
        "not_stated": not_stated(page, record, fields) | missing,
        "citations": [citation_as_json(note) for note in page.evidence.of(record)],
    }


def fields_as_json(page: PageOfRecords, record: Record) -> Fields:
    fields = {}
    for column in _columns(type(record)):
        if page.tells(record, column.name) and (found := _field(page, record, column)):
            fields[column.name] = found
    return fields


@cache
def _columns(model: type[Record]) -> Iterable[Any]:
    left_out = {*NOT_TOLD, *getattr(model, "private_fields", ())}
    if issubclass(model, Quantified):
        left_out.update(set(QUANTITY) - {"value"})
    for field in model._meta.concrete_fields:
        if isinstance(field, PartialDateField):
            left_out |= {field.earliest_field, field.latest_field}
        if hasattr(field, "translated_field"):
            left_out.add(field.name)
    columns = (*model._meta.concrete_fields, *model._meta.many_to_many)
    return [column for column in columns if column.name not in left_out]


def _field(page: PageOfRecords, record: Record, column: Any) -> dict[str, Any] | None:
    """A column with its label, words and value; nothing for one that is empty."""
    found: dict[str, Any] | None
    if column.is_relation:
        found = _links(page, record, column)
    elif isinstance(record, Quantified) and column.name == "value":
        found = _quantity(record)
    else:
        found = _value(record, column)
    statedness = page.evidence.statedness(record, column.name)
    if found is None and statedness != Statedness.CONTESTED:
        return None
    found = found or {"words": ""}
    if page.evidence.conflicting(record, column.name) or statedness == Statedness.CONTESTED:
        found["contested"] = True
    return {"label": label_of(column)} | found


def label_of(column: Any) -> str:
    return capfirst(str(column.verbose_name))


def _links(page: PageOfRecords, record: Record, column: Any) -> dict[str, Any] | None:
    rows = rows_named(page, record, column)
    if not rows:
        return None
    return {"words": in_a_row(map(str, rows)), "links": [link_to(row) for row in rows]}


def rows_named(page: PageOfRecords, record: Record, column: Any) -> list[Any]:
    """The rows that a relation of a record leads to, as far as the page's reader sees them."""
    if isinstance(column, models.ManyToManyField):
        return linked(record, column.name)
    row = getattr(record, column.name)
    # The parents of a record are as visible as the record.
    is_asked = isinstance(row, VisibleWith) and column.name not in record.visible_only_with
    is_hidden = row is None or (is_asked and not row.is_visible_to(page.audience))
    return [] if is_hidden else [row]


def _quantity(record: Quantified) -> dict[str, Any] | None:
    if record.quantity is None:
        return None
    return {
        "words": record.quantity_in_words,
        "value": {
            "comparator": record.comparator,
            "value": record.value,
            "upper": record.upper,
            "rounded_to": record.rounded_to,
            "noun": record.noun,
            "at_least": record.quantity.lowest,
            "at_most": record.quantity.highest,
        },
    }


def _value(record: Record, column: Any) -> dict[str, Any] | None:
    value = getattr(record, column.name)
    if isinstance(value, FieldFile):
        return {"words": value.url, "value": value.url} if value else None
    if value in (None, "", False):
        # No source is quoted for what is not ticked: that is no statement either.
        return None
    if isinstance(value, PartialDate):
        return {
            "words": value.in_words(),
            "value": str(value),
            "earliest": value.earliest,
            "latest": value.latest,
        }
    if hasattr(value, "as_json"):
        return {"words": str(value), "value": value.as_json()}
    if value is True:
        return {"words": _("yes"), "value": value}
    words = getattr(record, f"get_{column.name}_display")() if column.choices else str(value)
    found = {"words": words, "value": value}
    if len(in_languages := _in_languages(record, column.name)) > 1:
        found["in_languages"] = in_languages
    return found


def _in_languages(record: Record, name: str) -> dict[str, str]:
    texts = {code: getattr(record, column, "") for code, column in columns_of(name).items()}
    return {code: text for code, text in texts.items() if text}


def not_stated(page: PageOfRecords, record: Record, fields: Fields) -> dict[str, str]:
    """The labels of what could be stated and is not, by the column."""
    told = {*record.citable_fields, *record.gap_fields}
    return {
        column.name: label_of(column)
        for column in _columns(type(record))
        if column.name in told
        and column.name not in fields
        and not isinstance(column, models.BooleanField)
        and page.tells(record, column.name)
    }


def citation_as_json(note: Note) -> dict[str, Any]:
    source = note.passage.source
    return {
        "field": note.field,
        "stance": note.stance.value,
        "stance_in_words": str(note.stance.label),
        "says": note.says,
        "note": note.remark,
        **passage_as_json(note.passage),
        "source": {
            "title": source.title,
            "publisher": source.publisher,
            "published": str(source.published or ""),
            "address": source.get_absolute_url(),
            "url": source.url,
        },
    }


def addresses_as_json(addresses: Iterable[SourceAddress]) -> dict[str, Any]:
    """Where else a source can be read."""
    return {"further_addresses": [{"url": one.url, "note": one.note} for one in addresses]}


def passage_as_json(passage: Passage) -> dict[str, Any]:
    return {
        "quotation": passage.quotation,
        "language": passage.source.language,
        "place": passage.place,
        "address": passage.get_absolute_url(),
        "live_url": passage.live_url,
        "translation": {"text": passage.translation, "by": passage.translated_by}
        if passage.translation
        else None,
    }


def plain(value: Any) -> Any:
    """For `json.dumps`: what JSON has no form for."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"JSON cannot say {value!r}.")
