"""The columns of one record, in the order of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.absence import is_stated
from records.models import Record

from .evidence import Evidence


@dataclass(frozen=True)
class Rows:
    """Columns with their labels: those that something is said of, and the others for one line."""

    stated: dict[str, Any]
    unstated: dict[str, Any]


def rows_of(record: Record, labels: Mapping[str, Any], evidence: Evidence) -> Rows:
    stated = {
        name: label
        for name, label in labels.items()
        if is_stated(record, name) or evidence.of(record, name)
    }
    return Rows(stated, {name: labels[name] for name in labels if name not in stated})
