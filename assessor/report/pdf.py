"""The PDF report: worst findings in full, the rest in tables, nothing left out without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.fonts import font_faces
from assessor.report.paper import paper_view
from assessor.report.press import pressed
from assessor.report.templates import inline, part, rendered

if TYPE_CHECKING:
    from assessor.model.result import Assessment


def render_pdf(assessment: Assessment) -> bytes:
    """The report for leafing through and filing."""
    return pressed(paper_html(assessment))


def paper_html(assessment: Assessment) -> str:
    """The print template with its values, before it becomes PDF."""
    view = paper_view(assessment)
    style = font_faces() + part("styles/tokens.css") + part("styles/paper.css")
    return rendered("paper.html.j2", paper=view, page=view.page, style=inline(style))
