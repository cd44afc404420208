"""Which words to withhold with a record that names somebody."""

from __future__ import annotations

from catalogue.folding import PART, fold
from catalogue.models import Document
from editions.content import kind_of
from editions.protection import names_of
from records.models import Record


def proposed_words(record: Record) -> list[str]:
    """Its names as wholes, and each word of them that is nobody else's name too.

    Spellings that fold to the same letters stand for each other.
    """
    names = names_of(record)
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    for name in names:
        words = PART.findall(name)
        longest = max(map(len, words), default=0)
        for word in words:
            # Initials count only where a name has nothing else.
            if (len(word) > 1 or longest == 1) and not _is_shared(word, record):
                found.setdefault(fold(word), word)
    return [name for folded, name in found.items() if folded]


def _is_shared(word: str, record: Record) -> bool:
    others = Document.objects.filter(kind=kind_of(record)).exclude(object_id=record.pk)
    folded = fold(word)
    titles = others.filter(folded_title__contains=folded).values_list("folded_title", flat=True)
    return any(folded in title.split() for title in titles.iterator())
