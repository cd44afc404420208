"""Forms of passkeys, which refuse what no browser made like a key that is not known."""

from __future__ import annotations

import struct
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn import forms
from django.forms import BooleanField, CharField
from django.utils.translation import gettext_lazy as _

FAULTS = (AttributeError, LookupError, TypeError, ValueError, struct.error)
"""Of the library that reads keys."""


class Refusing:
    def full_clean(self) -> None:
        form: Any = super()
        try:
            form.full_clean()
        except FAULTS:
            form.add_error("credential", get_adapter().validation_error("incorrect_code"))


class AddForm(Refusing, forms.AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    name = CharField(
        label=_("Name"), required=False, help_text=_("By which you tell it from your others.")
    )
    passwordless = BooleanField(
        label=_("Signs in without a password"),
        required=False,
        initial=True,
        help_text=_(
            "The passkey itself asks for your finger, your face or a PIN. Without it, it is "
            "asked for after the password."
        ),
    )


class AuthenticateForm(Refusing, forms.AuthenticateWebAuthnForm):  # type: ignore[misc] # as above
    pass


class LoginForm(Refusing, forms.LoginWebAuthnForm):  # type: ignore[misc] # as above
    pass


class ReauthenticateForm(Refusing, forms.ReauthenticateWebAuthnForm):  # type: ignore[misc] # as above
    pass
