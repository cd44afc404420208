#!/usr/bin/env python3
"""Loads the benchmark's register here and into its peers, asks all of them the same, prints tables.

    python benchmarks/compare.py BENCH_FOLDER [--size 10k] [--peers naive] [--jobs list,person]

BENCH_FOLDER holds the side-by-side benchmark, set up: bench.py, interleaved.py, data/SIZE, the
peers' environments. `--no-load` asks what was loaded before. The peer `kazbat-cached` is this
project with its page cache. `--postgres postgres://user@host:port/database` puts this project and
the plain site there, each into a database of its own; the plain site's environment needs psycopg.
"""

from __future__ import annotations

import argparse
import json
import runpy
import sys
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CACHED = "kazbat-cached"
PLAIN_ON_POSTGRES = """\
import os
from urllib.parse import urlsplit
from settings import *
at = urlsplit(os.environ["DATABASE_URL"])
DATABASES = {"default": {
    "ENGINE": "django.db.backends.postgresql", "NAME": at.path[1:], "HOST": at.hostname,
    "PORT": at.port, "USER": at.username, "PASSWORD": at.password or "",
}}
"""
JOBS = "list,filter2,filter,deep,search,detail,missions,mission,home,changes,timeline"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="10k")
    parser.add_argument("--peers", default="naive")
    parser.add_argument("--jobs", default=JOBS)
    parser.add_argument("--postgres", default="")
    parser.add_argument("--no-load", action="store_true")
    args = parser.parse_args()
    sys.path.insert(0, str(args.folder.resolve()))

    import bench  # type: ignore[import-not-found] # of the folder that was named

    # Pages are written anew for each request, as the peers write theirs.
    bench.TARGETS["kazbat"] = ours = target(bench, 8120, CACHE_URL="dummycache://")
    ours["load"] = f"{ROOT}/.venv/bin/python {ROOT}/benchmarks/load_register.py {{data}}"
    bench.TARGETS[CACHED] = target(bench, 8121)
    targets = ["kazbat", *args.peers.split(",")]
    results = args.folder.resolve() / "results"
    results.mkdir(exist_ok=True)
    if args.postgres:
        move_to_postgres(bench, args.postgres, args.size, results)
    loads = []
    if not args.no_load:
        loaded = [name for name in targets if name != CACHED]
        loads = written(results / "results.jsonl", lambda: load(bench, loaded, args.size))
    answers = written(results / "interleaved.jsonl", lambda: ask(args, targets))
    if loads:
        print_loads(loads)
    # PostgreSQL works in processes of its own, whose time is not counted.
    print_answers(answers, targets, "wall_ms" if args.postgres else "cpu_ms")


def target(bench: Any, port: int, **settings: str) -> Any:
    its = bench.kazbat(port, folder=str(ROOT), CONTACT_EMAIL="desk@example.org", **settings)
    # The desk takes a second factor, which the benchmark has not.
    return its | {"login": ""}


def move_to_postgres(bench: Any, address: str, size: str, results: Path) -> None:
    """Gives this project and the plain site databases there, made anew by each loading."""
    server, _slash, _database = address.rpartition("/")
    for name in ("kazbat", CACHED, "naive"):
        its = bench.TARGETS[name]
        database = f"bench_{name.removesuffix('-cached')}_{size}"
        its["db"] = f"data/{{size}}/{database}"
        sql = [f"DROP DATABASE IF EXISTS {database}", f"CREATE DATABASE {database}"]
        anew = [f'psql -q -d {address} -c "{statement}"' for statement in sql]
        # The benchmark asks for the size of a file.
        its["setup"] = [*anew, "touch {db}", *its["setup"]]
        if its.get("load"):
            analyze = f"psql -q -d {server}/{database} -c 'VACUUM ANALYZE'"
            its["load"] = f'sh -c "{its["load"]} && {analyze}"'
        its["env"]["DATABASE_URL"] = f"{server}/{database}"
    plain = bench.TARGETS["naive"]["env"]
    plain |= {"DJANGO_SETTINGS_MODULE": "plain_on_postgres", "PYTHONPATH": str(results)}
    (results / "plain_on_postgres.py").write_text(PLAIN_ON_POSTGRES)


def load(bench: Any, targets: list[str], size: str) -> None:
    bench.load(argparse.Namespace(targets=targets, size=size))


def ask(args: argparse.Namespace, targets: list[str]) -> None:
    sys.argv = ["interleaved.py", *targets, "--size", args.size, "--jobs", args.jobs]
    runpy.run_path(str(args.folder / "interleaved.py"), run_name="__main__")


def written(file: Path, work: Callable[[], None]) -> list[dict[str, Any]]:
    """The lines that some work adds to a file."""
    before = len(file.read_text().splitlines()) if file.exists() else 0
    work()
    return [json.loads(line) for line in file.read_text().splitlines()[before:]]


def print_loads(rows: list[dict[str, Any]]) -> None:
    print("\n| loaded into | CPU s | seconds | MiB |\n|---|---|---|---|")
    for row in rows:
        print(f"| {row['target']} | {row['cpu_s']} | {row['seconds']} | {row['db_mib']} |")


def print_answers(rows: list[dict[str, Any]], targets: list[str], column: str) -> None:
    """Milliseconds a request, of the server's CPU or in all, and how many times each peer's."""
    times_of: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if column in row:
            times_of[row["job"]][row["target"]].append(row[column])
    ours, *peers = targets
    times = "".join(f" {peer} | x {peer} |" for peer in peers)
    print(f"\n| job, {column} a request | {ours} |{times}\n|---|---|{'---|---|' * len(peers)}")
    for job, found in times_of.items():
        own = median(found[ours])
        cells = [f"{own:.1f}"]
        for peer in peers:
            its = median(found[peer]) if peer in found else 0
            cells += [f"{its:.1f}", f"{own / its:.1f}"] if its else ["–", "–"]
        print(f"| {job} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
