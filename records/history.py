"""Every version of every record is kept, however it was saved."""

from typing import Any

import simple_history
from django.db import models
from simple_history.models import HistoricalRecords

LOADED_FROM_FIXTURE = "loaded from a fixture"


class Versions(HistoricalRecords):  # type: ignore[misc] # the package ships no types
    """Keeps the rows of fixtures too, which the package passes by; loaded twice is one version."""

    def post_save(
        self, instance: Any, created: bool, using: str | None = None, **kwargs: Any
    ) -> None:
        if not kwargs.get("raw"):
            super().post_save(instance, created, using=using, **kwargs)
        elif not is_newest_version(instance, using):
            instance._change_reason = LOADED_FROM_FIXTURE
            self.create_historical_record(instance, "+" if created else "~", using=using)


def is_newest_version(row: Any, using: str | None) -> bool:
    newest = type(row).history.using(using).filter(id=row.pk).first()
    names = [field.attname for field in row._meta.concrete_fields]
    return bool(newest) and all(getattr(newest, name) == getattr(row, name) for name in names)


def track(model: type[models.Model], *, m2m_fields: list[str] | None = None) -> None:
    """Keeps the versions of a model, also of rows that come from fixtures.

    Call it after the model's translation registration: the history copies the fields that are
    there at that moment, and a copy made earlier lacks the language columns.
    """
    simple_history.register(model, records_class=Versions, m2m_fields=m2m_fields or [])
