"""In which language a text is shown: the reader's, or else the first that has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from babel.lists import format_list
from babel.numbers import format_decimal
from django.conf import settings
from django.db.models import CharField, F, Model, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import translation
from modeltranslation.fields import TranslationField


def in_first_language(name: str) -> str:
    """The column in which editors write a text first, and see what is wrong with it."""
    return f"{name}_{settings.LANGUAGE_CODE}"


def columns_of(name: str) -> dict[str, str]:
    """The columns of a translated text, by language."""
    return {code: f"{name}_{code}" for code, _language in settings.LANGUAGES}


@cache
def translated_names(model: type[Model]) -> frozenset[str]:
    """The columns of texts that have one for each language."""
    fields: Any = model._meta.concrete_fields
    return frozenset(f.translated_field.name for f in fields if isinstance(f, TranslationField))


def active_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def active_locale() -> str:
    """The active language as Babel names it."""
    return translation.to_locale(active_language())


def said_in(language: str, words: Any) -> str | None:
    """Words of the register's own in a language; nothing if they are not translated into it."""
    with translation.override(settings.LANGUAGE_CODE):
        original = str(words)
    with translation.override(language):
        said = str(words)
    return None if said == original and language != settings.LANGUAGE_CODE else said


def in_digits(number: int) -> str:
    """As it is written in the active language."""
    return _in_digits(number, active_locale())


def writing_in_digits() -> Callable[[int], str]:
    """`in_digits`, for many in a row: to ask for the language takes longer."""
    locale = active_locale()
    return lambda number: _in_digits(number, locale)


@lru_cache(maxsize=4096)
def _in_digits(number: int, locale: str) -> str:
    return str(format_decimal(number, locale=locale))


def in_a_row(words: Iterable[str]) -> str:
    """Such as "Iraq, Lebanon and Western Sahara", in the active language."""
    return str(format_list(list(words), locale=active_locale()))


def any_of(words: Iterable[str]) -> str:
    """Such as "Iraq, Lebanon or Western Sahara", in the active language."""
    return str(format_list(list(words), style="or", locale=active_locale()))


def in_active_language(texts: Mapping[str, str | None]) -> str:
    """Of a text by language, the one to show; what a translated field of a record does itself."""
    return next(filter(None, (texts.get(code) for code in reading_order())), "") or ""


def shown_text(name: str) -> Coalesce:
    """`in_active_language` in SQL, of the translated text of this name."""
    nothing, columns = Value("", output_field=CharField()), columns_of(name)
    texts = (NullIf(F(columns[code]), nothing) for code in reading_order())
    return Coalesce(*texts, nothing, output_field=CharField())


def reading_order() -> list[str]:
    """The languages in which a text is looked for, the reader's first."""
    fallbacks: tuple[str, ...] = settings.MODELTRANSLATION_FALLBACK_LANGUAGES["default"]
    return list(dict.fromkeys((active_language(), *fallbacks)))
