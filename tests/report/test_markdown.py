"""report.md, and the escaping that it shares with compare.md: rendered by another library, and read."""

from __future__ import annotations

import html
import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assessor.report.markdown import render_markdown
from assessor.report.markup import cell, plain

from .sample_assessment import SAMPLES, bad, empty, good, hostile

COMMENT = 65_536
"""Characters that a comment on GitHub holds."""


@cache
def reader() -> MarkdownIt:
    """CommonMark with tables and raw HTML: the most permissive reader that shows a ticket."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def words_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf")), min_size=1))
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    page = reader().render(f"x {plain(text)} x")
    assert set(re.findall(r"<(\w+)", page)) <= {"p", "code"}
    assert " ".join(words_of(page).split()) == " ".join(f"x {text} x".split())


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf")), min_size=1).filter(str.strip))
def test_an_item_of_a_list_begins_nothing_of_its_own(text: str) -> None:
    page = reader().render(f"- {plain(text.strip())}")
    assert set(re.findall(r"<(\w+)", page)) <= {"ul", "li", "code"}


@pytest.mark.parametrize("text", ["- x", "+ x", "1. x", "12) x", "===", "---", "-", "# x", "> x", "* x", "\\"])
def test_a_name_that_looks_like_a_block_stays_a_name(text: str) -> None:
    for page in (reader().render(f"- {plain(text)}"), reader().render(f"a\n{plain(text)}\n")):
        assert set(re.findall(r"<(\w+)", page)) <= {"ul", "li", "p", "code"}
        assert page.count("<li>") <= 1
        assert words_of(page).strip().endswith(text)


@pytest.mark.parametrize("text", ["@octocat", "hello @team", "(@all)", "fix #12", "see !7", "-@x"])
def test_nobody_is_called_and_no_issue_is_named(text: str) -> None:
    """What is looked up in the words that people see is never looked up in code."""
    page = reader().render(plain(text))
    assert not re.search(r"(?<!\w)[@#!]\w", re.sub(r"<code>.*?</code>", "", page))


def test_an_address_of_a_person_stays_readable() -> None:
    assert plain("ana@example.org") == "ana\\@example.org"
    assert "`" not in plain("kim_partner.example#EXT#@school.onmicrosoft.com")


@pytest.mark.parametrize(
    "text",
    ["[here](https://evil.example)", "![x](https://evil.example/x.png)", "<https://evil.example>", "<img src=x onerror=alert(1)>", "&lt;b", "[a]: b"],
)
def test_nothing_in_a_name_is_a_link_a_picture_or_markup(text: str) -> None:
    page = reader().render(plain(text))
    assert set(re.findall(r"<(\w+)", page)) <= {"p", "code"}
    assert words_of(page).strip() == text


def test_no_address_links_itself() -> None:
    assert plain("https://evil.example www.evil.example") == "https\\://evil.example www\\.evil.example"


def test_a_cell_keeps_to_its_row() -> None:
    one = cell("x | y\n\nz")
    page = reader().render(f"| a | b |\n|---|---|\n| {one} | 2 |")
    assert page.count("<td>") == 2
    assert "x | y z" in page


@pytest.mark.parametrize("name", SAMPLES)
def test_the_report_is_the_same_twice_and_fits_into_a_comment(name: str) -> None:
    made = render_markdown(SAMPLES[name]())
    assert made == render_markdown(SAMPLES[name]())
    assert len(made) < COMMENT
    assert made.endswith("\n")
    assert not made.endswith("\n\n")


def test_the_report_says_verdict_score_coverage_and_what_to_do_first() -> None:
    page = render_markdown(bad())
    assert "**Privileged access in Riverside School needs action now" in page
    assert "| 35 of 100 | E | 91\N{NO-BREAK SPACE}% | Act now: 3 critical checks fail. |" in page
    assert "1. **Only break-glass accounts hold Global Administrator permanently** (GA-002, critical, " in page


def test_findings_stand_under_their_check_and_accepted_ones_apart() -> None:
    page = render_markdown(bad())
    section = page.split("### GA-001 ")[1].split("###")[0]
    assert "High · Fail · 2 findings" in section
    assert "- ana.keller\\@school.example holds Global Administrator directly and permanently" in section
    assert "Timetable sync" not in page.split("## Accepted risks")[0].split("## Findings")[1]
    assert "accepted by Head of IT, until 31 March 2027" in page


def test_what_is_left_out_is_counted() -> None:
    page = render_markdown(SAMPLES["huge"]())
    assert "- … and 51 more: `findings.xlsx` and `results.json` hold all of them." in page
    assert "1,952 findings of 32 checks that fail or partly fail." in page


def test_a_list_that_is_too_long_ends_in_a_table_of_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assessor.report.markdown.ROOM", 600)
    page = render_markdown(bad())
    shown = page.count("\n### ") - 1
    (number,) = re.findall(r"### (\d+) more checks, without their findings", page)
    table = page.split("more checks, without their findings")[1].split("## Accepted")[0]
    assert table.count("\n| ") - 1 == int(number)
    assert shown >= 1


def test_what_could_not_be_assessed_is_told_even_where_it_is_nothing() -> None:
    assert "## What could not be assessed\n\nEverything that should be assessed was." in render_markdown(good())
    assert "| ROLE-012 Eligible roles are used | Low | The audit log could not be read: permission was refused. |" in render_markdown(bad())
    assert "not known | – | 0\N{NO-BREAK SPACE}%" in render_markdown(empty())
    assert "… and 3 more" in render_markdown(empty())
    assert render_markdown(empty()).split("Why not |")[1].count("\n| ") == 30


def test_a_hostile_tenant_writes_neither_markup_nor_links() -> None:
    page = reader().render(render_markdown(hostile()))
    allowed = {"h1", "h2", "h3", "p", "strong", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "code"}
    assert set(re.findall(r"<(\w+)", page)) <= allowed
    assert "<a " not in page
