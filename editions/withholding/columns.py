"""Which columns can hold what is withheld, and what each shows instead."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models
from modeltranslation.fields import TranslationField

from editions.content import Content, part_relations, versioned_models
from editions.models import Edition, Original, Withholding
from records.fields import PartialDateField

from .words import Words, words_of

APPS_LEFT_ALONE = (
    "catalogue", "access", "auth", "account", "mfa", "axes", "contenttypes", "sessions",
)  # fmt: skip
"""The catalogue follows the rows by itself; accounts are no part of the register."""
OWN = (Withholding, Original)

Removed = Mapping[type[models.Model], Collection[int]]


@dataclass(frozen=True)
class Withheld:
    """What is to be nowhere: words, and rows that were taken out, by their numbers."""

    words: Words
    removed: Removed = field(default_factory=dict)

    @classmethod
    def read(cls, using: str, *, but: Withholding | None = None) -> Withheld:
        """All that is in force; `but` one that is about to be lifted."""
        acts = Withholding.objects.using(using).filter(lifted_at=None).order_by("pk")
        acts = acts.exclude(pk=but.pk) if but else acts
        removed: dict[type[models.Model], set[int]] = {}
        lines: list[str] = []
        for words, rows in acts.values_list("words", "rows"):
            lines += words.splitlines()
            for row in rows:
                removed.setdefault(apps.get_model(row["model"]), set()).add(row["pk"])
        return cls(words_of(tuple(lines)), removed)

    def and_also(self, lines: Collection[str], removed: Removed) -> Withheld:
        own = [" ".join(word.written for word in phrase) for phrase in self.words.phrases]
        both = {
            model: {*self.removed.get(model, ()), *removed.get(model, ())}
            for model in {*self.removed, *removed}
        }
        return Withheld(words_of((*own, *lines)), both)

    def has_removed(self, column: Any, number: Any) -> bool:
        return number in self.removed.get(column.related_model, ())

    # --- One value ----------------------------------------------------------------------------

    def shown(self, column: Any, value: Any, row: int) -> Any:
        """What a column of a row shows instead of a value; the same if it holds nothing of it."""
        if column.is_relation:
            return None if self.has_removed(column, value) else value
        if isinstance(column, models.JSONField):
            return self._in_json(value)
        if isinstance(value, str) and self.words and is_text(column):
            return self._in_text(column, value, row)
        return value

    def _in_text(self, column: Any, value: str, row: int) -> str:
        if isinstance(column, models.SlugField):
            return self._in_slug(column, value, row)
        language = column.language if isinstance(column, TranslationField) else ""
        masked = self.words.masked(value, language)
        if masked == value:
            return value
        if column.name in getattr(column.model, "private_fields", ()):
            # No reader sees it, and passages count their offsets in it.
            return ""
        if is_one_of_a_kind(column):
            masked = f"{masked}{'#' if isinstance(column, models.URLField) else ' '}{row}"
        return masked[: column.max_length]

    def _in_slug(self, column: Any, value: str, row: int) -> str:
        if not self.words.are_in(value, any_case=True):
            return value
        number = f"-withheld-{row}"
        left = self.words.without(value.removesuffix(number))
        left = left or str(column.model._meta.model_name)
        # The number keeps it apart from the others of which something is withheld, and the word
        # from those that are numbered of themselves.
        return f"{left[: column.max_length - 21]}{number}"

    def _in_json(self, value: Any) -> Any:
        match value:
            case str():
                return self.words.masked(value)
            case list():
                return [self._in_json(one) for one in value]
            case dict():
                return {name: self._in_json(one) for name, one in value.items()}
        return value

    # --- Editions -----------------------------------------------------------------------------

    def address(self, address: str) -> str:
        """The address that an edition had; if it names somebody, it leads nowhere now."""
        return "" if self.words.are_in(address, any_case=True) else address

    def content(self, kind: str, number: int, content: Content) -> Content:
        """What an edition says, column by column as its row would."""
        model = versioned_models().get(kind)
        if model is None:
            return self._in_json(content)  # type: ignore[no-any-return] # a dict as it came
        kept: Content = dict(content)
        kept["columns"] = self._columns(model, content.get("columns", {}), number)
        kept["parts"] = self._parts(model, content.get("parts", {}))
        kept["linked"] = self._linked(content.get("linked", {}))
        if "private" in content:
            kept["private"] = self._columns(model, content["private"], number)
            if not kept["private"]:
                del kept["private"]
        return kept

    def _columns(
        self, model: type[models.Model], values: dict[str, Any], number: int
    ) -> dict[str, Any]:
        found = {}
        for name, value in values.items():
            column: Any = next((one for one in fields_of(model) if one.name == name), None)
            if column is None:
                shown = self._in_json(value)
            elif isinstance(value, list) and column.is_relation:
                shown = [one for one in value if not self.has_removed(column, one)]
            else:
                shown = self.shown(column, value, number)
            if shown not in (None, "", []):
                found[name] = shown
        return found

    def _parts(self, model: Any, parts: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
        found = {}
        for relation, rows in parts.items():
            part: Any = part_relations(model)[relation].related_model
            kept = [
                {"id": row["id"]}
                | self._columns(part, {n: v for n, v in row.items() if n != "id"}, row["id"])
                for row in rows
                if not any(
                    one.is_relation and not one.null and self.has_removed(one, row.get(one.name))
                    for one in part._meta.concrete_fields
                )
            ]
            if kept:
                found[relation] = kept
        return found

    def _linked(self, linked: dict[str, dict[str, Any]]) -> dict[str, Any]:
        found = {}
        for kind, rows in linked.items():
            model: Any = versioned_models().get(kind)
            gone = self.removed.get(model, ())
            if kept := {n: self._in_json(row) for n, row in rows.items() if int(n) not in gone}:
                found[kind] = kept
        return found


@dataclass(frozen=True)
class Place:
    """One column of one row that holds something withheld."""

    model: type[models.Model]
    row: int
    column: str
    original: Any
    present: Any
    shown: Any


def places(state: Withheld, using: str) -> Iterator[Place]:
    """Every column that does not show what it should, table by table."""
    kept: dict[tuple[str, int, str], Original] = {
        (one.table, one.row, one.column): one for one in Original.objects.using(using).iterator()
    }
    changed = {(table, column) for table, _row, column in kept}
    for model in tables():
        gone = state.removed.get(model, ())
        columns = [
            column
            for column in model._meta.concrete_fields
            if (state.words and is_text(column))
            or (model is Edition and column.name == "content")
            or (column.is_relation and column.null and column.related_model in state.removed)
            or (model._meta.label_lower, column.attname) in changed
        ]
        if not columns:
            continue
        names = [column.attname for column in columns]
        if model is Edition:
            names += ["kind", "record_id"]
        table: Any = models.QuerySet(model, using=using)
        rows = table.order_by("pk").values("pk", *names)
        for row in rows.iterator():
            if row["pk"] in gone:
                continue
            for column in columns:
                present = row[column.attname]
                former = kept.get((model._meta.label_lower, row["pk"], column.attname))
                is_untouched = former is not None and former.shown == present
                original = former.value if former and is_untouched else present
                shown = _shown(state, column, original, row)
                if shown != present:
                    yield Place(model, row["pk"], column.attname, original, present, shown)


def _shown(state: Withheld, column: Any, original: Any, row: dict[str, Any]) -> Any:
    if original in (None, ""):
        return original
    if column.model is Edition:
        if column.name == "content":
            return state.content(row["kind"], row["record_id"], original)
        if column.name == "address":
            return state.address(original)
    return state.shown(column, original, row["pk"])


@cache
def tables() -> list[type[models.Model]]:
    """Every table of which a text can reach somebody."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label not in APPS_LEFT_ALONE
        and model not in OWN
        and not getattr(model, "is_derived", False)
    ]


@cache
def is_text(column: Any) -> bool:
    if column.choices or isinstance(column, models.FileField | PartialDateField):
        return False
    if column.model is Edition and column.name in ("kind", "owner_kind"):
        return False
    return isinstance(column, models.CharField | models.TextField | models.JSONField)


@cache
def is_one_of_a_kind(column: Any) -> bool:
    """Whether two rows may not say the same in it."""
    if column.unique:
        return True
    rules = column.model._meta.constraints
    return any(
        column.name in rule.fields for rule in rules if isinstance(rule, models.UniqueConstraint)
    )


@cache
def fields_of(model: type[models.Model]) -> tuple[Any, ...]:
    return (*model._meta.concrete_fields, *model._meta.many_to_many)
