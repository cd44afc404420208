from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from editions.addresses import formerly_at
from editions.models import Edition
from missions.models import Claim, Mission, Series, Unit
from personnel.models import Deployment, JointDeployment, Person
from records.audience import Audience
from records.models import PublicationState, SluggedRecord
from records.views import RefusingMixin
from sources.addresses import ATOM, JSON
from sources.answers import (
    about_page,
    feed_answer,
    json_answer,
    other_forms,
    refusal,
    unknown_parameters,
)
from sources.exports.as_atom import feed
from sources.models import Source

from .reading import Scope, newest_changes
from .writing import change_entries, changes_as_json

FORMS_OF_CHANGES = (JSON, ATOM)

LINES_A_PAGE = 100

SAID = ~Q(state=PublicationState.DRAFT)

LARGEST = 2**63 - 1
"""More than this no database takes for a number."""

KINDS: dict[str, tuple[Any, type[SluggedRecord]]] = {
    "mission": (_("Missions and their rotations"), Mission),
    "unit": (_("Units"), Unit),
    "claim": (_("Claims"), Claim),
    "series": (_("Series"), Series),
    "person": (_("People, their ranks and service"), Person),
    "jointdeployment": (_("Joint statements"), JointDeployment),
    "source": (_("Sources and their photos"), Source),
}


def number_field(message: Any) -> forms.IntegerField:
    """A number as the links from page to page write it."""
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST,
        error_messages={"invalid": message, "min_value": message, "max_value": message},
    )


class ChangesForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of record"),
        choices=[("", _("all")), *((code, label) for code, (label, _model) in KINDS.items())],
        required=False,
    )
    record = forms.SlugField(required=False)
    about = forms.BooleanField(required=False)
    """With what the register holds about the record."""
    set = number_field(_("There is no such set of changes."))
    before = number_field(_("This is no place in the list. Start from the newest."))

    def clean(self) -> dict[str, Any]:
        """Finds the record that is named, also by an address that it had.

        What is not public is as absent as what never was.
        """
        chosen: dict[str, Any] = super().clean() or self.cleaned_data
        slug, chosen["record"] = chosen.get("record"), None
        if slug and chosen.get("kind"):
            _label, model = KINDS[chosen["kind"]]
            chosen["record"] = _public_record(model, slug)
        if slug and not chosen["record"]:
            self.add_error("record", _("There is no such record of this kind."))
        elif chosen.get("about") and not isinstance(chosen["record"], Mission):
            self.add_error("record", _("Only a mission can be followed with what is about it."))
        return chosen

    def clean_set(self) -> int | None:
        number: int | None = self.cleaned_data["set"]
        if number and not Edition.objects.filter(change_set=number, is_visible=True).exists():
            raise forms.ValidationError(_("There is no such set of changes."))
        return number


def _public_record(model: type[SluggedRecord], slug: str) -> Any:
    manager: Any = model._default_manager
    rows = manager.published()
    if present := rows.filter(slug=slug).first():
        return present
    address = model(slug=slug).get_absolute_url()  # type: ignore[attr-defined] # each has a page
    return rows.filter(pk__in=formerly_at(model, address)).first()


def about_mission(mission: Mission) -> dict[str, QuerySet[Any, Any]]:
    """Whose changes somebody reads who follows a mission, beside its own and its rotations'."""
    claims = Claim.objects.filter(Q(missions=mission) | Q(rotation__mission=mission))
    # Whom a draft names stays unsaid; that a claim was withdrawn is said.
    return {
        "claim": claims.filter(SAID).values("pk"),
        "series": Series.objects.filter(SAID, missions=mission).values("pk"),
        "person": Deployment.objects.published().filter(mission=mission).values("person"),
        "jointdeployment": JointDeployment.objects.filter(SAID, missions=mission).values("pk"),
    }


class ChangeList(RefusingMixin, TemplateView):
    """What changed in public, newest first; the same for editors, whose drafts stay out of it."""

    template_name = "kazbat/changes/changes.html"

    suffix: str = ""
    """Of the address, instead of the last slash; it names the form that is asked for."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.suffix:
            return super().get(request, *args, **kwargs)
        form = ChangesForm(request.GET)
        errors: dict[str, Any] = {**form.errors, **unknown_parameters(request, form.fields)}
        if errors:
            return refusal(self.suffix, errors, Audience.PUBLIC)
        found = self.read(form)
        about = about_page(request, str(_("Changes")), self.suffix, found["asked"])
        if self.suffix == ATOM:
            return feed_answer(feed(about, change_entries(found["changes"], about.site)))
        older = found["changes"].older_than
        address = f"{about.address.partition('?')[0]}?{found['older']}" if older else None
        return json_answer(changes_as_json(about, found["changes"], address))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ChangesForm(self.request.GET)
        self.is_refused = not form.is_valid()
        context = super().get_context_data(**kwargs) | {
            "form": form,
            "is_refused": self.is_refused,
        }
        if self.is_refused:
            return context
        found = self.read(form)
        # A feed begins with the newest, on whatever page one takes it.
        asked = {name: value for name, value in found["asked"].items() if name != "before"}
        files = other_forms(self.request.path, asked, FORMS_OF_CHANGES)
        return context | found | {"other_forms": files}

    def read(self, form: ChangesForm) -> dict[str, Any]:
        kind, record, change_set, before = (
            form.cleaned_data[name] for name in ("kind", "record", "set", "before")
        )
        also = about_mission(record) if form.cleaned_data["about"] else {}
        scope = Scope(kind, record.pk if record else None, change_set, also)
        changes = newest_changes(LINES_A_PAGE, before=before, scope=scope)
        query = {
            "kind": kind,
            "record": record.slug if record else "",
            "about": "on" if also else "",
            "set": change_set,
        }
        query = {name: value for name, value in query.items() if value}
        return {
            "kind": kind,
            "record": record,
            "change_set": change_set,
            "with_what_is_about_it": bool(also),
            "is_newest": before is None,
            "changes": changes,
            "asked": query | ({"before": before} if before else {}),
            "newest": urlencode(query),
            "older": urlencode(query | {"before": changes.older_than}),
        }
