"""Every check of every installed pack, held against its own examples and against missing data."""

import pytest

from assessor import assess
from assessor.assess import trial
from assessor.checkkit import Check, Example

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
