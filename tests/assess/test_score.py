"""The score by the contract's formula, expectations written out."""

import pytest

from assessor.assess.score import grade_of, score
from assessor.model.result import CheckInfo, Result
from assessor.model.words import Severity, Verdict


def result(check_id: str, severity: str, verdict: str) -> Result:
    info = CheckInfo(id=check_id, title="t", theme=check_id[:2].lower(), severity=Severity(severity), rationale="r", remedy="m")
    return Result(check=info, verdict=Verdict(verdict))


def test_value_and_coverage_follow_the_formula() -> None:
    got = score(
        [result("AA-001", "critical", "pass"), result("AA-002", "high", "partial"), result("BB-001", "medium", "fail"), result("BB-002", "low", "manual")]
    )
    assert got.value == pytest.approx(100 * (10 + 3) / 19)
    assert got.coverage == pytest.approx(19 / 20)
    assert got.grade == "C"
    assert [(one.theme, one.value, one.coverage) for one in got.themes] == [("aa", pytest.approx(100 * 13 / 16), 1.0), ("bb", 0.0, 0.75)]


def test_a_failing_critical_check_caps_the_grade_and_is_named() -> None:
    got = score([result("AA-001", "critical", "fail"), *(result(f"BB-{number:03}", "critical", "pass") for number in range(20))])
    assert (got.grade, got.capped_by) == ("D", "AA-001")


def test_a_grade_that_is_worse_anyway_is_not_capped() -> None:
    got = score([result("AA-001", "critical", "fail"), result("BB-001", "low", "pass")])
    assert (got.grade, got.capped_by) == ("E", None)


def test_nothing_assessed_has_no_value() -> None:
    got = score([result("AA-001", "high", "not_assessed"), result("AA-002", "high", "not_applicable")])
    assert (got.value, got.grade, got.coverage) == (None, None, 0.0)


def test_no_weight_at_all_has_no_coverage() -> None:
    got = score([result("AA-001", "info", "pass"), result("AA-002", "high", "not_applicable")])
    assert (got.value, got.coverage) == (None, None)


@pytest.mark.parametrize(("value", "grade"), [(90, "A"), (89.99, "B"), (75, "B"), (74.5, "C"), (60, "C"), (59.9, "D"), (40, "D"), (39.99, "E")])
def test_the_grade_goes_by_the_exact_value(value: float, grade: str) -> None:
    assert grade_of(value) == grade
