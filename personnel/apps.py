from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PersonnelConfig(AppConfig):
    name = "personnel"
    verbose_name = _("Personnel")

    def ready(self) -> None:
        from missions.people import people_are_read_by

        from .on_missions import people_on

        people_are_read_by(people_on)
