"""What a reader asks where claims contradict each other."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from missions.models import Claim
from records.languages import any_of


def question_about(claims: Sequence[Claim]) -> str:
    """Names what the claims differ in, and what they agree in once."""
    about = list(dict.fromkeys(claim.about for claim in claims))
    measures = list(dict.fromkeys(str(claim.measure) for claim in claims if claim.measure))
    figures = {claim.quantity_in_words.casefold(): claim.quantity_in_words for claim in claims}
    if not all(claim.quantity for claim in claims):
        return str(_("Which is true of this: %(subject)s?")) % {"subject": any_of(about)}
    if len(about) == len(measures) == 1:
        said = {
            "subject": about[0],
            "measure": _within_a_sentence(measures[0]),
            "figures": any_of(figures.values()),
        }
        return str(_("%(subject)s, %(measure)s: %(figures)s?")) % said
    meanings = [
        str(_("%(measure)s (%(subject)s)"))
        % {"measure": _within_a_sentence(str(claim.measure)), "subject": claim.about}
        for claim in claims
    ]
    said = {"figure": any_of(sorted(figures)), "meanings": any_of(dict.fromkeys(meanings))}
    return capfirst(str(_("What does “%(figure)s” count: %(meanings)s?")) % said)


def _within_a_sentence(name: str) -> str:
    """Without its capital letter, unless it begins with an acronym."""
    return name if name[:2].isupper() else name[:1].lower() + name[1:]
