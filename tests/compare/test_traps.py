"""What looks like a change and is none, and what must not be overlooked: each a copy of a sample with one thing done to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assessor.model.comparison import FindingChange, ObjectChange
from assessor.model.words import Kind

from .snapshots import SAMPLES, Row, both_ways, compared, copy_of, edited, rows_of, scoped, without

AFTER = SAMPLES / "school_after"
MENON = "857c708e-fde9-55ad-9c56-f1082fc7cb7a"
PLATFORM = "b4adc895-7b93-58a7-9696-b68acbe5268d"
"""The group PIM-GA-Platform."""
GRAPH_PERMISSION = "741f803b-c850-494e-b5df-cde7c675a1ca"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return copy_of("school_after", tmp_path / "other")


def test_a_membership_that_pim_activated_for_some_hours_is_no_change(other: Path) -> None:
    """The activation of the sample ends: its schedule, the membership and the flat assignment go together."""
    running = [row for row in rows_of(other, "groupAssignmentScheduleInstances") if str(row.get("assignmentType")).lower() == "activated"]
    assert [(row["groupId"], row["principalId"]) for row in running] == [(PLATFORM, MENON)]
    edited(other, "groupAssignmentScheduleInstances", lambda rows: [row for row in rows if row not in running])
    edited(other, "groupMembers", lambda rows: [row for row in rows if (row["groupId"], row["id"]) != (PLATFORM, MENON)])
    for found in both_ways(AFTER, other):
        assert (found.objects, found.access) == ((), ())
        assert not any(one.change in (FindingChange.NEW, FindingChange.FIXED) for one in found.findings)


def test_whether_a_membership_was_an_activation_is_not_guessed(other: Path) -> None:
    edited(other, "groupMembers", lambda rows: [row for row in rows if (row["groupId"], row["id"]) != (PLATFORM, MENON)])
    without(other, "groupAssignmentScheduleInstances")
    before = without(copy_of("school_after", other.with_name("before")), "groupAssignmentScheduleInstances")
    found = compared(before, other)
    assert found.objects == ()
    assert any("nobody can tell whether they were activated" in one.says for one in found.not_compared)


def test_a_membership_outside_pim_is_a_change(other: Path) -> None:
    who = "37b57405-b3fd-58e4-bc9d-caf37734de96"
    edited(other, "groupMembers", lambda rows: [*rows, {"groupId": PLATFORM, "id": who, "@odata.type": "#microsoft.graph.user"}])
    (found,) = compared(AFTER, other).objects
    assert (found.collection, found.change, [thing.id for _, thing in found.things]) == ("groupMembers", ObjectChange.ADDED, [PLATFORM, who])


def test_microsofts_label_is_microsofts_and_the_first_page_says_what_follows_from_it(other: Path) -> None:
    def relabel(rows: list[Row]) -> None:
        row = next(row for row in rows if row["displayName"] == "Directory Readers")
        row["isPrivileged"] = not row["isPrivileged"]

    found = compared(AFTER, edited(other, "roleDefinitions", relabel))
    assert [(one.by_microsoft, one.things[0][1].name) for one in found.objects] == [(True, "Directory Readers")]
    assert any("changed which built-in roles it calls privileged: Directory Readers" in one for one in found.caveats)


def test_a_role_and_an_application_that_microsoft_added_are_not_the_customers(other: Path) -> None:
    role = {"id": "11111111-aaaa-4000-8000-000000000001", "displayName": "New Administrator", "isBuiltIn": True, "isEnabled": True}
    app = {"id": "11111111-aaaa-4000-8000-000000000002", "displayName": "New Service", "appOwnerOrganizationId": "f8cdef31-a31e-4b4a-93e4-5f571e91255a"}
    edited(edited(other, "roleDefinitions", lambda rows: [*rows, role]), "servicePrincipals", lambda rows: [*rows, app])
    assert {one.by_microsoft for one in compared(AFTER, other).objects} == {True}


def test_a_service_of_microsoft_that_the_customer_switches_off_is_the_customers(other: Path) -> None:
    def switch(rows: list[Row]) -> None:
        next(row for row in rows if row["displayName"] == "Microsoft Graph")["accountEnabled"] = False

    (found,) = compared(AFTER, edited(other, "servicePrincipals", switch)).objects
    assert (found.by_microsoft, [one.name for one in found.fields]) == (False, ["accountEnabled"])


def test_of_a_secret_only_key_and_dates_are_told(other: Path) -> None:
    secret = {"keyId": "22222222-bbbb-4000-8000-000000000003", "startDateTime": "2026-11-01T00:00:00Z", "endDateTime": "2028-11-01T00:00:00Z",
              "hint": "Xy7", "secretText": "very secret", "displayName": "for the vendor"}  # fmt: skip

    def add(rows: list[Row]) -> None:
        rows[0]["passwordCredentials"] = [secret]

    (found,) = compared(AFTER, edited(other, "applications", add)).objects
    (field,) = found.fields
    assert (field.name, field.before) == ("passwordCredentials", None)
    assert field.after == ["22222222-bbbb-4000-8000-000000000003 from 2026-11-01 until 2028-11-01"]


def test_a_permission_is_told_by_its_name_whether_the_table_knows_it_or_the_api(other: Path) -> None:
    model = rows_of(other, "appRoleAssignments")[0]
    edited(other, "appRoleAssignments", lambda _rows: [{**model, "id": "another", "appRoleId": GRAPH_PERMISSION}])
    found = compared(AFTER, other).objects
    names = {one.change: next(thing.name for part, thing in one.things if part == "permission") for one in found}
    assert names == {ObjectChange.ADDED: "User.ReadWrite.All", ObjectChange.REMOVED: "SynchronizationData-User.Upload"}


def test_a_new_licence_is_told_once_and_not_again_by_its_plans(other: Path) -> None:
    def grant(rows: list[Row]) -> None:
        row = next(row for row in rows if row["id"] == MENON)
        row["assignedLicenses"] = [*row["assignedLicenses"], {"skuId": "11111111-0000-4000-8000-000000000009", "disabledPlans": []}]
        row["assignedPlans"] = [*row["assignedPlans"], {"servicePlanId": "11111111-0000-4000-8000-000000000008", "capabilityStatus": "Enabled"}]

    (found,) = compared(AFTER, edited(other, "users", grant)).objects
    assert [one.name for one in found.fields] == ["assignedLicenses"]


def test_another_name_is_not_somebody_else(other: Path) -> None:
    def marry(rows: list[Row]) -> None:
        next(row for row in rows if row["id"] == MENON).update(userPrincipalName="adm.rao@examplevalleyschools.onmicrosoft.com", displayName="Ravi Rao")

    found = compared(AFTER, edited(other, "users", marry))
    assert [(one.collection, one.change, one.things[0][1].kind) for one in found.objects] == [("users", ObjectChange.RENAMED, Kind.USER)]
    assert found.access == ()


def test_of_the_many_who_do_not_matter_nothing_is_told(other: Path) -> None:
    nobody = {"id": "33333333-cccc-4000-8000-000000000004", "userPrincipalName": "pupil@examplevalley.example", "displayName": "Pupil"}
    assert compared(AFTER, edited(other, "users", lambda rows: [*rows, nobody])).objects == ()


def test_methods_that_somebody_registers_are_told(other: Path) -> None:
    def register(rows: list[Row]) -> None:
        next(row for row in rows if row["id"] == MENON)["methodsRegistered"] = ["mobilePhone"]

    (found,) = compared(AFTER, edited(other, "userRegistrationDetails", register)).objects
    assert (found.collection, found.things[0][1].id, [one.name for one in found.fields]) == ("userRegistrationDetails", MENON, ["methodsRegistered"])


def test_a_property_that_nobody_selected_is_not_a_change_to_null(other: Path) -> None:
    def leave_out(rows: list[Row]) -> None:
        for row in rows:
            row.pop("isMemberManagementRestricted", None)

    edited(other, "administrativeUnits", leave_out)
    for found, side in zip(both_ways(AFTER, other), ("after", "before"), strict=True):
        assert found.objects == ()
        assert (f"{side}: isMemberManagementRestricted was not read") in [one.says for one in found.not_compared if one.what == "administrativeUnits"]
        assert not any(one.change in (FindingChange.FIXED, FindingChange.NEW) for one in found.findings)


def test_what_a_privileged_scope_leaves_out_did_not_go(other: Path) -> None:
    edited(other, "groups", lambda rows: [row for row in rows if row.get("isAssignableToRole") is True])
    there, back = both_ways(AFTER, scoped(other, "privileged"))
    for found in (there, back):
        assert [one for one in found.objects if one.collection == "groups"] == []
        assert any(one.what == "groups" and "scope of this one is privileged" in one.says for one in found.not_compared)
    assert any("The scopes differ: full before, privileged after" in one for one in there.caveats)


def test_our_own_collector_lists_every_role_assignable_group_and_every_application(other: Path) -> None:
    before = copy_of("school_after", other.with_name("before"))
    extra = {"id": "44444444-dddd-4000-8000-000000000005", "displayName": "Alone", "isAssignableToRole": True, "createdDateTime": "2020-01-01T00:00:00Z"}
    for name in ("groups", "applications"):
        edited(before, name, lambda rows: [*rows, extra])
    for collector, told in (("assessor", ["groups", "applications"]), ("another", [])):
        found = compared(before, scoped(other, "privileged", collector))
        assert [one.collection for one in found.objects if one.change is ObjectChange.REMOVED] == told


def test_a_row_that_the_fast_decoder_refuses_is_compared_all_the_same(other: Path) -> None:
    row = rows_of(other, "groups")[0]
    line = json.dumps({**row, "description": "half a pair: "})[:-1].replace("half a pair: ", "half a pair: \\ud800") + "}"
    file = other / "groups.ndjson"
    rest = file.read_text(encoding="utf-8").splitlines(keepends=True)[1:]
    file.write_text(line + "\n" + "".join(rest), encoding="utf-8")
    (found,) = compared(AFTER, other).objects
    assert (found.collection, [one.name for one in found.fields]) == ("groups", ["description"])


def test_a_finding_is_the_same_where_one_side_cannot_tell_what_somebody_is(other: Path) -> None:
    before = SAMPLES / "school_before"
    found = compared(before, without(copy_of("school_before", other.with_name("blind")), "users"))
    unknown = [one for one in found.findings if one.finding.subject.kind is Kind.UNKNOWN]
    assert unknown
    assert {one.change for one in unknown} <= {FindingChange.UNCHANGED, FindingChange.NEWLY_ASSESSED}


def test_sealed_against_unsealed_and_another_order_in_time_are_said(other: Path) -> None:
    assert any("Not all are sealed: sealed before, not sealed after" in one for one in compared(AFTER, other).caveats)
    assert any("was taken later" in one for one in compared(AFTER, SAMPLES / "school_before").caveats)


def test_what_neither_side_could_read_is_told_once_and_what_nobody_asked_for_not_at_all() -> None:
    notes = compared(SAMPLES / "school_partial", SAMPLES / "school_partial").not_compared
    assert notes
    assert all(one.says.startswith("before and after: ") for one in notes)
    assert not any(one.what.startswith("azure") for one in notes)


def test_a_policy_whose_assignment_one_side_does_not_hold_is_the_same_policy(other: Path) -> None:
    edited(other, "roleManagementPolicyAssignments", lambda rows: rows[2:])
    edited(other, "roleManagementPolicies", lambda rows: rows[::-1])
    for found in both_ways(AFTER, other):
        assert found.objects == ()


def test_members_of_a_group_that_one_side_could_not_read_did_not_go(other: Path) -> None:
    edited(other, "groupMembers", lambda rows: [row for row in rows if row["groupId"] != PLATFORM])
    manifest = json.loads((other / "manifest.json").read_text(encoding="utf-8"))
    manifest["collections"]["groupMembers"] |= {"status": "partial", "gaps": [{"key": "groupId", "value": PLATFORM.upper(), "reason": "forbidden"}]}
    (other / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    there, back = both_ways(AFTER, other)
    for found in (there, back):
        assert (found.objects, found.access) == ((), ())
        assert not any(one.change in (FindingChange.NEW, FindingChange.FIXED) for one in found.findings)
    assert any(one.what == "groupMembers" and one.says.startswith("after: ") for one in there.not_compared)


def test_a_caveat_holds_no_trick_of_a_strangers_manifest(other: Path) -> None:
    found = compared(AFTER, scoped(other, "full", "evil\u202e\n" + "x" * 500))
    (said,) = [one for one in found.caveats if "different collectors" in one]
    assert "\u202e" not in said
    assert len(said) < 300
