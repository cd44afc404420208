"""A column that holds a picture, stored in several sizes under names that say nothing."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, router
from django.db.models.fields.files import FieldFile
from django.db.models.signals import post_delete, pre_save
from django.utils.translation import gettext_lazy as _

from records.files import Named, note

from .pixels import FORMATS, SIDES, Written, is_bare, scaled, written_anew

FOLDER = "photos"
NAME = re.compile(rf"{FOLDER}/([0-9a-f]{{32}}-([1-9][0-9]{{0,3}})x([1-9][0-9]{{0,3}})\.jpg)")
"""Only the register itself names files; each says how large its picture is."""


@dataclass(frozen=True)
class Size:
    """One size in which a picture is stored."""

    name: str
    width: int
    height: int


def sizes_of(name: str) -> list[Size]:
    """The files of the picture that a column names, the smallest first; none if it cannot be one.

    The smaller ones stand in folders named after their longer side.
    """
    found = NAME.fullmatch(name)
    if not found:
        return []
    width, height = int(found[2]), int(found[3])
    smaller = [
        Size(f"{FOLDER}/{side}/{found[1]}", *scaled(width, height, side))
        for side in SIDES
        if side < max(width, height)
    ]
    return [*smaller, Size(name, width, height)]


class PictureFile(FieldFile):
    """The picture of one row; `name` and `url` are those of its largest size."""

    @property
    def is_stored(self) -> bool:
        return bool(getattr(self, "_committed", True))

    @cached_property
    def written(self) -> list[Written]:
        """What was uploaded, written anew."""
        return written_anew(self.file)

    @property
    def sizes(self) -> list[Size]:
        return sizes_of(self.name or "")

    @property
    def srcset(self) -> str:
        """For an `img`: the address of each size, and how wide it is."""
        return ", ".join(f"{self.storage.url(one.name)} {one.width}w" for one in self.sizes)

    def check_stored(self) -> None:
        """Refuses a name that a fixture or a program made up, and a file that is not bare."""
        if not self.sizes:
            raise ValidationError(_("Only the register itself names files: upload the picture."))
        for size in self.sizes:
            try:
                with self.storage.open(size.name) as file:
                    if not is_bare(file, size.width, size.height):
                        raise ValidationError(_("This file was not written by the register."))
            except OSError:
                raise ValidationError(
                    _("The file cannot be found or read. Choose it again, or clear it.")
                ) from None

    def store(self, using: str) -> None:
        """Writes the picture to the disk in all its sizes."""
        largest = self.written[-1]
        name = f"{FOLDER}/{secrets.token_hex(16)}-{largest.width}x{largest.height}.jpg"
        note(Named(self.field, name), using)
        try:
            for size, written in zip(sizes_of(name), self.written, strict=True):
                self.storage.save(size.name, ContentFile(written.content))
        except OSError:
            raise ValidationError(
                {
                    self.field.name: _(
                        "The file could not be stored, since the disk is full or cannot be "
                        "written to. Nothing is saved yet; please tell whoever runs this site."
                    )
                }
            ) from None
        setattr(self.instance, self.field.attname, name)


class PictureFormField(forms.FileField):
    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"accept": ",".join(FORMATS.values())}


class PictureField(models.FileField):
    """A file that is written anew, as a picture, whenever one is given to it."""

    attr_class = PictureFile

    if TYPE_CHECKING:

        def __get__(self, instance: Any, owner: Any) -> PictureFile: ...  # type: ignore[override]

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override]
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            pre_save.connect(self._note_former, sender=cls)
            post_delete.connect(self._note_deleted, sender=cls)

    def formfield(self, **kwargs: Any) -> Any:
        # The name of what is uploaded says nothing: it may be of any length.
        return super().formfield(**{"form_class": PictureFormField, "max_length": None} | kwargs)

    def clean(self, value: Any, model_instance: Any) -> Any:
        file: PictureFile = super().clean(value, model_instance)
        if file and file.is_stored:
            file.check_stored()
        elif file:
            # Says what is wrong with it.
            _ = file.written
        return file

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file: PictureFile = getattr(model_instance, self.attname)
        if file and not file.is_stored:
            file.store(router.db_for_write(type(model_instance), instance=model_instance))
        return super().pre_save(model_instance, add)

    def files_of(self, name: str) -> Sequence[str]:
        """All files of what a row names."""
        return [size.name for size in sizes_of(name)]

    def _note_former(
        self, sender: type[models.Model], instance: Any, using: str, **kwargs: Any
    ) -> None:
        """The file that a row named before, of whatever is about to be saved: a fixture too."""
        names = kwargs.get("update_fields")
        if instance.pk is None or (names is not None and self.name not in names):
            return
        rows = sender._base_manager.using(using).filter(pk=instance.pk)
        former = rows.values_list(self.attname, flat=True).first()
        if former and former != getattr(instance, self.attname).name:
            note(Named(self, former), using)

    def _note_deleted(self, instance: Any, using: str, **kwargs: Any) -> None:
        if name := getattr(instance, self.attname).name:
            note(Named(self, name), using)
