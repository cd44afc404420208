from .claim import Claim, ClaimCitation, ClaimKind
from .measure import Measure
from .mission import Mission, MissionCitation
from .organisation import Organisation
from .rotation import Rotation, RotationCitation
from .unit import Unit, UnitCitation

__all__ = [
    "Claim",
    "ClaimCitation",
    "ClaimKind",
    "Measure",
    "Mission",
    "MissionCitation",
    "Organisation",
    "Rotation",
    "RotationCitation",
    "Unit",
    "UnitCitation",
]
