"""What a record said before and says now, for readers of today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from editions.content import Content, model_of_kind, part_relations
from editions.differences import Difference, differences
from editions.models import Edition
from editions.protection import NOT_SHOWN
from editions.sight import Sight, pair_of, source_of
from editions.words import in_words, label_of_field
from records.models import Versioned

WITHOUT_VALUES = {
    "slug": _lazy("Its address changed; the old one leads to the new one"),
    "file": _lazy("The photograph itself was replaced"),
    "photo": _lazy("Another photograph, or none, stands with it"),
}

PART = re.compile(r"(?P<relation>\w+)\.(?P<number>\d+)(?:\.(?P<column>\w+))?")


@dataclass(frozen=True)
class Change:
    """One value that is another now; or, without values, what happened as `what` says."""

    what: str
    was: str | None = None
    """Empty where nothing was stated."""
    now: str | None = None
    quotation: str = ""
    language: str = ""
    """Of the values or the quotation, where it may not be the page's."""


def nothing_former(what: str = "") -> Change:
    if not what:
        return Change(capfirst(str(NOT_SHOWN)))
    return Change(_("%(what)s: an earlier wording is not shown") % {"what": what})


def part_of_page(sight: Sight, edition: Edition) -> str:
    """What tells a record, as it is today, apart from others on its page."""
    model = model_of_kind(edition.kind)
    name = getattr(model, "told_apart_by", "")
    newest = sight.newest.get(pair_of(edition))
    if not name or newest is None:
        return ""
    words = in_words(
        model, model._meta.get_field(name), newest.content["columns"], sight.naming(newest.content)
    )
    return "" if sight.hidden.are_surely_in(words) else words


def changes_between(
    sight: Sight, model: type[Versioned], earlier: Edition, edition: Edition, in_use: set[int]
) -> list[Change]:
    """What readers could see differ; quotations only of passages that are in public use."""
    before, after = _seen_contents(sight, earlier, edition)
    found = differences(
        model, before, after, was=sight.naming(earlier.content), now=sight.naming(edition.content)
    )
    telling = _Telling(sight, model, before, after, in_use)
    return [change for difference in found if (change := telling.change(difference))]


def _seen_contents(sight: Sight, earlier: Edition, edition: Edition) -> tuple[Content, Content]:
    """Both without what they cite from sources that readers could not or may not see.

    A citation that they share is left out of both if it may not be told of one of them.
    """
    until = edition.change_set_id
    was = {
        part["id"]: part
        for part in earlier.content["parts"].get("citations", [])
        if _shows(sight, part, earlier, until - 1)
    }
    unseen = {
        (part["id"], part["passage"])
        for part in earlier.content["parts"].get("citations", [])
        if part["id"] not in was
    }
    now = [
        part
        for part in edition.content["parts"].get("citations", [])
        if (part["id"], part["passage"]) not in unseen and _shows(sight, part, edition, until)
    ]
    return (
        _with(sight, earlier, list(was.values())),
        _with(sight, edition, now),
    )


def _shows(sight: Sight, citation: dict[str, Any], edition: Edition, latest: int) -> bool:
    source = source_of(edition.content, citation["passage"])
    return source is not None and sight.shows_source(source, edition, latest)


def _with(sight: Sight, edition: Edition, citations: list[dict[str, Any]]) -> Content:
    """Of the other parts, those that name nothing hidden."""
    content = edition.content
    relations = part_relations(model_of_kind(edition.kind))
    parts = {
        name: [part for part in rows if sight.shows_part(relations[name].related_model, part)]
        for name, rows in content["parts"].items()
        if name != "citations"
    }
    return {
        "columns": content["columns"],
        "parts": parts | {"citations": citations},
        "linked": content.get("linked", {}),
    }


@dataclass
class _Telling:
    """One difference after the other."""

    sight: Sight
    model: type[Versioned]
    before: Content
    after: Content
    in_use: set[int]

    def change(self, difference: Difference) -> Change | None:
        if difference.name in WITHOUT_VALUES:
            return Change(str(WITHOUT_VALUES[difference.name]))
        part = PART.fullmatch(difference.name)
        if part and part["relation"] == "citations" and part["column"] in (None, "passage"):
            return self._of_quotation(int(part["number"]))
        if difference.was == difference.now:
            return None
        if self.sight.hidden.are_in(difference.was, difference.now):
            return nothing_former(difference.label)
        if part and part["column"] is None:
            return self._of_part(difference)
        return Change(
            difference.label, difference.was, difference.now, language=difference.language
        )

    def _of_part(self, difference: Difference) -> Change:
        words = {"what": difference.label, "words": difference.now or difference.was}
        if difference.now:
            return Change(_("%(what)s added: “%(words)s”") % words)
        return Change(_("%(what)s removed: “%(words)s”") % words)

    def _of_quotation(self, number: int) -> Change:
        was, now = _part(self.before, number), _part(self.after, number)
        citation = now or was
        assert citation is not None
        about = {"field": label_of_field(self.model, citation.get("field", ""))}
        if was and now:
            whole, of_field = (
                _("A quotation was replaced"),
                _("A quotation was replaced for %(field)s"),
            )
        elif now:
            whole, of_field = _("A quotation was added"), _("A quotation was added for %(field)s")
        else:
            whole, of_field = (
                _("A quotation was removed"),
                _("A quotation was removed for %(field)s"),
            )
        quotation, language = self._quotation(citation["passage"])
        return Change(
            of_field % about if about["field"] else whole, quotation=quotation, language=language
        )

    def _quotation(self, passage: int) -> tuple[str, str]:
        """As it reads today, if something public rests on it."""
        content = self.after if _linked(self.after, passage) else self.before
        document = self.sight.document(("passage", passage)) if passage in self.in_use else None
        language = str(_linked(content, passage).get("language", ""))
        return (document.title, language) if document else ("", "")


def _linked(content: Content, passage: int) -> dict[str, Any]:
    row: dict[str, Any] = content["linked"].get("passage", {}).get(str(passage), {})
    return row


def _part(content: Content, number: int) -> dict[str, Any] | None:
    citations = content["parts"].get("citations", [])
    return next((part for part in citations if part["id"] == number), None)
