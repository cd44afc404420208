from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, router
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalogue.searchable import IndexedWith
from records.files import kept_in_step
from records.languages import in_first_language
from records.models import Record, RecordQuerySet, SluggedRecord

from .citation import Citation, citation_key, citations_of
from .cited import Cited
from .picture import PictureField
from .pixels import MOST_MEGABYTES, MOST_MEGAPIXELS
from .source import Source


class PhotoQuerySet(RecordQuerySet["Photo"]):
    pass


class Photo(Cited, IndexedWith, SluggedRecord):
    """A photograph that a source prints; its file may be missing."""

    kind_order = 80
    visible_only_with = ("source",)
    shown_with = "source"
    told_apart_by = "credit"
    label_field = "credit"
    printed_fields = ("credit", "caption")
    citable_fields = ("credit", "caption")
    gap_fields = ("caption", "shows", "rights")
    gone_when_withdrawn = ("file",)

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="photos"
    )
    credit = models.CharField(
        _("credit"), max_length=200, help_text=_("As it is printed, without “Photo credit”.")
    )
    caption = models.TextField(_("caption"), blank=True, help_text=_("As it is printed."))
    shows = models.CharField(
        _("who or what it shows"),
        max_length=300,
        blank=True,
        help_text=_("Only if the source says so."),
    )
    alternative_text = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for people who cannot see it. Needed with a file."),
    )
    rights = models.CharField(_("rights"), max_length=300, blank=True)
    file = PictureField(
        _("file"),
        blank=True,
        db_index=True,
        help_text=format_lazy(
            _(
                "JPEG, PNG or WebP, at most {megabytes} MB and {megapixels} million pixels. Where "
                "and when it was taken, and what else the file says, is removed. Leave it empty if "
                "the register may not show the photograph. A file that is replaced, cleared or "
                "withdrawn is deleted for good."
            ),
            megabytes=MOST_MEGABYTES,
            megapixels=MOST_MEGAPIXELS,
        ),
    )

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("source", "slug")
        constraints = [*Record.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.credit}, {self.slug}"

    def clean(self) -> None:
        super().clean()
        if self.file and not self.alternative_text:
            message = _("Say what is to be seen, for people who cannot see it.")
            raise ValidationError({in_first_language("alternative_text"): message})

    def save(self, *args: Any, using: str | None = None, **kwargs: Any) -> None:
        using = using or router.db_for_write(type(self), instance=self)
        with kept_in_step(using):
            super().save(*args, using=using, **kwargs)

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#photo-{self.slug}"


class PhotoCitation(Citation):
    record_name = "photo"
    natural_key_fields = citation_key("photo", Photo)

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("photo", Photo)
