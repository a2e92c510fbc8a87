"""Three snapshots and more: where a finding began, what came back, what was not known in between, and figures of each."""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import weakref
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.cli import main
from assessor.compare import Judged, series_of
from assessor.compare.judged import compare_checks, compare_findings
from assessor.model.comparison import FindingChange
from assessor.model.series import PRESENT, Course, Series, Sighting
from assessor.model.words import JUDGED, PathClass, ReasonCode, Verdict
from assessor.snapshot import Snapshot
from tests.report.rendered import held_against_contract

from .snapshots import SAMPLES, Row, catalogue, compared, copy_of, dated, edited, judged, without

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
OPEN, ABSENT, UNKNOWN = Sighting.OPEN, Sighting.ABSENT, Sighting.UNKNOWN
WHO = "37b57405-b3fd-58e4-bc9d-caf37734de96"
"""A teacher of the school whom no role of tier 0 belongs to."""
STANDS = f"GA-002:user:{WHO}"
"""The finding that she holds Global Administrator for good."""
MOMENTS = [f"2026-11-16T06:3{minute}:00Z" for minute in range(8)]
"""Minutes apart: an activation that runs in the first still runs in the last."""


def clean(to: Path, number: int) -> Path:
    """The school after its project, at the given place of a series."""
    return dated(copy_of("school_after", to / f"{number}"), MOMENTS[number])


def with_administrator(to: Path, number: int) -> Path:
    """The same, and somebody holds Global Administrator for good."""

    def assign(rows: list[Row]) -> None:
        model = next(row for row in rows if row["roleDefinitionId"] == GLOBAL_ADMINISTRATOR)
        rows.append({**model, "id": f"new-{number}", "principalId": WHO})

    folder = clean(to, number)
    return edited(edited(folder, "roleAssignmentScheduleInstances", assign), "roleAssignments", assign)


def unread(folder: Path) -> Path:
    """Nobody could read who holds a role."""
    return without(without(folder, "roleAssignmentScheduleInstances"), "roleAssignments")


def course_of(series: Series | None, key: str) -> Course:
    assert series is not None
    (found,) = [one for one in series.courses if one.finding.key == key]
    return found


def test_one_snapshot_three_times_is_flat() -> None:
    found = compared(*[SAMPLES / "school_before"] * 3)
    assert found.is_empty
    assert found.series is not None
    assert found.series.is_flat
    assert {one.sightings for one in found.series.courses} == {(OPEN, OPEN, OPEN)}
    assert [(one.findings.opened, one.findings.fixed, one.findings.back) for one in found.series.moments] == [(0, 0, 0)] * 3
    assert {one.since for one in found.series.courses} == {0}


def test_two_snapshots_make_no_series() -> None:
    assert compared(SAMPLES / "school_before", SAMPLES / "school_after").series is None


def test_a_snapshot_that_did_not_look_makes_no_finding_new_again(tmp_path: Path) -> None:
    found = compared(with_administrator(tmp_path, 0), unread(with_administrator(tmp_path, 1)), with_administrator(tmp_path, 2))
    course = course_of(found.series, STANDS)
    assert course.sightings == (OPEN, UNKNOWN, OPEN)
    assert (course.since, course.absent_until, course.is_regressed) == (0, None, False)
    assert {one.change for one in found.findings} <= {FindingChange.UNCHANGED, FindingChange.EXCEPTED}


def test_what_the_last_snapshot_could_not_read_is_not_fixed(tmp_path: Path) -> None:
    found = compared(with_administrator(tmp_path, 0), with_administrator(tmp_path, 1), unread(clean(tmp_path, 2)))
    assert course_of(found.series, STANDS).sightings == (OPEN, OPEN, UNKNOWN)
    assert not any(one.change is FindingChange.FIXED for one in found.findings)


def test_a_finding_that_was_fixed_and_is_back_has_regressed(tmp_path: Path) -> None:
    found = compared(with_administrator(tmp_path, 0), clean(tmp_path, 1), unread(clean(tmp_path, 2)), with_administrator(tmp_path, 3))
    course = course_of(found.series, STANDS)
    assert course.sightings == (OPEN, ABSENT, UNKNOWN, OPEN)
    assert (course.since, course.absent_until, course.is_regressed) == (3, 1, True)
    (one,) = [each for each in found.findings if each.finding.key == STANDS]
    assert (one.change, one.why) == (FindingChange.REGRESSED, "it was fixed by 2026-11-16, and is back")
    assert found.series is not None
    assert [moment.findings.back for moment in found.series.moments][:3] == [0, 0, 0]
    assert found.series.moments[3].findings.back > 0
    assert "GA-002" in [one.check.id for one in found.series.checks if one.is_regressed]


def test_a_finding_begins_where_it_is_first_shown_and_says_how_sure_that_is(tmp_path: Path) -> None:
    found = compared(unread(clean(tmp_path, 0)), with_administrator(tmp_path, 1), with_administrator(tmp_path, 2))
    course = course_of(found.series, STANDS)
    assert (course.sightings, course.since, course.absent_until) == ((UNKNOWN, OPEN, OPEN), 1, None)
    assert next(one.change for one in found.findings if one.finding.key == STANDS) is FindingChange.NEWLY_ASSESSED


def test_what_a_snapshot_in_between_proves_absent_is_new_although_the_first_did_not_look(tmp_path: Path) -> None:
    found = compared(unread(clean(tmp_path, 0)), clean(tmp_path, 1), with_administrator(tmp_path, 2))
    (one,) = [each for each in found.findings if each.finding.key == STANDS]
    assert (one.change, one.why) == (FindingChange.NEW, "it did not hold on 2026-11-16")


def test_what_came_and_went_in_between_is_told(tmp_path: Path) -> None:
    found = compared(clean(tmp_path, 0), with_administrator(tmp_path, 1), clean(tmp_path, 2))
    assert found.series is not None
    assert STANDS in [one.finding.key for one in found.series.passing]
    assert not found.is_empty
    assert [one.ways[PathClass.PERMANENT] for one in found.series.moments] == [0, 1, 0]
    assert [one.people.standing for one in found.series.moments] == [0, 1, 0]


def test_ways_are_at_least_so_many_where_a_snapshot_does_not_tell_all(tmp_path: Path) -> None:
    found = compared(clean(tmp_path, 0), unread(clean(tmp_path, 1)), clean(tmp_path, 2))
    assert found.series is not None
    assert [bool(one.ways_unknown) for one in found.series.moments] == [False, True, False]


# ---- what holds for every series ----


def _holding(sample: str, collection: str) -> Path:
    return without(copy_of(sample, Path(mkdtemp()) / "copy"), collection)


@cache
def pool() -> tuple[Judged, ...]:
    """Snapshots of the school: whole ones, and such as lack something."""
    lacking = [
        _holding("school_before", "roleAssignmentScheduleInstances"), _holding("school_before", "conditionalAccessPolicies"),
        _holding("school_after", "groupMembers"), _holding("school_midway", "users"),
    ]  # fmt: skip
    return tuple(judged(path) for path in (*(SAMPLES / name for name in ("school_before", "school_midway", "school_after")), *lacking))


ORDERS = st.lists(st.integers(min_value=0, max_value=6), min_size=3, max_size=6)
OFTEN = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@OFTEN
@given(ORDERS)
def test_a_series_turned_round_shows_the_same_findings_turned_round(order: list[int]) -> None:
    there = series_of([pool()[one] for one in order], catalogue().checks)
    back = series_of([pool()[one] for one in reversed(order)], catalogue().checks)
    assert [one.sightings for one in there.courses] == [one.sightings[::-1] for one in back.courses]


@OFTEN
@given(ORDERS)
def test_nothing_is_absent_that_nobody_looked_for(order: list[int]) -> None:
    them = [pool()[one] for one in order]
    for course in series_of(them, catalogue().checks).courses:
        for one, word in zip(them, course.sightings, strict=True):
            result = next(each for each in one.assessment.results if each.check.id == course.check.id)
            if word is ABSENT:
                assert result.verdict in JUDGED or (result.verdict is Verdict.NOT_APPLICABLE and result.reason_code is ReasonCode.NOTHING_TO_JUDGE)
            assert (word in PRESENT) == any(each.key in course.keys for each in result.findings)


@OFTEN
@given(ORDERS)
def test_a_series_says_of_its_ends_what_the_two_alone_say(order: list[int]) -> None:
    them = [pool()[one] for one in order]
    series, (first, last) = series_of(them, catalogue().checks), (them[0], them[-1])
    courses = {key: one for one in series.courses for key in one.keys}
    pairs = compare_findings(compare_checks(first.assessment, last.assessment), (first.horizon, last.horizon), catalogue().checks)
    for one in pairs:
        course = courses[one.finding.key]
        if one.change is FindingChange.FIXED:
            assert course.sightings[-1] is ABSENT
        if one.change is FindingChange.NEW:
            assert course.sightings[0] is ABSENT
            assert course.absent_until is not None


@OFTEN
@given(ORDERS)
def test_the_tallies_count_the_findings(order: list[int]) -> None:
    them = [pool()[one] for one in order]
    series = series_of(them, catalogue().checks)
    for one, moment in zip(them, series.moments, strict=True):
        findings = [each for result in one.assessment.results for each in result.findings]
        accepted = sum(each.exception is not None for each in findings)
        assert (moment.findings.open, moment.findings.excepted) == (len(findings) - accepted, accepted)
        assert sum(moment.verdicts.values()) == len(one.assessment.results)
    assert sum(one.findings.open + one.findings.excepted + one.findings.unknown for one in series.moments) <= len(series.courses) * len(them)


# ---- the command ----


def assessor(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "assessor", *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd)


def test_a_series_is_put_in_order_and_the_document_says_so(tmp_path: Path) -> None:
    got = assessor("compare", *(SAMPLES / f"school_{name}" for name in ("after", "before", "midway")), "--format", "json", cwd=tmp_path)
    assert got.returncode == 0, got.stderr
    document = json.loads(got.stdout)
    assert [one["takenAt"][:10] for one in document["series"]] == ["2026-09-14", "2026-10-19", "2026-11-16"]
    assert document["caveats"] == ["The snapshots were not given in order of time, and are shown in it."]
    assert (document["before"]["snapshot"]["takenAt"], document["score"]["after"]) == (
        document["series"][0]["takenAt"],
        document["series"][2]["score"]["value"],
    )
    file = tmp_path / "compare.json"
    file.write_text(got.stdout, encoding="utf-8")
    held_against_contract("compare", file)


def test_two_snapshots_are_taken_as_given_and_their_document_has_no_series(tmp_path: Path) -> None:
    got = assessor("compare", SAMPLES / "school_after", SAMPLES / "school_before", "--format", "json", cwd=tmp_path)
    document = json.loads(got.stdout)
    assert (document["score"]["delta"] < 0, "series" in document, "since" in document["findings"][0]) == (True, False, False)


@pytest.mark.parametrize(("on", "code"), [("regressed", 1), ("new", 1)])
def test_a_relapse_fails_the_pipeline_although_first_and_last_are_alike(on: str, code: int, tmp_path: Path) -> None:
    series = with_administrator(tmp_path, 0), clean(tmp_path, 1), with_administrator(tmp_path, 2)
    assert assessor("compare", series[0], series[2], "--format", "json", "--fail-on", on, cwd=tmp_path).returncode == 0
    assert assessor("compare", *series, "--format", "json", "--fail-on", on, cwd=tmp_path).returncode == code


def test_both_sides_are_judged_by_the_checks_and_packs_that_were_asked_for(tmp_path: Path) -> None:
    sides = [SAMPLES / f"school_{name}" for name in ("before", "midway", "after")]
    got = assessor("compare", *sides, "--format", "json", "--checks", "GA-002,PIM-001", "--packs", "builtin", cwd=tmp_path)
    document = json.loads(got.stdout)
    assert [one["id"] for one in document["checks"]] == ["GA-002", "PIM-001"]
    assert {one["check"] for one in document["findings"]} <= {"GA-002", "PIM-001"}
    wrong = assessor("compare", *sides, "--packs", "nobody", cwd=tmp_path)
    assert (wrong.returncode, len(wrong.stderr.splitlines())) == (3, 1)


def test_one_engagement_judges_all_of_them(tmp_path: Path) -> None:
    """What is accepted counts on both sides: an exception of the later file does not make the earlier finding fixed."""
    file = tmp_path / "engagement.toml"
    file.write_text('[[exceptions]]\ncheck = "GA-002"\nsubject = "*"\nreason = "known"\nowner = "CISO"\n', encoding="utf-8")
    got = assessor("compare", *[SAMPLES / "school_before"] * 2, "--format", "json", "--engagement", file, cwd=tmp_path)
    words = {one["change"] for one in json.loads(got.stdout)["findings"] if one["check"] == "GA-002"}
    assert words == {"excepted"}


def test_of_another_tenant_in_the_middle_of_a_series_one_line_tells(tmp_path: Path) -> None:
    got = assessor("compare", SAMPLES / "school_before", SAMPLES / "school_partial", SAMPLES / "school_after", cwd=tmp_path)
    assert (got.returncode, got.stdout, len(got.stderr.splitlines())) == (3, "", 1)
    assert "school_partial of tenant 9232b7d9" in got.stderr


def test_a_series_never_holds_more_than_two_tenants_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real, made, most = Snapshot.tenant, list[weakref.ref[Any]](), 0

    def tenant(self: Snapshot, keep: frozenset[str] = frozenset()) -> Any:
        nonlocal most
        gc.collect()
        most = max(most, sum(one() is not None for one in made) + 1)
        made.append(weakref.ref(found := real(self, keep)))
        return found

    monkeypatch.setattr(Snapshot, "tenant", tenant)
    code = main(["compare", *[str(SAMPLES / "school_partial")] * 6, "--format", "json", "--out", str(tmp_path / "out"), "--quiet"])
    assert (code, len(made), most) == (0, 6, 2)
