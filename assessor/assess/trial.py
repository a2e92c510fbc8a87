"""A check held against its own examples and against missing data: what the tests ask of ours, and `checks test` of anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.checkkit.examples import without
from assessor.checkkit.study import Study
from assessor.model.engagement import resolve
from assessor.model.words import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.checkkit.declare import Check
    from assessor.checkkit.examples import Example
    from assessor.model.result import Result

REASONS = ("forbidden", "failed", "not_requested")
"""Why a collection may be missing, where a licence has nothing to do with it."""


def judged(check: Check, example: Example) -> Result:
    """What the check makes of an example."""
    tenant, engagement = example.build()
    return judge(check, Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant))


def faults(check: Check) -> Iterator[str]:
    """Everything that is wrong with a check, as sentences; none where it can be trusted with a tenant."""
    for number, (verdict, example) in enumerate(check.examples, 1):
        yield from (f"example {number} ({verdict}): {says}" for says in (*misjudged(check, verdict, example), *unproven(check, example)))
    for number, example in enumerate(check.passes, 1):
        yield from (f"passing example {number}: {says}" for says in passing_on_nothing(check, example))


def misjudged(check: Check, verdict: str, example: Example) -> Iterator[str]:
    """Where an example is not judged as it says."""
    result = judged(check, example)
    if result.verdict != verdict:
        found = "; ".join(f"{one.degree}: {one.subject.label} {one.says}" for one in result.findings) or "no finding"
        notes = f", notes: {' '.join(result.notes)}" if result.notes else ""
        yield f"judged {result.verdict}, {result.reason or found}{notes}"
    yield from example.differences(result)


def passing_on_nothing(check: Check, example: Example) -> Iterator[str]:
    """Where a passing example, without a collection that the check needs or leans on, still gets a verdict; missing is not empty."""
    for collection in sorted(check.needs | check.leans_on, key=str):
        for reason in REASONS:
            result = judged(check, example.but(without(collection, reason)))
            if result.verdict not in (Verdict.NOT_ASSESSED, Verdict.MANUAL) or not result.reason:
                yield f"without {collection} ({reason}) judged {result.verdict}; it must be not_assessed or manual, with a reason"


def unproven(check: Check, example: Example) -> Iterator[str]:
    """Findings that cannot show the rows that they rest on, or whose key would not be the same the next time."""
    for finding in judged(check, example).findings:
        if not all(row.observed for row in finding.evidence):
            yield f"the evidence of {finding.key} does not say what was observed"
        if any("ScheduleInstance" in row.collection and row.id and row.id in finding.key for row in finding.evidence):
            yield f"the key {finding.key} holds the id of a schedule instance, which changes from run to run"
