"""Where a text holds a word that is withheld, in any script and spelling and with any ending."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from urllib.parse import unquote

from catalogue.folding import PART, folded_words
from editions.protection import VOWELS, NameForms

MARKS = {"en": "[name withheld]", "kk": "[есімі жарияланбайды]", "ru": "[имя не раскрывается]"}
"""What stands instead, by the language of the text."""

SHORT = 2
"""Names of so many letters have no endings: "Li" is not in "like"."""
CAPITAL = 3
"""Names of so many letters count only where they are written with a capital: Anna, not any."""
LONG = 6
"""Names of so many letters are found in further Latin spellings that have so many too."""
INSIDE = 5
"""Names of so many letters are found inside of longer words of a web address."""
MOST_DECODED = 3
"""How often a web address is decoded: browsers do it once, archives write one inside another."""
NOWHERE = "https://withheld.invalid/"
"""Instead of a web address whose site is called so; the ending is reserved for no site at all."""

_MARK = re.compile("|".join(map(re.escape, MARKS.values())))
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_BETWEEN = re.compile(r"[\s.,’'‐‑-]{0,3}")
_BETWEEN_MARKS = re.compile(r"[\s.‐‑-]{0,2}")
_SIDE_BY_SIDE = re.compile(rf"({_MARK.pattern})(?:{_BETWEEN_MARKS.pattern}(?:{_MARK.pattern}))+")
_POSSESSIVE = re.compile(r"['’‘`´′]s(?![^\W_])", re.IGNORECASE)
_INITIALS_BEFORE = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.\s?){1,3}\Z")
_INITIALS_AFTER = re.compile(r"\s?(?:[^\W\d_]\.(?:\s?(?=[^\W\d_]\.))?){1,3}")
_LONGEST_INITIALS = 12
_JOINED = re.compile(rf"{PART.pattern}(?:[‐‑-]\s{{0,2}}{PART.pattern})*")
_DIGITS = "0123456789"
_ADDRESS = re.compile(
    r"(?P<site>(?:https?://|www\.)[^\s/?#<>\"«»“”]*+)[^\s<>\"«»“”]*+", re.IGNORECASE
)
_BEHIND_ADDRESSES = ".,;:!?)]’'"
_SPACES_OF_ADDRESSES = str.maketrans("+_", "  ")
_PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)

Part = tuple[int, int, str]
"""Where a word stands in a text, and the word."""


class Word:
    """One word of a name, and all forms in which it can stand in a text."""

    def __init__(self, word: str) -> None:
        self.written = word
        self.folded = "".join(folded_words(word))
        self.forms = NameForms([self.folded], any_ending=False)
        others = _other_spellings(self.folded) if len(self.folded) >= LONG else []
        self.other_forms = NameForms(others, any_ending=False)
        stems = [(one, one.rstrip(VOWELS)) for one in (self.folded, *others)]
        self._inside = [stem if len(stem) > INSIDE else one for one, stem in stems]

    def is_in(self, part: str, *, any_case: bool) -> bool:
        folded, letters = list(folded_words(part)), len(self.written)
        is_capital = any_case or part[0].isupper()
        if min(letters, len(self.folded)) <= CAPITAL and not is_capital:
            return False
        if letters > SHORT:
            # A note's number is printed right behind a name.
            folded += [bare for one in folded if (bare := one.strip(_DIGITS)) and bare != one]
            return any(self._have(one, len(part), is_capital=is_capital) for one in folded)
        if letters == 1 and not any_case:
            # "И" is no other way to write "I".
            return part.casefold() == self.written.casefold()
        return self.folded in folded

    def is_inside(self, part: str) -> bool:
        """Whether a word of a web address holds it: AkhmetovaBio."""
        if len(self.folded) < INSIDE:
            return False
        return any(name in one for one in folded_words(part) for name in self._inside)

    def _have(self, folded: str, letters: int, *, is_capital: bool) -> bool:
        if self.forms.have(folded, letters, is_capital=is_capital):
            return True
        # Makhina is no machine, and Belova nothing below.
        is_other = is_capital and len(folded) >= LONG
        return is_other and self.other_forms.have(folded, letters)


class Words:
    """All that is withheld: on each line one word, or several that stand side by side."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.phrases = [found for line in lines for found in _phrases(line)]
        self._known: dict[tuple[str, bool], frozenset[tuple[int, int]]] = {}

    def __bool__(self) -> bool:
        return bool(self.phrases)

    def are_in(self, text: str, *, any_case: bool = False) -> bool:
        return next(self._found(text, any_case=any_case), None) is not None

    def masked(self, text: str, language: str = "") -> str:
        """The text with a mark for each name; the same if it holds none.

        A web address is cut down to its site, so that it still is one and leads to whoever
        published it.
        """
        spans = self.spans(text)
        if not spans:
            return text
        if address := _ADDRESS.fullmatch(text):
            site = f"{address['site']}/"
            return NOWHERE if self.are_in(site) else site
        mark = MARKS[language if language in MARKS else _language_of(text)]
        pieces, last = [], 0
        for start, end in spans:
            pieces += [text[last:start], mark]
            last = end
        # The rest of a name of which a part was withheld before.
        return _SIDE_BY_SIDE.sub(r"\1", "".join([*pieces, text[last:]]))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The stretches that name somebody, with initials; what stands side by side is one."""
        spans: list[tuple[int, int]] = []
        for start, end in sorted(self._found(text)):
            start, end = _with_initials(text, start, end)  # noqa: PLW2901 - the whole name
            if spans and (
                start <= spans[-1][1] or _BETWEEN_MARKS.fullmatch(text, spans[-1][1], start)
            ):
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((start, end))
        return spans

    def without(self, slug: str) -> str:
        """What is left of the parts of a slug that name nobody."""
        parts = list(PART.finditer(slug))
        named = list(self._found(slug, any_case=True))
        kept = [
            part.group()
            for part in parts
            if not any(start < part.end() and part.start() < end for start, end in named)
        ]
        return "-".join(kept)

    def _found(self, text: str, *, any_case: bool = False) -> Iterator[tuple[int, int]]:
        if not self.phrases:
            return
        parts = [(one.start(), one.end(), one.group()) for one in PART.finditer(text)]
        yield from self._found_in(text, parts, any_case=any_case)
        # Akh-metova, as it is parted at the end of a line.
        joined = [
            (one.start(), one.end(), "".join(PART.findall(one.group())))
            for one in _JOINED.finditer(text)
        ]
        if len(joined) < len(parts):
            yield from self._found_in(text, joined, any_case=any_case)
        for address in _ADDRESS.finditer(text):
            if self._are_in_address(address.group()):
                is_site = self._are_in_address(address["site"])
                end = address.start() + len(address.group().rstrip(_BEHIND_ADDRESSES))
                yield (address.start() if is_site else min(address.end("site") + 1, end)), end

    def _found_in(
        self, text: str, parts: list[Part], *, any_case: bool
    ) -> Iterator[tuple[int, int]]:
        known = [self._named_by(word, any_case) for _start, _end, word in parts]
        for first, found in enumerate(known):
            ends = [
                first + len(self.phrases[phrase])
                for phrase, place in found
                if place == 0 and self._follows(text, parts, known, phrase, first)
            ]
            if ends:
                start, end = parts[first][0], parts[max(ends) - 1][1]
                possessive = _POSSESSIVE.match(text, end)
                yield start, possessive.end() if possessive else end

    def _follows(
        self,
        text: str,
        parts: list[Part],
        known: list[frozenset[tuple[int, int]]],
        phrase: int,
        first: int,
    ) -> bool:
        """Whether the other words of a phrase stand right behind its first."""
        for place in range(1, len(self.phrases[phrase])):
            here = first + place
            if here >= len(parts) or (phrase, place) not in known[here]:
                return False
            if not _BETWEEN.fullmatch(text, parts[here - 1][1], parts[here][0]):
                return False
        return True

    def _are_in_address(self, address: str) -> bool:
        """Whether somebody can read a name out of a web address, where nothing has a capital."""
        names = [words[0] for words in self.phrases if len(words) == 1]
        for reading in _readings(address):
            parts = [(one.start(), one.end(), one.group()) for one in PART.finditer(reading)]
            if any(self._found_in(reading, parts, any_case=True)):
                return True
            if any(name.is_inside(word) for _start, _end, word in parts for name in names):
                return True
        return False

    def _named_by(self, part: str, any_case: bool) -> frozenset[tuple[int, int]]:
        key = part, any_case
        if key not in self._known:
            self._known[key] = frozenset(
                (number, place)
                for number, words in enumerate(self.phrases)
                for place, word in enumerate(words)
                if word.is_in(part, any_case=any_case)
            )
        return self._known[key]


@lru_cache(maxsize=8)
def words_of(lines: tuple[str, ...]) -> Words:
    """Kept, since they remember the words of texts that they have met."""
    return Words(lines)


def between_marks(text: str) -> list[str]:
    """What a text still says as it is printed: all that stands before, between and after marks."""
    return _MARK.split(text)


def _phrases(line: str) -> Iterator[list[Word]]:
    words = [part.group() for part in PART.finditer(line)]
    if words:
        yield [Word(word) for word in words]
    if len(words) > 1:
        # KassymJomart
        yield [Word("".join(words))]


def _other_spellings(folded: str) -> list[str]:
    """Further ways to write х and в in Latin letters: Achmetova, Axmetova, Achmetowa."""
    usual = folded.replace("x", "kh").replace("w", "v")
    found = [usual.replace("kh", kh).replace("v", v) for kh, v in product(("kh", "ch", "x"), "vw")]
    return [one for one in dict.fromkeys(found) if one != folded]


def _readings(address: str) -> Iterator[str]:
    """A web address as it is written, and decoded as often as somebody may have encoded it."""
    for _time in range(MOST_DECODED + 1):
        yield address.translate(_SPACES_OF_ADDRESSES)
        decoded = _PUNYCODE.sub(_site_in_letters, unquote(address))
        if "\ufffd" in decoded:
            # The addresses of older Russian sites.
            yield unquote(address, "cp1251").translate(_SPACES_OF_ADDRESSES)
        if decoded == address:
            return
        address = decoded


def _site_in_letters(label: re.Match[str]) -> str:
    try:
        return label.group().encode().decode("idna")
    except UnicodeError:
        return label.group()


def _with_initials(text: str, start: int, end: int) -> tuple[int, int]:
    near = max(0, start - _LONGEST_INITIALS)
    if before := _INITIALS_BEFORE.search(text[near:start]):
        start = near + before.start()
    if (after := _INITIALS_AFTER.match(text, end)) and after.group()[:1].isspace():
        end = after.end()
    return start, end


def _language_of(text: str) -> str:
    if not _CYRILLIC.search(text):
        return "en"
    return "kk" if _KAZAKH.search(text) else "ru"
