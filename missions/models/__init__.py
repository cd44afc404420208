from .fact import Fact, FactCitation, FactKind
from .measure import Measure
from .mission import Mission, MissionCitation
from .organisation import Organisation
from .rotation import Rotation, RotationCitation
from .unit import Unit, UnitCitation

__all__ = [
    "Fact",
    "FactCitation",
    "FactKind",
    "Measure",
    "Mission",
    "MissionCitation",
    "Organisation",
    "Rotation",
    "RotationCitation",
    "Unit",
    "UnitCitation",
]
