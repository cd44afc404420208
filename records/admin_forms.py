"""What the admin's forms understand, and how they say what they do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class RegisterForm(forms.ModelForm[Any]):
    """Says one thing at a time: where a field could not be read, no rule of its row is quoted.

    Constraints keep to that by themselves; what a model's `clean` says of the field is left out.
    """

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            left = {name: e for name, e in errors.error_dict.items() if name not in self.errors}
            errors = ValidationError(left)
        super()._update_errors(errors)  # type: ignore[misc] # Django's types leave it out


class WholeNumberField(forms.IntegerField):
    """A number as people write it, with spaces between the thousands if they like.

    A browser's own field for numbers would make 45 of "4,5 million", and nothing of "270+".
    """

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"inputmode": "numeric", "class": "vIntegerField"}
        super().__init__(**kwargs | {"widget": forms.TextInput(attributes)})

    def to_python(self, value: Any) -> int | None:
        text = "".join(value.split()) if isinstance(value, str) else value
        try:
            return super().to_python(text)
        except ValidationError:
            message = _("“%(typed)s” is not a whole number in digits, such as 4500000.")
            raise ValidationError(message, "invalid", {"typed": value}) from None


NUMBERS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    # As above: a browser's own field would make 332 of 33,2.
    models.DecimalField: {"widget": forms.TextInput({"inputmode": "decimal"})},
    models.PositiveBigIntegerField: {"form_class": WholeNumberField},
    models.PositiveIntegerField: {"form_class": WholeNumberField},
    models.PositiveSmallIntegerField: {"form_class": WholeNumberField},
}


class _NumbersOfRows:
    """Shows the form again whatever was sent; what is no row has its message at the field."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        rows = [one for one in value if one == "" or (one.isascii() and one.isdigit())]
        return super().optgroups(name, rows, attr)  # type: ignore[misc] # of the select beside


class RowSelect(_NumbersOfRows, AutocompleteSelect):
    """One related row, found by typing."""


class RowSelectMultiple(_NumbersOfRows, AutocompleteSelectMultiple):
    """Several related rows, found by typing."""
