"""What changed in public, in a reader's words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from babel.numbers import format_decimal
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from modeltranslation.fields import TranslationField

from personnel.models import Person
from records.languages import active_language, active_locale
from records.models import PublicationState, PublishedWith, Quantified, Record
from records.partial_dates import PartialDate
from search.folding import SHORTEST_NAME, folded_words
from search.models import Document
from sources.models import Citation, Passage

from .versions import Scope, Table, Version, newest_versions, told_columns


class Event(StrEnum):
    ADDED = "added"
    PUBLISHED = "published"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Change:
    """One value that is another now; or, without values, what happened as `what` says."""

    what: str
    was: str | None = None
    """Empty where nothing was stated."""
    now: str | None = None
    quotation: str = ""
    language: str = ""
    """Of the values or the quotation, where it may not be the page's."""


@dataclass(frozen=True)
class Entry:
    """What happened to one record in one minute."""

    kind: str
    when: datetime
    event: Event
    document: Document | None = None
    """The page that shows the record; None if it was withdrawn."""
    part: str = ""
    """What tells the record apart from others on that page: a rank as printed."""
    reason: str = ""
    changes: list[Change] = field(default_factory=list)
    others: list[Entry] = field(default_factory=list)
    """More of the same: added to the register in the same minute."""

    def is_like(self, other: Entry) -> bool:
        """Whether one line can speak of both."""
        return (self.kind, self.event, self.day_and_time) == (
            other.kind, other.event, other.day_and_time,
        ) and not (self.changes or other.changes or self.reason or other.reason)  # fmt: skip

    @property
    def day(self) -> str:
        return PartialDate.parse(f"{timezone.localtime(self.when):%Y-%m-%d}").in_words()

    @property
    def time(self) -> str:
        return f"{timezone.localtime(self.when):%H:%M}"

    @property
    def day_and_time(self) -> str:
        return f"{self.day}, {self.time}"


@dataclass(frozen=True)
class Changes:
    entries: list[Entry]
    older_than: datetime | None
    """Where the next page starts; None on the last one."""

    @property
    def bulk_last(self) -> list[Entry]:
        """What happened to single records, before what came many at a time."""
        return sorted(self.entries, key=lambda entry: bool(entry.others))


WITHOUT_VALUES = {
    "slug": _lazy("Its address changed; the old one leads to the new one"),
    "file": _lazy("The photograph itself was replaced"),
    "photo": _lazy("Another photograph, or none, stands with it"),
}

QUANTITY = ("comparator", "value", "counted")

EVERYTHING = Scope()

MOST_WITHDRAWN = 1000
"""If more people than this are withdrawn, no former wording is shown."""

FOLDED_FROM = 4
"""So many others of one kind and minute, or more, share one line."""


def newest_changes(
    limit: int, *, before: datetime | None = None, scope: Scope = EVERYTHING
) -> Changes:
    """What happened last, told from about so many versions; in two queries."""
    versions = newest_versions(limit + 1, before=before, scope=scope)
    shown = versions
    if len(versions) > limit:
        # Pages are told apart by time: what bears one time stays on one page.
        cut = versions[limit].when
        shown = [version for version in versions if version.when > cut] or versions
    names = Names(shown)
    by_entry: dict[Any, list[Version]] = defaultdict(list)
    for version in shown:
        by_entry[version.key].append(version)
    entries = [_entry(group, names) for group in by_entry.values()]
    return Changes(
        entries=_folded(entry for entry in entries if entry),
        older_than=shown[-1].when if len(versions) > limit else None,
    )


def _folded(entries: Iterable[Entry]) -> list[Entry]:
    """Many neighbours of one kind, as a file brings them, stand behind the first."""
    groups: list[list[Entry]] = []
    for entry in entries:
        if groups and groups[-1][0].is_like(entry):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    folded: list[Entry] = []
    for first, *others in groups:
        if len(others) < FOLDED_FROM:
            folded += [first, *others]
        else:
            folded.append(replace(first, others=others))
    return folded


class Names:
    """What the records that some versions speak of are called today, and who stays unnamed."""

    def __init__(self, versions: Iterable[Version]) -> None:
        named = {pair for version in versions for pair in _records_named(version)}
        withdrawn = Person.objects.filter(state=PublicationState.WITHDRAWN).order_by().values("pk")
        people = Document.objects.filter(
            kind="person", object_id__in=withdrawn[: MOST_WITHDRAWN + 1]
        )
        documents = Document.objects.of_records(named) | people if named else ()
        self.documents = {(one.kind, one.object_id): one for one in documents}
        hidden = [one for one in documents if one.kind == "person" and not one.public]
        self.are_too_many = len(hidden) > MOST_WITHDRAWN
        words = " ".join(one.folded_title for one in hidden).split()
        # The last letter may be another one in other grammatical cases.
        self.hidden = tuple(
            word[: max(4, len(word) - 1)] for word in words if len(word) >= SHORTEST_NAME
        )

    def are_hidden_in(self, text: str) -> bool:
        """Whether a text may name somebody who is not public: any part of the name will do."""
        return self.are_too_many or any(word.startswith(self.hidden) for word in folded_words(text))

    def page(self, version: Version) -> Document | None:
        document = self.documents.get(version.page)
        return document if document and document.public else None

    def of(self, model: type[models.Model], number: int) -> str:
        document = self.documents.get((str(model._meta.model_name), number))
        # Words to choose from, such as ranks, are never published or withdrawn.
        if document and (document.public or not issubclass(model, PublishedWith)):
            return document.title
        return _("a record that is not public")


def _records_named(version: Version) -> Iterator[tuple[str, int]]:
    yield version.page
    for column in _columns(version.table):
        for values in (version.now, version.was or {}):
            for number in _numbers(column, values):
                yield str(column.related_model._meta.model_name), number


def _columns(table: Table) -> list[Any]:
    """What can differ between two versions; of a citation, its passage apart."""
    columns = [*told_columns(table), *table._meta.many_to_many]
    return [one for one in columns if one.related_model is not Passage]


def _numbers(column: Any, values: dict[str, Any]) -> list[int]:
    """Of the records that a column names."""
    named = values.get(column.attname) if column.is_relation else None
    return named if isinstance(named, list) else [named] if named else []


def _entry(versions: list[Version], names: Names) -> Entry | None:
    """None if there is no difference that a reader could see."""
    versions = sorted(versions, key=lambda version: version.is_of_citation)
    first = versions[0]
    kind = capfirst(str(first.record_model._meta.verbose_name))
    event = next((_event(one) for one in versions if not one.is_of_citation), Event.CHANGED)
    if event is Event.WITHDRAWN:
        if first.was and first.was["state"] == PublicationState.WITHDRAWN:
            return None
        return Entry(kind, first.when, event, reason=first.now["reason"])
    document = names.page(first)
    changes = [change for version in versions for change in _changes(version, names)]
    if document is None or (event is Event.CHANGED and not changes):
        return None
    if event is not Event.CHANGED:
        changes = []
    return Entry(kind, first.when, event, document, _part(first, names), changes=changes)


def _part(version: Version, names: Names) -> str:
    name = version.record_model.told_apart_by
    if not name or version.is_of_citation:
        return ""
    words = Told(version.table, version.now, names).in_words(version.table._meta.get_field(name))
    return "" if names.are_hidden_in(words) else words


def _event(version: Version) -> Event:
    if version.now["state"] == PublicationState.WITHDRAWN:
        return Event.WITHDRAWN
    if version.was is None:
        return Event.ADDED
    was_published = version.was["state"] == PublicationState.PUBLISHED
    return Event.CHANGED if was_published else Event.PUBLISHED


def _changes(version: Version, names: Names) -> Iterator[Change]:
    if not version.is_of_citation:
        if version.was is not None:
            yield from _differences(version, names)
    elif version.is_removal:
        if version.was is not None:
            yield _of_quotation(version, _("A quotation was removed"), version.was)
    elif version.was is None:
        yield _of_quotation(version, _("A quotation was added"), version.now, shows_it=True)
    elif version.was["passage_id"] != version.now["passage_id"]:
        yield _of_quotation(version, _("A quotation was replaced"), version.now, shows_it=True)
    else:
        yield from _differences(version, names)


def _of_quotation(
    version: Version, what: str, citation: dict[str, Any], *, shows_it: bool = False
) -> Change:
    about = _label_of_field(version.record_model, citation["field"])
    return Change(
        what=_("%(what)s for %(field)s") % {"what": what, "field": about} if about else what,
        quotation=(version.now["quotation"] or "") if shows_it else "",
        language=version.now["language"] or "",
    )


def _label_of_field(model: type[Record], name: str) -> str:
    """What a citation is about; empty: the record as a whole."""
    return _label(model, model._meta.get_field(name)) if name else ""


def _label(model: type[models.Model], column: Any) -> str:
    if column.name == "value" and issubclass(model, Quantified):
        return _("Strength") if model._meta.model_name == "rotation" else _("Figure")
    if not isinstance(column, TranslationField):
        return capfirst(str(column.verbose_name))
    label = capfirst(str(column.translated_field.verbose_name))
    if column.language == active_language():
        return label
    return f"{label} ({get_language_info(column.language)['name_translated']})"


def _differences(version: Version, names: Names) -> Iterator[Change]:
    """Each column of which a reader sees something else now."""
    was = Told(version.table, version.was or {}, names)
    now = Told(version.table, version.now, names)
    for column in _columns(version.table):
        before, after = was.in_words(column), now.in_words(column)
        if before == after:
            continue
        label = _label(version.table, column)
        if version.is_of_citation:
            label = _of_quotation(version, _("Quotation"), version.now).what + f", {label.lower()}"
        if column.name in WITHOUT_VALUES:
            yield Change(str(WITHOUT_VALUES[column.name]))
        elif not column.is_relation and names.are_hidden_in(f"{before} {after}"):
            yield Change(_("%(what)s: an earlier wording is not shown") % {"what": label})
        else:
            yield Change(label, before, after, language=getattr(column, "language", ""))


class Told:
    """What one version says, as the record's own page would say it."""

    def __init__(self, table: Table, values: dict[str, Any], names: Names) -> None:
        self.values, self.names = values, names
        columns = {column.attname: column for column in told_columns(table)}
        # Databases write truth and decimals into JSON in ways of their own.
        self.row: Any = table(
            **{
                name: columns[name].to_python(value)
                for name, value in values.items()
                if name in columns
            }
        )

    def in_words(self, column: Any) -> str:
        """Empty where nothing was stated."""
        if column.is_relation:
            return self._names_of(column)
        if isinstance(self.row, Quantified) and column.name in QUANTITY:
            return self.row.quantity_in_words if column.name == "value" else ""
        if isinstance(self.row, Citation) and column.name == "field":
            field = self.row.field
            return _label_of_field(self.row.record_model(), field) if field else _("all of it")
        return _in_words(column, getattr(self.row, column.attname))

    def _names_of(self, column: Any) -> str:
        numbers = _numbers(column, self.values)
        return ", ".join(sorted(self.names.of(column.related_model, one) for one in numbers))


def _in_words(column: Any, value: Any) -> str:
    if column.choices and value:
        return str(dict(column.flatchoices).get(value, value))
    match value:
        case bool():
            return _("yes") if value else _("no")
        case PartialDate():
            return value.in_words()
        case date():
            return PartialDate.parse(value.isoformat()).in_words()
        case int() | Decimal():
            return format_decimal(value, locale=active_locale(), decimal_quantization=False)
        case _:
            return str(value or "")
