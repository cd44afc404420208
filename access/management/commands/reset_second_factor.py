from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management import CommandError
from django.core.management.base import BaseCommand

from access.second_factor import reset


class Command(BaseCommand):
    help = "Lets somebody who lost their second factor set up another at the next sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="The name with which they sign in.")

    def handle(self, *, name: str, **options: Any) -> None:
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"There is no account “{name}”.")
        reset(user)
        self.stdout.write(f"{name} is signed out, and sets up a second factor at the next sign-in.")
