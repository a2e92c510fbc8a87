"""Of 200,000 people the reader holds those who matter to privilege."""

from __future__ import annotations

from typing import Any

import pytest

from assessor.model import collections as c
from assessor.model.table import Table
from assessor.model.tenant import Presence
from assessor.snapshot import read_tenant

USER, GROUP = "#microsoft.graph.user", "#microsoft.graph.group"


def people(*names: str) -> list[dict[str, Any]]:
    return [{"id": f"ID-{name}", "userPrincipalName": f"{name}@example.org", "displayName": name} for name in (*names, "nobody")]


def held(path: Any, *keep: str) -> list[str]:
    return [str(user.display_name) for user in read_tenant(path, frozenset(keep)).rows(c.USERS)]


ROLE = {"id": "a", "roleDefinitionId": "r"}
POLICY = {"id": "p", "rules": [{"id": "Approval", "setting": {"approvalStages": [{"primaryApprovers": [{"@odata.type": "#microsoft.graph.singleUser"}]}]}}]}


def approval(approver: dict[str, Any], which: str = "primaryApprovers") -> dict[str, Any]:
    return {"id": "p", "rules": [{"id": "Approval_EndUser_Assignment", "setting": {"approvalStages": [{which: [approver]}]}}]}


@pytest.mark.parametrize(
    "others",
    [
        {"roleAssignments": [{**ROLE, "principalId": "id-ana"}]},
        {"roleAssignmentScheduleInstances": [{**ROLE, "principalId": "id-ana"}]},
        {"roleEligibilityScheduleInstances": [{**ROLE, "principalId": "ID-ANA"}]},
        {"groupAssignmentScheduleInstances": [{"groupId": "g", "principalId": "id-ana"}]},
        {"groupEligibilityScheduleInstances": [{"groupId": "g", "principalId": "id-ana"}]},
        {"administrativeUnitScopedRoleMembers": [{"administrativeUnitId": "u", "roleId": "r", "roleMemberInfo": {"id": "id-ana"}}]},
        {"roleManagementPolicies": [approval({"userId": "id-ana"})]},
        {"roleManagementPolicies": [approval({"id": "id-ana"}, "escalationApprovers")]},
        {"roleManagementPolicies": [approval({"groupId": "g"})], "groupMembers": [{"groupId": "G", "id": "id-ana"}]},
        {"groupOwners": [{"groupId": "g", "id": "id-ana", "@odata.type": USER}]},
        {"applicationOwners": [{"applicationId": "a", "id": "id-ana"}]},
        {"servicePrincipalOwners": [{"servicePrincipalId": "s", "id": "id-ana"}]},
        {"conditionalAccessPolicies": [{"id": "p", "conditions": {"users": {"includeUsers": ["id-ana"]}}}]},
        {"conditionalAccessPolicies": [{"id": "p", "conditions": {"users": {"excludeUsers": ["ID-Ana"]}}}]},
        {"conditionalAccessPolicies": [{"id": "p", "conditions": {"users": {"excludeGroups": ["g"]}}}], "groupMembers": [{"groupId": "g", "id": "id-ana"}]},
        {"groups": [{"id": "g", "isAssignableToRole": True}], "groupMembers": [{"groupId": "g", "id": "id-ana"}]},
        {"pimGroups": [{"id": "g"}], "groupMembers": [{"groupId": "g", "id": "id-ana"}]},
        {"roleAssignments": [{**ROLE, "principalId": "g"}], "groupMembers": [{"groupId": "g", "id": "id-ana", "@odata.type": USER}]},
        {
            "administrativeUnits": [{"id": "u", "isMemberManagementRestricted": True}],
            "administrativeUnitMembers": [{"administrativeUnitId": "U", "id": "id-ana"}],
        },
    ],
)
def test_whoever_the_tables_name_is_held_and_nobody_else(snapshot_of: Any, others: dict[str, Any]) -> None:
    assert held(snapshot_of({"users": people("ana"), **others})) == ["ana"]


@pytest.mark.parametrize("child", [{"@odata.type": GROUP}, {}])
def test_members_of_groups_in_groups_are_held_to_any_depth_and_circles_end(snapshot_of: Any, child: dict[str, str]) -> None:
    chain = [{"groupId": f"g{number}", "id": f"G{number + 1}", **child} for number in range(50)] + [{"groupId": "g50", "id": "g0", **child}]
    folder = snapshot_of(
        {
            "users": people("ana"),
            "groups": [{"id": f"g{number}"} for number in range(51)],
            "groupMembers": [*chain, {"groupId": "g50", "id": "id-ana", "@odata.type": USER}, {"groupId": "other", "id": "ID-nobody", "@odata.type": USER}],
            "roleAssignments": [{**ROLE, "principalId": "g0"}],
        }
    )
    assert held(folder) == ["ana"]


def test_members_of_groups_that_do_not_matter_are_not_held(snapshot_of: Any) -> None:
    folder = snapshot_of({"users": people("ana"), "groups": [{"id": "g"}], "groupMembers": [{"groupId": "g", "id": "id-ana"}]})
    tenant = read_tenant(folder)
    assert tenant.rows(c.USERS) == tenant.rows(c.GROUP_MEMBERS) == ()


@pytest.mark.parametrize("name", ["id-ana", "ANA@example.org"])
def test_whom_the_consultant_names_is_held(snapshot_of: Any, name: str) -> None:
    assert held(snapshot_of({"users": people("ana")}), name) == ["ana"]


@pytest.mark.parametrize("name", ["g", "Board"])
def test_members_of_a_group_that_the_consultant_names_are_held(snapshot_of: Any, name: str) -> None:
    folder = snapshot_of({"users": people("ana"), "groups": [{"id": "G", "displayName": "BOARD"}], "groupMembers": [{"groupId": "g", "id": "id-ana"}]})
    assert held(folder, name) == ["ana"]


def test_the_total_tells_how_many_there_are(snapshot_of: Any) -> None:
    tenant = read_tenant(snapshot_of({"users": people("ana"), "roleAssignments": [{**ROLE, "principalId": "id-ana"}]}))
    users = tenant.table(c.USERS)
    assert isinstance(users, Table)
    assert (len(users.rows), users.total) == (1, 2)
    assert next(state.count for state in tenant.facts.collections if state.name == "users") == 2


def test_all_held_has_no_total(snapshot_of: Any) -> None:
    users = read_tenant(snapshot_of({"users": people()}), frozenset({"id-nobody"})).table(c.USERS)
    assert isinstance(users, Table)
    assert users.total is None


def test_somebody_who_is_not_held_is_not_called_deleted(snapshot_of: Any) -> None:
    folder = snapshot_of(
        {"users": people(), "groups": [], "servicePrincipals": [], "roleAssignments": [{**ROLE, "principalId": "gone"}]}, manifest={"scope": "full"}
    )
    tenant = read_tenant(folder)
    assert tenant.presence("ID-nobody") is Presence.NOT_KNOWN
    assert tenant.presence("GONE") is Presence.DELETED


def test_a_user_without_a_name_and_an_odd_row_are_read(snapshot_of: Any) -> None:
    rows = b'{"id":"u1"}\n{"id":"u2","userPrincipalName":null}\n{"id":"u3","userPrincipalName":"a\\ud800"}\n'
    tenant = read_tenant(snapshot_of({"users": rows}), frozenset({"u1", "u2", "u3"}))
    assert [user.id for user in tenant.rows(c.USERS)] == ["u1", "u2", "u3"]
