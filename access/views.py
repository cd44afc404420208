"""Signing in: allauth's pages, and how a form that was kept is found again after them."""

from __future__ import annotations

from typing import Any

from allauth.account.models import Login
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from editions.admin.resuming import KEPT, address_of_kept

from .brake import TOO_MANY


class SignIn(LoginView):  # type: ignore[misc] # allauth has no types
    def get_success_url(self) -> Any:
        kept = self.request.POST.get(KEPT)
        return address_of_kept(self.request, kept) if kept else super().get_success_url()

    def form_invalid(self, form: Any) -> Any:
        if getattr(self.request, "axes_locked_out", False):
            form.errors.pop("__all__", None)
            form.add_error(None, TOO_MANY)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"kept": self.request.POST.get(KEPT, "")}


class SignInByPasskey(LoginWebAuthnView):  # type: ignore[misc] # allauth has no types
    def form_valid(self, form: Any) -> Any:
        key = form.cleaned_data["credential"]
        kept = self.request.POST.get(KEPT)
        address = address_of_kept(self.request, kept) if kept else None
        login = Login(user=key.user, redirect_url=address)
        return perform_passwordless_login(self.request, key, login)


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc] # allauth has no types
    def form_valid(self, form: Any) -> Any:
        adapter = get_adapter()
        if adapter.can_delete_authenticator(self.get_object()):
            return super().form_valid(form)
        messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_index")


@login_required
def totp_picture(request: HttpRequest) -> HttpResponse:
    """What a phone reads from the screen; a file of its own, as all pictures are."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if secret is None:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")
