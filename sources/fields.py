"""The fields of one record, in the order of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.models import Record

from .evidence import Evidence


@dataclass(frozen=True)
class Fields:
    """Fields with their labels: those that something is said of, and the others for one line."""

    stated: dict[str, Any]
    not_stated: dict[str, Any]


def fields_of(record: Record, labels: Mapping[str, Any], evidence: Evidence) -> Fields:
    stated = {
        name: label
        for name, label in labels.items()
        if evidence.says(record, name) or evidence.of(record, name)
    }
    return Fields(stated, {name: labels[name] for name in labels if name not in stated})
