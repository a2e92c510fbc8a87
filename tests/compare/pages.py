"""Comparisons of the samples and their pages, each made once."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

from assessor.model.comparison import Comparison
from assessor.report.comparison_page import comparison_view, render_comparison
from assessor.report.comparison_paper import render_comparison_pdf
from assessor.report.comparison_view import ComparisonView

from .snapshots import SAMPLES, compared

PAIRS = {
    "better": ("school_before", "school_after"),
    "worse": ("school_after", "school_before"),
    "same": ("school_before", "school_before"),
    "less": ("school_before", "school_partial"),
    "series": ("school_before", "school_midway", "school_after"),
}


@cache
def found(name: str) -> Comparison:
    """The comparison, judged by the engagement of the project."""
    first, *others = PAIRS[name]
    return compared(SAMPLES / first, *(SAMPLES / one for one in others))


@cache
def view(name: str) -> ComparisonView:
    """What its page says."""
    return comparison_view(found(name))


@cache
def page(name: str) -> str:
    """Its HTML page."""
    return render_comparison(found(name))


@cache
def paper(name: str) -> bytes:
    """Its PDF."""
    return render_comparison_pdf(found(name))


class Elements(HTMLParser):
    """Tags with their attributes, and the words of each chapter."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.chapters: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self._quiet = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        self._quiet += tag in ("style", "script", "datalist", "select")
        if tag == "section":
            self._open.append((tag, given.get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("style", "script", "datalist", "select")
        if tag == "section":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._quiet:
            name = self._open[0][1]
            self.chapters[name] = self.chapters.get(name, "") + data
