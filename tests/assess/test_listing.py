"""The full lists: every assignment, every policy of PIM, and what is not known of them."""

from __future__ import annotations

from assessor import checkkit as kit
from assessor.assess.listing import pim_policies, roles_held
from assessor.checkkit import Study
from assessor.model.engagement import resolve

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
READERS = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"


def study(*parts: kit.Part) -> Study:
    tenant, engagement = kit.tenant(*parts).build()
    return Study(tenant, engagement, resolve(engagement, tenant))


def test_an_assignment_says_how_it_is_held_over_what_and_whether_it_is_break_glass() -> None:
    rows = roles_held(
        study(
            kit.standing(GLOBAL_ADMINISTRATOR, to="alarm"), kit.break_glass("alarm"), kit.eligible(GLOBAL_ADMINISTRATOR, to="ana"),
            kit.activated(GLOBAL_ADMINISTRATOR, to="ben"), kit.standing(READERS, to="carla"),
        )
    )  # fmt: skip
    found = [((one.principal.name or "").partition("@")[0], one.state, one.break_glass) for one in rows]
    assert found == [
        ("alarm", "permanent", True), ("ana", "eligible", False), ("ben", "activated", False), ("ben", "eligible", False), ("carla", "permanent", False),
    ]  # fmt: skip
    assert [one.role.id for one in rows] == [GLOBAL_ADMINISTRATOR] * 4 + [READERS]
    assert {one.scope for one in rows} == {"/"}


def test_a_policy_says_what_an_activation_asks_for_and_who_approves() -> None:
    (row,) = [
        one
        for one in pim_policies(study(kit.role_policy(GLOBAL_ADMINISTRATOR, approvers=["ana"], context="c1", duration="PT2H", mfa=False)))
        if one.guards.id == GLOBAL_ADMINISTRATOR
    ]
    assert (row.mfa, row.context, row.approval, row.hours, row.permanent_active) == (False, "c1", True, 2, True)
    assert [one.id for one in row.approvers] == [kit.ident("ana")]


def test_a_group_has_a_row_for_members_and_one_for_owners() -> None:
    rows = pim_policies(study(kit.group_policy("admins"), kit.group_policy("admins", "owner")))
    assert [(one.guards.id, one.access) for one in rows] == [(kit.ident("admins"), "member"), (kit.ident("admins"), "owner")]


def test_a_rule_that_the_snapshot_does_not_hold_is_not_known() -> None:
    def without_rules(draft: kit.Draft) -> None:
        for row in draft.rows["roleManagementPolicies"]:
            row["rules"] = []

    (row,) = pim_policies(study(kit.role_policy(GLOBAL_ADMINISTRATOR), without_rules))
    assert (row.mfa, row.approval, row.justification, row.ticket, row.hours, row.permanent_active) == (None,) * 6


def test_a_tenant_without_these_collections_has_empty_lists() -> None:
    gone = [kit.without(one) for one in (kit.collection.ROLE_ASSIGNMENTS, *kit.ROLE_SCHEDULES, *kit.POLICIES)]
    assert pim_policies(study(*gone)) == ()
    assert roles_held(study(*gone)) == ()
