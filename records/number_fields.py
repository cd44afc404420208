"""Form fields for numbers as people write them."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .numbers import TypedNumber, read_number
from .quantities import Comparator

MAX_LENGTH = 100
_IN_DIGITS = re.compile(r"\s*-?[0-9]+\s*")


class WholeNumberField(forms.IntegerField):
    """A bare number: "4 500 000", "1,200", "ten", "9th".

    A browser's own field for numbers would make 45 of "4,5 million", and nothing of "270+".
    """

    default_error_messages = {
        "min_value": _("Write %(limit_value)s or a larger number."),
        "max_value": _("This number is too large."),
    }
    attributes: ClassVar[dict[str, Any]] = {"inputmode": "numeric", "class": "vIntegerField"}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput(self.attributes)} | kwargs)

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or _IN_DIGITS.fullmatch(value) or not value.strip():
            return super().to_python(value)
        if len(value) > MAX_LENGTH or not " ".join(value.split()).isprintable():
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return self.number_of(value)

    def number_of(self, text: str) -> int:
        """What a text means that is more than digits."""
        typed = self.typed(text)
        if typed != TypedNumber(typed.value, is_ordinal=typed.is_ordinal):
            raise self.no_number(text)
        return typed.value

    def typed(self, text: str) -> TypedNumber:
        try:
            return read_number(text)
        except ValidationError:
            raise self.no_number(text) from None

    def no_number(self, text: str) -> ValidationError:
        message = _("“%(text)s” is not a whole number, such as 270 or 4,500,000.")
        return ValidationError(message, "invalid", {"text": text})


class QuantityField(WholeNumberField):
    """A number with whatever bound stands beside it; the form of its row keeps the bound."""

    attributes: ClassVar[dict[str, Any]] = {"size": 20}

    def number_of(self, text: str) -> int:
        return read_number(text).value

    def said_beside(self, text: Any) -> dict[str, Any]:
        """What a text that could be read says of the columns beside the number."""
        typed = read_number(str(text))
        said = {"comparator": typed.comparator, "upper": typed.upper}
        if typed.rounded_to > 1:
            said["rounded_to"] = typed.rounded_to
        return {name: value for name, value in said.items() if value is not None}


class AtLeastField(WholeNumberField):
    """The smallest number that is asked for: "270", "270+", "more than 270"."""

    def number_of(self, text: str) -> int:
        typed = self.typed(text)
        if typed.comparator in (None, Comparator.EXACTLY, Comparator.AT_LEAST):
            return typed.value
        if typed.comparator == Comparator.MORE_THAN:
            return typed.value + 1
        message = _("“%(text)s” is no smallest number. Write %(number)s for at least %(number)s.")
        raise ValidationError(message, "invalid", {"text": text, "number": typed.value})


class CoordinateField(forms.DecimalField):
    """Degrees, with a point or a comma.

    A browser's own field for numbers would make 332 of 33,2.
    """

    default_error_messages = {
        "min_value": _("Write no fewer degrees than %(limit_value)s."),
        "max_value": _("Write no more degrees than %(limit_value)s."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput({"inputmode": "decimal"})} | kwargs)

    def to_python(self, value: Any) -> Any:
        is_comma = isinstance(value, str) and value.count(",") == 1 and "." not in value
        return super().to_python(value.replace(",", ".") if is_comma else value)
