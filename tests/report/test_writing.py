"""Files: whole or not at all."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assessor.model.errors import ReportError, UsageError
from assessor.report import FILES, press, write_reports
from assessor.report.writing import write_whole

from .sample_assessment import bad

if TYPE_CHECKING:
    from pathlib import Path


def _no_pdf(_page: str) -> bytes:
    raise ReportError("PDF", "WeasyPrint cannot start here", "install it")


def test_every_format_has_its_file(tmp_path: Path) -> None:
    written = write_reports(bad(), tmp_path / "out", FILES)
    assert [one.name for one in written] == [
        "report.html", "report.pdf", "summary.pdf", "results.json", "findings.csv", "findings.xlsx", "report.md", "findings.sarif", "junit.xml",
    ]  # fmt: skip
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == sorted(FILES.values())


def test_a_format_that_cannot_be_made_does_not_stop_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessor.report.pdf.pressed", _no_pdf)
    refused: list[ReportError] = []
    written = write_reports(bad(), tmp_path, ["pdf", "json", "csv"], refused)
    assert [one.name for one in written] == ["results.json", "findings.csv"]
    assert [one.where for one in refused] == ["PDF"]


def test_without_a_list_for_refusals_the_first_is_raised_after_the_others_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessor.report.pdf.pressed", _no_pdf)
    with pytest.raises(ReportError):
        write_reports(bad(), tmp_path, ["pdf", "json"])
    assert (tmp_path / "results.json").is_file()


def test_an_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="docx is no format"):
        write_reports(bad(), tmp_path, ["docx"])


def test_a_file_that_cannot_be_replaced_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "results.json").mkdir()
    (tmp_path / "results.json" / "kept").touch()
    with pytest.raises(ReportError, match="cannot be written"):
        write_whole(tmp_path / "results.json", b"{}")
    assert [one.name for one in tmp_path.iterdir()] == ["results.json"]


def test_an_older_report_survives_until_the_new_one_is_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"old")
    assert write_whole(tmp_path / "a", b"new").read_bytes() == b"new"


def test_the_face_of_the_room_imports_no_plotting_no_templates_and_no_pdf() -> None:
    code = "import sys, assessor.report; print(sorted({'jinja2', 'weasyprint', 'matplotlib', 'xlsxwriter'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_pressing_asks_no_network_and_no_file() -> None:
    assert press.pressed('<html lang="en"><title>t</title><p>nothing<img alt="" src="file:///etc/hostname">').startswith(b"%PDF")
