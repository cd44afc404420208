from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Column, Stated
from catalogue.ordering import name_key, period_key
from catalogue.searchable import Searchable
from records.addresses import page_address
from records.constraints import Check, one_of
from records.fields import PartialDateField
from records.models import (
    DATE_HELP,
    Noted,
    Record,
    RecordQuerySet,
    SluggedRecord,
    period_in_order,
    with_a_year,
)

from .citable import Citable

if TYPE_CHECKING:
    from collections.abc import Iterable


NO_WEB_ADDRESS = _("Write an address that begins with https:// or http://.")


def language_choices() -> list[tuple[str, str]]:
    return list(global_settings.LANGUAGES)


def of_the_web(column: str, *, may_be_empty: bool = True) -> Check:
    """That a column holds an address that a browser opens, and no other kind."""
    is_address = Q(**{f"{column}__startswith": "https://"})
    is_address |= Q(**{f"{column}__startswith": "http://"})
    return Check(
        condition=is_address | Q(**{column: ""}) if may_be_empty else is_address,
        at=column,
        name=f"%(app_label)s_%(class)s_{column}_of_the_web",
        violation_error_message=NO_WEB_ADDRESS,
    )


class SourceKind(models.TextChoices):
    """What kind of text it is."""

    NEWS = "news", _("news article")
    PRESS_RELEASE = "press-release", _("press release")
    OFFICIAL = "official", _("official document")
    DATASET = "dataset", _("dataset")
    BOOK = "book", _("book")
    JOURNAL = "journal", _("journal article")
    WEB_PAGE = "web-page", _("web page")
    RECORDING = "recording", _("film or sound recording")
    OTHER = "other", _("another kind")


class SourceQuerySet(RecordQuerySet["Source"]):
    pass


class Source(Citable, Searchable, SluggedRecord, Noted):
    """A text that statements rest on. Its full text is never public, only quoted passages."""

    kind_order = 60
    label_field = "title"
    citable_fields = ("title", "publisher", "author", "dateline", "published")
    printed_fields = ("title", "author", "dateline")
    # An author, a dateline or an address that is missing is nothing that a source keeps silent of.
    gap_fields = ("publisher", "published")
    edition_parts = ("further_addresses", "citations")
    read_together = (("archived_url", "archived_on"),)
    facets = (Column("kind"), Column("language"), Stated("published", "published"))
    private_fields = ("archived_text",)

    title = models.CharField(
        _("title"), max_length=300, help_text=_("Letter by letter as it is printed.")
    )
    kind = models.CharField(_("kind"), max_length=13, choices=SourceKind, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    author = models.CharField(_("author"), max_length=200, blank=True)
    dateline = models.CharField(
        _("dateline"),
        max_length=200,
        blank=True,
        help_text=_("The place (and date) printed before the text, as it is printed: NUR-SULTAN."),
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        db_index=True,
        help_text=_("Where it can be read. Links open at the quoted sentence."),
    )
    archived_url = models.URLField(
        _("archived copy"),
        max_length=500,
        blank=True,
        help_text=_("The address of a copy that an archive of the web keeps."),
    )
    archived_on = models.DateField(
        _("archived on"), null=True, blank=True, help_text=_("The day of that copy.")
    )
    language = models.CharField(
        _("language"), max_length=10, choices=language_choices, default="en"
    )
    published = PartialDateField(
        _("published"),
        earliest_field="published_earliest",
        latest_field="published_latest",
        help_text=DATE_HELP,
    )
    published_known_from = models.CharField(
        _("how its date is known"),
        max_length=300,
        blank=True,
        help_text=_(
            "Public. If no passage of it prints the date, say from where it is known: "
            "“The year and the month stand in its address.”"
        ),
    )
    published_earliest = models.DateField(null=True, editable=False, db_index=True)
    published_latest = models.DateField(null=True, editable=False, db_index=True)
    accessed_on = models.DateField(
        _("accessed on"), null=True, blank=True, help_text=_("When somebody last read it there.")
    )
    text_length = models.PositiveIntegerField(
        _("length in characters"),
        null=True,
        blank=True,
        help_text=_("Of the full text. Calculated automatically from the archived text."),
    )
    archived_text = models.TextField(
        _("archived text"),
        blank=True,
        help_text=_(
            "The full text, for checking quotations. Never public. If it is here, every passage "
            "is checked against it letter by letter."
        ),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("title", "id")
        constraints = [
            *Record.Meta.constraints,
            period_in_order("published"),
            with_a_year("published"),
            one_of("kind", ["", *SourceKind.values]),
            of_the_web("url"),
            of_the_web("archived_url"),
            Check(
                condition=Q(archived_url="", archived_on__isnull=True)
                | (~Q(archived_url="") & Q(archived_on__isnull=False)),
                at="archived_on",
                name="sources_source_archived_copy_with_date",
                violation_error_message=_("An archived copy needs its address and its day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.publisher else self.title

    def get_absolute_url(self) -> str:
        return page_address("sources:source-detail", self.slug)

    def withdrawal_errors(self) -> list[Any]:
        """A source stays public as long as public records have no other evidence."""
        from sources.uses import titles_resting_only_on

        titles = titles_resting_only_on(self)
        if not titles:
            return []
        message = _(
            "Published records rest on this source alone: cite another source for them, or "
            "withdraw them first. Among them: %s"
        )
        return [message % " · ".join(titles)]

    def clean(self) -> None:
        super().clean()
        self._measure()
        if self.published is None and self.published_known_from:
            message = _("Write the date here, or clear how it is known.")
            raise ValidationError({"published": message})
        if self.archived_text and self.pk:
            self._check_passages()

    def _check_passages(self) -> None:
        """A text that comes later must hold what has been quoted already."""
        from .passage import find_quotation

        misplaced = []
        for passage in self.passages.order_by("order"):
            try:
                find_quotation(self.archived_text, passage.quotation, passage.offset)
            except ValidationError:
                misplaced.append(str(passage.order))
        if misplaced:
            message = _(
                "This text does not hold, at their offsets, the passages that are quoted from it "
                "already, by their order: %s."
            )
            raise ValidationError({"archived_text": message % ", ".join(misplaced)})

    def _measure(self) -> None:
        if self.archived_text:
            self.text_length = len(self.archived_text)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._measure()
        super().save(*args, **kwargs)

    def list_places(self) -> dict[str, bytes]:
        title = name_key(self.title)
        return {
            "title": title,
            "date": period_key(self.published) + title,
            "-date": period_key(self.published, newest_first=True) + title,
        }

    def search_title(self) -> str:
        return self.title

    def search_text(self) -> str:
        return " · ".join(filter(None, [self.publisher, self.author, self.dateline]))

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return (self.passages.all(),)
