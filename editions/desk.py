"""The admin as an app; it stands outside `admin/`, which needs the models to be there."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "editions.admin.resuming.Desk"
