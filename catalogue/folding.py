"""One spelling for every way of writing a word.

Ахметова, AKHMETOVA and akhmetova fold to the same letters, and so do Шакеева and Shakeyeva,
Қазбат, Казбат and Kazbat, Айжан and Aizhan. Folded text is lower-case ASCII words, made to be
compared and never shown. What is typed of a word folds to the beginning of that whole word, so
that a search can follow somebody's typing; each rule below keeps that true of words in one script.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from anyascii import anyascii

MAX_WORD_LENGTH = 64
SHORTEST_NAME = 3
"""Of words that may name somebody; initials and particles stand in every text."""

# Combining marks and invisible characters stand inside words: stress, vowel points, soft hyphens.
_INSIDE = "\u0300-\u036f\u064b-\u065f\u0670\u00ad\u200b-\u200d\u2060\ufe0f"
_APOSTROPHES = "'’‘`´′"
_HYPHENS = "‐‑.,-"

PART = re.compile(rf"[^\W_](?:[^\W_]|[{_INSIDE}])*")
TOKEN = re.compile(rf"{PART.pattern}(?:[{_APOSTROPHES}{_HYPHENS}]{PART.pattern})*")
_BETWEEN_WORDS = re.compile(rf"[{_HYPHENS}]")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s(?![^\W_])", re.IGNORECASE)

_SIGN_BEFORE_VOWEL = re.compile("[ьъ](?=[аеёиоуыэюя])")

# Each rule: what differs between two usual spellings of one name.
_SOUNDS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"^ye", "e"),  # Yelena, Елена
        (r"y", "i"),  # Aizhan, Айжан
        (r"q", "k"),  # Qazbat, Қазбат
        (r"j", "zh"),  # Jomart, Жомарт
        (r"(?<![cghkprstwz])h", "kh"),  # Sahara, Сахара
        (r"(?<=[aeou])e", "ie"),  # Tokaev, Токаев, Tokayev
        (r"([a-z])\1+", r"\1"),  # Kassym, Қасым
    )
]

# A letter of the wrong keyboard looks right: the first in Cадыков is Latin.
_LATIN_TWINS = "ABCEHIKMOPTXYaceiopxy"
_CYRILLIC_TWINS = "АВСЕНІКМОРТХУасеіорху"
_TO_CYRILLIC = str.maketrans(_LATIN_TWINS, _CYRILLIC_TWINS)
_TO_LATIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
_LATIN = re.compile("[A-Za-z]")
_CYRILLIC = re.compile("[\u0400-\u052f]")

_KAZAKH_LETTERS = {"ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u",
                   "һ": "h", "і": "i", "ь": "", "ъ": ""}  # fmt: skip


class _Transliteration(dict[int, str]):
    """What `str.translate` asks: the ASCII letters of one character."""

    def __missing__(self, code: int) -> str:
        letters = "".join(filter(str.isalnum, anyascii(chr(code)).lower()))
        self[code] = letters
        return letters


_ASCII = _Transliteration(str.maketrans(_KAZAKH_LETTERS))


def fold(text: str) -> str:
    """The folded words of a text, one space between them; empty if it has no letter or digit."""
    return " ".join(folded_words(text))


def folded_words(text: str) -> Iterator[str]:
    """The words of a text: hyphens part words (Kassym-Jomart), apostrophes do not (d'Ivoire)."""
    for token in TOKEN.findall(text):
        yield from _words_of(token)


def joined_and_parted_words(text: str) -> Iterator[str]:
    """Further ways to search for the words of a text.

    KassymJomart for Kassym-Jomart, 5000 for 5,000, UN for U.N., Ivoire for d'Ivoire.
    """
    for token in TOKEN.findall(text):
        if not token.isalnum():
            yield from _further_words_of(token)


@lru_cache(maxsize=32_768)
def _words_of(token: str) -> tuple[str, ...]:
    parts = _BETWEEN_WORDS.split(_POSSESSIVE.sub("", token))
    return tuple(filter(None, map(_fold_word, parts)))


@lru_cache(maxsize=32_768)
def _further_words_of(token: str) -> tuple[str, ...]:
    found = PART.findall(_POSSESSIVE.sub("", token))
    if len(found) < 2:  # noqa: PLR2004 - a single part is the word itself
        return ()
    usual = _words_of(token)
    words = map(_fold_word, [token, *found])
    return tuple(word for word in words if len(word) > 1 and word not in usual)


@lru_cache(maxsize=32_768)
def _fold_word(part: str) -> str:
    letters = _in_one_script(unicodedata.normalize("NFKC", part)).casefold()
    word = _SIGN_BEFORE_VOWEL.sub("й", letters).translate(_ASCII)
    if len(set(word)) == 1 < len(word) - 1:
        return word[:MAX_WORD_LENGTH]  # zzz is no spelling of z
    for sound, replacement in _SOUNDS:
        word = sound.sub(replacement, word)
    return word[:MAX_WORD_LENGTH]


def _in_one_script(part: str) -> str:
    """The word with its letters of the other script changed, if they only look like its own."""
    if _LATIN.search(part) and _CYRILLIC.search(part):
        for changed, other in ((part.translate(_TO_CYRILLIC), _LATIN),
                               (part.translate(_TO_LATIN), _CYRILLIC)):  # fmt: skip
            if not other.search(changed):
                return changed
    return part
