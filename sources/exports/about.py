"""What a list's file says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class About:
    title: str
    site: str
    """Scheme and host."""
    page: str
    """The whole address of the page that shows the same."""
    address: str
    """The whole address of the file itself."""
    read_at: datetime
