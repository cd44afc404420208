"""The day of a moment, in words: "3 May 2026"."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from records.partial_dates import PartialDate


def day_in_words(moment: datetime) -> str:
    return PartialDate.parse(f"{timezone.localtime(moment):%Y-%m-%d}").in_words()
