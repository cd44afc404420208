"""What the admin of every versioned row shares."""

from .records import RecordAdmin
from .versioned import VersionedAdmin

__all__ = ["RecordAdmin", "VersionedAdmin"]
