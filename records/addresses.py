"""Addresses of pages."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.core.exceptions import ObjectDoesNotExist
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language

_PLAIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
"""Words that stand in an address as they are."""


def page_address(view: str, *words: str | int) -> str:
    """`reverse`, which costs more than all else that is written of a record."""
    if not all(map(_is_plain, words)):
        return reverse(view, args=words)
    language = get_language() if _addresses_name_languages() else ""
    return _form(view, tuple(map(type, words)), language, get_script_prefix()) % words


def _addresses_name_languages() -> bool:
    return is_language_prefix_patterns_used(settings.ROOT_URLCONF)[0]


def address_of(row: Any) -> str:
    """The address of a row's page; empty if it has none, a slug that no address can hold, or does
    not say yet what it belongs to."""
    if not hasattr(row, "get_absolute_url"):
        return ""
    try:
        return str(row.get_absolute_url())
    except (NoReverseMatch, ObjectDoesNotExist):
        return ""


def _is_plain(word: str | int) -> bool:
    return 0 < word < 10**9 if isinstance(word, int) else bool(_PLAIN.match(word))


@lru_cache(maxsize=512)
def _form(view: str, kinds: tuple[type, ...], _language: str | None, _prefix: str) -> str:
    """The address of a view with a place for each word."""
    stand_ins = [str(900_000_001 + n) for n in range(len(kinds))]
    words = [
        int(stand_in) if kind is int else stand_in
        for kind, stand_in in zip(kinds, stand_ins, strict=True)
    ]
    address = reverse(view, args=words).replace("%", "%%")
    for stand_in in stand_ins:
        address = address.replace(stand_in, "%s")
    return address
