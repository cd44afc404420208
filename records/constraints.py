"""Constraints whose message an editor reads where it can be mended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q


def one_of(column: str, values: Iterable[str]) -> models.CheckConstraint:
    """A rule that files and imports keep too, which no form's choices hold back."""
    return models.CheckConstraint(
        condition=Q(**{f"{column}__in": list(values)}),
        name=f"%(app_label)s_%(class)s_{column}_known",
    )


class UniqueTogether(models.UniqueConstraint):
    """A rule about several columns whose message stands at one of them, not above the form."""

    def __init__(self, *args: Any, at: str, **kwargs: Any) -> None:
        self.at = at
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"at": self.at}

    def validate(self, *args: Any, **kwargs: Any) -> None:
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self.at: error}) from error
