"""Who reads a page: asked of the request once, and passed on to whatever the page reads."""

from __future__ import annotations

from enum import Enum


class Audience(Enum):
    PUBLIC = "public"
    """Everybody: sees what is published."""
    EDITORS = "editors"
    """Sees drafts too; what was withdrawn stands on no page but its own."""

    @property
    def sees_drafts(self) -> bool:
        return self is Audience.EDITORS
