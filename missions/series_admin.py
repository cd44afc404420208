"""A series in the admin: all its numbers pasted, looked at, and then saved."""

from __future__ import annotations

from calendar import month_abbr
from hashlib import sha256
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from editions.admin.forms import VersionedForm
from records.admin import in_every_language
from sources.admin import TranslatedRecordAdmin

from .models import Series
from .moving import MovableAdmin
from .observations import Change, Observation, Observations
from .observations.reading import LONGEST, Reading, read

FILE = "observations_file"
WORKBOOKS = (b"PK", b"\xd0\xcf")
"""The first bytes of what spreadsheets save in formats of their own."""


class ObservationsWidget(AdminTextareaWidget):
    """The box to paste into; below it what stands in it as a table, and what saving will change."""

    stored = Observations("")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        box = super().render(name, value, attrs, renderer)
        reading = read(value or "")
        shown = {
            "months": month_abbr[1:],
            "years": _grid(reading.observations),
            "changes": _changes(self.stored, reading),
            "without_number": len(reading.without_number),
        }
        return mark_safe(box + render_to_string("admin/missions/_observations.html", shown))  # noqa: S308 - both are escaped


def _grid(observations: Observations) -> list[tuple[int, list[list[Observation]]]]:
    """Year by year, the newest first: what is printed for each month."""
    grid = []
    for year, of_year in observations.by_year:
        by_month = {
            int(month[5:]): list(some) for month, some in groupby(of_year, lambda one: one.month)
        }
        grid.append((year, [by_month.get(month, []) for month in range(1, 13)]))
    return grid


def _changes(stored: Observations, reading: Reading) -> dict[str, list[Change]]:
    changes = [] if reading.faults else stored.changes_to(reading.observations)
    return {
        "added": [one for one in changes if one.was is None],
        "changed": [one for one in changes if one.was and one.now],
        "removed": [one for one in changes if one.now is None],
    }


class SeriesForm(VersionedForm):
    """Saves numbers only once their editor has seen what is going to change."""

    file_refusal: ClassVar[str] = ""
    """Why a file that was sent could not be read."""

    observations_file = forms.FileField(
        label=_("or a CSV file"),
        required=False,
        help_text=_("With the same columns. It takes the place of what stands in the box."),
    )
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)
    """Of which numbers the form has shown what they change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "observations" in self.fields:
            self.stored = self.instance.observations if self.instance.pk else Observations("")
            self.fields["observations"].widget.stored = self.stored

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.file_refusal:
            self.add_error(FILE, self.file_refusal)
        typed = self.cleaned_data.get("observations")
        if typed and typed != self.stored and self.cleaned_data.get("looked_at") != mark_of(typed):
            sent: Any = self.data
            self.data = sent.copy()
            self.data["looked_at"] = mark_of(typed)  # type: ignore[index] # a copy can be written
            self.ask(
                "observations",
                _("Nothing is saved yet. Look below at what will change, then save once more."),
            )
        return cleaned


def mark_of(observations: Observations) -> str:
    return sha256(observations.text.encode()).hexdigest()[:16]


class SeriesAdmin(MovableAdmin[Series], TranslatedRecordAdmin[Series]):
    form = SeriesForm
    list_display = ("title", "public_page", "measure", "counted", "numbers")
    list_filter = (
        "state",
        ("missions", admin.RelatedOnlyFieldListFilter),
        ("measure", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("measure", "counted", "unit")
    autocomplete_fields = ("missions", "unit", "measure", "counted")
    prepopulated_fields = {"slug": ("title",)}
    fieldsets = (
        (None, {"fields": [in_every_language("title"), "slug"]}),
        (_("What it is about"), {"fields": ["missions", "unit"]}),
        (_("What is counted"), {"fields": ["measure", "counted"]}),
        (_("For readers"), {"fields": [in_every_language("note")]}),
        (_("The numbers"), {"fields": ["observations", FILE, "looked_at"]}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Series]:
        return super().get_queryset(request).prefetch_related("missions")

    @admin.display(description=_("numbers"))
    def numbers(self, series: Series) -> str:
        return str(series.observations)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "observations":
            kwargs["widget"] = ObservationsWidget({"rows": 12, "spellcheck": "false"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "file_refusal", "")
        return type(form.__name__, (form,), {"file_refusal": refusal})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """What is in a file is put into the box, so that it is seen and never sent twice."""
        if request.method == "POST" and (files := request.FILES.pop(FILE, None)):
            try:
                text = text_of(files[0])  # type: ignore[index] # a list, as sent
            except ValidationError as error:
                request.file_refusal = error.message  # type: ignore[attr-defined] # read by get_form
            else:
                typed = request.POST.copy()
                typed["observations"] = text
                request.POST = typed  # type: ignore[assignment] # as Django's own tests do
        return super().changeform_view(request, *args, **kwargs)


def text_of(file: UploadedFile[Any]) -> str:
    """The text of a CSV file, in whichever code a spreadsheet wrote it."""
    content = file.read(LONGEST + 1)
    if content.startswith(WORKBOOKS):
        raise ValidationError(
            _("%(name)s is a workbook. Save its sheet as CSV, or copy the rows into the box.")
            % {"name": file.name}
        )
    if len(content) > LONGEST:
        raise ValidationError(_("%(name)s is too large for one series.") % {"name": file.name})
    for code in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else CODES:
        try:
            return str(content, code)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("%(name)s is no text.") % {"name": file.name})


CODES = ("utf-8-sig", "cp1251")
