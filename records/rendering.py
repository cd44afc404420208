"""Values in a row, and parts of a page that are written once and then kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from html import escape
from itertools import count
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from .languages import active_language, in_a_row


def shown_in_a_row(values: Iterable[object]) -> SafeString:
    """Such as "Iraq, Lebanon, and Western Sahara", each a link to its page if it has one."""
    shown = [_with_link(value) for value in values]
    if len(shown) == 1:
        return format_html("{}", *shown)
    return format_html(in_a_row("{}" for _value in shown), *shown) if shown else SafeString("")


def _with_link(value: object) -> object:
    address = getattr(value, "get_absolute_url", None)
    return format_html('<a href="{}" dir="auto">{}</a>', address(), value) if address else value


def kept_part(template: str, **values: Hashable) -> SafeString:
    """What a template makes of these values alone; written once, and then kept.

    On one's own machine templates are changed, and nothing is kept.
    """
    return keeping(template)(**values)


def keeping(template: str) -> Callable[..., SafeString]:
    """`kept_part` of one template, for many in a row: to ask for the language takes longer."""
    if settings.DEBUG:
        return partial(_rendered, template)
    return partial(_kept, template, active_language(), get_script_prefix())


@lru_cache(maxsize=2048, typed=True)
def _kept(template: str, _language: str, _prefix: str, **values: Hashable) -> SafeString:
    return _rendered(template, **values)


def _rendered(template: str, **values: Any) -> SafeString:
    return render_to_string(template, values)


def shortened(text: str, letters: int) -> str:
    """A text of no more letters, cut where it must be; Django also counts what need not be cut."""
    return text if len(text) <= letters else Truncator(text).chars(letters)


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Parts of a page one after the other."""
    return SafeString("".join(parts))


# --- Parts of which only the texts differ ---------------------------------------------------------

Told = str | int | None | tuple["Told", ...]
"""Of a tuple each text is one of its own: keep it short, since each length is another form."""

MOST_FORMS = 500
"""Of one template; beyond it they are written anew, so that memory stays."""

_STAND_IN = "\ue000{}\ue001"
_STAND_INS = re.compile("\ue000([0-9]+)\ue001")


Filling = Callable[..., SafeString]
"""A template in the active language, to be called with `Told` values by their names."""


def filled_part(template: str, **values: Told) -> SafeString:
    """What a template makes of these values; written once for all texts, which are filled in.

    The template may print a text and ask whether it is empty, and nothing else: no filter sees what
    will stand there. On numbers, truth values and the empty text it may depend as it likes.
    """
    return filling(template)(**values)


def filling(template: str) -> Filling:
    """`filled_part` of one template, for many in a row: to ask for the language takes longer."""
    if settings.DEBUG:
        return partial(_rendered, template)
    return _filling(template, active_language(), get_script_prefix())


@lru_cache(maxsize=512)
def _filling(template: str, _language: str, _prefix: str) -> _Filling:
    return _Filling(template)


class _Filling:
    def __init__(self, template: str) -> None:
        self.template = template
        self.forms: dict[Any, tuple[str, tuple[tuple[int, str], ...]]] = {}

    def __call__(self, **values: Told) -> SafeString:
        texts: list[str] = []
        shape = tuple([_shape(value, texts) for value in values.values()])
        form = self.forms.get((*values, shape))
        if form is None:
            if len(self.forms) >= MOST_FORMS:
                self.forms = {}
            form = self.forms[(*values, shape)] = _form(self.template, values)
        first, rest = form
        parts = [first]
        for place, piece in rest:
            text = texts[place]
            parts.append(text if text.__class__ is SafeString else escape(text))
            parts.append(piece)
        return SafeString("".join(parts))


def _shape(value: Told, texts: list[str]) -> Any:
    """What of a value the template may depend on; its texts are noted."""
    if isinstance(value, str):
        if not value:
            return ""
        texts.append(value)
        return "text"
    if isinstance(value, tuple):
        return tuple([_shape(one, texts) for one in value])
    # 1 is not True.
    return value if value is None or value.__class__ is bool else ("number", value)


def _form(template: str, values: Mapping[str, Told]) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The template's words up to the first text; then each text's place, and what follows it."""
    numbers = count()
    stand_ins = {name: _with_stand_ins(value, numbers) for name, value in values.items()}
    first, *rest = _STAND_INS.split(render_to_string(template, stand_ins))
    pieces = [first, *rest[1::2]]
    if any("\ue000" in piece or "\ue001" in piece for piece in pieces):
        raise ValueError(f"{template} changes a text that is filled in: it may only print it.")
    return first, tuple(zip(map(int, rest[::2]), rest[1::2], strict=True))


def _with_stand_ins(value: Told, numbers: Iterator[int]) -> Any:
    if isinstance(value, str):
        return _STAND_IN.format(next(numbers)) if value else ""
    if isinstance(value, tuple):
        return tuple([_with_stand_ins(one, numbers) for one in value])
    return value
