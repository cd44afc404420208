"""Showing why something was found: the words of the original text that match, marked."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .folding import PART, TOKEN, fold, folded_words, joined_and_parted_words
from .queries import words_of

_RUN = re.compile(r"\S+")


def highlight(text: str, query: str) -> SafeString:
    """The text as HTML, with `<mark>` around each word that begins with a word of the query."""
    words = words_of(query)
    pieces: list[str] = []
    end_of_last = 0
    for start, end in _matches(text, words):
        pieces.append(text[end_of_last:start])
        pieces.append(format_html("<mark>{}</mark>", text[start:end]))
        end_of_last = end
    pieces.append(text[end_of_last:])
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def snippet(text: str, query: str, words: int = 30) -> SafeString:
    """So many words of the text around the first match, highlighted; from the start if none."""
    runs = list(_RUN.finditer(text))
    if not runs:
        return SafeString("")
    match_start, _end = next(_matches(text, words_of(query)), (0, 0))
    middle = sum(run.end() <= match_start for run in runs)
    first = max(0, min(middle - words // 2, len(runs) - words))
    shown = runs[first : first + words]
    return format_html(
        "{}{}{}",
        "… " if first else "",
        highlight(text[shown[0].start() : shown[-1].end()], query),
        " …" if first + words < len(runs) else "",
    )


def _matches(text: str, words: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where in the text a word matches: that part of Kassym-Jomart, or else all of it."""
    if not words:
        return
    for token in TOKEN.finditer(text):
        parts = [
            part.span()
            for part in PART.finditer(text, *token.span())
            if fold(part.group()).startswith(words)
        ]
        if parts:
            yield from parts
        elif any(word.startswith(words) for word in _all_words(token.group())):
            yield token.span()


def _all_words(token: str) -> Iterator[str]:
    yield from folded_words(token)
    yield from joined_and_parted_words(token)
