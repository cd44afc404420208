"""Where the register does otherwise than allauth."""

from __future__ import annotations

import logging
from threading import Thread
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by `access.brake` alone."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Beside the answer, whose time would tell whether there is such an account."""
        told = {"email": email, "current_site": get_current_site(self.request)} | context
        letter = self.render_mail(template_prefix, email, told)
        Thread(target=send, args=[letter]).start()


def send(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError:
        # Of SMTP too.
        logger.exception("A letter could not be sent.")
