"""What comparing costs, as a multiple of one assessment of the same tenant, measured in one run on one machine.

python tests/bench/compare_bench.py            two snapshots of 20,000 users, and a series of four
python tests/bench/compare_bench.py --quick    small tenants, to see that it works
python tests/bench/compare_bench.py --check    exit 1 if something is over its budget
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench import CommandFailedError, alternate, assess, assessor, row, size
from tenant import generate

TIME_BUDGET, MEMORY_BUDGET, SERIES_BUDGET = 2.5, 2.5, 2.5
SERIES = 4


def later(before: Path, to: Path, days: int) -> Path:
    """The same tenant some days later: everybody has signed in since, a hundredth of the memberships is gone, the lists come in another order."""
    to.mkdir()
    manifest = json.loads((before / "manifest.json").read_text(encoding="utf-8"))
    manifest["takenAt"] = f"2026-11-{16 + days}T06:30:00Z"
    manifest.pop("completedAt", None)
    edits: dict[str, Callable[[list[bytes]], list[bytes]]] = {
        "users": lambda lines: [line.replace(b'"lastSignInDateTime":"2026-', b'"lastSignInDateTime":"2027-') for line in reversed(lines)],
        "groupMembers": lambda lines: [line for number, line in enumerate(lines) if number % 100 != days],
        "groups": lambda lines: [line.replace(b"Made for a course", b"Made for a term") if number % 50 == days else line for number, line in enumerate(lines)],
        "roleAssignments": lambda lines: lines[:-days],
        "roleAssignmentScheduleInstances": lambda lines: lines[:-days],
    }
    for name, entry in manifest["collections"].items():
        if entry["status"] != "missing":
            lines = (before / f"{name}.ndjson").read_bytes().splitlines(keepends=True)
            data = b"".join(edits.get(name, list)(lines))
            (to / f"{name}.ndjson").write_bytes(data)
            entry |= {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest(), "count": data.count(b"\n")}
    (to / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return to


def made(first: Path, others: Sequence[Path], users: int) -> None:
    """Write the tenants."""
    generate(first, users, users * 3 // 20, users * 3)
    for days, to in enumerate(others, 1):
        later(first, to, days)


def compare(snapshots: Sequence[Path]) -> list[str]:
    """The document without the pages."""
    out = snapshots[0].with_name("compared")
    return [*assessor(), "compare", *map(str, snapshots), "--format", "json", "--out", str(out)]


def measured(folder: Path, users: int, times: int) -> int:
    """The table; how many lines are over their budget."""
    first = folder / "first"
    others = [folder / f"later-{days}" for days in range(1, SERIES)]
    with ProcessPoolExecutor(1, get_context("spawn")) as elsewhere:  # a child's peak memory begins with that of the process that starts it
        elsewhere.submit(made, first, others, users).result()
    print(f"{users:,} users, {size(first):.0f} MB a snapshot; medians of {times} alternating runs\n")
    one, two = alternate(assess(first), compare([first, others[0]]), times)
    _, series = alternate(assess(first), compare([first, *others]), max(1, times // 2))
    apiece = series.seconds / one.seconds / SERIES * 2  # as if there were two of them
    return sum((
        row(f"compare two ({two.seconds:.2f} s) : assess one ({one.seconds:.2f} s)", f"{two.seconds / one.seconds:.2f}x", f"{TIME_BUDGET:.1f}x",
            two.seconds / one.seconds > TIME_BUDGET),
        row(f"its peak memory ({two.megabytes:.0f} MB) : {one.megabytes:.0f} MB", f"{two.megabytes / one.megabytes:.2f}x", f"{MEMORY_BUDGET:.1f}x",
            two.megabytes / one.megabytes > MEMORY_BUDGET),
        row(f"a series of {SERIES} ({series.seconds:.2f} s), each two of it", f"{apiece:.2f}x", f"{SERIES_BUDGET:.1f}x", apiece > SERIES_BUDGET),
        row(f"its peak memory ({series.megabytes:.0f} MB)", f"{series.megabytes / one.megabytes:.2f}x", f"{MEMORY_BUDGET:.1f}x",
            series.megabytes / one.megabytes > MEMORY_BUDGET),
    ))  # fmt: skip


def main() -> int:
    """Measure; 1 if a command failed, or, with --check, if something is over its budget."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small tenants, one run: shows that everything works, says little about time")
    parser.add_argument("--check", action="store_true", help="exit 1 if something is over its budget")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="assessor-bench-") as name:
        try:
            over = measured(Path(name), 1_000 if chosen.quick else 20_000, 1 if chosen.quick else 3)
        except CommandFailedError as error:
            print(error, file=sys.stderr)
            return 1
    return 1 if over and chosen.check else 0


if __name__ == "__main__":
    sys.exit(main())
