"""Every component once, on invented records, for whoever works on the looks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.views.generic import TemplateView

from kazbat.home.world_map import world_map
from missions.figures import by_measure
from missions.models import Claim, Measure, Mission, Nature
from records.audience import Audience
from records.prefetching import LINKED
from sources.evidence import Evidence, Note
from sources.models import Locator, Passage, Source, Stance


class SampleForm(forms.Form):
    words = forms.CharField(label="A text", required=False)
    number = forms.IntegerField(label="A number that was not understood")
    choice = forms.ChoiceField(label="A choice", choices=[("", "all"), ("a", "Ә Ғ Қ Ң Ө (3)")])


class Styleguide(TemplateView):
    template_name = "kazbat/styleguide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = Source(
            pk=0, slug="sample", title="An invented article", publisher="The Sample Times",
            language="en", url="https://example.org/article", published="2022~",
        )  # fmt: skip
        mission = Mission(
            pk=0, slug="sample", name="Invented mission", place="Somewhere", period="2003/",
            latitude=10, longitude=20, identified_as="A mission of some name (AMSN)",
            note="What the editors want a reader to know.",
        )  # fmt: skip
        people = Measure(
            pk=1, name="People who took part, in all", definition="Everybody.", nature=Nature.PERIOD
        )
        figures = [
            Claim(pk=number, slug=f"sample-{number}", measure=people, comparator=comparator,
                  value=value, noun="people", period_words="Now")
            for number, comparator, value in ((1, ">", 270), (2, "=", 290), (3, "≈", 300))
        ]  # fmt: skip
        for figure in figures:
            setattr(figure, LINKED, {"missions": [mission]})
        evidence = Evidence([], Audience.PUBLIC)
        words = ["took part in it", "290 people", "some three hundred, mostly"]
        for number, (record, stance) in enumerate(
            [
                (mission, Stance.SUPPORTS),
                (figures[0], Stance.INFERRED),
                (figures[1], Stance.DIFFERS),
            ]
        ):
            passage = Passage(
                pk=number, source=source, order=number + 1, quotation=words[number],
                locator=Locator.PARAGRAPH, locator_number=number + 1,
            )  # fmt: skip
            remark = "The sentence names no mission." if stance == Stance.INFERRED else ""
            says = "290 people" if stance == Stance.DIFFERS else ""
            key = (str(record._meta.model_name), record.pk)
            field = "period" if record is mission else "value"
            evidence.notes[key] = [Note(field, stance, says, remark, passage)]
        form = SampleForm({"number": "many"})
        return super().get_context_data(**kwargs) | {
            "mission": mission,
            "evidence": evidence,
            "figures": by_measure(figures, evidence),
            "form": form,
            "map": world_map([mission]),
        }
