"""What the admin's forms understand, and how they say what they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _

from .admin_input import is_number
from .fields import DayField
from .number_fields import CoordinateField, QuantityField, WholeNumberField
from .quantities import Comparator
from .texts import TOO_LONG, refuse_hidden

ASKED = "asked"
"""The code of what keeps a form from being saved though nothing is wrong with it."""


class ReasonField(forms.CharField):
    """Why something is done: a line to which the rules of the register's texts apply."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"class": "vTextField"})
        super().__init__(
            max_length=300,
            validators=[refuse_hidden],
            error_messages={"max_length": TOO_LONG},
            widget=widget,
            **kwargs,
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A browser would cut off what is pasted, and say nothing."""
        return {}


class RegisterForm(forms.ModelForm[Any]):
    """Says one thing at a time: where a field could not be read, no rule of its row is quoted.

    Constraints keep to that by themselves; what a model's `clean` says of the field is left out.
    A number that is typed with its bound, such as 270+, fills the fields of the bound too; one that
    is typed bare means exactly that number.
    """

    proposed_from: ClassVar[Mapping[str, Sequence[str]]] = {}
    """The fields from which a browser fills in another one: whoever writes those has it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                # A browser would cut off what is pasted, and say nothing.
                field.widget.attrs.pop("maxlength", None)
                field.error_messages["max_length"] = TOO_LONG

    def ask(self, name: str | None, message: Any) -> None:
        """Shows the form once more before it is saved, and does not call that an error."""
        self.add_error(name, ValidationError(message, ASKED))
        said: Any = self.errors[name or NON_FIELD_ERRORS]
        said.error_class += f" {ASKED}"

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc] # Django's types leave it out
        for name, field in self.fields.items():
            number = self.cleaned_data.get(name)
            if isinstance(field, QuantityField) and number is not None:
                self._keep_what_is_said_of(name, field.said_beside(self[name].data))
                self._fill_in_the_bound(number)

    def bound_of_bare(self, number: int) -> dict[str, Any]:
        """What a number says of the columns beside it that is typed without any bound."""
        is_span = self.cleaned_data.get("upper") is not None
        return {"comparator": Comparator.BETWEEN if is_span else Comparator.EXACTLY}

    def _fill_in_the_bound(self, number: int) -> None:
        if self.cleaned_data.get("comparator") == "":
            said = {n: v for n, v in self.bound_of_bare(number).items() if n in self.cleaned_data}
            for name, value in said.items():
                if self.cleaned_data[name] in ("", None, self.fields[name].initial):
                    self.cleaned_data[name] = value

    def _keep_what_is_said_of(self, number: str, said: dict[str, Any]) -> None:
        for name, value in said.items():
            params = {"text": self[number].data}
            if name in self.errors:
                continue
            if name not in self.fields:
                message = _("“%(text)s” says more than can be kept here: write the number alone.")
                self.add_error(number, ValidationError(message, params=params))
            elif self.cleaned_data[name] not in ("", None, self.fields[name].initial, value):
                params["label"] = str(self.fields[name].label)
                message = _("“%(text)s” and “%(label)s” differ: change or clear one of them.")
                self.add_error(number, ValidationError(message, params=params))
            else:
                self.cleaned_data[name] = value

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc] # Django's types leave it out
        for name, sources in self.proposed_from.items():
            if self.has_error(name, "required") and self.errors.keys() & set(sources):
                del self.errors[name]

    def _update_errors(self, errors: ValidationError) -> None:
        if hasattr(errors, "error_dict"):
            left = {name: e for name, e in errors.error_dict.items() if name not in self.errors}
            errors = ValidationError(left)
        super()._update_errors(errors)  # type: ignore[misc] # Django's types leave it out


def only_asks(errors: Iterable[Any]) -> bool:
    """Whether of all that a page of the admin has to say nothing is an error."""
    return all(
        isinstance(said, ErrorList) and all(one.code == ASKED for one in said.as_data())
        for said in errors
    )


DAYS_AND_NUMBERS: dict[type[models.Field[Any, Any]], dict[str, Any]] = {
    models.DateField: {"form_class": DayField},
    models.DecimalField: {"form_class": CoordinateField},
    models.PositiveBigIntegerField: {"form_class": WholeNumberField},
    models.PositiveIntegerField: {"form_class": WholeNumberField},
    models.PositiveSmallIntegerField: {"form_class": WholeNumberField},
}


class _NumbersOfRows:
    """Shows the form again whatever was sent; what is no row has its message at the field."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        rows = [one for one in value if one == "" or is_number(one)]
        return super().optgroups(name, rows, attr)  # type: ignore[misc] # of the select beside


class RowSelect(_NumbersOfRows, AutocompleteSelect):
    """One related row, found by typing."""


class RowSelectMultiple(_NumbersOfRows, AutocompleteSelectMultiple):
    """Several related rows, found by typing."""
