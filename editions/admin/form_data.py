"""What a browser would send of a form of the admin: read from a content, or taken apart and put
together again.

    form_data(model_admin, request, row, content)       # to fill the form of a row with a content

The parts of a content are rows of the form's inlines. Those that are not in the database are new
rows of the form, and rows of the database that the content does not have come ticked for removal:
so the form can be shown, corrected and saved over whatever the row says now.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from editions.content import Content, columns_of, content_of, part_relations
from records.admin_input import LONGEST_NUMBER, is_number
from records.models import Versioned

CHOICE = "_take-"
"""How the names of the radio buttons begin that choose what the form shall hold; see `merging`."""

Values = dict[str, list[str]]
"""What is sent of some fields, by name; a box that is not ticked sends nothing."""


@dataclass
class InlineRow:
    """One row of an inline."""

    number: str
    """Of the row in the database; empty for a new one."""
    values: Values
    is_removed: bool = False
    errors: dict[str | None, str] = field(default_factory=dict)
    """What is to be said at its fields when it is shown; None: of the row as a whole."""


@dataclass
class Filled:
    """A form with something in its fields."""

    values: Values
    rows: dict[str, list[InlineRow]]
    """By the prefix of their inline."""
    files: dict[str, str] = field(default_factory=dict)
    """The names of the files that it shows; none are sent."""
    errors: dict[str | None, str] = field(default_factory=dict)


class Inline:
    """The rows below a form that are saved with it."""

    def __init__(self, formset: Any, part: str, label: str) -> None:
        self.formset = formset
        self.label = label
        self.prefix: str = formset.prefix
        self.model: type[models.Model] = formset.model
        self.part = part
        """What contents call these rows; empty if they do not hold them."""

    @cached_property
    def fields(self) -> dict[str, forms.Field]:
        """The fields of a row, without those that say which row it is."""
        own = {self.model._meta.pk.name, self.formset.fk.name, DELETION_FIELD_NAME}
        found = self.formset.empty_form.fields.items()
        return {name: one for name, one in found if name not in own}

    @property
    def key(self) -> str:
        return str(self.model._meta.pk.name)

    def rows_of(self, content: Content) -> list[InlineRow]:
        parts = content["parts"].get(self.part, [])
        return [
            InlineRow(str(part["id"]), in_fields(self.model, self.fields, part)) for part in parts
        ]

    def rows_sent(self, data: MultiValueDict[str, str]) -> list[InlineRow]:
        rows: dict[int, InlineRow] = {}
        # Only what was sent, however many rows its management form claims.
        place = re.compile(rf"{re.escape(self.prefix)}-([0-9]{{1,6}})-(\w+)")
        for name in data:
            if found := place.fullmatch(name):
                row = rows.setdefault(int(found[1]), InlineRow("", {}))
                values = data.getlist(name)
                if found[2] == self.key:
                    row.number = values[-1] if values else ""
                elif found[2] == DELETION_FIELD_NAME:
                    row.is_removed = any(values)
                elif found[2] in self.fields:
                    row.values[found[2]] = values
        return [row for _place, row in sorted(rows.items())]

    def send(self, rows: list[InlineRow], data: QueryDict) -> None:
        """Writes the rows into a form's data; they must stand as the form will show them."""
        management = {
            "TOTAL_FORMS": len(rows),
            "INITIAL_FORMS": sum(1 for row in rows if row.number),
            "MIN_NUM_FORMS": self.formset.min_num,
            "MAX_NUM_FORMS": self.formset.max_num,
        }
        for name, number in management.items():
            data[f"{self.prefix}-{name}"] = str(number)
        for place, row in enumerate(rows):
            prefix = f"{self.prefix}-{place}-"
            for name, values in row.values.items():
                data.setlist(f"{prefix}{name}", values)
            data[f"{prefix}{self.key}"] = row.number
            data[f"{prefix}{self.formset.fk.name}"] = str(self.formset.instance.pk or "")
            if row.is_removed:
                data[f"{prefix}{DELETION_FIELD_NAME}"] = "on"


class FormShape:
    """The fields and inlines that the admin shows of a row to whoever asks."""

    def __init__(self, model_admin: Any, request: HttpRequest, row: Versioned) -> None:
        self.row = row
        self.model = type(row)
        shown = row if row.pk else None
        self.form = model_admin.get_form(request, shown, change=bool(shown))(instance=row)
        self.fields: dict[str, forms.Field] = self.form.fields
        self.inlines = list(self._inlines(model_admin, request, shown))

    def _inlines(self, model_admin: Any, request: HttpRequest, shown: Any) -> Iterator[Inline]:
        prefixes: Counter[str] = Counter()
        parts = {relation.field: name for name, relation in part_relations(self.model).items()}
        for formset_class, inline in model_admin.get_formsets_with_inlines(request, shown):
            # As the admin itself counts inlines that would have the same prefix.
            prefix = formset_class.get_default_prefix()
            prefixes[prefix] += 1
            if prefixes[prefix] > 1:
                prefix = f"{prefix}-{prefixes[prefix]}"
            rows = inline.get_queryset(request)
            formset = formset_class(instance=self.row, prefix=prefix, queryset=rows)
            yield Inline(formset, parts.get(formset_class.fk, ""), str(inline.verbose_name))

    def says(self, content: Content) -> Filled:
        """The form as it shows a content; rows have the numbers that the content gives them."""
        columns = content["columns"] | content.get("private", {})
        values = {
            name: sent(one, self.form.get_initial_for_field(one, name))
            for name, one in self.fields.items()
        }
        values |= in_fields(self.model, self.fields, columns)
        rows = {inline.prefix: inline.rows_of(content) for inline in self.inlines}
        return Filled(values, rows, self._files(columns))

    def _files(self, columns: dict[str, Any]) -> dict[str, str]:
        return {
            name: columns.get(name, "")
            for name, one in self.fields.items()
            if isinstance(widget_of(one), forms.FileInput)
        }

    def sent(self, data: MultiValueDict[str, str]) -> Filled:
        """The form as a browser sent it."""
        values = {name: data.getlist(name) for name in self.fields if name in data}
        return Filled(values, {inline.prefix: inline.rows_sent(data) for inline in self.inlines})

    def replaced(self, data: QueryDict, filled: Filled) -> QueryDict:
        """What was sent, with other values in its fields; buttons and the like stay."""
        replaced = self.data(filled)
        inlines = tuple(f"{inline.prefix}-" for inline in self.inlines)
        for name in data:
            if name not in self.fields and not name.startswith((*inlines, CHOICE)):
                replaced.setlist(name, data.getlist(name))
        return replaced

    def data(self, filled: Filled) -> QueryDict:
        """What a browser would send of a filled form."""
        data = QueryDict(mutable=True)
        for name, values in filled.values.items():
            if values:
                data.setlist(name, values)
        for inline in self.inlines:
            rows = filled.rows[inline.prefix]
            # Django takes the first rows for those that are there already.
            rows.sort(key=lambda row: not row.number)
            inline.send(rows, data)
        return data


def form_data(
    model_admin: Any, request: HttpRequest, row: Versioned, content: Content
) -> QueryDict:
    """What a browser would send of a row's form if it showed this content.

    A row without a number yet gets the form in which it is added.
    """
    shape = FormShape(model_admin, request, row)
    filled = shape.says(content)
    present = content_of(row) if row.pk else {"columns": {}, "parts": {}}
    for inline in shape.inlines:
        rows = filled.rows[inline.prefix]
        there = {one.number: one for one in inline.rows_of(present)}
        for one in rows:
            if there.pop(one.number, None) is None:
                one.number = ""
        for one in there.values():
            one.is_removed = True
            rows.append(one)
    return shape.data(filled)


def in_fields(
    model: type[models.Model], fields: dict[str, forms.Field], columns: dict[str, Any]
) -> Values:
    """The columns of a content as the form's fields would send them."""
    values: Values = {}
    for column in columns_of(model):
        if column.name in fields:
            value = columns.get(column.name)
            if value is not None and not column.is_relation:
                value = column.to_python(value)
            values[column.name] = sent(fields[column.name], value)
    return values


def sent(one: forms.Field, value: Any) -> list[str]:
    """What a field sends if it shows a value."""
    widget = widget_of(one)
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(widget, forms.FileInput):
        return []
    shown = widget.format_value(one.prepare_value(value))
    if isinstance(shown, list | tuple):
        return [str(text) for text in shown]
    return ["" if shown is None else str(shown)]


def widget_of(one: forms.Field) -> Any:
    """The admin wraps its pickers, to put links beside them."""
    return getattr(one.widget, "widget", one.widget)


def refuse_rows_not_sent(data: QueryDict) -> None:
    """Turns away a form that claims more rows than it brings: each would be made and checked."""
    for name in data:
        if not name.endswith("-TOTAL_FORMS"):
            continue
        prefix = name.removesuffix("TOTAL_FORMS")
        brought = {
            one.removeprefix(prefix).partition("-")[0] for one in data if one.startswith(prefix)
        }
        claimed = data.getlist(name)[-1].strip().lstrip("0")
        if len(claimed) > LONGEST_NUMBER or (is_number(claimed) and int(claimed) > len(brought)):
            raise SuspiciousOperation("The form claims rows that were not sent.")
