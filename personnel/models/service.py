from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from catalogue.facets import CONTESTED, Following, Values
from missions.models import Mission, Rotation
from records.many_rows import RowReader
from records.statements import KeptStatement

from .rank import Rank

OUTSIDE = "outside"


@dataclass(frozen=True)
class RanksContested:
    """A facet of people: that nothing puts two of their ranks in order."""

    name: str = "ranks"
    absent: bool = False

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        return [(pk, CONTESTED) for pk in _with_contested_ranks(model, reader.using, ids=[*ids])]

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        holdings = apps.get_model("personnel.RankHolding")
        yield Following(holdings, "person")
        yield Following(holdings, "person", "rank", Rank, ("seniority",))


@dataclass(frozen=True)
class ServiceOutside:
    """A facet of people: that one of their deployments is outside the time of its mission."""

    name: str = "service"
    absent: bool = False

    @property
    def rows(self) -> Any:
        return apps.get_model("personnel.Deployment")

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        return [
            (pk, OUTSIDE) for pk in _outside_their_missions(self.rows, reader.using, ids=[*ids])
        ]

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        yield Following(self.rows, "person")
        for name, parent in (("mission", Mission), ("rotation", Rotation)):
            yield Following(self.rows, "person", name, parent, ("state", "period"))


@KeptStatement
def _with_contested_ranks(
    model: type[models.Model], using: str, *, ids: list[int]
) -> models.QuerySet[Any, Any]:
    people: Any = model._default_manager
    contested = people.using(using).filter(pk__in=ids).with_contested_ranks()
    return contested.order_by().values_list("pk", flat=True)  # type: ignore[no-any-return]


@KeptStatement
def _outside_their_missions(rows: Any, using: str, *, ids: list[int]) -> models.QuerySet[Any, Any]:
    outside = rows.objects.using(using).published().outside_their_missions()
    return outside.filter(person__in=ids).order_by().values_list("person", flat=True)  # type: ignore[no-any-return]
