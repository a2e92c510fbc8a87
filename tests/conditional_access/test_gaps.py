"""Gaps as a reader meets them: dimensions, witnesses, what is merely possible, and how much work it is."""

import pytest

from assessor.conditional_access import ConditionalAccess, Property, gaps, gaps_document
from assessor.conditional_access.signin import document
from tests.bench.access_tenant import large
from tests.conditional_access.build import EXCHANGE, PLAIN, access, policy, tenant_of

MFA = Property.MFA


def found(*policies, wanted=MFA, **rows):
    return gaps_document(gaps(access(*policies, **rows), wanted))


def test_without_a_policy_everything_is_one_gap():
    document = found()

    assert [{key: value for key, value in box.items() if key not in ("witness", "nearestPolicy")} for box in document["certain"]] == [{}]
    assert document["dimensions"]["users"] == ["ana", "ben", "eve", "glass"]
    assert set(document["dimensions"]) == {"users", "apps", "platforms", "clientAppTypes"}


def test_only_dimensions_that_a_policy_restricts_are_listed():
    made = policy("P", "mfa", authenticationFlows={"transferMethods": "deviceCodeFlow"}, locations={"includeLocations": ["hq"]})
    document = found(made)

    assert document["dimensions"]["authenticationFlows"] == [None, "deviceCodeFlow", "authenticationTransfer"]
    assert {"in": ["hq", "wide"]} in document["dimensions"]["locations"]
    assert {"in": ["hq"]} not in document["dimensions"]["locations"]  # hq lies within wide


def test_a_report_only_policy_is_the_nearest_where_none_that_is_on_is():
    (gap,) = found(policy("P", "mfa", state="enabledForReportingButNotEnforced", applications={"includeApplications": ["All"]}))["certain"]

    assert gap["nearestPolicy"] == {"id": "P", "name": "P", "fails": "policyNotEnabled"}


def test_a_policy_that_fails_in_one_condition_is_nearer_than_one_that_is_off():
    off = policy("A", "mfa", state="disabled")
    on = policy("B", "mfa", clientAppTypes=["browser"])

    assert {gap["nearestPolicy"]["fails"] for gap in found(off, on)["certain"] if gap.get("clientAppTypes")} == {"clientApps"}


def test_a_group_that_could_not_be_read_makes_a_gap_possible_and_names_what_to_get():
    made = policy("P", "mfa", users={"includeUsers": ["All"], "excludeGroups": ["gone"]}, applications={"includeApplications": ["All"]})
    document = found(made)

    assert all("apps" in box for box in document["certain"])  # authentication contexts are no resources
    assert [box["missing"] for box in document["possible"]] == [["groups"]]


def test_mfa_trusted_ips_are_not_in_graph_so_what_they_open_is_possible():
    made = policy("P", "mfa", locations={"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]})
    document = found(made)

    assert any(box.get("locations") == [{"in": ["hq", "wide"]}, {"in": ["hq", "nl", "wide"]}] for box in document["certain"])
    assert ["mfaTrustedIps"] in [box["missing"] for box in document["possible"]]


def test_missing_policies_make_everything_possible_and_nothing_certain():
    document = found(conditionalAccessPolicies=None)

    assert document["certain"] == []
    assert [box["missing"] for box in document["possible"]] == [["conditionalAccessPolicies"]]


def test_people_of_a_group_that_was_not_read_are_said_to_be_unknown():
    held = [{"id": "r", "principalId": "spared", "roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10", "directoryScopeId": "/"}]
    document = gaps_document(gaps(access(policy("P", "mfa"), roleAssignments=held, gaps={"groupMembers": "spared"}), MFA))

    assert [want["collection"] for want in document["unknown"]] == ["groupMembers"]


def test_whoever_can_only_activate_a_role_through_a_group_is_a_privileged_person():
    eligible = [{"id": "g", "groupId": "spared", "principalId": "nina", "accessId": "member"}]
    held = [{"id": "r", "principalId": "spared", "roleDefinitionId": "62e90394-69f5-4237-9190-012177145e10", "directoryScopeId": "/"}]
    document = found(groupEligibilityScheduleInstances=eligible, roleEligibilityScheduleInstances=held, roleAssignments=[])

    assert document["dimensions"]["users"] == ["glass", "nina"]


def test_a_witness_is_written_as_a_request_takes_it():
    (gap,) = gaps(access(policy("P", "mfa", applications={"includeApplications": [EXCHANGE]}), users=PLAIN["users"]), Property.BLOCK).certain
    made = document(gap.witness)

    assert made["user"] == {"id": "ana"}
    assert made["context"]["kind"] == "app"


def twinned(rows):
    """Everybody a second time, with the same roles and groups."""

    def twin(row, *names):
        return {**row, **{name: f"{row[name]}-twin" for name in names}}

    names = {"users": ["id"], "groupMembers": ["id"], "roleAssignments": ["id", "principalId"], "roleEligibilityScheduleInstances": ["id", "principalId"]}
    return {**rows, **{name: rows[name] + [twin(row, *fields) for row in rows[name]] for name, fields in names.items()}}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_classes_of_people_are_counted_and_not_people(seed):
    """A second person of each class adds that person to the boxes and no box."""
    rows = large(12, 60, seed)
    once, twice = (gaps(ConditionalAccess.of(tenant_of(made, scope="full")), MFA) for made in (rows, twinned(rows)))

    assert once.certain
    assert [gap.box[1:] for gap in once.certain] == [gap.box[1:] for gap in twice.certain]
    assert [2 * gap.box[0].bit_count() for gap in once.certain] == [gap.box[0].bit_count() for gap in twice.certain]
