"""`assessor demo`: the whole job on the bundled sample tenant, before and after its project."""

import argparse
import sys
from importlib.resources import as_file, files
from pathlib import Path

from assessor.cli.arguments import STANDARD
from assessor.cli.compare import compared
from assessor.cli.entry import OK
from assessor.cli.judging import judged
from assessor.model.errors import ReportError

_TENANTS = (("school_before", ".", None), ("school_after", "after", "school_before"))
"""Snapshot, folder of its reports, and the earlier snapshot that they compare with."""


def run(args: argparse.Namespace) -> int:
    """Assess both sides of the sample and compare them; prints where the files lie. A PDF that cannot be made here costs the PDF alone."""
    from assessor.report import comparison_in_a_line, write_comparison, write_reports

    args.engagement = args.checks = args.packs = args.pack = None
    args.across_tenants = False
    refused: list[ReportError] = []
    with as_file(files("assessor.sample_exports")) as samples:
        for name, folder, earlier in _TENANTS:
            args.before = samples / earlier if earlier else None
            assessment = judged(args, samples / name, planned=True)
            written = write_reports(assessment, _into(args.out, folder), STANDARD, refused)
            _tell(args, f"{assessment.tenant.display_name}, {assessment.snapshot.taken_at:%Y-%m-%d}", written)
        found = compared(args, [samples / name for name, *_ in _TENANTS])
        _tell(args, f"before and after: {comparison_in_a_line(found)}", write_comparison(found, args.out, ("html", "pdf", "json", "xlsx"), refused))
    for said in dict.fromkeys(map(str, refused)):
        print(f"assessor: {said}", file=sys.stderr)
    return OK


def _into(out: Path, folder: str) -> Path:
    return out if folder == "." else out / folder


def _tell(args: argparse.Namespace, title: str, written: list[Path]) -> None:
    if not args.quiet:
        print(title, file=sys.stderr)
    for path in written:
        print(path)
