from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Who may come in, and what they may do."""

    name = "access"
    verbose_name = _("access")

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from .log import listen
        from .roles import make_roles
        from .second_factor import note
        from .sessions import begin

        post_migrate.connect(make_roles, sender=apps.get_app_config("auth"))
        user_logged_in.connect(begin)
        authenticator_added.connect(note)
        listen()
