"""What becomes of every check where a collection is taken away, on its own examples and on the sample tenants.

What it needs: no verdict. What it leans on: no pass. What it uses: nothing gets better. What it does not read: nothing changes.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from assessor import assess
from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.checkkit import Check, Collection, Example, Study, collection, without
from assessor.checkkit.examples.draft import PIM_COLLECTIONS
from assessor.model.engagement import Engagement, resolve
from assessor.model.table import Missing
from assessor.model.words import Reason, Verdict
from assessor.snapshot import read_engagement, read_tenant
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.result import Result
    from assessor.model.tenant import Tenant

CHECKS = assess.load(["builtin"]).checks
SAMPLES = ("school_before", "school_midway", "school_after", "school_partial")
OPEN = (Verdict.NOT_ASSESSED, Verdict.MANUAL)

NAMES: frozenset[Collection[Any]] = frozenset({
    collection.ORGANIZATION, collection.USERS, collection.GROUPS, collection.SERVICE_PRINCIPALS, collection.UNRESOLVED_IDS, collection.ROLE_DEFINITIONS,
    collection.DIRECTORY_ROLES,
})  # fmt: skip
"""Who or what an id is: every check may ask that of what it shows, so these are read without being declared."""

STANDS_ON_DOUBT = {
    ("ADU-002", "users"): "that every member is kept on premises has to be proven; the finding is merely likely then",
    ("ADU-003", "administrativeUnits"): "an assignment over a unit of which nobody knows whether it was deleted is an assignment",
    ("ADU-004", "administrativeUnits"): "the same",
    ("CAP-007", "users"): "an account of the synchronisation is known by its sign-in name alone",
    ("PGR-003", "administrativeUnits"): "that a group lies in a restricted unit has to be proven; the finding is merely likely then",
    ("PGR-003", "administrativeUnitMembers"): "the same",
    ("PGR-004", "administrativeUnits"): "the same",
    ("PGR-004", "administrativeUnitMembers"): "the same",
}
"""An exemption that cannot be proven does not hold."""


def judged(check: Check, tenant: Tenant, engagement: Engagement) -> Result:
    return judge(check, Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant))


def of(check: Check, example: Example, *missing: Collection[Any]) -> Result:
    return judged(check, *example.but(*(without(one) for one in missing)).build())


def unanswered(check: Check) -> list[tuple[int, Example]]:
    """The check's examples; where a person has answered, the answer decides what data cannot."""
    return [(number, one) for number, (_, one) in enumerate(check.examples, 1) if check.info.id not in one.build()[1].answers]


def others(check: Check) -> list[Collection[Any]]:
    """What the check does not read, itself or through the kit: whether a tenant has PIM at all is told by every collection of PIM."""
    read = check.reads | NAMES | (frozenset(PIM_COLLECTIONS) if check.judges_without_pim else frozenset())
    return [one for one in collection.ALL if one not in read]


def said(result: Result) -> Any:
    """Everything but words."""
    findings = {(one.key, one.degree, one.severity, one.confidence, one.exception) for one in result.findings}
    return result.verdict, result.reason_code, result.population, findings


def by_id(checks: Iterable[Check]) -> list[Any]:
    return [pytest.param(one, id=one.info.id) for one in checks]


@pytest.mark.parametrize("check", by_id(CHECKS))
def test_without_what_it_needs_a_check_gives_no_verdict(check: Check) -> None:
    for number, example in unanswered(check):
        for needed in check.needs:
            assert of(check, example, needed).verdict in OPEN, f"example {number} without {needed}"


@pytest.mark.parametrize("check", by_id(CHECKS))
def test_without_anything_that_it_reads_no_result_gets_better(check: Check) -> None:
    for number, example in unanswered(check):
        before = of(check, example).verdict
        for read in sorted((check.leans_on | check.uses | NAMES) - check.needs, key=str):
            after = of(check, example, read).verdict
            assert after is not Verdict.ERROR, f"example {number} without {read}"
            if before is not Verdict.PASS:
                assert after is not Verdict.PASS, f"example {number} without {read}: {before} → {after}"
            if before not in (Verdict.FAIL, Verdict.PARTIAL) and (check.info.id, str(read)) not in STANDS_ON_DOUBT:
                assert after not in (Verdict.FAIL, Verdict.PARTIAL), f"example {number} without {read}: {before} → {after}, which nothing proves"


@pytest.mark.parametrize("check", by_id(CHECKS))
def test_without_all_that_it_does_not_read_nothing_changes(check: Check) -> None:
    for number, example in unanswered(check):
        assert said(of(check, example, *others(check))) == said(of(check, example)), f"example {number}"


# ---- the sample tenants ----


@cache
def sample(name: str) -> tuple[Tenant, Engagement]:
    return read_tenant(ROOT / "sample_exports" / name), read_engagement(ROOT / "sample_exports" / f"{name}.engagement.toml")


def lacking(tenant: Tenant, missing: Iterable[Collection[Any]]) -> Tenant:
    gone = {one.name: Missing(one.name, Reason.FORBIDDEN, permission=one.permission) for one in missing}
    return replace(tenant, tables={**tenant.tables, **gone})


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("check", by_id(CHECKS))
def test_a_sample_tenant_is_judged_alike_without_what_a_check_does_not_read(check: Check, name: str) -> None:
    tenant, engagement = sample(name)
    assert said(judged(check, lacking(tenant, others(check)), engagement)) == said(judged(check, tenant, engagement))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_tenant_of_which_any_collection_is_missing_never_does_better(name: str) -> None:
    tenant, engagement = sample(name)
    before = {check.info.id: judged(check, tenant, engagement).verdict for check in CHECKS}
    for one in collection.ALL:
        poorer = lacking(tenant, [one])
        study, exceptions = Study(poorer, engagement, resolve(engagement, poorer)), Exceptions(engagement, poorer)
        after = {check.info.id: judge(check, study, exceptions).verdict for check in CHECKS if one in check.reads}
        needing = {check.info.id for check in CHECKS if one in check.needs} - engagement.answers.keys()
        assert {key for key in needing if after[key] not in OPEN and before[key] is not Verdict.NOT_APPLICABLE} == set(), f"{one} is needed"
        assert {key for key, verdict in after.items() if verdict is Verdict.PASS and before[key] is not Verdict.PASS} - engagement.answers.keys() == set(), (
            f"{one}"
        )
