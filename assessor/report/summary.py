"""The management summary: one or two pages for somebody with five minutes and no Entra."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assessor.report.abbreviations import explained
from assessor.report.fonts import font_faces
from assessor.report.judgement import tenant_name
from assessor.report.page import page_view
from assessor.report.press import pressed
from assessor.report.templates import inline, part, rendered
from assessor.report.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Assessment
    from assessor.report.view import ActionView, PageView

PROBLEMS, NAME = 3, 60
"""Entries of the engagement file, characters of a name: what keeps it to two pages."""


def render_summary(assessment: Assessment) -> bytes:
    """At most two A4 pages, whatever the tenant holds."""
    return pressed(summary_html(assessment))


def summary_html(assessment: Assessment) -> str:
    """The print template of the summary with its values."""
    page = _short(page_view(assessment, nodes=0, charts=False), assessment)
    style = font_faces() + part("styles/tokens.css") + part("styles/summary.css")
    return rendered("summary.html.j2", page=page, words=explained(_texts(page)), style=inline(style))


def _short(page: PageView, assessment: Assessment) -> PageView:
    name = tenant_name(assessment, NAME)
    return replace(
        page,
        customer=shown(assessment.customer, NAME) or name,
        tenant=name,
        domain=shown(assessment.tenant.default_domain, NAME),
        consultant=shown(assessment.consultant, NAME),
        problems=page.problems[:PROBLEMS],
        actions=tuple(_brief(one) for one in page.actions),
    )


def _brief(action: ActionView) -> ActionView:
    """A title of one or two lines; what to do in detail stands in the report."""
    return replace(action, title=shown(action.title, 110), what=())


def _texts(page: PageView) -> Iterator[str]:
    """Everything that is ours and that the summary prints."""
    yield from (page.light.why, page.verdict, "coverage")
    for figure in page.figures:
        yield from (figure.label, figure.detail)
    yield from (one.title for one in page.actions)
    for axis in page.axes:
        yield from (axis.name, axis.holds)
    for remain in page.remains:
        yield from remain.sentences
