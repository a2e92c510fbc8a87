"""Sheets of what the checks say: findings, the rows that they rest on, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor import reference
from assessor.model.words import UNASSESSED
from assessor.report import wording as w
from assessor.report.findings import severity_mark
from assessor.report.sheets import Column, Sheet
from assessor.report.text import prose, shown
from assessor.report.view import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Assessment, Edge, Evidence, Finding, Result
    from assessor.report.sheets import Cell

ROOM = 40_000
"""Characters of a stranger's text that are looked at; the cell itself holds a little less and says what was cut."""


def full(text: str | None) -> str:
    """A text in its whole length, what hides in it made visible."""
    return shown(text, ROOM)


def _weighing(open_ones: int, rows: int) -> str:
    """How many of them count; nothing where all do."""
    if open_ones == rows:
        return ", each of which weighs on a verdict" if rows > 1 else " that weighs on a verdict" if rows else ""
    weigh = "none of which weighs" if not open_ones else f"{open_ones:,} of which {'weighs' if open_ones == 1 else 'weigh'}"
    return f", {weigh} on a verdict; the others are accepted risks or information" if open_ones else f", {weigh} on a verdict: accepted risks or information"


def finding_sheet(assessment: Assessment) -> Sheet:
    """One finding a row."""
    rows = [_finding(result, one) for result in assessment.results for one in result.findings]
    open_ones = sum(one.counts for result in assessment.results for one in result.findings)
    without = sum(one.verdict in UNASSESSED for one in assessment.results)
    beside = f" {w.counted(without, 'check')} could not be assessed and may hide more." if without else ""
    says = f"{w.counted(len(rows), 'finding')}{_weighing(open_ones, len(rows))}.{beside}"
    columns = (
        Column("Check", 11), Column("Title", 40, wraps=True), Column("Theme", 22), Column("Severity", 12), Column("Verdict of the check", 14),
        Column("Degree", 10), Column("Confidence", 12), Column("Kind", 18), Column("Name", 38), Column("Id", 38), Column("Says", 70, wraps=True),
        Column("Way", 60, wraps=True), Column("Rows of evidence", 10), Column("Accepted because", 34, wraps=True), Column("Accepted by", 20),
        Column("Accepted until", 14), Column("Key", 50),
    )  # fmt: skip
    return Sheet("Findings", says, columns, rows)


def _finding(result: Result, one: Finding) -> tuple[Cell, ...]:
    check, subject, accepted = result.check, one.subject, one.exception
    return (
        check.id,
        full(check.title),
        full(w.theme_name(check.theme)),
        severity_mark(one.severity or check.severity),
        Mark(result.verdict, w.VERDICTS[result.verdict]),
        Mark(one.degree, w.DEGREES[one.degree]),
        w.CONFIDENCES[one.confidence],
        w.kind_name(subject.kind),
        full(subject.name),
        full(subject.id),
        full(one.says),
        way_in_words(one.path),
        len(one.evidence),
        (full(accepted.reason) or "no reason given") if accepted else "",
        (full(accepted.owner) or "nobody named") if accepted else "",
        (accepted.expires.isoformat() if accepted.expires else "no end date") if accepted else "",
        full(one.key),
    )


def way_in_words(path: tuple[Edge, ...]) -> str:
    """The way from the principal to the role, step by step."""
    steps = (f" \N{RIGHTWARDS ARROW} ({w.edge_name(edge.kind)}) {full(edge.target.label)}" for edge in path)
    return full(path[0].source.label) + "".join(steps) if path else ""


def evidence_sheet(assessment: Assessment) -> Sheet:
    """One row of evidence a row."""
    rows = [_evidence(one, row) for result in assessment.results for one in result.findings for row in one.evidence]
    columns = (
        Column("Check", 11), Column("Severity", 12), Column("Kind", 18), Column("Name", 38), Column("Collection", 34), Column("Id of the row", 50),
        Column("Observed", 70, wraps=True), Column("Key of the finding", 50),
    )  # fmt: skip
    return Sheet("Evidence", f"{w.counted(len(rows), 'row')} of the snapshot, or of the engagement file, that findings rest on.", columns, rows)


def _evidence(one: Finding, row: Evidence) -> tuple[Cell, ...]:
    severity = severity_mark(one.severity) if one.severity else ""
    place = full(row.id) if row.id else "looked for, not there"
    check = one.key.partition(":")[0]
    return check, severity, w.kind_name(one.subject.kind), full(one.subject.label), full(row.collection), place, full(row.observed), full(one.key)


def check_sheet(assessment: Assessment) -> Sheet:
    """Every check, whatever came of it."""
    columns = (
        Column("Check", 11), Column("Title", 44, wraps=True), Column("Theme", 22), Column("Severity", 12), Column("Verdict", 16), Column("Why no verdict", 20),
        Column("Reason", 50, wraps=True), Column("Objects judged", 10), Column("Findings", 10), Column("Accepted", 10), Column("Notes", 60, wraps=True),
        Column("Why it matters", 70, wraps=True), Column("Remedy", 70, wraps=True), Column("Permissions", 30, wraps=True), Column("Tags", 24, wraps=True),
        Column("Pack", 12),
    )  # fmt: skip
    rows = [_check(one) for one in assessment.results]
    return Sheet("Checks", f"{w.counted(len(rows), 'check')}, in the order of the catalogue.", columns, rows)


def _check(result: Result) -> tuple[Cell, ...]:
    check = result.check
    return (
        check.id,
        full(check.title),
        full(w.theme_name(check.theme)),
        severity_mark(check.severity),
        Mark(result.verdict, w.VERDICTS[result.verdict]),
        w.REASON_CODES[result.reason_code] if result.reason_code else "",
        full(result.reason),
        result.population,
        len(result.findings),
        sum(one.exception is not None for one in result.findings),
        "\n".join(full(one) for one in result.notes),
        "\n".join(prose(check.rationale)),
        "\n".join(prose(check.remedy)),
        ", ".join(full(one) for one in check.permissions),
        ", ".join(_tags(result)),
        full(check.pack),
    )


def _tags(result: Result) -> Iterator[str]:
    check = result.check
    yield from (f"Talk {full(one)}" for one in check.talk)
    yield from (full(f"{reference.framework_name(name)} {one}") for name in sorted(check.frameworks) for one in check.frameworks[name])
