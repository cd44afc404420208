"""Rows that leave the tables as if they had never been, and come back as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import models
from django.db.models import Q
from django.utils import translation

from editions.content import kind_of, versioned_models
from editions.models import ChangeSet, Edition
from records.models import Record, Versioned

Pair = tuple[type[models.Model], int]

_AS_THEY_ARE = (str, int, float, bool, list, dict, type(None))


def what_goes_with(record: Record, using: str) -> list[Pair]:
    """The record and every row that makes no sense without it; those that others need last."""
    found: dict[Pair, None] = {}
    on_the_way: set[Pair] = set()

    def visit(model: type[models.Model], number: int) -> None:
        if (model, number) in on_the_way:
            return
        on_the_way.add((model, number))
        for needing, its_number in _needing(model, number, using, on_the_way):
            visit(needing, its_number)
        found[model, number] = None

    visit(type(record), record.pk)
    for name in record.withdrawn_along:
        if other := getattr(record, name):
            visit(type(other), other.pk)
    return list(found)


def _needing(
    model: type[models.Model], number: int, using: str, leaving: set[Pair]
) -> Iterator[Pair]:
    """The rows that cannot stay when a row leaves, and its links."""
    for column in _leading_to(model):
        needed = column.name in getattr(column.model, "visible_only_with", ())
        if needed or not column.null:
            table: Any = models.QuerySet(column.model, using=using)
            rows = table.filter(**{column.name: number}).order_by("pk")
            yield from ((column.model, pk) for pk in rows.values_list("pk", flat=True))
    for column in _links_to(model):
        links: Any = column.remote_field.through._base_manager.using(using)
        rows = links.filter(**{column.m2m_reverse_field_name(): number})
        for holder in rows.values_list(column.m2m_field_name(), flat=True):
            needed = column.name in getattr(column.model, "visible_only_with", ())
            if needed or (not column.blank and not _has_another(links, column, holder, leaving)):
                yield column.model, holder


def _leading_to(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys to a table."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            column: Any = relation.field  # type: ignore[union-attr] # of a reverse relation
            if not getattr(column.model, "is_derived", False):
                yield column


def _links_to(model: type[models.Model]) -> Iterator[Any]:
    for holder in apps.get_models():
        yield from (one for one in holder._meta.many_to_many if one.related_model is model)


def _has_another(links: Any, column: Any, holder: int, leaving: set[Pair]) -> bool:
    """Whether somebody or something else is left that a row is linked to."""
    rows = links.filter(**{column.m2m_field_name(): holder})
    numbers = rows.values_list(f"{column.m2m_reverse_field_name()}_id", flat=True)
    return any((column.related_model, number) not in leaving for number in numbers)


def written(pairs: Iterable[Pair], using: str) -> list[dict[str, Any]]:
    """The rows as JSON, with their editions and what the admin's log says of them."""
    pairs = list(pairs)
    found = [
        *_as_json(LogEntry, _log_of(pairs, using)),
        *_as_json(Edition, _editions_of(pairs, using)),
    ]
    for model, number in pairs:
        found += _as_json(model, models.QuerySet(model, using=using).filter(pk=number))
    return found


def _as_json(model: type[models.Model], rows: models.QuerySet[Any]) -> Iterator[dict[str, Any]]:
    columns = model._meta.concrete_fields
    for row in rows.order_by("pk").values(*(column.attname for column in columns)).iterator():
        fields = {
            column.attname: value
            if isinstance(value, _AS_THEY_ARE)
            else column.value_to_string(SimpleNamespace(**{column.attname: value}))  # type: ignore[arg-type]
            for column in columns
            if not column.primary_key
            for value in [row[column.attname]]
        }
        number = row[model._meta.pk.attname]
        yield {"model": model._meta.label_lower, "pk": number, "fields": fields}


def take_out(rows: list[dict[str, Any]], using: str) -> None:
    """Deletes what `written` has told; nothing else may name these rows any more."""
    by_model: dict[type[models.Model], list[int]] = defaultdict(list)
    for row in rows:
        by_model[apps.get_model(row["model"])].append(row["pk"])
    sets = set(Edition.objects.using(using).filter(pk__in=by_model[Edition])
               .values_list("change_set", flat=True))  # fmt: skip
    for row in rows:
        model = apps.get_model(row["model"])
        # Links go with either row that they link, which the catalogue then follows.
        if not model._meta.auto_created:
            models.QuerySet(model, using=using).filter(pk=row["pk"]).delete()
    recount(sets, using)


def put_back(rows: list[dict[str, Any]], using: str) -> list[Versioned]:
    """Writes the rows again; files are gone for good. Returns those that have editions."""
    found: list[Versioned] = []
    sets = set()
    # One language, or a text would be written into the column of the language that is active.
    with translation.override(settings.LANGUAGE_CODE):
        for row in reversed(rows):
            model = apps.get_model(row["model"])
            instance = model(pk=row["pk"])
            for column in model._meta.concrete_fields:
                if column.attname in row["fields"]:
                    value = row["fields"][column.attname]
                    if not isinstance(column, models.JSONField):
                        value = column.to_python(value)
                    setattr(instance, column.attname, value)
            for name in getattr(model, "gone_when_withdrawn", ()):
                setattr(instance, name, "")
            instance.save_base(raw=True, force_insert=True, using=using)
            if isinstance(instance, Versioned):
                found.append(instance)
            if isinstance(instance, Edition):
                sets.add(instance.change_set_id)
    recount(sets, using)
    return found


def recount(sets: set[int], using: str) -> None:
    """Lets sets of changes tell of the editions that they have."""
    for change_set in ChangeSet.objects.using(using).filter(pk__in=sets).order_by("pk"):
        change_set.counts = {}
        editions = Edition.objects.using(using).filter(change_set=change_set, is_visible=True)
        listed = [
            pk
            for pk, kind, event in editions.order_by("pk").values_list("pk", "kind", "event")
            if change_set.count(kind, event)
        ]
        change_set.save(using=using, update_fields=["counts"])
        editions.filter(pk__in=listed, is_listed=False).update(is_listed=True)
        editions.exclude(pk__in=listed).filter(is_listed=True).update(is_listed=False)


def _editions_of(pairs: list[Pair], using: str) -> models.QuerySet[Edition]:
    """Of the rows, and of what stood in their histories and was deleted since."""
    wanted = Q(pk__in=[])
    for kind, numbers in _versioned(pairs).items():
        wanted |= Q(kind=kind, record_id__in=numbers) | Q(owner_kind=kind, owner_id__in=numbers)
    return Edition.objects.using(using).filter(wanted)


def _log_of(pairs: list[Pair], using: str) -> models.QuerySet[LogEntry]:
    wanted = Q(pk__in=[])
    for kind, numbers in _versioned(pairs).items():
        named = {"content_type__app_label": versioned_models()[kind]._meta.app_label}
        named |= {"content_type__model": kind}
        wanted |= Q(**named, object_id__in=list(map(str, numbers)))
    return LogEntry.objects.using(using).filter(wanted)


def _versioned(pairs: list[Pair]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for model, number in pairs:
        if issubclass(model, Versioned):
            found[kind_of(model)].append(number)
    return found


def left_behind(rows: list[dict[str, Any]]) -> dict[type[Versioned], set[int]]:
    """The rows of the register that parts and links among these belonged to, and that stay."""
    gone = {(row["model"], row["pk"]) for row in rows}
    found: dict[type[Versioned], set[int]] = defaultdict(set)
    for row in rows:
        model = apps.get_model(row["model"])
        if issubclass(model, Versioned):
            continue
        for column in model._meta.concrete_fields:
            target: Any = column.related_model
            number = row["fields"].get(column.attname)
            is_owner = isinstance(target, type) and issubclass(target, Versioned)
            if is_owner and number and (target._meta.label_lower, number) not in gone:
                found[target].add(number)
    return found
