"""Two people changed one form: what both of them meant, as far as it goes together.

Three forms are compared: what the form showed when it was opened (`opened`; None if that is not
known), what it would show now (`now`), and what was typed into it (`typed`). What only one side
changed is taken. Where both changed the same, what was typed stays, and a finding says so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from editions.content import columns_of
from records.admin_input import is_number

from .form_data import CHOICE, Filled, FormShape, Inline, InlineRow, Values, widget_of

Fields = dict[str, forms.Field]


@dataclass(frozen=True)
class Said:
    """One thing in words, at each stage; empty where nothing is said."""

    opened: str = ""
    now: str = ""
    typed: str = ""
    held: str = ""
    """By the form that is shown again."""
    other: str = ""
    """By the version that this form does not hold."""


@dataclass(frozen=True)
class Finding:
    """One thing that somebody else changed, and what became of it."""

    label: str
    said: Said
    choice: str = ""
    """What `take_others` does to get the other version; empty if there is none to get."""
    both_changed: bool = False
    language: str = ""


@dataclass(frozen=True)
class Parting:
    """Columns, read as one, in which the present version is not what was typed."""

    names: tuple[str, ...]
    other: Values
    both_changed: bool


class Merge:
    """A form that holds both sides' changes, and the findings about them."""

    def __init__(self, shape: FormShape, opened: Filled | None, now: Filled, typed: Filled) -> None:
        self.shape = shape
        self.findings: list[Finding] = []
        self.filled = Filled(dict(typed.values), {})
        self._merge_form(opened, now, typed)
        for inline in shape.inlines:
            prefix = inline.prefix
            was = by_number(opened.rows[prefix] if opened else [])
            rows = self._merge_rows(inline, was, now.rows[prefix], typed.rows[prefix])
            # Rows that contents do not hold are only added by the form: there is no other version.
            self.filled.rows[prefix] = list(rows) if inline.part else typed.rows[prefix]

    def _merge_form(self, opened: Filled | None, now: Filled, typed: Filled) -> None:
        of = (self.shape.model, self.shape.fields)
        for parting in merged(
            *of, opened.values if opened else None, now.values, self.filled.values
        ):
            stages = {"opened": opened.values if opened else None, "now": now.values,
                      "typed": typed.values, "held": self.filled.values}  # fmt: skip
            self._tell_of_columns(*of, parting, stages)
            if parting.both_changed:
                self.filled.errors |= both_changed_at(self.shape.fields, parting, now.values)
        for name, file in now.files.items():
            if opened and opened.files[name] != file:
                # No form can hold a file: it keeps the present one, or is given a new one.
                said = Said(opened.files[name], file, opened.files[name], file)
                self.findings.append(Finding(str(self.shape.fields[name].label), said))

    def _merge_rows(
        self,
        inline: Inline,
        was: dict[str, InlineRow],
        now: Sequence[InlineRow],
        typed: Sequence[InlineRow],
    ) -> Iterator[InlineRow]:
        there, sent = by_number(now), {row.number for row in typed}
        added = [row for row in now if row.number not in sent]
        for row in typed:
            opened = was.get(row.number)
            if row.number in there:
                yield self._merge_row(inline, opened, there[row.number], row)
            elif row.number:
                yield from self._merge_gone_row(inline, opened, row)
            elif not any(same(inline.fields, row.values, other.values) for other in added):
                yield row
        for row in added:
            # What was there and was not sent back was not removed: a browser ticks such rows.
            if row.number not in was:
                self._tell_of_row(inline, "remove", {"now": row, "held": row})
            yield row

    def _merge_row(
        self, inline: Inline, opened: InlineRow | None, now: InlineRow, typed: InlineRow
    ) -> InlineRow:
        if typed.is_removed:
            if not (opened and same(inline.fields, opened.values, now.values)):
                now.errors[None] = _("Somebody else changed this, and you removed it.")
                stages = {"opened": opened, "now": now, "other": now}
                self._tell_of_row(inline, "keep", stages, both_changed=True)
            now.is_removed = True
            return now
        held, was = InlineRow(typed.number, dict(typed.values)), opened.values if opened else None
        for parting in merged(inline.model, inline.fields, was, now.values, held.values):
            stages_of_it = {"opened": was, "now": now.values, "typed": typed.values,
                            "held": held.values}  # fmt: skip
            of = (inline.model, inline.fields)
            self._tell_of_columns(*of, parting, stages_of_it, (inline, typed))
            if parting.both_changed:
                held.errors |= both_changed_at(inline.fields, parting, now.values)
        return held

    def _merge_gone_row(
        self, inline: Inline, opened: InlineRow | None, typed: InlineRow
    ) -> Iterator[InlineRow]:
        stages: dict[str, InlineRow | None] = {"opened": opened, "typed": typed}
        if typed.is_removed:
            return
        if opened and same(inline.fields, opened.values, typed.values):
            self._tell_of_row(inline, "add", stages | {"other": typed})
            return
        held = InlineRow("", typed.values)
        held.errors[None] = _("Somebody else removed this, and you changed it: it is kept anew.")
        self._tell_of_row(inline, "drop", stages | {"held": held}, both_changed=True)
        yield held

    def _tell_of_columns(
        self,
        model: type[models.Model],
        fields: Fields,
        parting: Parting,
        stages: dict[str, Values | None],
        at: tuple[Inline, InlineRow] | None = None,
    ) -> None:
        names = parting.names
        said = {stage: in_words(fields, names, values) for stage, values in stages.items()}
        said["other"] = in_words(fields, names, parting.other)
        label = ", ".join(str(fields[name].label) for name in names)
        prefix = number = ""
        if at:
            inline, row = at
            prefix, number = inline.prefix, row.number
            part = Truncator(row_in_words(inline, row)).chars(90)
            label = f"{capfirst(inline.label)}: {part} – {label}"
        choice = chosen(prefix, number, "set", parting.other)
        language = language_of(model, names[0])
        self.findings.append(Finding(label, Said(**said), choice, parting.both_changed, language))

    def _tell_of_row(
        self,
        inline: Inline,
        do: str,
        stages: dict[str, InlineRow | None],
        *,
        both_changed: bool = False,
    ) -> None:
        said = {stage: row_in_words(inline, row) for stage, row in stages.items() if row}
        row = stages.get("typed") or stages.get("now") or InlineRow("", {})
        choice = chosen(inline.prefix, row.number, do, row.values)
        self.findings.append(Finding(capfirst(inline.label), Said(**said), choice, both_changed))


def merged(
    model: type[models.Model],
    fields: Fields,
    opened: Values | None,
    now: Values,
    held: Values,
) -> Iterator[Parting]:
    """Brings what somebody else changed into what was typed, and tells of each such change."""
    for names in read_as_one(model, fields):
        typed = {name: held.get(name, []) for name in names}
        was, there, mine = (
            stage and [plain(fields[name], stage.get(name, [])) for name in names]
            for stage in (opened, now, typed)
        )
        if there in (mine, was):
            continue
        theirs = {name: now.get(name, []) for name in names}
        if was == mine:
            held |= theirs
            yield Parting(names, typed, both_changed=False)
        elif was and is_several(fields[names[0]]):
            held |= {name: both_chose(*(set(stage[name]) for stage in (opened, now, typed)))  # type: ignore[index]
                     for name in names}  # fmt: skip
            yield Parting(names, theirs, both_changed=False)
        else:
            yield Parting(names, theirs, both_changed=True)


def both_chose(opened: set[str], now: set[str], typed: set[str]) -> list[str]:
    """Of several chosen rows: what anybody added, without what anybody removed."""
    return sorted(
        (now | typed) - (opened - now) - (opened - typed), key=lambda one: (len(one), one)
    )


def both_changed_at(fields: Fields, parting: Parting, now: Values) -> dict[str | None, str]:
    words = in_words(fields, parting.names, now) or _("nothing")
    message = _("Somebody else changed this too; it now says: %s")
    return {parting.names[0]: message % Truncator(words).chars(200)}


def take_others(shape: FormShape, typed: Filled, data: QueryDict) -> None:
    """Makes a form hold the other version of whatever its editor chose that of."""
    for name in data:
        if name.startswith(CHOICE) and data[name]:
            try:
                choice = json.loads(data.getlist(name)[-1])
                _take(shape, typed, **choice)
            except (ValueError, TypeError, AttributeError):
                # No page of ours sends this.
                continue


def _take(
    shape: FormShape, typed: Filled, *, prefix: str, number: str, do: str, values: Values
) -> None:
    inline = next((one for one in shape.inlines if one.prefix == prefix), None)
    fields = inline.fields if inline else shape.fields
    values = {name: [str(v) for v in one] for name, one in values.items() if name in fields}
    if inline is None:
        typed.values |= values
        return
    rows = typed.rows[prefix]
    match do:
        case "add":
            rows.append(InlineRow("", values))
        case "drop":
            rows[:] = [r for r in rows if r.number or not same(fields, r.values, values)]
        case "set" | "remove" | "keep":
            for row in rows:
                if row.number == number:
                    row.is_removed = do == "remove"
                    row.values |= values if do == "set" else {}


def chosen(prefix: str, number: str, do: str, values: Values) -> str:
    choice = {"prefix": prefix, "number": number, "do": do, "values": values}
    return json.dumps(choice, ensure_ascii=False)


def read_as_one(model: type[models.Model], fields: Fields) -> Iterator[tuple[str, ...]]:
    """The columns in a form; those of which one says nothing without the others together."""
    columns = {column.name for column in columns_of(model)}
    together: dict[str, tuple[str, ...]] = {
        names[0]: names
        for names in getattr(model, "read_together", ())
        if all(name in fields for name in names)
    }
    led = {name for names in together.values() for name in names[1:]}
    for name in fields:
        if name in columns and name not in led:
            yield together.get(name, (name,))


def same(fields: Fields, one: Values, other: Values) -> bool:
    return all(
        plain(field, one.get(name, [])) == plain(field, other.get(name, []))
        for name, field in fields.items()
    )


def plain(field: forms.Field, values: list[str]) -> list[str]:
    """What is sent, without what makes no difference: line ends, space around, the order."""
    texts = [value.replace("\r\n", "\n") for value in values]
    if getattr(field, "strip", True):
        texts = [text.strip() for text in texts]
    return sorted(filter(None, texts))


def by_number(rows: Sequence[InlineRow]) -> dict[str, InlineRow]:
    return {row.number: row for row in rows}


def is_several(field: forms.Field) -> bool:
    return isinstance(field, forms.ModelMultipleChoiceField)


# --- In words ---------------------------------------------------------------------------------


def in_words(fields: Fields, names: Sequence[str], values: Values | None) -> str:
    """What is in some fields, as their editor reads it."""
    if values is None:
        return ""
    said = {name: field_in_words(fields[name], values.get(name, [])) for name in names}
    if len(said) > 1 and values.get("rounded_to") == ["1"]:
        # That a number is printed to its last digit goes without saying.
        del said["rounded_to"]
    return " ".join(filter(None, said.values()))


def row_in_words(inline: Inline, row: InlineRow) -> str:
    return " · ".join(
        filter(None, (in_words(inline.fields, [n], row.values) for n in inline.fields))
    )


def field_in_words(field: forms.Field, values: list[str]) -> str:
    if isinstance(widget_of(field), forms.CheckboxInput):
        return _("yes") if any(values) else _("no")
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(_names(field, [value for value in values if value]))
    if isinstance(field, forms.ChoiceField):
        labels = {str(value): str(label) for value, label in widget_of(field).choices}
        return ", ".join(labels.get(value, value) for value in values)
    return "\n".join(values)


def _names(field: Any, numbers: list[str]) -> list[str]:
    rows = field.queryset.filter(pk__in=[number for number in numbers if is_number(number)])
    found = {str(row.pk): field.label_from_instance(row) for row in rows}
    return [found.get(number, _("a row that is gone")) for number in numbers]


def language_of(model: type[models.Model], name: str) -> str:
    column: Any = model._meta.get_field(name)
    return column.language if isinstance(column, TranslationField) else ""
