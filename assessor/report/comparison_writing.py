"""A comparison written: JSON for programs, Markdown for a ticket, one HTML page for people, a PDF for management, a workbook of all that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.errors import ReportError
from assessor.report import wording as w
from assessor.report.text import whole
from assessor.report.writing import make_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from assessor.model.comparison import Comparison

COMPARISON_FILES = {"html": "compare.html", "pdf": "compare.pdf", "md": "compare.md", "json": "compare.json", "xlsx": "compare.xlsx"}
"""Name of the file by format, in the order of writing."""


def write_comparison(comparison: Comparison, out: Path, formats: Iterable[str], refused: list[ReportError] | None = None) -> list[Path]:
    """Each format once; one that cannot be made here does not keep the others, and is raised in the end or put into `refused`."""
    wanted, written, failures = set(formats), [], []
    make_folder(out)
    for name, file in COMPARISON_FILES.items():
        if name in wanted:
            try:
                written.append(write_whole(out / file, rendered_comparison(comparison, name)))
            except ReportError as error:
                failures.append(error)
    if refused is None and failures:
        raise failures[0]
    if refused is not None:
        refused += failures
    return written


def rendered_comparison(comparison: Comparison, name: str) -> bytes:
    """One format in memory."""
    if name == "json":
        from assessor.report.comparison_document import comparison_json

        return comparison_json(comparison)
    if name == "xlsx":
        from assessor.report.comparison_workbook import render_comparison_xlsx

        return render_comparison_xlsx(comparison)
    if name == "pdf":
        from assessor.report.comparison_paper import render_comparison_pdf

        return render_comparison_pdf(comparison)
    from assessor.report.comparison_page import render_comparison, render_markdown

    return whole(render_comparison(comparison) if name == "html" else render_markdown(comparison)).encode()


def comparison_in_a_line(comparison: Comparison) -> str:
    """The result for people at a terminal."""
    if comparison.is_empty:
        return "nothing changed"
    count = dict.fromkeys(("fixed", "new"), 0)
    for one in comparison.findings:
        if one.change in count:
            count[one.change] += 1
    access = len(comparison.access)
    parts = [f"{n:,} {word}" for word, n in count.items() if n]
    findings = f"findings: {w.listed(parts)}" if parts else "no finding is fixed or new"
    return f"{findings}; {w.counted(len(comparison.objects), 'object')} and {w.counted(access, 'way')} to tier 0 changed"
