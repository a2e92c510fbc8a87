"""`assessor compare`: two snapshots or a series of them → what changed, for whom, and because of what."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli.arguments import COMPARED
from assessor.cli.entry import FOUND, OK, WRONG
from assessor.cli.judging import progress
from assessor.cli.output import emit, one_of
from assessor.model.errors import UsageError

if TYPE_CHECKING:
    from assessor.assess import Catalogue
    from assessor.compare import Judged, Side
    from assessor.model.comparison import Comparison
    from assessor.model.engagement import Engagement
    from assessor.model.errors import ReportError
    from assessor.snapshot import Snapshot

_ON_OUTPUT = {"json", "md"}


def run(args: argparse.Namespace) -> int:
    """Compare, write, and tell regressions by the exit code."""
    formats = args.format or COMPARED
    alone = len(formats) == 1
    out = args.out or ("-" if alone and formats[0] in _ON_OUTPUT else f"{_name(args.before)}-to-{_name(args.after[-1])}")
    if out == "-":
        one_of(formats, COMPARED)
    found = compared(args, (args.before, *args.after))
    if out == "-":
        _print(found, formats[0])
    elif _write(args, found, Path(out), formats):
        return WRONG
    return FOUND if fails(found, args.fail_on) else OK


def compared(args: argparse.Namespace, paths: Sequence[Path]) -> "Comparison":
    """All read and judged by the same catalogue and engagement, one after the other, and the first and the last held against each other."""
    from dataclasses import replace

    from assessor import assess
    from assessor.compare import compare
    from assessor.snapshot import open_snapshot

    catalogue = assess.load(args.packs)
    if args.checks:
        catalogue = catalogue.only(args.checks)
    with ExitStack() as stack:
        given = [(path, stack.enter_context(open_snapshot(path))) for path in paths]
        _same_tenant(args, given)
        them = sorted(given, key=lambda one: one[1].manifest.taken_at) if len(given) > 2 else given
        engagement = _engagement(args, them[-1][0])
        first = _side(args, them[0], engagement, catalogue)
        between = [_judged(args, one, engagement, catalogue) for one in them[1:-1]]
        last = _side(args, them[-1], engagement, catalogue)
        progress(args, "comparing")
        found = compare(first, last, catalogue.checks, between)
    if them != given:
        said = "The snapshots were not given in order of time, and are shown in it."
        return replace(found, caveats=(said, *found.caveats))
    return found


def fails(found: "Comparison", on: str | None) -> bool:
    """Whether something is there that --fail-on asks for."""
    from assessor.model.comparison import CheckChange, FindingChange

    worse = {CheckChange.REGRESSED, CheckChange.WORSENED}
    back = {FindingChange.REGRESSED} | ({FindingChange.NEW} if on == "new" else set())
    again = found.series is not None and any(one.is_regressed for one in found.series.checks)
    return on is not None and (again or any(one.change in worse for one in found.checks) or any(one.change in back for one in found.findings))


def _engagement(args: argparse.Namespace, last: Path) -> "Engagement":
    from assessor.model.engagement import Engagement
    from assessor.snapshot import find_engagement, read_engagement

    path = find_engagement(last, args.engagement)
    return read_engagement(path) if path else Engagement()


def _side(args: argparse.Namespace, one: "tuple[Path, Snapshot]", engagement: "Engagement", catalogue: "Catalogue") -> "Side":
    from assessor import assess
    from assessor.compare import Side

    path, snapshot = one
    progress(args, f"reading and judging {path}")
    tenant = snapshot.tenant(engagement.names)
    return Side(snapshot, tenant, assess.assess(tenant, engagement, catalogue))


def _judged(args: argparse.Namespace, one: "tuple[Path, Snapshot]", engagement: "Engagement", catalogue: "Catalogue") -> "Judged":
    """Its rows are let go before the next one is read."""
    judged = _side(args, one, engagement, catalogue).judged
    one[1].close()
    return judged


def _same_tenant(args: argparse.Namespace, given: "Sequence[tuple[Path, Snapshot]]") -> None:
    (first, one), *others = given
    for path, other in others:
        if one.manifest.tenant_id.lower() != other.manifest.tenant_id.lower() and not args.across_tenants:
            what = f"{first} is of tenant {one.manifest.tenant_id} and {path} of tenant {other.manifest.tenant_id}"
            raise UsageError("compare", what, "give snapshots of one tenant, or say --across-tenants")


def _name(snapshot: Path) -> str:
    return snapshot.resolve().name.removesuffix(".zip")


def _print(found: "Comparison", form: str) -> None:
    from assessor.report import rendered_comparison

    emit(rendered_comparison(found, form))


def _write(args: argparse.Namespace, found: "Comparison", out: Path, formats: tuple[str, ...]) -> bool:
    """Whether a format could not be made here; it is told in one line, and the others are there."""
    from assessor.report import comparison_in_a_line, write_comparison

    refused: list[ReportError] = []
    files = write_comparison(found, out, formats, refused)
    if not args.quiet:
        print(comparison_in_a_line(found), file=sys.stderr)
        for file in files:
            print(file)
    for error in refused:
        print(f"assessor: {error}", file=sys.stderr)
    return bool(refused)
