"""Reports written to a folder: whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from assessor.model.errors import ReportError, UsageError
from assessor.report.text import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from assessor.model.result import Assessment

FILES = {
    "html": "report.html", "pdf": "report.pdf", "summary": "summary.pdf", "json": "results.json", "csv": "findings.csv", "xlsx": "findings.xlsx",
    "plan": "plan.md", "prompts": "prompts.txt", "md": "report.md", "sarif": "findings.sarif", "junit": "junit.xml",
}  # fmt: skip
"""Name of the file by format, in the order of writing."""


def write_reports(assessment: Assessment, out: Path, formats: Iterable[str], refused: list[ReportError] | None = None) -> list[Path]:
    """Write each format once. One that cannot be made never stops the others: it goes to `refused`, or is raised at the end where there is no such list."""
    wanted = set(formats)
    if odd := sorted(wanted - FILES.keys()):
        raise UsageError("--format", f"{odd[0]} is no format", f"use one of {', '.join(FILES)}")
    make_folder(out)
    failures: list[ReportError] = []
    written = [path for name in FILES if name in wanted and (path := _attempt(assessment, out, name, failures))]
    if refused is None and failures:
        raise failures[0]
    if refused is not None:
        refused += failures
    return written


def _attempt(assessment: Assessment, out: Path, name: str, failures: list[ReportError]) -> Path | None:
    try:
        return write_whole(out / FILES[name], rendered(assessment, name))
    except ReportError as error:
        failures.append(error)
        return None


def rendered(assessment: Assessment, name: str) -> bytes:
    """One format in memory; ReportError where it cannot be made here."""
    return _makers()[name](assessment)


def write_whole(path: Path, content: bytes) -> Path:
    """Under a neighbour's name first: a file that carries the name is complete."""
    if path.exists() and not path.is_file():  # a device would be taken away, and a file put in its place
        raise ReportError(str(path), "cannot be written (it is there and is no file)", "choose another place with --out")
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)
    except OSError as error:
        raise ReportError(str(path), f"cannot be written ({error.strerror or error})", "choose another folder with --out, or close the file") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return path


def make_folder(out: Path) -> None:
    """The folder, made where it is not there."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportError(str(out), f"cannot be made a folder ({error.strerror or error})", "choose another folder with --out") from error


def _makers() -> dict[str, Callable[[Assessment], bytes]]:
    return {
        "html": _html, "pdf": _pdf, "summary": _summary, "json": _json, "csv": _csv, "xlsx": _xlsx, "plan": _plan, "prompts": _prompts,
        "md": _md, "sarif": _sarif, "junit": _junit,
    }  # fmt: skip


def _html(assessment: Assessment) -> bytes:
    from assessor.report.html import render_html

    return whole(render_html(assessment)).encode()


def _pdf(assessment: Assessment) -> bytes:
    from assessor.report.pdf import render_pdf

    return render_pdf(assessment)


def _summary(assessment: Assessment) -> bytes:
    from assessor.report.summary import render_summary

    return render_summary(assessment)


def _json(assessment: Assessment) -> bytes:
    from assessor.report.documents import results_json

    return results_json(assessment)


def _csv(assessment: Assessment) -> bytes:
    from assessor.report.table_csv import render_csv

    return render_csv(assessment)


def _xlsx(assessment: Assessment) -> bytes:
    from assessor.report.workbook import render_xlsx

    return render_xlsx(assessment)


def _plan(assessment: Assessment) -> bytes:
    from assessor.report.plan_markdown import plan_markdown

    return plan_markdown(assessment)


def _prompts(assessment: Assessment) -> bytes:
    from assessor.report.prompts import prompts_text

    return prompts_text(assessment)


def _md(assessment: Assessment) -> bytes:
    from assessor.report.markdown import render_markdown

    return whole(render_markdown(assessment)).encode()


def _sarif(assessment: Assessment) -> bytes:
    from assessor.report.sarif import render_sarif

    return render_sarif(assessment)


def _junit(assessment: Assessment) -> bytes:
    from assessor.report.junit import render_junit

    return render_junit(assessment)
