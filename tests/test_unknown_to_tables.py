"""A role or a plan that the dated tables do not know is shown as such, everywhere, and never dropped."""

import re

import pytest

from assessor import assess, reference
from assessor import checkkit as kit
from assessor.report.html import render_html

GHOST, NEW = "99999999-0000-4000-8000-00000000000f", "99999999-0000-4000-8000-000000000001"
TABLE = f"not in the table of {reference.as_of('builtin_roles')}"


def definition(**properties):
    row = {"id": NEW, "templateId": NEW, "displayName": "Brand New Administrator", "isBuiltIn": True, "isEnabled": True, "isPrivileged": True}
    return kit.row(kit.collection.ROLE_DEFINITIONS, **{**row, **properties})


@pytest.fixture(scope="module")
def assessment():
    parts = (
        kit.standing(GHOST, to="ana"),
        definition(),
        kit.standing(NEW, to="eva"),
        kit.custom_role("Caretaker"),
        kit.eligible(kit.ident("Caretaker"), to="ben"),
    )
    tenant, engagement = kit.tenant(*parts, kit.standing(kit.GLOBAL_ADMINISTRATOR, to="olga")).build()
    return assess.assess(tenant, engagement, assess.load(["builtin"]))


def result(assessment, check_id):
    (one,) = [one for one in assessment.results if one.check.id == check_id]
    return one


def test_the_inventory_counts_every_role_that_somebody_holds(assessment):
    assert {use.role.label: use.in_table for use in assessment.roles} == {
        "Global Administrator": True, "Brand New Administrator": False, GHOST: False, "Caretaker": True,
    }  # fmt: skip


def test_the_report_says_beside_a_role_that_its_table_does_not_know_it(assessment):
    rows = dict(re.findall(r'<tr><th scope="row">([^<]+)</th><td>([^<]+)</td>', render_html(assessment)))

    assert rows["Global Administrator"] == "tier 0"
    assert rows["Brand New Administrator"] == f"privileged; {TABLE}"
    assert rows[GHOST] == f"not known; {TABLE}"
    assert TABLE not in rows["Caretaker"]


def test_the_role_inventory_names_each_and_changes_no_verdict(assessment):
    inventory = result(assessment, "TEN-005")

    assert inventory.verdict == "pass"
    assert {one.subject.label: one.says.split(":")[0] for one in inventory.findings} == {
        "Brand New Administrator": f"is newer than the table of {reference.as_of('builtin_roles')}",
        GHOST: f"is held here, and neither the role definitions nor the table of {reference.as_of('builtin_roles')} know it",
    }


def test_a_new_role_counts_as_privileged_by_its_label_and_one_without_a_label_is_told(assessment):
    standing = result(assessment, "ROLE-001")

    assert "eva@example.onmicrosoft.com" in {one.subject.label for one in standing.findings}
    assert any(GHOST in note for note in standing.notes)


PLAN = "77777777-0000-4000-8000-000000000001"


def subscription(name, status="Enabled"):
    plans = [{"servicePlanId": PLAN, "servicePlanName": name, "provisioningStatus": "Success"}]
    units = {"enabled": 25, "suspended": 0, "warning": 0, "lockedOut": 0}
    return kit.row(
        kit.collection.SUBSCRIBED_SKUS, id="s", skuPartNumber="NEW", capabilityStatus=status, consumedUnits=0, prepaidUnits=units, servicePlans=plans
    )


def judged(check_id, *parts):
    tenant, engagement = kit.tenant(*parts).build()
    return result(assess.assess(tenant, engagement, assess.load(["builtin"]).only([check_id])), check_id)


@pytest.mark.parametrize("check_id", ["LIC-001", "LIC-002"])
def test_a_plan_that_may_carry_pim_leaves_the_licences_unassessed_and_is_named(check_id):
    seen = judged(check_id, kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), subscription("Entra_Identity_Governance_F2"))

    assert seen.verdict == "not_assessed"
    assert f"Entra_Identity_Governance_F2 ({PLAN})" in seen.reason


def test_a_plan_that_says_nothing_of_pim_is_no_excuse():
    assert judged("LIC-001", kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), subscription("EXCHANGE_S_ENTERPRISE")).verdict == "fail"


def test_a_plan_of_a_dead_subscription_is_no_excuse():
    assert judged("LIC-001", kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), subscription("Entra_Identity_Governance_F2", "Suspended")).verdict == "fail"
