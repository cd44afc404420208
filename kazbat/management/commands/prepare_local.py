import secrets
import socket
from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

# In the order in which one file names records of another.
FIXTURES = ("sources", "missions", "personnel")
EDITOR = "editor"


class Command(BaseCommand):
    help = "Makes the register ready to be tried on this machine: tables, fixtures, one editor."
    # Before the first migration there is nothing to check them against.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, default=8000, help="Port that the site is going to use."
        )
        parser.add_argument(
            "--reload-fixtures",
            action="store_true",
            help="Only load the fixtures again: existing records are updated, none doubled.",
        )

    def handle(self, *, port: int, reload_fixtures: bool, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "prepare_local is for trying the register on one's own machine: "
                "it makes an editor and needs DEBUG=true."
            )
        if not reload_fixtures:
            refuse_taken_port(port)
        call_command("migrate", verbosity=0, interactive=False)
        if reload_fixtures or register_is_empty():
            self.load_fixtures()
        if not reload_fixtures:
            self.print_addresses(port)
            self.print_how_to_sign_in()

    def load_fixtures(self) -> None:
        call_command("loaddata", *FIXTURES, verbosity=0)
        self.stdout.write("Loaded the fixtures: " + ", ".join(FIXTURES) + ".")

    def print_addresses(self, port: int) -> None:
        site = f"http://127.0.0.1:{port}/"
        self.stdout.write(f"\nThe register: {site}\nIts admin:    {site}admin/")

    def print_how_to_sign_in(self) -> None:
        if not User.objects.exists():
            password = secrets.token_urlsafe()
            User.objects.create_superuser(EDITOR, password=password)
            how = f"Sign in as {EDITOR} with the password {password} (it is not shown again)."
        elif User.objects.filter(username=EDITOR).exists():
            how = (
                f"Sign in as {EDITOR} with the password printed when it was made; new one: "
                f"DEBUG=true .venv/bin/python manage.py changepassword {EDITOR}"
            )
        else:
            how = (
                "Sign in with the account you made; another one: "
                "DEBUG=true .venv/bin/python manage.py createsuperuser"
            )
        self.stdout.write(f"{how}\n\n")


def refuse_taken_port(port: int) -> None:
    try:
        with socket.socket() as probe:
            # As the server does: a port that was let go a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except OverflowError as error:
        raise CommandError(f"{port} is no port: write a number up to 65535.") from error
    except OSError as error:
        raise CommandError(
            f"Port {port} cannot be used ({error.strerror}). "
            "Choose another, for example: make run PORT=8001"
        ) from error


def register_is_empty() -> bool:
    """Whether nothing was ever recorded: a register that was emptied has its history."""
    return not any(
        model._default_manager.exists()
        for label in FIXTURES
        for model in apps.get_app_config(label).get_models()
    )
