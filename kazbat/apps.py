from django.apps import AppConfig
from django.core import checks


class KazbatConfig(AppConfig):
    name = "kazbat"
    verbose_name = "Kazbat"

    def ready(self) -> None:
        from .checks import check_kinds

        checks.register(check_kinds)
