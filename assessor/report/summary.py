"""The management summary: one or two pages for somebody with five minutes and no Entra."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.model.words import UNASSESSED
from assessor.report import wording as w
from assessor.report.fonts import font_faces
from assessor.report.judgement import tenant_name
from assessor.report.page import page_view
from assessor.report.press import pressed
from assessor.report.templates import inline, part, rendered
from assessor.report.text import shown

if TYPE_CHECKING:
    from assessor.model.result import Assessment
    from assessor.report.view import ActionView, PageView

THEMES, PROBLEMS, NAME = 14, 3, 60
"""Rows of the table of themes, entries of the engagement file, characters of a name: what keeps it to two pages."""


def render_summary(assessment: Assessment) -> bytes:
    """At most two A4 pages, whatever the tenant holds."""
    return pressed(summary_html(assessment))


def summary_html(assessment: Assessment) -> str:
    """The print template of the summary with its values."""
    page = _short(page_view(assessment, nodes=0, charts=False), assessment)
    style = font_faces() + part("styles/tokens.css") + part("styles/summary.css")
    return rendered("summary.html.j2", page=page, open=_open_points(assessment), style=inline(style))


def _short(page: PageView, assessment: Assessment) -> PageView:
    name = tenant_name(assessment, NAME)
    return replace(
        page,
        customer=shown(assessment.customer, NAME) or name,
        tenant=name,
        domain=shown(assessment.tenant.default_domain, NAME),
        consultant=shown(assessment.consultant, NAME),
        problems=page.problems[:PROBLEMS],
        themes=page.themes[:THEMES],
        actions=tuple(_brief(one) for one in page.actions),
    )


def _open_points(assessment: Assessment) -> tuple[str, ...]:
    """What is not known, and what was accepted."""
    unknown = sum(one.verdict in UNASSESSED for one in assessment.results)
    accepted = [finding.exception for one in assessment.results for finding in one.findings if finding.exception]
    ends = sorted(one.expires for one in accepted if one.expires)
    missing = sum(one.status == "missing" for one in assessment.snapshot.collections)
    first_end = f"; the first ends on {w.day(ends[0])}" if ends else ""
    return (
        f"{w.counted(unknown, 'check')} could not be assessed; they may hide problems." if unknown else "Everything that should be assessed was.",
        f"{w.counted(len(accepted), 'risk')} {_are(len(accepted))} accepted for a time{first_end}." if accepted else "No risk is accepted.",
        f"{w.counted(missing, 'kind')} of data {_are(missing)} missing from the snapshot." if missing else "No kind of data is missing from the snapshot.",
    )


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def _brief(action: ActionView) -> ActionView:
    """A title of one or two lines; what to do in detail stands in the report."""
    return replace(action, title=shown(action.title, 110), what=())
