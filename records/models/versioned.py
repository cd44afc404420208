"""Rows whose every version is kept as an edition."""

from __future__ import annotations

from typing import Any, ClassVar

from .natural_keys import NaturalKeyed


class Versioned(NaturalKeyed):
    """A row that is saved, compared and restored as a whole, with the rows that are part of it."""

    edition_parts: ClassVar[tuple[str, ...]] = ()
    """Reverse relations to rows that have no editions of their own: citations, further names."""

    private_fields: ClassVar[tuple[str, ...]] = ()
    """Columns that are restored with the row, but that no reader may ever see."""

    identifying_fields: ClassVar[tuple[str, ...]] = ()
    """Columns and parts that name a person: while the row is not public, none of their words
    may be read in any former version of anything."""

    shown_with: ClassVar[str] = ""
    """The foreign key to the record on whose page this one stands, if it has no page itself."""

    owner_field: ClassVar[str] = ""
    """The foreign key to the record in whose history this one stands, if not in its own."""

    class Meta:
        abstract = True

    @property
    def owner(self) -> Versioned:
        """The record in whose history this one stands; by default itself."""
        name = self.owner_field or self.shown_with
        return getattr(self, name) if name else self

    def is_shown(self) -> bool:
        """Whether readers can see it now."""
        return False

    def is_draft(self) -> bool:
        """Whether it takes no right to change what is public to change it."""
        return not self.is_shown()

    def as_linked(self) -> dict[str, Any]:
        """What a version of another row keeps of this one, which it names only by its number."""
        return {"label": str(self)}

    def check_links(self, links: dict[str, Any]) -> dict[str, Any]:
        """The errors, by field, of many-to-many columns, which no constraint can see.

        `links` holds the chosen rows by column; forms ask before they save, all others after.
        """
        return {}
