"""docs/pipelines.md: what it shows is what runs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from assessor.cli.arguments import parser

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = re.compile(r"^(?:    |\s*- (?:run|script): )(assessor .+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "pipelines.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def commands(page: str) -> list[str]:
    return COMMAND.findall(page)


@pytest.fixture(scope="module")
def workspace(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As the pipeline has it once the snapshot is collected."""
    folder = tmp_path_factory.mktemp("pipeline")
    shutil.copytree(samples / "school_before", folder / "snapshot")
    shutil.copytree(samples / "school_after", folder / "last")
    shutil.copy(samples / "school_before.engagement.toml", folder / "engagement.toml")
    return folder


def run(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    line = command.replace("assessor", f"{shlex.quote(sys.executable)} -m assessor", 1)
    return subprocess.run(["/bin/sh", "-c", line], cwd=cwd, capture_output=True, text=True, check=False)


def test_every_command_of_the_page_can_be_typed(commands: list[str]) -> None:
    assert len(commands) >= 9
    for one in commands:
        parser().parse_args(shlex.split(one.partition(" > ")[0])[1:])


@pytest.mark.skipif(sys.platform == "win32", reason="the page's commands are for a shell")
def test_every_command_that_needs_no_network_runs_and_speaks_by_its_exit_code(commands: list[str], workspace: Path) -> None:
    codes = {one: run(one, workspace).returncode for one in commands if "collect" not in one}
    assert codes == {one: 1 if "--fail-on" in one else 0 for one in codes}
    named = {one.name for one in (workspace / "reports").iterdir()}
    assert named == {"report.html", "results.json", "findings.xlsx", "report.md", "findings.sarif", "junit.xml"}
    assert (workspace / "findings.sarif").read_bytes() == (workspace / "reports" / "findings.sarif").read_bytes()


def test_every_report_that_the_page_publishes_is_one_that_its_command_writes(page: str) -> None:
    written = {"report.html", "results.json", "findings.xlsx", "report.md", "findings.sarif", "junit.xml"}
    assert set(re.findall(r"reports/([\w.]+)", page)) <= written


def test_every_action_is_pinned_and_no_secret_stands_on_a_command_line(page: str, commands: list[str]) -> None:
    assert re.findall(r"uses: [^@\s]+@(\S+)", page) == ["<commit>"] * 5
    assert not [one for one in commands if "_SECRET" in one]
