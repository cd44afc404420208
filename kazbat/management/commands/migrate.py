from typing import Any

from django.core.management.commands import migrate

from kazbat.databases.sqlite3.base import databases_may_be_made


class Command(migrate.Command):
    """Django's own; the only command that makes a database where there is none."""

    def handle(self, *args: Any, **options: Any) -> None:
        with databases_may_be_made():
            super().handle(*args, **options)
