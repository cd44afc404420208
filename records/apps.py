from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What every record has; abstract models only."""

    name = "records"
    verbose_name = _("records")
