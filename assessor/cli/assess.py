"""`assessor assess`: snapshot → verdicts, score, reports."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli.arguments import FORMATS, SEVERITIES
from assessor.cli.entry import FOUND, INCOMPLETE, OK, WRONG
from assessor.cli.judging import judged, progress
from assessor.model.errors import ReportError, UsageError
from assessor.model.words import UNASSESSED

if TYPE_CHECKING:
    from assessor.model.result import Assessment

_TEXT = {"json", "csv", "html", "plan", "prompts"}
_PLANNED = {"html", "pdf", "summary", "plan", "prompts"}
"""Formats that say what to do; the others do not pay for it."""
_SUFFIX = {"html": ".html", "pdf": ".pdf", "summary": ".pdf", "json": ".json", "csv": ".csv"}


def run(args: argparse.Namespace) -> int:
    """Judge, write, and tell the result by the exit code."""
    if args.language == "de":
        raise UsageError("--language de", "this version writes English only", "leave it out or say --language en")
    formats = args.format or FORMATS
    out = args.out or ("-" if formats == ("json",) else f"{args.snapshot.resolve().name.removesuffix('.zip')}-assessment")
    if out == "-" and (len(formats) != 1 or formats[0] not in _TEXT):
        raise UsageError("--out -", "standard output takes exactly one of json, csv, html, plan and prompts", "say for example --format json")
    assessment = judged(args, args.snapshot, planned=bool(_PLANNED & set(formats)))
    refused = print_one(assessment, formats[0]) if out == "-" else write(args, assessment, Path(out), formats)
    return WRONG if refused else exit_code(args, assessment)


def print_one(assessment: "Assessment", form: str) -> bool:
    """One format on standard output."""
    from assessor.report import rendered

    sys.stdout.buffer.write(rendered(assessment, form))
    sys.stdout.buffer.flush()
    return False


def write(args: argparse.Namespace, assessment: "Assessment", out: Path, formats: tuple[str, ...]) -> bool:
    """The formats as files; True if one of those asked for by name could not be made."""
    from assessor.report import write_reports

    progress(args, f"writing {', '.join(formats)}")
    errors: list[ReportError] = []
    files = write_reports(assessment, out, formats, errors)
    if not args.quiet:
        tell(assessment)
        for file in files:
            print(file)
    for error in errors:
        print(f"assessor: {error}", file=sys.stderr)
    return bool(errors) and args.format is not None


def tell(assessment: "Assessment") -> None:
    """The result in two lines, for people."""
    score = assessment.score
    counts = Counter(str(result.verdict) for result in assessment.results)
    cap = f", capped by {score.capped_by}" if score.capped_by else ""
    value = "no score: nothing could be assessed" if score.value is None else f"score {round(score.value)} of 100, grade {score.grade}{cap}"
    coverage = "" if score.coverage is None else f", coverage {score.coverage:.0%}"
    print(f"{value}{coverage}", file=sys.stderr)
    print(", ".join(f"{number} {word.replace('_', ' ')}" for word, number in sorted(counts.items())), file=sys.stderr)


def exit_code(args: argparse.Namespace, assessment: "Assessment") -> int:
    """0, 1 or 2 by the contract."""
    found = [finding for result in assessment.results for finding in result.findings if finding.exception is None]
    if args.fail_on and any(SEVERITIES.index(str(finding.severity)) <= SEVERITIES.index(args.fail_on) for finding in found):
        return FOUND
    if args.strict and any(result.verdict in UNASSESSED for result in assessment.results):
        return INCOMPLETE
    return OK
