"""What a record says of itself so that it can be found."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db import models, router, transaction

from .facets import Following


class IndexedWith(models.Model):
    """A row from which it follows how others are found or listed: a person's further name."""

    search_owners: ClassVar[tuple[str, ...]] = ()
    """Foreign keys to the records whose documents change when this row is saved or deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The row and the documents that follow from it are written together or not at all."""
        using = kwargs.get("using") or router.db_for_write(type(self), instance=self)
        with transaction.atomic(using=using):
            super().save(*args, **kwargs)


class Searchable(IndexedWith):
    """A record with a document in the catalogue.

    A subclass may also have `is_public` (without it, everybody finds the record) and
    `get_absolute_url` (without it, the document leads nowhere).
    """

    found_by_text: ClassVar[bool] = True
    """Whether its text finds it; if not, the text only says in a hit where the record belongs."""

    search_prefetch: ClassVar[tuple[str, ...]] = ()
    """Relations that the methods below read; fetched at once for many records."""

    class Meta:
        abstract = True

    def search_title(self) -> str:
        """The record's name in the active language."""
        raise NotImplementedError

    def search_text(self) -> str:
        """What else it is found by, and shown as a snippet, in the active language."""
        raise NotImplementedError

    def search_names(self) -> Iterable[str]:
        """Other names that count as much as the title: former names, abbreviations."""
        return ()

    def search_titles(self) -> Iterable[str]:
        """The same of those that are columns, in the active language."""
        return ()

    @classmethod
    def found_with(cls) -> Iterable[Following]:
        """What else decides whether everybody finds records of this kind."""
        return ()

    @classmethod
    def hidden_among(cls, ids: Collection[int]) -> Collection[int]:  # noqa: ARG003 - kinds say
        """Of public records, those that only editors find all the same."""
        return ()

    @classmethod
    def also_follows(cls) -> Iterable[Following]:
        """What else changes records of this kind, for `derive`."""
        return ()

    @classmethod
    def derive(cls, ids: Collection[int], using: str) -> None:
        """Works out what else follows when these records, or what they are read with, change."""

    @classmethod
    def forget(cls, ids: Collection[int], using: str) -> None:
        """Takes away what was worked out of records that are gone.

        Their parts went before them, and it may have been worked out anew after each.
        """

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        """Records whose documents hold words of this one, or are public only with it."""
        return ()
