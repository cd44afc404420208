"""What must hold of a row before its edition is written, whichever door it came through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from records.addresses import address_of
from records.models import PublicationState, Record, SluggedRecord, Versioned

from .content import part_relations
from .models import IN_PUBLIC, Edition

Errors = dict[str, list[Any]]


def check(row: Versioned) -> None:
    """Raises ValidationError with all that is wrong with a saved row, its parts and its links."""
    if errors := errors_of(row):
        raise ValidationError(errors)


def errors_of(row: Versioned, *, address_too: bool = True) -> Errors:
    """What is wrong with a saved row, by field.

    What a form asks of an editor is asked here of every other door: fixtures, imports, programs.
    The constraints of the tables need no asking: the row is saved. Who has many rows asks about
    their addresses once.
    """
    errors: Errors = {}
    _collect(errors, row, "")
    for name in part_relations(type(row)):
        for part in getattr(row, name).all():
            _collect(errors, part, f"{part._meta.verbose_name}, ")
    for name, error in (_link_errors(row) | _kept_though_gone(row)).items():
        add(errors, name, [error])
    if address_too and isinstance(row, SluggedRecord) and "slug" not in errors:
        for name, error in address_errors(row).items():
            add(errors, name, [error])
    if isinstance(row, Record) and not errors:
        add(errors, NON_FIELD_ERRORS, publication_errors(row))
    return errors


def _link_errors(row: Versioned) -> dict[str, Any]:
    fields = row._meta.many_to_many
    links = {field.name: list(getattr(row, field.name).all()) for field in fields}
    needed = {
        field.name: field.error_messages["blank"]
        for field in fields
        if not (field.blank or links[field.name])
    }
    return needed | row.check_links(links)


def _kept_though_gone(row: Versioned) -> dict[str, Any]:
    if not isinstance(row, Record) or row.state != PublicationState.WITHDRAWN:
        return {}
    message = _("What is withdrawn keeps no file: publish it with one.")
    return {name: message for name in row.gone_when_withdrawn if getattr(row, name)}


def publication_errors(record: Record) -> list[Any]:
    """Why a record may not be in the state that it is in."""
    if record.state == PublicationState.PUBLISHED:
        return [*record.publication_errors(), *_errors_along(record)]
    if record.state == PublicationState.WITHDRAWN:
        along = [_("“%s” must be withdrawn too.") % other for other in withdrawn_along(record)]
        return [*record.withdrawal_errors(), *along]
    return record.withdrawal_errors()


def withdrawn_along(record: Record) -> Iterator[Record]:
    """The records that leave the public with one; those that are withdrawn already do not count."""
    for name in record.withdrawn_along:
        other: Record | None = getattr(record, name)
        if other and other.state != PublicationState.WITHDRAWN:
            yield other


def _errors_along(record: Record) -> Iterator[str]:
    """What left the public with a record stays away as long as that record does."""
    for relation in record._meta.related_objects:
        owner: Any = relation.related_model
        name = relation.field.name
        if issubclass(owner, Record) and name in owner.withdrawn_along:
            rows = owner._base_manager.filter(
                **{name: record.pk, "state": PublicationState.WITHDRAWN}
            )
            if rows.exists():
                yield _("It was withdrawn with a %(kind)s that is withdrawn still.") % {
                    "kind": owner._meta.verbose_name
                }


def address_errors(record: SluggedRecord) -> dict[str, Any]:
    """An address that was another record's in public still leads to that one."""
    address = address_of(record)
    if not address:
        # The slug, or that of a parent, is no part of an address; its own rule says so.
        return {}
    former = Edition.objects.filter(
        address=address, kind=record._meta.model_name, event__in=IN_PUBLIC
    )
    present = type(record)._default_manager.filter(slug=record.slug)
    # What another record is called at present is the unique column's own rule.
    others = former.exclude(record_id=record.pk or 0).exclude(record_id__in=present.values("pk"))
    if others.exists():
        return {"slug": _("This was the address of another record, and still leads to it.")}
    return {}


def _collect(errors: Errors, row: models.Model, prefix: str) -> None:
    relations = [field.name for field in row._meta.concrete_fields if field.is_relation]
    checks: tuple[Callable[[], None], ...] = (
        lambda: row.clean_fields(exclude=relations),
        row.clean,
    )
    for ask in checks:
        try:
            ask()
        except ValidationError as error:
            found: dict[str, list[Any]] = {}
            error.update_error_dict(found)
            for name, messages in found.items():
                add(errors, f"{prefix}{name}" if prefix else name, messages)


def add(errors: Errors, name: str, messages: list[Any]) -> None:
    if messages:
        errors.setdefault(name, []).extend(messages)
