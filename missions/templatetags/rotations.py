"""Rows of the tables of rotations, of which a mission has up to a hundred."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from missions.models import Rotation
from records.rendering import filled_part
from records.templatetags.records import state_tag
from sources.templatetags.evidence import missing, notes

register = template.Library()


@register.simple_tag(takes_context=True)
def rotation_cells(context: Context, rotation: Rotation, name: object = "") -> SafeString:
    """Under a name, or else its number."""
    period = rotation.period.in_words() if rotation.period else ""
    strength = rotation.quantity_in_words
    # In the order in which they are shown, since that decides their numbers.
    return filled_part(
        "missions/_rotation_cells.html",
        address=rotation.get_absolute_url(),
        name=str(name),
        number=str(rotation.number),
        tag=state_tag(rotation),
        notes=notes(context, rotation, "number"),
        period=period,
        period_notes=_notes(context, rotation, "period", period),
        strength=strength,
        strength_notes=_notes(context, rotation, "value", strength),
    )


def _notes(context: Context, rotation: Rotation, column: str, words: str) -> SafeString:
    """Of what a column states, or of what others say where it states nothing."""
    if words:
        return notes(context, rotation, column)
    return missing(context, rotation, column)
