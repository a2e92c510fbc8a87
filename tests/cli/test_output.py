"""What goes where, and what the exit code says: the data formats as a pipeline meets them."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import openpyxl
import pytest

from assessor.cli import arguments
from assessor.cli.assess import exit_code, tell
from assessor.model.result import Acceptance, Assessment
from assessor.model.words import Degree, Severity
from assessor.report import FILES
from tests.report.sample_assessment import ANA, assembled, bad, check_infos, empty, finding, judged


def assessor(*words: object, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "assessor", *map(str, words)], capture_output=True, check=False, cwd=cwd)


def test_the_command_line_names_every_format_that_the_report_can_write() -> None:
    assert set(arguments.FORMATS) == set(FILES)
    assert set(arguments.STANDARD) < set(arguments.FORMATS)


@pytest.mark.parametrize(
    ("form", "begins"), [("json", b"{"), ("md", b"# Privileged access"), ("sarif", b"{"), ("junit", b"<?xml"), ("csv", b"\xef\xbb\xbfcheck,"), ("html", b"<!")]
)
def test_every_text_goes_to_standard_output_alone(form: str, begins: bytes, samples: Path, tmp_path: Path) -> None:
    got = assessor("assess", samples / "school_after", "--format", form, "--out", "-", cwd=tmp_path)
    assert (got.returncode, got.stderr) == (0, b"")
    assert got.stdout.startswith(begins)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", arguments.ALONE)
def test_what_is_piped_needs_no_dash(form: str, samples: Path, tmp_path: Path) -> None:
    got = assessor("assess", samples / "school_after", "--format", form, cwd=tmp_path)
    assert got.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_workbook_goes_into_a_pipe(samples: Path) -> None:
    got = assessor("assess", samples / "school_after", "--format", "xlsx", "--out", "-")
    assert openpyxl.load_workbook(io.BytesIO(got.stdout)).sheetnames[0] == "Overview"
    both = assessor("compare", samples / "school_before", samples / "school_after", "--format", "xlsx", "--out", "-")
    assert openpyxl.load_workbook(io.BytesIO(both.stdout)).sheetnames[0] == "Summary"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo terminals of this kind")
@pytest.mark.parametrize(
    "words",
    [
        ("assess", "school_after", "--format", "xlsx"),
        ("assess", "school_after", "--format", "pdf"),
        ("compare", "school_before", "school_after", "--format", "xlsx"),
    ],
)
def test_a_terminal_is_not_garbled(words: tuple[str, ...], samples: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "assessor", *(str(samples / one) if one.startswith("school") else one for one in words), "--out", "-"]
    got = subprocess.run(line, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert got.returncode == 3
    assert got.stderr.splitlines() == [
        f"assessor: --out -: {words[-1]} is no text and would garble this terminal; name a folder with --out, or send it to a file with >"
    ]


def test_several_formats_on_standard_output_are_refused(samples: Path) -> None:
    got = assessor("assess", samples / "school_after", "--out", "-")
    assert (got.returncode, got.stdout) == (3, b"")
    assert b"takes exactly one of" in got.stderr


def test_machine_formats_are_written_on_request_only(samples: Path, tmp_path: Path) -> None:
    assert assessor("assess", samples / "school_after", "--out", tmp_path).returncode == 0
    assert {one.name for one in tmp_path.iterdir()} == {"report.html", "report.pdf", "summary.pdf", "results.json", "findings.csv", "findings.xlsx"}


def test_two_runs_give_the_same_bytes_in_every_data_format(samples: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assessor("assess", samples / "school_before", "--out", tmp_path / name, "--format", "csv,xlsx,md,sarif,junit")
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_the_formats_agree_on_what_was_found(samples: Path, tmp_path: Path) -> None:
    assessor("assess", samples / "school_before", "--out", tmp_path, "--format", "json,csv,xlsx,sarif,junit")
    checks = json.loads((tmp_path / "results.json").read_bytes())["checks"]
    keys = [one["key"] for check in checks for one in check["findings"]]
    (run,) = json.loads((tmp_path / "findings.sarif").read_bytes())["runs"]
    assert [one["partialFingerprints"]["findingKey/v1"] for one in run["results"]] == keys
    assert openpyxl.load_workbook(tmp_path / "findings.xlsx")["Findings"].max_row == 2 + len(keys)
    failing = sum(check["verdict"] in ("fail", "partial") for check in checks)
    assert Xml.fromstring((tmp_path / "junit.xml").read_bytes()).get("failures") == str(failing)  # noqa: S314  # our own document


def test_the_terminal_says_the_score_that_the_reports_say(capsys: pytest.CaptureFixture[str]) -> None:
    tell(replace(bad(), score=replace(bad().score, value=22.5)))
    assert "score 23 of 100" in capsys.readouterr().err


# ---- --fail-on and --strict ----


def code(assessment: Assessment, fail_on: str | None = None, strict: bool = False) -> int:
    return exit_code(argparse.Namespace(fail_on=fail_on, strict=strict), assessment)


def holding(**more: object) -> Assessment:
    """One check of high severity with one finding."""
    (check,) = [one for one in check_infos() if one.id == "GA-001"]
    return assembled((judged(check, [finding("GA-001", ANA, "holds it", **more)]),))


@pytest.mark.parametrize(("limit", "expected"), [("critical", 0), ("high", 1), ("medium", 1), ("info", 1)])
def test_a_finding_counts_at_or_over_the_limit(limit: str, expected: int) -> None:
    assert code(holding(), limit) == expected


def test_a_finding_counts_by_its_own_severity() -> None:
    assert code(holding(severity=Severity.LOW), "high") == 0
    assert code(holding(severity=Severity.CRITICAL), "critical") == 1


def test_what_partly_fails_counts_too() -> None:
    assert code(holding(degree=Degree.PARTIAL), "high") == 1


def test_an_accepted_risk_does_not_count() -> None:
    assert code(holding(exception=Acceptance("agreed", "Head of IT", date(2027, 1, 1))), "info") == 0


def test_information_counts_only_where_it_is_asked_for() -> None:
    assert code(holding(severity=Severity.INFO), "low") == 0
    assert code(holding(severity=Severity.INFO), "info") == 1


def test_what_was_not_assessed_is_no_finding_and_strict_tells_it() -> None:
    assert code(empty(), "info") == 0
    assert code(empty(), "info", strict=True) == 2


def test_a_finding_goes_before_what_was_not_assessed() -> None:
    assert code(bad(), "critical", strict=True) == 1
    assert code(replace(bad(), results=empty().results), "critical", strict=True) == 2
