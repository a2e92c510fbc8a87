"""Every check of every installed pack, held against its own examples and against missing data."""

import pytest

from assessor import assess
from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.checkkit import Check, Example, Study, without
from assessor.model.engagement import resolve
from assessor.model.result import Result
from assessor.model.words import Verdict

CHECKS = assess.load().checks


def judged(check: Check, example: Example) -> Result:
    tenant, engagement = example.build()
    return judge(check, Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant))


EXAMPLES = [
    pytest.param(check, verdict, example, id=f"{check.info.id}-{number}-{verdict}")
    for check in CHECKS
    for number, (verdict, example) in enumerate(check.examples, 1)
]


@pytest.mark.parametrize(("check", "verdict", "example"), EXAMPLES)
def test_a_check_judges_its_own_examples_as_it_says(check: Check, verdict: str, example: Example) -> None:
    result = judged(check, example)

    seen = [(finding.degree, finding.subject.label, finding.says) for finding in result.findings]
    assert result.verdict == verdict, (result.reason, result.notes, seen)
    assert example.differences(result) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_a_check_never_passes_on_missing_data(check: Check) -> None:
    for example in check.passes:
        for collection in sorted(check.needs | check.leans_on, key=str):
            for reason in ("forbidden", "failed", "not_requested"):
                result = judged(check, example.but(without(collection, reason)))
                assert result.verdict in (Verdict.NOT_ASSESSED, Verdict.MANUAL), f"{collection} {reason}: {result.verdict}"
                assert result.reason


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_every_finding_can_show_the_rows_that_it_rests_on(check: Check) -> None:
    for _, example in check.examples:
        for finding in judged(check, example).findings:
            assert all(row.observed for row in finding.evidence)
            assert not any("ScheduleInstance" in row.collection and row.id and row.id in finding.key for row in finding.evidence)
