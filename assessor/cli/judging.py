"""Snapshot and engagement read, checks put to the tenant: what several commands begin with."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.model.errors import UsageError

if TYPE_CHECKING:
    from assessor.assess import Catalogue
    from assessor.model.engagement import Engagement
    from assessor.model.result import Assessment, Image
    from assessor.model.tenant import Tenant


def progress(args: argparse.Namespace, sentence: str) -> None:
    """A message for people; only where they asked for it."""
    if args.verbose:
        print(sentence, file=sys.stderr)


def read(snapshot: Path, engagement_file: Path | None, keep: frozenset[str] = frozenset()) -> "tuple[Tenant, Engagement]":
    """The tenant and the engagement that goes with it; `keep` are users (lower case) whom the command names."""
    from assessor.model.engagement import Engagement
    from assessor.snapshot import find_engagement, read_engagement, read_tenant

    path = find_engagement(snapshot, engagement_file)
    engagement = read_engagement(path) if path else Engagement()
    return read_tenant(snapshot, engagement.names | keep), engagement


def catalogue(args: argparse.Namespace) -> "Catalogue":
    """The packs that the arguments ask for, after a warning for each folder: also with --quiet, for a pack is code that somebody should know of."""
    from assessor import assess
    from assessor.report.text import shown

    for folder in (one for one in args.pack or () if one.is_dir()):  # of another nothing is run
        print(f"assessor: warning: --pack {shown(str(folder), 1000)}: a pack is code; it runs on this machine with your rights", file=sys.stderr)
    return assess.load(args.packs, args.pack or ())


def chosen(args: argparse.Namespace) -> "Catalogue":
    """Those of the catalogue that --checks names, or all."""
    checks = catalogue(args)
    return checks.only(args.checks) if args.checks else checks


def judged(args: argparse.Namespace, snapshot: Path, *, planned: bool = False) -> "Assessment":
    """The assessment that the arguments ask for; with --before, the earlier one inside it. `planned` adds what to do about it."""
    from assessor import assess

    checks = chosen(args)
    progress(args, f"reading {snapshot}")
    tenant, engagement = read(snapshot, args.engagement)
    engagement, logo = _with_logo(args, engagement)
    progress(args, f"judging {len(checks.checks)} checks")
    assessment = replace(assess.assess(tenant, engagement, checks, planned=planned), logo=logo)
    return replace(assessment, earlier=_earlier(args, assessment, engagement, checks)) if args.before else assessment


def _earlier(args: argparse.Namespace, now: "Assessment", engagement: "Engagement", checks: "Catalogue") -> "Assessment":
    """The snapshot of --before, judged by the same catalogue and engagement; refused where it is another tenant's, or the younger one."""
    from assessor import assess
    from assessor.snapshot import read_tenant

    progress(args, f"reading and judging {args.before}")
    tenant = read_tenant(args.before, engagement.names)
    if tenant.organization.id.lower() != now.tenant.id.lower():
        what = f"{args.before} is of tenant {tenant.organization.id}, and SNAPSHOT of tenant {now.tenant.id}"
        raise UsageError("--before", what, "give an earlier snapshot of the same tenant")
    if tenant.taken_at > now.snapshot.taken_at:
        raise UsageError("--before", f"{args.before} was taken after SNAPSHOT", "give the earlier snapshot to --before, and the later one as SNAPSHOT")
    return assess.assess(tenant, engagement, checks)


def _with_logo(args: argparse.Namespace, engagement: "Engagement") -> "tuple[Engagement, Image | None]":
    """A picture is read only where the user named the file that names it; else that is said, and nothing is opened."""
    from assessor.model.result import EngagementProblem
    from assessor.snapshot import read_logo

    if not engagement.logo:
        return engagement, None
    if args.engagement:
        return engagement, read_logo(args.engagement, engagement.logo)
    problem = EngagementProblem("engagement.logo", "a picture is only read if --engagement names the engagement file")
    return replace(engagement, problems=(*engagement.problems, problem)), None
