"""junit.xml, read as a pipeline reads it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from xml.etree import ElementTree as Xml

import pytest

from assessor.report.junit import render_junit

from .sample_assessment import SAMPLES


@cache
def read(name: str) -> Xml.Element:
    return Xml.fromstring(render_junit(SAMPLES[name]()))  # noqa: S314  # our own document


def case(check: str) -> Xml.Element:
    return next(one for one in read("bad").iter("testcase") if one.get("name", "").startswith(check))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_check_is_one_case_and_the_counts_are_those_of_the_cases(name: str) -> None:
    root = read(name)
    assert len(list(root.iter("testcase"))) == len(SAMPLES[name]().results) == int(root.get("tests", ""))
    for suite in (root, *root):
        found = Counter(child.tag for one in suite.iter("testcase") for child in one)
        assert [int(suite.get(part, "")) for part in ("failures", "errors", "skipped")] == [found[tag] for tag in ("failure", "error", "skipped")]


@pytest.mark.parametrize("name", SAMPLES)
def test_two_runs_give_the_same_bytes(name: str) -> None:
    assert render_junit(SAMPLES[name]()) == render_junit(SAMPLES[name]())


def test_the_outcome_follows_the_verdict() -> None:
    tags = {check: [one.tag for one in case(check)] for check in ("GA-002", "ADU-003", "TEN-001", "ROLE-012", "AUD-001", "GOV-002", "ROLE-004")}
    assert tags == {
        "GA-002": ["failure"], "ADU-003": ["failure"], "TEN-001": ["error"], "ROLE-012": ["skipped"], "AUD-001": ["skipped"], "GOV-002": ["skipped"],
        "ROLE-004": [],
    }  # fmt: skip


def test_a_failure_says_how_bad_it_is_what_was_found_and_what_to_do() -> None:
    (failure,) = case("GA-001")
    assert failure.get("message") == "High: 2 findings"
    assert "ana.keller@school.example holds Global Administrator directly and permanently" in (failure.text or "")
    assert "What to do: Portal: open Microsoft Entra admin center" in (failure.text or "")
    assert case("ADU-003")[0].get("message") == "Medium: 1 finding (partly fails)"


def test_what_was_not_judged_says_why_and_is_never_passed() -> None:
    assert case("ROLE-012")[0].get("message") == "Not assessed: The audit log could not be read: permission was refused."
    assert {one[0].tag for one in read("empty").iter("testcase")} == {"skipped"}


def test_an_accepted_risk_passes_and_is_still_told() -> None:
    (beside,) = case("WID-002")
    assert beside.tag == "system-out"
    assert "Accepted: " in (beside.text or "")
    assert "accepted by Head of IT, until 31 March 2027" in (beside.text or "")


def test_suites_are_the_themes_at_the_time_of_the_snapshot() -> None:
    suites = list(read("bad"))
    assert [one.get("name") for one in suites[:2]] == ["Global Administrators", "Privileged roles"]
    assert {one.get("timestamp") for one in suites} == {"2026-11-24T10:32:00"}


def test_more_findings_than_a_window_shows_are_counted() -> None:
    failure = next(read("huge").iter("failure"))
    assert "- and 11 more" in (failure.text or "")


def test_what_strangers_wrote_is_text() -> None:
    assert {one.tag for one in read("hostile").iter()} <= {"testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"}
    assert b"\x00" not in render_junit(SAMPLES["hostile"]())
    assert read("bad").get("name") == "Privileged access assessment: Riverside School"
