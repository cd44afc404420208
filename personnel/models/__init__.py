from .command import Command, CommandCitation
from .deployment import (
    Deployment,
    DeploymentCitation,
    JointDeployment,
    JointDeploymentCitation,
)
from .person import Gender, NameKind, Person, PersonCitation, PersonName
from .rank import Rank
from .rank_holding import RankHolding, RankHoldingCitation
from .role import Role
from .service import OUTSIDE

__all__ = [
    "OUTSIDE",
    "Command",
    "CommandCitation",
    "Deployment",
    "DeploymentCitation",
    "Gender",
    "JointDeployment",
    "JointDeploymentCitation",
    "NameKind",
    "Person",
    "PersonCitation",
    "PersonName",
    "Rank",
    "RankHolding",
    "RankHoldingCitation",
    "Role",
]
