"""`assessor assess`: snapshot → verdicts, score, reports."""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.cli.arguments import ALONE, FORMATS, SEVERITIES, STANDARD
from assessor.cli.entry import FOUND, INCOMPLETE, OK, WRONG
from assessor.cli.judging import judged, progress
from assessor.cli.output import emit, one_of
from assessor.model.errors import ReportError, UsageError
from assessor.model.words import UNASSESSED

if TYPE_CHECKING:
    from assessor.model.result import Assessment, Finding, Result

_PLANNED = {"html", "pdf", "summary", "plan", "prompts", "md"}
"""Formats that say what to do; the others do not pay for it."""


def run(args: argparse.Namespace) -> int:
    """Judge, write, and tell the result by the exit code."""
    if args.language == "de":
        raise UsageError("--language de", "this version writes English only", "leave it out or say --language en")
    formats = args.format or STANDARD
    alone = len(formats) == 1 and formats[0] in ALONE
    out = args.out or ("-" if alone else f"{args.snapshot.resolve().name.removesuffix('.zip')}-assessment")
    printed = one_of(formats, FORMATS) if out == "-" else None
    assessment = judged(args, args.snapshot, planned=bool(_PLANNED & set(formats)))
    refused = print_one(assessment, printed) if printed else write(args, assessment, Path(out), formats)
    return WRONG if refused else exit_code(args, assessment)


def print_one(assessment: "Assessment", form: str) -> bool:
    """One format on standard output."""
    from assessor.report import rendered

    emit(rendered(assessment, form))
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
    from assessor.report.documents import rounded
    from assessor.report.wording import percent

    score = assessment.score
    counts = Counter(str(result.verdict) for result in assessment.results)
    cap = f", capped by {score.capped_by}" if score.capped_by else ""
    value = "no score: nothing could be assessed" if score.value is None else f"score {rounded(score.value)} of 100, grade {score.grade}{cap}"
    coverage = "" if score.coverage is None else f", coverage {percent(score.coverage)}"
    print(f"{value}{coverage}", file=sys.stderr)
    print(", ".join(f"{number} {word.replace('_', ' ')}" for word, number in sorted(counts.items())), file=sys.stderr)


def exit_code(args: argparse.Namespace, assessment: "Assessment") -> int:
    """0, 1 or 2 by the contract: a finding counts whether it fails or partly fails, by its own severity, unless somebody accepted it; 1 goes before 2."""
    if args.fail_on and any(_is_over(args.fail_on, finding, result) for result in assessment.results for finding in result.findings):
        return FOUND
    if args.strict and any(result.verdict in UNASSESSED for result in assessment.results):
        return INCOMPLETE
    return OK


def _is_over(limit: str, finding: "Finding", result: "Result") -> bool:
    severity = str(finding.severity or result.check.severity)
    return finding.exception is None and SEVERITIES.index(severity) <= SEVERITIES.index(limit)
