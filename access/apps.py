from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Who may come in, and what they may do."""

    name = "access"
    verbose_name = _("access")

    def ready(self) -> None:
        from .roles import make_roles

        post_migrate.connect(make_roles, sender=apps.get_app_config("auth"))
