"""Every version of every record is kept, however it was saved."""

from typing import Any

import simple_history
from django.db import models
from django.db.models.signals import post_save

LOADED_FROM_FIXTURE = "loaded from a fixture"


def track(model: type[models.Model], *, m2m_fields: list[str] | None = None) -> None:
    """Keeps the versions of a model, also of rows that come from fixtures.

    Call it after the model's translation registration: the history copies the fields that are
    there at that moment, and a copy made earlier lacks the language columns.
    """
    simple_history.register(model, m2m_fields=m2m_fields or [])
    post_save.connect(_keep_fixture_row, sender=model)


def _keep_fixture_row(
    sender: Any, instance: Any, raw: bool, created: bool, using: str, **_kwargs: Any
) -> None:
    """Raw saves pass simple-history by; the same row loaded twice is one version."""
    if not raw:
        return
    newest = sender.history.using(using).filter(id=instance.pk).first()
    names = [field.attname for field in sender._meta.concrete_fields]
    if newest and all(getattr(newest, name) == getattr(instance, name) for name in names):
        return
    sender.history.bulk_history_create(
        [instance], update=not created, default_change_reason=LOADED_FROM_FIXTURE
    )
