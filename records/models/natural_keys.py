"""Rows that fixtures name by their own words instead of a number."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.fields import PartialDateField
from records.texts import errors_in_texts

from .companions import ModelType, WithCompanions, WithCompanionsQuerySet
from .declarations import constraints_left_out, lookups_astray, messages_astray

validate_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _("Use small Latin letters and digits, with single hyphens between words: western-sahara."),
)


class NaturalKeyQuerySet(WithCompanionsQuerySet[ModelType]):
    """Finds rows by the words that fixtures use for them."""

    def get_by_natural_key(self, *key: Any) -> ModelType:
        names: tuple[str, ...] = self.model.natural_key_fields  # type: ignore[attr-defined]
        return self.get(**dict(zip(names, key, strict=True)))


class NaturalKeyed(WithCompanions):
    """A row that fixtures name by its own words instead of a number."""

    natural_key_fields: ClassVar[tuple[str, ...]]
    """Lookups from this model, such as `mission__slug`; together unique."""

    said_once: ClassVar[tuple[str, ...]] = ()
    """Columns that no two rows may share the values of, though no constraint says so: `clean`
    asks it of one row, by `twin_error`."""

    class Meta:
        abstract = True

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return [
            *super().check(**kwargs),
            *lookups_astray(cls, "natural_key_fields", code="records.E002"),
            *constraints_left_out(cls),
            *messages_astray(cls),
        ]

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict({})
        for name, said in errors_in_texts(self, {*(exclude or ()), *errors}):
            errors[name] = said
        if errors:
            raise ValidationError(errors)

    def clean_alone(self) -> None:
        """What `clean` asks of this row and of those it names, but not of its neighbours.

        For imports, which ask those of many rows at once (`said_once`).
        """
        self.clean()

    def twin_error(self, twin: Any) -> ValidationError:
        """What is wrong with this row, since `twin` says the same by `said_once`."""
        raise NotImplementedError

    def natural_key(self) -> tuple[str | int | None, ...]:
        return tuple(_end_of_lookup(self, lookup) for lookup in self.natural_key_fields)


def _end_of_lookup(row: models.Model, lookup: str) -> str | int | None:
    """What `mission__slug` leads to from a row; None where a link on the way is empty."""
    *links, name = lookup.split("__")
    for link in links:
        linked = getattr(row, link)
        if linked is None:
            return None
        row = linked
    field = row._meta.get_field(name)
    if isinstance(field, PartialDateField):
        return field.value_to_string(row)
    value: str | int | None = getattr(row, name)
    return value
