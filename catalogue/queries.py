"""Asking the index. Whatever is typed, nothing here fails on it."""

# ruff: noqa: S608, S611
# The statements are put together from constants; what was typed travels in parameters.

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
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
MOST_READ = 2000
"""Of a kind whose titles hold common words, among so many a whole title is looked for."""


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
    is_common: bool = False,
) -> list[Document]:
    """The public documents that have all words of the text, each perhaps only as a beginning.

    Kinds in `last` come after all others. Whole titles come first, then titles with the whole
    words, titles with their beginnings, and the rest; what matches alike comes in the order of the
    kinds. At most `MAX_HITS` can be reached.

    Of words that are common (see `are_common`) no more is read than is shown: what matches alike
    comes as it was first saved, and not the best first. The kinds must then be named.
    """
    limit = min(limit, MAX_HITS - offset)
    terms = terms_of(text)
    if not terms or limit <= 0:
        return []
    if is_common:
        hits = [
            _hits(terms, match, _condition([kind]), kind, limit=offset + limit)
            for kind in kinds or ()
            for match in (Match if kind not in last else [Match.BEGINNINGS_ANYWHERE])
        ]
    else:
        hits = [_hits(terms, match, _condition(kinds)) for match in Match]
    ranks = " ".join(f"WHEN %s THEN {rank}" for rank, _kind in enumerate(kinds or ()))
    order_of_kinds = f"CASE document.kind {ranks} END" if ranks else "document.kind"
    columns = ", ".join(f"document.{field.column}" for field in Document._meta.concrete_fields)
    statement = f"""
        SELECT {columns}
        FROM (
            SELECT id, MIN(place) AS place, MIN(score) AS score
            FROM ({_together(hits)}) AS hits
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


def are_common(counts: Mapping[str, int]) -> bool:
    """Whether more documents have some words than are ranked, by their `count`."""
    return max(counts.values(), default=0) > MAX_HITS


def _together(parts: Iterable[SQL]) -> str:
    return " UNION ALL ".join(part.text for part in parts)


def _is_last(kinds: Collection[str]) -> str:
    return f"document.kind IN ({', '.join(['%s'] * len(kinds))})" if kinds else "1 = 0"


def _hits(terms: Terms, match: Match, wanted: SQL, kind: str = "", *, limit: int = 0) -> SQL:
    """Rows of (id, place in the ranking, score), the lower the better; no more than are ranked.

    Of what is common the first `limit` of a kind are read, and not scored.
    """
    backend = backend_for(Document.objects.db)
    place, its_parameters, order = str(match.value), [], ""
    if match is Match.WHOLE_WORDS_IN_TITLE:
        place = "CASE WHEN '\n' || document.folded_title || '\n' LIKE %s THEN -1 ELSE 0 END"
        its_parameters = [f"%\n{' '.join(term[0] for term in terms)}\n%"]
        # However many titles have these words, the one that has no others is among the hits.
        order = "ORDER BY 2"
    read = f"""
        SELECT document.id, {place} AS place, {"0.0" if kind else backend.score} AS score
        FROM {backend.source}
        WHERE {wanted.text}
    """
    if kind and order:
        # Unless they are too many to be read.
        read = f"SELECT * FROM ({read} LIMIT {MOST_READ}) AS titles"
    return SQL(
        f"SELECT * FROM ({read} {order} LIMIT {limit or MAX_HITS}) AS hits_{match.value}{kind}",
        [*its_parameters, backend.expression(terms, match, kind), *wanted.parameters],
    )


def count(text: str | Terms, *, kinds: Collection[str]) -> dict[str, int]:
    """How many documents there are of each kind; kinds without any are left out.

    More than `MAX_HITS`, beyond which `find` does not reach, are one more.
    """
    terms = terms_of(text)
    if not terms:
        return {}
    found = _counted([_count(kind, terms, [kind], kind) for kind in kinds])
    return {kind: found[kind] for kind in kinds if found[kind]}


class Asked(NamedTuple):
    """Of one term, how many documents of some kinds have it."""

    term: Sequence[str]
    kinds: Collection[str]
    match: Match = Match.BEGINNINGS_ANYWHERE


def count_each(asked: Sequence[Asked]) -> list[int]:
    """How many documents there are of each, whatever else they have; counted as by `count`."""
    found = _counted(
        [
            _count(str(place), [one.term], one.kinds, match=one.match)
            for place, one in enumerate(asked)
        ]
    )
    return [found[str(place)] for place in range(len(asked))]


def _count(
    name: str,
    terms: Terms,
    kinds: Collection[str],
    kind: str = "",
    match: Match = Match.BEGINNINGS_ANYWHERE,
) -> SQL:
    """A row of a name and how many documents there are; more than `MAX_HITS` are one more."""
    backend, wanted = backend_for(Document.objects.db), _condition(kinds)
    some = f"SELECT 1 FROM {backend.source} WHERE {wanted.text} LIMIT {MAX_HITS + 1}"
    return SQL(
        f"SELECT CAST(%s AS text), COUNT(*) FROM ({some}) AS counted",
        [name, backend.expression(terms, match, kind), *wanted.parameters],
    )


def _counted(counted: Sequence[SQL]) -> dict[str, int]:
    """By name."""
    if not counted:
        return {}
    with connections[Document.objects.db].cursor() as cursor:
        cursor.execute(_together(counted), [one for sql in counted for one in sql.parameters])
        return dict(cursor.fetchall())


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
        [backend.expression(terms, match, kind), kind],
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
            [
                backend.expression(terms_of(text), Match.BEGINNINGS_ANYWHERE, kind),
                kind,
                MOST_FOUND + 1,
            ],
        )
        found = [number for (number,) in cursor.fetchall()]
    if len(found) > MOST_FOUND:
        raise ValidationError(
            _("More than %(number)s records have this. Write more of the word, or another one.")
            % {"number": in_digits(MOST_FOUND)}
        )
    return set_of(found)
