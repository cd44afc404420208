"""One factory for each model: the least that makes a valid row.

Records are published unless a test says `draft=True` or `withdrawn=True`. What they rest on is
added by `cite`, so that a test shows the evidence it speaks of.
"""

# factory-boy ships few types for its declarations.
# mypy: disallow-untyped-calls=False, disallow-untyped-decorators=False

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model
from factory.base import Factory
from factory.declarations import LazyAttribute, Sequence, SubFactory, Trait
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from catalogue.indexing import deferred
from editions.publishing import change_set
from missions.models import (
    Claim,
    ClaimCitation,
    ClaimKind,
    Comparison,
    Counted,
    HistoryKind,
    Measure,
    Mission,
    MissionCitation,
    Nature,
    Organisation,
    Rotation,
    RotationCitation,
    Series,
    SeriesCitation,
    SeriesComparison,
    Unit,
    UnitCitation,
    UnitHistory,
    UnitHistoryCitation,
    Verdict,
)
from personnel.models import (
    Command,
    CommandCitation,
    Deployment,
    DeploymentCitation,
    JointDeployment,
    JointDeploymentCitation,
    Person,
    PersonCitation,
    PersonName,
    Rank,
    RankHolding,
    RankHoldingCitation,
    Role,
)
from records.models import PublicationState, Record, Versioned
from records.quantities import Comparator
from sources.evidence import citation_model
from sources.models import (
    Citation,
    Passage,
    Photo,
    PhotoCitation,
    Source,
    SourceAddress,
    SourceCitation,
)

RowType = TypeVar("RowType", bound=Model)


@contextmanager
def together() -> Iterator[None]:
    """Rows that are made in here enter the catalogue at the end, as those of one form do."""
    with deferred(DEFAULT_DB_ALIAS):
        yield


class RowFactory(DjangoModelFactory[RowType]):
    class Meta:
        abstract = True

    @classmethod
    def create(cls, **values: Any) -> Any:
        """A row with its parents and links enters the catalogue at once, as by every door."""
        with together():
            return super().create(**values)

    @classmethod
    def create_batch(cls, size: int, **values: Any) -> list[Any]:
        with together():
            return super().create_batch(size, **values)


class PublicationTraits(Factory[Any]):
    class Meta:
        abstract = True

    class Params:
        draft = Trait(state=PublicationState.DRAFT)
        withdrawn = Trait(
            state=PublicationState.WITHDRAWN, withdrawn_reason="It was entered twice."
        )

    state = PublicationState.PUBLISHED

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **values: Any) -> Any:
        """What is withdrawn was public before; its address would not say so without editions."""
        if values["state"] != PublicationState.WITHDRAWN:
            return super()._create(model_class, *args, **values)
        state, reason = values.pop("state"), values.pop("withdrawn_reason")
        row = super()._create(model_class, *args, **values, state=PublicationState.PUBLISHED)
        write_editions(row)
        row.state, row.withdrawn_reason = state, reason
        row.save()
        write_editions(row)
        return row


def write_editions(*rows: Versioned) -> None:
    """Writes the editions of rows that a test has saved, as the admin and fixtures do."""
    with change_set() as changes:
        changes.record(rows)


# --- Sources ----------------------------------------------------------------------------------


class SourceFactory(PublicationTraits, RowFactory[Source]):
    class Meta:
        model = Source

    slug = Sequence(lambda n: f"source-{n}")
    title = Sequence(lambda n: f"Article no. {n} of the tests")


class SourceAddressFactory(RowFactory[SourceAddress]):
    class Meta:
        model = SourceAddress

    source = SubFactory(SourceFactory)
    url = Sequence(lambda n: f"https://example.org/also/{n}")


class PassageFactory(RowFactory[Passage]):
    class Meta:
        model = Passage

    source = SubFactory(SourceFactory)
    quotation = Sequence(lambda n: f"Sentence no. {n} as it was printed.")


class PhotoFactory(PublicationTraits, RowFactory[Photo]):
    class Meta:
        model = Photo

    source = SubFactory(SourceFactory)
    slug = Sequence(lambda n: f"photo-{n}")
    credit = "A photographer"


# --- Missions ---------------------------------------------------------------------------------


class OrganisationFactory(RowFactory[Organisation]):
    class Meta:
        model = Organisation

    slug = Sequence(lambda n: f"organisation-{n}")
    name = Sequence(lambda n: f"Organisation no. {n}")


class MeasureFactory(RowFactory[Measure]):
    class Meta:
        model = Measure
        django_get_or_create = ("slug",)

    slug = Measure.PARTICIPANTS
    name = "People who took part, in all"
    nature = Nature.PERIOD


class CountedFactory(RowFactory[Counted]):
    class Meta:
        model = Counted

    slug = Sequence(lambda n: f"counted-{n}")
    name = Sequence(lambda n: f"Things no. {n}")


class UnitFactory(PublicationTraits, RowFactory[Unit]):
    class Meta:
        model = Unit

    slug = Sequence(lambda n: f"unit-{n}")
    name = Sequence(lambda n: f"Unit no. {n}")


class UnitHistoryFactory(PublicationTraits, RowFactory[UnitHistory]):
    """A former name, unless `kind` and `other` say more."""

    class Meta:
        model = UnitHistory

    unit = SubFactory(UnitFactory)
    kind = HistoryKind.FORMER_NAME
    name = LazyAttribute(lambda row: "Former name" if row.kind == HistoryKind.FORMER_NAME else "")


class MissionFactory(PublicationTraits, RowFactory[Mission]):
    class Meta:
        model = Mission

    slug = Sequence(lambda n: f"mission-{n}")
    name = Sequence(lambda n: f"Mission no. {n}")


class RotationFactory(PublicationTraits, RowFactory[Rotation]):
    class Meta:
        model = Rotation

    mission = SubFactory(MissionFactory)
    number = LazyAttribute(lambda row: row.mission.rotations.count() + 1)


class ClaimFactory(PublicationTraits, RowFactory[Claim]):
    """An activity of the country, unless a subject is named."""

    class Meta:
        model = Claim

    # Claims are read in the order of their slugs: padded, so that a later one never comes first.
    slug = Sequence(lambda n: f"claim-{n:06}")
    kind = ClaimKind.ACTIVITY
    text = Sequence(lambda n: f"Statement no. {n} was made.")

    @classmethod
    def _create(cls, model_class: type[Any], *args: Any, **values: Any) -> Any:
        """`mission` names a single one of its `missions`."""
        missions = [*values.pop("missions", ()), values.pop("mission", None)]
        claim = super()._create(model_class, *args, **values)
        claim.missions.set(filter(None, missions))
        return claim


class FigureFactory(ClaimFactory):
    """How many people took part: exactly 100, unless a number and its bound are named."""

    class Meta:
        model = Claim

    kind = ClaimKind.FIGURE
    measure = SubFactory(MeasureFactory)
    comparator = Comparator.EXACTLY
    value = 100
    noun = "people"


class SeriesFactory(PublicationTraits, RowFactory[Series]):
    """Of the country, unless `missions` or a `unit` are named."""

    class Meta:
        model = Series
        skip_postgeneration_save = True

    slug = Sequence(lambda n: f"series-{n}")
    title = Sequence(lambda n: f"Numbers no. {n}")
    measure = SubFactory(
        MeasureFactory, slug="strength", name="Strength at one time", nature=Nature.MOMENT
    )
    observations = "2019-03,120,8"

    @post_generation
    def missions(self, create: bool, rows: list[Mission] | None) -> None:
        self.missions.set(rows or [])


class ComparisonFactory(RowFactory[Comparison]):
    class Meta:
        model = Comparison

    claim = SubFactory(ClaimFactory)
    other = SubFactory(ClaimFactory)
    verdict = Verdict.CONFLICT


class SeriesComparisonFactory(RowFactory[SeriesComparison]):
    class Meta:
        model = SeriesComparison

    claim = SubFactory(ClaimFactory)
    series = SubFactory(SeriesFactory)
    reason = "They count different people."


def set_against(claim: Claim, *others: Claim) -> None:
    """As the editors do whom both statements strike as contradicting."""
    with together():
        for other in others:
            ComparisonFactory.create(claim=claim, other=other)


# --- Personnel --------------------------------------------------------------------------------


class RankFactory(RowFactory[Rank]):
    class Meta:
        model = Rank

    slug = Sequence(lambda n: f"rank-{n}")
    name = Sequence(lambda n: f"Rank no. {n}")


class RoleFactory(RowFactory[Role]):
    class Meta:
        model = Role

    slug = Sequence(lambda n: f"role-{n}")
    name = Sequence(lambda n: f"Role no. {n}")


class PersonFactory(PublicationTraits, RowFactory[Person]):
    class Meta:
        model = Person

    slug = Sequence(lambda n: f"person-{n}")
    display_name = Sequence(lambda n: f"Person no. {n}")


class PersonNameFactory(RowFactory[PersonName]):
    class Meta:
        model = PersonName

    person = SubFactory(PersonFactory)
    name = Sequence(lambda n: f"Further name no. {n}")


class RankHoldingFactory(PublicationTraits, RowFactory[RankHolding]):
    class Meta:
        model = RankHolding

    person = SubFactory(PersonFactory)
    rank = SubFactory(RankFactory)
    as_printed = LazyAttribute(lambda row: row.rank.name)


class CommandFactory(PublicationTraits, RowFactory[Command]):
    class Meta:
        model = Command

    person = SubFactory(PersonFactory)
    unit = SubFactory(UnitFactory)


class DeploymentFactory(PublicationTraits, RowFactory[Deployment]):
    class Meta:
        model = Deployment

    person = SubFactory(PersonFactory)
    mission = SubFactory(MissionFactory)


class JointDeploymentFactory(PublicationTraits, RowFactory[JointDeployment]):
    """Of nobody and no mission, unless `people`, `missions` and `roles` name them."""

    class Meta:
        model = JointDeployment
        skip_postgeneration_save = True

    slug = Sequence(lambda n: f"joint-deployment-{n:06}")
    text = Sequence(lambda n: f"Several people served somewhere, says no. {n}.")

    @post_generation
    def people(self, create: bool, rows: list[Person] | None) -> None:
        self.people.set(rows or [])

    @post_generation
    def missions(self, create: bool, rows: list[Mission] | None) -> None:
        self.missions.set(rows or [])

    @post_generation
    def roles(self, create: bool, rows: list[Role] | None) -> None:
        self.roles.set(rows or [])


# --- Citations --------------------------------------------------------------------------------


class CitationFactory(RowFactory[Any]):
    class Meta:
        abstract = True

    passage = SubFactory(PassageFactory)


class SourceCitationFactory(CitationFactory):
    class Meta:
        model = SourceCitation

    source = SubFactory(SourceFactory)


class PhotoCitationFactory(CitationFactory):
    class Meta:
        model = PhotoCitation

    photo = SubFactory(PhotoFactory)


class UnitCitationFactory(CitationFactory):
    class Meta:
        model = UnitCitation

    unit = SubFactory(UnitFactory)


class UnitHistoryCitationFactory(CitationFactory):
    class Meta:
        model = UnitHistoryCitation

    unit_history = SubFactory(UnitHistoryFactory)


class MissionCitationFactory(CitationFactory):
    class Meta:
        model = MissionCitation

    mission = SubFactory(MissionFactory)


class RotationCitationFactory(CitationFactory):
    class Meta:
        model = RotationCitation

    rotation = SubFactory(RotationFactory)


class ClaimCitationFactory(CitationFactory):
    class Meta:
        model = ClaimCitation

    claim = SubFactory(ClaimFactory)


class SeriesCitationFactory(CitationFactory):
    class Meta:
        model = SeriesCitation

    series = SubFactory(SeriesFactory)


class PersonCitationFactory(CitationFactory):
    class Meta:
        model = PersonCitation

    person = SubFactory(PersonFactory)


class RankHoldingCitationFactory(CitationFactory):
    class Meta:
        model = RankHoldingCitation

    rank_holding = SubFactory(RankHoldingFactory)


class CommandCitationFactory(CitationFactory):
    class Meta:
        model = CommandCitation

    command = SubFactory(CommandFactory)


class DeploymentCitationFactory(CitationFactory):
    class Meta:
        model = DeploymentCitation

    deployment = SubFactory(DeploymentFactory)


class JointDeploymentCitationFactory(CitationFactory):
    class Meta:
        model = JointDeploymentCitation

    joint_deployment = SubFactory(JointDeploymentFactory)


def cite(
    record: Record,
    field: str = "",
    *,
    quotation: str = "",
    passage: Passage | None = None,
    **values: Any,
) -> Citation:
    """Let a record, or one field of it, rest on a passage, or on a new one with these words."""
    table = citation_model(type(record))
    with together():
        if passage is None:
            passage = PassageFactory.create(**({"quotation": quotation} if quotation else {}))
        row: Citation = table._default_manager.create(
            **{table.record_name: record, "field": field, "passage": passage, **values}
        )
    return row
