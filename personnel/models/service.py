from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from catalogue.facets import CONTESTED, Following, Values
from missions.models import Mission, Rotation
from records.many_rows import RowReader

from .rank import Rank

OUTSIDE = "outside"


@dataclass(frozen=True)
class RanksContested:
    """A facet of people: that nothing puts two of their ranks in order."""

    name: str = "ranks"
    absent: bool = False

    def values(self, model: type[models.Model], ids: Collection[int], reader: RowReader) -> Values:
        people: Any = model._default_manager
        contested = people.using(reader.using).filter(pk__in=ids).with_contested_ranks()
        return [(pk, CONTESTED) for pk in contested.order_by().values_list("pk", flat=True)]

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
        outside = self.rows.objects.using(reader.using).published().outside_their_missions()
        people = outside.filter(person__in=ids).order_by().values_list("person", flat=True)
        return [(person, OUTSIDE) for person in people]

    def following(self, model: type[models.Model]) -> Iterator[Following]:
        yield Following(self.rows, "person")
        for name, parent in (("mission", Mission), ("rotation", Rotation)):
            yield Following(self.rows, "person", name, parent, ("state", "period"))
