"""The log of accounts: who came in, who was refused, who changed what others may do, or see.

It names accounts and nothing else: no addresses, and no name that was typed and is no account's.
Records stand in it by their numbers, so that it names nobody who is withheld, now or later.
"""

from __future__ import annotations

from typing import Any

from allauth.account import signals as of_passwords
from allauth.mfa import signals as of_factors
from django.contrib.auth import signals as of_sessions
from django.contrib.auth.models import User

from editions.deeds import Deed, done

from .models import Act, What


def write(what: What, user: User, by: str = "", details: str = "") -> None:
    Act.objects.create(what=what, account=user.get_username(), by=by, details=details[:200])


def writes(what: What) -> Any:
    """Receives the signal that somebody did this with their own account."""

    def receive(*, user: User | None, **_kwargs: Any) -> None:
        if user is not None:
            write(what, user)

    return receive


def write_refusal(*, credentials: dict[str, Any], request: Any = None, **_kwargs: Any) -> None:
    """Not of a name that waits already: that would be without end."""
    name = credentials.get("username") or ""
    if not getattr(request, "axes_locked_out", False):
        for user in User.objects.filter(username__iexact=name):
            write(What.WRONG_PASSWORD, user)


def write_deed(
    *, deed: Deed, by: User | None, kind: str, number: int, using: str, **_kwargs: Any
) -> None:
    account = by.get_username() if by else ""
    Act.objects.using(using).create(what=What(deed), account=account, details=f"{kind} {number}")


def listen() -> None:
    """Called once, when the models are there."""
    of_sessions.user_login_failed.connect(write_refusal, weak=False)
    done.connect(write_deed, weak=False)
    for signal, what in (
        (of_sessions.user_logged_in, What.SIGNED_IN),
        (of_sessions.user_logged_out, What.SIGNED_OUT),
        (of_passwords.password_changed, What.PASSWORD),
        (of_passwords.password_set, What.PASSWORD),
        (of_passwords.password_reset, What.PASSWORD),
        (of_factors.authentication_failed, What.WRONG_CODE),
        (of_factors.authenticator_added, What.FACTOR_ADDED),
        (of_factors.authenticator_reset, What.FACTOR_ADDED),
        (of_factors.authenticator_removed, What.FACTOR_REMOVED),
    ):
        signal.connect(writes(what), weak=False)
