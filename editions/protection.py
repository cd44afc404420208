"""Names of people who are not public: no former wording may show them.

Rather too much is hidden than too little: any word of any name that somebody has or ever had
counts, of any length, in any script, and with any case ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from catalogue.folding import TOKEN, fold, folded_words, joined_and_parted_words
from catalogue.models import Document
from records.languages import columns_of
from records.models import Versioned

from .content import part_relations, versioned_models
from .models import Edition, Event

MOST_HIDDEN = 1000
"""If more people than this are not public, no former wording is shown."""

MOST_NAMES = 10 * MOST_HIDDEN

NOT_SHOWN = _("an earlier wording is not shown")

LONG_STEM = 4
"""After so many letters of a name, whatever follows is taken for an ending of it."""

LONGEST_ENDING = 8

VOWELS = "aeiou"

# What may follow a short name, in folded letters: "ой" is "oi", "ға" is "ga".
_RUSSIAN = rf"[{VOWELS}]*(?:kh|mi?|mu|go|v[{VOWELS}]*)?"
_KAZAKH = (
    r"(?:[dlt][ae]r)?(?:i?m(?:iz)?|i?n(?:iz)?|s?i)?"
    r"(?:[dnt]in|[gk][ae]|n?[ae]|[dnt]i|n?[dt][ae]|[dnt][ae]n|[bmp]en|[dnt]iki|[dt][ae]i|sh[ae]|siz)?"
)
_RUSSIAN_ENDING = re.compile(_RUSSIAN)
_ENDING = re.compile(rf"(?:{_RUSSIAN}|{_KAZAKH}|e?s)")
_LONGER_ENDING = re.compile(rf"(?=..)(?:{_KAZAKH})")
_VOWELS_ONLY = re.compile(rf"[{VOWELS}]*")

_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]\.")


class NameForms:
    """The words of names, and every form in which they can stand in a text; all of them folded."""

    def __init__(self, words: Iterable[str], *, any_ending: bool = True) -> None:
        self.any_ending = any_ending
        """Whether whatever follows a long stem is taken for an ending of it."""
        self.words: set[str] = set()
        self.stems: set[str] = set()
        self.short: set[str] = set()
        """Of short names without their last vowel, where no ending goes: Мария is also Марии."""
        self.bare: set[str] = set()
        """What is left of a short name without its vowels: one letter."""
        for word in words:
            self._add(word)

    def have(self, word: str, letters: int, *, is_capital: bool = True) -> bool:
        """Whether a folded word is one of the names in some case.

        It has so many letters as written, and begins with a capital or does not.
        """
        if word in self.words:
            return True
        for length in range(1, len(word) + 1):
            stem, ending = word[:length], word[length:]
            if stem in self.stems and self._may_end(stem, ending):
                return True
            if is_capital and stem in self.short and _may_end_short(stem, ending):
                return True
        # "Ии" of Ия, but not the word "и".
        return letters > 1 and word[0] in self.bare and bool(_VOWELS_ONLY.fullmatch(word[1:]))

    def _add(self, word: str) -> None:
        self.words.add(word)
        self.stems.add(word)
        stem = word.rstrip(VOWELS)
        if len(stem) <= 1 < len(word) and (self.any_ending or len(word) == 2):  # noqa: PLR2004
            self.bare.add(word[0])
        elif self.any_ending or len(stem) > LONG_STEM or stem == word:
            self.stems.add(stem)
        else:
            # Белая, Белой; but Рая, Раи.
            of_adjective = word[:-3] if word.endswith("aia") else ""
            self.short.add(of_adjective if len(of_adjective) > 1 else word[:-1])
        if len(word) > 2 and word[-2] in "eo" and word[-1] not in VOWELS:  # noqa: PLR2004
            # Павел, Павла; Лев, Льва.
            self.stems.add(word[:-2] + word[-1])

    def _may_end(self, stem: str, ending: str) -> bool:
        if len(stem) >= LONG_STEM and self.any_ending:
            return len(ending) <= LONGEST_ENDING
        if len(stem) == 1:
            return bool(ending and _LONGER_ENDING.fullmatch(ending))
        # "an" is no form of Anna.
        return bool((ending or len(stem) >= LONG_STEM) and _ENDING.fullmatch(ending))


def _may_end_short(stem: str, ending: str) -> bool:
    """Only as in Russian: Kazakh takes no vowel away, and "marine" is no form of Maria."""
    is_whole = len(stem) >= LONG_STEM or stem[-1] in VOWELS
    return bool((ending or is_whole) and _RUSSIAN_ENDING.fullmatch(ending))


class HiddenNames:
    """Whom no former wording may name."""

    def __init__(self, names: Iterable[str] = (), *, are_too_many: bool = False) -> None:
        self.are_too_many = are_too_many
        self.forms = NameForms({word for name in names for word in _words_of_name(name)})

    @classmethod
    def read(cls) -> HiddenNames:
        """Of everybody who is not public at this moment, in two queries for each kind."""
        names: set[str] = set()
        for kind, model in versioned_models().items():
            if model.identifying_fields:
                found = _names_of_hidden(kind, model)
                if found is None:
                    return cls(are_too_many=True)
                names |= found
        return cls(names)

    def are_in(self, *texts: str) -> bool:
        """Whether a former wording may name one of them."""
        return self.are_too_many or self.are_surely_in(*texts)

    def are_surely_in(self, *texts: str) -> bool:
        """The same of what the register says today, which stays where too many are hidden."""
        if not self.forms.words:
            return False
        return any(self._is_named_by(text) for text in texts)

    def _is_named_by(self, text: str) -> bool:
        return any(
            self.forms.have(word, len(token.group()))
            for token in TOKEN.finditer(text)
            for word in _words_of_token(token.group())
        )


@lru_cache(maxsize=20_000)
def _words_of_token(token: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*folded_words(token), *joined_and_parted_words(token))))


def _words_of_name(name: str) -> set[str]:
    """Its folded words; initials count only where a name has nothing else."""
    without_initials = _INITIAL.sub(" ", name)
    text = without_initials if fold(without_initials) else name
    return {*folded_words(text), *joined_and_parted_words(text)}


def _names_of_hidden(kind: str, model: type[Versioned]) -> set[str] | None:
    """All names that the rows that are not public have or had; None if these are too many."""
    # Not "public=False", which SQLite gets as NOT public, and looks for in no index.
    hidden = Document.objects.filter(kind=kind, public__in=[False])
    documents = hidden.defer("texts", "folded_text")
    present = list(documents[: MOST_HIDDEN + 1])
    if len(present) > MOST_HIDDEN:
        return None
    names = {title for document in present for title in document.titles.values() if title}
    for document in present:
        # The further names of today, should they have no edition yet; initials look like these.
        names |= {word for word in document.folded_title.split() if len(word) > 1}
    former = list(_former_names(kind, model, [document.object_id for document in present]))
    if len(former) > MOST_NAMES:
        return None
    for row in former:
        names |= set(_texts_in(row))
    return names


def _former_names(kind: str, model: type[Versioned], numbers: list[int]) -> Any:
    """What the editions of these rows, and of those that were public and are deleted, name."""
    same = Edition.objects.filter(kind=kind, record_id=OuterRef("record_id"))
    of_deleted = Edition.objects.filter(
        Exists(same.filter(event=Event.PUBLISHED)), kind=kind, event=Event.DELETED
    )
    is_public = Document.objects.filter(kind=kind, object_id=OuterRef("record_id"), public=True)
    editions = Edition.objects.filter(
        Q(record_id__in=numbers) | Q(record_id__in=of_deleted.values("record_id")), kind=kind
    ).exclude(Exists(is_public))
    return editions.values_list(*_paths(model)).distinct()[: MOST_NAMES + 1]


def names_of(record: Versioned) -> list[str]:
    """All that a record that names somebody is called, and was ever called."""
    model = type(record)
    if not model.identifying_fields:
        return []
    editions = Edition.objects.of(str(model._meta.model_name), record.pk)
    rows = editions.values_list(*_paths(model)).distinct()[:MOST_NAMES]
    return sorted({text for row in rows for text in _texts_in(row)})


@cache
def _paths(model: type[Versioned]) -> tuple[str, ...]:
    """Where in a content the names stand."""
    own = {field.name for field in model._meta.concrete_fields}
    paths: list[str] = []
    for name in model.identifying_fields:
        if name in part_relations(model):
            paths.append(f"content__parts__{name}")
        else:
            columns = [one for one in columns_of(name).values() if one in own] or [name]
            paths += [f"content__columns__{column}" for column in columns]
    return tuple(paths)


def _texts_in(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for part in value:
                yield from (text for name, text in part.items() if _is_text(name, text))


def _is_text(name: str, value: Any) -> bool:
    return isinstance(value, str) and name in _text_columns()


@cache
def _text_columns() -> frozenset[str]:
    """Of the parts that name people: the columns in which a name can stand."""
    return frozenset(
        field.name
        for model in versioned_models().values()
        for name in model.identifying_fields
        if name in part_relations(model)
        for field in part_relations(model)[name].related_model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    )
