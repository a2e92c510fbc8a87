"""findings.csv: one row a finding, for a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from assessor.report.text import shown
from assessor.report.wording import edge_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Assessment, Edge, Finding, Result

COLUMNS = (
    "check",
    "title",
    "theme",
    "check severity",
    "verdict",
    "degree",
    "severity",
    "confidence",
    "kind",
    "id",
    "name",
    "says",
    "path",
    "evidence",
    "remedy",
    "accepted because",
    "accepted by",
    "accepted until",
    "key",
    "rows of evidence",
)
_FORMULA = tuple("=+-@＝＋－＠")
"""Signs that begin a formula; the wide ones where a spreadsheet speaks Japanese or Chinese."""
_HIDDEN = re.compile(rf";(\s*)(?=[{re.escape(''.join(_FORMULA))}])")
"""A semicolon begins a new cell where it separates lists (German, French …), whatever the quotes say."""
_LONG = 32_000
"""Characters of a cell: Excel holds 32,767."""


def render_csv(assessment: Assessment) -> bytes:
    """UTF-8 with a mark that spreadsheets look for; no cell is a formula."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(assessment))
    return sheet.getvalue().encode("utf-8-sig")


def safe_cell(text: str | None, limit: int = _LONG) -> str:
    """Text that no spreadsheet takes for a formula, whatever its author meant."""
    raw = text or ""
    visible = _HIDDEN.sub(r";\1'", shown(raw, limit))
    return "'" + visible if raw.lstrip().startswith(_FORMULA) or raw.startswith(("\t", "\r", "\n")) else visible


def _rows(assessment: Assessment) -> Iterator[list[str]]:
    for result in assessment.results:
        for finding in result.findings:
            yield [*(safe_cell(cell) for cell in _cells(result, finding)), str(len(finding.evidence))]


def _cells(result: Result, finding: Finding) -> list[str | None]:
    check, subject, accepted = result.check, finding.subject, finding.exception
    until = accepted.expires.isoformat() if accepted and accepted.expires else ""
    return [
        check.id,
        check.title,
        check.theme,
        check.severity,
        result.verdict,
        finding.degree,
        finding.severity or check.severity,
        finding.confidence,
        subject.kind,
        subject.id,
        subject.name,
        finding.says,
        _way(finding.path),
        "; ".join(f"{row.collection}/{row.id or 'nothing'}: {row.observed}" for row in finding.evidence),
        " ".join(check.remedy.split()),
        accepted.reason if accepted else "",
        accepted.owner if accepted else "",
        until,
        finding.key,
    ]


def _way(path: tuple[Edge, ...]) -> str:
    steps = [f" \N{RIGHTWARDS ARROW} ({edge_name(edge.kind)}) {shown(edge.target.label)}" for edge in path]
    return shown(path[0].source.label) + "".join(steps) if path else ""
