"""Questions as people type them: their small words, their case endings, and what comes nearest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from .backends import Match, Terms
from .folding import TOKEN, fold, folded_words
from .queries import MAX_WORDS, Asked, count, count_each

_SMALL = """
    a an and any anybody anyone are as at by did do does ever for from has have how in is it many
    much of on or serve served serving that the their there they this to was were what when where
    which who whom whose why with kazakhstan number
    а в во где для до и из или как какая какие какой когда кого кто ли на не о об от по с сколько
    со там это был была были было есть служил служила служили служило служит служат
    такая такие такой человек людей казахстан казахстана
    ба бар ба бе бен болды да де жайлы қай қайда қандай қанша қашан кім кімдер ма ме мен не неше
    пен туралы үшін адам адамдар қызмет етеді еткен етті қазақстан
"""
SMALL_WORDS = frozenset(word for line in _SMALL.split() for word in folded_words(line))
"""Words of questions that say nothing of what is looked for."""

_ALIKE = """
    woman women female женщин әйел
    peacekeep миротвор бітімгер
    csto одкб ұқшұ
    mines landmine разминирован
    ivory ivoire ивуар
    coast côte
"""
ALIKE = [tuple(folded_words(line)) for line in _ALIKE.split("\n") if line.strip()]
"""Beginnings of words that mean the same: sources are written in one language, asked in three."""

_HOW_MANY = frozenset(
    word
    for asked in ("many", "much", "number", "сколько", "қанша", "неше")
    for word in folded_words(asked)
)
"""Whoever asks so wants a number."""

_ENDINGS = """
    а ами ах ам ая е ев его ей ем ему и ие ии ий им ими их ию ия о ов ого ой ом ому ою у ую ы ые ый
    ым ыми ых ю я ям ями ях
    да де та те нда нде дан ден тан тен нан нен ға ге қа ке на не ның нің дың дің тың тің ды ді
    ты ті ны ні дағы дегі тағы тегі лар лер дар дер тар тер лары лері дары дері тары тері
"""
ENDINGS = sorted(_ENDINGS.split(), key=len, reverse=True)
"""Of cases and numbers, in Russian and Kazakh."""
SHORTEST_STEM = 4
"""Letters that must be left of a word without its ending."""


@dataclass(frozen=True)
class Word:
    typed: str
    folded: str

    def meanings(self) -> tuple[str, ...]:
        """As typed, and what means the same."""
        alike = (one for line in ALIKE if self.folded.startswith(line) for one in line)
        return tuple(dict.fromkeys((self.folded, *alike)))

    def beginnings(self) -> tuple[str, ...]:
        """Of the words that may be meant: also without a case ending."""
        stems = (
            fold(self.typed[: -len(ending)])
            for ending in ENDINGS
            if self.typed.lower().endswith(ending)
            and len(self.typed) - len(ending) >= SHORTEST_STEM
        )
        # In English, of which the endings above are no letters.
        is_plural = self.folded.endswith("s") and len(self.folded) > SHORTEST_STEM
        plural = [self.folded[:-1]] if is_plural else []
        return tuple(dict.fromkeys(filter(None, (*self.meanings(), *stems, *plural))))


@dataclass(frozen=True)
class Understood:
    """What is looked for in place of a question."""

    terms: Terms
    missing: tuple[str, ...] = ()
    """Words, as typed, that no hit needs to have: there would be none."""
    asks_how_many: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many documents have the terms, by kind, as `count` counts them."""

    @property
    def words(self) -> str:
        """What to mark in the hits."""
        return " ".join(beginning for term in self.terms for beginning in term)


def understand(question: str, kinds: Collection[str], named: Collection[str] = ()) -> Understood:
    """The nearest question to this one that has an answer, or itself if none has.

    Where no record has all that is known, it is asked about those of the kinds in `named` whose
    names it says.
    """
    understood = _nearest(_words_in(question), kinds, named)
    return replace(understood, asks_how_many=not _HOW_MANY.isdisjoint(folded_words(question)))


def _nearest(words: Sequence[Word], kinds: Collection[str], named: Collection[str]) -> Understood:
    as_typed = [word.meanings() for word in words]
    if not words:
        return Understood(as_typed)
    if counts := count(as_typed, kinds=kinds):
        return Understood(as_typed, counts=counts)
    loosely = [word.beginnings() for word in words]
    if counts := count(loosely, kinds=kinds):
        return Understood(loosely, counts=counts)
    anywhere = [Asked(term, kinds) for term in loosely]
    titles = [Asked(term, named, Match.BEGINNINGS_IN_TITLE) for term in loosely]
    each = count_each([*anywhere, *titles])
    hits, in_names = each[: len(words)], each[len(words) :]
    known = [number for number, found in enumerate(hits) if found]
    if not known:
        return Understood(as_typed, tuple(word.typed for word in words))
    kept = known
    counts = count([loosely[one] for one in kept], kinds=kinds) if len(known) < len(words) else {}
    if not counts:
        kept = [number for number in known if in_names[number]]
        counts = count([loosely[one] for one in kept], kinds=kinds)
    if not counts:
        # The rarest word says most of what is looked for.
        kept = [min(known, key=lambda number: hits[number])]
        counts = count([loosely[one] for one in kept], kinds=kinds)
    return Understood(
        [loosely[number] for number in kept],
        tuple(word.typed for number, word in enumerate(words) if number not in kept),
        counts=counts,
    )


def _words_in(question: str) -> Sequence[Word]:
    words: dict[str, Word] = {}
    for token in TOKEN.finditer(question):
        for folded in folded_words(token.group()):
            words.setdefault(folded, Word(token.group(), folded))
    telling = [word for word in words.values() if word.folded not in SMALL_WORDS]
    return list(islice(telling or words.values(), MAX_WORDS))
