"""What the text of a cell means in its column: each differing text is asked about once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from records.fields import DayField, PartialDateField
from records.models import PublicationState
from records.number_fields import WholeNumberField
from records.texts import is_plain, refuse_hidden

MOST_REMEMBERED = 20_000
"""Texts of one column. Beyond it the column is forgotten and read anew, so that memory stays."""


class Bad:
    """Stands for the value of a cell that no form would take."""

    def __init__(self, messages: Iterable[Any]) -> None:
        self.messages = [str(message) for message in messages]


class Column(dict[Any, Any]):
    """The value of each text, as the form and the model's own rules read it, or `Bad`.

    An empty cell says what an absent column says: nothing, or the default.
    """

    def __init__(self, field: Any, default: Any, *, may_be_empty: bool = False) -> None:
        super().__init__()
        self.field = field
        self.default = default
        self.may_be_empty = may_be_empty
        # "no" is true for a box in a form.
        is_box = isinstance(field, models.BooleanField)
        more: dict[str, Any] = {}
        if isinstance(field, models.URLField):
            more["assume_scheme"] = "https"
        elif isinstance(field, models.IntegerField):
            more["form_class"] = WholeNumberField
        elif isinstance(field, models.DateField):
            more["form_class"] = DayField
        elif isinstance(field, PartialDateField):
            more["by_hand"] = False
        self._form_field = None if is_box else field.formfield(**more)
        self._is_plainly_good = _plain_rule(field)
        self.has_bad = False

    def read(self, texts: Iterable[Any]) -> list[Any]:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        return [self[text] for text in texts]

    def __missing__(self, text: Any) -> Any:
        value = self._value(text)
        self[text] = value
        return value

    def _value(self, text: Any) -> Any:
        if self.field.name == "state" and text == PublicationState.WITHDRAWN:
            # It takes a reason, and a record that was public.
            return self.bad([_("No file withdraws a record: do it in the admin, with a reason.")])
        if isinstance(text, str) and not is_plain(text):
            return self._hidden(text)
        if self._is_plainly_good and isinstance(text, str) and self._is_plainly_good(text):
            return text
        if text is None or (isinstance(text, str) and not text.strip()):
            is_missing = is_needed(self.field, self.default) and not self.may_be_empty
            return self.bad([required()]) if is_missing else self.default
        try:
            if self._form_field and isinstance(text, str):
                value = self._form_field.clean(text)
            else:
                value = self.field.to_python(text)
            return self.field.clean(value, None)
        except ValidationError as error:
            return self.bad(error.messages)

    def _hidden(self, text: str) -> Any:
        try:
            refuse_hidden(text)
        except ValidationError as error:
            return self.bad(error.messages)
        return text

    def bad(self, messages: Iterable[Any]) -> Bad:
        self.has_bad = True
        return Bad(messages)


class Stored(dict[Any, Any]):
    """What the database keeps of a value of one column."""

    def __init__(self, field: Any, connection: BaseDatabaseWrapper) -> None:
        super().__init__()
        self.field, self.connection = field, connection
        same = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
        self.is_same = isinstance(field, same) and not isinstance(field, PartialDateField)

    def of(self, values: list[Any]) -> list[Any]:
        if self.is_same:
            return values
        if len(self) > MOST_REMEMBERED:
            self.clear()
        return [self[value] for value in values]

    def __missing__(self, value: Any) -> Any:
        stored = self[value] = self.field.get_db_prep_save(value, self.connection)
        return stored


def _plain_rule(field: Any) -> Callable[[str], bool] | None:
    """The column's rules for a bare text, at the price of a comparison; None for other columns.

    Whoever fails here is asked about in full, so that the words stay the form's.
    """
    if not isinstance(field, models.CharField | models.TextField) or field.choices:
        return None
    if isinstance(field, PartialDateField | models.URLField | models.EmailField):
        return None
    longest, patterns = field.max_length or 10**9, []
    for validator in field.validators:
        if isinstance(validator, MaxLengthValidator) and isinstance(validator.limit_value, int):
            longest = min(longest, validator.limit_value)
        elif isinstance(validator, RegexValidator) and not validator.inverse_match:
            pattern: Any = validator.regex
            patterns.append(pattern.search)
        else:
            return None

    def is_good(text: str) -> bool:
        return bool(
            0 < len(text) <= longest
            and text.strip() == text
            and "\x00" not in text
            and all(found(text) for found in patterns)
        )

    return is_good


def is_needed(field: Any, default: Any) -> bool:
    """Whether a row cannot be without a value of its own in this column."""
    if default is None:
        return not field.null and field.get_default() is None
    return default in field.empty_values and not field.blank


def required() -> str:
    return _("This field is required.")
