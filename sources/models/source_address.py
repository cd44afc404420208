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


def place_of(url: str) -> str:
    """What of an address says where it leads: whichever way it is written, this is the same.

    Http or https, "www.", a last slash, a place on the page and what advertisers note in it (utm_…)
    are no part of that.
    """
    try:
        address = urlsplit(url)
    except ValueError:
        # What is no address leads nowhere else.
        return url
    query = "&".join(one for one in address.query.split("&") if not one.startswith("utm_"))
    host = address.netloc.lower().removeprefix("www.")
    return urlunsplit(("", "", f"{host}{address.path.rstrip('/')}", query, ""))


def spellings_of(url: str) -> frozenset[str]:
    """The ways in which an address is mostly written, as the database can look for them."""
    if not url:
        return frozenset()
    path, question_mark, query = place_of(url).partition("?")
    return frozenset(
        f"{scheme}://{www}{path}{slash}{question_mark}{query}"
        for scheme in ("https", "http")
        for www in ("", "www.")
        for slash in ("", "/")
    )


def sources_at(url: str) -> list[Source]:
    """All that stand at the place of an address, however each of theirs is written."""
    place = place_of(url)
    path = place.partition("?")[0]
    if not path:
        return []
    elsewhere = SourceAddress.objects.filter(url__icontains=path).values("source")
    near = Source.objects.filter(models.Q(url__icontains=path) | models.Q(pk__in=elsewhere))
    return [
        source
        for source in near.defer("archived_text").prefetch_related("further_addresses")
        if place in map(place_of, (source.url, *map(str, source.further_addresses.all())))
    ]


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
