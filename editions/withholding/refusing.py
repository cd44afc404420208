"""Nothing is saved that names somebody whose name is withheld, by whatever door."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editions.content import Content
from editions.models import Withholding

from .words import Words, words_of


@dataclass(frozen=True)
class Refusal:
    """What may not be written; asked once for many rows."""

    words: Words
    slugs: Collection[str]
    """Of the records that are withheld, each behind its kind."""

    @classmethod
    def read(cls, using: str) -> Refusal:
        acts = Withholding.objects.using(using).filter(lifted_at=None).order_by("pk")
        found = list(acts.values_list("words", "slugs"))
        lines = [line for words, _slugs in found for line in words.splitlines()]
        return cls(words_of(tuple(lines)), {slug for _words, slugs in found for slug in slugs})

    def __bool__(self) -> bool:
        return bool(self.words or self.slugs)

    def errors(self, kind: str, content: Content) -> dict[str, list[Any]]:
        """By field, what a row may not say; nothing if it may."""
        errors: dict[str, list[Any]] = {}
        if not self:
            return errors
        if f"{kind}:{content['columns'].get('slug')}" in self.slugs:
            errors["slug"] = [_("The record with this slug is withheld.")]
        for name, text in _texts(content):
            if self.words.are_in(text, any_case=name == "slug"):
                message = _("A name in this is withheld. Write it so: %s")
                shown = self.words.without(text) if name == "slug" else self.words.masked(text)
                errors.setdefault(name, []).append(message % shown[:300])
        return errors


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    for part in ("columns", "private", "state"):
        for name, value in content.get(part, {}).items():
            if isinstance(value, str):
                yield name, value
    for relation, rows in content.get("parts", {}).items():
        for row in rows:
            for name, value in row.items():
                if isinstance(value, str):
                    yield f"{relation}, {name}", value
