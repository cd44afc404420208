from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    """How anything is found and listed, in public and in the admin."""

    name = "catalogue"
    verbose_name = _("catalogue")

    def ready(self) -> None:
        from .indexing import follow_all

        follow_all()
