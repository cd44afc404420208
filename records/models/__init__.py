"""What every record has: publication state, natural keys, periods and bounded quantities.

Abstract models only: `records` has no tables of its own.
"""

from .dated import DATE_HELP, PERIOD_HELP, Dated, period_in_order, with_a_year
from .natural_keys import NaturalKeyed, NaturalKeyQuerySet, validate_slug
from .noted import Noted
from .publication import (
    PublicationState,
    Record,
    RecordQuerySet,
    SluggedRecord,
    VisibleWith,
    VisibleWithQuerySet,
)
from .quantified import QUANTITY, Quantified
from .versioned import Versioned
from .vocabulary import Vocabulary

__all__ = [
    "DATE_HELP",
    "PERIOD_HELP",
    "QUANTITY",
    "Dated",
    "NaturalKeyQuerySet",
    "NaturalKeyed",
    "Noted",
    "PublicationState",
    "Quantified",
    "Record",
    "RecordQuerySet",
    "SluggedRecord",
    "Versioned",
    "VisibleWith",
    "VisibleWithQuerySet",
    "Vocabulary",
    "period_in_order",
    "validate_slug",
    "with_a_year",
]
