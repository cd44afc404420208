from .claim import Claim, ClaimCitation, ClaimKind
from .comparison import Comparison, SeriesComparison, Verdict
from .contradiction import Contradiction, SeriesContradiction
from .counted import Counted
from .measure import Measure, Nature
from .mission import Mission, MissionCitation
from .organisation import Organisation
from .rotation import Rotation, RotationCitation
from .series import Series, SeriesCitation
from .unit import Unit, UnitCitation
from .unit_history import HistoryKind, UnitHistory, UnitHistoryCitation

__all__ = [
    "Claim",
    "ClaimCitation",
    "ClaimKind",
    "Comparison",
    "Contradiction",
    "Counted",
    "HistoryKind",
    "Measure",
    "Mission",
    "MissionCitation",
    "Nature",
    "Organisation",
    "Rotation",
    "RotationCitation",
    "Series",
    "SeriesCitation",
    "SeriesComparison",
    "SeriesContradiction",
    "Unit",
    "UnitCitation",
    "UnitHistory",
    "UnitHistoryCitation",
    "Verdict",
]
