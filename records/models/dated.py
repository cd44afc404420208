from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from records.constraints import Check
from records.fields import PartialDateField

PERIOD_HELP = _(
    "As exactly as the source says, and no more; in words too, such as “since 2014”, “29 мая 2003 "
    "года”: 2003 · 2003-05 · 2003-05-29 · about 2018: 2018~ · uncertain: 2018? · since 2014: "
    "2014/.. · from 2003, end not stated: 2003/ · 2003 to 2008: 2003/2008 · one date between 1998 "
    "and 2000: [1998..2000] · 2003 or 2004: [2003,2004] · before 2000: [..1999] · some year from "
    "2000 to 2009: 200X · every 29 May: XXXX-05-29. Leave it empty if no source says."
)
DATE_HELP = _(
    "As exactly as it is stated, and no more; in words too, such as “29 мая 2003 года”: 2003 · "
    "2003-05 · 2003-05-29 · about 2018: 2018~ · an inferred year: 2019?-03-07 · 2003 or 2004: "
    "[2003,2004] · before 2000: [..1999]. Leave it empty if nobody knows."
)


def period_in_order(name: str) -> models.CheckConstraint:
    """A partial date's last possible day is not before its first one."""
    return models.CheckConstraint(
        condition=Q(**{f"{name}_latest__gte": F(f"{name}_earliest")})
        | Q(**{f"{name}_earliest__isnull": True})
        | Q(**{f"{name}_latest__isnull": True}),
        name=f"%(app_label)s_%(class)s_{name}_in_order",
        violation_error_message=_("The end is before the start."),
    )


def with_a_year(name: str) -> Check:
    """A partial date is no day of every year."""
    return Check(
        condition=~Q(**{f"{name}__startswith": "XXXX"}),
        at=name,
        name=f"%(app_label)s_%(class)s_{name}_has_year",
        violation_error_message=_(
            "Add the year; one that you infer has a ? after it: 2019?-03-07."
        ),
    )


class Dated(models.Model):
    """Something with a period, as exactly as the sources state it."""

    period = PartialDateField(
        _("period"),
        earliest_field="period_earliest",
        latest_field="period_latest",
        help_text=PERIOD_HELP,
    )
    period_earliest = models.DateField(null=True, editable=False, db_index=True)
    period_latest = models.DateField(null=True, editable=False, db_index=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [period_in_order("period")]
