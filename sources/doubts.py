"""What an editor should look at again: the one place that works out the register's warnings.

A warning never refuses anything. What the editors have checked is confirmed at the citation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.db import models
from django.db.models import ExpressionWrapper
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.facets import Following, Values, of_parts
from catalogue.searchable import Searchable
from records.fields import PartialDateField
from records.languages import in_a_row
from records.many_rows import RowReader
from records.models import PublicationState, Quantified, Record
from records.quantities import Comparator
from records.statements import KeptStatement

from .carrying import Words, carries, numbers_missing, written_in
from .models import (
    SAYS_IN_ITS_WORDS,
    SAYS_MORE,
    Citable,
    Citation,
    Passage,
    Source,
    Stance,
    others_at,
)


class DoubtKind(models.TextChoices):
    WORDS = "words", gettext_lazy("the cited words do not hold it")
    SENTENCE = "sentence", gettext_lazy("no sentence beside it")
    SPELLING = "spelling", gettext_lazy("a name that no cited passage prints")
    DATE = "date", gettext_lazy("how the date of a source is known")
    NO_ADDRESS = "no-address", gettext_lazy("a source without an address")
    SAME_ADDRESS = "same-address", gettext_lazy("two sources at one address")


ANY = "any"


@dataclass(frozen=True)
class Doubt:
    kind: DoubtKind
    say: Callable[[], str]
    """Puts its words together, which only a form needs: the catalogue keeps the kind alone."""
    field: str = ""

    @property
    def message(self) -> str:
        return self.say()


@dataclass(frozen=True, slots=True)
class CitedWords:
    """What of a citation is looked through; a row of its table costs ten times as much to read."""

    field: str
    stance: str
    says: str
    confirmed: bool
    quotation: str
    language: str
    is_public: bool

    @property
    def words(self) -> Words:
        return Words(self.quotation, self.language)


def doubts_of(record: Any) -> list[Doubt]:
    """The warnings about one record, in the order in which its form has the fields."""
    reader = RowReader(record._state.db)  # noqa: SLF001 - documented
    return doubts_in(type(record), [record.pk], reader).get(record.pk, [])


def doubts_in(
    model: type[Record], ids: Collection[int], reader: RowReader
) -> dict[int, list[Doubt]]:
    """The warnings about records of one kind, by their numbers."""
    rows = reader.read(model, ids, *_related(model))
    rows = [row for row in rows if row.state != PublicationState.WITHDRAWN]
    ids = [row.pk for row in rows]
    cited = _cited(model, "citations", ids)
    beside = [_cited(model, path, ids) for path in model.cited_beside]  # type: ignore[attr-defined] # all are citable
    found = {}
    for row in rows:
        everywhere = [one for by_row in (cited, *beside) for one in by_row[row.pk]]
        spellings = _of_spellings(row.names_as_printed(), everywhere)
        parts = _of_parts(row, cited[row.pk])
        found[row.pk] = [*_of_citations(row, cited[row.pk]), *spellings, *parts]
    for pk, doubt in _of_others(model, cited):
        found[pk].append(doubt)
    if model is Source:
        for pk, doubts in _of_sources(rows, cited).items():
            found[pk] += doubts
    return {pk: doubts for pk, doubts in found.items() if doubts}


def _cited(model: type[Record], path: str, ids: Collection[int]) -> dict[int, list[CitedWords]]:
    """The citations to which a path leads from each record."""
    found = defaultdict(list)
    for pk, *values in _words_cited(model, path, ids=[*ids]):
        found[pk].append(CitedWords(*values))
    return found


@KeptStatement
def _words_cited(
    model: type[Record], path: str, *, ids: list[int]
) -> models.QuerySet[Any, tuple[Any, ...]]:
    own: models.QuerySet[Any, Any] = models.QuerySet(model)
    rows = (
        own.filter(pk__in=ids, **{f"{path}__isnull": False})
        .annotate(
            passage_is_public=ExpressionWrapper(
                Passage.published_condition(f"{path}__passage__"), models.BooleanField()
            )
        )
        .order_by("pk", f"{path}__pk")
    )
    names = (
        "field", "stance", "says", "confirmed", "passage__quotation", "passage__source__language",
    )  # fmt: skip
    said: models.QuerySet[Any, tuple[Any, ...]] = rows.values_list(
        "pk", *(f"{path}__{name}" for name in names), "passage_is_public"
    )
    return said


def _related(model: type[Record]) -> Iterator[str]:
    """The rows whose names may stand in the cited words, with what those are called by."""
    yield from model.doubts_prefetch  # type: ignore[attr-defined] # all are citable
    for name in model.citable_fields:
        column: Any = model._meta.get_field(name)
        if column.many_to_one:
            yield name
            if issubclass(column.related_model, Searchable):
                yield from (f"{name}__{path}" for path in column.related_model.search_prefetch)


def _of_citations(record: Record, citations: Collection[CitedWords]) -> Iterator[Doubt]:
    said = [one for one in citations if one.stance not in SAYS_MORE]
    for column in _columns(type(record)):
        if column.is_stated(record):
            yield from _of_column(record, column, said)
    if isinstance(record, Quantified) and record.value is not None:
        yield from _of_bound(record, citations)
    for citation in citations:
        if citation.stance in SAYS_MORE and not citation.confirmed:
            words = citation.words
            if missing := numbers_missing(words, citation.says):
                say = partial(_numbers_not_found, missing, citation)
                yield Doubt(DoubtKind.WORDS, say, citation.field)


def _numbers_not_found(missing: list[str], citation: CitedWords) -> str:
    words = {"missing": ", ".join(missing), "quoted": _quoted([citation])}
    return _("%(missing)s is not found in the words cited: %(quoted)s") % words


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that can be cited."""

    name: str
    written_in: tuple[str, ...]
    is_looked_for: bool
    """Whether it holds a number, date or name, which the cited words should hold too."""

    def is_stated(self, record: Record) -> bool:
        # Zero is a number like others.
        values = [getattr(record, name) for name in self.written_in]
        return any(not (value is None or value is False or value == "") for value in values)


@cache
def _columns(model: type[Record]) -> tuple[_Column, ...]:
    printed = model.printed_fields if issubclass(model, Citable) else ()
    found = []
    for name in model.citable_fields:
        column: Any = model._meta.get_field(name)
        is_number = issubclass(model, Quantified) and name == "value"
        is_date = isinstance(column, PartialDateField)
        columns = written_in(model, name) if column.attname == name else (column.attname,)
        if not column.many_to_many:
            found.append(_Column(name, columns, is_number or is_date or name in printed))
    return tuple(found)


def _of_column(
    record: Record, column: _Column, citations: Collection[CitedWords]
) -> Iterator[Doubt]:
    name = column.name
    own = [one for one in citations if one.field == name]
    whole = [one for one in citations if not one.field]
    if own:
        unheld = [one for one in own if _is_unheld(record, column, one)]
        if unheld and not (unheld == own and _hold_together(record, name, own)):
            yield Doubt(DoubtKind.WORDS, partial(_not_found, record, name, unheld), name)
    elif any(carries(one.words, record, name) for one in whole):
        return
    elif column.is_looked_for and whole and _all_unheld(record, column, whole):
        yield Doubt(DoubtKind.WORDS, partial(_not_found, record, name, whole), name)
    elif _wants_a_sentence(record, name, whole):
        yield Doubt(DoubtKind.SENTENCE, partial(_no_sentence, record, name), name)


def _about(record: Record, name: str) -> str:
    column: Any = record._meta.get_field(name)
    return str(capfirst(str(column.verbose_name)))


def _no_sentence(record: Record, name: str) -> str:
    message = _("Readers see no sentence beside %s: cite one for it.")
    return message % f"“{_about(record, name)}”"


def _of_bound(record: Quantified, citations: Collection[CitedWords]) -> Iterator[Doubt]:
    """Of a number that the words hold: whether they say it as exactly as the record does."""
    if record.comparator == Comparator.BETWEEN or record.value is None:
        return
    said: dict[Comparator, str] = {}
    for one in citations:
        is_about_it = one.field in ("", "value") and one.stance in SAYS_IN_ITS_WORDS
        if is_about_it:
            bounds = one.words.bounds_of(record.value)
            if one.confirmed and bounds:
                return
            said |= dict.fromkeys(bounds, one.quotation)
    if said and record.comparator not in said:
        yield Doubt(DoubtKind.WORDS, partial(_said_less_exactly, record, said), "value")


def _said_less_exactly(record: Quantified, said: Mapping[Comparator, str]) -> str:
    message = _(
        "The register says “%(value)s”, the words cited say “%(bounds)s”: %(quoted)s. Which is "
        "right? If the words carry it, tick “checked” at the citation."
    )
    return message % {
        "value": record.quantity_in_words,
        "bounds": in_a_row(str(bound.label) for bound in said),
        "quoted": " · ".join(f"“{Truncator(one).chars(200)}”" for one in set(said.values())),
    }


def _hold_together(record: Record, name: str, citations: Collection[CitedWords]) -> bool:
    """A long text, such as a caption, may be quoted in pieces."""
    language = next(one.language for one in citations)
    quoted = " ".join(one.quotation for one in citations)
    return bool(carries(Words(quoted, language), record, name))


def _all_unheld(record: Record, column: _Column, citations: Iterable[CitedWords]) -> bool:
    return all(_is_unheld(record, column, one) for one in citations)


def _is_unheld(record: Record, column: _Column, citation: CitedWords) -> bool:
    """Whether the words should hold a number, date or name, and do not."""
    return (
        column.is_looked_for
        and not citation.confirmed
        and citation.stance in SAYS_IN_ITS_WORDS
        and carries(citation.words, record, column.name) is False
    )


def _wants_a_sentence(record: Record, name: str, whole: Collection[CitedWords]) -> bool:
    """Of what only the editors see nothing is asked, nor of what stands with its record's text."""
    shown = (record.label_field, *record.shown_whole)  # type: ignore[attr-defined] # all are citable
    if not record.is_published or name in shown or record.shown_with:
        return False
    if isinstance(record, Source):
        # Its title, its publisher and the like stand on its face.
        return False
    return not any(one.stance == Stance.INFERRED for one in whole)


def _not_found(record: Record, name: str, citations: list[CitedWords]) -> str:
    words = {
        "about": _about(record, name),
        "value": _value(record, name),
        "quoted": _quoted(citations),
    }
    message = _(
        "%(about)s: “%(value)s” is not found in the words cited: %(quoted)s. Is it the right "
        "passage? If its words carry it, tick “checked” at the citation."
    )
    return message % words


def _value(record: Record, name: str) -> str:
    if isinstance(record, Quantified) and name == "value":
        return record.quantity_in_words
    value = getattr(record, name)
    return str(value.in_words() if hasattr(value, "in_words") else value)


def _quoted(citations: Iterable[CitedWords]) -> str:
    quotations = dict.fromkeys(one.quotation for one in citations)
    return " · ".join(f"“{Truncator(quotation).chars(200)}”" for quotation in quotations)


def _of_spellings(names: Iterable[str], citations: Iterable[CitedWords]) -> Iterator[Doubt]:
    """Of names that sources are said to print: those that stand in no cited passage."""
    read = dict.fromkeys(one.words for one in citations if one.is_public)
    for name in names:
        if not any(words.print_name(name) for words in read):
            yield Doubt(DoubtKind.SPELLING, partial(_not_printed, name))


def _not_printed(name: str) -> str:
    return _("No public passage that is cited here prints the name “%s”: cite one.") % name


def _of_parts(record: Record, citations: Iterable[CitedWords]) -> Iterator[Doubt]:
    """Of passages that are cited for parts of a record, such as names: those that print none."""
    for one in citations:
        if one.field not in record.citable_parts or one.confirmed:
            continue
        if not any(one.words.print_name(str(part)) for part in getattr(record, one.field).all()):
            yield Doubt(DoubtKind.WORDS, partial(_none_printed, record, one), one.field)


def _none_printed(record: Record, citation: CitedWords) -> str:
    about = capfirst(record.citable()[citation.field])
    message = _("%(about)s: none of them stands in the words cited: %(quoted)s.")
    return message % {"about": about, "quoted": _quoted([citation])}


def _of_others(
    model: type[Record], cited: Mapping[int, Collection[CitedWords]]
) -> Iterator[tuple[int, Doubt]]:
    """Of records whose cited words are about something else of their kind."""
    spoken = {
        pk: [one.words for one in citations if one.stance in SAYS_IN_ITS_WORDS]
        for pk, citations in cited.items()
        if not any(one.confirmed for one in citations)
    }
    assert issubclass(model, Citable)
    for pk, others in model.naming_others(spoken):
        yield pk, Doubt(DoubtKind.WORDS, partial(_of_something_else, others, cited[pk]))


def _of_something_else(others: list[str], citations: Iterable[CitedWords]) -> str:
    message = _(
        "The words cited name %(others)s, and nothing that this is about: %(quoted)s. Is it "
        "the right passage? If its words carry it, tick “checked” at the citation."
    )
    return message % {"others": in_a_row(others), "quoted": _quoted(citations)}


def _of_sources(
    sources: list[Source], cited: dict[int, list[CitedWords]]
) -> dict[int, list[Doubt]]:
    found: dict[int, list[Doubt]] = {source.pk: [] for source in sources}
    others = others_at(sources)
    for source in sources:
        doubts = found[source.pk]
        if not source.url:
            doubts.append(Doubt(DoubtKind.NO_ADDRESS, _no_address, "url"))
        for other in others[source.pk]:
            doubts.append(Doubt(DoubtKind.SAME_ADDRESS, partial(_same_address, other), "url"))
        dated = [one for one in cited[source.pk] if one.field == "published"]
        if source.published and not (dated or source.published_known_from):
            doubts.append(Doubt(DoubtKind.DATE, _date_of_nothing, "published"))
    return found


def _no_address() -> str:
    return _("It has no address: readers cannot get to the original.")


def _same_address(other: object) -> str:
    return _("Another source stands at the same address: %s.") % other


def _date_of_nothing() -> str:
    return _(
        "Nothing says how its date is known: cite the passage that prints it, or say from "
        "where it is known."
    )


# --- In the catalogue, so that lists can be narrowed by them ------------------------------------

WARNING = "warning"


@dataclass(frozen=True)
class Doubted:
    """The kinds of warning about a record; only editors' lists are narrowed by them."""

    name: str = WARNING
    absent: bool = False

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        assert issubclass(model, Record)
        for pk, doubts in doubts_in(model, ids, reader).items():
            for kind in dict.fromkeys(doubt.kind for doubt in doubts):
                yield pk, kind.value
            yield pk, ANY

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        assert issubclass(model, Record)
        yield Following(model, "pk")
        for name in model.edition_parts:
            relation: Any = model._meta.get_field(name)
            rows, owner = relation.related_model, relation.field.name
            yield from of_parts(rows, owner)
            if issubclass(rows, Citation):
                yield Following(rows, owner, "passage", Passage, ("quotation",))
