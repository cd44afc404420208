"""Asking the index. Whatever is typed, nothing here fails on it."""

# ruff: noqa: S608, S611
# The statements are put together from constants; what was typed travels in parameters.

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import connections
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from records.audience import Audience
from records.languages import in_digits

from .backends import Match, Terms, backend_for
from .bits import set_of
from .folding import folded_words
from .models import Document

MAX_WORDS = 12
MAX_HITS = 1000
"""Hits beyond this many are neither listed nor counted: the words say too little."""


class SQL(NamedTuple):
    text: str
    parameters: list[str | int]


def words_of(text: str) -> tuple[str, ...]:
    """The words that are searched for: folded, each once, at most `MAX_WORDS`."""
    return tuple(islice(_distinct(text), MAX_WORDS))


def terms_of(text: str | Terms) -> Terms:
    """What must be found: the words of a text, or what somebody has made of a question."""
    return [(word,) for word in words_of(text)] if isinstance(text, str) else text


def _distinct(text: str) -> dict[str, None]:
    return dict.fromkeys(folded_words(text))


def find(
    text: str | Terms,
    *,
    kinds: Sequence[str] | None = None,
    last: Collection[str] = (),
    limit: int,
    offset: int = 0,
) -> list[Document]:
    """The public documents that have all words of the text, each perhaps only as a beginning.

    Kinds in `last` come after all others. Whole titles come first, then titles with the whole
    words, titles with their beginnings, and the rest; what matches alike comes in the order of the
    kinds. At most `MAX_HITS` can be reached.
    """
    limit = min(limit, MAX_HITS - offset)
    terms = terms_of(text)
    if not terms or limit <= 0:
        return []
    wanted = _condition(kinds)
    hits = [_hits(terms, match, wanted) for match in Match]
    ranks = " ".join(f"WHEN %s THEN {rank}" for rank, _kind in enumerate(kinds or ()))
    order_of_kinds = f"CASE document.kind {ranks} END" if ranks else "document.kind"
    columns = ", ".join(f"document.{field.column}" for field in Document._meta.concrete_fields)
    statement = f"""
        SELECT {columns}
        FROM (
            SELECT id, MIN(place) AS place, MIN(score) AS score
            FROM ({" UNION ALL ".join(sql.text for sql in hits)}) AS hits
            GROUP BY id
        ) AS ranked
        JOIN catalogue_document AS document ON document.id = ranked.id
        ORDER BY {_is_last(last)}, ranked.place, {order_of_kinds},
            ranked.score, document.id
        LIMIT %s OFFSET %s
    """
    parameters = [parameter for sql in hits for parameter in sql.parameters]
    parameters += last
    parameters += kinds or ()
    return list(Document.objects.raw(statement, [*parameters, limit, offset]))


def _is_last(kinds: Collection[str]) -> str:
    return f"document.kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else "1 = 0"


def _hits(terms: Terms, match: Match, wanted: SQL) -> SQL:
    """Up to `MAX_HITS` rows of (id, place in the ranking, score), the lower the better."""
    backend = backend_for(Document.objects.db)
    place, its_parameters, order = str(match.value), [], ""
    if match is Match.WHOLE_WORDS_IN_TITLE:
        place = "CASE WHEN '\n' || document.folded_title || '\n' LIKE %s THEN -1 ELSE 0 END"
        its_parameters = [f"%\n{' '.join(term[0] for term in terms)}\n%"]
        # However many titles have these words, the one that has no others is among the hits.
        order = "ORDER BY 2"
    return SQL(
        f"""
        SELECT * FROM (
            SELECT document.id, {place} AS place, {backend.score} AS score
            FROM {backend.source}
            WHERE {wanted.text}
            {order}
            LIMIT {MAX_HITS}
        ) AS hits_{match.value}
        """,
        [*its_parameters, backend.expression(terms, match), *wanted.parameters],
    )


def count(text: str | Terms, *, kinds: Collection[str] | None = None) -> dict[str, int]:
    """How many documents `find` would reach of each kind; kinds without any are left out."""
    terms = terms_of(text)
    if not terms:
        return {}
    backend = backend_for(Document.objects.db)
    wanted = _condition(kinds)
    with connections[Document.objects.db].cursor() as cursor:
        cursor.execute(
            f"SELECT document.kind, COUNT(*) FROM {backend.source} WHERE {wanted.text} GROUP BY 1",
            [backend.expression(terms, Match.BEGINNINGS_ANYWHERE), *wanted.parameters],
        )
        return {kind: min(hits, MAX_HITS) for kind, hits in cursor.fetchall()}


class Asked(NamedTuple):
    """Of one term, how many documents of some kinds have it."""

    term: Sequence[str]
    kinds: Collection[str]
    match: Match = Match.BEGINNINGS_ANYWHERE


def count_each(asked: Sequence[Asked]) -> list[int]:
    """How many documents there are of each, whatever else they have; in one query."""
    backend = backend_for(Document.objects.db)
    statements, parameters = [], []
    for place, one in enumerate(asked):
        wanted = _condition(one.kinds)
        statements.append(f"SELECT {place}, COUNT(*) FROM {backend.source} WHERE {wanted.text}")
        parameters += [backend.expression([one.term], one.match), *wanted.parameters]
    with connections[Document.objects.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), parameters)
        return [hits for _place, hits in sorted(cursor.fetchall())]


def _condition(kinds: Collection[str] | None) -> SQL:
    conditions = ["document.public"]
    if kinds is not None:
        conditions.append(f"document.kind IN ({', '.join(['%s'] * len(kinds)) or 'NULL'})")
    return SQL(" AND ".join(conditions), list(kinds or ()))


def matching_ids(text: str | Terms, kind: str, match: Match = Match.BEGINNINGS_ANYWHERE) -> RawSQL:
    """For `filter(pk__in=...)`: all records of a kind that have the words, public or not.

    Not bounded: a filter that left rows out would give wrong lists.
    """
    terms = terms_of(text)
    if not terms:
        return RawSQL("SELECT object_id FROM catalogue_document WHERE 1 = 0", [])
    backend = backend_for(Document.objects.db)
    return RawSQL(
        f"SELECT document.object_id FROM {backend.source} WHERE document.kind = %s",
        [backend.expression(terms, match), kind],
    )


def titles_for(
    pairs: Iterable[tuple[str, int]], audience: Audience
) -> dict[tuple[str, int], Document]:
    """The documents of records of many kinds, named by (kind, id), in one query."""
    documents = Document.objects.of_records(pairs)
    if audience is Audience.PUBLIC:
        documents = documents.public()
    return {(document.kind, document.object_id): document for document in documents}


MOST_FOUND = 100_000
"""Of more records that have some words, none is listed: the words say too little."""


def matching_set(text: str, kind: str, using: str) -> int:
    """The records of a kind that have the words, public or not, as a set (`catalogue.bits`).

    Raises ValidationError if there are too many of them, or of the words.
    """
    words = tuple(_distinct(text))
    if not words:
        return 0
    if len(words) > MAX_WORDS:
        raise ValidationError(_("Write at most %(number)s words.") % {"number": MAX_WORDS})
    backend = backend_for(using)
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"SELECT document.object_id FROM {backend.source} WHERE document.kind = %s LIMIT %s",
            [backend.expression(terms_of(text), Match.BEGINNINGS_ANYWHERE), kind, MOST_FOUND + 1],
        )
        found = [number for (number,) in cursor.fetchall()]
    if len(found) > MOST_FOUND:
        raise ValidationError(
            _("More than %(number)s records have this. Write more of the word, or another one.")
            % {"number": in_digits(MOST_FOUND)}
        )
    return set_of(found)
