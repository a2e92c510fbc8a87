"""`assessor engagement init`: a commented engagement file for one tenant."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli.entry import OK
from assessor.cli.judging import catalogue
from assessor.model.errors import UsageError

if TYPE_CHECKING:
    from assessor.model.drafts import EngagementDraft


def run(args: argparse.Namespace) -> int:
    """Write the file beside the snapshot, where `assess` finds it, or where --out says."""
    from assessor.assess.drafting import draft
    from assessor.report.engagement_file import engagement_file
    from assessor.snapshot import read_tenant

    out = None if args.out == "-" else Path(args.out) if args.out else _beside(args.snapshot)
    if out and out.exists() and not args.force:
        raise UsageError(str(out), "is there already", "say --force to write over it, or another --out")
    checks = catalogue(args)
    found = draft(read_tenant(args.snapshot, frozenset()), checks)
    _write(out, engagement_file(found))
    if not args.quiet:
        print(_in_a_line(found), file=sys.stderr)
    return OK


def _beside(snapshot: Path) -> Path:
    place = snapshot.absolute()
    return place.parent / f"{place.name.removesuffix('.zip')}.engagement.toml"


def _write(out: Path | None, content: bytes) -> None:
    from assessor.report.writing import make_folder, write_whole

    if out is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    make_folder(out.parent)
    print(write_whole(out, content))


def _in_a_line(found: "EngagementDraft") -> str:
    candidates = len(found.break_glass) + len(found.break_glass_groups) + len(found.sensitive_users) + len(found.sensitive_groups)
    return f"candidates: {candidates}, questions: {len(found.questions)}; nothing is declared before you take the # away"
