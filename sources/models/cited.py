from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from .citation import Stance


class Cited(models.Model):
    """A record that is public only with a sentence that readers can see."""

    class Meta:
        abstract = True

    def publication_errors(self) -> list[Any]:
        citations = self.citations  # type: ignore[attr-defined] # each has a table of its own
        supporting = citations.exclude(stance=Stance.DIFFERS).select_related("passage__source")
        return evidence_errors([citation.passage for citation in supporting])


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
