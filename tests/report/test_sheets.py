"""A workbook: text stays text, and the same values give the same bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessor.report import sheets
from assessor.report.sheets import Column, Sheet, cell_text, workbook_bytes
from assessor.report.view import Mark

from .read_back import opened, says, table

MADE = datetime(2026, 11, 24, 10, 32, tzinfo=UTC)
TRAPS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "{=1}", '=cmd|"/C calc"!A0', "https://evil.example", "mailto:x@y.example", "internal:Evidence!A1", "external:c:\\x.xlsx",
    "file://host/share", "0012", "1e5", "TRUE", "#N/A", "2026-01-01", "_x0041_", " leading and trailing ", "a\nb", "\N{GRINNING FACE}", "<b>&amp;</b>", "'=1",
)  # fmt: skip


def made(*values: object) -> bytes:
    return workbook_bytes([Sheet("List", "What it is.", (Column("Value"),), [(one,) for one in values])], "Title", "Author", MADE)  # type: ignore[arg-type]


def cells(content: bytes) -> list[object]:
    return [row["Value"] for row in table(opened(content), "List")]


def test_every_text_comes_back_as_the_text_it_was() -> None:
    book = opened(made(*TRAPS))
    assert [row["Value"] for row in table(book, "List")] == list(TRAPS)
    assert {cell.data_type for cell in book["List"]["A"]} == {"s"}
    assert not [cell for cell in book["List"]["A"] if cell.hyperlink]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40), min_size=1, max_size=8))
def test_any_text_that_xml_allows_comes_back(texts: list[str]) -> None:
    assert cells(made(*texts)) == [one.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for one in texts]


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(), max_size=30))
def test_no_text_whatsoever_breaks_the_file(text: str) -> None:
    (got,) = cells(made(text or "x"))
    assert isinstance(got, str)


def test_what_xml_forbids_is_replaced() -> None:
    assert cells(made("a\x00b", "\x1b[31m", "half \ud800", "\uffff")) == ["a\ufffdb", "\ufffd[31m", "half \ufffd", "\ufffd"]


def test_a_text_that_no_cell_holds_is_cut_and_says_so() -> None:
    (got,) = cells(made("x" * 40_000))
    assert len(str(got)) == 32_767
    assert str(got).endswith("… (cut here: 40,000 characters)")


def test_a_character_beyond_the_first_plane_counts_as_two() -> None:
    assert cell_text("\N{GRINNING FACE}" * 16_383) == "\N{GRINNING FACE}" * 16_383
    cut = cell_text("\N{GRINNING FACE}" * 16_384)
    assert cut.endswith("(cut here: 16,384 characters)")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert "\N{REPLACEMENT CHARACTER}" not in cut


def test_numbers_are_numbers_and_nothing_is_an_empty_cell() -> None:
    assert cells(made(0, 12, 2.5, None)) == [0, 12, 2.5, None]


def test_a_mark_is_its_word_in_its_colour() -> None:
    book = opened(made(Mark("critical", "Critical"), Mark("pass", "Pass")))
    first, second = book["List"]["A3"], book["List"]["A4"]
    assert (first.value, second.value) == ("Critical", "Pass")
    assert first.font.color.rgb != second.font.color.rgb


def test_every_sheet_filters_and_keeps_its_head_in_sight() -> None:
    page = opened(made("a", "b"))["List"]
    assert page.freeze_panes == "A3"
    assert page.auto_filter.ref == "A2:A4"
    assert page.column_dimensions["A"].width > 10


def test_a_sheet_without_rows_still_says_what_it_is() -> None:
    book = opened(workbook_bytes([Sheet("List", "Nothing is known.", (Column("Value"),), ())], "T", "A", MADE))
    assert says(book, "List") == "Nothing is known."
    assert book["List"].auto_filter.ref == "A2"


def test_rows_that_a_sheet_does_not_hold_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 5)
    book = opened(made(*"abcdefg"))
    assert [row["Value"] for row in table(book, "List")] == ["a", "b", "c"]
    assert says(book, "List") == "What it is. 4 more rows are left out here, for a sheet holds no more."


def test_two_runs_give_the_same_bytes_and_the_time_is_that_of_the_snapshot() -> None:
    assert made(*TRAPS) == made(*TRAPS)
    assert opened(made("a")).properties.created == datetime(2026, 11, 24, 10, 32)  # as the file holds it
    with zipfile.ZipFile(io.BytesIO(made("a"))) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_no_part_of_the_file_is_a_link_a_formula_or_a_macro() -> None:
    with zipfile.ZipFile(io.BytesIO(made(*TRAPS))) as archive:
        names = archive.namelist()
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    assert not [name for name in names if "externalLink" in name or "vba" in name or name.endswith("sheet1.xml.rels")]
    assert "<f>" not in page
    assert "hyperlink" not in page
