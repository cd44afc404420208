from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

if TYPE_CHECKING:
    from sources.carrying import Words


class Citable(models.Model):
    """A record with a table of citations of its own."""

    printed_fields: ClassVar[tuple[str, ...]] = ()
    """Columns that hold names or words as a source prints them: the cited words must hold them."""
    shown_whole: ClassVar[tuple[str, ...]] = ()
    """Columns, such as a table of numbers, for which a citation of the whole record stands."""

    class Meta:
        abstract = True

    cited_beside: ClassVar[tuple[str, ...]] = ()
    """Paths to the citations of other rows that speak of this record too."""
    doubts_prefetch: ClassVar[tuple[str, ...]] = ()
    """Relations that `names_as_printed` reads; fetched at once for many records."""

    def names_as_printed(self) -> Iterable[str]:
        """The spellings that sources are said to print: some passage cited here holds each."""
        return ()

    @classmethod
    def naming_others(
        cls,
        spoken: Mapping[int, Sequence[Words]],  # noqa: ARG003 - records that may be mistaken ask it
    ) -> Iterable[tuple[int, list[str]]]:
        """Of records, by the words cited for them: what else those are about, if not about them."""
        return ()

    @classmethod
    def cited_facets(cls) -> tuple[Any, ...]:
        """By what its citations narrow every list of it; the warnings are for editors alone."""
        from sources.cited_from import CitedFrom
        from sources.doubts import Doubted

        return (Doubted(), CitedFrom())

    @classmethod
    def disputed_condition(cls, column: str) -> Q:
        """In SQL: a public passage says something of a column that its own value does not."""
        from .passage import Passage

        citations: Any = cls._meta.get_field("citations")
        table = citations.related_model
        saying_more = table._default_manager.saying_more().filter(
            Passage.published_condition("passage__"),
            **{citations.field.name: OuterRef("pk"), "field": column},
        )
        return Q(Exists(saying_more))
