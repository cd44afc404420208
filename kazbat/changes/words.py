"""How many records of which kinds: "Added 1 source, 4 missions, 16 rotations."."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from editions.content import model_of_kind
from editions.models import Event
from records.languages import in_a_row

COUNTED: dict[str, Any] = {
    "source": ngettext_lazy("%(number)s source", "%(number)s sources", "number"),
    "passage": ngettext_lazy("%(number)s passage", "%(number)s passages", "number"),
    "photo": ngettext_lazy("%(number)s photo", "%(number)s photos", "number"),
    "mission": ngettext_lazy("%(number)s mission", "%(number)s missions", "number"),
    "rotation": ngettext_lazy("%(number)s rotation", "%(number)s rotations", "number"),
    "unit": ngettext_lazy("%(number)s unit", "%(number)s units", "number"),
    "unithistory": ngettext_lazy(
        "%(number)s part of a unit’s history", "%(number)s parts of units’ histories", "number"
    ),
    "command": ngettext_lazy(
        "%(number)s command of a unit", "%(number)s commands of units", "number"
    ),
    "series": ngettext_lazy("%(number)s series", "%(number)s series", "number"),
    "claim": ngettext_lazy("%(number)s claim", "%(number)s claims", "number"),
    "person": ngettext_lazy("%(number)s person", "%(number)s people", "number"),
    "rankholding": ngettext_lazy(
        "%(number)s rank of a person", "%(number)s ranks of people", "number"
    ),
    "deployment": ngettext_lazy("%(number)s deployment", "%(number)s deployments", "number"),
    "jointdeployment": ngettext_lazy(
        "%(number)s joint deployment", "%(number)s joint deployments", "number"
    ),
}
"""In the order in which they are told."""

SENTENCES = {
    Event.PUBLISHED: _lazy("Added %(records)s."),
    Event.CHANGED: _lazy("Changed %(records)s."),
    Event.WITHDRAWN: _lazy("Withdrew %(records)s."),
    Event.UNPUBLISHED: _lazy("Took %(records)s back to draft."),
}


def counted_in_words(counts: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """One sentence for each event."""
    order = list(COUNTED)
    kinds = sorted({kind for kind, _event in counts}, key=lambda kind: _place(order, kind))
    for event, sentence in SENTENCES.items():
        named = [_counted(kind, counts[kind, event]) for kind in kinds if (kind, event) in counts]
        if named:
            yield str(sentence) % {"records": in_a_row(named)}


def _place(order: list[str], kind: str) -> int:
    return order.index(kind) if kind in order else len(order)


def _counted(kind: str, number: int) -> str:
    if kind in COUNTED:
        return str(COUNTED[kind] % {"number": number})
    return _("%(number)s of the kind “%(kind)s”") % {
        "number": number,
        "kind": model_of_kind(kind)._meta.verbose_name,
    }
