from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """How anything is found, in public and in the admin."""

    name = "search"
    verbose_name = _("search")

    def ready(self) -> None:
        from .indexing import follow_all

        follow_all()
