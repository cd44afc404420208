"""Which section of the site a page stands in."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("_navigation_link.html", takes_context=True)
def section(context: Context, route: str, name: str) -> dict[str, Any]:
    """A link to a section, marked on the section's own page and on those below it."""
    address, path = reverse(route), context["request"].path
    current = "page" if path == address else "true" if path.startswith(address) else ""
    return {"address": address, "name": name, "current": current}
