"""What the privilege graph is told: whether a context really guards an activation."""

import pytest

from assessor.conditional_access import enforced_context
from assessor.model.words import Gate
from tests.conditional_access.build import GLOBAL_ADMINISTRATOR, access, policy

C1 = {"applications": {"includeAuthenticationContextClassReferences": ["c1"]}}


def gates(*policies, who="eve", context="c1", **rows):
    return enforced_context(access(*policies, **rows))(who, context)


def test_an_enabled_policy_that_means_the_person_enforces_the_context():
    assert gates(policy("P", "mfa", **C1)) == {Gate.AUTH_CONTEXT}


def test_a_context_that_no_policy_names_falls_back_to_mfa():
    assert gates(policy("P", "mfa", **C1), context="c2") == {Gate.MFA}
    assert gates(policy("P", "mfa")) == {Gate.MFA}


@pytest.mark.parametrize(
    "made",
    [
        policy("P", "mfa", state="disabled", **C1),
        policy("P", "mfa", state="enabledForReportingButNotEnforced", **C1),
        policy("P", "mfa", users={"includeUsers": ["All"], "excludeUsers": ["eve"]}, **C1),
        policy("P", "mfa", users={"includeRoles": [GLOBAL_ADMINISTRATOR]}, **C1),
        policy("P", "mfa", users={"includeUsers": ["All"], "excludeGroups": ["gone"]}, **C1),
        policy("P", "mfa", moonPhase=["full"], **C1),
        policy("P", **C1),
    ],
)
def test_nothing_is_told_where_nothing_surely_holds(made):
    assert gates(made) == frozenset()


def test_a_group_is_guarded_if_all_who_are_in_it_are():
    made = policy("P", "mfa", users={"includeUsers": ["All"], "excludeUsers": ["ben"]}, **C1)

    assert gates(made, who="admins") == {Gate.AUTH_CONTEXT}
    members = [{"groupId": "inner", "id": one, "@odata.type": "#microsoft.graph.user"} for one in ("ana", "ben")]
    assert gates(made, who="inner", groupMembers=members) == frozenset()


def test_without_policies_nothing_is_told():
    assert gates(conditionalAccessPolicies=None) == frozenset()
