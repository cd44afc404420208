"""Keys by which lists are sorted: bytes that every database compares alike.

Names stand in the order of an alphabet, not of their code points: Ә after А, Қ after К, and an
accent only decides between names that are else the same. The script of the reader's language
comes before the other.
"""

from __future__ import annotations

import unicodedata

from records.languages import active_language
from records.partial_dates import PartialDate

LONGEST_KEY = 120

_LATIN = "abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "аәбвгғдежзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
"""The Kazakh alphabet, which holds all Russian letters in their order; Ё sorts as Е."""

_DIGITS = {str(digit): bytes([0x10 + digit]) for digit in range(10)}
_FIRST, _SECOND = 0x20, 0x60
_LATIN_FIRST = _DIGITS | {
    letter: bytes([start + place])
    for alphabet, start in ((_LATIN, _FIRST), (_CYRILLIC, _SECOND))
    for place, letter in enumerate(alphabet)
}
_CYRILLIC_FIRST = _DIGITS | {
    letter: bytes([start + place])
    for alphabet, start in ((_CYRILLIC, _FIRST), (_LATIN, _SECOND))
    for place, letter in enumerate(alphabet)
}
_BETWEEN_WORDS, _BETWEEN_PARTS, _OTHER = b"\x02", b"\x00", b"\xf0"

_BASE_LETTERS = str.maketrans({"ё": "е", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss"})


def name_key(*names: str) -> bytes:
    """The place of a name, or of several parts of one, in the order of the active language."""
    ranks = _LATIN_FIRST if active_language() == "en" else _CYRILLIC_FIRST
    parts = [_letters(name, ranks) for name in names]
    as_written = [name.encode() for name in names]
    return _BETWEEN_PARTS.join([*parts, *as_written])[:LONGEST_KEY]


def last_word_key(name: str) -> bytes:
    """The place of a name by its last word: often, and not always, the surname."""
    first, _space, last = name.strip().rpartition(" ")
    return name_key(last, first)


def number_key(number: int | None) -> bytes:
    """The place of a whole number; what has none comes last."""
    return b"\xff" if number is None else b"\x01" + (number + (1 << 62)).to_bytes(8, "big")


def period_key(period: PartialDate | None, *, newest_first: bool = False) -> bytes:
    """The place of a period by its first day, or else its last; in either direction, days of every
    year come after all others, and what no source dates comes last."""
    if period is None:
        return b"\xff"
    day = period.earliest or period.latest
    if day is None:
        return b"\xfe"
    place = day.toordinal()
    return b"\x01" + ((1 << 24) - place if newest_first else place).to_bytes(4, "big")


def _letters(name: str, ranks: dict[str, bytes]) -> bytes:
    key: list[bytes] = []
    for letter in name.casefold().translate(_BASE_LETTERS):
        base = letter if letter in ranks else unicodedata.normalize("NFKD", letter)[:1]
        if rank := ranks.get(base):
            key.append(rank)
        elif base.isalnum():
            key.append(_OTHER + base.encode())
        elif key and key[-1] != _BETWEEN_WORDS and not unicodedata.combining(letter):
            key.append(_BETWEEN_WORDS)
    return b"".join(key)
