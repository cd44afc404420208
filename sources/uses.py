"""A source's passages: what rests on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.utils.text import capfirst

from catalogue.models import Document
from catalogue.queries import titles_for
from records.audience import Audience
from records.models import PublicationState, Record
from records.statements import KeptStatement

from .evidence import citation_model
from .models import Citation, Source, Stance


@dataclass(frozen=True)
class Resting:
    """One record that rests on a passage, as a whole or with some of its fields.

    Records called by numbers, such as the rotations of a mission, stand together if they rest on
    it in the same way.
    """

    model: type[Record]
    fields: set[str]
    stance: Stance
    says: str
    documents: list[Document]

    @property
    def kind(self) -> str:
        return capfirst(str(self.model._meta.verbose_name))

    @property
    def about(self) -> list[str]:
        """The fields in words, in their usual order."""
        return [label for name, label in self.model.citable().items() if name in self.fields]

    @property
    def document(self) -> Document:
        return self.documents[0]

    @property
    def others(self) -> list[tuple[str, Document]]:
        """Those that stand together with the first, by their numbers."""
        return [(_place_and_name(one)[1], one) for one in self.documents[1:]]


def resting_on(audience: Audience, **where: int | list[int]) -> dict[int, list[Resting]]:
    """What rests on passages, by the passage's number, in two queries.

    Which passages, a look-up of citations says: `passage__source`, or `passage__in`.
    """
    tables = {str(table._meta.model_name): table for table in citation_tables()}
    rows = sorted(_citations(audience, **where))
    documents = titles_for({(kind, number) for _table, kind, number, *_rest in rows}, audience)
    resting: dict[int, dict[Any, Resting]] = defaultdict(dict)
    for table, kind, number, passage, field, stance, says in rows:
        if document := documents.get((kind, number)):
            model = tables[table].record_model()
            line, named = _line(model, document, field)
            one = resting[passage].setdefault(
                (table, line, stance, says), Resting(model, set(), Stance(stance), says, [])
            )
            one.fields.add(named)
            if document not in one.documents:
                one.documents.append(document)
    return {
        passage: [_in_order(one) for one in found.values()] for passage, found in resting.items()
    }


def _line(model: type[Record], document: Document, field: str) -> tuple[Any, str]:
    """What a record shares a line with, and which field of it the line names.

    To name the number of a record that is called by it would say no more than its title does.
    """
    label = model.label_field and model._meta.get_field(model.label_field)
    if not isinstance(label, IntegerField):
        return document.pk, field
    named = "" if field == model.label_field else field
    return (_place_and_name(document)[0], named), named


def _place_and_name(document: Document) -> tuple[str, str]:
    """Both parts of its address: "/missions/iraq/rotations" and "4"."""
    place, _slash, name = document.address.rstrip("/").rpartition("/")
    return place, name


def _in_order(one: Resting) -> Resting:
    """By number; of numbers in addresses the shorter come first."""
    one.documents.sort(key=lambda document: (len(document.address), document.address))
    return one


def citation_tables() -> list[type[Citation]]:
    """Every table of citations, of this app and of those above it."""
    return sorted(Citation.__subclasses__(), key=lambda table: str(table._meta.model_name))


@KeptStatement
def _citations(audience: Audience, **where: Any) -> QuerySet[Any, tuple[Any, ...]]:
    first, *others = [_query(table, audience, where) for table in citation_tables()]
    return first.union(*others, all=True)


def _query(
    table: type[Citation], audience: Audience, where: dict[str, Any]
) -> QuerySet[Any, tuple[Any, ...]]:
    model: type[Record] = table.record_model()
    kind, number = model.page_lookup()
    rows = table._default_manager.filter(
        model.visible_condition(audience, f"{table.record_name}__"), **where
    )
    return rows.order_by().values_list(
        Value(str(table._meta.model_name), output_field=CharField()),
        Value(kind, output_field=CharField()),
        F(f"{table.record_name}__{number}"),
        "passage_id",
        "field",
        "stance",
        "says",
    )


def passages_in_public_use(passages: Collection[int]) -> set[int]:
    """Those of the passages on which something public rests."""
    return {passage for (passage,) in _in_public_use(passages=[*passages])}


@KeptStatement
def _in_public_use(*, passages: Sequence[int]) -> QuerySet[Any, tuple[int]]:
    first, *others = [
        _public_citations(table, passages).values_list(F("passage_id"))
        for table in citation_tables()
    ]
    return first.union(*others)


def public_records_on(passages: Collection[int]) -> dict[int, set[tuple[str, int]]]:
    """The public records, by kind and number, that rest on each of the passages."""
    resting: dict[int, set[tuple[str, int]]] = defaultdict(set)
    for kind, passage, number in _resting_on(passages=[*passages]):
        resting[passage].add((kind, number))
    return resting


@KeptStatement
def _resting_on(*, passages: Sequence[int]) -> QuerySet[Any, tuple[str, int, int]]:
    first, *others = [
        # All of them expressions: a UNION would put plain columns first.
        _public_citations(table, passages).values_list(
            Value(str(table.record_model()._meta.model_name), output_field=CharField()),
            F("passage_id"),
            F(f"{table.record_name}_id"),
        )
        for table in citation_tables()
    ]
    return first.union(*others)


def _public_citations(table: type[Citation], passages: Sequence[int]) -> QuerySet[Any, Any]:
    visible = table.record_model().published_condition(f"{table.record_name}__")
    return table._default_manager.filter(visible, passage__in=passages).order_by()


def resting_only_on(source: Source) -> dict[type[Record], QuerySet[Any]]:
    """The published records that would lose their last public evidence with this source.

    The source itself and what is shown only with it, such as its photos, do not count.
    """
    found: dict[type[Record], QuerySet[Any]] = {}
    for table in citation_tables():
        model = table.record_model()
        if model is Source:
            continue
        name = table.record_name
        # Also what is hidden with a parent: that may be published again.
        cited = table._default_manager.filter(**{f"{name}__state": PublicationState.PUBLISHED})
        cited = cited.exclude(stance=Stance.DIFFERS)
        others = cited.filter(passage__source__state=PublicationState.PUBLISHED)
        elsewhere = others.exclude(passage__source=source).values(f"{name}_id")
        here = cited.filter(passage__source=source).exclude(**{f"{name}_id__in": elsewhere})
        rows = model._base_manager.filter(pk__in=here.values(f"{name}_id"))
        found[model] = _not_of(source, rows)
    return found


def also_resting_on(source: Source, state: PublicationState) -> dict[type[Record], QuerySet[Any]]:
    """All other records in a state that cite a passage of the source, whatever it says of them."""
    found: dict[type[Record], QuerySet[Any]] = {}
    for table in citation_tables():
        rows = citing(table.record_model(), source.pk).filter(state=state)
        found[rows.model] = _not_of(source, rows)
    return found


def citing(model: type[Record], source: int) -> QuerySet[Any]:
    """The records of a kind, in any state, that cite a passage of the source with this number."""
    table = citation_model(model)
    cited = table._default_manager.filter(passage__source=source)
    return model._base_manager.filter(pk__in=cited.values(f"{table.record_name}_id"))


def _not_of(source: Source, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without the source itself, and what is shown only with it."""
    if rows.model is Source:
        return rows.exclude(pk=source.pk)
    return rows.exclude(source=source) if "source" in rows.model.visible_only_with else rows


def titles_resting_only_on(source: Source, limit: int = 5) -> list[str]:
    """Some of the public records that would lose their last public evidence with this source."""
    pairs: set[tuple[str, int]] = set()
    for model, rows in resting_only_on(source).items():
        kind, number = model.page_lookup()
        numbers = rows.order_by().values_list(number, flat=True).distinct()
        pairs |= {(kind, number) for number in numbers[:limit]}
    documents = titles_for(pairs, Audience.EDITORS)
    return [document.title for document in documents.values()][:limit]


@dataclass(frozen=True)
class Wording:
    """What the editors say in their own words of a record that rests on a source."""

    record: Record
    words: str


def worded_about(source: Source) -> list[Wording]:
    """The editors' own words beside what rests on a source, which may speak of its date."""
    found: dict[Wording, None] = {}
    if source.published_known_from:
        found[Wording(source, source.published_known_from)] = None
    for table in citation_tables():
        citations = table._default_manager.filter(passage__source=source)
        for citation in citations.select_related(table.record_name).order_by(table.record_name):
            record = citation.record
            own = (getattr(record, name) for name in getattr(record, "editors_words", ()))
            for words in filter(None, (*own, citation.note)):
                found[Wording(record, words)] = None
    return list(found)
