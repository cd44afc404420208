"""What a reader asks where claims contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from missions.models import Claim
from records.languages import any_of, in_digits

NAMED_AT_MOST = 3
"""Figures in a question; more than these and another one are counted."""


def question_about(claims: Sequence[Claim]) -> str:
    """Names what the claims differ in, and what they agree in once."""
    about = list(dict.fromkeys(_within_a_sentence(claim.about) for claim in claims))
    measures = list(dict.fromkeys(str(claim.measure) for claim in claims if claim.measure))
    figures = {claim.quantity_in_words.casefold(): claim.quantity_in_words for claim in claims}
    if not all(claim.quantity for claim in claims):
        return str(_("Which is true of this: %(subject)s?")) % {"subject": any_of(about)}
    if len(about) == len(measures) == 1:
        said = {
            "subject": about[0],
            "measure": _without_capital(measures[0]),
            "figures": any_of(_some(list(figures.values()))),
        }
        return capfirst(str(_("%(subject)s, %(measure)s: %(figures)s?")) % said)
    meanings = [
        str(_("%(measure)s (%(subject)s)"))
        % {
            "measure": _without_capital(str(claim.measure)),
            "subject": _within_a_sentence(claim.about),
        }
        for claim in claims
    ]
    said = {"figure": any_of(_some(sorted(figures))), "meanings": any_of(dict.fromkeys(meanings))}
    return capfirst(str(_("What does “%(figure)s” count: %(meanings)s?")) % said)


def question_about_series(claim: Claim) -> str:
    """Of a claim that a series contradicts."""
    said = {
        "subject": _within_a_sentence(claim.about),
        "measure": _without_capital(str(claim.measure)),
        "figure": claim.quantity_in_words,
    }
    question = _("%(subject)s, %(measure)s: %(figure)s, or what a series prints?")
    return capfirst(str(question) % said)


def _some(figures: Sequence[str]) -> list[str]:
    """As many as a question can hold, and how many others there are."""
    others = len(figures) - NAMED_AT_MOST
    if others <= 1:
        return list(figures)
    return [
        *figures[:NAMED_AT_MOST],
        ngettext("one of %(number)s other figure", "one of %(number)s other figures", others)
        % {"number": in_digits(others)},
    ]


def _without_capital(name: str) -> str:
    """As it stands within a sentence; an acronym keeps its capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _within_a_sentence(name: str) -> str:
    """A proper name keeps its capital, but not its article."""
    return _without_capital(name) if name.startswith("The ") else name
