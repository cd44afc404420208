"""What of the personnel app people read in three languages, and what keeps its history."""

from modeltranslation.translator import TranslationOptions, register

from records.history import track

from .models import (
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


@register([Rank, Role])
class VocabularyTranslation(TranslationOptions):
    fields = ("name",)


@register(Person)
class PersonTranslation(TranslationOptions):
    fields = ("display_name", "affiliation", "note")


@register(RankHolding)
class RankHoldingTranslation(TranslationOptions):
    fields = ("as_of_words", "note")


@register(Deployment)
class DeploymentTranslation(TranslationOptions):
    fields = ("activity", "note")


@register(JointDeployment)
class JointDeploymentTranslation(TranslationOptions):
    fields = ("text", "note")


@register([PersonCitation, RankHoldingCitation, DeploymentCitation, JointDeploymentCitation])
class CitationTranslation(TranslationOptions):
    fields = ("note",)


for model in (
    Rank, Role, Person, PersonName, RankHolding, Deployment, PersonCitation, RankHoldingCitation,
    DeploymentCitation, JointDeploymentCitation,
):  # fmt: skip
    track(model)
track(JointDeployment, m2m_fields=["people", "missions", "roles"])
