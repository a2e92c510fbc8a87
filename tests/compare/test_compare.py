"""Single changes, and the page that tells them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assessor.model.comparison import AccessChange, FindingChange, ObjectChange
from assessor.model.words import PathClass
from assessor.report import rendered_comparison
from assessor.report.comparison_page import comparison_view
from tests.report.rendered import held_against_contract

from .snapshots import SAMPLES, Row, compared, copy_of, edited, without

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
PAIRS = [("school_before", "school_after"), ("school_after", "school_before"), ("school_after", "school_after")]


def assessor(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "assessor", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd)


@pytest.mark.parametrize("before", ["before", "midway", "after"])
@pytest.mark.parametrize("after", ["before", "midway", "after"])
def test_the_document_of_every_pair_holds_the_contract(before: str, after: str, tmp_path: Path) -> None:
    file = tmp_path / "compare.json"
    file.write_bytes(rendered_comparison(compared(SAMPLES / f"school_{before}", SAMPLES / f"school_{after}"), "json"))
    held_against_contract("compare", file)


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_what_is_written_holds_the_contract_and_comes_out_alike_twice(before: str, after: str, tmp_path: Path) -> None:
    found = compared(SAMPLES / before, SAMPLES / after)
    for form in ("json", "html", "md"):
        assert rendered_comparison(found, form) == rendered_comparison(compared(SAMPLES / before, SAMPLES / after), form)
    for form, kind in (("json", "compare"), ("html", "html")):
        file = tmp_path / f"compare.{form}"
        file.write_bytes(rendered_comparison(found, form))
        held_against_contract(kind, file)


def test_an_activation_that_happens_to_run_is_no_change(tmp_path: Path) -> None:
    def activate(rows: list[Row]) -> None:
        row = next(one for one in rows if one["assignmentType"] == "Activated")
        rows.append({**row, "principalId": "67b2e27a-d4d7-5fa1-aa61-9f1a29434f68", "id": "another", "roleDefinitionId": "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"})

    other = edited(copy_of("school_before", tmp_path / "other"), "roleAssignmentScheduleInstances", activate)
    found = compared(SAMPLES / "school_before", other)
    assert (found.objects, found.access) == ((), ())


def test_new_schedule_ids_make_no_difference(tmp_path: Path) -> None:
    other = copy_of("school_before", tmp_path / "other")
    for name in ("roleAssignmentScheduleInstances", "roleEligibilityScheduleInstances"):
        edited(other, name, lambda rows: [{**row, "id": f"renewed-{number}"} for number, row in enumerate(rows)])
    assert compared(SAMPLES / "school_before", other).is_empty


def test_somebody_who_gets_the_role_is_told_with_the_edge(tmp_path: Path) -> None:
    who = "37b57405-b3fd-58e4-bc9d-caf37734de96"

    def assign(rows: list[Row]) -> None:
        model = next(row for row in rows if row["roleDefinitionId"] == GLOBAL_ADMINISTRATOR)
        rows.append({**model, "id": "new", "principalId": who})

    other = copy_of("school_after", tmp_path / "other")
    edited(edited(other, "roleAssignmentScheduleInstances", assign), "roleAssignments", assign)
    found = compared(SAMPLES / "school_after", other)
    (one,) = [each for each in found.access if each.principal.id == who and each.role.id == GLOBAL_ADMINISTRATOR]
    assert (one.change, one.after) == (AccessChange.GAINED, PathClass.PERMANENT)
    assert [(edge.kind, edge.source.id) for edge in one.because] == [("HasRole", who)]
    assert [(each.collection, each.change) for each in found.objects] == [("roleAssignments", ObjectChange.ADDED)]
    assert any(each.change is FindingChange.NEW and each.check.id == "GA-002" for each in found.findings)


def test_what_one_side_lacks_is_named(tmp_path: Path) -> None:
    found = compared(SAMPLES / "school_before", without(copy_of("school_before", tmp_path / "other"), "conditionalAccessPolicies"))
    assert any(one.what == "conditionalAccessPolicies" and one.says.startswith("after: ") for one in found.not_compared)
    assert "Conditional Access policies" in rendered_comparison(found, "html").decode()


def test_a_hostile_name_is_text_on_the_page_and_in_markdown(tmp_path: Path) -> None:
    nasty = "</script><img src=x onerror=alert(1)> | `x` [y](http://z) \u202egnp"

    def rename(rows: list[Row]) -> None:
        rows[0]["displayName"] = nasty

    found = compared(SAMPLES / "school_after", edited(copy_of("school_after", tmp_path / "other"), "groups", rename))
    page = rendered_comparison(found, "html").decode()
    assert "<img" not in page
    assert "\u202e" not in page
    text = rendered_comparison(found, "md").decode()
    assert r"\<img" in text
    assert r"\[y\](http" in text
    file = tmp_path / "compare.html"
    file.write_text(page, encoding="utf-8")
    held_against_contract("html", file)


def test_the_page_counts_what_the_document_holds() -> None:
    found = compared(SAMPLES / "school_before", SAMPLES / "school_after")
    view = comparison_view(found)
    assert sum(len(move.roles) for person in view.people for move in person.moves) == len(found.access)
    checks = [check for group in (*view.groups, *view.still) for check in group.checks]
    assert len(checks) + len(view.quiet) == len(found.checks)
    assert sum(len(check.findings) + len(check.folded) for check in checks) == len(found.findings)


@pytest.mark.parametrize(
    ("before", "after", "on", "code"),
    [("school_after", "school_before", "regressed", 1), ("school_after", "school_before", "new", 1), ("school_before", "school_after", "new", 0)],
)
def test_the_exit_code_tells_regressions(before: str, after: str, on: str, code: int, tmp_path: Path) -> None:
    got = assessor("compare", SAMPLES / before, SAMPLES / after, "--format", "json", "--fail-on", on, cwd=tmp_path)
    assert got.returncode == code, got.stderr
    assert json.loads(got.stdout)["score"]


def test_two_tenants_are_refused_in_one_line(tmp_path: Path) -> None:
    got = assessor("compare", SAMPLES / "school_before", SAMPLES / "school_partial", cwd=tmp_path)
    assert (got.returncode, got.stdout, len(got.stderr.splitlines())) == (3, "", 1)
    assert "--across-tenants" in got.stderr
    got = assessor("compare", SAMPLES / "school_before", SAMPLES / "school_partial", "--across-tenants", "--format", "json", cwd=tmp_path)
    assert got.returncode == 0, got.stderr
    assert "different tenants" in json.loads(got.stdout)["caveats"][0]


def test_files_and_standard_output(tmp_path: Path) -> None:
    got = assessor("compare", SAMPLES / "school_before", SAMPLES / "school_after", "--out", "here", cwd=tmp_path)
    assert got.returncode == 0, got.stderr
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == ["compare.html", "compare.json", "compare.md", "compare.pdf", "compare.xlsx"]
    got = assessor("compare", SAMPLES / "school_before", SAMPLES / "school_after", "--out", "-", cwd=tmp_path)
    assert (got.returncode, len(got.stderr.splitlines())) == (3, 1)
