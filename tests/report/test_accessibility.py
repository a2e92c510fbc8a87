"""axe-core finds nothing: in both schemes, wide and narrow, with everything open."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from .rendered import page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
RUN = """async (tags) => (await axe.run(document, { runOnly: { type: 'tag', values: tags } })).violations
    .map((one) => `${one.id}: ${one.help}: ${one.nodes.length} times, e.g. ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary}`)"""


@pytest.mark.parametrize("folded", [True, False], ids=["folded", "open"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["bad", "good"])
def test_axe_finds_nothing(browser: Browser, tmp_path: Path, name: str, scheme: str, width: int, *, folded: bool) -> None:
    pytest.importorskip("axe_playwright_python", reason="axe-core is not installed")
    file = tmp_path / "report.html"
    file.write_text(page(name), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(file.as_uri())
    if not folded:
        tab.evaluate(OPEN_ALL)
    tab.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert tab.evaluate(RUN, RULES) == []
    context.close()
