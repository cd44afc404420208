"""Values in a row, and parts of a page that are written once and then kept."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

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


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Parts of a page one after the other."""
    return SafeString("".join(parts))


# --- Parts of which only the texts differ ---------------------------------------------------------

Told = str | int | None | tuple["Told", ...]
"""Of a tuple each text is one of its own: keep it short, since each length is another form."""

_STAND_IN = "\ue000{}\ue001"
_STAND_INS = re.compile("\ue000([0-9]+)\ue001")


def filled_part(template: str, **values: Told) -> SafeString:
    """What a template makes of these values; written once for all texts, which are filled in.

    The template may print a text and ask whether it is empty, and nothing else: no filter sees what
    will stand there. On numbers, truth values and the empty text it may depend as it likes.
    """
    if settings.DEBUG:
        return render_to_string(template, values)
    texts: list[str] = []
    shape = tuple((name, _shape(value, texts)) for name, value in values.items())
    first, rest = _form(template, active_language(), get_script_prefix(), shape)
    parts = [first]
    for place, piece in rest:
        text = texts[place]
        parts.append(text if isinstance(text, SafeString) else escape(text))
        parts.append(piece)
    return SafeString("".join(parts))


class _Constant(NamedTuple):
    kind: type
    """1 is not True."""
    value: Any


def _shape(value: Told, texts: list[str]) -> Any:
    """A value with its texts, which are noted, taken out of it."""
    if isinstance(value, str):
        if value:
            texts.append(value)
        return bool(value)
    if isinstance(value, tuple):
        return tuple([_shape(one, texts) for one in value])
    return _Constant(type(value), value)


@lru_cache(maxsize=2048)
def _form(
    template: str, _language: str, _prefix: str, shape: tuple[tuple[str, Any], ...]
) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The template's words up to the first text; then each text's place, and what follows it."""
    texts: list[str] = []
    values: Mapping[str, Any] = {name: _with_stand_ins(value, texts) for name, value in shape}
    first, *rest = _STAND_INS.split(render_to_string(template, values))
    pieces = [first, *rest[1::2]]
    if any("\ue000" in piece or "\ue001" in piece for piece in pieces):
        raise ValueError(f"{template} changes a text that is filled in: it may only print it.")
    return first, tuple(zip(map(int, rest[::2]), rest[1::2], strict=True))


def _with_stand_ins(shape: Any, texts: list[str]) -> Any:
    if shape is True:
        texts.append(_STAND_IN.format(len(texts)))
        return texts[-1]
    if shape is False:
        return ""
    if isinstance(shape, _Constant):
        return shape.value
    return tuple([_with_stand_ins(one, texts) for one in shape])
