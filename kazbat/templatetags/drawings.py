"""Labels, bars and rows of the drawings; a timeline has some hundreds of them."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kazbat.timeline.drawing import Drawing, Mark, Sort
from kazbat.timeline.reading import Entry
from missions.templatetags.about import about
from records.rendering import Filling, filling, joined, shortened
from records.templatetags.records import state_tag
from sources.templatetags.evidence import Noting, Quoting, differing, missing, noting, quoting

register = template.Library()

LONGEST_NAME = 120
"""In letters, of a mark for whoever hears the drawing."""
LONGEST_IN_A_LINK = 60


@register.simple_tag
def drawn_label(lines: Iterable[tuple[int, str]], length: str) -> SafeString:
    return _drawn_label(filling("kazbat/_drawn_label.html"), lines, length)


def _drawn_label(
    label: Filling,
    lines: Iterable[tuple[int, str]],
    length: str,
    x: str = "0",
    when: str = "",
    *,
    ends_at_the_edge: bool = False,
) -> SafeString:
    return label(
        length=length,
        lines=tuple([(str(y), line) for y, line in lines]),
        x=x,
        when=when,
        ends_at_the_edge=ends_at_the_edge,
    )


@register.simple_tag
def timeline_marks(drawing: Drawing, prefix: str) -> SafeString:
    """`prefix` names the fades that the drawing defines."""
    drawn, label = filling("kazbat/timeline/_mark.html"), filling("kazbat/_drawn_label.html")
    pieces = {sort: filling(f"kazbat/timeline/pieces/{sort}.html") for sort in Sort}
    height = str(drawing.bar_height)

    def shown(mark: Mark) -> SafeString:
        top, middle, when = str(mark.bar_top), str(mark.bar_middle), mark.when
        return drawn(
            kind=mark.entry.record_kind,
            anchor=mark.entry.anchor,
            when=when,
            name=shortened(mark.entry.name, LONGEST_NAME),
            top=str(mark.top),
            height=str(mark.height),
            pieces=joined(
                pieces[piece.sort](
                    x=piece.x,
                    width=piece.width,
                    top=top,
                    middle=middle,
                    height=height,
                    prefix=prefix,
                )
                for piece in mark.pieces
            ),
            short_label=_drawn_label(label, mark.short_label, "short", when=when),
            long_label=_drawn_label(
                label,
                mark.long_label,
                "long",
                mark.label_x,
                when,
                ends_at_the_edge=mark.label_ends_at_the_edge,
            ),
        )

    return joined(map(shown, drawing.marks))


@register.simple_tag(takes_context=True)
def timeline_rows(context: Context, entries: Iterable[Entry]) -> SafeString:
    """Rows of one of the tables; that of what has a date begins with it."""
    row = filling("kazbat/timeline/_row.html")
    notes, quotations = noting(context), quoting(context)
    return joined(_timeline_row(row, notes, quotations, context, entry) for entry in entries)


def _timeline_row(
    row: Filling, notes: Noting, quotations: Quoting, context: Context, entry: Entry
) -> SafeString:
    record, field = entry.record, entry.period_field
    when_notes = contested = missing_period = SafeString("")
    if entry.period:
        differs = differing(context, record, field or "period")
        when_notes = joined([notes(record, field), differs]) if field else differs
    what_notes = notes(record, entry.what_fields)
    if getattr(record, "is_contested", False):
        contested = render_to_string("slots/contested.html", {"claim": record, "quietly": True})
    if not entry.period:
        missing_period = missing(context, record, field or "period", quietly=True)
    return row(
        anchor=entry.anchor,
        is_dated=bool(entry.period),
        when=entry.period.in_words() if entry.period else "",
        when_notes=when_notes,
        name=shortened(entry.name, LONGEST_IN_A_LINK),
        address=record.get_absolute_url(),
        what=str(entry.what),
        what_notes=what_notes,
        tag=state_tag(record),
        contested=contested,
        missing=missing_period,
        period_words=getattr(record, "period_words", ""),
        about=about(entry.subjects),
        kind=str(entry.kind),
        quotations=quotations(),
    )
