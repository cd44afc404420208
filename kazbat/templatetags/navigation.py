"""The top of all pages, and which part of the site a page stands in."""

from __future__ import annotations

import re

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from records.addresses import page_address
from records.rendering import kept_part

register = template.Library()

MENU = (
    (
        _("Missions"),
        ("missions:mission-list", "missions:rotation-list", "missions:unit-list",
         "missions:claim-list", "missions:series-list"),
    ),
    (_("People"), ("personnel:person-list",)),
    (_("Disputed"), ("conflicts",)),
    (_("Unknown"), ("gaps",)),
    (_("Sources"), ("sources:source-list",)),
)  # fmt: skip
"""Each leads to its first page, and is marked on all of them and on what stands below them."""


@register.simple_tag(takes_context=True)
def header(context: Context) -> SafeString:
    """The top of a page, marked where it leads to the page itself or to what stands above it."""
    path = context["request"].path
    menu = []
    for name, routes in MENU:
        addresses = [page_address(route) for route in routes]
        menu.append((addresses[0], name, _mark(addresses, path)))
    return kept_part("_header.html", menu=tuple(menu))


def _mark(addresses: list[str], path: str) -> str:
    if path == addresses[0]:
        return "page"
    return "true" if path.startswith(tuple(addresses)) else ""


@register.simple_tag(takes_context=True)
def words_of_address(context: Context) -> str:
    """What somebody may have looked for at an address that leads nowhere: its last words."""
    parts = [part for part in context["request"].path.split("/") if part]
    return " ".join(re.findall(r"[^\W_]+", parts[-1]))[:100] if parts else ""
