"""What claims, figures and series are about, with links."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from missions.models import Mission, Rotation, Unit
from records.languages import in_a_row

register = template.Library()


@register.simple_tag
def about(subjects: Sequence[Mission | Rotation | Unit]) -> SafeString | str:
    """Such as "jointly Iraq and Western Sahara"; nothing is the country."""
    links = [format_html('<a href="{}">{}</a>', one.get_absolute_url(), one) for one in subjects]
    match links:
        case []:
            return str(_("Kazakhstan"))
        case [link]:
            return link
    places = in_a_row("{}" for _link in links)
    return format_html(str(_("jointly %(missions)s")) % {"missions": places}, *links)
