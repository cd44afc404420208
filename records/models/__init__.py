"""What every record has: publication state, natural keys, periods and bounded quantities.

Abstract models only: `records` has no tables of its own.
"""

from .dated import PERIOD_HELP, Dated, period_in_order
from .natural_keys import NaturalKeyed, NaturalKeyQuerySet, Vocabulary, validate_slug
from .noted import Noted
from .publication import (
    PublicationState,
    PublishedWith,
    PublishedWithQuerySet,
    Record,
    RecordQuerySet,
    SluggedRecord,
)
from .quantified import Quantified

__all__ = [
    "PERIOD_HELP",
    "Dated",
    "NaturalKeyQuerySet",
    "NaturalKeyed",
    "Noted",
    "PublicationState",
    "PublishedWith",
    "PublishedWithQuerySet",
    "Quantified",
    "Record",
    "RecordQuerySet",
    "SluggedRecord",
    "Vocabulary",
    "period_in_order",
    "validate_slug",
]
