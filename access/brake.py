"""The brake on guessed passwords: five for a name, twenty from an address, then a wait.

An attempt is counted before its password is looked at, and taken back if it was right: many at once
are no more than one after the other. A name that waits is not asked again, so that one person's
mistakes never stop all who share an address. Addresses are kept with the attempts, and deleted with
them when the wait is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.internal.ratelimit import get_ip
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from django.db.models import F, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from records.turns import take_turn

TOO_MANY = _(
    "Too many wrong passwords. Wait a quarter of an hour, then try again. "
    "A passkey opens the desk meanwhile."
)
NAMES_BEHIND_AN_ADDRESS = 4
"""So many may wait before their common address does."""

ATTEMPTS_LOCK = 0x617474656D7074


class Brake(AxesDatabaseHandler):  # type: ignore[misc] # axes has no types
    def is_allowed(self, request: HttpRequest, credentials: Any = None) -> bool:
        """Whether a password may be looked at; if so, it is counted as a wrong one."""
        with _in_turn():
            self.clean_expired_user_attempts(request, credentials)
            if not super().is_allowed(request, credentials):
                return False
            own = _own(request, credentials)
            if not own.update(failures_since_start=F("failures_since_start") + 1):
                own.create(**_named(request, credentials), failures_since_start=1)
        return True

    def user_login_failed(
        self, sender: Any, credentials: Any, request: Any = None, **_kwargs: Any
    ) -> None:
        """The wait begins with the last that was wrong."""
        if not request.axes_locked_out:
            _own(request, credentials).update(attempt_time=request.axes_attempt_time)
            request.axes_locked_out = self.is_locked(request, credentials)

    def was_right(self, request: HttpRequest, credentials: Any) -> None:
        own = _own(request, credentials)
        with _in_turn():
            others = own.filter(failures_since_start__gt=1)
            if not others.update(failures_since_start=F("failures_since_start") - 1):
                own.delete()

    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """By a name or an address, in the order of AXES_LOCKOUT_PARAMETERS."""
        by_name, by_address = (
            attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(by_name, by_address // NAMES_BEHIND_AN_ADDRESS)


class Passwords(AuthenticationBackend):  # type: ignore[misc] # allauth has no types
    """Behind the brake."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user:
            AxesProxyHandler.get_implementation().was_right(request, credentials)
        return user


@contextmanager
def _in_turn() -> Iterator[None]:
    """One after the other, in all processes."""
    using = router.db_for_write(AccessAttempt)
    with transaction.atomic(using=using):
        take_turn(using, ATTEMPTS_LOCK)
        yield


def _own(request: Any, credentials: Any) -> QuerySet[AccessAttempt]:
    """The one row of a name and an address; it holds nothing else of the visitor."""
    own: QuerySet[AccessAttempt] = AccessAttempt.objects.filter(**_named(request, credentials))
    return own


def _named(request: Any, credentials: Any) -> dict[str, Any]:
    return {"username": name_of(request, credentials), "ip_address": request.axes_ip_address}


def name_of(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """As accounts are found: upper and lower case make no other name."""
    name = (credentials or {}).get("username") or request.POST.get("login", "")
    return str(name).strip().casefold()[:255]


def address_of(request: HttpRequest) -> str | None:
    """Of the visitor, and not of the proxy; of an IPv6 address the network, which is one home."""
    try:
        return str(get_ip(request))
    except PermissionDenied:
        # Commands and tests have none.
        return None


def answer_of_the_brake(
    _request: HttpRequest, response: HttpResponse, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page that was asked for, which says why; nothing that was typed is lost."""
    response.status_code = 429
    return response
