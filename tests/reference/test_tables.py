"""Default PIM rules, service plans, and the date of each table."""

import json

import pytest

from assessor import reference

SIDES = ("Admin_Eligibility", "Admin_Assignment", "EndUser_Assignment")
RULES = {f"{kind}_{side}" for kind in ("Expiration", "Enablement") for side in SIDES}
RULES |= {f"Notification_{whom}_{side}" for whom in ("Admin", "Requestor", "Approver") for side in SIDES}
RULES |= {"Approval_EndUser_Assignment", "AuthenticationContext_EndUser_Assignment"}


@pytest.mark.parametrize("kind", ["role", "group"])
def test_a_policy_has_seventeen_default_rules(kind):
    assert len(RULES) == 17
    assert set(reference.pim_defaults(kind)) == RULES


@pytest.mark.parametrize(("kind", "required"), [("role", False), ("group", True)])
@pytest.mark.parametrize("side", ["Eligibility", "Assignment"])
def test_permanence_is_allowed_by_default_for_roles_and_not_for_groups(kind, required, side):
    assert reference.pim_defaults(kind)[f"Expiration_Admin_{side}"]["isExpirationRequired"] is required


@pytest.mark.parametrize("kind", ["role", "group"])
def test_an_activation_lasts_eight_hours_by_default_and_its_expiration_flag_is_not_compared(kind):
    assert reference.pim_defaults(kind)["Expiration_EndUser_Assignment"] == {"maximumDuration": "PT8H"}


@pytest.mark.parametrize("kind", ["role", "group"])
def test_mfa_on_activation_is_a_default_of_some_roles_only(kind):
    rule = reference.pim_defaults(kind)["Enablement_EndUser_Assignment"]

    assert rule == {"enabledRules": ["Justification"], "differsByRole": ["MultiFactorAuthentication"]}


def test_the_defaults_of_a_role_say_nothing_that_the_documented_policy_denies(shared):
    documented = json.loads((shared / "data" / "graph-docs-examples" / "pim_default_rules.json").read_text(encoding="utf-8"))["rules"]
    rules = {rule["id"]: {**rule, **rule.get("setting", {})} for rule in documented}

    for name, facts in reference.pim_defaults("role").items():
        for fact, value in facts.items():
            if name == "Enablement_EndUser_Assignment":
                assert set(rules[name]["enabledRules"]) <= {"Justification", "MultiFactorAuthentication"}
            else:
                assert rules[name][fact] == value, (name, fact)


def test_the_defaults_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        reference.pim_defaults("role")["Approval_EndUser_Assignment"]["isApprovalRequired"] = True


def test_pim_comes_with_p2_or_governance_and_with_nothing_else():
    assert reference.pim_plans() == {reference.service_plan("P2"), reference.service_plan("GOVERNANCE")}


@pytest.mark.parametrize(
    ("plan", "name", "carries"),
    [
        (reference.service_plan("P2").upper(), "whatever", True),
        (reference.service_plan("P1"), "AAD_PREMIUM", False),
        ("77777777-0000-4000-8000-000000000001", "EXCHANGE_S_ENTERPRISE", False),
        ("77777777-0000-4000-8000-000000000001", "INFO_GOVERNANCE", False),  # of documents, not of identities
        ("77777777-0000-4000-8000-000000000001", "Entra_Identity_Governance_F2", None),
        ("77777777-0000-4000-8000-000000000001", "AAD_PREMIUM_P3", None),
        (None, None, False),
    ],
)
def test_a_plan_that_is_not_listed_and_speaks_of_pim_is_unknown_and_not_none(plan, name, carries):
    assert reference.carries_pim(plan, name) is carries


def test_no_plan_of_the_shared_tenant_is_unknown(shared):
    export = json.loads((shared / "data" / "scubagear-sample-tenant/Sample-Reports/ProviderSettingsExport.json").read_text(encoding="utf-8-sig"))

    assert [one["ServicePlanName"] for one in export["service_plans"] if reference.carries_pim(one["ServicePlanId"], one["ServicePlanName"]) is None] == []


def test_p1_is_the_plan_that_graph_calls_aad_premium():
    assert reference.service_plan("P1") == "41781fb2-bc02-4b7c-bd55-b576c07bb09d"


def test_a_plan_that_is_not_listed_is_a_key_error():
    with pytest.raises(KeyError, match="P9"):
        reference.service_plan("P9")


@pytest.mark.parametrize("name", ["builtin_roles", "pim_defaults", "service_plans"])
def test_every_table_is_dated(name):
    year, month = reference.as_of(name).split("-")

    assert int(year) >= 2026
    assert 1 <= int(month) <= 12
