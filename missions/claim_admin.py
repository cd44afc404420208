"""A claim in the admin; one that says the same as another is offered as evidence for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationStackedInline

from records.admin import PeriodColumn, in_every_language
from records.admin_inlines import RegisterInline
from records.admin_input import is_number
from records.languages import columns_of, in_a_row, in_first_language
from sources.admin import TranslatedRecordAdmin
from sources.admin.citing import form_of
from sources.admin.typed import CitedForm
from sources.models import Citation

from .agreeing import IDENTIFYING, saying_the_same
from .models import Claim, ClaimKind, Comparison, SeriesComparison
from .models.about import in_words
from .moving import MovableAdmin
from .stating import slug_of, statements_of

SAME = "_same"
"""What to do with a claim that says the same as another: the number of the one under which its
sentences are to be cited, or:"""
OF_ITS_OWN = "own"


TEXT = in_first_language("text")
FROM_WHICH = (
    "measure", "comparator", "value", "upper", "rounded_to", "noun", "counted", "rotation", "unit",
    "period", "as_of_source", "period_words", "planned",
)  # fmt: skip
"""What the sentence of a figure is written from, beside its missions."""
LEFT_EMPTY = {
    TEXT: _(
        "One whole sentence that claims no more than the source does. Of a figure it may stay "
        "empty: it is then written from what it is about, the number, the measure and the date."
    ),
    "slug": _("The last part of its address. Left empty, it is made for you."),
}
NO_STATEMENT = _(
    "Write the statement. (Of a figure it is written for you if the number, what it measures and "
    "the noun in this language are there.)"
)


class ClaimForm(CitedForm):
    """Asks before a figure is entered a second time, and before a claim leaves the public.

    Of a new figure the sentence and the address may be left empty: they are written from the rest.
    """

    hidden_by = forms.CharField(required=False, widget=forms.HiddenInput)
    """Of what the form has said that it would hide the claim."""

    same: list[Claim]
    """Those that say the same, if that has to be decided."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk or not {TEXT, "slug"} <= self.fields.keys():
            return
        self.initial.setdefault("kind", ClaimKind.FIGURE)
        for name, told in LEFT_EMPTY.items():
            self.fields[name].required = False
            self.fields[name].help_text = told

    def _post_clean(self) -> None:
        if not self.instance.pk and {TEXT, "slug"} <= self.cleaned_data.keys():
            self._write_what_is_left_empty()
        super()._post_clean()
        self._ask_what_would_hide_it()
        self.same = []
        changed = {*IDENTIFYING, "missions"} & set(self.changed_data)
        if self.errors or not changed or self.data.get(SAME) == OF_ITS_OWN:
            return
        self.same = saying_the_same(self.instance, self.cleaned_data.get("missions", ()))
        if self.same:
            message = _("Nothing is saved yet: this is stated already. Choose above what to do.")
            self.ask(None, message)

    def written(self) -> str:
        """What was typed in words, and would be nowhere if no claim came of it."""
        texts = ("text", "attributed_to", "note")
        names = [column for text in texts for column in columns_of(text).values()]
        typed = (self.cleaned_data.get(name, "") for name in (*names, "period_words"))
        return " · ".join(dict.fromkeys(filter(None, typed)))

    def _write_what_is_left_empty(self) -> None:
        claim, texts = Claim(), columns_of("text")
        translated = [c for n in ("host", "noun_translation") for c in columns_of(n).values()]
        for name in (*FROM_WHICH, *texts.values(), *translated):
            if self.cleaned_data.get(name) is not None:
                setattr(claim, name, self.cleaned_data[name])
        missions = list(self.cleaned_data.get("missions") or ())
        if not any(self.cleaned_data[column] for column in texts.values()):
            found = statements_of(claim, missions, {words.language for words in self.cited})
            for language, sentence in found.items():
                self.cleaned_data[texts[language]] = sentence
                setattr(claim, texts[language], sentence)
        if not self.cleaned_data[TEXT]:
            # Of what could not be read, that is said already.
            if not self.errors.keys() & {*FROM_WHICH, "missions", *texts.values()}:
                self.add_error(TEXT, NO_STATEMENT)
        elif not self.cleaned_data["slug"]:
            self.cleaned_data["slug"] = slug_of(claim, missions)

    def _ask_what_would_hide_it(self) -> None:
        """A claim is public only while all that it is about is."""
        about = {name: self.cleaned_data.get(name) for name in ("missions", "rotation", "unit")}
        named = {
            "missions": list(about.pop("missions") or ()),
            **{name: [one] for name, one in about.items() if one},
        }
        hiding = [(name, one) for name, them in named.items() for one in them if not one.is_public]
        told = ",".join(f"{name}-{one.pk}" for name, one in hiding)
        stored = Claim.objects.filter(pk=self.instance.pk).first() if hiding else None
        if stored is None or not stored.is_public:
            return
        if self.cleaned_data.get("hidden_by") != told:
            sent: Any = self.data
            self.data = sent.copy()
            self.data["hidden_by"] = told  # type: ignore[index] # a copy can be written
            message = _(
                "Nothing is saved yet. %s is not public: with it nobody would see this claim. Take "
                "it out, or save once more."
            )
            self.ask(hiding[0][0], message % in_a_row(str(one) for _name, one in hiding))


OFTEN_NEEDED = 4
"""So many of the sets of fields; the others follow the citations."""


class ComparisonInline(RegisterInline, TranslationStackedInline[Comparison, Claim]):
    model = Comparison
    fk_name = "claim"
    extra = 0
    autocomplete_fields = ("other",)
    fields = ("other", "verdict", in_every_language("reason"))


class SeriesComparisonInline(RegisterInline, TranslationStackedInline[SeriesComparison, Claim]):
    model = SeriesComparison
    extra = 0
    autocomplete_fields = ("series",)
    fields = ("series", in_every_language("reason"))


class ClaimAdmin(PeriodColumn, MovableAdmin[Claim], TranslatedRecordAdmin[Claim]):
    form = ClaimForm
    change_form_template = "admin/missions/claim_form.html"
    list_display = (
        "statement",
        "public_page",
        "about",
        "quantity_in_words",
        "period_in_words",
    )
    list_filter = (
        "state",
        "kind",
        ("missions", admin.RelatedOnlyFieldListFilter),
        ("measure", admin.RelatedOnlyFieldListFilter),
        ("period", admin.EmptyFieldListFilter),
    )
    list_select_related = ("rotation__mission", "unit")
    search_through = ("rotation", "unit", "measure")
    autocomplete_fields = ("missions", "rotation", "unit", "measure", "counted")
    inlines = (ComparisonInline, SeriesComparisonInline)
    prepopulated_fields = {"slug": ("text",)}
    fieldsets = (
        (None, {"fields": ["kind", "missions", ("rotation", "unit")]}),
        (_("The figure, if it is one"), {"fields": ["measure", ("value", "noun"), "counted"]}),
        (
            _("When"),
            {"fields": ["period", ("as_of_source", "planned"), "hidden_by"]},
        ),
        (_("What it states"), {"fields": [in_every_language("text")]}),
        (
            _("More of the figure"),
            {
                "fields": [
                    ("comparator", "upper", "rounded_to"),
                    in_every_language("noun_translation"),
                    in_every_language("host"),
                ]
            },
        ),
        (
            _("How the source says it"),
            {
                "fields": [
                    "period_words",
                    in_every_language("attributed_to"),
                    "open_ended",
                    in_every_language("note"),
                ]
            },
        ),
        (_("Its address"), {"fields": ["slug"]}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Claim | None = None) -> Any:
        """Of a new claim, what few need is folded, below its sentences."""
        sets = super().get_fieldsets(request, obj)
        if obj:
            return sets
        return [
            (name, {**options, "classes": ["collapse"]} if place >= OFTEN_NEEDED else options)
            for place, (name, options) in enumerate(sets)
        ]

    def get_inlines(self, request: HttpRequest, obj: Claim | None) -> Any:
        """Each claim has its sentences; few are compared."""
        *comparisons, citations = super().get_inlines(request, obj)
        return [citations, *comparisons]

    @admin.display(description=_("statement"), ordering="text")
    def statement(self, claim: Claim) -> str:
        return Truncator(claim.text).chars(110)

    @admin.display(description=_("about"))
    def about(self, claim: Claim) -> str:
        one = claim.rotation or claim.unit
        return in_words([one] if one else claim.missions.all())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Claim]:
        return super().get_queryset(request).prefetch_related("missions")

    @admin.display(description=_("figure"), ordering="value")
    def quantity_in_words(self, claim: Claim) -> str:
        return claim.quantity_in_words

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        same = getattr(context["adminform"].form, "same", [])
        is_new = not context["original"]
        sets = list(context["adminform"])
        told = {
            "same": [
                (one, form_of(one), is_new and self.has_change_permission(request, one))
                for one in same
            ],
            "first_sets": sets[:OFTEN_NEEDED],
            "further_sets": sets[OFTEN_NEEDED:],
        }
        return super().render_change_form(request, context | told, *args, **kwargs)

    def response_add(
        self, request: HttpRequest, obj: Claim, post_url_continue: str | None = None
    ) -> HttpResponse:
        if not request.POST.get(TEXT):
            message = _("Its statement was written for you: “%s” Change it where it can be better.")
            self.message_user(request, message % obj.text, messages.INFO)
        response = super().response_add(request, obj, post_url_continue)
        return self._about_the_same(request, obj, response)

    def response_change(self, request: HttpRequest, obj: Claim) -> HttpResponse:
        return self._about_the_same(request, obj, super().response_change(request, obj))

    def _about_the_same(
        self, request: HttpRequest, claim: Claim, response: HttpResponse
    ) -> HttpResponse:
        """The next claim is proposed to be about what this one is about."""
        if "_addanother" not in request.POST or not isinstance(response, HttpResponseRedirect):
            return response
        missions = ",".join(str(mission.pk) for mission in claim.missions.all())
        about = {
            "kind": claim.kind,
            "missions": missions,
            "rotation": claim.rotation_id,
            "unit": claim.unit_id,
        }
        proposed = {name: value for name, value in about.items() if value}
        joint = "&" if "?" in response.url else "?"
        return HttpResponseRedirect(f"{response.url}{joint}{urlencode(proposed)}")

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, *args: Any, **kwargs: Any
    ) -> Any:
        chosen = request.POST.get(SAME, "")
        if object_id is None and is_number(chosen):
            claim, written = self._offered(request, int(chosen))
            if claim and self.has_change_permission(request, claim):
                typed = self._citations_typed(request)
                if typed.is_valid():
                    return self._cite_there(request, claim, typed, written)
                # Or else the form is shown again, with what is wrong at its place.
        return super()._changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc] # Django's types leave it out

    def _offered(self, request: HttpRequest, number: int) -> tuple[Claim | None, str]:
        """The claim of that number, if it says the same as what was typed; and what was written."""
        form: Any = self.get_form(request)(request.POST, request.FILES)
        form.is_valid()
        found = next((one for one in form.same if one.pk == number), None)
        return found, form.written()

    def _citations_typed(self, request: HttpRequest) -> Any:
        own = next(
            formset
            for formset, _inline in self.get_formsets_with_inlines(request)
            if issubclass(formset.model, Citation)
        )
        return own(request.POST, instance=Claim(), prefix=own.get_default_prefix())

    def _cite_there(
        self, request: HttpRequest, claim: Claim, typed: Any, written: str
    ) -> HttpResponse:
        """Cites what was typed below a new claim under the one that says the same."""
        cited = set(claim.citations.values_list("passage", "field"))
        typed.instance = claim
        added = [
            one for one in typed.save(commit=False) if (one.passage_id, one.field) not in cited
        ]
        for one in added:
            one.save()
        with self.changes(request) as changes:
            changes.save(claim)
            for row in self.saved_along(typed):
                changes.save(row)
        self.keep_last_source(request, typed)
        told = ngettext(
            "%(number)s citation was added to the claim “%(claim)s”, and no claim of its own was "
            "made. What you had written: “%(text)s”",
            "%(number)s citations were added to the claim “%(claim)s”, and no claim of its own was "
            "made. What you had written: “%(text)s”",
            len(added),
        ) % {"number": len(added), "claim": claim, "text": written}
        self.message_user(request, told, messages.SUCCESS if added else messages.WARNING)
        if "_addanother" not in request.POST:
            return HttpResponseRedirect(form_of(claim))
        a_new_one = HttpResponseRedirect(reverse("admin:missions_claim_add"))
        return self._about_the_same(request, claim, a_new_one)
