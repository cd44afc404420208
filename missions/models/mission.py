from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Column, Related, Stated
from catalogue.ordering import name_key, period_key
from catalogue.searchable import Searchable
from records.addresses import page_address
from records.answers import Answer
from records.constraints import Check
from records.models import Dated, Noted, Record, RecordQuerySet, SluggedRecord
from records.quantities import highest_bound, lowest_bound
from sources.models import Citation, Cited, Photo, citation_key, citations_of

from .measure import Measure
from .organisation import Organisation
from .unit import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable


class MissionQuerySet(RecordQuerySet["Mission"]):
    def people_at_least(self, number: int) -> Self:
        """Missions in which that many people took part, as far as the figures tell.

        Adds `answer`: "yes" where every figure says so, "cannot tell" where the figures leave it
        open or there is none. Missions whose every figure says no are left out. Of one of its
        missions a joint figure can say no, since none has more than all together; else nothing.
        """
        from .claim import Claim

        figures = (
            Claim.objects.published()
            .filter(measure__slug=Measure.PARTICIPANTS)
            .alias(lowest=lowest_bound(), highest=highest_bound())
        )
        links = Claim.missions.through._default_manager
        others = links.filter(claim=OuterRef("pk")).exclude(mission=OuterRef(OuterRef("pk")))
        about = figures.filter(
            pk__in=links.filter(mission=OuterRef(OuterRef("pk"))).values("claim")
        )
        own = about.filter(~Exists(others))
        not_surely = own.filter(Q(lowest__lt=number) | Q(lowest__isnull=True))
        perhaps = own.filter(Q(highest__gte=number) | Q(highest__isnull=True))
        one_says_no = Exists(about.filter(highest__lt=number))
        says_yes = Exists(own) & ~Exists(not_surely) & ~one_says_no
        says_no = one_says_no & ~Exists(perhaps)
        return (
            self.exclude(says_no)
            .annotate(
                answer=Case(
                    When(says_yes, then=Value(Answer.YES.value)),
                    default=Value(Answer.CANNOT_TELL.value),
                )
            )
            .order_by("-answer", *self.query.order_by or self.model._meta.ordering or ())
        )


def degrees_of_a_point(name: str, most: int, beside: str) -> Check:
    """That a number of degrees is on earth, and is there if the other one is."""
    return Check(
        # Of NULL, a range alone says neither yes nor no, and a check lets that pass.
        condition=Q(**{f"{name}__isnull": False, f"{name}__range": (-most, most)})
        | Q(**{f"{name}__isnull": True, f"{beside}__isnull": True}),
        at=name,
        name=f"missions_mission_{name}_of_point",
        violation_error_message=_("A point needs a latitude and a longitude."),
    )


class Mission(Cited, Searchable, SluggedRecord, Dated, Noted):
    """A mission that Kazakhstan's personnel took part in; the period is that of taking part."""

    kind_order = 10
    citable_fields = (
        "name", "official_name", "acronym", "mandated_by", "place", "country", "period", "units",
    )  # fmt: skip
    printed_fields = ("official_name", "acronym")
    gap_fields = ("official_name", "acronym", "mandated_by", "place", "country", "period", "units")
    read_together = (("latitude", "longitude"),)
    facets = (
        Column("mandate", "mandated_by", absent=True),
        Stated("period", "period"),
        Related(
            "unit", rows="missions.Mission:units", owner="mission", value="unit",
            visible=("unit",), absent=True,
        ),
    )  # fmt: skip

    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("What the register calls it. Use the official name only if a source does."),
    )
    official_name = models.CharField(
        _("official name"),
        max_length=200,
        blank=True,
        help_text=_("Only as a source gives it. Your own identification has its own field."),
    )
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    mandated_by = models.ForeignKey(
        Organisation,
        verbose_name=_("mandated by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="missions",
        help_text=_("Leave it empty if no source says under whose mandate it stood."),
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    country = models.CharField(
        _("country"),
        max_length=100,
        blank=True,
        help_text=_("Leave it empty if no source names a country."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Where the editors put the point on the map: 33.2, south is negative."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("43.7, west is negative."),
    )
    units = models.ManyToManyField(
        Unit,
        verbose_name=_("units"),
        blank=True,
        related_name="missions",
        help_text=_("Only units that a source ties to this mission."),
    )
    identified_as = models.CharField(
        _("editors’ identification"),
        max_length=300,
        blank=True,
        help_text=_("Which mission the editors take it to be. Shown as theirs, not as stated."),
    )
    photo = models.ForeignKey(
        Photo,
        verbose_name=_("photo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="missions",
    )

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        ordering = ("name", "id")
        constraints = [
            *Record.Meta.constraints,
            *Dated.Meta.constraints,
            degrees_of_a_point("latitude", 90, beside="longitude"),
            degrees_of_a_point("longitude", 180, beside="latitude"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_address("missions:mission-detail", self.slug)

    def list_places(self) -> dict[str, bytes]:
        name = name_key(self.name)
        return {
            "name": name,
            "start": period_key(self.period) + name,
            "-start": period_key(self.period, newest_first=True) + name,
        }

    def search_title(self) -> str:
        return self.name

    def search_titles(self) -> Iterable[str]:
        return filter(None, [self.official_name, self.acronym])

    def search_text(self) -> str:
        places = dict.fromkeys([self.place, self.country])  # Often one word: Iraq.
        words = [self.official_name, self.acronym, *places]
        words.append(self.period.in_words() if self.period else "")
        if self.identified_as:
            words.append(_("editors’ identification: %s") % self.identified_as)
        return " · ".join(filter(None, words))

    def search_dependents(self) -> Iterable[models.QuerySet[Any]]:
        return self.rotations.all(), self.claims.all(), self.series.all()


class MissionCitation(Citation):
    record_name = "mission"
    natural_key_fields = citation_key("mission", Mission)

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("mission", Mission)
