"""Snapshot and engagement read, checks put to the tenant: what several commands begin with."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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


def judged(args: argparse.Namespace, snapshot: Path, *, planned: bool = False) -> "Assessment":
    """The assessment that the arguments ask for; `planned` adds what to do about it."""
    from assessor import assess

    catalogue = assess.load(args.packs)
    if args.checks:
        catalogue = catalogue.only(args.checks)
    progress(args, f"reading {snapshot}")
    tenant, engagement = read(snapshot, args.engagement)
    progress(args, f"judging {len(catalogue.checks)} checks")
    return assess.assess(tenant, engagement, catalogue, planned=planned)
