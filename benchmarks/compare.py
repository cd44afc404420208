#!/usr/bin/env python3
"""Loads the benchmark's register here and into its peers, asks all of them the same, prints tables.

    python benchmarks/compare.py BENCH_FOLDER [--size 10k] [--peers naive] [--jobs list,person]

BENCH_FOLDER holds the side-by-side benchmark, set up: bench.py, interleaved.py, data/SIZE, the
peers' environments. `--no-load` asks what was loaded before.
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
JOBS = "list,filter2,filter,deep,search,detail,missions,mission,home,changes,timeline"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="10k")
    parser.add_argument("--peers", default="naive")
    parser.add_argument("--jobs", default=JOBS)
    parser.add_argument("--no-load", action="store_true")
    args = parser.parse_args()
    sys.path.insert(0, str(args.folder.resolve()))

    import bench  # type: ignore[import-not-found] # of the folder that was named

    # Pages are written anew for each request, as the peers write theirs.
    ours = bench.kazbat(
        8120, folder=str(ROOT), CACHE_URL="dummycache://", CONTACT_EMAIL="desk@example.org"
    )
    ours["load"] = f"{ROOT}/.venv/bin/python {ROOT}/benchmarks/load_register.py {{data}}"
    bench.TARGETS["kazbat"] = ours
    targets = ["kazbat", *args.peers.split(",")]
    results = args.folder / "results"
    results.mkdir(exist_ok=True)
    loads = []
    if not args.no_load:
        loads = written(results / "results.jsonl", lambda: load(bench, targets, args.size))
    answers = written(results / "interleaved.jsonl", lambda: ask(args, targets))
    if loads:
        print_loads(loads)
    print_answers(answers, targets)


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


def print_answers(rows: list[dict[str, Any]], targets: list[str]) -> None:
    """CPU of the server in milliseconds a request, and how many times that of each peer."""
    cpu: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        cpu[row["job"]][row["target"]].append(row["cpu_ms"])
    ours, *peers = targets
    times = "".join(f" {peer} | x {peer} |" for peer in peers)
    print(f"\n| job, CPU ms a request | {ours} |{times}\n|---|---|{'---|---|' * len(peers)}")
    for job, found in cpu.items():
        own = median(found[ours])
        cells = [f"{own:.1f}"]
        for peer in peers:
            its = median(found[peer]) if peer in found else 0
            cells += [f"{its:.1f}", f"{own / its:.1f}"] if its else ["–", "–"]
        print(f"| {job} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
