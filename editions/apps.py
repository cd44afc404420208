from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditionsConfig(AppConfig):
    """What was published, and when."""

    name = "editions"
    verbose_name = _("editions")
