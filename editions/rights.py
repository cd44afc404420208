"""What the desk asks beside Django's own permissions to view, add, change and delete."""

from __future__ import annotations

from typing import Any

from django.db import models


class Right(models.TextChoices):
    """Rights over the whole register; whoever has one also needs that to change the kind of row."""

    AMEND = "amend", "Can change what is public"
    PUBLISH = "publish", "Can publish"
    WITHDRAW = "withdraw", "Can withdraw, and take back to draft"
    RESTORE = "restore", "Can restore editions"
    WITHHOLD = "withhold", "Can withhold names and records, and see what is withheld"

    @property
    def permission(self) -> str:
        return f"editions.{self.value}"

    def is_held_by(self, user: Any) -> bool:
        return bool(user.has_perm(self.permission))
