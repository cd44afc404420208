"""What happens when somebody else saved a record after a form of it was opened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from editions.content import content_of, kind_of
from editions.models import Edition
from editions.publishing import newest_number
from records.admin_input import is_number
from records.models import Versioned

from .form_data import CHOICE, Filled, FormShape
from .merging import Finding, Merge, take_others


@dataclass(frozen=True)
class Stale:
    """What an editor is told above a form that was refused because it was stale."""

    editions: list[Edition]
    """Those that came since the form was opened; if that is not known, the newest."""
    findings: list[Finding]
    filled: Filled
    is_opened_known: bool

    def mark(self, context: dict[str, Any]) -> None:
        """Says at the fields of the form that is shown which of them both have changed."""
        say(context["adminform"].form, self.filled.errors)
        for shown in context["inline_admin_formsets"]:
            rows = self.filled.rows[shown.formset.prefix]
            for form, row in zip(shown.formset.forms, rows, strict=False):
                say(form, row.errors)


def say(form: Any, errors: dict[str | None, str]) -> None:
    for name, message in errors.items():
        form.add_error(name if name in form.fields else None, message)


def merge_if_stale(admin: Any, request: HttpRequest, row: Versioned) -> dict[str, Any]:
    """Refuses a form that did not start from the present version, and merges both in it.

    To be called while nobody else can save the row. What was sent is replaced by what the form
    is to show: it then starts from the present version, and can be saved as it is.
    """
    if not admin.has_change_permission(request, row):
        return {}
    take_chosen(admin, request, row)
    newest = newest_number(row)
    started = request.POST.get("edition", "")
    if started == str(newest):
        return {}
    shape = FormShape(admin, request, row)
    opened = edition_of(row, started)
    merge = Merge(
        shape,
        shape.says(opened.content) if opened else None,
        shape.says(content_of(row)),
        shape.sent(request.POST),
    )
    merge.filled.values["edition"] = [str(newest)]
    request.POST = shape.replaced(request.POST, merge.filled)  # type: ignore[assignment] # is mutable
    request.refusal = ValidationError(  # type: ignore[attr-defined] # read by get_form
        _("Somebody else saved this since you opened it. Nothing is saved yet: see above.")
    )
    since = list(editions_since(row, opened))
    return {"stale": Stale(since, merge.findings, merge.filled, opened is not None)}


def take_chosen(admin: Any, request: HttpRequest, row: Versioned) -> None:
    """Does in the form what was chosen above it."""
    if any(name.startswith(CHOICE) and request.POST[name] for name in request.POST):
        shape = FormShape(admin, request, row)
        typed = shape.sent(request.POST)
        take_others(shape, typed, request.POST)
        request.POST = shape.replaced(request.POST, typed)  # type: ignore[assignment] # is mutable


def edition_of(row: Versioned, number: str) -> Edition | None:
    """The edition of this very record with this number."""
    if not is_number(number):
        return None
    return Edition.objects.of(kind_of(row), row.pk).filter(number=int(number)).first()


def editions_since(row: Versioned, opened: Edition | None) -> Iterable[Edition]:
    rows = Edition.objects.of(kind_of(row), row.pk).select_related("change_set__by")
    if opened:
        return rows.filter(number__gt=opened.number).order_by("number")
    return rows.order_by("-number")[:1]
