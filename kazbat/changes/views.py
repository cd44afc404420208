from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from missions.models import Claim, Mission, Unit
from personnel.models import JointDeployment, Person
from records.models import PublicationState, SluggedRecord
from records.views import RefusingMixin
from sources.models import Source

from .reading import newest_changes
from .versions import Scope

VERSIONS_A_PAGE = 100

KINDS: dict[str, tuple[Any, type[SluggedRecord]]] = {
    "mission": (_("Missions and their rotations"), Mission),
    "unit": (_("Units"), Unit),
    "claim": (_("Claims"), Claim),
    "person": (_("People, their ranks and service"), Person),
    "jointdeployment": (_("Joint statements"), JointDeployment),
    "source": (_("Sources and their photos"), Source),
}


class MomentField(forms.CharField):
    """A point in time, as the links from page to page write it."""

    FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return datetime.strptime(text, self.FORMAT).replace(tzinfo=UTC)
        except ValueError:
            raise ValidationError(_("This is not a valid time. Start from the newest.")) from None


class ChangesForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of record"),
        choices=[("", _("all")), *((code, label) for code, (label, _model) in KINDS.items())],
        required=False,
    )
    record = forms.SlugField(required=False)
    before = MomentField(required=False)

    def clean(self) -> dict[str, Any]:
        """Finds the record that is named, also by an address that it had.

        What is not public is as absent as what never was.
        """
        chosen: dict[str, Any] = super().clean() or self.cleaned_data
        slug, chosen["record"] = chosen.get("record"), None
        if slug and chosen.get("kind"):
            _label, model = KINDS[chosen["kind"]]
            manager: Any = model._default_manager
            rows = manager.published()
            former = model.history.filter(slug=slug, state=PublicationState.PUBLISHED).values("id")
            chosen["record"] = rows.filter(slug=slug).first() or rows.filter(pk__in=former).first()
        if slug and not chosen["record"]:
            self.add_error("record", _("There is no such record of this kind."))
        return chosen


class ChangeList(RefusingMixin, TemplateView):
    """What changed in public, newest first; the same for editors, whose drafts stay out of it."""

    template_name = "kazbat/changes/changes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ChangesForm(self.request.GET)
        self.is_refused = not form.is_valid()
        context = super().get_context_data(**kwargs) | {
            "form": form,
            "is_refused": self.is_refused,
        }
        if self.is_refused:
            return context
        kind, record, before = (form.cleaned_data[name] for name in ("kind", "record", "before"))
        changes = newest_changes(
            VERSIONS_A_PAGE, before=before, scope=Scope(kind, record.pk if record else None)
        )
        query = {"kind": kind, "record": record.slug if record else ""}
        if changes.older_than:
            query["before"] = changes.older_than.strftime(MomentField.FORMAT)
        return context | {
            "kind": kind,
            "record": record,
            "is_newest": before is None,
            "changes": changes,
            "older": urlencode({name: value for name, value in query.items() if value}),
        }
