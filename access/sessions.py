"""A sign-in ends by itself: two hours after the last request, and twelve after it began."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase

Answer = Callable[[HttpRequest], HttpResponseBase]

IDLE = timedelta(hours=2).total_seconds()
WHOLE = settings.SESSION_COOKIE_AGE
NOTED_EACH = timedelta(minutes=1).total_seconds()

BEGAN = "signed_in_at"
SEEN = "seen_at"


def begin(*, request: HttpRequest, **_kwargs: Any) -> None:
    """Called when somebody has signed in."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def sign_ins_end(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        if is_signed_in(request):
            now = time.time()
            seen = request.session.get(SEEN, 0)
            if now - seen > IDLE or now - request.session.get(BEGAN, 0) > WHOLE:
                auth.logout(request)
            elif now - seen > NOTED_EACH:
                request.session[SEEN] = now
                # On a full disk one reads on.
                with suppress(DatabaseError):
                    request.session.save()
                request.session.modified = False
        return get_response(request)

    return answer


def is_signed_in(request: HttpRequest) -> bool:
    """Asks the session of none who has none: what visitors see is kept for all of them."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
