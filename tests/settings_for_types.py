"""Settings of the type checker, which starts the project to learn its models.

The translation app replaces every manager by a class made on the spot, which no checker can name.
Without it the managers are those that the source says. The admin, whose forms need that app, is
read but not started.
"""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS as ALL_APPS

ADMIN = {"editions.desk.DeskConfig": "django.contrib.admin.apps.SimpleAdminConfig"}
INSTALLED_APPS = [ADMIN.get(app, app) for app in ALL_APPS if app != "modeltranslation"]
