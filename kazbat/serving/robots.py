"""What search engines ask for: where they may go, and every public address."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page, Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from catalogue.models import Document

ADDRESSES_A_PAGE = 10_000

LISTS = (
    "home", "about", "missions:mission-list", "missions:rotation-list", "missions:claim-list",
    "missions:series-list", "missions:unit-list", "personnel:person-list", "sources:source-list",
    "timeline", "charts", "conflicts", "gaps", "changes",
)  # fmt: skip


class PagesOfLists(Sitemap[str]):
    def items(self) -> list[str]:
        return list(LISTS)

    def location(self, item: str) -> str:
        return reverse(item)


class PagesOfRecords(Sitemap[str]):
    """Every public record that has a page of its own."""

    limit = ADDRESSES_A_PAGE

    @property
    def paginator(self) -> ByNumber:
        return ByNumber(Document.objects.none(), self.limit)

    def location(self, item: str) -> str:
        return item


class ByNumber(Paginator[Any]):
    """A page holds those of so many following numbers that are public.

    None counts or passes over the rows before it, and a new record moves no other one.
    """

    @property
    def num_pages(self) -> int:
        last = Document.objects.aggregate(last=Max("pk"))["last"] or 1
        return int((last - 1) // self.per_page + 1)

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        end = number * self.per_page
        documents = Document.objects.public().filter(pk__gt=end - self.per_page, pk__lte=end)
        # Passages have a place on the page of their source.
        own = documents.exclude(address="").exclude(address__contains="#").order_by("pk")
        return Page(list(own.values_list("address", flat=True)), number, self)


SITEMAPS = {"lists": PagesOfLists, "records": PagesOfRecords}


def robots(request: HttpRequest) -> HttpResponse:
    sitemap = request.build_absolute_uri(reverse("sitemap"))
    return render(request, "robots.txt", {"sitemap": sitemap}, content_type="text/plain")
