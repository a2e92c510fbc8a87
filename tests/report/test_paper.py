"""PDF: tagged, outlined, with its own fonts, capped, the same every time."""

from __future__ import annotations

import builtins
import io
import re
import shutil
import subprocess
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pypdf
import pytest

from assessor.model.errors import ReportError
from assessor.model.result import Acceptance, Image
from assessor.model.words import Degree
from assessor.report import press
from assessor.report.paper import paper_view
from assessor.report.pdf import paper_html, render_pdf
from assessor.report.summary import render_summary, summary_html

from .rendered import paper, summary
from .sample_assessment import SAMPLES, bad, finding, good, huge, judged, person
from .test_html import Elements

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'


def read(content: bytes) -> pypdf.PdfReader:
    """The PDF, opened."""
    return pypdf.PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """Its words, with single spaces."""
    return " ".join(" ".join(one.extract_text() for one in read(content).pages).split())


def _titles(outline: list[Any]) -> Iterator[str]:
    for one in outline:
        yield from _titles(one) if isinstance(one, list) else [str(one.title)]


@pytest.mark.parametrize("name", SAMPLES)
def test_the_summary_has_at_most_two_pages(name: str) -> None:
    assert len(read(summary(name)).pages) <= 2


def test_the_summary_names_no_id_of_a_check_or_an_object() -> None:
    words = text_of(summary("bad"))
    assert not re.search(r"\b[A-Z]{2,6}-\d{3}\b|[0-9a-f]{8}-[0-9a-f]{4}", words)
    assert "needs action now" in words


def test_the_same_assessment_gives_the_same_bytes() -> None:
    assert render_pdf(good()) == paper("good")
    assert render_summary(bad()) == summary("bad")


def test_the_report_says_its_language_title_and_author_and_is_tagged() -> None:
    made = read(paper("bad"))
    root = made.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert made.metadata
    assert made.metadata.title == "Privileged access assessment: Riverside School Trust"
    assert made.metadata.author == "Nordwind Consulting"
    assert "/CreationDate" not in made.metadata


@pytest.mark.parametrize("made", [paper, summary])
def test_paper_says_that_it_is_accessible_and_every_picture_has_words(made: Any) -> None:
    root = read(made("bad")).trailer["/Root"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    tags = list(_tags(root["/StructTreeRoot"]))
    found = {str(one["/S"]) for one in tags if "/S" in one}
    assert {"/Document", "/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Caption", "/Figure", "/L"} <= found
    assert all(str(one.get("/Alt", "")).strip() for one in tags if one.get("/S") == "/Figure")


def _tags(node: Any) -> Iterator[Any]:
    node = node.get_object()
    for one in node if isinstance(node, list) else [node.get("/K")] if isinstance(node, dict) else []:
        if one is not None:
            yield from _tags(one)
    if isinstance(node, dict):
        yield node


def test_every_page_but_the_cover_has_running_heads_and_its_number() -> None:
    cover, *pages = [one.extract_text() for one in read(paper("bad")).pages]
    assert "Confidential ·" not in cover
    for number, text in enumerate(pages, 2):
        assert f"{number} / {len(pages) + 1}" in text
        assert "Riverside School Trust" in text
        assert "Confidential · 24 November 2026" in text


def test_the_contents_number_the_page_that_a_chapter_stands_on() -> None:
    made = read(paper("bad"))
    where = {str(one.title): made.get_destination_page_number(one) + 1 for one in made.outline if not isinstance(one, list)}
    contents = made.pages[1].extract_text()
    for chapter in ("Conditional Access", "What is in order", "Method"):
        assert re.search(rf"\b{where[chapter]}\b", contents), chapter
        assert chapter in made.pages[where[chapter] - 1].extract_text()


@pytest.mark.parametrize("made", [paper, summary])
@pytest.mark.parametrize("name", SAMPLES)
def test_qpdf_finds_nothing(made: Any, name: str, tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not on this machine")
    file = tmp_path / "made.pdf"
    file.write_bytes(made(name))
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


def test_a_logo_stands_on_the_cover() -> None:
    with_logo = replace(good(), logo=Image("image/svg+xml", SQUARE))
    assert b"/Alt (Logo of Riverside School Trust)" in _plain(render_pdf(with_logo))
    assert len(read(render_summary(with_logo)).pages) <= 2


def _plain(content: bytes) -> bytes:
    """Every string of the tags."""
    return b"\n".join(f"/Alt ({one['/Alt']})".encode() for one in _tags(read(content).trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in one)


def test_the_outline_leads_to_every_chapter() -> None:
    titles = list(_titles(read(paper("bad")).outline))
    for chapter in ("Summary", "What to do first", "Who can become what", "The worst findings in full", "What could not be assessed", "Method"):
        assert chapter in titles


def test_every_font_is_embedded_and_comes_from_the_plotting_library() -> None:
    for font in _fonts(read(paper("bad"))):
        assert re.fullmatch(r"/[A-Z]{6}\+Report-(Sans|Sans-Bold|Mono|Serif)", font["/BaseFont"]), font["/BaseFont"]
        assert "/FontFile2" in font["/FontDescriptor"] or "/FontFile3" in font["/FontDescriptor"]


def _fonts(made: pypdf.PdfReader) -> Iterator[Any]:
    for one in made.pages:
        for entry in one["/Resources"].get("/Font", {}).values():
            yield from (each.get_object() for each in entry.get_object()["/DescendantFonts"])


def test_the_report_says_what_it_leaves_out() -> None:
    words = text_of(paper("huge"))
    assert "55 more findings of this kind are listed in the HTML report and in findings.xlsx" in words
    assert "more principals are listed in the HTML report" in words
    assert "Not printed here" in words


def test_the_tables_of_the_largest_report_stay_under_their_cap() -> None:
    assert paper_html(huge(20_000)).count("<tr>") < 1_500


def test_the_largest_report_is_quick() -> None:
    start = time.process_time()
    made = render_pdf(huge())
    assert time.process_time() - start < 40  # the budget is 10 s on a quiet machine
    assert len(read(made).pages) < 80


def test_the_empty_report_still_says_what_could_not_be_assessed() -> None:
    words = text_of(paper("empty"))
    assert "Nothing can be said about" in words
    assert "Checks without a judgement" in words


@pytest.mark.parametrize("made", [paper_html, summary_html])
def test_no_template_for_paper_asks_for_anything(made: Any) -> None:
    text = made(SAMPLES["hostile"]())
    tags = Elements(text).tags
    assert not [tag for tag, given in tags if {"src", "srcset", "data"} & given.keys() or tag in ("link", "img", "script")]
    assert not re.search(r"""url\((?!"data:|#)|@import""", text)


def test_worst_findings_come_in_the_order_of_weight() -> None:
    severities = [one.severity.code for one in paper_view(bad()).worst if one.verdict.code == "fail"]
    assert severities == sorted(severities, key=["critical", "high", "medium", "low", "info"].index)


def test_what_fails_is_printed_before_what_fails_in_part_and_what_was_accepted() -> None:
    risk = Acceptance("so be it", "Head of IT", None)
    found = [
        finding("GA-002", person("a@school.example", 1), "is accepted", exception=risk),
        finding("GA-002", person("b@school.example", 2), "is in part", Degree.PARTIAL),
        *(finding("GA-002", person(f"c{n}@school.example", 10 + n), "fails") for n in range(4)),
    ]
    results = tuple(judged(one.check, found) if one.check.id == "GA-002" else one for one in bad().results)
    first = next(one for one in paper_view(replace(bad(), results=results)).worst if one.id == "GA-002")
    assert [one.says for one in first.findings] == ["fails", "fails", "fails", "fails", "is in part", "is accepted"]


def test_a_machine_without_the_libraries_is_told_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **words: Any) -> Any:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *more, **words)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ReportError, match=r"libpango-1\.0-0.*apt-get install") as caught:
        press.pressed("<p>")
    assert "\n" not in str(caught.value)
