"""Days and hours in words, wherever a page shows one: "3 May 2026", "3 May 2026, 14:05"."""

from __future__ import annotations

from datetime import date, datetime

from babel.dates import format_time
from django.utils import timezone
from django.utils.translation import gettext as _

from .languages import active_locale
from .partial_dates import PartialDate


def day_in_words(when: date | None) -> str:
    """Of a moment, the day on which it is here."""
    if when is None:
        return ""
    day = timezone.localtime(when).date() if isinstance(when, datetime) else when
    return PartialDate.parse(day.isoformat()).in_words()


def time_in_words(when: datetime) -> str:
    return str(format_time(timezone.localtime(when), "HH:mm", locale=active_locale()))


def day_and_time_in_words(when: datetime) -> str:
    return str(_("%(day)s, %(time)s")) % {"day": day_in_words(when), "time": time_in_words(when)}
