"""The one table that knows every record's title and address."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from records.languages import active_language, in_active_language


class DocumentQuerySet(models.QuerySet["Document"]):
    def public(self) -> DocumentQuerySet:
        return self.filter(public=True)

    def of_records(self, pairs: Iterable[tuple[str, int]]) -> DocumentQuerySet:
        """The documents of the records named by (kind, id)."""
        wanted = Q(pk__in=[])
        for kind, group in groupby(sorted(set(pairs)), key=itemgetter(0)):
            wanted |= Q(kind=kind, object_id__in=[object_id for _kind, object_id in group])
        return self.filter(wanted)


class Document(models.Model):
    """What one record is called, where it is and what it is found by."""

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.BigIntegerField(_("number of the record"))
    public = models.BooleanField(_("public"), default=False)
    address = models.TextField(_("address without language prefix"), blank=True)
    titles = models.JSONField(_("title by language"), default=dict)
    texts = models.JSONField(_("text by language"), default=dict, blank=True)
    folded_title = models.TextField(_("folded title"), blank=True)
    folded_text = models.TextField(_("folded text"), blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = (
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_record"),
        )
        indexes = (models.Index(fields=["kind", "public"], name="search_document_kind_public"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The record's page in the active language; empty for what has no page."""
        language = active_language()
        if not self.address or language == settings.LANGUAGE_CODE:
            return self.address
        return f"/{language}{self.address}"

    @property
    def title(self) -> str:
        return in_active_language(self.titles)

    @property
    def text(self) -> str:
        return in_active_language(self.texts)
