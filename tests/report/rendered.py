"""The sample assessments and their reports, each made once."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from assessor.report.html import render_html
from assessor.report.pdf import render_pdf
from assessor.report.summary import render_summary
from tests.conftest import shared_folder

from .sample_assessment import SAMPLES

CONTRACT = (shared_folder() or Path("shared")) / "contract" / "check.py"


@cache
def page(name: str) -> str:
    """The HTML report of a sample."""
    return render_html(SAMPLES[name]())


@cache
def paper(name: str) -> bytes:
    """The PDF report of a sample."""
    return render_pdf(SAMPLES[name]())


@cache
def summary(name: str) -> bytes:
    """The management summary of a sample."""
    return render_summary(SAMPLES[name]())


def held_against_contract(kind: str, file: Path, *more: str) -> None:
    """Let the contract's own checker judge a document."""
    if not CONTRACT.is_file():
        pytest.skip("the contract's checker is not beside this repository")
    done = subprocess.run([sys.executable, str(CONTRACT), kind, str(file), *more], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
