"""A model field for partial dates, which keeps the first and last day in columns of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.db.models import F, Value
from django.db.models.expressions import Expression
from django.db.models.query_utils import DeferredAttribute
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from .partial_dates import MAX_LENGTH, MAX_TYPED, PartialDate, ask_about_a_season

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

    _PartialDateColumn = models.CharField[PartialDate | str | None, PartialDate | None]
else:
    _PartialDateColumn = models.CharField

PLANNED = "planned"
"""The column that says of a row that it is to be so, and not that it was."""


class PartialDateAttribute(DeferredAttribute):
    """Reads what is assigned at once, so that nothing else is ever on an instance."""

    field: PartialDateField

    def __set__(self, instance: models.Model, value: object) -> None:
        parsed = self.field.to_python(value)
        instance.__dict__[self.field.attname] = parsed
        instance.__dict__.update(self.field.companion_values(parsed))


class CompanionAttribute(DeferredAttribute):
    """A first or last day: it follows its partial date, whatever is assigned to it.

    Model.__init__ assigns every column, in an order of its own, companions that nobody named
    included; a fixture or a form may name wrong ones.
    """

    def __init__(self, field: models.Field[Any, Any], partial_date: PartialDateField) -> None:
        super().__init__(field)
        self.partial_date = partial_date

    def __set__(self, instance: models.Model, value: date | None) -> None:
        state = instance.__dict__
        if self.partial_date.attname in state:
            value = self.partial_date.companion_values(state[self.partial_date.attname])[
                self.field.attname
            ]
        state[self.field.attname] = value


class PartialDateFormField(forms.CharField):
    """Text in EDTF or in words; gives a PartialDate, or None where nothing is written."""

    def __init__(self, *, by_hand: bool = True, **kwargs: Any) -> None:
        """`by_hand` asks whoever types 2007-21 whether it is a season, as in EDTF, or two years."""
        self.by_hand = by_hand
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A season in words, since its EDTF would be asked about."""
        return value.in_words() if isinstance(value, PartialDate) and value.has_season else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        date = PartialDate.typed(text)
        if self.by_hand:
            ask_about_a_season(text)
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = "" if initial is None else str(self.prepare_value(initial))
        return super().has_changed(shown, data)


class DayField(forms.DateField):
    """One whole day, read as partial dates are, so that 05/06/2003 is asked about."""

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        typed = PartialDate.typed(value)
        if (day := typed.day) is None:
            message = _("“%(text)s” is not one day: write it like 2003-05-29.")
            raise ValidationError(message, "invalid", {"text": value.strip()})
        return day


class PartialDateField(_PartialDateColumn):
    """A partial date, stored as EDTF text; an instance has a PartialDate, or None for "not stated".

    The model declares two more columns, `DateField(null=True, editable=False)`, and names them
    here. They follow every assignment. `QuerySet.update`, `bulk_update` and `save(update_fields=)`
    write only the columns they are told of: `records.models.companions` tells them of these too.
    Whatever is not a partial date raises ValidationError when it is assigned.
    """

    descriptor_class = PartialDateAttribute

    def __init__(self, *args: Any, earliest_field: str, latest_field: str, **kwargs: Any) -> None:
        self.earliest_field = earliest_field
        self.latest_field = latest_field
        kwargs.setdefault("max_length", MAX_LENGTH)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"earliest_field": self.earliest_field, "latest_field": self.latest_field}
        return name, path, args, kwargs

    def contribute_to_class(
        self, cls: type[models.Model], name: str, private_only: bool = False
    ) -> None:
        super().contribute_to_class(cls, name, private_only)
        if not cls._meta.abstract:
            # The companions may stand below this field, and so not be there yet.
            cls._meta.apps.lazy_model_operation(
                self._attach_companions, (cls._meta.app_label, cls._meta.model_name)
            )

    def _attach_companions(self, model: type[models.Model]) -> None:
        for field in model._meta.concrete_fields:
            if field.name in self.companions:
                setattr(model, field.attname, CompanionAttribute(field, self))

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_companions()]

    def _check_companions(self) -> list[checks.CheckMessage]:
        columns = {field.name: field for field in self.model._meta.concrete_fields}
        return [
            checks.Error(
                f"'{name}' must be a DateField of the same model that may be NULL.",
                hint=f"{name} = models.DateField(null=True, editable=False, db_index=True)",
                obj=self,
                id="records.E001",
            )
            for name in self.companions
            if not (isinstance(columns.get(name), models.DateField) and columns[name].null)
        ]

    @property
    def companions(self) -> tuple[str, str]:
        """The names of the columns of the first and last day."""
        return self.earliest_field, self.latest_field

    def companion_values(self, value: object) -> dict[str, date | None]:
        """The first and last day of a partial date, by the names of their columns."""
        parsed = self.to_python(value)
        return {
            self.earliest_field: parsed.earliest if parsed else None,
            self.latest_field: parsed.latest if parsed else None,
        }

    def values_to_update(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What an update that names this column writes into it and into its companions.

        Of an expression only the database knows the value: the companions are known if it is
        another partial date, or if they are named too, as `bulk_update` does.
        """
        value = values[self.name]
        if isinstance(value, Value):
            value = value.value
        if not hasattr(value, "resolve_expression"):
            parsed = self.to_python(value)
            return {self.name: parsed} | self.companion_values(parsed)
        if isinstance(value, F) and (other := self._beside(value)):
            days = zip(self.companions, other.companions, strict=True)
            return {own: F(its) for own, its in days}
        if all(name in values for name in self.companions):
            return {}
        raise FieldError(
            f"Nothing but the database knows the days of {self.model.__name__}.{self.name} = "
            f"{value}: write {' and '.join(self.companions)} too, or save each row."
        )

    def _beside(self, expression: F) -> PartialDateField | None:
        """The partial date of the same table that an expression is."""
        columns = {field.name: field for field in self.model._meta.concrete_fields}
        field = columns.get(expression.name)  # type: ignore[attr-defined] # Django's types leave it out
        return field if isinstance(field, PartialDateField) else None

    def from_db_value(
        self, value: str | None, expression: Expression, connection: BaseDatabaseWrapper
    ) -> PartialDate | None:
        return self.to_python(value)

    def to_python(self, value: object) -> PartialDate | None:
        if isinstance(value, PartialDate):
            return value
        return PartialDate.parse(str(value)) if value not in (None, "") else None

    def get_prep_value(self, value: Any) -> Any:
        """Text as it is: a lookup such as `startswith` is for a part of a date."""
        value = super(models.CharField, self).get_prep_value(value)
        return "" if value is None else str(value)

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        if not hasattr(value, "as_sql"):
            value = self.to_python(value)
        return super().get_db_prep_save(value, connection)

    def value_to_string(self, obj: models.Model) -> str:
        value: str = self.get_prep_value(self.value_from_object(obj))
        return value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(self.get_prep_value(value), model_instance)
        self._refuse_what_is_to_come(self.to_python(value), model_instance)

    def _refuse_what_is_to_come(self, value: PartialDate | None, row: models.Model | None) -> None:
        """What is stated as done has begun; a plan may begin when it likes.

        Of a row that is not there yet nobody knows whether it is a plan: it is asked once it is.
        """
        can_be_planned = any(field.name == PLANNED for field in self.model._meta.concrete_fields)
        is_plan = can_be_planned and (row is None or getattr(row, PLANNED))
        # Somewhere the day has begun already.
        if value and value.earliest and value.earliest > localdate() + timedelta(1) and not is_plan:
            message = (
                _("%(date)s is still to come. Tick “planned”, or correct the date.")
                if can_be_planned
                else _("%(date)s is still to come: correct the date.")
            )
            raise ValidationError(message, "to-come", {"date": value.in_words()})

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        more: dict[str, Any] = {
            "form_class": PartialDateFormField,
            "max_length": MAX_TYPED,
        }
        return super().formfield(*args, **more | kwargs)
