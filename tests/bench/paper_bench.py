"""What the reports on paper of a tenant with many findings take: seconds, and the highest memory of a process that makes nothing else.

python tests/bench/paper_bench.py            the table
python tests/bench/paper_bench.py --check    exit 1 if something is over its budget
"""

from __future__ import annotations

import argparse
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # the samples of the tests

from bench import run

from assessor.report.pdf import render_pdf
from assessor.report.summary import render_summary
from tests.report.sample_assessment import huge

FORMATS = {"pdf": render_pdf, "summary": render_summary}
SECONDS, MEGABYTES = {"pdf": 60.0, "summary": 5.0}, 500.0
"""Budgets; the memory is that of the whole process, the tenant's facts among it."""


def make(name: str, findings: int) -> None:
    """One paper, in a process of its own."""
    FORMATS[name](huge(findings))


def main() -> int:
    """Print the table; with --check say by the exit code whether the budgets hold."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--findings", type=int, default=2_000)
    asked.add_argument("--make", choices=FORMATS, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.make:
        make(given.make, given.findings)
        return 0
    print(f"{given.findings:,} findings")
    over = [_line(name, given.findings) for name in FORMATS]
    return 1 if given.check and any(over) else 0


def _line(name: str, findings: int) -> bool:
    """Started as a user starts it: what the interpreter and the libraries take counts."""
    before = _worked()
    cost = run([sys.executable, __file__, "--make", name, "--findings", str(findings)])
    worked = _worked() - before
    over = cost.seconds > SECONDS[name] or cost.megabytes > MEGABYTES
    budget = f"at most {SECONDS[name]:.0f} s, {MEGABYTES:.0f} MB"
    print(f"  {name:<8} {cost.seconds:6.1f} s ({worked:.1f} s of work) {cost.megabytes:6.0f} MB   {budget}{'   OVER' if over else ''}")
    return over


def _worked() -> float:
    """Processor seconds of all children so far: what the same job takes where nobody else is at work."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    sys.exit(main())
