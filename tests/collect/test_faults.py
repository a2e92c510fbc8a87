"""Whatever Graph does on the way: no row is lost, none is twice, and what could not be had is said."""

import json
import re
from email.utils import formatdate

import pytest

from tests.collect.conftest import HURRY, Snapshot
from tests.collect.graph import Fault, Graph, Limit, Reply, error
from tests.collect.tenant import Tenant

THROTTLED = error(429, "TooManyRequests", "", {"Retry-After": "0.1"})
USERS, MEMBERS, ROLES = r"GET /v1.0/users\?", "/members", "roleManagement/directory/roleAssignments"


def cut(reply):
    return Reply(200, reply.body, reply.headers, cut=len(reply.body) // 2)


def truncated(reply):
    return Reply(200, reply.body[: len(reply.body) // 2])


def dated(_):
    return THROTTLED(Reply(0)).__class__(429, b"{}", {"Retry-After": formatdate(usegmt=True)})


def doubled(reply):
    page = json.loads(reply.body)
    return Reply(200, json.dumps({**page, "value": page["value"] + page["value"][:1]}).encode())


def emptied(reply):
    """An empty page that leads on to where the full one would have been."""
    here = json.loads(reply.body)["@odata.nextLink"]
    start = int(re.search(r"skiptoken=(\d+)", here)[1])
    size = len(json.loads(reply.body)["value"])
    return Reply(200, json.dumps({"value": [], "@odata.nextLink": re.sub(r"skiptoken=\d+", f"skiptoken={start - size}", here) + "&x=1"}).encode())


HARMLESS = {
    "429 with seconds": Fault(USERS, THROTTLED, 3), "429 with a date": Fault(USERS, dated, 2),
    "429 without a header": Fault(USERS, error(429, "TooManyRequests"), 1), "429 inside a batch": Fault(MEMBERS, THROTTLED, 5),
    "429 on the whole batch": Fault(r"\$batch", THROTTLED, 2), "408": Fault(USERS, error(408, "Timeout"), 2),
    "500": Fault(USERS, error(500, "InternalServerError"), 3), "500 inside a batch": Fault(MEMBERS, error(500, ""), 3),
    "502 in HTML": Fault(USERS, lambda _: Reply(502, b"<html>Bad gateway</html>"), 3), "503": Fault(USERS, error(503, "x", "", {"Retry-After": "0"}), 2),
    "504": Fault(r"\$batch", error(504, "GatewayTimeout"), 2), "a cut connection": Fault(USERS, cut, 2),
    "a cut batch": Fault(r"\$batch", lambda _: Reply(200, b'{"resp'), 2),
    "truncated JSON": Fault(USERS, truncated, 2), "no JSON at all": Fault(USERS, lambda _: Reply(200, b"OK"), 2),
    "a row twice": Fault(USERS, doubled, 4), "an expired page token": Fault(USERS + ".*skiptoken", error(400, "Directory_ExpiredPageToken"), 1, skip=2),
    "an empty page": Fault(USERS, emptied, 1, skip=0),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_nothing_is_lost_by(name, samples, gather):
    fault = HARMLESS[name]
    with Graph(Tenant.of_snapshot(samples / "school_before"), page_size=7, faults=[Fault(fault.match, fault.make, fault.times, fault.skip)]) as graph:
        got = gather(graph)

    assert graph.faults[0].times == 0, "the fault never struck"
    assert got.everything() == Snapshot(samples / "school_before").everything()


def test_an_empty_page_with_a_way_on_is_no_end(before, gather):
    with Graph(before, page_size=5, faults=[Fault(USERS + "(?!.*x=1)", emptied, 4)]) as graph:
        got = gather(graph)
    assert len(got.rows("users")) == len(before.rows["users"])


def test_a_next_page_that_repeats_ends_and_is_said(before, gather):
    def same(reply):
        page = json.loads(reply.body)
        return Reply(200, json.dumps({**page, "@odata.nextLink": f"{graph.url}/v1.0/users?$skiptoken=7"}).encode())

    with Graph(before, page_size=7, faults=[Fault(USERS, same, 1000)]) as graph:
        got = gather(graph)

    assert got.collections["users"]["status"] == "partial"
    assert got.collections["users"]["gaps"][0]["key"] == "page"


def test_a_next_page_on_another_host_is_not_followed(before, gather):
    def elsewhere(reply):
        return Reply(200, json.dumps({**json.loads(reply.body), "@odata.nextLink": "https://graph.example.org/v1.0/users?$skiptoken=7"}).encode())

    with Graph(before, faults=[Fault(USERS, elsewhere, 1000)]) as graph:
        got = gather(graph)

    assert got.collections["users"]["status"] == "partial"


def test_a_redirect_is_not_followed(before, gather):
    moved = Fault(ROLES + r"$", lambda _: Reply(302, b"", {"Location": "http://127.0.0.1:9/stolen"}), 99)
    with Graph(before, faults=[moved]) as graph:
        assert gather(graph).collections["roleAssignments"] == {
            "status": "missing", "reason": "failed", "httpStatus": 302, "permission": "RoleManagement.Read.Directory",
            "endpoint": "/v1.0/roleManagement/directory/roleAssignments"}  # fmt: skip


REFUSALS = [
    (error(403, "Authorization_RequestDenied", "Insufficient privileges"), "forbidden"), (error(403, "UnknownError"), "forbidden"),
    (error(400, "AadPremiumLicenseRequired", "The tenant needs an AAD Premium 2 license"), "not_licensed"),
    (error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Tenant is not a B2C tenant and doesn't have premium license"), "not_licensed"),
    (error(404, "ResourceNotFound"), "not_found"), (error(400, "BadRequest", "Resource not found for the segment 'alerts'"), "not_found"),
    (error(400, "SomethingNobodySaw"), "failed"), (error(500, "InternalServerError"), "failed"), (error(501, "NotImplemented"), "unsupported"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "reason"), REFUSALS)
def test_a_refusal_costs_its_collection_alone(before, gather, samples, make, reason):
    with Graph(before, faults=[Fault("roleManagementAlerts", make, 10**6)]) as graph:
        got = gather(graph)

    entry = got.collections["roleManagementAlerts"]
    answer = json.loads(make(Reply(0)).body)["error"]
    assert (entry["status"], entry["reason"], entry.get("code"), entry["httpStatus"]) == ("missing", reason, answer["code"] or None, make(Reply(0)).status)
    rest = {key: value for key, value in Snapshot(samples / "school_before").everything().items() if key != "roleManagementAlerts"}
    assert got.everything() == rest


def test_what_an_application_is_never_told_is_unsupported(before, gather):
    with Graph(before, faults=[Fault("uxSetting", error(403, "Forbidden"), 10**6)]) as graph:
        assert gather(graph).collections["adminUxSetting"]["reason"] == "unsupported"


def test_one_parent_that_is_refused_is_one_gap(before, gather):
    group = before.rows["groups"][0]["id"]
    with Graph(before, faults=[Fault(f"/groups/{group}/members", error(403, "Authorization_RequestDenied"), 99)]) as graph:
        entry = gather(graph).collections["groupMembers"]

    assert entry["status"] == "partial"
    assert entry["gaps"] == [{"key": "groupId", "value": group, "reason": "forbidden", "httpStatus": 403}]


def test_a_group_deleted_between_two_calls_is_one_gap(before, gather):
    group = before.rows["groups"][0]["id"]
    with Graph(before, faults=[Fault(f"/groups/{group}/owners", error(404, "Request_ResourceNotFound"), 99)]) as graph:
        assert gather(graph).collections["groupOwners"]["gaps"] == [{"key": "groupId", "value": group, "reason": "not_found", "httpStatus": 404}]


def test_all_parents_refused_is_a_missing_collection_and_soon_asked_no_more(before, gather):
    before.rows["groups"] += [{**before.rows["groups"][0], "id": f"00000000-bbbb-4bbb-8bbb-{number:012}"} for number in range(300)]
    with Graph(before, faults=[Fault("/owners", error(403, "Authorization_RequestDenied"), 10**6)]) as graph:
        entry = gather(graph).collections["groupOwners"]

    assert (entry["status"], entry["reason"], entry["permission"]) == ("missing", "forbidden", "GroupMember.Read.All")
    assert sum("/groups/" in line and "/owners" in line for line in graph.log) < 300


def test_without_a_list_of_groups_under_pim_each_group_that_matters_is_asked_about(before, gather, samples):
    with Graph(before, faults=[Fault("privilegedAccess/group/resources", error(403, "PermissionScopeNotGranted"), 99)]) as graph:
        got = gather(graph, scope="privileged")

    assert got.collections["pimGroups"]["reason"] == "forbidden"
    served = Snapshot(samples / "school_before").rows("groupEligibilityScheduleInstances")
    assert sorted(row["id"] for row in got.rows("groupEligibilityScheduleInstances")) == sorted(row["id"] for row in served)


def test_users_come_without_sign_ins_where_the_tenant_has_no_premium_licence(before, gather):
    fault = Fault(r"/users\?.*signInActivity", error(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "no premium license"), 10**6)
    with Graph(before, faults=[fault]) as graph:
        got = gather(graph)

    assert got.collections["users"]["status"] == "collected"
    assert len(got.rows("users")) == len(before.rows["users"])
    assert not any("signInActivity" in row for row in got.rows("users"))


def test_a_property_that_a_version_does_not_know_is_left_out(before, gather):
    fault = Fault(
        r"/groups\?.*isManagementRestricted", error(400, "BadRequest", "Could not find a property named 'isManagementRestricted' on type 'group'."), 99
    )
    with Graph(before, faults=[fault]) as graph:
        got = gather(graph)
    assert len(got.rows("groups")) == len(before.rows["groups"])


def test_without_getbyids_ids_are_looked_for_among_users_and_groups(before, gather):
    with Graph(before, faults=[Fault("getByIds", error(403, "Authorization_RequestDenied"), 99)]) as graph:
        got = gather(graph, scope="privileged")

    assert got.collections["unresolvedIds"]["reason"] == "forbidden"
    holders = {row["principalId"] for row in got.rows("roleAssignments")} & {row["id"] for row in before.rows["users"]}
    assert holders <= {row["id"] for row in got.rows("users")}


@pytest.mark.parametrize("fault", ["GOAWAY", "reset"])
def test_a_connection_that_the_server_ends_is_a_reason_to_ask_again(before, gather, samples, monkeypatch, fault):
    import httpx
    from msgraph.graph_request_adapter import GraphRequestAdapter

    real, left = GraphRequestAdapter.send_primitive_async, [5]

    async def ends(self, *given):
        if left[0]:
            left[0] -= 1
            raise httpx.RemoteProtocolError("<ConnectionTerminated error_code:0>") if fault == "GOAWAY" else ConnectionResetError("reset")
        return await real(self, *given)

    monkeypatch.setattr(GraphRequestAdapter, "send_primitive_async", ends)
    with Graph(before) as graph:
        got = gather(graph)
    assert got.everything() == Snapshot(samples / "school_before").everything()


def test_a_graph_that_takes_no_ids_together_is_asked_one_by_one(before, gather):
    with Graph(before) as graph:
        usual = gather(graph, "usual", scope="privileged").everything()
    with Graph(before, faults=[Fault(r"id in \(", error(400, "Request_UnsupportedQuery", "Unsupported or invalid query filter clause"), 10**6)]) as graph:
        assert gather(graph, "one by one", scope="privileged").everything() == usual


def test_a_page_that_stays_lost_makes_its_collection_partial(before, gather):
    with Graph(before, page_size=7, faults=[Fault(r"/users\?\$select.*skiptoken=14", error(500, ""), 10**6)]) as graph:
        got = gather(graph)

    assert got.collections["users"]["gaps"] == [{"key": "page", "value": "3", "reason": "failed", "httpStatus": 500}]
    assert {row["id"] for row in before.rows["users"][:14]} <= {row["id"] for row in got.rows("users")}


def test_a_collection_past_its_deadline_is_given_up_and_the_others_are_not(before, gather):
    from dataclasses import replace

    with Graph(before, faults=[Fault(ROLES + r"$", error(429, "TooManyRequests", "", {"Retry-After": "0.2"}), 10**6)]) as graph:
        got = gather(graph, patience=replace(HURRY, deadline=1.0))

    assert (got.collections["roleAssignments"]["reason"], got.collections["roleAssignments"]["code"]) == ("failed", "deadline")
    assert got.collections["users"]["status"] == "collected"


def test_a_shared_gate_keeps_refusals_few(before, gather):
    before.rows["groups"] += [{**before.rows["groups"][0], "id": f"00000000-cccc-4ccc-8ccc-{number:012}"} for number in range(250)]
    with Graph(before, limits=[Limit("/(members|owners)", rate=100, capacity=100)]) as graph:
        got = gather(graph, paces=None, only=("groupMembers", "groupOwners"))

    asked = sum("/members" in line or "/owners" in line for line in graph.log)
    assert got.collections["groupMembers"]["status"] == "collected"
    assert graph.refused / asked < 0.15  # the benchmark holds the tight figure, over a longer run
