"""A column for all observations of a series."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from missions.observations import Observations, some_in_words
from missions.observations.reading import read_observations


class ObservationsAttribute(DeferredAttribute):
    """Reads what is assigned at once, so that nothing else is ever on an instance."""

    field: ObservationsField

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


class ObservationsFormField(forms.CharField):
    """Rows pasted from a spreadsheet; gives Observations."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, strip=False)

    def prepare_value(self, value: Any) -> Any:
        return value.text if isinstance(value, Observations) else value

    def clean(self, value: Any) -> Observations:
        observations = read_observations(str(super().clean(value) or ""))
        if self.required and not observations:
            raise ValidationError(self.error_messages["required"], "required")
        return observations

    def has_changed(self, initial: Any, data: Any) -> bool:
        initial = initial.text if isinstance(initial, Observations) else initial
        return super().has_changed(initial, (data or "").replace("\r\n", "\n").strip())


class ObservationsField(models.Field[Any, Observations]):
    """Stored as text, a line for each observation; an instance has Observations.

    Whatever cannot be read raises ValidationError when it is assigned.
    """

    descriptor_class = ObservationsAttribute

    def get_internal_type(self) -> str:
        return "TextField"

    def from_db_value(self, value: str, *_args: Any) -> Observations:
        return Observations(value)

    def to_python(self, value: Any) -> Observations:
        if isinstance(value, Observations):
            return value
        return read_observations(str(value or ""))

    def get_prep_value(self, value: Any) -> str:
        return self.to_python(value).text

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        return super().formfield(*args, **{"form_class": ObservationsFormField, **kwargs})

    def words_of_change(self, was: Any, now: Any) -> tuple[str, str]:
        """Only what differs, of two contents."""
        changes = self.to_python(was).changes_to(self.to_python(now))
        return (
            some_in_words([one.was for one in changes if one.was]),
            some_in_words([one.now for one in changes if one.now]),
        )
