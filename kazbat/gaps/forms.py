"""Which gaps a reader asks for."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.kinds import name_of_many
from records.languages import in_digits

from .finding import EVERY, KINDS, Counts, gaps_of, label


class GapForm(forms.Form):
    """What the reader asks for."""

    kind = forms.ChoiceField(label=_("Kind of record"), required=False)
    field = forms.ChoiceField(label=_("What is not stated"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {kind: name_of_many(model) for kind, model in KINDS.items()}
        gaps = {gap: label(model, gap) for model in KINDS.values() for gap in gaps_of(model)}
        for name, choices in (("kind", kinds), ("field", gaps)):
            self.fields[name].choices = [(EVERY, _("all")), *choices.items()]  # type: ignore[attr-defined]

    @property
    def kinds(self) -> list[str]:
        """The kinds that are asked for."""
        chosen = self.cleaned_data["kind"]
        return [chosen] if chosen else list(KINDS)

    def show_counts(self, counts: Counts) -> None:
        """Each choice says how many records it leads to, the other one staying as it is."""
        gap = self.cleaned_data["field"]
        self._show_counts("kind", {kind: counts.get((kind, gap), 0) for kind in KINDS})
        by_gap: dict[str, int] = defaultdict(int)
        for (kind, its_gap), count in counts.items():
            if kind in self.kinds:
                by_gap[its_gap] += count
        self._show_counts("field", by_gap)

    def _show_counts(self, name: str, counts: dict[str, int]) -> None:
        field: Any = self.fields[name]
        counts = {EVERY: sum(counts.values())} | counts
        field.choices = [
            (value, f"{words} ({in_digits(counts[value])})")
            for value, words in field.choices
            if counts.get(value) or value in (EVERY, self.cleaned_data[name])
        ]
