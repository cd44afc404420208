from .citation import Citation, SourceCitation, Stance, citation_key, citations_of
from .cited import Cited, evidence_errors
from .passage import Locator, Passage
from .photo import Photo, PhotoCitation
from .source import Source

__all__ = [
    "Citation",
    "Cited",
    "Locator",
    "Passage",
    "Photo",
    "PhotoCitation",
    "Source",
    "SourceCitation",
    "Stance",
    "citation_key",
    "citations_of",
    "evidence_errors",
]
