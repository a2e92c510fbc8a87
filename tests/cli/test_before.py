"""`assess --before`, and the logo of the engagement file: what a user types, and what is refused in one line."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4"/></svg>'
TELLING = '[engagement]\ncustomer = "Example Valley"\nlogo = "logo.svg"\n'


def assessor(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "assessor", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd)


def refused(got: subprocess.CompletedProcess[str], says: str) -> None:
    assert (got.returncode, got.stdout, len(got.stderr.splitlines())) == (3, "", 1), got.stderr
    assert says in got.stderr


def test_the_report_tells_what_became_of_the_earlier_snapshot(samples: Path) -> None:
    got = assessor("assess", samples / "school_after", "--before", samples / "school_before", "--format", "html", "--out", "-")
    assert got.returncode == 0
    assert "Since 14 September 2026:" in got.stdout
    assert "Before: 31" in got.stdout


def test_both_sides_are_judged_by_the_chosen_checks(samples: Path) -> None:
    got = assessor("assess", samples / "school_after", "--before", samples / "school_before", "--checks", "GA-002", "--format", "html", "--out", "-")
    assert "The score went from 0 to 100 of 100 (+100 points)" in got.stdout


def test_a_snapshot_of_another_tenant_is_refused(samples: Path, tmp_path: Path) -> None:
    got = assessor("assess", samples / "school_after", "--before", samples / "school_partial", "--format", "html", cwd=tmp_path)
    refused(got, "give an earlier snapshot of the same tenant")
    assert list(tmp_path.iterdir()) == []


def test_a_snapshot_that_is_younger_is_refused(samples: Path, tmp_path: Path) -> None:
    refused(assessor("assess", samples / "school_before", "--before", samples / "school_after", "--format", "json", cwd=tmp_path), "was taken after SNAPSHOT")


def test_a_snapshot_that_is_not_there_is_refused(samples: Path, tmp_path: Path) -> None:
    refused(assessor("assess", samples / "school_before", "--before", "nowhere", "--format", "json", cwd=tmp_path), "nowhere")


@pytest.mark.parametrize(("content", "media_type"), [(PNG, "image/png"), (SVG, "image/svg+xml"), (b"\xff\xd8\xff\xe0 jpeg", "image/jpeg")])
def test_a_logo_becomes_a_part_of_the_report(samples: Path, tmp_path: Path, content: bytes, media_type: str) -> None:
    (tmp_path / "told.toml").write_text(TELLING)
    (tmp_path / "logo.svg").write_bytes(content)
    got = assessor("assess", samples / "school_before", "--engagement", tmp_path / "told.toml", "--format", "html", "--out", "-")
    assert f'src="data:{media_type};base64,{base64.b64encode(content).decode()}"' in got.stdout


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"GIF89a", "no picture that can be used"),
        (b"<html><svg></svg></html>", "no picture that can be used"),
        (b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "aa">]><svg>&a;</svg>', "no picture that can be used"),
        (SVG + b" " * 600_000, "is too large"),
        (None, "cannot be read"),
    ],
)
def test_a_logo_that_is_no_small_picture_is_refused(samples: Path, tmp_path: Path, content: bytes | None, says: str) -> None:
    (tmp_path / "told.toml").write_text(TELLING)
    if content is not None:
        (tmp_path / "logo.svg").write_bytes(content)
    refused(assessor("assess", samples / "school_before", "--engagement", tmp_path / "told.toml", "--format", "json"), says)


def test_a_logo_outside_the_folder_of_the_engagement_file_is_refused(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "told.toml").write_text(TELLING.replace("logo.svg", "../logo.svg"))
    refused(assessor("assess", samples / "school_before", "--engagement", inside / "told.toml", "--format", "json"), "leads out of the folder")


def test_a_logo_of_a_file_that_nobody_named_is_not_opened_and_that_is_said(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "engagement.toml").write_text(TELLING)
    (tmp_path / "tenant").symlink_to(samples / "school_before")
    got = assessor("assess", tmp_path / "tenant", "--format", "html", "--out", "-")
    assert got.returncode == 0, got.stderr
    assert "a picture is only read if --engagement names the engagement file" in got.stdout
    assert "<img" not in got.stdout
