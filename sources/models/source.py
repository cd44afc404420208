from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.addresses import page_address
from records.fields import PartialDateField
from records.models import PERIOD_HELP, Record, RecordQuerySet, SluggedRecord, period_in_order
from search.facets import Column, Stated
from search.ordering import name_key, period_key
from search.searchable import Searchable

if TYPE_CHECKING:
    from collections.abc import Iterable


def language_choices() -> list[tuple[str, str]]:
    return list(global_settings.LANGUAGES)


class SourceQuerySet(RecordQuerySet["Source"]):
    pass


class Source(Searchable, SluggedRecord):
    """A text that statements rest on. Its full text is never public, only quoted passages."""

    kind_order = 60
    label_field = "title"
    citable_fields = ("title", "publisher", "author", "dateline", "published")
    gap_fields = ("publisher", "author", "dateline", "url", "published")
    facets = (Column("language"), Stated("published", "published"))
    private_fields = ("archived_text",)

    title = models.CharField(
        _("title"), max_length=300, help_text=_("Letter by letter as it is printed.")
    )
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
        help_text=_("Where it can be read. Links open at the quoted sentence."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=language_choices, default="en"
    )
    published = PartialDateField(
        _("published"),
        earliest_field="published_earliest",
        latest_field="published_latest",
        help_text=PERIOD_HELP,
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
        constraints = [*Record.Meta.constraints, period_in_order("published")]

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
