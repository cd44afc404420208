"""What a form says of its citations before they are checked: the words, and their languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from editions.admin.forms import VersionedForm
from records.admin_inlines import MOST_NEW_ROWS
from records.admin_input import is_number
from records.quantities import Comparator
from sources.carrying import Words
from sources.models import Passage, Source, Stance

PREFIX = "citations"


class TypedCitation(NamedTuple):
    passage: int | None
    source: int | None
    quoted: str


def _citations_in(data: Mapping[str, Any]) -> Iterator[TypedCitation]:
    """Those that say what the record, or its number, says."""
    for row in range(MOST_NEW_ROWS):
        sent = {
            name: str(data.get(f"{PREFIX}-{row}-{name}", ""))
            for name in (
                "passage", "quoted_source", "quoted_words", "field", "stance", "DELETE",
            )
        }  # fmt: skip
        if sent["DELETE"] or sent["field"] not in ("", "value") or sent["stance"] == Stance.DIFFERS:
            continue
        yield TypedCitation(
            _number_of(sent["passage"]), _number_of(sent["quoted_source"]), sent["quoted_words"]
        )


def _number_of(text: str) -> int | None:
    return int(text) if is_number(text) else None


def words_typed(data: Mapping[str, Any]) -> list[Words]:
    """What a new record's citations quote, as far as it can be told."""
    typed = list(_citations_in(data))
    passages = {one.passage for one in typed if one.passage}
    sources = {one.source for one in typed if one.source and one.quoted.strip()}
    languages = dict(Source.objects.filter(pk__in=sources).values_list("pk", "language"))
    found = [
        Words(one.quoted, languages[one.source])
        for one in typed
        if one.source in languages and one.quoted.strip()
    ]
    chosen = Passage.objects.filter(pk__in=passages)
    found += [Words(*row) for row in chosen.values_list("quotation", "source__language")]
    return found


class CitedForm(VersionedForm):
    """The form of a record whose citations are sent along with it."""

    cited: ClassVar[list[Words]] = []

    def bound_of_bare(self, number: int) -> dict[str, Any]:
        """As the words cited have it, where all that hold the number agree."""
        said = super().bound_of_bare(number)
        if said["comparator"] != Comparator.EXACTLY:
            return said
        bounds = {bound for words in self.cited for bound in words.bounds_of(number)}
        digits = {digit for words in self.cited for digit in words.last_digits_of(number)}
        if len(bounds) == 1:
            said["comparator"] = bounds.pop()
        if len(digits) == 1:
            said["rounded_to"] = digits.pop()
        return said
