from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from records.fields import PartialDateField

PERIOD_HELP = _(
    "As exactly as the source says, and no more: 2003 · 2003-05 · 2003-05-29 · "
    "about 2018: 2018~ · uncertain: 2018? · some year from 2000 to 2009: 200X · "
    "since 2014: 2014/.. · from 2003, end not stated: 2003/ · 2003 to 2008: 2003/2008 · "
    "every 29 May: XXXX-05-29. Leave it empty if no source says."
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
