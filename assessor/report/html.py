"""The HTML report: one file, nothing from outside, readable without script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.page import page_view
from assessor.report.templates import inline, policy, rendered, report_script, screen_style

if TYPE_CHECKING:
    from assessor.model.result import Assessment


def render_html(assessment: Assessment) -> str:
    """The whole report as one page."""
    style, script = screen_style(), report_script()
    return rendered("report.html.j2", page=page_view(assessment), policy=policy(style, script), style=inline(style), script=inline(script))
