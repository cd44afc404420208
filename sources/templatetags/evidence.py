"""Shows what a record states, with what the statement rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import apnumber
from django.db import models
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import ngettext

from records.languages import active_language
from records.models import Quantified, Record
from records.partial_dates import PartialDate
from records.prefetching import linked
from records.rendering import (
    Filling,
    filled_part,
    filling,
    joined,
    keeping,
    kept_part,
    shown_in_a_row,
)
from records.statedness import Statedness
from sources.evidence import EVERY_FIELD, Evidence, Note
from sources.models import SAYS_MORE, Source

register = template.Library()

Noting = Callable[..., SafeString]
"""The numbers of a record's notes: of all, of some fields, or (empty) of it as a whole."""

Quoting = Callable[[], SafeString]
"""The quotations behind the notes shown since the last call, for beside the statement."""

MOST_OF_FIRST = 8
"""Sentences of one source that stand beside a record in a list."""


@register.simple_tag(takes_context=True)
def note_marks(context: Context, numbers: Iterable[int]) -> SafeString:
    """The numbers of notes, each a link to its quotation."""
    evidence: Evidence = context["evidence"]
    return kept_part("sources/_notes.html", marks=evidence.marks(numbers))


@register.simple_tag(takes_context=True)
def notes(context: Context, record: Record, field: str | Sequence[str] = EVERY_FIELD) -> SafeString:
    """The numbers of a record's notes: of all, of some fields, or (empty) of it as a whole."""
    return noting(context)(record, field)


def noting(context: Context) -> Noting:
    """`notes`, for many records in a row."""
    evidence: Evidence = context["evidence"]
    written = keeping("sources/_notes.html")

    def noted(record: Record, field: str | Sequence[str] = EVERY_FIELD) -> SafeString:
        fields = [field] if isinstance(field, str) else field
        found = [note for name in fields for note in evidence.of(record, name)]
        return written(marks=evidence.marks([evidence.number(note) for note in found]))

    return noted


@register.inclusion_tag("sources/_first_notes.html", takes_context=True)
def first_notes(context: Context, record: Record) -> dict[str, Any]:
    """Where many sentences would crowd out all else: those of a record's first source, and how many
    more there are.

    Pieces of one text may say it only together. The record's own page, to which that leads, has
    them all.
    """
    evidence: Evidence = context["evidence"]
    notes = evidence.of(record)
    of_first = [note for note in notes if note.passage.source_id == notes[0].passage.source_id]
    shown = of_first[:MOST_OF_FIRST]
    further = {note.passage.pk for note in notes} - {note.passage.pk for note in shown}
    return {
        "evidence": evidence,
        "record": record,
        "numbers": [evidence.number(note) for note in shown],
        "further": len(further),
    }


@register.simple_tag(takes_context=True)
def numbers_of(context: Context, notes: Sequence[Note]) -> SafeString:
    """The numbers of notes that are at hand."""
    evidence: Evidence = context["evidence"]
    return note_marks(context, [evidence.number(note) for note in notes])


@register.simple_tag(takes_context=True)
def agreement(context: Context, record: Record) -> str:
    """That several sources say what a record states; of one, its note says enough."""
    evidence: Evidence = context["evidence"]
    number = evidence.sources_saying(record)
    if number <= 1:
        return ""
    words = ngettext("%(number)s source says so", "%(number)s sources say so", number)
    return capfirst(words % {"number": apnumber(number)})


@register.simple_tag(takes_context=True)
def quotations(context: Context) -> SafeString:
    """The quotations behind the notes shown since the last call, for beside the statement.

    One that stands further up is not repeated, unless there is more to say of it here.
    """
    return quoting(context)()


def quoting(context: Context) -> Quoting:
    """`quotations`, for many records in a row."""
    evidence: Evidence = context["evidence"]
    write = _writing_quotations()

    def quoted() -> SafeString:
        waiting = evidence.take_waiting()
        return write([one for one in waiting if one["is_new"] or one["note"].needs_words])

    return quoted


@register.simple_tag(takes_context=True)
def folded_quotations(context: Context, *, is_open: bool = False) -> SafeString:
    """The same of one statement, by their beginnings too, under a line that says whose they are."""
    evidence: Evidence = context["evidence"]
    waiting = evidence.take_waiting()
    sources = list(
        {one["note"].passage.source_id: one["note"].passage.source for one in waiting}.values()
    )
    return filled_part(
        "sources/_folded_quotations.html",
        quotations=_writing_quotations()(waiting),
        number=len(sources),
        name=_work_of(sources[0]) if sources else "",
        date=_date_of(sources[0]) if sources else "",
        is_open=is_open,
    )


def _writing_quotations() -> Callable[[Sequence[Mapping[str, Any]]], SafeString]:
    whole, again = filling("sources/_quotation.html"), filling("sources/_quotation_again.html")
    around = filling("sources/_quotations.html")

    def write(shown: Sequence[Mapping[str, Any]]) -> SafeString:
        if not shown:
            return SafeString("")
        return around(quotations=joined(_quotation(whole, again, **one) for one in shown))

    return write


def _quotation(
    whole: Filling, again: Filling, note: Note, number: int, *, is_new: bool, is_first: bool
) -> SafeString:
    passage, stance = note.passage, ""
    source = passage.source
    if note.needs_words:
        stance = render_to_string("sources/_stance.html", {"note": note})
    if not is_new:
        return again(
            number=str(number),
            words=Truncator(passage.quotation).words(7),
            language=source.language,
            stance=stance,
        )
    reader = active_language()
    return whole(
        number=str(number),
        words=passage.quotation,
        language=source.language,
        translation=getattr(passage, f"translation_{reader}") or "",
        translated_by=getattr(passage, f"translated_by_{reader}") or "",
        work=_work_of(source),
        date=_date_of(source),
        address=passage.get_absolute_url(),
        place=passage.place if passage.locator else "",
        live_url=passage.live_url,
        printed=source.url if is_first else "",
        archived_url=passage.archived_live_url,
        stance=stance,
    )


def _work_of(source: Source) -> str:
    return source.publisher or source.title


def _date_of(source: Source) -> str:
    return source.published.in_words() if source.published else ""


@register.simple_tag(takes_context=True)
def field(context: Context, record: Record, name: str, label: str = "") -> SafeString:
    """One column: what it states, what other sources say instead, or that no source states it."""
    evidence: Evidence = context["evidence"]
    column = record._meta.get_field(name)
    conflicting, refining = evidence.conflicting(record, name), evidence.refining(record, name)
    if evidence.statedness(record, name) == Statedness.CONTESTED:
        conflicting, refining = [*refining, *conflicting], []
    says_so = [note for note in evidence.of(record, name) if note.stance not in SAYS_MORE]
    marks = numbers_of(context, says_so)
    return filled_part(
        "sources/_field.html",
        name=name,
        label=str(label or capfirst(str(getattr(column, "verbose_name", name)))),
        values=shown_in_a_row(_in_words(record, column)),
        is_contested=evidence.statedness(record, name) == Statedness.CONTESTED,
        marks=marks,
        refining=tuple((note.says, numbers_of(context, [note])) for note in refining),
        conflicting=tuple((note.says, numbers_of(context, [note])) for note in conflicting),
    )


@register.simple_tag(takes_context=True)
def missing(
    context: Context, record: Record, name: str, *, quietly: bool = False, in_words: bool = False
) -> SafeString:
    """Of a column without a value: what sources say of it, or (if not quietly) that none does.

    A dash says so, which the legend of a table explains, or words.
    """
    evidence: Evidence = context["evidence"]
    notes = [*evidence.refining(record, name), *evidence.conflicting(record, name)]
    if notes:
        return _contested(evidence, notes)
    if quietly:
        return SafeString("")
    return kept_part("records/_not_stated.html" if in_words else "records/_dash.html")


@register.simple_tag(takes_context=True)
def differing(context: Context, record: Record, name: str) -> SafeString:
    """Beside the value of a column: what other sources say instead, if any does."""
    evidence: Evidence = context["evidence"]
    notes = evidence.conflicting(record, name)
    return _contested(evidence, notes) if notes else SafeString("")


def _contested(evidence: Evidence, notes: list[Note]) -> SafeString:
    said = _said(evidence, notes)
    return render_to_string("sources/_contested.html", {"evidence": evidence, "said": said})


@register.simple_tag(takes_context=True)
def contested_fields(context: Context, record: Record, *names: str) -> SafeString:
    """The columns, with or without a value, of which sources say something else."""
    evidence: Evidence = context["evidence"]
    found = {}
    for name in names:
        notes = evidence.conflicting(record, name)
        if evidence.statedness(record, name) == Statedness.CONTESTED:
            notes = [*evidence.refining(record, name), *notes]
        if notes:
            label = capfirst(str(record._meta.get_field(name).verbose_name))  # type: ignore[union-attr] # columns have one
            found[label] = _said(evidence, notes)
    if not found:
        return SafeString("")
    shown = {"evidence": evidence, "fields": found}
    return render_to_string("sources/_contested_fields.html", shown)


def _said(evidence: Evidence, notes: list[Note]) -> list[dict[str, Any]]:
    return [{"says": note.says, "numbers": [evidence.number(note)]} for note in notes]


def _in_words(record: Record, column: Any) -> list[Any]:
    """What a column says, for a reader; several values where it holds several."""
    if isinstance(column, models.ManyToManyField):
        return linked(record, column.name)
    if isinstance(record, Quantified) and column.name == "value":
        return [words] if (words := record.quantity_in_words) else []
    value = getattr(record, column.name)
    if isinstance(value, PartialDate):
        return [value.in_words()]
    if column.choices and value:
        return [getattr(record, f"get_{column.name}_display")()]
    return [] if value in (None, "") else [value]
