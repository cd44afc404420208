"""Holds the files of photographs against the records that name them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sources.models import Photo
from sources.models.picture import FOLDER
from sources.models.pixels import SIDES

ON_ITS_WAY = timedelta(hours=1)
"""A younger file may be of a photograph that is being saved."""


class Command(BaseCommand):
    help = (
        "Names photographs whose files are missing or were not written by the register, and files "
        "that no photograph names, such as those of a save that was killed. Ends with an error if "
        "there are any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="Removes the files that no photograph names."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        photos = list(Photo._base_manager.exclude(file="").order_by("pk"))
        broken = list(self._broken(photos))
        unnamed = list(self._unnamed({size.name for one in photos for size in one.file.sizes}))
        for line in broken:
            self.stdout.write(line)
        for name in unnamed:
            if options["remove"]:
                self._storage.delete(name)
            self.stdout.write(f"{name}: {'removed' if options['remove'] else 'no photo names it'}")
        left = len(broken) + (0 if options["remove"] else len(unnamed))
        if left:
            raise CommandError(f"{left} to look after.")

    @property
    def _storage(self) -> Any:
        return Photo._meta.get_field("file").storage

    def _broken(self, photos: list[Photo]) -> Iterator[str]:
        for photo in photos:
            try:
                photo.file.check_stored()
            except ValidationError as error:
                yield f"photo “{photo.slug}”: {' '.join(error.messages)}"

    def _unnamed(self, named: set[str]) -> Iterator[str]:
        before = timezone.now() - ON_ITS_WAY
        for folder in (FOLDER, *(f"{FOLDER}/{side}" for side in SIDES)):
            try:
                _folders, files = self._storage.listdir(folder)
            except FileNotFoundError:
                continue
            for name in sorted(f"{folder}/{file}" for file in files):
                if name not in named and self._storage.get_modified_time(name) < before:
                    yield name
