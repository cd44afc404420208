"""The brake on guessed passwords: five for a name, twenty from an address, then a wait.

A name that waits is not asked again, so that one person's mistakes never stop all who share an
address. Addresses are kept with the attempts, and deleted with them when the wait is over.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal.ratelimit import get_ip
from axes.handlers.database import AxesDatabaseHandler
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

TOO_MANY = _(
    "Too many wrong passwords. Wait a quarter of an hour, then try again. "
    "A passkey opens the desk meanwhile."
)
NAMES_BEHIND_AN_ADDRESS = 4
"""So many may wait before their common address does."""


class Brake(AxesDatabaseHandler):  # type: ignore[misc] # axes has no types
    def get_failures(self, request: HttpRequest, credentials: Any = None) -> int:
        """By a name or an address, in the order of AXES_LOCKOUT_PARAMETERS."""
        by_name, by_address = (
            attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return max(by_name, by_address // NAMES_BEHIND_AN_ADDRESS)


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
