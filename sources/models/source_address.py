from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.constraints import UniqueTogether
from records.models import NaturalKeyed, NaturalKeyQuerySet

from .source import Source, of_the_web


class SourceAddressQuerySet(NaturalKeyQuerySet["SourceAddress"]):
    pass


class SourceAddress(NaturalKeyed):
    """Another place where a source can be read: another language of its site, a second print."""

    natural_key_fields = ("source__slug", "url")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="further_addresses")
    url = models.URLField(_("address"), max_length=500, db_index=True)
    note = models.CharField(
        _("what is there"), max_length=200, blank=True, help_text=_("Public: “reprint”.")
    )

    objects = SourceAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("further address")
        verbose_name_plural = _("further addresses")
        ordering = ("source", "url")
        constraints = [
            UniqueTogether(
                fields=("source", "url"),
                at="url",
                name="sources_sourceaddress_unique",
                violation_error_message=_("This address is there already."),
            ),
            of_the_web("url", may_be_empty=False),
        ]

    def __str__(self) -> str:
        return self.url

    def clean(self) -> None:
        super().clean()
        # A form that nobody filled in may belong to no source.
        if hasattr(self, "source") and self.url in spellings_of(self.source.url):
            raise ValidationError({"url": _("This is the address of the source itself.")})


def spellings_of(url: str) -> frozenset[str]:
    """The ways to write an address that lead to the same place, as far as one can tell.

    With http or https, with or without "www." and a last slash; a place on the page is no part.
    """
    if not url:
        return frozenset()
    address = urlsplit(url)
    host = address.netloc.lower().removeprefix("www.")
    path = address.path.rstrip("/")
    return frozenset(
        urlunsplit((scheme, f"{www}{host}", f"{path}{slash}", address.query, ""))
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    )


def others_at(sources: Iterable[Source]) -> dict[int, list[Source]]:
    """For each source the other ones that stand at one of its addresses, in three queries."""
    own: dict[int, set[str]] = {source.pk: set(spellings_of(source.url)) for source in sources}
    for further in SourceAddress.objects.filter(source__in=own):
        own[further.source_id] |= spellings_of(further.url)
    wanted = {url for urls in own.values() for url in urls}
    found: dict[str, dict[int, Source]] = defaultdict(dict)
    for source in Source.objects.filter(url__in=wanted).defer("archived_text"):
        found[source.url][source.pk] = source
    for row in SourceAddress.objects.filter(url__in=wanted).select_related("source"):
        found[row.url][row.source_id] = row.source
    others = {
        pk: {number: row for url in urls & found.keys() for number, row in found[url].items()}
        for pk, urls in own.items()
    }
    return {
        pk: [row for number, row in sorted(rows.items()) if number != pk]
        for pk, rows in others.items()
    }
