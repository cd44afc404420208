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

    groups: list[dict[str, Any]]
    """Those that rest on the same words stand together, so that these are quoted once."""
    not_stated: dict[str, Any]

    @property
    def stated(self) -> dict[str, Any]:
        return {name: label for group in self.groups for name, label in group.items()}


def fields_of(record: Record, labels: Mapping[str, Any], evidence: Evidence) -> Fields:
    groups: dict[frozenset[int], dict[str, Any]] = {}
    not_stated = {}
    for name, label in labels.items():
        notes = evidence.of(record, name)
        if notes or evidence.says(record, name):
            passages = frozenset(note.passage.pk for note in notes)
            groups.setdefault(passages, {})[name] = label
        else:
            not_stated[name] = label
    return Fields(list(groups.values()), not_stated)
