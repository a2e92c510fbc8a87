"""Every check of every installed pack, held against its own examples and against missing data."""

from typing import Any

import pytest

from assessor import assess
from assessor.assess import trial
from assessor.assess.trial import judged
from assessor.checkkit import GLOBAL_ADMINISTRATOR, Check, Example, standing, tenant, two_break_glass_accounts
from assessor.model.result import Result
from assessor.model.words import Confidence, Degree, Severity

CHECKS = assess.load().checks

EXAMPLES = [
    pytest.param(check, verdict, example, id=f"{check.info.id}-{number}-{verdict}")
    for check in CHECKS
    for number, (verdict, example) in enumerate(check.examples, 1)
]


@pytest.mark.parametrize(("check", "verdict", "example"), EXAMPLES)
def test_a_check_judges_its_own_examples_as_it_says(check: Check, verdict: str, example: Example) -> None:
    assert list(trial.misjudged(check, verdict, example)) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_a_check_never_passes_on_missing_data(check: Check) -> None:
    assert [fault for example in check.passes for fault in trial.passing_on_nothing(check, example)] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_every_finding_can_show_the_rows_that_it_rests_on(check: Check) -> None:
    assert [fault for _, example in check.examples for fault in trial.unproven(check, example)] == []


# ---- what an example may expect ----


def example_of(result: Result, **more: Any) -> Example:
    """An example that expects the first finding of a result, and says what of it."""
    finding = result.findings[0]
    return tenant().finds(finding.subject.label, **{"says": finding.says, "severity": finding.severity, **more})


@pytest.fixture(scope="module")
def standing_admin() -> Result:
    check = next(one for one in CHECKS if one.info.id == "GA-002")
    return judged(check, tenant(standing(GLOBAL_ADMINISTRATOR, to="ana"), two_break_glass_accounts()))


def test_an_example_that_expects_what_is_found_has_nothing_to_say(standing_admin: Result) -> None:
    assert example_of(standing_admin, by=("HasRole",), distinct="").over(3).differences(standing_admin) == []
    assert tenant().finds("ana").differences(standing_admin) == []


@pytest.mark.parametrize("wrong", [
    {"says": "is wrong"}, {"degree": Degree.PARTIAL}, {"severity": Severity.LOW}, {"confidence": Confidence.LIKELY}, {"shows": ("nothing",)},
    {"by": ("OwnerOf",)}, {"distinct": "more"},
], ids=str)  # fmt: skip
def test_an_example_notices_every_part_of_a_finding_that_is_otherwise(standing_admin: Result, wrong: dict[str, Any]) -> None:
    missed, besides = example_of(standing_admin, **wrong).differences(standing_admin)
    assert missed.startswith("not found: ")
    assert besides.startswith("found besides: fail critical certain ana@example.onmicrosoft.com ")


def test_an_example_notices_a_finding_too_many_or_too_few(standing_admin: Result) -> None:
    assert len(tenant().finds_nothing().differences(standing_admin)) == 1
    assert len(tenant().finds("ana").finds("bob").differences(standing_admin)) == 1


def test_an_example_notices_another_number_of_objects_and_another_sentence(standing_admin: Result) -> None:
    assert tenant().over(7).differences(standing_admin) == ["judged 3, not 7"]
    assert tenant().tells("Nobody knows.").differences(standing_admin) == ["told: [], not ['Nobody knows.']"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_a_check_shows_what_passes_what_does_not_and_what_cannot_be_told(check: Check) -> None:
    shown = {verdict for verdict, _ in check.examples}
    if check.info.pack != "builtin":
        return
    assert "pass" in shown or check.info.severity is Severity.INFO
    assert shown & {"fail", "partial"} or check.info.severity is Severity.INFO
    assert shown & {"not_assessed", "manual"}
