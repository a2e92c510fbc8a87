"""One real browser for the tests of this folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for the module."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    driver = subprocess.run([sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, check=False)
    if driver.returncode:
        pytest.skip(f"the browser's driver does not start: {driver.stderr.strip()}")
    try:
        with sync_api.sync_playwright() as playwright:
            made = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            yield made
            made.close()
    except (OSError, RuntimeError) as error:
        pytest.skip(f"the browser needs what this run forbids: {error}")
