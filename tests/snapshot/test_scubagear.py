"""An export of ScubaGear becomes a snapshot that says what it holds, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assessor.model import collections as c
from assessor.model.errors import SnapshotError
from assessor.model.rows import UNSET
from assessor.model.table import Missing, Table
from assessor.model.tenant import Tenant
from assessor.model.words import Reason
from assessor.snapshot import read_tenant, verify
from assessor.snapshot.importers import ImportReport, import_scubagear
from assessor.snapshot.importers.dotnet import camel, graph, moment

SHARED = Path(__file__).parents[2].parent / "shared"
SAMPLE = SHARED / "data" / "scubagear-sample-tenant" / "Sample-Reports" / "ProviderSettingsExport.json"
needs_sample = pytest.mark.skipif(not SAMPLE.is_file(), reason="needs ScubaGear's sample report in the folder `shared` beside the repository")

ROLE = "158c047a-c907-4556-b7ef-446551a6b5f7"
TENANT = "3c19c757-3b55-411f-b03f-2bcc514a598d"
USER, HOLDER = "66b4d5c2-71c9-4644-8728-74e3a8324d81", "143945f9-dee3-46c6-89c0-3aeaef118817"


@pytest.mark.parametrize(
    ("pascal", "name"),
    [
        ("Id", "id"),
        ("OnPremisesImmutableId", "onPremisesImmutableId"),
        ("SkuId", "skuId"),
        ("SKUPartNumber", "skuPartNumber"),
        ("AllowedToUseSSPR", "allowedToUseSSPR"),
        ("AaGuids", "aaGuids"),
        ("IPRanges", "ipRanges"),
        ("X509CertificateRules", "x509CertificateRules"),
        ("already", "already"),
        ("@odata.type", "@odata.type"),
    ],
)
def test_names_are_turned_into_graphs(pascal: str, name: str) -> None:
    assert camel(pascal) == name


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("/Date(1777406310050)/", "2026-04-28T19:58:30.050Z"),
        ("/Date(1613679244000)/", "2021-02-18T20:14:04Z"),
        ("/Date(-62135596800000)/", "0001-01-01T00:00:00Z"),
        ("/Date(253402300799999)/", "9999-12-31T23:59:59.999Z"),
        ("/Date(999999999999999)/", "/Date(999999999999999)/"),
        ("Date", "Date"),
    ],
)
def test_times_are_turned_into_graphs(text: str, iso: str) -> None:
    assert moment(text) == iso


def test_annotations_of_a_page_go_and_folded_lists_unfold() -> None:
    assert graph({"@odata.context": "x", "Rules@odata.context": "y", "@odata.type": "z", "Rules": {"Id": 1}}) == {"@odata.type": "z", "rules": [{"id": 1}]}


def export(**changes: Any) -> dict[str, Any]:
    """A small export: one role, held by a user and by a group under PIM."""
    return {
        "module_version": "1.8.0",
        "timestamp_zulu": "2026-05-04T17:15:48.307Z",
        "tenant_details": [{"AADAdditionalData": [{"Id": TENANT, "DisplayName": "Contoso"}]}],
        "scuba_config": {"M365Environment": "gcchigh"},
        "privileged_users": {USER: {"DisplayName": "John", "OnPremisesImmutableId": None, "roles": ["Cloud Application Administrator"]}},
        "privileged_service_principals": {},
        "privileged_roles": [
            {
                "DisplayName": "Cloud Application Administrator",
                "RoleTemplateId": ROLE,
                "Assignments": [assignment(USER), assignment(HOLDER)],
                "Rules": [rule("Cloud Application Administrator", "Directory Role"), rule("Developers", "PIM Group")],
            }
        ],
        **changes,
    }


def assignment(principal: str, **more: Any) -> dict[str, Any]:
    own = {"Id": f"a-{principal}", "PrincipalId": principal, "RoleDefinitionId": ROLE, "DirectoryScopeId": "/", "StartDateTime": None, "EndDateTime": None}
    return {**own, "MemberType": "Direct", "AssignmentType": "Assigned", **more}


def rule(source: str, kind: str) -> dict[str, Any]:
    odata = "#microsoft.graph.unifiedRoleManagementPolicyExpirationRule"
    return {"@odata.type": odata, "Id": "Expiration_Admin_Assignment", "MaximumDuration": "P15D", "RuleSource": source, "RuleSourceType": kind}


def imported(folder: Path, values: Any, encoding: str = "utf-8") -> tuple[Tenant, ImportReport]:
    file = folder / "export.json"
    file.write_text(json.dumps(values), encoding=encoding)
    report = import_scubagear(file, folder / "out")
    assert [problem for problem in verify(folder / "out") if problem.refused] == []
    return read_tenant(folder / "out"), report


def test_time_cloud_and_scope_come_from_the_export(tmp_path: Path) -> None:
    tenant, report = imported(tmp_path, export())
    assert (tenant.id, report.tenant_id) == (TENANT, TENANT)
    assert tenant.taken_at.isoformat() == "2026-05-04T17:15:48.307000+00:00"
    assert (tenant.facts.cloud, tenant.facts.scope, tenant.facts.collector, tenant.facts.sealed) == ("usgov", "privileged", "ScubaGear 1.8.0", True)
    assert tenant.organization.display_name == "Contoso"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_powershells_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    assert imported(tmp_path, export(), encoding)[0].id == TENANT


def test_the_policy_of_a_group_is_split_from_the_roles(tmp_path: Path) -> None:
    tenant, report = imported(tmp_path, export())
    role, group = tenant.rows(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)
    assert (role.role_definition_id, role.scope_id, role.scope_type) == (ROLE, "/", "DirectoryRole")
    assert (group.role_definition_id, group.scope_id, group.scope_type) == ("member", HOLDER, "Group")
    assert {policy.id for policy in tenant.rows(c.ROLE_MANAGEMENT_POLICIES)} == {role.policy_id, group.policy_id}
    assert [(one.id, one.display_name) for one in tenant.rows(c.GROUPS)] == [(HOLDER, "Developers")]
    assert report.notes == ()


def test_a_group_that_cannot_be_told_from_other_holders_is_noted_and_guards_nobody(tmp_path: Path) -> None:
    values = export(privileged_users={})
    tenant, report = imported(tmp_path, values)
    assert len(tenant.rows(c.ROLE_MANAGEMENT_POLICIES)) == 2
    assert len(tenant.rows(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)) == 1
    table = tenant.table(c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)
    assert isinstance(table, Table)
    assert ("scopeId", "Developers") in [(gap.key, gap.value) for gap in table.gaps]
    assert report.notes == ("the group 'Developers' holds Cloud Application Administrator; the export does not tell which of the role's principals it is",)


def test_an_assignment_through_a_group_names_the_group_by_its_origin(tmp_path: Path) -> None:
    origin = "lAPpYvVpN0KRkAEhdxReEKsS0t41g7xBusEO5u7F7ls-1"  # Global Administrator and ded212ab-…
    group = "ded212ab-8335-41bc-bac1-0ee6eec5ee5b"
    both = [assignment(group, RoleAssignmentOriginId=origin), assignment(USER, MemberType="Group", RoleAssignmentOriginId=origin)]
    values = export(privileged_roles=[{"DisplayName": "R", "RoleTemplateId": ROLE, "Assignments": both, "Rules": []}])
    (member,) = imported(tmp_path, values)[0].rows(c.GROUP_MEMBERS)
    assert (member.group_id, member.id) == (group, USER)


def test_an_assignment_in_a_group_is_the_groups(tmp_path: Path) -> None:
    inside = {"Id": "x", "GroupId": HOLDER, "AccessId": "member", "PrincipalId": USER, "AssignmentType": "Assigned"}
    values = export(privileged_roles=[{"DisplayName": "R", "RoleTemplateId": ROLE, "Assignments": [inside], "Rules": []}])
    tenant, _ = imported(tmp_path, values)
    (row,) = tenant.rows(c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES)
    assert (row.group_id, row.principal_id, row.access_id) == (HOLDER, USER, "member")
    assert tenant.rows(c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES) == ()


def test_what_the_export_does_not_hold_was_not_requested(tmp_path: Path) -> None:
    tenant, _ = imported(tmp_path, export())
    for collection in (c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.ROLE_ASSIGNMENTS, c.GROUP_OWNERS, c.ADMINISTRATIVE_UNITS, c.CONDITIONAL_ACCESS_POLICIES):
        table = tenant.table(collection)
        assert isinstance(table, Missing)
        assert table.reason is Reason.NOT_REQUESTED


def test_what_it_holds_in_part_is_partial_and_absent_properties_stay_absent(tmp_path: Path) -> None:
    tenant, report = imported(tmp_path, export())
    assert {"users", "servicePrincipals", "roleDefinitions", "roleAssignmentScheduleInstances", "roleManagementPolicies"} <= set(report.partial)
    (user,) = tenant.rows(c.USERS)
    assert (user.on_premises_immutable_id, user.user_principal_name, user.on_premises_sync_enabled) == (None, UNSET, UNSET)


def test_a_command_that_failed_is_a_collection_that_failed(tmp_path: Path) -> None:
    values = export(aad_unsuccessful_commands=["Get-MgBetaIdentityConditionalAccessPolicy"], conditional_access_policies=[])
    table = imported(tmp_path, values)[0].table(c.CONDITIONAL_ACCESS_POLICIES)
    assert isinstance(table, Missing)
    assert table.reason is Reason.FAILED


def test_no_policy_after_a_command_that_ran_means_there_is_none(tmp_path: Path) -> None:
    values = export(aad_successful_commands=["Get-MgBetaIdentityConditionalAccessPolicy"], conditional_access_policies=[])
    tenant, _ = imported(tmp_path, values)
    assert tenant.has(c.CONDITIONAL_ACCESS_POLICIES)
    assert tenant.rows(c.CONDITIONAL_ACCESS_POLICIES) == ()


def test_service_plans_of_several_subscriptions_belong_to_none_of_them(tmp_path: Path) -> None:
    skus = [{"SkuId": "s1", "SkuPartNumber": "ONE"}, {"SkuId": "s2", "SkuPartNumber": "TWO"}]
    plans = [{"ServicePlanId": "p2", "ServicePlanName": "AAD_PREMIUM_P2", "ProvisioningStatus": "Success"}]
    one, two, of_all = imported(tmp_path, export(license_information=skus, service_plans=plans))[0].rows(c.SUBSCRIBED_SKUS)
    assert (one.sku_part_number, one.service_plans, two.service_plans) == ("ONE", [], [])
    assert (of_all.sku_id, of_all.sku_part_number, of_all.service_plans[0].service_plan_name) == (None, None, "AAD_PREMIUM_P2")


def test_service_plans_of_one_subscription_are_its_own(tmp_path: Path) -> None:
    values = export(license_information=[{"SkuId": "s1"}], service_plans={"ServicePlanId": "p2"})
    (sku,) = imported(tmp_path, values)[0].rows(c.SUBSCRIBED_SKUS)
    assert [plan.service_plan_id for plan in sku.service_plans] == ["p2"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is not JSON"),
        ("nonsense", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is no export of ScubaGear with Entra ID in it"),
        ('{"exo_successful_commands":[]}', "is no export of ScubaGear with Entra ID in it"),
        (json.dumps(export(timestamp_zulu="05/04/2026")), "does not say when it was made"),
        (json.dumps(export(tenant_details=[])), "is not shaped as an export of ScubaGear"),
        (json.dumps(export(tenant_details=[{"TenantId": "x"}])), "is not shaped as an export of ScubaGear"),
        (json.dumps(export(privileged_users=[1])), "is not shaped as an export of ScubaGear"),
        (json.dumps(export(privileged_roles=[{"DisplayName": "R"}])), "is not shaped as an export of ScubaGear"),
        (json.dumps(export(privileged_roles="R")), "is not shaped as an export of ScubaGear"),
        (json.dumps(export(scuba_config="x")), "is not shaped as an export of ScubaGear"),
    ],
)
def test_any_other_file_is_one_line_and_leaves_nothing(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text)
    with pytest.raises(SnapshotError, match=says) as caught:
        import_scubagear(file, tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert [one.name for one in tmp_path.iterdir()] == ["file.json"]


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="cannot be read"):
        import_scubagear(tmp_path / "nowhere.json", tmp_path / "out")


@needs_sample
def test_the_sample_tenant_keeps_the_contract(tmp_path: Path) -> None:
    import_scubagear(SAMPLE, tmp_path / "out")
    command = [sys.executable, str(SHARED / "contract" / "check.py"), "snapshot", str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert [line for line in done.stdout.splitlines() if line.startswith("error")] == []
    assert done.returncode == 0
    assert verify(tmp_path / "out") == []


@needs_sample
def test_the_sample_tenant_has_what_its_export_has(tmp_path: Path) -> None:
    report = import_scubagear(SAMPLE, tmp_path / "out.zip")
    assert report.rows == {
        "applications": 2,
        "authenticationMethodsPolicy": 1,
        "authorizationPolicy": 1,
        "conditionalAccessPolicies": 7,
        "domains": 1,
        "federatedIdentityCredentials": 2,
        "organization": 1,
        "roleAssignmentScheduleInstances": 26,
        "roleDefinitions": 8,
        "roleManagementPolicies": 9,
        "roleManagementPolicyAssignments": 8,
        "servicePrincipals": 6,
        "subscribedSkus": 3,
        "users": 3,
    }
    tenant = read_tenant(tmp_path / "out.zip")
    assert [len(policy.rules or ()) for policy in tenant.rows(c.ROLE_MANAGEMENT_POLICIES)] == [17] * 9
    assert tenant.facts.cloud == "global"
