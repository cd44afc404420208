"""What no text of the register may hold, whichever door it comes through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_TURNING = "\u202a-\u202e\u2066-\u2069"
_NO_LETTER = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff9-\uffff"
    r"\U000f0000-\U0010ffff"
)
"""Control characters other than tabs and line ends, halves of characters, marks of what was lost,
and what each font draws as it likes: files made from PDFs are full of them."""
_HIDDEN = re.compile(f"(?P<turning>[{_TURNING}])|[{_NO_LETTER}]")
LONGEST_SENTENCE = 1_000
"""Of what is to be one whole sentence."""
TOO_LONG = gettext_lazy("Write at most %(limit_value)d letters: these are %(show_value)d.")


def is_plain(text: str) -> bool:
    """Whether readers see all its characters, in the order in which they stand."""
    return not _HIDDEN.search(text)


def refuse_hidden(text: str) -> None:
    if not (found := _HIDDEN.search(text)):
        return
    if found["turning"]:
        message = _(
            "Character %(place)d is invisible and turns the direction of the text (%(code)s): "
            "readers would see other words than stand there. Take it out."
        )
    else:
        message = _("Character %(place)d is none that can be read (%(code)s). Take it out.")
    params = {"place": found.start() + 1, "code": f"U+{ord(found.group()):04X}"}
    raise ValidationError(message, "hidden", params)


def errors_in_texts(row: models.Model, exclude: set[str]) -> Iterator[tuple[str, ValidationError]]:
    """By column; what the columns' own rules say is not among it."""
    for field in row._meta.concrete_fields:
        text: Any = row.__dict__.get(field.attname)
        if field.name in exclude or not isinstance(text, str):
            continue
        try:
            refuse_hidden(text)
            if isinstance(field, models.TextField):
                refuse_too_long(field, text)
        except ValidationError as error:
            yield field.name, error


def refuse_too_long(field: models.TextField[Any, Any], text: str) -> None:
    """Of a text without a limit in the database."""
    if field.max_length and len(text) > field.max_length:
        params = {"limit_value": field.max_length, "show_value": len(text)}
        raise ValidationError(TOO_LONG, "max_length", params)
