"""How long large tenants take, as ratios measured in one run on one machine.

python tests/bench/bench.py            the whole table
python tests/bench/bench.py --quick    small tenants, to see that it works
python tests/bench/bench.py --check    exit 1 if something is over its budget
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tenant import generate

READ_BUDGET, HELP_BUDGET, MEMORY_BUDGET = 3.0, 3.0, 400.0
_YARDSTICK = """
import sys, orjson
for name in sys.argv[1:]:
    with open(name, "rb") as file:
        for line in file:
            orjson.loads(line)
"""


class CommandFailedError(Exception):
    """A measured command did not do its work."""


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Cost:
    """Start a process, wait for it, and say what it took; its peak memory is its own."""
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            raise CommandFailedError(f"{' '.join(command)}: exit {process.returncode}\n{errors.read().decode(errors='replace')[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(seconds, usage.ru_maxrss * unit / 1e6)


def alternate(first: Sequence[str], second: Sequence[str], times: int) -> tuple[Cost, Cost]:
    """Medians of two commands that take turns, so that a slow moment of the machine meets both; of memory the highest."""
    costs: tuple[list[Cost], list[Cost]] = ([], [])
    for _ in range(times):
        for found, command in zip(costs, (first, second), strict=True):
            found.append(run(command))
    return _median(costs[0]), _median(costs[1])


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(one.seconds for one in costs), max(one.megabytes for one in costs))


def assessor() -> list[str]:
    """The command that users call: the one beside this interpreter."""
    beside = Path(sys.executable).with_name("assessor")
    found = str(beside) if beside.is_file() else shutil.which("assessor")
    return [found] if found else [sys.executable, "-m", "assessor"]


def assess(snapshot: Path) -> list[str]:
    """The whole of an assessment as JSON."""
    return [*assessor(), "assess", str(snapshot), "--format", "json", "--out", str(snapshot.with_name(snapshot.name + "-results"))]


def yardstick(snapshot: Path) -> list[str]:
    """Nothing but parsing every line of the same files."""
    return [sys.executable, "-c", _YARDSTICK, *sorted(str(file) for file in snapshot.glob("*.ndjson"))]


def size(snapshot: Path) -> float:
    """Megabytes on disk."""
    return sum(file.stat().st_size for file in snapshot.iterdir()) / 1e6


def row(name: str, value: str, budget: str, over: bool) -> bool:
    """Print a line of the table; whether it is over."""
    print(f"{name:58} {value:>12} {budget:>10}   {'OVER' if over else 'ok'}", flush=True)
    return over


def budgets(folder: Path, users: int, times: int) -> int:
    """Reading and starting, against their yardsticks; how many are over."""
    snapshot = folder / "budget"
    begun = time.perf_counter()
    generate(snapshot, users, users * 3 // 20, users * 3)
    print(f"{users:,} users, {size(snapshot):.0f} MB, made in {time.perf_counter() - begun:.1f} s; medians of {times} alternating runs\n")
    print(f"{'':58} {'measured':>12} {'budget':>10}")
    plain, whole = alternate(yardstick(snapshot), assess(snapshot), times)
    bare, helped = alternate([sys.executable, "-c", "pass"], [*assessor(), "--help"], max(times, 5) * 2 - 1)
    reading, starting = whole.seconds / plain.seconds, helped.seconds / bare.seconds
    return sum((
        row(f"assess ({whole.seconds:.2f} s) : parsing every line ({plain.seconds:.2f} s)", f"{reading:.2f}x", f"{READ_BUDGET:.1f}x", reading > READ_BUDGET),
        row("peak memory of assess", f"{whole.megabytes:.0f} MB", f"{MEMORY_BUDGET:.0f} MB", whole.megabytes > MEMORY_BUDGET),
        row(f"--help ({helped.seconds * 1000:.0f} ms) : an empty Python ({bare.seconds * 1000:.0f} ms)", f"{starting:.2f}x", f"{HELP_BUDGET:.1f}x",
            starting > HELP_BUDGET),
    ))  # fmt: skip


def growth(folder: Path, sizes: Sequence[int]) -> None:
    """Time and memory as the tenant grows."""
    print(f"\n{'users':>10} {'MB on disk':>12} {'assess':>10} {'parsing':>10} {'ratio':>8} {'peak MB':>9}")
    for users in sizes:
        snapshot = folder / f"growth-{users}"
        generate(snapshot, users, users * 3 // 20, users * 3)
        plain, whole = alternate(yardstick(snapshot), assess(snapshot), 1)
        print(f"{users:>10,} {size(snapshot):>12.0f} {whole.seconds:>8.2f} s {plain.seconds:>8.2f} s {whole.seconds / plain.seconds:>7.2f}x "
              f"{whole.megabytes:>9.0f}", flush=True)  # fmt: skip
        shutil.rmtree(snapshot)


def main() -> int:
    """Measure; 1 if a command failed, or, with --check, if something is over its budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small tenants, few runs: shows that everything works, says little about time")
    parser.add_argument("--check", action="store_true", help="exit 1 if something is over its budget")
    chosen = parser.parse_args()
    if importlib.util.find_spec("orjson") is None:
        print("the yardstick needs orjson: pip install 'entra-assessor[bench]'", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="assessor-bench-") as name:
        try:
            over = budgets(Path(name), 2_000 if chosen.quick else 20_000, 3 if chosen.quick else 5)
            growth(Path(name), (500, 1_000, 2_000) if chosen.quick else (5_000, 10_000, 20_000, 40_000))
        except CommandFailedError as error:
            print(error, file=sys.stderr)
            return 1
    return 1 if over and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
