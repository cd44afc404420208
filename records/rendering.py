"""Values in a row, and parts of a page that say the same whenever they are given the same."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .languages import active_language, in_a_row


def shown_in_a_row(values: Iterable[object]) -> SafeString:
    """Such as "Iraq, Lebanon, and Western Sahara", each a link to its page if it has one."""
    shown = [_with_link(value) for value in values]
    return format_html(in_a_row("{}" for _value in shown), *shown) if shown else SafeString("")


def _with_link(value: object) -> object:
    address = getattr(value, "get_absolute_url", None)
    return format_html('<a href="{}" dir="auto">{}</a>', address(), value) if address else value


def kept_part(template: str, **values: Hashable) -> SafeString:
    """What a template makes of these values alone; written once, and then kept.

    On one's own machine templates are changed, and nothing is kept.
    """
    if settings.DEBUG:
        return render_to_string(template, values)
    return _kept(template, active_language(), get_script_prefix(), **values)


@lru_cache(maxsize=2048, typed=True)
def _kept(template: str, _language: str, _prefix: str, **values: Hashable) -> SafeString:
    return render_to_string(template, values)
