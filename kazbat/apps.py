from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class KazbatConfig(AppConfig):
    name = "kazbat"
    verbose_name = "Kazbat"

    def ready(self) -> None:
        from .checks import check_kinds

        checks.register(check_kinds)
        post_migrate.connect(_plan_anew, sender=self)


def _plan_anew(using: str, **_kwargs: Any) -> None:
    from records.statistics import refresh_statistics

    refresh_statistics(using)
