"""Activation on a phone: the configurations that block it, and the traps that look as if they did, each by its name."""

import pytest

from assessor.conditional_access import Activations, Decision, Outcome, Phones, Target
from tests.conditional_access.build import GLOBAL_ADMINISTRATOR, GRAPH, access, policy, sign_in

C1 = {"applications": {"includeAuthenticationContextClassReferences": ["c1"]}}
MOBILE = {"platforms": {"includePlatforms": ["android", "iOS"]}}
ANYBODY = {"users": {"includeUsers": ["All"], "excludeGroups": ["spared"]}}
PAW = 'device.extensionAttribute1 -eq "PAW"'


def rules(context="c1", *, enabled=True, mfa=False, approval=False):
    made = [
        {"id": "AuthenticationContext_EndUser_Assignment", "isEnabled": enabled, "claimValue": context},
        {"id": "Enablement_EndUser_Assignment", "enabledRules": ["MultiFactorAuthentication"] if mfa else ["Justification"]},
        {"id": "Approval_EndUser_Assignment", "setting": {"isApprovalRequired": approval}},
    ]
    return {
        "roleManagementPolicies": [{"id": "rp", "scopeId": "/", "scopeType": "DirectoryRole", "rules": made}],
        "roleManagementPolicyAssignments": [
            {"id": "ra", "policyId": "rp", "roleDefinitionId": GLOBAL_ADMINISTRATOR, "scopeId": "/", "scopeType": "DirectoryRole"}
        ],
    }


def proof(*policies, person="eve", pim=None, **rows):
    activations = Activations(access(*policies, **(pim or rules()), **rows))
    return Phones(activations).proof(person, activations.policy_of(Target(role_definition_id=GLOBAL_ADMINISTRATOR)))


def outcome(*policies, **more):
    return proof(*policies, **more).outcome


def block(key="B", **conditions):
    return policy(key, "block", **{**ANYBODY, **C1, **conditions})


# ---- configurations that are right ----


def test_a_block_for_everybody_on_both_platforms_holds_and_can_be_spoofed():
    found = proof(block(**MOBILE))

    assert found.outcome is Outcome.SPOOFABLE
    assert found.witness.platform not in ("android", "iOS")


def test_b_all_platforms_but_windows_holds_and_can_be_spoofed():
    assert outcome(block(platforms={"includePlatforms": ["all"], "excludePlatforms": ["windows"]})) is Outcome.SPOOFABLE


def test_c_a_filter_that_spares_the_workstations_of_administrators_is_robust():
    assert outcome(block(devices={"deviceFilter": {"mode": "exclude", "rule": PAW}})) is Outcome.BLOCKED


def test_d_hybrid_join_is_an_effective_block():
    assert outcome(policy("D", "domainJoinedDevice", **ANYBODY, **C1)) is Outcome.BLOCKED
    assert outcome(policy("D", "mfa", "domainJoinedDevice", operator="AND", **ANYBODY, **C1)) is Outcome.BLOCKED


def test_e_all_resources_blocked_on_mobile_needs_no_context():
    assert outcome(policy("E", "block", **ANYBODY, **MOBILE), pim=rules(enabled=False)) is Outcome.SPOOFABLE


def test_two_policies_may_block_together():
    one = block("ios", platforms={"includePlatforms": ["iOS"]})
    other = block("android", platforms={"includePlatforms": ["android"]})

    assert outcome(one, other) is Outcome.SPOOFABLE


# ---- traps ----

TRAPS = {
    "role-scoped policy": (block(users={"includeRoles": [GLOBAL_ADMINISTRATOR]}, **MOBILE), "users"),
    "report-only": ({**block(**MOBILE), "state": "enabledForReportingButNotEnforced"}, "policyNotEnabled"),
    "disabled": ({**block(**MOBILE), "state": "disabled"}, "policyNotEnabled"),
    "excluded user": (block(users={"includeUsers": ["All"], "excludeUsers": ["eve"]}, **MOBILE), "users"),
    "wrong claim value": (block(applications={"includeAuthenticationContextClassReferences": ["c2"]}, **MOBILE), "application"),
    "or with another control": (policy("B", "domainJoinedDevice", "mfa", **ANYBODY, **C1, **MOBILE), None),
    "browser only": (block(clientAppTypes=["browser"], **MOBILE), "clientApps"),
    "trusted location excluded": (block(locations={"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}, **MOBILE), "location"),
    "admin portals only": (block(applications={"includeApplications": ["MicrosoftAdminPortals"]}, **MOBILE), "application"),
    "one portal only": (block(applications={"includeApplications": ["c44b4083-3bb0-49c1-b47d-974e53cbdf3c"]}, **MOBILE), "application"),
    "azure management only": (block(applications={"includeApplications": ["797f4846-ba00-4fd7-ba43-dac1f8f63013"]}, **MOBILE), "application"),
    "all resources without graph": (block(applications={"includeApplications": ["All"], "excludeApplications": [GRAPH]}, **MOBILE), "application"),
    "filter polarity": (block(devices={"deviceFilter": {"mode": "exclude", "rule": 'device.extensionAttribute1 -ne "PAW"'}}), "devices"),
    "compliant phones spared": (block(devices={"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}}), "devices"),
    "device code only": (block(authenticationFlows={"transferMethods": "deviceCodeFlow"}, **MOBILE), "authenticationFlow"),
    "risk only": (block(signInRiskLevels=["high"], **MOBILE), None),
}


@pytest.mark.parametrize("name", TRAPS)
def test_trap(name):
    made, fails = TRAPS[name]
    found = proof(made)

    assert found.outcome is Outcome.NOT_BLOCKED
    assert found.witness.platform in ("android", "iOS")
    assert (found.nearest.fails if found.nearest else None) == fails


@pytest.mark.parametrize("name", [one for one in TRAPS if one not in ("risk only", "or with another control")])
def test_the_witness_of_a_trap_really_gets_through(name):
    made, _ = TRAPS[name]
    activations = Activations(access(made, **rules()))
    found = proof(made)

    assert activations.decide(Target(role_definition_id=GLOBAL_ADMINISTRATOR), found.witness).decision in (Decision.ALLOWED, Decision.REQUIRES)


def test_trap_excluded_by_a_nested_group():
    made = block(users={"includeUsers": ["All"], "excludeGroups": ["admins"]}, **MOBILE)

    assert outcome(made, person="ana") is Outcome.NOT_BLOCKED
    assert outcome(made, person="eve") is Outcome.SPOOFABLE


def test_trap_only_one_platform():
    found = proof(block(platforms={"includePlatforms": ["iOS"]}))

    assert (found.outcome, found.witness.platform) == (Outcome.ONE_PLATFORM, "android")


def test_trap_compliant_device_instead_of_a_block():
    assert outcome(policy("B", "compliantDevice", **ANYBODY, **C1)) is Outcome.MANAGED


def test_trap_the_rule_is_there_and_not_enabled():
    assert outcome(block(**MOBILE), pim=rules(enabled=False)) is Outcome.NOT_BLOCKED


def test_trap_approval_is_no_block():
    assert outcome(pim=rules(enabled=False, approval=True)) is Outcome.NOT_BLOCKED


def test_trap_an_active_role_that_the_policy_spares():
    made = block(users={"includeUsers": ["All"], "excludeRoles": [GLOBAL_ADMINISTRATOR]}, **MOBILE)

    assert outcome(made, person="ben") is Outcome.NOT_BLOCKED
    assert outcome(made, person="eve") is Outcome.SPOOFABLE


def test_trap_every_platform_listed_leaves_an_unrecognised_one_open():
    listed = ["android", "iOS", "windows", "macOS", "linux", "windowsPhone"]

    assert proof(block(platforms={"includePlatforms": listed})).witness.platform == "unknown"


def test_trap_a_context_that_is_not_published():
    contexts = [{"id": "c1", "isAvailable": False}]

    assert outcome(block(**MOBILE), authenticationContextClassReferences=contexts) is Outcome.UNKNOWN


def test_what_is_missing_is_named():
    found = proof(block(users={"includeUsers": ["All"], "excludeGroups": ["gone"]}, **MOBILE))

    assert (found.outcome, [want.collection for want in found.unknown]) == (Outcome.UNKNOWN, ["groups"])


def test_without_the_pim_policy_nothing_is_known():
    assert outcome(block(**MOBILE), pim={"roleManagementPolicies": None, "roleManagementPolicyAssignments": []}) is Outcome.UNKNOWN


# ---- the fallback ----


def leg(*policies, pim=None, **fields):
    activations = Activations(access(*policies, **(pim or rules())))
    return activations.decide(Target(role_definition_id=GLOBAL_ADMINISTRATOR), sign_in("eve", platform="iOS", **fields))


def test_pim_falls_back_to_mfa_only_where_no_policy_at_all_names_the_context():
    assert leg().fallback_mfa
    for state in ("enabled", "disabled", "enabledForReportingButNotEnforced"):
        found = leg(policy("P", "mfa", state=state, users={"includeUsers": ["ben"]}, **C1))
        assert (found.fallback_mfa, found.context_leg) == (False, Decision.ALLOWED)


def test_a_missing_pim_policy_leaves_the_leg_unknown():
    found = leg(pim={"roleManagementPolicies": [], "roleManagementPolicyAssignments": []})

    assert (found.decision, found.context_leg) == (Decision.UNKNOWN, Decision.UNKNOWN)
