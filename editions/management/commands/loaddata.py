"""Django's loaddata, which holds fixtures to the rules that forms keep."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializationError
from django.core.serializers.python import Deserializer
from django.db import DatabaseError, IntegrityError, connections, models, transaction

from catalogue.indexing import deferred
from editions.content import content_of, kind_of, owners_of, part_relations
from editions.publishing import change_set
from editions.rules import errors_of
from editions.withholding.refusing import Refusal
from records.models import NaturalKeyed, Versioned
from records.turns import take_turn

UNREADABLE = (
    DatabaseError, ValidationError, ValueError, TypeError, AttributeError, LookupError,
    OverflowError, RecursionError, models.ObjectDoesNotExist,
)  # fmt: skip


class Command(loaddata.Command):
    help = (
        "Installs the named fixtures. All that they hold must keep the rules of the register; if "
        "one record does not, nothing is loaded, and each such record is named. Records that say "
        "something new get an edition; loading the same again changes nothing."
    )

    def loaddata(self, fixture_labels: Sequence[str]) -> None:
        self.refused: dict[str, list[str]] = defaultdict(list)
        self.loaded: dict[tuple[type[models.Model], Any], models.Model] = {}
        self.links: dict[tuple[type[models.Model], Any], dict[str, list[Any]]] = {}
        take_turn(self.using)
        try:
            with deferred(self.using):
                super().loaddata(fixture_labels)
                self._check_links()
        except IntegrityError:
            # The tables were asked at the end whether every row that is named is there.
            for row in self.loaded.values():
                for message in self._dangling(row):
                    self._refuse(name_of(row), message)
            self._stop_if_refused()
            raise
        rows = list(self._versioned_rows())
        withheld = Refusal.read(self.using)
        for row in rows:
            errors = errors_of(row)
            if withheld:
                errors |= withheld.errors(kind_of(row), content_of(row))
            for message in messages_of(errors):
                self._refuse(name_of(row), message)
        self._stop_if_refused()
        with change_set(origin=" ".join(fixture_labels), using=self.using) as changes:
            changes.record(rows)

    def _check_links(self) -> None:
        """SQLite was asked of the tables of rows alone."""
        fields: set[Any] = {
            row._meta.get_field(name)
            for key, row in self.loaded.items()
            for name in self.links[key]
        }
        tables = sorted({field.remote_field.through._meta.db_table for field in fields})
        connections[self.using].check_constraints(table_names=tables)

    def load_label(self, fixture_label: str) -> None:
        try:
            super().load_label(fixture_label)
        except (DeserializationError, *UNREADABLE):
            for file, _folder, _name in self.find_fixtures(fixture_label):
                for name, message in faults_in(Path(file), self.using):
                    self._refuse(name, message)
            self._stop_if_refused()
            raise

    def save_obj(self, obj: Any) -> bool:
        row = obj.object
        if row._meta.app_label == "catalogue" or getattr(row, "is_derived", False):
            self._refuse(
                name_of(row), "The catalogue is made from the records; see rebuild_catalogue."
            )
            return False
        # Forgotten once they are saved.
        links = dict(obj.m2m_data or {})
        try:
            # One row that the database refuses must not keep the others from being looked at.
            with transaction.atomic(using=self.using):
                saved: bool = super().save_obj(obj)
        except UNREADABLE as error:
            for message in explained(row, error):
                self._refuse(name_of(row), message)
            return False
        if saved:
            self.loaded[type(row), row.pk] = row
            self.links[type(row), row.pk] = links
        if obj.deferred_fields:
            # Asked at the end, when every row that could be named is there.
            obj.save_deferred_fields = partial(self._link, obj, obj.save_deferred_fields)
        return saved

    def _link(self, obj: Any, save_deferred_fields: Callable[..., None], **options: Any) -> None:
        try:
            with transaction.atomic(using=self.using):
                save_deferred_fields(**options)
        except (DeserializationError, *UNREADABLE):
            for field, key in obj.deferred_fields.items():
                named = json.dumps(key, ensure_ascii=False)
                message = f"{field.name}: of these, one does not exist: {named}."
                self._refuse(name_of(obj.object), message)

    def _dangling(self, row: models.Model) -> Iterator[str]:
        """Of a row that was not kept: what it names by number and is nowhere."""
        named: list[tuple[Any, Any]] = [
            (field, getattr(row, field.attname)) for field in row._meta.concrete_fields
        ]
        for name, numbers in self.links[type(row), row.pk].items():
            named += [(row._meta.get_field(name), number) for number in numbers]
        for field, number in named:
            target: Any = field.related_model
            if number is None or target is None or (target, number) in self.loaded:
                continue
            if not target._base_manager.using(self.using).filter(pk=number).exists():
                yield f"{field.name}: of these, one does not exist: {number}."

    def _versioned_rows(self) -> Iterator[Versioned]:
        """What was loaded, read from the database; a citation stands for its record."""
        wanted: dict[type[Versioned], set[Any]] = defaultdict(set)
        for (model, number), row in self.loaded.items():
            if issubclass(model, Versioned):
                wanted[model].add(number)
            for owner, field in owners_of(model):
                wanted[owner].add(getattr(row, field.attname))
        for model, numbers in wanted.items():
            parents = [f.name for f in model._meta.concrete_fields if f.is_relation and not f.null]
            rows = model._base_manager.using(self.using).select_related(*parents)
            yield from rows.filter(pk__in=numbers).prefetch_related(*part_relations(model))

    def _refuse(self, name: str, message: str) -> None:
        if message not in self.refused[name]:
            self.refused[name].append(message)

    def _stop_if_refused(self) -> None:
        if self.refused:
            lines = [f"  {name}: {' '.join(said)}" for name, said in self.refused.items()]
            raise CommandError("Nothing was loaded. What is wrong:\n" + "\n".join(lines))


def name_of(row: models.Model) -> str:
    """The kind of a row and the words that fixtures name it by."""
    key: Sequence[Any] = ()
    if isinstance(row, NaturalKeyed):
        try:
            key = row.natural_key()
        except (models.ObjectDoesNotExist, AttributeError):
            key = [getattr(row, name, None) for name in row.natural_key_fields]
    return _named(type(row), key)


def _named(model: type[models.Model], key: Sequence[Any]) -> str:
    words = ", ".join(str(part) for part in key if part not in (None, ""))
    return f"{model._meta.verbose_name} “{words}”"


def messages_of(errors: dict[str, list[Any]]) -> Iterator[str]:
    for field, found in errors.items():
        for message in ValidationError(found).messages:
            yield message if field == "__all__" else f"{field}: {message}"


def explained(row: models.Model, error: Exception) -> Iterator[str]:
    """In plain words what the database refused; its own words where no rule is known for it."""
    try:
        row.full_clean()
    except ValidationError as rules:
        for field, found in rules.message_dict.items():
            for message in found:
                yield message if field == "__all__" else f"{field}: {message}"
    except UNREADABLE:
        yield "What it belongs to is not there."
    else:
        yield str(error)


def faults_in(file: Path, using: str) -> Iterator[tuple[str, str]]:
    """Each row of a fixture that cannot be read, by kind and natural key, and why not."""
    if file.suffix != ".json":
        return
    try:
        rows = json.loads(file.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        yield file.name, f"This is not JSON: {error}."
        return
    if not isinstance(rows, list):
        yield file.name, "A fixture is a list of rows."
        return
    for place, row in enumerate(rows, start=1):
        try:
            list(Deserializer([row], using=using, handle_forward_references=True))
        except (DeserializationError, LookupError, TypeError, AttributeError) as error:
            yield _raw_name(row, place), _reason(error)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one row, the others follow
            yield _raw_name(row, place), str(error)


def _reason(error: BaseException) -> str:
    cause = error.__cause__ or error
    if isinstance(cause, ValidationError):
        return " ".join(cause.messages)
    return str(error) or str(cause)


def _raw_name(row: Any, place: int) -> str:
    """As `name_of`, of a row that could not be made."""
    try:
        model = apps.get_model(row["model"])
        fields = row["fields"]
        names = getattr(model, "natural_key_fields", ())
        key = [fields.get(name.partition("__")[0]) for name in dict.fromkeys(names)]
    except (LookupError, TypeError, ValueError, AttributeError):
        return f"Row {place}"
    flat = [part for value in key for part in (value if isinstance(value, list) else [value])]
    return _named(model, list(dict.fromkeys(str(part) for part in flat if part)))
