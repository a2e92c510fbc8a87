"""Strings of strangers on their way to a page."""

from __future__ import annotations

import csv
import io
import unicodedata
from xml.etree import ElementTree as Xml
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.report.table_csv import COLUMNS, render_csv, safe_cell
from assessor.report.text import for_xml, shown, whole

from .sample_assessment import NASTY, bad, hostile


@pytest.mark.parametrize("text", NASTY)
def test_what_is_shown_hides_nothing_and_turns_nothing_round(text: str) -> None:
    assert not [one for one in shown(text) if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert len(shown(text, 60)) <= 60


def test_a_right_to_left_override_is_spelt_out() -> None:
    assert shown("\u202egnp.exe") == "\u27e8U+202E\u27e9gnp.exe"


def test_a_long_name_loses_its_middle_and_keeps_both_ends() -> None:
    short = shown("a" * 5000 + "b" * 5000, 31)
    assert (short[0], short[20], short[-1], len(short)) == ("a", "\N{HORIZONTAL ELLIPSIS}", "b", 31)


def test_a_mark_is_never_cut_in_half() -> None:
    assert shown("\u202e" * 100, 20).count("\u27e8") == shown("\u202e" * 100, 20).count("\u27e9")


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert shown("Jos\u00e9 \u7ba1\u7406\u5458 O'Neil") == "Jos\u00e9 \u7ba1\u7406\u5458 O'Neil"
    assert shown(None) == ""


def test_a_surrogate_pair_is_joined_and_a_lone_one_replaced() -> None:
    assert whole("\ud83d\ude00 \ud800") == "\U0001f600 \N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", '=cmd|"/C calc"!A0', "＝1+1", "\u3000=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe_cell(text).startswith("'")


def test_no_cell_becomes_two_where_a_semicolon_separates_them() -> None:
    assert safe_cell("Ana;=cmd|1") == "Ana;'=cmd|1"
    assert safe_cell("Ana; +1; b") == "Ana; '+1; b"
    assert safe_cell("one; two - three") == "one; two - three"


def test_the_table_has_a_row_for_each_finding_and_opens_in_a_spreadsheet() -> None:
    made = render_csv(bad())
    assert made.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 1 + sum(len(one.findings) for one in bad().results)
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_no_cell_of_a_hostile_tenant_is_a_formula() -> None:
    rows = csv.reader(io.StringIO(render_csv(hostile()).decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert b";=" not in render_csv(hostile())


@given(st.text(st.characters()))
def test_any_text_fits_into_a_document_of_xml(text: str) -> None:
    fit = for_xml(text)
    assert Xml.fromstring(f"<a>{escape(fit)}</a>").text == (fit.replace("\r\n", "\n").replace("\r", "\n") or None)  # noqa: S314  # our own document
    assert for_xml(fit) == fit


@given(st.text(st.characters()))
def test_what_is_shown_fits_into_a_document_of_xml_as_it_is(text: str) -> None:
    assert for_xml(shown(text)) == shown(text)
