"""How everything is found: titles, addresses and words; and what each list is narrowed by."""

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
        verbose_name = _("catalogue document")
        verbose_name_plural = _("catalogue documents")
        constraints = (
            models.UniqueConstraint(fields=["kind", "object_id"], name="catalogue_document_record"),
        )
        indexes = (models.Index(fields=["kind", "public"], name="catalogue_document_kind_public"),)

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


class Facet(models.Model):
    """One value by which records of a kind are listed: served in mission 4, gender not stated.

    The facet of the name "" holds all records; "order" holds all of them too, for each order in
    which they can be listed besides the usual one.
    """

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=100)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "name", "value"], name="catalogue_facet_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.name}={self.value}"


class Seen(models.IntegerChoices):
    """Who sees a record in lists."""

    BY_NOBODY = 0
    BY_EDITORS = 1
    BY_ALL = 2


class Listing(models.Model):
    """The place of one record in the list of one facet.

    Its key is all there is of a row, in the order in which lists are read.
    """

    pk = models.CompositePrimaryKey("facet_id", "seen", "place", "object_id")
    facet = models.ForeignKey(Facet, models.CASCADE, related_name="+", db_index=False)
    seen = models.SmallIntegerField(choices=Seen)
    place = models.BinaryField()
    """By which rows are sorted; see `catalogue.ordering`."""
    object_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.facet_id} {self.object_id}"


class Listed(models.Model):
    """All the listings of one record, so that they can be taken away without looking for them."""

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    seen = models.SmallIntegerField(choices=Seen)
    place = models.BinaryField()
    facets = models.JSONField(default=list)
    """Numbers of facets whose list it stands in, at its usual place."""
    orders = models.JSONField(default=dict)
    """Its places in other orders, in hexadecimal digits, by the facet's number."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "object_id"], name="catalogue_listed_record"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class Block(models.Model):
    """Which of some thousand records have a facet, a bit for each; see `catalogue.bits`."""

    facet = models.ForeignKey(Facet, models.CASCADE, related_name="+")
    seen = models.SmallIntegerField(choices=Seen)
    number = models.IntegerField()
    bits = models.BinaryField()
    changed_at = models.BigIntegerField(db_index=True)
    """The catalogue's number when it was changed last."""

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["facet", "seen", "number"], name="catalogue_block_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.facet_id} {self.number}"


class Clock(models.Model):
    """One row, whose number grows with every change of what is listed or found."""

    epoch = models.CharField(max_length=32)
    """Differs between databases, so that no process takes one for another."""
    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.epoch} {self.number}"
