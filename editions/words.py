"""What a content says, as the record's own page would say it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from records.days import day_in_words
from records.languages import active_language, active_locale, in_a_row
from records.models import QUANTITY, Quantified
from records.partial_dates import PartialDate

from .content import Content, columns_of, kind_of

Naming = Callable[[type[models.Model], int], str]
"""What a linked row is called, by its model and number."""


@dataclass(frozen=True)
class Stated:
    """One column that says something."""

    name: str
    label: str
    words: str
    language: str = ""
    """Of the words, where it may not be the page's."""


def names_in(content: Content) -> Naming:
    """Linked rows are called what they were called when the content was written."""

    def naming(model: type[models.Model], number: int) -> str:
        row = content.get("linked", {}).get(kind_of(model), {}).get(str(number), {})
        if "quotation" in row:
            words: str = _("“%(quotation)s” (%(place)s, %(source_label)s)") % row
            return words
        return str(row.get("label") or _("a row that is gone"))

    return naming


def stated_columns(
    model: type[models.Model], values: dict[str, Any], naming: Naming
) -> Iterator[Stated]:
    """The columns of a row that are not empty, in the order of the model."""
    for field in columns_of(model):
        if words := in_words(model, field, values, naming):
            language = field.language if isinstance(field, TranslationField) else ""
            yield Stated(field.name, label_of(model, field), words, language)


def label_of(model: type[models.Model], field: Any) -> str:
    """What a column is called; a text in another language than the page's says so."""
    if field.name == "value" and issubclass(model, Quantified):
        return _("Strength") if kind_of(model) == "rotation" else _("Figure")
    if not isinstance(field, TranslationField):
        return capfirst(str(field.verbose_name))
    label = capfirst(str(field.translated_field.verbose_name))
    if field.language == active_language():
        return label
    language = get_language_info(field.language)["name_translated"]
    return _("%(label)s (%(language)s)") % {"label": label, "language": language}


def in_words(model: type[models.Model], field: Any, values: dict[str, Any], naming: Naming) -> str:
    """What a column says to a reader; empty where it says nothing of its own."""
    value = values.get(field.name)
    if issubclass(model, Quantified) and field.name in QUANTITY:
        if field.name != "value" or value is None:
            return ""
        stated = {name: values[name] for name in QUANTITY if values.get(name)}
        return str(model(**{"value": value} | stated).quantity_in_words)
    if value in (None, "", []):
        return ""
    if field.is_relation:
        numbers = value if isinstance(value, list) else [value]
        return in_a_row(sorted(naming(field.related_model, number) for number in numbers))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(field.to_python(value))


def _plain(value: Any) -> str:
    match value:
        case bool():
            return _("yes") if value else _("no")
        case PartialDate():
            return value.in_words()
        case date():
            return day_in_words(value)
        case int() | Decimal():
            return str(format_decimal(value, locale=active_locale(), decimal_quantization=False))
    return str(value)


def label_of_field(model: type[models.Model], name: str) -> str:
    """What a citation is about; empty: the record as a whole."""
    if name in getattr(model, "citable_parts", ()):
        relation: Any = model._meta.get_field(name)
        return capfirst(str(relation.related_model._meta.verbose_name_plural))
    return label_of(model, model._meta.get_field(name)) if name else ""


def in_first_language(values: dict[str, Any], name: str) -> str:
    """A translated text in the reader's language, or else in the first that has it."""
    codes = [active_language(), *(code for code, _name in settings.LANGUAGES)]
    return next((values[f"{name}_{code}"] for code in codes if values.get(f"{name}_{code}")), "")
