"""How long Conditional Access takes as a tenant grows: `python tests/bench/access_bench.py`.

The people all hold or can activate a role; see `access_tenant` for what the policies are.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from access_tenant import large
from bench import Cost, assessor, run

from assessor.model import collections as c
from assessor.snapshot.write import Header, Part, write_snapshot

CHECKS = (
    "GA-004", "GA-005", "PIM-002", "PIM-003", "PGR-005", *(f"CAP-{number:03}" for number in range(1, 16)), "PAC-001", "PAC-002", "PAC-003", "BGA-002",
    "RMA-003", "TEN-001",
)  # fmt: skip
"""The checks that rest on Conditional Access."""
CHECKS_BUDGET, GAPS_BUDGET, MEMORY_BUDGET = 10.0, 1.0, 300.0
TENANT = "11111111-1111-4111-8111-111111111111"


def write(folder: Path, policies: int, people: int, seed: int = 1) -> None:
    """The tenant as a snapshot; every collection that it does not fill is there and empty."""
    rows = large(policies, people, seed)
    parts = {collection.name: Part(rows=rows.get(collection.name, [])) for collection in c.ALL}
    write_snapshot(folder, Header(tenant_id=TENANT, taken_at="2026-11-24T08:00:00Z", scope="full"), parts)


def checks(snapshot: Path) -> list[str]:
    """All checks of Conditional Access, as a user runs them."""
    return [
        *assessor(),
        "assess",
        str(snapshot),
        "--format",
        "json",
        "--checks",
        ",".join(CHECKS),
        "--out",
        str(snapshot.with_name(snapshot.name + "-results")),
    ]


def main() -> int:
    """A line for each size, the slowest of three tenants; 1 if something is over its budget and --check was given."""
    people = 200 if "--quick" in sys.argv else 2000
    print(f"{'':26} {'all checks':>12} {'peak MB':>9} {'gaps':>10} {'beyond start-up':>16}", flush=True)
    with tempfile.TemporaryDirectory(prefix="assessor-bench-") as name:
        empty = _cost(Path(name), 0, 1)[0]
        over = sum(_line(Path(name), policies, people, empty.seconds) for policies in (10, 30, 100, 300))
    print(f"budgets: 300 policies {CHECKS_BUDGET:.0f} s and {MEMORY_BUDGET:.0f} MB; gaps of 30 policies {GAPS_BUDGET:.0f} s. "
          f"Start-up and reading an empty tenant ({empty.seconds:.2f} s) included, but in the last column.")  # fmt: skip
    return 1 if over and "--check" in sys.argv else 0


def _line(folder: Path, policies: int, people: int, start: float) -> bool:
    runs = [_cost(folder, policies, people, seed) for seed in (1, 2, 3)]
    whole, asked = (max(costs, key=lambda one: one.seconds) for costs in zip(*runs, strict=True))
    memory = max(one.megabytes for costs in runs for one in costs)
    over = memory > MEMORY_BUDGET or whole.seconds > CHECKS_BUDGET or (policies <= 30 and asked.seconds > GAPS_BUDGET)
    print(f"{policies:>4} policies, {people:>5} people {whole.seconds:>10.2f} s {memory:>9.0f} {asked.seconds:>8.2f} s {whole.seconds - start:>14.2f} s   "
          f"{'OVER' if over else 'ok'}", flush=True)  # fmt: skip
    return over


def _cost(folder: Path, policies: int, people: int, seed: int = 1) -> tuple[Cost, Cost]:
    snapshot = folder / f"{policies}-{people}-{seed}"
    write(snapshot, policies, people, seed)
    return run(checks(snapshot)), run([*assessor(), "gaps", str(snapshot), "--json"])


if __name__ == "__main__":
    sys.exit(main())
