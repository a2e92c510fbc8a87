"""A comparison as a few pages of PDF for management: the story, who, what, what is open, what could not be compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assessor.model.comparison import CheckChange
from assessor.model.words import Severity
from assessor.report import wording as w
from assessor.report.comparison_judged import still_open
from assessor.report.comparison_page import comparison_view
from assessor.report.fonts import font_faces
from assessor.report.press import pressed
from assessor.report.templates import inline, part, rendered
from assessor.report.text import shown

if TYPE_CHECKING:
    from assessor.model.comparison import Comparison
    from assessor.report.comparison_view import ComparisonView, GlanceView, PersonView

NODES = 22
"""Boxes of the one drawing that still fit a page on its side."""
MOVES, CHECKS, REASONS, CAVEATS, GLANCE, NAME = 16, 10, 12, 6, 4, 60
"""Rows of people, checks of one list, things that could not be compared, caveats, entries of a short list, characters of a name."""
ELSEWHERE = "in the HTML page of this comparison"
FACTS = ("Taken", "Score", "Coverage", "Scope", "Sealed", "Collections", "Judged by")
"""Lines of the table of both sides that somebody without Entra can use."""


@dataclass(frozen=True, slots=True)
class ListView:
    """A list of checks, and how many more there are."""

    title: str
    items: tuple[tuple[str, str], ...]
    """What, and how it stands."""
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonPaperView:
    """A comparison cut to what somebody leafs through."""

    page: ComparisonView
    lists: tuple[ListView, ...]
    people_more: str
    not_compared_more: str


def render_comparison_pdf(comparison: Comparison) -> bytes:
    """Two to six pages, tagged; the same comparison gives the same bytes."""
    return pressed(comparison_paper_html(comparison))


def comparison_paper_html(comparison: Comparison) -> str:
    """The print template with its values, before it becomes PDF."""
    view = comparison_paper_view(comparison)
    style = font_faces() + part("styles/tokens.css") + part("styles/compare_paper.css")
    return rendered("compare_paper.html.j2", paper=view, page=view.page, style=inline(style))


def comparison_paper_view(comparison: Comparison) -> ComparisonPaperView:
    """The same facts as the page, the long lists cut and counted."""
    page = comparison_view(comparison, NODES, 1)
    people, more = _cut(page.people)
    left = len(page.people) + len(page.people_folded) - len(people)
    untold = len(page.not_compared) - REASONS
    return ComparisonPaperView(
        page=replace(
            page,
            customer=shown(page.customer, NAME),
            people=people,
            glance=tuple(_short(one) for one in page.glance),
            caveats=page.caveats[:CAVEATS],
            not_compared=page.not_compared[:REASONS],
            facts=tuple(one for one in page.facts if one[0] in FACTS),
            roles=page.roles[:1],
        ),
        lists=_lists(comparison),
        people_more=f"{w.counted(left, 'more', 'more')} {ELSEWHERE}." if left else f"{more}{ELSEWHERE}." if more else "",
        not_compared_more=f"{w.counted(untold, 'more', 'more')} {ELSEWHERE}." if untold > 0 else "",
    )


def _short(one: GlanceView) -> GlanceView:
    more = int(one.count.replace(",", "")) - GLANCE
    return replace(one, items=one.items[:GLANCE], more=f"and {more:,} more" if more > 0 else "")


def _cut(people: tuple[PersonView, ...]) -> tuple[tuple[PersonView, ...], str]:
    """The first row of each, as long as there is room; one reason a row, since a page is narrow."""
    kept = [replace(one, moves=tuple(replace(move, because=move.because[:1], way=()) for move in one.moves[:1])) for one in people[:MOVES]]
    more = any(len(one.moves) > 1 for one in people[:MOVES])
    return tuple(kept), "Further roles of the same people: " if more else ""


def _lists(comparison: Comparison) -> tuple[ListView, ...]:
    """What got worse and what is open before what was fixed."""
    open_ones = [(shown(one.check.title, 120), f"{w.SEVERITIES[one.check.severity]}, {w.counted(number, 'finding')}") for one, number in still_open(comparison)]
    every = (
        ("What got worse", _changed(comparison, CheckChange.REGRESSED, CheckChange.WORSENED)),
        ("What can no longer be told", _changed(comparison, CheckChange.NO_LONGER_ASSESSED)),
        ("What was fixed or improved", _changed(comparison, CheckChange.FIXED, CheckChange.IMPROVED)),
        ("What is still open", open_ones),
    )
    return tuple(_list(title, items) for title, items in every if items)


def _list(title: str, items: list[tuple[str, str]]) -> ListView:
    more = len(items) - CHECKS
    return ListView(f"{title} ({len(items):,})", tuple(items[:CHECKS]), f"{w.counted(more, 'more', 'more')} {ELSEWHERE}." if more > 0 else "")


def _changed(comparison: Comparison, *changes: CheckChange) -> list[tuple[str, str]]:
    found = sorted((one for one in comparison.checks if one.change in changes), key=lambda one: tuple(Severity).index(one.info.severity))
    return [
        (shown(one.info.title, 120), f"{w.SEVERITIES[one.info.severity]}, {w.VERDICTS[one.before.verdict].lower()} → {w.VERDICTS[one.after.verdict].lower()}")
        for one in found
    ]
