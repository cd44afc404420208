"""What claims, figures and series are about, with links."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records.models import Record
from records.rendering import shown_in_a_row

register = template.Library()


@register.simple_tag
def about(subjects: Sequence[Record]) -> SafeString | str:
    """Such as "jointly Iraq and Western Sahara"; nothing is the country."""
    if not subjects:
        return str(_("Kazakhstan"))
    missions = shown_in_a_row(subjects)
    if len(subjects) == 1:
        return missions
    return format_html(str(_("jointly %(missions)s")) % {"missions": "{}"}, missions)
