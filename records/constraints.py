"""Constraints whose message an editor reads where it can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AtField(models.BaseConstraint):
    """A rule whose message stands at one of its columns, not above the form.

    Like every rule of Django's it is only asked while each of its columns could be read. So `at`
    must be one of them: a form without that field has no place for the message.
    """

    non_db_attrs = (*models.BaseConstraint.non_db_attrs, "at")

    def __init__(self, *args: Any, at: str, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)

    @property
    def columns(self) -> set[str]:
        """The columns that the rule is about."""
        raise NotImplementedError

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"at": self.at}

    def validate(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self.at: error}) from error


class Check(AtField, models.CheckConstraint):
    """A rule about the columns of one row, for the database and for the form."""

    @property
    def columns(self) -> set[str]:
        return set(_columns_in(self.condition))


class UniqueTogether(AtField, models.UniqueConstraint):
    """A rule about what several columns may hold once."""

    @property
    def columns(self) -> set[str]:
        return {*self.fields, *(name for one in self.expressions for name in _columns_in(one))}


def _columns_in(condition: Any) -> Iterator[str]:
    if isinstance(condition, F):
        yield condition.name  # type: ignore[attr-defined] # Django's types leave it out
    elif isinstance(condition, Q):
        for child in condition.children:
            if isinstance(child, tuple):
                yield child[0].partition("__")[0]
                yield from _columns_in(child[1])
            else:
                yield from _columns_in(child)
    elif hasattr(condition, "get_source_expressions"):
        for part in condition.get_source_expressions():
            yield from _columns_in(part)


def one_of(
    column: str, values: Iterable[str], message: Any = _("There is no such choice.")
) -> Check:
    """A rule that files and imports keep too, which no form's choices hold back."""
    return Check(
        condition=Q(**{f"{column}__in": list(values)}),
        at=column,
        name=f"%(app_label)s_%(class)s_{column}_known",
        violation_error_message=message,
    )
