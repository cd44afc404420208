"""The three answers that a source can give to a question."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    YES = "yes", _("yes")
    NO = "no", _("no")
    CANNOT_TELL = "cannot_tell", _("cannot tell")


def all_of(answers: Iterable[Answer]) -> Answer:
    """The answer to whether all of it is so: no, if one says no; yes, if all say yes."""
    found = set(answers)
    if Answer.NO in found:
        return Answer.NO
    return Answer.CANNOT_TELL if Answer.CANNOT_TELL in found else Answer.YES
