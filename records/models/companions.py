"""Writes of single columns: a partial date takes its first and last day along."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db import models

from records.fields import PartialDateField

ModelType = TypeVar("ModelType", bound=models.Model)


class WithCompanionsQuerySet(models.QuerySet[ModelType]):
    """Statements over many rows, which bypass the instances that keep their days in step."""

    def update(self, **values: Any) -> int:
        for field in _partial_dates(self.model):
            if field.name in values:
                values |= field.values_to_update(values)
        return super().update(**values)

    def bulk_update(
        self, objs: Iterable[ModelType], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        return super().bulk_update(objs, with_companions(self.model, fields), batch_size)

    def bulk_create(
        self,
        objs: Iterable[ModelType],
        *args: Any,
        update_fields: Collection[str] | None = None,
        **kwargs: Any,
    ) -> list[ModelType]:
        if update_fields is not None:
            kwargs["update_fields"] = with_companions(self.model, update_fields)
        return super().bulk_create(objs, *args, **kwargs)


class WithCompanions(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """So does `update_or_create`, which saves only the columns that it was given."""
        if update_fields is not None:
            kwargs["update_fields"] = with_companions(type(self), update_fields)
        super().save(*args, **kwargs)


def with_companions(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """The columns of these names, and the days of the partial dates among them."""
    columns = list(names)
    for field in _partial_dates(model):
        if field.name in columns:
            columns += [name for name in field.companions if name not in columns]
    return columns


def _partial_dates(model: type[models.Model]) -> Iterable[PartialDateField]:
    fields = model._meta.concrete_fields
    return (field for field in fields if isinstance(field, PartialDateField))
