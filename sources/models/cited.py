from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from .citable import Citable
from .citation import Stance
from .passage import Passage


class Cited(Citable):
    """A record that is public only with a sentence that readers can see."""

    class Meta:
        abstract = True

    def publication_errors(self) -> list[Any]:
        citations = self.citations  # type: ignore[attr-defined] # each has a table of its own
        supporting = citations.exclude(stance=Stance.DIFFERS).select_related("passage__source")
        return evidence_errors([citation.passage for citation in supporting])

    @classmethod
    def may_lack_something(cls, rows: Any) -> Any:
        """Those without any sentence that readers can see."""
        citations: Any = cls._meta.get_field("citations")
        own = citations.related_model._base_manager.filter(
            Passage.published_condition("passage__"),
            **{citations.field.name: OuterRef("pk")},
        )
        return rows.exclude(Exists(own.exclude(stance=Stance.DIFFERS)))


def evidence_errors(passages: list[Any]) -> list[Any]:
    """Why these passages, which do not differ, are not enough for a record to be public."""
    if not passages:
        return [
            _(
                "What is published needs the sentence it rests on: add a citation here, or "
                "make the record a draft."
            )
        ]
    if not any(passage.is_public for passage in passages):
        return [
            _(
                "No source that is cited here is published, so that readers would see no "
                "sentence: publish the source first, or make the record a draft."
            )
        ]
    return []
