from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Column, Related
from catalogue.ordering import name_key, period_key
from catalogue.searchable import Searchable
from records.addresses import page_address
from records.models import Noted, Record, SluggedRecord
from records.prefetching import linked
from sources.models import Citation, Cited, citation_key, citations_of

from .about import About, AboutQuerySet, in_words
from .counted import Counted
from .measure import NOW, Measure, Nature
from .mission import Mission
from .observations_field import ObservationsField
from .unit import Unit


class Series(About, Cited, Searchable, SluggedRecord, Noted):
    """The numbers that a source prints month by month, or day by day, of Kazakhstan's personnel.

    It is about missions as equals, a unit, or (with none) the country. Its observations are no
    records: one series is saved, cited and compared as a whole.
    """

    kind_order = 45
    visible_only_with = ("missions", "unit")
    search_prefetch = ("missions", "unit", "measure", "counted")
    label_field = "title"
    citable_fields = ("title", "observations")
    shown_whole = ("observations",)
    facets = (
        Column("measure"),
        Column("counted"),
        Related(
            "mission", rows="missions.Series:missions", owner="series", value="mission", absent=True
        ),
    )

    title = models.CharField(
        _("title"),
        max_length=200,
        help_text=_("What is counted, of whom and where: Troops of Kazakhstan in UNDOF."),
    )
    missions = models.ManyToManyField(
        Mission,
        verbose_name=_("missions"),
        blank=True,
        related_name="series",
        help_text=_(
            "What it is about: one mission, or all of several that the source does not tell "
            "apart. Or choose a unit; none of them is the country."
        ),
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
    )
    measure = models.ForeignKey(
        Measure,
        verbose_name=_("what the numbers measure"),
        on_delete=models.PROTECT,
        related_name="series",
        help_text=_("A strength at a moment. Claims of the same measure are held against it."),
    )
    counted = models.ForeignKey(
        Counted,
        verbose_name=_("what is counted"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="series",
        help_text=_("Only figures of the same things, or of a part and its whole, can contradict."),
    )
    observations = ObservationsField(
        _("observations"),
        help_text=_(
            "A row for each month or day: month, number, and how many of them are women if the "
            "source prints it. Paste the rows from a spreadsheet. Leave out what is not printed: "
            "it is a gap, and no nought."
        ),
    )

    objects = AboutQuerySet["Series"].as_manager()

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("title", "id")
        constraints = Record.Meta.constraints

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_address("missions:series-detail", self.slug)

    @property
    def subjects(self) -> list[Mission | Unit]:
        """What it is about, all of it as equals; nothing is the country."""
        return [self.unit] if self.unit else linked(self, "missions")

    @property
    def finding(self) -> str:
        """The newest number, with the month of which it is true."""
        newest = self.observations.newest
        return str(
            _("%(title)s: %(figure)s (%(when)s)")
            % {
                "title": self.title,
                "figure": newest.figure_in_words,
                "when": newest.when.in_words(),
            }
        )

    @property
    def end(self) -> str:
        """What it says of the day it reaches: whoever asks of today learns how far that is."""
        if not self.observations:
            return ""
        newest = self.observations.newest
        return str(
            _("%(figure)s (%(when)s, where the series ends)")
            % {"figure": newest.figure_in_words, "when": newest.when.in_words()}
        )

    def clean(self) -> None:
        super().clean()
        if self.measure_id and self.measure.nature != Nature.MOMENT:
            raise ValidationError(
                {"measure": _("Choose a measure that is a strength at a moment.")}
            )

    def check_links(self, links: dict[str, Any]) -> dict[str, Any]:
        if links["missions"] and self.unit_id:
            return {"missions": _("Choose missions or a unit, and clear the other.")}
        return {}

    def list_places(self) -> dict[str, bytes]:
        title = name_key(self.title)
        newest = self.observations.newest.when if self.observations else None
        return {"title": title, "newest": period_key(newest, newest_first=True) + title}

    @classmethod
    def derive(cls, ids: Collection[int], using: str) -> None:
        """Finds anew which claims stand against these series."""
        from missions.series_beside import find_claims_against

        find_claims_against(ids, using)

    @classmethod
    def forget(cls, ids: Collection[int], using: str) -> None:
        from .contradiction import SeriesContradiction

        SeriesContradiction.objects.using(using).filter(series__in=ids).delete()

    def search_title(self) -> str:
        return self.title

    def search_names(self) -> Iterable[str]:
        return [NOW]

    def search_text(self) -> str:
        subjects: list[Record] = [self.unit] if self.unit else list(self.missions.all())
        words = [in_words(subjects), str(self.measure), str(self.counted or ""), self.end]
        return " · ".join(filter(None, words))


class SeriesCitation(Citation):
    record_name = "series"
    natural_key_fields = citation_key("series", Series)

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("series", Series)
