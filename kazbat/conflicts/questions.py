"""What a reader asks where claims contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from missions.models import Claim
from records.languages import any_of


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
            "figures": any_of(figures.values()),
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
    said = {"figure": any_of(sorted(figures)), "meanings": any_of(dict.fromkeys(meanings))}
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


def _without_capital(name: str) -> str:
    """As it stands within a sentence; an acronym keeps its capitals."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _within_a_sentence(name: str) -> str:
    """A proper name keeps its capital, but not its article."""
    return _without_capital(name) if name.startswith("The ") else name
