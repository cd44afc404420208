from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from records.addresses import page_address
from records.constraints import Check, one_of
from records.models import Dated, Noted, Quantified, Record, RecordQuerySet, SluggedRecord
from search.facets import Column, Related, Stated
from search.ordering import period_key
from search.searchable import Searchable
from sources.models import Citation, Cited, citation_key, citations_of

from .measure import Measure
from .mission import Mission
from .rotation import Rotation
from .unit import Unit


class ClaimKind(models.TextChoices):
    FIGURE = "figure", _("figure")
    ACTIVITY = "activity", _("activity")
    EVENT = "event", _("event")
    CAPABILITY = "capability", _("capability")
    OBSERVANCE = "observance", _("observance")
    ASSESSMENT = "assessment", _("assessment")
    POLICY = "policy", _("policy")


class ClaimQuerySet(RecordQuerySet["Claim"]):
    def about(self, *missions: Mission) -> Self:
        """What is stated about any of the missions, alone or together with others."""
        jointly = Claim.stated_jointly_with.through.objects.filter(mission__in=missions)
        return self.filter(Q(mission__in=missions) | Q(pk__in=jointly.values("claim")))

    def of_mission(self, slug: str) -> Self:
        """What is stated about a mission, alone or with others, and about its rotations."""
        jointly = Claim.stated_jointly_with.through.objects.filter(mission__slug=slug)
        return self.filter(
            Q(mission__slug=slug)
            | Q(rotation__mission__slug=slug)
            | Q(pk__in=jointly.values("claim"))
        )

    def about_no_mission(self) -> Self:
        return self.filter(mission__isnull=True, rotation__isnull=True)

    def in_reading_order(self) -> Self:
        """By measure, by time, by number; what no source dates comes last."""
        return self.order_by(
            F("measure").asc(nulls_last=True),
            F("period_earliest").asc(nulls_last=True),
            F("value").asc(nulls_last=True),
            "slug",
        )


class Claim(Cited, Searchable, SluggedRecord, Dated, Quantified, Noted):
    """A statement about a mission, a rotation, a unit, or (with none of them) the country."""

    kind_order = 40
    visible_only_with = ("mission", "rotation", "unit")
    search_prefetch = ("mission", "rotation__mission", "unit", "measure")
    label_field = "text"
    citable_fields = ("text", "period", "value", "attributed_to", "open_ended")
    gap_fields = ("period",)
    facets = (
        Column("kind"),
        Column("measure"),
        Stated("period", "period"),
        Column("mission"),
        Column("mission", "rotation__mission"),
        Related("mission", rows="missions.Claim:stated_jointly_with", owner="claim",
                value="mission", absent=True),
    )  # fmt: skip

    kind = models.CharField(_("kind"), max_length=12, choices=ClaimKind, db_index=True)
    text = models.TextField(
        _("statement"),
        help_text=_("One whole sentence that claims no more than the source does."),
    )
    mission = models.ForeignKey(
        Mission,
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        help_text=_("What it is about. Choose one of mission, rotation, unit; none: the country."),
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
    stated_jointly_with = models.ManyToManyField(
        Mission,
        verbose_name=_("stated jointly with"),
        blank=True,
        related_name="joint_claims",
        help_text=_("Other missions that the same sentence speaks of without telling them apart."),
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
    conflicts_with = models.ManyToManyField(
        "self",
        verbose_name=_("conflicts with"),
        blank=True,
        help_text=_("Statements that hardly can all be true. Shown side by side as a conflict."),
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
                condition=Q(rotation__isnull=True, unit__isnull=True)
                | Q(mission__isnull=True, unit__isnull=True)
                | Q(mission__isnull=True, rotation__isnull=True),
                at="mission",
                name="missions_claim_one_subject",
                violation_error_message=_(
                    "Choose one of mission, rotation and unit, and clear the others."
                ),
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
            models.CheckConstraint(condition=~Q(text=""), name="missions_claim_text_not_empty"),
            one_of("kind", ClaimKind.values),
        ]

    def __str__(self) -> str:
        return Truncator(self.text).chars(160)

    def get_absolute_url(self) -> str:
        return page_address("missions:claim-detail", self.slug)

    @property
    def subject(self) -> Mission | Rotation | Unit | None:
        """What the claim is about; None is the country."""
        return self.mission or self.rotation or self.unit

    def check_links(self, links: dict[str, Any]) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        if self.pk and self in links["conflicts_with"]:
            errors["conflicts_with"] = _("A claim cannot conflict with itself: remove it.")
        if not links["stated_jointly_with"]:
            return errors
        if self.mission is None:
            errors["mission"] = _("Choose here one of the missions it is stated of.")
        elif self.mission in links["stated_jointly_with"]:
            errors["stated_jointly_with"] = _(
                "This is the mission that the claim is about: choose the others only."
            )
        return errors

    def list_places(self) -> dict[str, bytes]:
        return {"slug": self.slug.encode(), "start": period_key(self.period) + self.slug.encode()}

    def search_title(self) -> str:
        return self.text

    def search_text(self) -> str:
        subject = str(self.subject or _("Kazakhstan"))
        measure = str(self.measure or "")
        words = [subject, measure, self.quantity_in_words, self.attributed_to]
        return " · ".join(filter(None, words))


class ClaimCitation(Citation):
    record_name = "claim"
    natural_key_fields = citation_key("claim", Claim)

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = citations_of("claim", Claim)
