"""How to cite a page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from records.rendering import filled_part
from sources.citing import CitedPage

register = template.Library()


@register.simple_tag
def citations(page: CitedPage) -> SafeString:
    forms = tuple((name, str(label), text, file) for name, label, text, file in page.forms())
    return filled_part("sources/_cite.html", forms=forms)
