"""How a report of many findings behaves in a real browser: when it can be used, and how long a filter takes.

python tests/bench/page_bench.py            the table
python tests/bench/page_bench.py --check    exit 1 if something is over its budget
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # the samples of the tests

from playwright.sync_api import Browser, Page, sync_playwright

from assessor.report.html import render_html
from tests.report.sample_assessment import huge

INTERACTIVE_BUDGET, FILTER_BUDGET = 1500.0, 100.0
"""Milliseconds."""
NARROWED = {
    "severity, most of them": ("filter-severity", "high"),
    "severity, few of them": ("filter-severity", "critical"),
    "theme": ("filter-theme", "theme-break-glass"),
    "verdict, all of them": ("filter-verdict", "fail"),
    "search, one of them in each check": ("filter-q", "user00007"),
    "search, nothing": ("filter-q", "nobody is called so"),
    "person": ("filter-principal", "user00011@school.example"),
    "everything again": ("filter-q", ""),
}
FILTER = """async ([id, value]) => {
    document.getElementById('filter').reset();
    await new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 50));
    const field = document.getElementById(id), begun = performance.now();
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
    document.body.getBoundingClientRect();
    const worked = performance.now() - begun;
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return [worked, performance.now() - begun];
}"""
"""From the event to a page that is laid out, and to the frame that shows it."""


def ready(browser: Browser, address: str) -> tuple[float, Page]:
    """Milliseconds from the request to the frame after the script has run."""
    tab = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    tab.goto(address, wait_until="load")
    painted = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
    return float(tab.evaluate(painted)), tab


def measured(browser: Browser, address: str, times: int) -> dict[str, float]:
    """Medians; the first filter of a page, which still has to read all words, is a row of its own."""
    found: dict[str, list[float]] = {}
    for _ in range(times):
        took, tab = ready(browser, address)
        found.setdefault("interactive", []).append(took)
        found.setdefault("first search", []).append(tab.evaluate(FILTER, ["filter-q", "user00003"])[1])
        for name, what in NARROWED.items():
            found.setdefault(name, []).append(tab.evaluate(FILTER, list(what))[1])
        tab.context.close()
    return {name: statistics.median(values) for name, values in found.items()}


def main() -> int:
    """Print the table; with --check say by the exit code whether the budgets hold."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--check", action="store_true")
    asked.add_argument("--findings", type=int, default=5_000)
    asked.add_argument("--times", type=int, default=5)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "report.html"
        file.write_text(render_html(huge(given.findings)), encoding="utf-8")
        chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        rows = measured(browser, file.as_uri(), given.times)
        size = file.stat().st_size / 1e6
        browser.close()
    print(f"{given.findings:,} findings, {size:.1f} MB; medians of {given.times}, milliseconds")
    over = [_line(name, took) for name, took in rows.items()]
    return 1 if given.check and any(over) else 0


def _line(name: str, took: float) -> bool:
    budget = INTERACTIVE_BUDGET if name == "interactive" else FILTER_BUDGET
    print(f"  {name:<36} {took:7.0f}   at most {budget:.0f}{'   OVER' if took > budget else ''}")
    return took > budget


if __name__ == "__main__":
    sys.exit(main())
