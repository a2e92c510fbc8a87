"""`assessor compare`: two snapshots → what changed, for whom, and because of what."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli.arguments import COMPARED
from assessor.cli.entry import FOUND, OK
from assessor.cli.judging import progress
from assessor.cli.output import emit, one_of
from assessor.model.errors import UsageError

if TYPE_CHECKING:
    from assessor.model.comparison import Comparison

_ON_OUTPUT = {"json", "md"}


def run(args: argparse.Namespace) -> int:
    """Compare, write, and tell regressions by the exit code."""
    formats = args.format or COMPARED
    alone = len(formats) == 1
    out = args.out or ("-" if alone and formats[0] in _ON_OUTPUT else f"{_name(args.before)}-to-{_name(args.after)}")
    if out == "-":
        one_of(formats, COMPARED)
    found = compared(args, args.before, args.after)
    if out == "-":
        _print(found, formats[0])
    else:
        _write(args, found, Path(out), formats)
    return FOUND if fails(found, args.fail_on) else OK


def compared(args: argparse.Namespace, before: Path, after: Path) -> "Comparison":
    """Both snapshots read and judged by the same catalogue and engagement, and held against each other."""
    from assessor import assess
    from assessor.compare import Side, compare
    from assessor.model.engagement import Engagement
    from assessor.snapshot import find_engagement, open_snapshot, read_engagement

    path = find_engagement(after, args.engagement)
    engagement = read_engagement(path) if path else Engagement()
    catalogue = assess.load(None)
    with open_snapshot(before) as one, open_snapshot(after) as other:
        _same_tenant(args, one.manifest.tenant_id, other.manifest.tenant_id)
        sides = []
        for where, snapshot in ((before, one), (after, other)):
            progress(args, f"reading and judging {where}")
            tenant = snapshot.tenant(engagement.names)
            sides.append(Side(snapshot, tenant, assess.assess(tenant, engagement, catalogue)))
        progress(args, "comparing")
        return compare(sides[0], sides[1], catalogue.checks)


def fails(found: "Comparison", on: str | None) -> bool:
    """Whether something is there that --fail-on asks for."""
    from assessor.model.comparison import CheckChange, FindingChange

    worse = {CheckChange.REGRESSED, CheckChange.WORSENED}
    back = {FindingChange.REGRESSED} | ({FindingChange.NEW} if on == "new" else set())
    return on is not None and (any(one.change in worse for one in found.checks) or any(one.change in back for one in found.findings))


def _same_tenant(args: argparse.Namespace, before: str, after: str) -> None:
    if before.lower() != after.lower() and not args.across_tenants:
        what = f"BEFORE is of tenant {before} and AFTER of tenant {after}"
        raise UsageError("compare", what, "give two snapshots of one tenant, or say --across-tenants")


def _name(snapshot: Path) -> str:
    return snapshot.resolve().name.removesuffix(".zip")


def _print(found: "Comparison", form: str) -> None:
    from assessor.report import rendered_comparison

    emit(rendered_comparison(found, form))


def _write(args: argparse.Namespace, found: "Comparison", out: Path, formats: tuple[str, ...]) -> None:
    from assessor.report import comparison_in_a_line, write_comparison

    files = write_comparison(found, out, formats)
    if not args.quiet:
        print(comparison_in_a_line(found), file=sys.stderr)
        for file in files:
            print(file)
