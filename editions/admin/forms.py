"""Forms that know from which edition they started."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from editions.publishing import newest_number
from editions.rules import address_errors
from records.admin_forms import ReasonField, RegisterForm
from records.models import SluggedRecord

OWN_FIELDS = ("edition", "why")


class VersionedForm(RegisterForm):
    """Carries the number of the edition that it shows, so that a later save is noticed."""

    refusal: ClassVar[ValidationError | None] = None
    """Why this form was refused when it was saved; shown at its fields."""

    opened: ClassVar[int | None] = None
    """The newest edition before the row was read, where that was asked."""

    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)
    why = ReasonField(
        label=_("Why you change it"),
        required=False,
        help_text=_("For the history; only editors see it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            known = self.opened is not None
            self.initial["edition"] = self.opened if known else newest_number(self.instance)

    def _post_clean(self) -> None:
        """Asks what no constraint of one table can see, of the row as it would be saved."""
        super()._post_clean()
        links = {
            field.name: self.cleaned_data.get(field.name, ())
            for field in self.instance._meta.many_to_many
        }
        for name, message in self.instance.check_links(links).items():
            self.add_error(name if name in self.fields else None, message)
        if isinstance(self.instance, SluggedRecord) and "slug" in self.cleaned_data:
            for name, message in address_errors(self.instance).items():
                self.add_error(name, message)
        if self.refusal:
            self._show_refusal(self.refusal)

    def _show_refusal(self, refusal: ValidationError) -> None:
        found = (
            refusal.error_dict if hasattr(refusal, "error_dict") else {NON_FIELD_ERRORS: refusal}
        )
        for name, errors in found.items():
            self.add_error(name if name in self.fields else None, errors)
