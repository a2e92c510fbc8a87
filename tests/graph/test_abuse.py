"""Every abuse edge and every void rule on a tenant of a few lines: where it is drawn, and where it is not."""

import pytest

from assessor import checkkit as kit
from assessor.checkkit.examples import Part
from assessor.checkkit.examples.apps import MICROSOFT
from assessor.model.engagement import resolve
from assessor.model.result import Reach
from assessor.model.words import Confidence
from assessor.reference import roles as r

GA = kit.GLOBAL_ADMINISTRATOR
OWNED = (kit.standing(GA, to="robot"), kit.service_principal("robot"), kit.sp_owner("olga", of="robot"))
"""Olga holds nothing, and owns a service principal that is Global Administrator."""
NESTED = (kit.standing(GA, to="admins"), kit.eligible_member("helpers", of="admins"), kit.plain_member("hal", of="helpers"))
OUTER = kit.group("helpers", isAssignableToRole=False)
CUSTOM = kit.custom_role("Operators", rolePermissions=[{"allowedResourceActions": ["microsoft.directory/users/password/update"]}])


def reach(*parts: Part, role: str = GA, sure: bool = False) -> Reach:
    tenant, engagement = kit.tenant(*parts).build()
    return kit.Study(tenant, engagement, resolve(engagement, tenant)).graph.reach(role, "/", sure=sure)


def ways(found: Reach, name: str) -> list[str]:
    """The kinds of edges on each of a principal's ways."""
    return [" ".join(edge.kind for edge in path.edges) for one in found.principals if one.principal.id == kit.ident(name) for path in one.paths]


def voids(found: Reach, name: str) -> list[str]:
    return [path.voided.rule for one in found.voided if one.principal.id == kit.ident(name) for path in one.paths if path.voided]


DRAWN = {
    "helpdesk resets an owner without a role": ([*OWNED, kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo")], "HasRole ResetPassword AddSecret HasRole"),
    "method reset": ([*OWNED, kit.standing(r.AUTHENTICATION_ADMINISTRATOR, to="hugo")], "HasRole SetAuthMethods AddSecret HasRole"),
    "helpdesk over the owner's unit": (
        [*OWNED, kit.unit_member("olga", of="class"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo", scope=kit.unit_scope("class"))],
        "HasRole ResetPassword AddSecret HasRole",
    ),
    "the restricted unit's own administrator": (
        [*OWNED, kit.unit("vault", restricted=True), kit.unit_member("olga", of="vault"),
         kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo", scope=kit.unit_scope("vault"))],
        "HasRole ResetPassword AddSecret HasRole",
    ),
    "privileged authentication administrator resets anybody": (
        [kit.standing(GA, to="gina"), kit.standing(r.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR, to="hugo")], "HasRole SetAuthMethods HasRole",
    ),
    "a password administrator and a member of an ordinary group that is eligible": (
        [OUTER, *NESTED, kit.standing(r.PASSWORD_ADMINISTRATOR, to="hugo")],
        "HasRole ResetPassword MemberOf EligibleMemberOf HasRole",
    ),
    "a custom role that resets": ([*OWNED, CUSTOM, kit.standing(kit.ident("Operators"), to="hugo")], "HasRole ResetPassword AddSecret HasRole"),
    "an eligible actor": ([*OWNED, kit.eligible(r.HELPDESK_ADMINISTRATOR, to="hugo")], "EligibleFor ResetPassword AddSecret HasRole"),
    "groups administrator and an ordinary group": (
        [OUTER, *NESTED, kit.standing(r.GROUPS_ADMINISTRATOR, to="hugo")], "HasRole AddMember EligibleMemberOf HasRole",
    ),
    "exchange and a Microsoft 365 group": (
        [kit.group("helpers", isAssignableToRole=False, groupTypes=["Unified"]), *NESTED, kit.standing(r.EXCHANGE_ADMINISTRATOR, to="hugo")],
        "HasRole AddMember EligibleMemberOf HasRole",
    ),
    "a rule that can be changed": (
        [kit.group("helpers", isAssignableToRole=False, groupTypes=["DynamicMembership"], membershipRule='user.city -eq "X"'), *NESTED,
         kit.standing(r.GROUPS_ADMINISTRATOR, to="hugo")],
        "HasRole EditDynamicRule EligibleMemberOf HasRole",
    ),
    "an attribute that a rule reads": (
        [kit.group("helpers", isAssignableToRole=False, groupTypes=["DynamicMembership"], membershipRule='user.city -eq "X"'),
         kit.standing(GA, to="admins"), kit.eligible_member("helpers", of="admins"), kit.standing(r.AUTHENTICATION_ADMINISTRATOR, to="hugo")],
        "HasRole EditAttribute EligibleMemberOf HasRole",
    ),
    "owner of a registration": (
        [kit.standing(GA, to="robot"), kit.application("robot"), kit.app_owner("hugo", of="robot")], "AddSecret AppInstance HasRole",
    ),
    "owner of a service principal": ([kit.standing(GA, to="robot"), kit.service_principal("robot"), kit.sp_owner("hugo", of="robot")], "AddSecret HasRole"),
    "application administrator": (
        [kit.standing(GA, to="robot"), kit.service_principal("robot"), kit.standing(r.APPLICATION_ADMINISTRATOR, to="hugo")], "HasRole AddSecret HasRole",
    ),
    "application administrator of one application": (
        [kit.standing(GA, to="robot"), kit.application("robot"),
         kit.standing(r.APPLICATION_ADMINISTRATOR, to="hugo", scope=f"/{kit.ident('registration of robot')}")],
        "HasRole AddSecret HasRole",
    ),
    "hybrid identity administrator becomes owner": (
        [kit.standing(GA, to="robot"), kit.service_principal("robot"), kit.standing(r.HYBRID_IDENTITY_ADMINISTRATOR, to="hugo")], "HasRole AddOwner HasRole",
    ),
    "whoever assigns roles": ([kit.standing(r.PRIVILEGED_ROLE_ADMINISTRATOR, to="hugo")], "HasRole AssignRole"),
    "a partner": ([kit.standing(r.PARTNER_TIER2_SUPPORT, to="hugo")], "HasRole AssignRole"),
    "a domain can be federated": (
        [kit.person("gina", userPrincipalName="gina@example.org"), kit.standing(GA, to="gina"), kit.standing(r.DOMAIN_NAME_ADMINISTRATOR, to="hugo")],
        "HasRole FederateDomain HasRole",
    ),
    "synchronisation": (
        [kit.person("gina", onPremisesSyncEnabled=True), kit.standing(GA, to="gina"), kit.standing(r.DIRECTORY_SYNCHRONIZATION_ACCOUNTS, to="hugo")],
        "HasRole SyncTakeover HasRole",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", DRAWN)
def test_an_edge_is_drawn(case: str) -> None:
    parts, expected = DRAWN[case]
    assert expected in ways(reach(*parts), "hugo")


NOT_DRAWN = {
    "helpdesk and somebody who stands in a role": [
        *OWNED, kit.standing(r.EXCHANGE_ADMINISTRATOR, to="olga"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo")],
    "over another unit": [
        *OWNED, kit.unit_member("olga", of="class"), kit.unit("other"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo", scope=kit.unit_scope("other"))],
    "over a unit and a holder of any role": [
        *OWNED, kit.standing(r.DIRECTORY_READERS, to="olga"), kit.unit_member("olga", of="class"),
        kit.standing(r.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR, to="hugo", scope=kit.unit_scope("class"))],
    "a password administrator and a helpdesk": [
        *OWNED, kit.standing(r.HELPDESK_ADMINISTRATOR, to="olga"), kit.standing(r.PASSWORD_ADMINISTRATOR, to="hugo")],
    "intune and a Microsoft 365 group": [
        kit.group("helpers", isAssignableToRole=False, groupTypes=["Unified"]), *NESTED, kit.standing(r.INTUNE_ADMINISTRATOR, to="hugo")],
    "exchange and a security group": [OUTER, *NESTED, kit.standing(r.EXCHANGE_ADMINISTRATOR, to="hugo")],
    "application administrator of another application": [
        kit.standing(GA, to="robot"), kit.application("robot"), kit.application("toy"),
        kit.standing(r.APPLICATION_ADMINISTRATOR, to="hugo", scope=f"/{kit.ident('registration of toy')}")],
    "a managed identity": [
        kit.standing(GA, to="robot"), kit.service_principal("robot", servicePrincipalType="ManagedIdentity"),
        kit.standing(r.APPLICATION_ADMINISTRATOR, to="hugo")],
    "the initial domain cannot be federated": [kit.standing(GA, to="gina"), kit.standing(r.DOMAIN_NAME_ADMINISTRATOR, to="hugo")],
    "synchronisation and a cloud account": [kit.standing(GA, to="gina"), kit.standing(r.DIRECTORY_SYNCHRONIZATION_ACCOUNTS, to="hugo")],
    "a reader": [kit.standing(GA, to="gina"), kit.standing(r.GLOBAL_READER, to="hugo")],
    "a permission of another API with the same id": [
        kit.service_principal("hugo"), kit.service_principal("shop"),
        kit.row("appRoleAssignments", id="x", appRoleId="9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", principalId=kit.ident("hugo"), resourceId=kit.ident("shop"))],
    "an owner who is deleted": [kit.standing(GA, to="robot"), kit.service_principal("robot"), kit.deleted("hugo"), kit.sp_owner("hugo", of="robot")],
}  # fmt: skip


@pytest.mark.parametrize("case", NOT_DRAWN)
def test_an_edge_is_not_drawn(case: str) -> None:
    found = reach(*NOT_DRAWN[case])
    assert ways(found, "hugo") == []
    assert set(voids(found, "hugo")) <= {"role_assignable"}  # the outer group, which every editor of groups is kept from


VOIDED = {
    "restricted_unit": [
        *OWNED, kit.unit("vault", restricted=True), kit.unit_member("olga", of="vault"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo")],
    "role_assignable": [*OWNED, kit.plain_member("olga", of="any"), kit.group("any"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo")],
    "disabled": [*OWNED, kit.person("olga", accountEnabled=False), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo")],
    "external": [*OWNED, kit.person("olga", userType="Guest"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo")],
    "synced": [
        kit.group("helpers", isAssignableToRole=False, onPremisesSyncEnabled=True), kit.standing(GA, to="admins"),
        kit.eligible_member("helpers", of="admins"), kit.standing(r.GROUPS_ADMINISTRATOR, to="hugo")],
    "dynamic": [
        kit.group("helpers", isAssignableToRole=False, groupTypes=["DynamicMembership"], membershipRule="x"), kit.standing(GA, to="admins"),
        kit.eligible_member("helpers", of="admins"), kit.standing(r.IDENTITY_GOVERNANCE_ADMINISTRATOR, to="hugo")],
    "first_party": [
        kit.standing(GA, to="robot"), kit.service_principal("robot", appOwnerOrganizationId=MICROSOFT), kit.standing(r.APPLICATION_ADMINISTRATOR, to="hugo")],
}  # fmt: skip


@pytest.mark.parametrize("rule", VOIDED)
def test_a_voided_edge_stays_with_its_reason(rule: str) -> None:
    found = reach(*VOIDED[rule])
    assert ways(found, "hugo") == []
    assert rule in voids(found, "hugo")


def test_a_role_assignable_group_is_not_for_a_groups_administrator() -> None:
    found = reach(kit.standing(GA, to="admins"), kit.group("admins"), kit.standing(r.GROUPS_ADMINISTRATOR, to="hugo"))
    assert (ways(found, "hugo"), voids(found, "hugo")) == ([], ["role_assignable"])


PERMISSIONS = {
    "RoleManagement.ReadWrite.Directory": ([], "AssignRole"),
    "AppRoleAssignment.ReadWrite.All": ([], "AssignRole"),
    "Application.ReadWrite.All": ([kit.standing(GA, to="robot"), kit.service_principal("robot")], "AddSecret HasRole"),
    "Application.ReadWrite.OwnedBy": ([kit.standing(GA, to="robot"), kit.service_principal("robot"), kit.sp_owner("hugo", of="robot")], "AddSecret HasRole"),
    "PrivilegedAccess.ReadWrite.AzureADGroup": ([kit.standing(GA, to="admins"), kit.pim_group("admins")], "AddMember HasRole"),
    "UserAuthenticationMethod.ReadWrite.All": ([kit.standing(GA, to="gina")], "SetAuthMethods HasRole"),
    "Domain.ReadWrite.All": ([kit.person("gina", userPrincipalName="gina@example.org"), kit.standing(GA, to="gina")], "FederateDomain HasRole"),
    "User-PasswordProfile.ReadWrite.All": (OWNED, "ResetPassword AddSecret HasRole"),
}


@pytest.mark.parametrize("name", PERMISSIONS)
def test_an_application_permission_leads_to_global_administrator(name: str) -> None:
    parts, expected = PERMISSIONS[name]
    found = reach(kit.service_principal("hugo"), *parts, kit.permission(name, to="hugo"))
    assert ways(found, "hugo") == [expected]
    assert {str(one.path_class) for one in found.principals if one.principal.id == kit.ident("hugo")} == {"control"}


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Group.ReadWrite.All", [kit.standing(GA, to="admins"), kit.group("admins")]),
        ("UserAuthenticationMethod.ReadWrite.All", [kit.standing(GA, to="gina"), kit.unit("vault", restricted=True), kit.unit_member("gina", of="vault")]),
    ],
)
def test_an_application_permission_that_is_kept_out_stays_voided(name: str, parts: list[Part]) -> None:
    found = reach(kit.service_principal("hugo"), *parts, kit.permission(name, to="hugo"))
    assert ways(found, "hugo") == []
    assert len(voids(found, "hugo")) == 1


def test_whether_being_eligible_protects_is_contested_and_never_sure() -> None:
    parts = (kit.eligible(GA, to="ana"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo"))
    (one,) = (one for one in reach(*parts).principals if one.principal.id == kit.ident("hugo"))
    assert one.paths[0].certainty is Confidence.POSSIBLE
    assert "contested" in one.paths[0].in_words
    assert "activation" in one.paths[0].gates
    assert ways(reach(*parts, sure=True), "hugo") == []


def test_a_running_activation_is_not_what_a_reset_leads_to() -> None:
    (one,) = (
        one for one in reach(kit.activated(GA, to="ana"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo")).principals if one.principal.id == kit.ident("hugo")
    )
    assert all("activation" in path.gates for path in one.paths)


def test_the_gates_of_the_acting_role_are_part_of_the_way() -> None:
    found = reach(kit.eligible(r.PRIVILEGED_ROLE_ADMINISTRATOR, to="hugo"), kit.role_policy(r.PRIVILEGED_ROLE_ADMINISTRATOR, mfa=True, approvers=["chief"]))
    (one,) = found.principals
    assert {"activation", "approval", "mfa"} <= {str(gate) for gate in one.paths[0].gates}


def test_nothing_leads_to_a_lesser_role_through_one_that_takes_the_tenant() -> None:
    found = reach(kit.standing(GA, to="gina"), kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="paul"), kit.standing(r.INTUNE_ADMINISTRATOR, to="ida"),
                  role=r.INTUNE_ADMINISTRATOR)  # fmt: skip
    assert [one.principal.id for one in found.principals] == [kit.ident("ida")]


def test_a_helpdesk_over_people_who_lead_nowhere_is_no_way() -> None:
    tenant, engagement = kit.tenant(kit.standing(GA, to="gina"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo"), kit.person("pupil")).build()
    graph = kit.Study(tenant, engagement, resolve(engagement, tenant)).graph
    assert ("user", kit.ident("pupil")) not in graph.graph


def test_approvers_stand_beside_the_edge_and_are_no_edge() -> None:
    found = reach(kit.eligible(GA, to="ana"), kit.role_policy(GA, approvers=["chief"]))
    (one,) = found.principals
    assert [thing.id for thing in one.paths[0].edges[0].approvers] == [kit.ident("chief")]


def test_with_no_approver_named_whoever_assigns_roles_approves() -> None:
    (one,) = reach(kit.eligible(GA, to="ana"), kit.role_policy(GA, approval=True)).principals
    assert [thing.label for thing in one.paths[0].edges[0].approvers] == ["Privileged Role Administrator", "Global Administrator"]


def test_with_no_approver_named_nobody_approves_for_a_group() -> None:
    (one,) = reach(kit.standing(GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.group_policy("admins", approval=True)).principals
    assert one.paths[0].edges[0].approvers == ()
