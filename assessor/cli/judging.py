"""Snapshot and engagement read, checks put to the tenant: what several commands begin with."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.assess import Catalogue
    from assessor.model.engagement import Engagement
    from assessor.model.result import Assessment
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

    for folder in args.pack or ():
        print(f"assessor: warning: --pack {shown(str(folder), 1000)}: a pack is code; it runs on this machine with your rights", file=sys.stderr)
    return assess.load(args.packs, args.pack or ())


def judged(args: argparse.Namespace, snapshot: Path) -> "Assessment":
    """The assessment that the arguments ask for."""
    from assessor import assess

    checks = catalogue(args)
    if args.checks:
        checks = checks.only(args.checks)
    progress(args, f"reading {snapshot}")
    tenant, engagement = read(snapshot, args.engagement)
    progress(args, f"judging {len(checks.checks)} checks")
    return assess.assess(tenant, engagement, checks)
