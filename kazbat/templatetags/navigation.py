"""The top of all pages, and which section of the site a page stands in."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from records.addresses import page_address
from records.rendering import kept_part

register = template.Library()

SECTIONS = (
    (
        ("missions:mission-list", _("Missions")),
        ("personnel:person-list", _("Personnel")),
        ("missions:rotation-list", _("Rotations")),
        ("missions:claim-list", _("Claims")),
        ("missions:series-list", _("Series")),
        ("sources:source-list", _("Sources")),
    ),
    (
        ("timeline", _("Timeline")),
        ("charts", _("Figures")),
        ("conflicts", _("Conflicts")),
        ("gaps", _("Gaps")),
        ("changes", _("Changes")),
    ),
)


@register.simple_tag(takes_context=True)
def header(context: Context) -> SafeString:
    """The top of a page, marked where it leads to the page itself or to what stands above it."""
    path = context["request"].path
    sections = tuple(
        tuple((page_address(route), name, _mark(page_address(route), path)) for route, name in part)
        for part in SECTIONS
    )
    return kept_part("_header.html", sections=sections)


def _mark(address: str, path: str) -> str:
    return "page" if path == address else "true" if path.startswith(address) else ""
