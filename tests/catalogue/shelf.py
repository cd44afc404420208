"""Books and their authors: records to be found that are nobody's but these tests'."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language

from catalogue.indexing import MAX_FOLDED_TEXT, MAX_FOLDED_TITLE, folded_lines
from catalogue.models import Document
from catalogue.searchable import IndexedWith, Searchable


class Author(Searchable):
    search_prefetch = ("pseudonyms",)

    name = models.CharField(max_length=200)
    name_ru = models.CharField(max_length=200, blank=True)

    objects: ClassVar[models.Manager[Author]] = models.Manager()

    class Meta:
        app_label = "shelf"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/authors/{self.pk}/"

    def search_title(self) -> str:
        return self.name_ru if get_language() == "ru" and self.name_ru else self.name

    def search_text(self) -> str:
        return ""

    def search_names(self) -> Iterable[str]:
        return [pseudonym.name for pseudonym in self.pseudonyms.all()]  # type: ignore[attr-defined]

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return [self.books.all()]  # type: ignore[attr-defined]


class Pseudonym(IndexedWith):
    search_owners = ("author",)

    author = models.ForeignKey(Author, models.CASCADE, related_name="pseudonyms")
    name = models.CharField(max_length=200)

    objects: ClassVar[models.Manager[Pseudonym]] = models.Manager()

    class Meta:
        app_label = "shelf"

    def __str__(self) -> str:
        return self.name


class Book(Searchable):
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    title = models.CharField(max_length=200)
    is_public = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[Book]] = models.Manager()

    class Meta:
        app_label = "shelf"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("no-such-page")

    def search_title(self) -> str:
        return self.title

    def search_text(self) -> str:
        return f"A book by {self.author.name}"


MODELS = (Author, Pseudonym, Book)

_object_ids = count(1)


def make_document(
    title: str,
    text: str = "",
    *,
    kind: str = "person",
    names: Iterable[str] = (),
    public: bool = True,
) -> Document:
    """A document without a record."""
    return Document.objects.create(
        kind=kind,
        object_id=next(_object_ids),
        public=public,
        titles={"en": title},
        texts={"en": text},
        folded_title=folded_lines([title, *names], MAX_FOLDED_TITLE),
        folded_text=folded_lines([text], MAX_FOLDED_TEXT),
    )
