from collections.abc import Sequence
from enum import IntEnum
from typing import Protocol

Terms = Sequence[Sequence[str]]
"""Of each of these one word must be found."""


class Match(IntEnum):
    """Where and how the words must be found, the best first; each includes those before it."""

    WHOLE_WORDS_IN_TITLE = 0
    BEGINNINGS_IN_TITLE = 1
    BEGINNINGS_ANYWHERE = 2


class Backend(Protocol):
    source: str
    """What follows FROM: the matching rows of catalogue_document, by the name `document`.

    Its one parameter is the expression.
    """

    matches: str
    """The same without the columns of the documents, if that is less to read."""

    score: str
    """An SQL expression over `source`; less is better."""

    def expression(self, terms: Terms, match: Match, kind: str = "") -> str:
        """What the database must find, perhaps only of a kind; the words are folded, and so, like
        the kind, letters and digits."""

    def is_whole(self, using: str) -> bool:
        """Whether the full-text index holds what the table holds."""

    def restore(self, using: str) -> None:
        """Makes the full-text index anew from the table, if the two can differ at all."""
