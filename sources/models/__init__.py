from .citable import Citable
from .citation import (
    SAYS_IN_ITS_WORDS,
    SAYS_MORE,
    Citation,
    SourceCitation,
    Stance,
    citation_key,
    citations_of,
)
from .cited import Cited, evidence_errors
from .passage import PASSAGES_IN_A_PART, Locator, Passage
from .photo import Photo, PhotoCitation
from .source import Source, SourceKind
from .source_address import SourceAddress, others_at, sources_at

__all__ = [
    "PASSAGES_IN_A_PART",
    "SAYS_IN_ITS_WORDS",
    "SAYS_MORE",
    "Citable",
    "Citation",
    "Cited",
    "Locator",
    "Passage",
    "Photo",
    "PhotoCitation",
    "Source",
    "SourceAddress",
    "SourceCitation",
    "SourceKind",
    "Stance",
    "citation_key",
    "citations_of",
    "evidence_errors",
    "others_at",
    "sources_at",
]
