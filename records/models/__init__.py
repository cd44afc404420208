"""What every record has: publication state, natural keys, periods and bounded quantities.

Abstract models only: `records` has no tables of its own.
"""

from .dated import PERIOD_HELP, Dated, period_in_order
from .natural_keys import NaturalKeyed, NaturalKeyQuerySet, validate_slug
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
from .versioned import Versioned
from .vocabulary import Vocabulary

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
    "Versioned",
    "Vocabulary",
    "period_in_order",
    "validate_slug",
]
