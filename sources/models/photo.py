from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.languages import in_first_language
from records.models import Record, RecordQuerySet, SluggedRecord
from search.searchable import IndexedWith

from .citation import Citation, citation_key, citations_of
from .cited import Cited
from .picture import PictureField
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
    citable_fields = ("credit", "caption")
    gap_fields = ("caption", "shows", "rights")

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
        upload_to="photos/",
        blank=True,
        help_text=_(
            "JPEG, PNG or WebP, at most 15 MB and 50 million pixels. Where and when it was taken, "
            "and what else the file says, is removed. Leave it empty if the register may not show "
            "the photograph."
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

    def get_absolute_url(self) -> str:
        return f"{self.source.get_absolute_url()}#photo-{self.slug}"


class PhotoCitation(Citation):
    record_name = "photo"
    natural_key_fields = citation_key("photo", Photo)

    photo = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("photo", Photo)
