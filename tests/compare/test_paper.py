"""The PDF of a comparison: few pages, tagged, the same every time, and one line where it cannot be made."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest

from assessor.cli import main
from assessor.report import press
from assessor.report.comparison_paper import render_comparison_pdf

from .pages import PAIRS, found, paper
from .snapshots import SAMPLES


def _read(name: str) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper(name)))


def _words(name: str) -> str:
    return " ".join(" ".join(one.extract_text() for one in _read(name).pages).split())


@pytest.mark.parametrize("name", PAIRS)
def test_it_has_two_to_six_pages_and_is_tagged(name: str) -> None:
    made = _read(name)
    assert 2 <= len(made.pages) <= 6
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert made.trailer["/Root"]["/Lang"] == "en"
    assert made.metadata
    assert made.metadata.title.startswith("Before and after: ")
    assert "/CreationDate" not in made.metadata


def test_the_same_comparison_gives_the_same_bytes() -> None:
    assert render_comparison_pdf(found("better")) == paper("better")


def test_it_tells_the_story_who_what_and_what_is_open() -> None:
    words = _words("worse")
    for part in ("fell from 100 to 3", "Who lost a way, and who gained one", "What got worse", "What is still open", "What could not be compared"):
        assert part in words, part
    assert "in the HTML page of this comparison" in words


def test_a_series_has_its_figures_on_paper() -> None:
    assert "The figures of each snapshot" in _words("series")


def test_without_its_libraries_the_pdf_alone_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def missing() -> None:
        from assessor.model.errors import ReportError

        raise ReportError("PDF", "WeasyPrint cannot start here (libpango)", "install it")

    monkeypatch.setattr(press, "_engine", missing)
    before, after = str(SAMPLES / "school_before"), str(SAMPLES / "school_after")
    assert main(["compare", before, after, "--format", "pdf,json", "--out", str(tmp_path), "--quiet"]) == 3
    assert [one.name for one in tmp_path.iterdir()] == ["compare.json"]
    assert [line for line in capsys.readouterr().err.splitlines() if line] == ["assessor: PDF: WeasyPrint cannot start here (libpango); install it"]
