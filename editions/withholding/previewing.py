"""What an editor sees before anything is withheld: every place, and what will stand there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from editions.content import versioned_models
from editions.models import Edition
from records.models import Versioned

from .acting import Plan
from .columns import Place

MOST_SHOWN = 500
AROUND = 60
"""So many letters are shown on either side of what changes."""


@dataclass(frozen=True)
class Line:
    """One text that holds something withheld, and what will stand in its stead."""

    where: str
    now: str
    then: str


@dataclass(frozen=True)
class Preview:
    lines: list[Line]
    more: int
    """How many places are not shown."""
    rows: list[str]
    """What leaves the register, by kinds."""
    mark: str

    @classmethod
    def of(cls, plan: Plan) -> Preview:
        counts: dict[str, int] = {}
        for model, _number in plan.pairs:
            if issubclass(model, Versioned):
                name = str(model._meta.verbose_name_plural)
                counts[name] = counts.get(name, 0) + 1
        return cls(
            lines=list(_lines(plan.places[:MOST_SHOWN])),
            more=max(0, len(plan.places) - MOST_SHOWN),
            rows=[_("%(kind)s: %(number)s") % {"kind": capfirst(kind), "number": number}
                  for kind, number in counts.items()],
            mark=plan.mark,
        )  # fmt: skip


def _lines(places: list[Place]) -> Iterator[Line]:
    editions = Edition.objects.in_bulk([one.row for one in places if one.model is Edition])
    for place in places:
        where = _of_edition(editions[place.row]) if place.model is Edition else _of_row(place)
        for now, then in dict.fromkeys(_differences(place.present, place.shown)):
            yield Line(where, *_excerpts(now, then))


def _of_edition(edition: Edition) -> str:
    model = versioned_models().get(edition.kind)
    name = str(model._meta.verbose_name) if model else edition.kind
    return _("%(kind)s %(id)s, edition %(number)s") % {
        "kind": capfirst(name), "id": edition.record_id, "number": edition.number,
    }  # fmt: skip


def _of_row(place: Place) -> str:
    model = place.model
    try:
        column = str(model._meta.get_field(place.column).verbose_name)  # type: ignore[union-attr] # a column
    except FieldDoesNotExist:
        column = place.column
    kind = capfirst(str(model._meta.verbose_name))
    return _("%(kind)s %(number)s, %(column)s") % {
        "kind": kind, "number": place.row, "column": column,
    }  # fmt: skip


def _differences(now: Any, then: Any) -> Iterator[tuple[str, str]]:
    """The texts in two values that are not the same."""
    if now == then:
        return
    if isinstance(now, dict):
        for name, value in now.items():
            yield from _differences(value, then.get(name, "") if isinstance(then, dict) else "")
    elif isinstance(now, list):
        other = then if isinstance(then, list) else []
        if len(now) == len(other):
            for one, its in zip(now, other, strict=True):
                yield from _differences(one, its)
        else:
            # Numbers of rows say nothing to a reader; what these were called stands beside them.
            gone = [one for one in now if one not in other and isinstance(one, dict)]
            texts = (" · ".join(v for v in one.values() if isinstance(v, str)) for one in gone)
            yield from ((text, "") for text in texts)
    else:
        yield str(now), "" if then is None else str(then)


def _excerpts(now: str, then: str) -> tuple[str, str]:
    """The two from shortly before they begin to differ until shortly after they end to."""
    start = 0
    while start < min(len(now), len(then)) and now[start] == then[start]:
        start += 1
    end = 0
    while end < min(len(now), len(then)) - start and now[-1 - end] == then[-1 - end]:
        end += 1
    first, left = max(0, start - AROUND), max(0, end - AROUND)
    before, after = "…" if first else "", "…" if left else ""
    return (
        f"{before}{now[first : len(now) - left]}{after}",
        f"{before}{then[first : len(then) - left]}{after}",
    )
