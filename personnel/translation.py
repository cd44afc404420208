"""What of the personnel app people read in three languages."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    Command,
    CommandCitation,
    Deployment,
    DeploymentCitation,
    JointDeployment,
    JointDeploymentCitation,
    Person,
    PersonCitation,
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


@register(Command)
class CommandTranslation(TranslationOptions):
    fields = ("note",)


@register(Deployment)
class DeploymentTranslation(TranslationOptions):
    fields = ("host", "activity", "note")


@register(JointDeployment)
class JointDeploymentTranslation(TranslationOptions):
    fields = ("text", "note")


@register(
    [
        PersonCitation,
        RankHoldingCitation,
        CommandCitation,
        DeploymentCitation,
        JointDeploymentCitation,
    ]
)
class CitationTranslation(TranslationOptions):
    fields = ("note",)
