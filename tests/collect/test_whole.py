"""What Graph holds comes back row for row, and what it refuses stands in the manifest."""

import json
import subprocess
import sys

import pytest

from tests.collect.conftest import Snapshot
from tests.collect.graph import Graph
from tests.collect.tenant import Tenant

AZURE_ONLY = "azureRoleAssignments"


def as_said(entry):
    return {key: entry.get(key) for key in ("status", "reason", "count", "gaps", "code", "httpStatus")}


@pytest.mark.parametrize("name", ["school_after", "school_before", "school_partial"])
@pytest.mark.parametrize("page_size", [None, 3])
def test_a_snapshot_served_as_graph_comes_back_row_for_row(samples, gather, name, page_size):
    served = Snapshot(samples / name)
    has_azure = served.collections["azureAlertRules"]["status"] == "collected"
    with Graph(Tenant.of_snapshot(samples / name), page_size=page_size) as graph:
        got = gather(graph, azure=has_azure)

    assert {key: rows for key, rows in got.everything().items() if key != AZURE_ONLY} == served.everything()
    said = {key: as_said(entry) for key, entry in got.collections.items() if key != AZURE_ONLY}
    assert said == {key: as_said(entry) for key, entry in served.collections.items() if key != AZURE_ONLY}


@pytest.mark.parametrize("name", ["school_after", "school_before", "school_partial"])
@pytest.mark.parametrize("scope", ["privileged", "full"])
def test_the_contract_is_kept(samples, shared, gather, name, scope):
    with Graph(Tenant.of_snapshot(samples / name)) as graph:
        got = gather(graph, scope=scope)

    answer = subprocess.run([sys.executable, shared / "contract" / "check.py", "snapshot", got.path], capture_output=True, text=True, check=False)
    assert "0 errors" in answer.stdout + answer.stderr
    assert answer.returncode == 0


@pytest.mark.parametrize("name", ["school_after", "school_before"])
def test_every_id_that_is_referred_to_is_there_or_listed_as_unresolved(samples, gather, name):
    with Graph(Tenant.of_snapshot(samples / name)) as graph:
        got = gather(graph, scope="privileged")

    known = {row["id"] for kind in ("users", "groups", "servicePrincipals", "unresolvedIds") for row in got.rows(kind)}
    named = {row["id"] for kind in ("groupMembers", "groupOwners", "administrativeUnitMembers", "servicePrincipalOwners") for row in got.rows(kind)}
    named |= {
        row["principalId"] for kind in ("roleAssignments", "roleEligibilityScheduleInstances", "groupEligibilityScheduleInstances") for row in got.rows(kind)
    }
    named |= {group for row in got.rows("conditionalAccessPolicies") for key in ("includeGroups", "excludeGroups") for group in row["conditions"]["users"][key]}
    assert named - known == set()


def test_the_privileged_scope_judges_as_the_full_one(samples, gather):
    from assessor import assess
    from assessor.model.engagement import Engagement
    from assessor.snapshot import read_tenant

    verdicts = []
    for scope in ("full", "privileged"):
        with Graph(Tenant.of_snapshot(samples / "school_before")) as graph:
            got = gather(graph, scope, scope=scope)
        result = assess.assess(read_tenant(got.path), Engagement(), assess.load())
        verdicts.append({one.check.id: (one.verdict, sorted(finding.key for finding in one.findings)) for one in result.results})
    assert verdicts[0] == verdicts[1]
    assert verdicts[0]


def test_the_privileged_scope_leaves_out_whom_privilege_does_not_reach(before, gather):
    stranger = {"id": "11111111-2222-4333-8444-555555555555", "userPrincipalName": "nobody@example.org"}
    before.rows["users"].append(stranger)
    before.rows["userRegistrationDetails"].append({"id": stranger["id"]})
    with Graph(before) as graph:
        got = gather(graph, scope="privileged")

    assert stranger["id"] not in {row["id"] for row in got.rows("users")}
    assert stranger["id"] not in {row["id"] for row in got.rows("userRegistrationDetails")}
    assert not any(line.startswith("GET /v1.0/users?$select") for line in graph.log)


def test_groups_nested_in_a_ring_are_followed_once(before, gather):
    group = next(row for row in before.rows["groups"] if row["isAssignableToRole"])
    ring = [f"00000000-aaaa-4aaa-8aaa-00000000000{number}" for number in range(5)]
    before.rows["groups"] += [{**group, "id": id_, "isAssignableToRole": False} for id_ in ring]
    for parent, child in zip([group["id"], *ring], [*ring, ring[0]], strict=True):
        before.rows["groupMembers"].append({"groupId": parent, "id": child, "@odata.type": "#microsoft.graph.group"})
    with Graph(before) as graph:
        got = gather(graph, scope="privileged")

    assert set(ring) <= {row["id"] for row in got.rows("groups")}
    assert all(sum(f"/groups/{id_}/members" in line for line in graph.log) == 1 for id_ in ring)


def test_unknown_properties_members_and_numbers_come_through_byte_for_byte(before, gather):
    policy = before.rows["conditionalAccessPolicies"][0]
    policy.update(state="brandNewState", aFutureThing={"list": [1, "two", None, 1.50]}, createdDateTime="2024-03-04T10:00:00.1234567Z", nothing=None)
    with Graph(before) as graph:
        got = gather(graph, only=("conditionalAccessPolicies",))

    lines = (got.path / "conditionalAccessPolicies.ndjson").read_text().splitlines()
    assert json.dumps(policy, separators=(",", ":"), ensure_ascii=False) in lines


def test_only_reads_what_was_named_and_what_it_hangs_on(before, gather):
    with Graph(before) as graph:
        got = gather(graph, only=("administrativeUnitMembers",))

    there = {name for name, entry in got.collections.items() if entry["status"] == "collected"}
    assert there == {"administrativeUnitMembers", "administrativeUnits", "organization"}
    assert got.collections["users"] == {"status": "missing", "reason": "not_requested", "endpoint": "/v1.0/users"}


def test_azure_is_read_with_a_token_of_its_own(after, gather):
    with Graph(after) as graph:
        gather(graph, azure=True)

    asked = [given for given, line in zip(graph.authorizations, graph.heads, strict=True) if " /subscriptions" in line or " /providers" in line]
    assert set(asked) == {"Bearer azure"}
    assert graph.authorizations.count("Bearer azure") == len(asked)


def test_a_zip_is_written_where_the_name_ends_so(before, gather, tmp_path):
    import zipfile

    with Graph(before) as graph:
        gather(graph, "out.zip")
    assert "manifest.json" in zipfile.ZipFile(tmp_path / "out.zip").namelist()


def test_files_belong_to_their_owner_alone_and_nothing_is_left_beside(before, gather, tmp_path):
    with Graph(before) as graph:
        got = gather(graph)

    assert {file.stat().st_mode & 0o777 for file in got.path.iterdir()} == {0o600}
    assert [one.name for one in tmp_path.iterdir()] == ["out"]
