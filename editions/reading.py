"""One edition as its page and its JSON say it, as far as everybody may read it today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from modeltranslation.fields import TranslationField

from catalogue.models import Document
from records.days import day_in_words
from records.languages import in_a_row
from records.models import QUANTITY, Quantified, Record, Versioned

from .content import Content, kind_of, model_of_kind, part_relations
from .differences import part_in_words
from .models import Edition
from .protection import NOT_SHOWN
from .sight import Pair, Sight, pair_of, readable, source_of
from .words import in_first_language, in_words, label_of_field, stated_columns

NOT_TOLD = ("slug", "file", "photo")
"""Columns that say nothing in words."""

MOST_BELONGING = 200
"""How many of the records that belong to one its page tells."""


@dataclass(frozen=True)
class Link:
    label: str
    address: str = ""
    """Empty for what has no page, or none that readers may see."""


@dataclass(frozen=True)
class Quote:
    """One citation: the words of a source, and what they do for a field."""

    field: str
    """Empty: the record as a whole."""
    quotation: str
    language: str
    place: str
    stance: str
    stance_in_words: str
    says: str
    note: str
    source: Link
    url: str
    """Of the original."""
    is_shown: bool = True
    """Not, if the words name somebody who is not public."""


@dataclass(frozen=True)
class Stated:
    """One field that says something, or about which a source says something else."""

    name: str
    label: str
    words: str
    language: str = ""
    value: Any = None
    links: list[Link] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    is_shown: bool = True


@dataclass(frozen=True)
class Said:
    """All that one edition says."""

    kind: str
    title: str
    fields: list[Stated]
    parts: list[tuple[str, Stated]]
    """Further names and the like, each with the relation it stands in."""
    quotes: list[Quote]
    """For the record as a whole."""
    named_by: str = ""
    """The field that tells it apart from others of its kind, if that is a number."""

    def without_name(self) -> Said:
        """The same for all that differ in nothing but their numbers."""
        fields = [replace(one, words="", value=None) if one.name == self.named_by else one
                  for one in self.fields]  # fmt: skip
        return replace(self, title="", fields=fields) if self.named_by else self


def folded(found: Iterable[Said]) -> Iterator[Said]:
    """Neighbours that differ in nothing but their numbers are said together."""
    for _same, group in groupby(found, key=Said.without_name):
        first, *others = group
        if not others:
            yield first
            continue
        numbers = [
            one.words for said in (first, *others) for one in said.fields
            if one.name == said.named_by
        ]  # fmt: skip
        fields = [replace(one, words=in_a_row(numbers)) if one.name == first.named_by else one
                  for one in first.fields]  # fmt: skip
        yield replace(first, title="", fields=fields)


@dataclass(frozen=True)
class EditionPage:
    """What the register said of a record at a time, and of what belonged to it."""

    record: Record
    edition: Edition
    said: Said
    said_from: datetime
    said_until: datetime | None
    """None while it says so still."""
    newest: int
    previous: int | None
    following: int | None
    belonging: list[Said]
    there_are_more: bool
    sight: Sight
    latest: int | None
    """The change set by which sources must have been public; None means today."""

    @classmethod
    def read(cls, record: Record, number: int) -> EditionPage | None:
        """The same for everybody; None if readers may not see this edition, or there is none.

        Nothing is shown from before the record, or a parent of it, was last withdrawn or made a
        draft; nor what has been withdrawn since, nor a wording that names somebody hidden.
        """
        editions = _all_of(record, number)
        place = next((i for i, one in enumerate(editions) if one.number == number), None)
        if place is None:
            return None
        edition = editions[place]
        belonging = _belonging_to(record, edition)
        told = [edition, *belonging[:MOST_BELONGING]]
        has_parents = bool(record.visible_only_with)
        sight = Sight([*told, *(editions if has_parents else ())], speaking=told)
        shown = [
            one
            for one, after in zip(editions, [*editions[1:], None], strict=True)
            if sight.showed(one, after.change_set_id if after else None)
        ]
        if edition not in shown:
            return None
        following = editions[place + 1] if place + 1 < len(editions) else None
        numbers = [one.number for one in shown]
        index = numbers.index(number)
        latest = following.change_set_id - 1 if following else None
        return cls(
            record=record,
            edition=edition,
            said=said_by(edition, sight, latest),
            said_from=sight.seen_from(edition),
            said_until=following.at if following else None,
            newest=numbers[-1],
            previous=numbers[index - 1] if index else None,
            following=numbers[index + 1] if index + 1 < len(numbers) else None,
            belonging=list(
                folded(_said_by_belonging(told[1:], sight, edition, is_newest=not following))
            ),
            there_are_more=len(belonging) > MOST_BELONGING,
            sight=sight,
            latest=latest,
        )

    def as_json(self) -> dict[str, Any]:
        """The edition itself, and the days between which the register said so."""
        return {
            "record": as_public(self.edition, self.sight, self.latest),
            "said_from": self.said_from.isoformat(),
            "said_until": self.said_until.isoformat() if self.said_until else None,
        }

    @property
    def is_newest(self) -> bool:
        return self.said_until is None

    @property
    def day_from(self) -> str:
        return day_in_words(self.said_from)

    @property
    def day_until(self) -> str:
        return day_in_words(self.said_until) if self.said_until else ""


def _all_of(record: Record, number: int) -> list[Edition]:
    """Every edition of a record; what they say, of that number and where it names parents."""
    editions = Edition.objects.of(kind_of(record), record.pk).order_by("number")
    if record.visible_only_with:
        return readable(editions)
    return readable(editions, only=number)


def _belonging_to(record: Record, edition: Edition) -> list[Edition]:
    """The editions in which the records of its history were when this one was made."""
    same = Edition.objects.filter(
        kind=OuterRef("kind"),
        record_id=OuterRef("record_id"),
        change_set__lte=edition.change_set_id,
    )
    then = Subquery(same.order_by("-number").values("pk")[:1])
    kinds = list(_kinds_that_belong(type(record)))
    editions = Edition.objects.of_owner(kind_of(record), record.pk).filter(kind__in=kinds, pk=then)
    return readable(editions.order_by("kind", "record_id")[: MOST_BELONGING + 1]) if kinds else []


def _kinds_that_belong(owner: type[Record]) -> Iterator[str]:
    for relation in owner._meta.related_objects:
        model: Any = relation.related_model
        if issubclass(model, Record) and (
            relation.field.name == (model.owner_field or model.shown_with)
        ):
            yield kind_of(model)


def _said_by_belonging(
    editions: Iterable[Edition], sight: Sight, edition: Edition, *, is_newest: bool
) -> Iterator[Said]:
    until = edition.change_set_id + 1
    for one in editions:
        newest = sight.newest.get(pair_of(one))
        is_said_now = is_newest and newest is not None and newest.pk == one.pk
        if sight.showed(one, None if is_said_now else until):
            said = said_by(one, sight, None if is_said_now else until - 1)
            model = model_of_kind(one.kind)
            # To name its owner would repeat what the page is about.
            owner = model.owner_field or model.shown_with
            yield replace(said, fields=[one for one in said.fields if one.name != owner])


def said_by(edition: Edition, sight: Sight, latest: int | None = None) -> Said:
    """What an edition says, and what of it may be read today; asks the database nothing.

    `latest`: the change set up to which its sources must have been public; None, if it is what
    the record says today. That the edition may be read at all is the caller's to ask.
    """
    return _Saying(edition, sight, latest).said()


class _Saying:
    def __init__(self, edition: Edition, sight: Sight, latest: int | None) -> None:
        self.edition, self.sight, self.latest = edition, sight, latest
        self.model = model_of_kind(edition.kind)
        self.content: Content = edition.content
        self.naming = sight.naming(self.content)

    def said(self) -> Said:
        quotes = [quote for part in self._citations() if (quote := self._quote(part))]
        fields = list(self._fields(quotes))
        told = {_untranslated(self.model, one.name) for one in fields}
        fields += [
            Stated(name, label_of_field(self.model, name), "", quotes=_about(name, quotes))
            for name in dict.fromkeys(quote.field for quote in quotes)
            if name and name not in told
        ]
        return Said(
            kind=capfirst(str(self.model._meta.verbose_name)),
            title=self._title(),
            fields=fields,
            parts=list(self._parts()),
            quotes=_about("", quotes),
            named_by=self._named_by(),
        )

    def _named_by(self) -> str:
        name = getattr(self.model, "label_field", "")
        is_number = bool(name) and isinstance(self.model._meta.get_field(name), models.IntegerField)
        return name if is_number else ""

    def _fields(self, quotes: list[Quote]) -> Iterator[Stated]:
        columns, named = self.content["columns"], set[str]()
        for column in stated_columns(self.model, columns, self.naming):
            if column.name in NOT_TOLD:
                continue
            about = _untranslated(self.model, column.name)
            found = _about(about, quotes) if about not in named else []
            named.add(about)
            if self._is_hidden(column.words):
                yield Stated(column.name, column.label, _not_shown(), quotes=found, is_shown=False)
                continue
            yield Stated(
                column.name, column.label, column.words, column.language,
                self._value(column.name), self._links(column.name), found,
            )  # fmt: skip

    def _value(self, name: str) -> Any:
        columns = self.content["columns"]
        if name == "value" and issubclass(self.model, Quantified):
            return {part: columns.get(part) for part in QUANTITY}
        # Rows are named by their addresses, not by their numbers.
        return None if self.model._meta.get_field(name).is_relation else columns.get(name)

    def _links(self, name: str) -> list[Link]:
        column = self.model._meta.get_field(name)
        if not column.is_relation:
            return []
        target: Any = column.related_model
        value = self.content["columns"][name]
        numbers = value if isinstance(value, list) else [value]
        links = (self._link(target, number) for number in numbers)
        return sorted(links, key=lambda link: link.label)

    def _link(self, model: type[models.Model], number: int) -> Link:
        return Link(self.naming(model, number), _address(self.sight.linked_document(model, number)))

    def _title(self) -> str:
        name = getattr(self.model, "label_field", "")
        columns = self.content["columns"]
        title = in_first_language(columns, name) or columns.get(name, "")
        if not isinstance(title, str) or not title:
            document = self.sight.document(pair_of(self.edition))
            if document:
                return document.title
            name = getattr(self.model, "told_apart_by", "")
            column: Any = self.model._meta.get_field(name) if name else None
            title = in_words(self.model, column, columns, self.naming) if column else ""
        return _not_shown() if self._is_hidden(title) else title

    def _parts(self) -> Iterator[tuple[str, Stated]]:
        for relation, description in part_relations(self.model).items():
            if relation == "citations":
                continue
            for part in self.content["parts"].get(relation, []):
                label, words = part_in_words(
                    self.model, description.related_model, part, self.naming
                )
                texts = [value for value in part.values() if isinstance(value, str)]
                if not self.sight.shows_part(description.related_model, part):
                    continue
                if self._is_hidden(words, *texts):
                    yield relation, Stated(relation, label, _not_shown(), is_shown=False)
                else:
                    value = {name: text for name, text in part.items() if name != "id"}
                    yield relation, Stated(relation, label, words, part.get("language", ""), value)

    def _citations(self) -> list[dict[str, Any]]:
        citations: list[dict[str, Any]] = self.content["parts"].get("citations", [])
        return citations

    def _quote(self, part: dict[str, Any]) -> Quote | None:
        """Nothing of a source that is not public, or was not when the edition was to be read."""
        source = source_of(self.content, part["passage"])
        if source is None or not self.sight.shows_source(source, self.edition, self.latest):
            return None
        row = self.content["linked"]["passage"][str(part["passage"])]
        table = part_relations(self.model)["citations"].related_model
        says, note = part.get("says", ""), in_first_language(part, "note")
        document, url = self.sight.document(source), self._url(source)
        shown = not self._is_hidden(row["quotation"], says, note)
        label = document.title if document else _not_shown()
        return Quote(
            field=part.get("field", ""),
            quotation=row["quotation"] if shown else "",
            language=row.get("language", ""),
            place=row.get("place", ""),
            stance=part.get("stance", ""),
            stance_in_words=in_words(table, table._meta.get_field("stance"), part, self.naming),
            says=says if shown else "",
            note=note if shown else "",
            source=Link(label, _address(document)),
            url=url if document else "",
            is_shown=shown,
        )

    def _url(self, source: Pair) -> str:
        newest = self.sight.newest.get(source)
        url = str(newest.content["columns"].get("url", "")) if newest else ""
        return url if url.startswith(("https://", "http://")) else ""

    def _is_hidden(self, *texts: str) -> bool:
        """What a record says today is as public as its own page."""
        if self.latest is None:
            return self.sight.hidden.are_surely_in(*texts)
        return self.sight.hidden.are_in(*texts)


def as_public(edition: Edition, sight: Sight, latest: int | None = None) -> dict[str, Any]:
    """The JSON-ready form of an edition, as far as everybody may read it today.

    A function of its content and of what `sight` hides; see `said_by` for `latest`.

        {"kind": "mission", "address": "/missions/iraq/", "edition": 2, "event": "changed",
         "at": "2026-05-03T10:00:00+00:00", "title": "Iraq",
         "fields": {"period": {"label": "Period", "words": "since 2003", "value": "2003/"},
                    "value": {…, "value": {"comparator": ">", "value": 270, "counted": "troops"}},
                    "units": {…, "links": [{"label": "Kazbat", "address": "/units/kazbat/"}]}},
         "parts": {"names": [{"label": "Name", "words": "…", "value": {"name": "…"}}]},
         "citations": [{"field": "period", "stance": "supports", "says": "", "note": "",
                        "quotation": "…", "language": "en", "place": "paragraph 9",
                        "source": {"title": "…", "address": "…", "url": "…"}}]}

    Dates are EDTF; words and labels are in the active language; texts have a field for each
    language. What names somebody who is not public has `"not_shown": true` in place of its words;
    citations of sources that are not public are left out.
    """
    said = said_by(edition, sight, latest)
    document = sight.page_of(edition)
    parts: dict[str, list[Any]] = {}
    for relation, part in said.parts:
        parts.setdefault(relation, []).append(_field_as_public(part))
    quotes = [*said.quotes, *(quote for one in said.fields for quote in one.quotes)]
    return {
        "kind": edition.kind,
        "address": _address(document),
        "edition": edition.number,
        "event": edition.event,
        "at": edition.at.isoformat(),
        "title": said.title,
        "fields": {one.name: _field_as_public(one) for one in said.fields if one.words},
        "parts": parts,
        "citations": [_quote_as_public(quote) for quote in quotes],
    }


def _field_as_public(stated: Stated) -> dict[str, Any]:
    if not stated.is_shown:
        return {"label": stated.label, "not_shown": True}
    found: dict[str, Any] = {"label": stated.label, "words": stated.words}
    if stated.language:
        found["language"] = stated.language
    if stated.links:
        found["links"] = [_link_as_public(link) for link in stated.links]
    else:
        found["value"] = stated.value
    return found


def _link_as_public(link: Link) -> dict[str, Any]:
    return {"label": link.label, "address": link.address or None}


def _quote_as_public(quote: Quote) -> dict[str, Any]:
    found: dict[str, Any] = {"field": quote.field, "stance": quote.stance, "place": quote.place}
    if quote.is_shown:
        found |= {
            "says": quote.says,
            "note": quote.note,
            "quotation": quote.quotation,
            "language": quote.language,
        }
    else:
        found["not_shown"] = True
    source = {"title": quote.source.label, "address": quote.source.address, "url": quote.url}
    return found | {"source": source}


def _about(name: str, quotes: list[Quote]) -> list[Quote]:
    return [quote for quote in quotes if quote.field == name]


def _untranslated(model: type[Versioned], name: str) -> str:
    """What a citation calls a column: "name" for "name_ru"."""
    column: Any = model._meta.get_field(name)
    return str(column.translated_field.name) if isinstance(column, TranslationField) else name


def _address(document: Document | None) -> str:
    return document.get_absolute_url() if document else ""


def _not_shown() -> str:
    return str(capfirst(str(NOT_SHOWN)))
