from .citation import Citation, SourceCitation, Stance, citation_key, one_citation_each
from .passage import Locator, Passage
from .photo import Photo, PhotoCitation
from .source import Source

__all__ = [
    "Citation",
    "Locator",
    "Passage",
    "Photo",
    "PhotoCitation",
    "Source",
    "SourceCitation",
    "Stance",
    "citation_key",
    "one_citation_each",
]
