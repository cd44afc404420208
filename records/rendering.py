"""Parts of a page that say the same whenever they are given the same."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

from .languages import active_language


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
