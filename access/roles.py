"""Five roles, each with exactly its permissions; whoever has none opens nothing at the desk.

`manage.py migrate` makes them, and sets them right each time: what a new kind of record needs is
worked out from the models, so that no role is forgotten and none keeps more than stands here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps as all_apps
from django.contrib.auth.management import create_permissions
from django.db import models
from django.utils.translation import gettext_lazy as _

from editions.content import part_relations, versioned_models
from editions.rights import Right


@dataclass(frozen=True)
class Role:
    """What somebody may do, beside what the role before it in `ROLES` may."""

    name: str
    explained: Any
    rows: Collection[str] = ()
    """With records, words and passages."""
    parts: Collection[str] = ()
    """With what belongs to one of them: its citations, its names."""
    rights: Collection[Right] = ()
    accounts: Collection[str] = ()


ROLES = (
    Role(
        "Reader of drafts",
        _("sees drafts, here and on the public pages"),
        rows=("view",),
        parts=("view",),
    ),
    Role(
        "Contributor",
        _("adds drafts and changes them; nothing of it is public"),
        rows=("add", "change"),
        parts=("add", "change", "delete"),
    ),
    Role(
        "Editor",
        _("changes what is public too, deletes drafts and restores editions"),
        rows=("delete",),
        rights=(Right.AMEND, Right.RESTORE),
    ),
    Role(
        "Publisher",
        _("makes drafts public, withdraws, takes back and withholds"),
        rights=(Right.PUBLISH, Right.WITHDRAW, Right.WITHHOLD),
    ),
    Role(
        "Administrator",
        _("makes accounts and gives them roles"),
        accounts=("view", "add", "change"),
    ),
)


def permissions_of(name: str) -> set[str]:
    """All that a role may do, as "app.codename"."""
    names = [role.name for role in ROLES]
    upto = ROLES[: names.index(name) + 1]
    return {permission for role in upto for permission in _own_permissions(role)}


def _own_permissions(role: Role) -> Iterator[str]:
    for model in versioned_models().values():
        yield from _with(model, role.rows)
        for relation in part_relations(model).values():
            yield from _with(relation.related_model, role.parts)
    yield from (right.permission for right in role.rights)
    yield from (f"auth.{action}_user" for action in role.accounts)
    if role.accounts:
        yield "access.view_act"


def _with(model: type[models.Model], actions: Collection[str]) -> Iterator[str]:
    meta = model._meta
    return (f"{meta.app_label}.{action}_{meta.model_name}" for action in actions)


def make_roles(*, using: str, apps: Any = all_apps, **_kwargs: Any) -> None:
    """Called after migrations: Django makes the permissions that they need only then."""
    try:
        group_model, permission_model = (
            apps.get_model("auth", "Group"),
            apps.get_model("auth", "Permission"),
        )
    except LookupError:
        return
    for config in all_apps.get_app_configs():
        create_permissions(config, verbosity=0, using=using, apps=apps)
    known = permission_model.objects.using(using).values_list(
        "content_type__app_label", "codename", "pk"
    )
    numbers = {f"{app}.{codename}": pk for app, codename, pk in known}
    for role in ROLES:
        group, _is_new = group_model.objects.using(using).get_or_create(name=role.name)
        group.permissions.set(numbers[one] for one in permissions_of(role.name) & numbers.keys())
