#!/usr/bin/env python3
"""Makes a loaded register ten times as large: each person nine times more, with all that is theirs.

    DATABASE_URL=sqlite:////path/db.sqlite3 python benchmarks/multiply_register.py [--times 10]

The database holds what load_register.py loaded: loading a million people takes hours, this some
minutes. People have the same names again under addresses of their own; their passages, ranks,
deployments, citations and editions, and the catalogue's rows of them, are copied in SQL with
numbers further up. It is for measuring what readers are shown, and for nothing else.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kazbat.settings")

BLOCKS_AT_ONCE = 500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    times: int = parser.parse_args().times

    import django

    django.setup()
    from django.db import connection, transaction

    from editions.bulk.writing import much_is_written

    for table in tables():
        began = time.process_time()
        with transaction.atomic(), much_is_written("default"), connection.cursor() as cursor:
            rows = sum(table.copy(cursor, time_over) for time_over in range(1, times))
        print(f"{table.name:30} {rows:9} rows {time.process_time() - began:8.1f} CPU s", flush=True)
    began = time.process_time()
    with transaction.atomic():
        print(f"{'sets':30} {multiply_sets(times):9} rows {time.process_time() - began:8.1f} CPU s")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


class Table:
    """A table of which rows are copied; `changed` holds what differs in a copy, in SQL."""

    def __init__(self, model: Any, changed: dict[str, str], where: str = "") -> None:
        self.model, self.changed, self.where = model, changed, where
        self.name: str = model._meta.db_table

    def copy(self, cursor: Any, time_over: int) -> int:
        columns = [column.column for column in self.model._meta.concrete_fields]
        own = self.model._meta.pk.column
        wanted = [name for name in columns if name in self.changed or name != own]
        values = [
            self.changed.get(name, f'"{name}"').replace("@", str(time_over)) for name in wanted
        ]
        names = ", ".join(f'"{name}"' for name in wanted)
        # Only what was there before is copied: the copies have greater numbers.
        cursor.execute(
            f'INSERT INTO "{self.name}" ({names}) SELECT {", ".join(values)} '  # noqa: S608 - of constants
            f'FROM "{self.name}" {self.where}'
        )
        return int(cursor.rowcount)


def tables() -> Iterator[Table]:
    from catalogue.models import Document, Listed, Listing
    from editions.models import Edition
    from personnel.models import (
        Deployment,
        DeploymentCitation,
        Person,
        PersonCitation,
        PersonName,
        RankHolding,
        RankHoldingCitation,
    )
    from sources.models import Passage

    step = {
        model._meta.model_name: greatest(model)
        for model in (Passage, Person, RankHolding, Deployment)
    }
    kinds = ", ".join(f"'{kind}'" for kind in step)
    steps = " ".join(f"WHEN '{kind}' THEN {number}" for kind, number in step.items())

    def further(column: str, kind: str) -> str:
        return f'"{column}" + @ * {step[kind]}'

    def whole(model: Any, changed: dict[str, str], number: str = "id") -> Table:
        return Table(model, changed, f'WHERE "{number}" <= {greatest(model)}')

    orders = greatest(Passage, "order")
    passage = {"id": further("id", "passage"), "order": f'"order" + @ * {orders}'}
    address = "replace(address, '/personnel/person-', '/personnel/person-@-')"
    yield whole(Passage, passage)
    yield whole(
        Person, {"id": further("id", "person"), "slug": "replace(slug, 'person-', 'person-@-')"}
    )
    yield whole(PersonName, {"person_id": further("person_id", "person")})
    yield whole(
        RankHolding,
        {"id": further("id", "rankholding"), "person_id": further("person_id", "person")},
    )
    yield whole(
        Deployment,
        {"id": further("id", "deployment"), "person_id": further("person_id", "person")},
    )
    for model, owner in (
        (PersonCitation, "person"),
        (RankHoldingCitation, "rankholding"),
        (DeploymentCitation, "deployment"),
    ):
        column = f"{model.record_name}_id"
        changed = {column: further(column, owner), "passage_id": further("passage_id", "passage")}
        yield whole(model, changed)
    of_theirs = f"kind IN ({kinds})"
    yield Table(
        Edition,
        {
            "record_id": f"record_id + @ * CASE kind {steps} END",
            "owner_id": f"owner_id + @ * {step['person']} * CAST(owner_kind = 'person' AS integer)",
            "address": address,
        },
        f"WHERE {of_theirs} AND id <= {greatest(Edition)}",
    )
    object_id = {"object_id": f"object_id + @ * CASE kind {steps} END"}
    yield Table(
        Document,
        object_id | {"address": address},
        f"WHERE {of_theirs} AND id <= {greatest(Document)}",
    )
    yield Table(Listed, object_id, f"WHERE {of_theirs} AND id <= {greatest(Listed)}")
    facets = f"(SELECT id FROM catalogue_facet WHERE {of_theirs})"  # noqa: S608 - of constants
    kind = "(SELECT kind FROM catalogue_facet WHERE id = facet_id)"
    limit = f"object_id <= CASE {kind} {steps} END"
    yield Table(
        Listing,
        {"object_id": f"object_id + @ * CASE {kind} {steps} END"},
        f"WHERE facet_id IN {facets} AND {limit}",
    )


def greatest(model: Any, column: str = "pk") -> int:
    from django.db.models import Max

    return int(model._base_manager.aggregate(found=Max(column))["found"])


def multiply_sets(times: int) -> int:
    """Each bit again for every copy of its record."""
    from catalogue.bits import BITS_A_BLOCK
    from catalogue.models import Block
    from personnel.models import Deployment, Person, RankHolding

    size = BITS_A_BLOCK // 8
    written = 0
    for model in (Person, RankHolding, Deployment):
        step = greatest(model) // times
        found = Block.objects.filter(facet__kind=model._meta.model_name)
        blocks = found.order_by("facet_id", "seen", "number")
        for (facet, seen), its_blocks in groupby(
            list(blocks), key=lambda block: (block.facet_id, block.seen)
        ):
            bits = 0
            for block in its_blocks:
                bits |= int.from_bytes(block.bits, "little") << (block.number * BITS_A_BLOCK)
            whole = sum(bits << (step * time_over) for time_over in range(times))
            data = whole.to_bytes((whole.bit_length() + 7) // 8, "little")
            Block.objects.filter(facet=facet, seen=seen).delete()
            rows = (
                Block(
                    facet_id=facet,
                    seen=seen,
                    number=start // size,
                    bits=data[start : start + size],
                    changed_at=1,
                )
                for start in range(0, len(data), size)
                if any(data[start : start + size])
            )
            written += len(Block.objects.bulk_create(rows, batch_size=BLOCKS_AT_ONCE))
    return written


if __name__ == "__main__":
    main()
