"""What the admin says of sources, and the citations below every record."""

from .citing import CitedRecordAdmin, TranslatedRecordAdmin
from .sources import PassageAdmin, PhotoAdmin, SourceAdmin

__all__ = [
    "CitedRecordAdmin",
    "PassageAdmin",
    "PhotoAdmin",
    "SourceAdmin",
    "TranslatedRecordAdmin",
]
