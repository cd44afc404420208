"""The many-to-many links of a page's records, fetched in one query however many kinds there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, Value

from records.audience import Audience

from .languages import shown_text
from .models import PublishedWith


@dataclass(frozen=True)
class Link:
    """One relation of some records, such as the missions that claims are stated jointly with."""

    field: Any
    """The many-to-many descriptor, such as `Claim.stated_jointly_with`."""
    owners: Sequence[models.Model]


def attach_links(*links: Link, audience: Audience) -> None:
    """Fills each relation so that `owner.relation.all()` costs no further query.

    The related rows carry only what it takes to name and address them: their slug and the field
    they name in `label_field`, in the active language.
    """
    if not (queries := [_query(number, link, audience) for number, link in enumerate(links)]):
        return
    found: dict[tuple[int, int], list[models.Model]] = defaultdict(list)
    first, *others = queries
    for number, owner, target, slug, label in first.union(*others, all=True):
        model = links[number].field.field.related_model
        found[number, owner].append(model(pk=target, slug=slug, **{model.label_field: label}))
    for number, link in enumerate(links):
        name = link.field.field.name
        for row in link.owners:
            related = getattr(row, name).get_queryset()
            # What Django's own prefetching does; it has no public door for rows fetched elsewhere.
            related._result_cache = sorted(found[number, row.pk], key=str)  # noqa: SLF001
            related._prefetch_done = True  # noqa: SLF001
            cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[name] = related


def _query(number: int, link: Link, audience: Audience) -> models.QuerySet[Any, Any]:
    field = link.field.field
    owner, target = field.m2m_field_name(), field.m2m_reverse_field_name()
    rows = link.field.through._default_manager.filter(
        **{f"{owner}__in": [row.pk for row in link.owners]}
    )
    if issubclass(field.related_model, PublishedWith):
        rows = rows.filter(field.related_model.visible_condition(audience, f"{target}__"))
    named: models.QuerySet[Any, Any] = rows.order_by().values_list(
        Value(number, output_field=models.IntegerField()),
        F(f"{owner}_id"),
        F(f"{target}_id"),
        F(f"{target}__slug"),
        shown_text(f"{target}__{field.related_model.label_field}"),
    )
    return named
