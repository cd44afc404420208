from .claim import ClaimListPage, ClaimPage
from .mission import MissionListPage, MissionPage
from .rotation import RotationListPage, RotationPage
from .series import SeriesListPage, SeriesPage
from .unit import UnitListPage, UnitPage

__all__ = [
    "ClaimListPage",
    "ClaimPage",
    "MissionListPage",
    "MissionPage",
    "RotationListPage",
    "RotationPage",
    "SeriesListPage",
    "SeriesPage",
    "UnitListPage",
    "UnitPage",
]
