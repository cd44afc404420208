from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from catalogue.facets import Column, Related
from catalogue.ordering import last_word_key, name_key
from catalogue.searchable import IndexedWith, Searchable
from records.addresses import page_address
from records.constraints import Check, UniqueTogether, one_of
from records.languages import active_language
from records.many_rows import at_hand
from records.models import (
    NaturalKeyed,
    NaturalKeyQuerySet,
    Noted,
    Record,
    RecordQuerySet,
    SluggedRecord,
)
from records.periods import may_overlap
from sources.models import SAYS_MORE, Citation, Cited, Photo, citation_key, citations_of

from .service import RanksContested, ServiceOutside

if TYPE_CHECKING:
    from collections.abc import Iterable


class Gender(models.TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")


class PersonQuerySet(RecordQuerySet["Person"]):
    def with_contested_ranks(self) -> Self:
        return self.mark_contested_ranks().filter(has_contested_ranks=True)

    def mark_contested_ranks(self) -> Self:
        """Adds `has_contested_ranks`: of ranks that differ and that no dates put in order.

        A higher rank of a later year is a promotion, and no conflict with the lower one.
        """
        from .rank_holding import RankHolding

        held = RankHolding.objects.published().filter(person=OuterRef("pk"))
        year, seniority = "as_of_earliest__year", "rank__seniority"
        promoted = Q(
            **{f"{year}__gt": OuterRef(year), f"{seniority}__gt": OuterRef(seniority)}
        ) | Q(**{f"{year}__lt": OuterRef(year), f"{seniority}__lt": OuterRef(seniority)})
        other = (
            RankHolding.objects.published()
            .filter(may_overlap("as_of"), person=OuterRef("person"))
            # Not by its negation: what is not dated would be neither.
            .alias(is_in_order=Case(When(promoted, then=Value(1)), default=Value(0)))
            .filter(is_in_order=0)
        )
        contested = held.filter(Exists(other.exclude(rank=OuterRef("rank"))))
        return self.annotate(has_contested_ranks=Exists(contested))


class Person(Cited, Searchable, SluggedRecord, Noted):
    """Somebody whom a source names as having served."""

    kind_order = 20
    citable_fields = ("display_name", "gender", "affiliation")
    citable_parts = ("names",)
    printed_fields = ("display_name",)
    label_field = "display_name"
    edition_parts = ("names", "citations")
    cited_beside = ("rank_holdings__citations", "commands__citations", "deployments__citations")
    doubts_prefetch = ("names",)
    identifying_fields = ("display_name", "names")
    search_prefetch = ("names", "rank_holdings__rank")
    gap_fields = ("gender", "rank_holdings", "deployments")
    withdrawn_along = ("photo",)
    facets = (
        Column("gender", absent=True),
        Related("rank", "personnel.RankHolding", owner="person", value="rank", absent=True),
        Related("mission", "personnel.Deployment", owner="person", value="mission", absent=True),
        Related("role", "personnel.Deployment", owner="person", value="role", absent=True),
        Related(
            "jointly", "personnel.JointDeployment", owner="people", value="missions",
            but_not="mission",
        ),
        RanksContested(),
        ServiceOutside(),
    )  # fmt: skip

    display_name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("As the sources print it most. Other spellings and scripts go below."),
    )
    gender = models.CharField(
        _("gender"),
        max_length=6,
        choices=Gender,
        blank=True,
        help_text=_("Only if a source states it. Never concluded from a name."),
    )
    affiliation = models.CharField(
        _("affiliation"),
        max_length=100,
        blank=True,
        help_text=_("As the source words it: Kazakh."),
    )
    photo = models.ForeignKey(
        Photo,
        verbose_name=_("photo"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        help_text=_("Only if its caption says that it shows this person."),
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("display_name", "id")
        constraints = [
            *Record.Meta.constraints,
            one_of("gender", ["", *Gender.values]),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return page_address("personnel:person-detail", self.slug)

    def all_names(self) -> list[str]:
        return [self.display_name, *(one.name for one in at_hand(self, "names"))]

    def names_as_printed(self) -> Iterable[str]:
        return [one.name for one in at_hand(self, "names") if one.kind == NameKind.PRINTED]

    def list_places(self) -> dict[str, bytes]:
        name = self.display_name
        return {"name": name_key(name), "last-word": last_word_key(name)}

    def search_title(self) -> str:
        return self.display_name

    def search_text(self) -> str:
        """The ranks that sources give, as printed, and the gender; drafts find nobody.

        In other languages ranks also as the register calls them, or nobody would be found by them.
        """
        held = at_hand(self, "rank_holdings") if self.pk else ()
        published = [holding for holding in held if holding.is_published]
        words = [holding.as_printed for holding in published]
        if active_language() != settings.LANGUAGE_CODE:
            words += [str(holding.rank) for holding in published]
        if self.gender:
            words.append(str(self.get_gender_display()))
        return " · ".join(dict.fromkeys(words))

    def search_names(self) -> Iterable[str]:
        return [name.name for name in at_hand(self, "names")] if self.pk else ()


class NameKind(models.TextChoices):
    PRINTED = "printed", _("as a source prints it")
    TRANSLITERATED = "transliterated", _("transliterated by the editors")
    FORMER = "former", _("former name")


class PersonNameQuerySet(NaturalKeyQuerySet["PersonName"]):
    pass


class PersonName(IndexedWith, NaturalKeyed):
    """A spelling of a person's name, in any script; the person is found by each of them."""

    natural_key_fields = ("person__slug", "name", "language")
    search_owners = ("person",)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=10, choices=[("en", "English"), ("kk", "Қазақша"),
                                               ("ru", "Русский"), ("", _("another"))], blank=True,
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=14, choices=NameKind, default=NameKind.PRINTED)

    objects = PersonNameQuerySet.as_manager()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ("person", "language", "name")
        constraints = [
            UniqueTogether(
                fields=("person", "name", "language"),
                at="name",
                name="personnel_personname_unique",
                violation_error_message=_("This name is there already."),
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="personnel_personname_not_empty"
            ),
            one_of("kind", NameKind.values),
        ]

    def __str__(self) -> str:
        return self.name


class PersonCitation(Citation):
    record_name = "person"
    natural_key_fields = citation_key("person", Person)

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="citations")

    class Meta(Citation.Meta):
        constraints = [
            *citations_of("person", Person),
            Check(
                condition=~models.Q(field="names", stance__in=SAYS_MORE),
                at="stance",
                name="personnel_personcitation_names_as_printed",
                violation_error_message=_("Enter how it spells the name as one of the names."),
            ),
        ]
