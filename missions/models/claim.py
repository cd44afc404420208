from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, OrderBy, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Column, Following, Related, Stated
from catalogue.ordering import period_key
from catalogue.searchable import Searchable
from records.addresses import page_address
from records.constraints import Check, one_of
from records.models import Dated, Noted, Quantified, Record, SluggedRecord
from records.prefetching import linked
from records.texts import LONGEST_SENTENCE
from sources.models import Citation, Cited, Source, citation_key, citations_of

from .about import About, AboutQuerySet, in_words
from .counted import Counted
from .host import HOST, HOST_HELP
from .measure import NOW, Measure, Nature
from .mission import Mission
from .rotation import Rotation
from .unit import Unit

if TYPE_CHECKING:
    from sources.carrying import Words


class ClaimKind(models.TextChoices):
    FIGURE = "figure", _("figure")
    ACTIVITY = "activity", _("activity")
    EVENT = "event", _("event")
    CAPABILITY = "capability", _("capability")
    OBSERVANCE = "observance", _("observance")
    ASSESSMENT = "assessment", _("assessment")
    POLICY = "policy", _("policy")
    LOSS = "loss", _("loss")
    AWARD = "award", _("award")


def reading_order(prefix: str = "") -> list[OrderBy]:
    """By measure, by time, by number; what no source dates comes last."""
    columns = ("measure", "period_earliest", "value", "slug")
    return [F(f"{prefix}{column}").asc(nulls_last=True) for column in columns]


class ClaimQuerySet(AboutQuerySet["Claim"]):
    def of_mission(self, slug: str) -> Self:
        """What is stated about a mission, alone or with others, and about its rotations."""
        links = Claim.missions.through._default_manager.filter(mission__slug=slug)
        return self.filter(Q(rotation__mission__slug=slug) | Q(pk__in=links.values("claim")))

    def about_no_mission(self) -> Self:
        return self.filter(missions__isnull=True, rotation__isnull=True)

    def in_reading_order(self) -> Self:
        """By measure, by time, by number; what no source dates comes last."""
        return self.order_by(*reading_order())


class Claim(About, Cited, Searchable, SluggedRecord, Dated, Quantified, Noted):
    """A statement about missions as equals, a rotation, a unit, or (with none) the country."""

    kind_order = 40
    edition_parts = ("comparisons", "series_comparisons", "citations")
    visible_only_with = ("missions", "rotation", "unit")
    search_prefetch = ("missions", "rotation__mission", "unit", "measure", "counted")
    label_field = "text"
    citable_fields = ("text", "host", "period", "value", "attributed_to", "open_ended")
    gap_fields = ("period",)
    facets = (
        Column("kind"),
        Column("measure"),
        Stated("period", "period"),
        Column("counted"),
        Column("unit"),
        Column("mission", "rotation__mission"),
        Related(
            "mission", rows="missions.Claim:missions", owner="claim", value="mission", absent=True
        ),
    )

    kind = models.CharField(_("kind"), max_length=12, choices=ClaimKind, db_index=True)
    text = models.TextField(
        _("statement"),
        max_length=LONGEST_SENTENCE,
        help_text=_("One whole sentence that claims no more than the source does."),
    )
    missions = models.ManyToManyField(
        Mission,
        verbose_name=_("missions"),
        blank=True,
        related_name="claims",
        help_text=_(
            "What it is about: one mission, or all of several that the source does not tell "
            "apart. Or choose a rotation or a unit; none of them is the country."
        ),
    )
    rotation = models.ForeignKey(
        Rotation,
        verbose_name=_("rotation"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
    )
    measure = models.ForeignKey(
        Measure,
        verbose_name=_("what the figure measures"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text=_("Figures of the same measure and subject are shown side by side."),
    )
    counted = models.ForeignKey(
        Counted,
        verbose_name=_("what is counted"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text=_("Only figures of the same things, or of a part and its whole, can contradict."),
    )
    noun_translation = models.CharField(
        _("noun in translation"),
        max_length=200,
        blank=True,
        help_text=_("By the editors, for readers of each language: sappers, of “сапёров”."),
    )
    host = models.CharField(
        HOST,
        max_length=100,
        blank=True,
        help_text=HOST_HELP,
    )
    planned = models.BooleanField(
        _("planned"),
        default=False,
        help_text=_("The source says that it is to be so, not that it was."),
    )
    as_of_source = models.BooleanField(
        _("true when the source was published"),
        default=False,
        help_text=_("The source says “now” or “currently”: its own date is that of the claim."),
    )
    period_words = models.CharField(
        _("period in the source’s words"),
        max_length=200,
        blank=True,
        help_text=_("If no date can be given, quote the source: “During this time”."),
    )
    attributed_to = models.CharField(
        _("attributed to"),
        max_length=200,
        blank=True,
        help_text=_("Whose statement or opinion the source reports: shown as theirs."),
    )
    open_ended = models.BooleanField(
        _("the list is open-ended"),
        default=False,
        help_text=_("The source names some (“including ...”) and not necessarily all."),
    )
    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ("slug",)
        constraints = [
            *Record.Meta.constraints,
            *Dated.Meta.constraints,
            *Quantified.Meta.constraints,
            Check(
                condition=Q(rotation__isnull=True) | Q(unit__isnull=True),
                at="rotation",
                name="missions_claim_one_subject",
                violation_error_message=_("Choose a rotation or a unit, and clear the other."),
            ),
            Check(
                condition=~Q(kind=ClaimKind.FIGURE) | Q(measure__isnull=False),
                at="measure",
                name="missions_claim_figure_measures",
                violation_error_message=_("Say what the figure measures."),
            ),
            Check(
                condition=~Q(kind=ClaimKind.FIGURE) | Q(value__isnull=False),
                at="value",
                name="missions_claim_figure_has_number",
                violation_error_message=_("A figure needs its number."),
            ),
            Check(
                # A figure is told so already.
                condition=Q(measure__isnull=True)
                | Q(value__isnull=False)
                | Q(kind=ClaimKind.FIGURE),
                at="value",
                name="missions_claim_measure_has_number",
                violation_error_message=_("Write the number, or clear what it measures."),
            ),
            Check(
                condition=Q(counted__isnull=True) | Q(measure__isnull=False),
                at="counted",
                name="missions_claim_counted_of_figure",
                violation_error_message=_("Say what the figure measures, or clear this."),
            ),
            Check(
                condition=Q(as_of_source=False) | Q(period=""),
                at="as_of_source",
                name="missions_claim_one_date",
                violation_error_message=_("Give a period, or the date of the source: not both."),
            ),
            models.CheckConstraint(condition=~Q(text=""), name="missions_claim_text_not_empty"),
            one_of("kind", ClaimKind.values),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(160)

    def get_absolute_url(self) -> str:
        return page_address("missions:claim-detail", self.slug)

    @property
    def subjects(self) -> list[Mission | Rotation | Unit]:
        """What the claim is about, all of it as equals; nothing is the country."""
        one = self.rotation or self.unit
        return [one] if one else linked(self, "missions")

    @classmethod
    def naming_others(
        cls, spoken: Mapping[int, Sequence[Words]]
    ) -> Iterable[tuple[int, list[str]]]:
        from missions.naming import naming_others

        return naming_others(spoken)

    @property
    def is_of_a_moment(self) -> bool:
        return bool(self.measure and self.measure.nature == Nature.MOMENT)

    @property
    def figure_in_words(self) -> str:
        """The number; if it is planned, or true of a moment or each rotation alone, with that."""
        words = self.quantity_in_words
        if not words:
            return ""
        if self.planned:
            words = str(_("%(figure)s, planned")) % {"figure": words}
        if self.measure and self.measure.nature == Nature.PER_ROTATION:
            return str(_("%(figure)s in each rotation")) % {"figure": words}
        if not self.is_of_a_moment:
            return words
        return str(_("%(figure)s (%(when)s)")) % {"figure": words, "when": self.when_in_words}

    @property
    def when_in_words(self) -> str:
        if self.period:
            return self.period.in_words()
        if self.as_of_source:
            return str(_("when the source was published"))
        return str(_("date not stated"))

    @classmethod
    def gap_conditions(cls) -> dict[str, Q]:
        """What is always so has no date that a source could leave out."""
        dated = Q(kind__in=(ClaimKind.FIGURE, ClaimKind.ACTIVITY, ClaimKind.EVENT))
        return {gap: condition & dated for gap, condition in super().gap_conditions().items()}

    def check_links(self, links: dict[str, Any]) -> dict[str, Any]:
        if links["missions"] and (self.rotation_id or self.unit_id):
            return {"missions": _("Choose missions, a rotation or a unit, and clear the others.")}
        return {}

    def list_places(self) -> dict[str, bytes]:
        return {"slug": self.slug.encode(), "start": period_key(self.period) + self.slug.encode()}

    def search_title(self) -> str:
        return self.text

    def search_names(self) -> Iterable[str]:
        return [NOW] if self.as_of_source and self.is_of_a_moment else ()

    def search_text(self) -> str:
        one = self.rotation or self.unit
        words = [
            in_words([one] if one else self.missions.all()),
            str(self.measure or ""),
            str(self.counted or ""),
            self.quantity_in_words,
            self.noun_translation,
            self.host,
            self.attributed_to,
        ]
        return " · ".join(filter(None, words))

    @classmethod
    def also_follows(cls) -> Iterable[Following]:
        """When a source was published counts for what it says now."""
        yield Following(ClaimCitation, "claim")
        yield Following(ClaimCitation, "claim", "passage__source", Source, ("published",))

    @classmethod
    def derive(cls, ids: Collection[int], using: str) -> None:
        """Finds anew what stands against these claims."""
        from missions.conflicts import find_contradictions
        from missions.series_beside import find_series_against

        find_contradictions(ids, using)
        find_series_against(ids, using)

    @classmethod
    def forget(cls, ids: Collection[int], using: str) -> None:
        from .contradiction import Contradiction, SeriesContradiction

        against = models.Q(claim__in=ids) | models.Q(other__in=ids)
        Contradiction.objects.using(using).filter(against).delete()
        SeriesContradiction.objects.using(using).filter(claim__in=ids).delete()


class ClaimCitation(Citation):
    record_name = "claim"
    natural_key_fields = citation_key("claim", Claim)

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("claim", Claim)
