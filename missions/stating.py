"""The sentence and the address of a figure whose editor wrote none, of what its form says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.languages import columns_of, said_in
from records.quantities import PHRASES

from .models import Claim, Mission
from .models.about import in_words

LONGEST_SLUG = 80
_PLANNED = gettext_lazy("%(figure)s, planned")
_JOINTLY = gettext_lazy("jointly %(missions)s")
_COUNTRY = gettext_lazy("Kazakhstan")
_THEN = gettext_lazy("when the source was published")


def statements_of(
    claim: Claim, missions: Collection[Mission], printed_in: Collection[str]
) -> dict[str, str]:
    """The sentence by language, for each that has all its words.

    `printed_in` are the languages of the sources that print the noun.
    """
    hosts = (getattr(claim, column) for column in columns_of("host").values())
    if claim.measure is None or claim.quantity is None or any(hosts):
        return {}
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            if sentence := _statement(claim, missions, code, printed_in):
                found[code] = sentence
    return found


def _statement(
    claim: Claim, missions: Collection[Mission], code: str, printed_in: Collection[str]
) -> str:
    """Nothing if a word of it is missing in the active language."""
    words = {
        "about": _about(claim, missions, code),
        "figure": _figure(claim, code, printed_in),
        "measure": _name(claim.measure, code),
        "when": _when(claim, code),
    }
    if None in words.values():
        return ""
    if words["when"]:
        return _("%(about)s: %(figure)s (%(measure)s; %(when)s).") % words
    return _("%(about)s: %(figure)s (%(measure)s).") % words


def _name(row: Any, code: str) -> str | None:
    return getattr(row, columns_of("name")[code]) or None


def _about(claim: Claim, missions: Collection[Mission], code: str) -> str | None:
    if claim.rotation:
        # What a rotation is called is a sentence too.
        return str(claim.rotation) if code == settings.LANGUAGE_CODE else None
    rows: list[Any] = [claim.unit] if claim.unit else list(missions)
    if not all(_name(row, code) for row in rows):
        return None
    needed = {0: _COUNTRY, 1: None}.get(len(rows), _JOINTLY)
    return None if needed and said_in(code, needed) is None else in_words(rows)


def _figure(claim: Claim, code: str, printed_in: Collection[str]) -> str | None:
    quantity = claim.quantity
    assert quantity
    phrase = PHRASES.get(quantity.comparator)
    noun = _noun(claim, code, printed_in)
    if noun is None or (phrase and said_in(code, phrase) is None):
        return None
    figure = quantity.in_words(noun)
    if not claim.planned:
        return figure
    planned = said_in(code, _PLANNED)
    return planned and planned % {"figure": figure}


def _noun(claim: Claim, code: str, printed_in: Collection[str]) -> str | None:
    """Left out, "ten women" would be ten people."""
    if translated := getattr(claim, columns_of("noun_translation")[code]):
        return str(translated)
    if claim.noun:
        return claim.noun if code in printed_in else None
    return _name(claim.counted, code) if claim.counted else ""


def _when(claim: Claim, code: str) -> str | None:
    if claim.period:
        return claim.period.in_words(code)
    if claim.as_of_source:
        return said_in(code, _THEN)
    return f"“{claim.period_words}”" if claim.period_words else ""


def slug_of(claim: Claim, missions: Collection[Mission]) -> str:
    """Such as "iraq-participants-270"; of what is no figure, its words."""
    if claim.measure and claim.value is not None:
        about = [one.slug for one in missions]
        about += [claim.unit.slug] if claim.unit else []
        about += (
            [f"{claim.rotation.mission.slug}-{claim.rotation.number}"] if claim.rotation else []
        )
        year = [str(claim.period_earliest.year)] if claim.period_earliest else []
        parts = [*(about or ["kazakhstan"]), claim.measure.slug, str(claim.value), *year]
    else:
        # No address has an underscore, and anyascii names a picture with them.
        parts = [slugify(anyascii(claim.text).replace("_", " "))]
    return _free("-".join(parts)[: LONGEST_SLUG - 4].strip("-"))


def _free(slug: str) -> str:
    """With a number behind it, if another claim has it."""
    wanted = slug or "claim"
    taken = set(Claim._base_manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    ways = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(way for way in ways if way not in taken)
