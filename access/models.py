"""What is known of accounts beside their names and roles."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editions.deeds import Deed


class CacheEntry(models.Model):
    """The table of Django's cache `default`, so that migrations make it."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.cache_key


class What(models.TextChoices):
    """What happened to an account, or was tried or done with it."""

    SIGNED_IN = "signed in", _("signed in")
    SIGNED_OUT = "signed out", _("signed out, or the sign-in ended")
    WRONG_PASSWORD = "wrong password", _("wrong password")
    WRONG_CODE = "wrong code", _("wrong second factor")
    PASSWORD = "password", _("new password")
    MADE = "made", _("account made")
    ROLES = "roles", _("roles changed")
    ACTIVE = "active", _("made active or not active")
    FACTOR_ADDED = "factor added", _("second factor added")
    FACTOR_REMOVED = "factor removed", _("second factor removed")
    FACTOR_RESET = "factor reset", _("second factor reset")
    WITHDRAWN = Deed.WITHDRAWN, _("withdrew")
    UNPUBLISHED = Deed.UNPUBLISHED, _("took back to draft")
    PUBLISHED_AGAIN = Deed.PUBLISHED_AGAIN, _("published again what was withdrawn")
    RESTORED = Deed.RESTORED, _("restored a former edition")
    WITHHELD = Deed.WITHHELD, _("withheld")
    LIFTED = Deed.LIFTED, _("lifted a withholding")


class ActQuerySet(models.QuerySet["Act"]):
    def update(self, **kwargs: Any) -> int:
        raise NotWrittenAgainError

    def delete(self) -> Any:
        raise NotWrittenAgainError


class NotWrittenAgainError(Exception):
    """The log is only added to."""


class Act(models.Model):
    """One line of the log of accounts, by the names that they had then."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    what = models.CharField(_("what"), max_length=20, choices=What)
    account = models.CharField(_("account"), max_length=150, blank=True)
    """Empty where a command took something out of the public, or let it in."""
    by = models.CharField(_("by"), max_length=150, blank=True)
    """Of another account; empty where somebody acted on their own, or a command did."""
    details = models.CharField(_("details"), max_length=200, blank=True)

    objects = ActQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["-pk"]
        verbose_name = _("line of the log of accounts")
        verbose_name_plural = _("log of accounts")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.account}: {self.what}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NotWrittenAgainError
        super().save(**kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Any:
        raise NotWrittenAgainError
