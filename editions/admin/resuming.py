"""A form whose editor was signed out while filling it in is there again after signing in.

What was typed travels in the page on which one signs in, signed by the server, and is kept in
the session of whoever signed in from then on: strangers can store nothing. It is never saved by
itself. It is shown where it was typed and nowhere else, to whoever may open that form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.forms import LoginForm
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import csrf

from catalogue.admin_search import BestFirst
from editions.content import versioned_models
from records.admin_input import Guarded

from .form_data import refuse_rows_not_sent
from .stale import take_chosen

KEPT = "kept"
"""The hidden field that carries what was typed, and its key in a session."""
RESUMED = "_resumed"
"""Says in an address that the form is to be shown as it was typed."""
SALT = "editions.admin.resuming"
A_DAY = 24 * 60 * 60
MOST_KEPT = 1_000_000
"""In letters of the signed text: well below what Django takes in one form."""

PAGES = ("add", "change", "withdraw", "unpublish")
NOT_TYPED = ("csrfmiddlewaretoken", "_save", "_continue", "_addanother", "_saveasnew", "_publish")

SHOWN_AGAIN = _(
    "You are signed in again. The form is as you left it, and nothing of it is saved yet: "
    "look it through and save it."
)
FILES_ARE_GONE = _("Please choose the file again; it could not be kept.")
NOT_SAVED = _("This is not saved yet.")
TOO_OLD = _("What you typed could not be kept: that was longer than a day ago.")


class Desk(admin.AdminSite):
    """The admin, which loses no form when its session ends, and asks only what it offers."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        own = admin_class or admin.ModelAdmin
        guarded = type(own.__name__, (Guarded, own), {"__module__": own.__module__})
        super().register(model_or_iterable, guarded, **options)

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return BestFirst.as_view(admin_site=self)(request)

    def get_urls(self) -> Any:
        """Without Django's way to the page of any row: it would tell the addresses of drafts."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        guarded: Callable[..., Any] = super().admin_view(view, cacheable)

        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            response = guarded(request, *args, **kwargs)
            is_sent_away = isinstance(response, HttpResponseRedirect)
            # Django has checked the form, and sends its editor to sign in.
            if request.method == "POST" and is_sent_away and not self.has_permission(request):
                return self.keep(request) or response
            return response

        return update_wrapper(answer, view)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One signs in at one page."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            raise PermissionDenied
        query = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return redirect(f"{reverse('account_login')}?{query}")

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("account_change_password")

    def keep(self, request: HttpRequest, status: int = 200) -> HttpResponse | None:
        """The page that leads back to a form with all that was typed; None if it has no way."""
        if not comes_from_here(request):
            return None
        kept = request.POST.get(KEPT, "") if is_sign_in(request) else ""
        if not kept and not is_form(request):
            return None
        kept = kept or packed(request)
        is_kept = len(kept) <= MOST_KEPT
        context = {"kept": kept if is_kept else "", "is_too_large": not is_kept}
        if self.has_permission(request):
            shown = self.each_context(request) | context | {"title": _("The form was not accepted")}
            return render(request, "admin/editions/not_accepted.html", shown, status=status)
        shown = context | {"form": LoginForm(request=request)}
        return render(request, "account/login.html", shown, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing that was sent is used; from a form of ours, there is a way back to it."""
    site: Any = admin.site
    return site.keep(request, status=403) or csrf.csrf_failure(request, reason)


def is_form(request: HttpRequest) -> bool:
    """Whether a request is for a form that can be shown again. None of these asks a password."""
    match = request.resolver_match
    return (
        match is not None
        and match.app_name == "admin"
        and any(
            match.url_name == f"{model._meta.app_label}_{kind}_{page}"
            for kind, model in versioned_models().items()
            for page in PAGES
        )
    )


def is_sign_in(request: HttpRequest) -> bool:
    return request.path == reverse("account_login")


def comes_from_here(request: HttpRequest) -> bool:
    """Browsers say from which site a form was sent; one that does not say it is not believed."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(sender).netloc == request.get_host()


def packed(request: HttpRequest) -> str:
    """What was typed, so that it can be carried by a page and changed by nobody."""
    query = request.GET.copy()
    query.pop(RESUMED, None)
    typed = {
        "path": request.path,
        "query": query.urlencode(),
        "fields": {name: request.POST.getlist(name) for name in request.POST
                   if name not in NOT_TYPED},
        "has_files": bool(request.FILES),
    }  # fmt: skip
    return signing.dumps(typed, salt=SALT, compress=True)


def address_of_kept(request: HttpRequest, kept: str) -> str:
    """Where the form is in which it was typed, for whoever has signed in."""
    try:
        typed = signing.loads(kept, salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        messages.error(request, TOO_OLD)
        return reverse("admin:index")
    request.session[KEPT] = typed
    query = QueryDict(typed["query"], mutable=True)
    query[RESUMED] = "1"
    return f"{typed['path']}?{query.urlencode()}"


def resumed(request: HttpRequest) -> QueryDict | None:
    """What was typed into the form that is asked for; says that it is not saved."""
    typed = request.session.get(KEPT) if RESUMED in request.GET else None
    if request.method != "GET" or not typed or typed["path"] != request.path:
        return None
    data = QueryDict(mutable=True)
    for name, values in typed["fields"].items():
        data.setlist(name, values)
    messages.warning(request, SHOWN_AGAIN)
    if typed["has_files"]:
        messages.warning(request, FILES_ARE_GONE)
    return data


def fill_resumed(model_admin: Any, request: HttpRequest, object_id: str | None) -> bool:
    """Lets a form be shown like one that was sent and refused, with what was typed into it."""
    row = None if object_id is None else model_admin.get_object(request, object_id)
    if object_id is None:
        is_allowed = model_admin.has_add_permission(request)
    else:
        is_allowed = row and model_admin.has_change_permission(request, row)
    data = resumed(request) if is_allowed else None
    if data is None:
        return False
    # Django reads the empty body of the request once; it must not do so when a file is asked for.
    sent = request.POST.copy()
    for name, values in data.lists():
        sent.setlist(name, values)
    refuse_rows_not_sent(sent)
    request.method = "POST"
    request.POST = sent  # type: ignore[assignment] # is mutable
    request.refusal = ValidationError(str(NOT_SAVED))  # type: ignore[attr-defined] # read by get_form
    if row:
        # The buttons above a refused form are not shown again: what they choose is done.
        take_chosen(model_admin, request, row)
    return True


def forget(request: HttpRequest) -> None:
    """What was typed is saved now."""
    if RESUMED in request.GET:
        request.session.pop(KEPT, None)
