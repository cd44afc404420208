"""A password alone opens nothing: a one-time code or a passkey goes with it.

Whoever has no second factor yet sets one up first, and sees no other page until then.
"""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from .log import write
from .models import What
from .sessions import Answer, is_signed_in

SHOWN = "mfa"
"""How allauth calls it in what it notes of a sign-in."""

ON_THE_WAY = {
    "mfa_index",
    "mfa_activate_totp",
    "totp_picture",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "account_logout",
    "admin:logout",
}
"""The pages on which one sets it up."""

ALONE = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes go with one of these."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """The last one is replaced and not taken away."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=ALONE)
        return not settings.SECOND_FACTOR_REQUIRED or others.exclude(pk=authenticator.pk).exists()


class SecondFactorIsShown:
    """Middleware."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        response = self.get_response(request)
        match = request.resolver_match
        if match and match.route.startswith("admin/account/"):
            # Pages with secrets are no browser's to keep.
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if not settings.SECOND_FACTOR_REQUIRED or not is_signed_in(request) or was_shown(request):
            return None
        if is_mfa_enabled(request.user):
            # Set up since, in another browser: whoever has this one shows it too.
            auth.logout(request)
            return redirect("account_login")
        match = request.resolver_match
        return None if match and match.view_name in ON_THE_WAY else redirect("mfa_index")


def was_shown(request: HttpRequest) -> bool:
    """In this sign-in, by this person."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == SHOWN for record in records)


def note(*, request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any) -> None:
    """Whoever has just set one up has shown it."""
    record_authentication(request, user, SHOWN, id=authenticator.pk, type=authenticator.type)


def reset(user: User, by: str = "") -> None:
    """For whoever lost it: they sign in with the password and set up another at once.

    Whoever is signed in with what was lost is signed out.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
            if session.get_decoded().get(auth.SESSION_KEY) == str(user.pk):
                session.delete()
        write(What.FACTOR_RESET, user, by)
