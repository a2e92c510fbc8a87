"""How long collecting takes, against what latency and throttling allow at best: `python tests/bench/collect_bench.py [SCENARIO …]`.

The fake Graph runs in a process of its own with 80 ms of latency and the limits that the design page tells. The bound is the larger of
the longest chain of dependent requests times the latency, and, for each limit, the cost of what was answered less what the limit lets
through at once, over its rate. Memory is the collector's process at its largest. No network, no real tenant.
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.collect.graph import Graph, Limit
from tests.collect.tenant import Tenant

LATENCY = 0.08
GRAPH_SP = "e22a994d-24b1-5a4b-a2e1-9d62a81818d7"


def guid(kind: int, number: int) -> str:
    """An id that tells what it is of."""
    return f"{kind:08x}-0000-4000-8000-{number:012x}"


def units(line: str) -> float:
    """Resource units of the directory, by the published table."""
    base = (
        3
        if ("/members" in line or "getByIds" in line or "subscribedSkus" in line)
        else 2
        if re.search("/users|/applications|oauth2|appRoleAssignedTo", line)
        else 1
    )
    return max(1.0, base - (1 if "$select" in line else 0))


def limits() -> list[Limit]:
    """Graph's limits for an application in a large tenant; for PIM none is published, so that the number is this simulation's own."""
    return [
        Limit(r"/auditLogs|/reports", rate=0.5, capacity=5),
        Limit("/identity/conditionalAccess/(policies|namedLocations)", rate=1, capacity=1, retry_after=None),
        Limit("/roleManagement|/privilegedAccess|/identityGovernance|/policies/roleManagement", rate=20, capacity=200),
        Limit(r"/policies|/admin|/tenantRelationships|/authenticationContext", rate=100, capacity=1000), Limit(".", rate=800, capacity=8000, cost=units),
    ]  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How large a tenant is."""

    users: int
    groups: int
    members: int
    privileged_groups: int
    holders: int
    service_principals: int
    audits: int


def tenant(size: Size) -> Tenant:
    """A tenant of invented people: a hierarchy of groups, some of which hold roles."""
    dice = random.Random(7)  # noqa: S311
    rows: dict[str, list[dict]] = {}
    rows["organization"] = [{"id": "322252ff-13b8-57da-9b8c-ce08a39f3c99", "displayName": "Large"}]
    rows["users"] = [user(number) for number in range(size.users)]
    rows["groups"] = [group(number, number < size.privileged_groups) for number in range(size.groups)]
    rows["groupMembers"] = list(memberships(size, dice))
    rows["groupOwners"] = [child("groupId", guid(2, number), guid(1, dice.randrange(size.users))) for number in range(0, size.groups, 3)]
    rows["pimGroups"] = [{"id": guid(2, number)} for number in range(size.privileged_groups)]
    rows["roleDefinitions"] = [{"id": guid(3, number), "isPrivileged": True} for number in range(140)]
    rows["roleAssignments"] = [assignment(number, size) for number in range(size.privileged_groups + size.holders)]
    rows["roleAssignmentScheduleInstances"] = rows["roleEligibilityScheduleInstances"] = rows["roleAssignments"]
    rows["groupEligibilityScheduleInstances"] = [
        {"id": f"e{number}", "groupId": guid(2, number % size.privileged_groups), "principalId": guid(1, number), "accessId": "member"}
        for number in range(size.holders)
    ]
    rows["roleManagementPolicies"] = [{"id": f"p{n}", "scopeId": guid(2, n), "scopeType": "Group", "rules": []} for n in range(size.privileged_groups)]
    rows["servicePrincipals"] = [{"id": GRAPH_SP, "appId": "00000003-0000-0000-c000-000000000000"}]
    rows["servicePrincipals"] += [{"id": guid(4, n), "appId": guid(5, n), "displayName": f"app {n}", "appRoles": []} for n in range(size.service_principals)]
    rows["applications"] = [{"id": guid(6, n), "appId": guid(5, n), "displayName": f"app {n}"} for n in range(size.service_principals // 4)]
    rows["appRoleAssignments"] = [{"id": f"a{n}", "principalId": guid(4, n), "resourceId": GRAPH_SP} for n in range(100)]
    policy = {
        "id": guid(7, 1),
        "state": "enabled",
        "conditions": {"users": {"excludeGroups": [guid(2, size.groups - 1)], "includeGroups": [guid(2, size.groups - 2)]}},
    }
    rows["conditionalAccessPolicies"] = [policy]
    rows["directoryAudits"] = [{"id": f"PIM_{n}", "loggedByService": "PIM"} for n in range(size.audits)]
    rows["userRegistrationDetails"] = [{"id": guid(1, n), "isAdmin": False, "methodsRegistered": ["fido2SecurityKey"]} for n in range(size.users)]
    rows["administrativeUnits"] = [{"id": guid(8, n)} for n in range(10)]
    for name in ("authenticationMethodsPolicy", "authorizationPolicy", "securityDefaults", "adminConsentRequestPolicy", "crossTenantAccessPolicyDefault"):
        rows[name] = [{"id": name}]
    return Tenant(rows)


def user(number: int) -> dict:
    """About 1.6 kB, as Graph's are with licences."""
    plans = [{"assignedDateTime": "2024-01-01T00:00:00Z", "capabilityStatus": "Enabled", "service": "exchange", "servicePlanId": guid(9, n)} for n in range(8)]
    name = f"person{number}@large.example"
    return {
        "id": guid(1, number), "userPrincipalName": name, "displayName": f"Person {number}", "userType": "Member", "accountEnabled": True,
        "onPremisesSyncEnabled": None, "onPremisesImmutableId": None, "createdDateTime": "2024-01-01T00:00:00Z", "externalUserState": None,
        "assignedPlans": plans, "assignedLicenses": [{"skuId": guid(10, 1), "disabledPlans": []}], "mail": name, "passwordPolicies": None,
        "identities": [{"signInType": "userPrincipalName", "issuer": "large.example", "issuerAssignedId": name}],
        "signInActivity": {"lastSignInDateTime": "2026-11-01T00:00:00Z"}, "isManagementRestricted": False,
    }  # fmt: skip


def group(number: int, is_privileged: bool) -> dict:
    """A group."""
    return {"id": guid(2, number), "displayName": f"Group {number}", "isAssignableToRole": is_privileged, "securityEnabled": True, "groupTypes": []}


def child(field: str, parent: str, id_: str, kind: str = "user") -> dict:
    """A relation."""
    return {field: parent, "id": id_, "@odata.type": f"#microsoft.graph.{kind}"}


def memberships(size: Size, dice: random.Random):
    """Privileged groups hold a few people and, in threes, a group within a group within a group; the rest hold the others."""
    for number in range(size.privileged_groups):
        inner = size.privileged_groups + number
        yield child("groupId", guid(2, number), guid(2, inner), "group")
        yield child("groupId", guid(2, inner), guid(2, inner + size.privileged_groups), "group")
        yield from (child("groupId", guid(2, number), guid(1, dice.randrange(size.users))) for _ in range(5))
    each = size.members // size.groups
    for number in range(size.groups):
        yield from (child("groupId", guid(2, number), guid(1, id_)) for id_ in dice.sample(range(size.users), min(each, size.users)))


def assignment(number: int, size: Size) -> dict:
    """A role of a group or a person."""
    principal = guid(2, number) if number < size.privileged_groups else guid(1, number)
    return {"id": f"r{number}", "principalId": principal, "roleDefinitionId": guid(3, number % 140), "directoryScopeId": "/"}


def serve(size: Size, made: list[Limit], pipe, latency: float) -> None:
    """The other process: the fake Graph, which at the end tells what it was asked."""

    async def main() -> None:
        graph = Graph(tenant(size), latency=latency, limits=made)
        for name in ("users", "groups", "userRegistrationDetails"):
            graph.tenant.answer(f"/v1.0/{name}" if name != "userRegistrationDetails" else "/v1.0/reports/authenticationMethods/userRegistrationDetails",
                                {"$select": "id,displayName"} if name == "groups" else {})  # fmt: skip
        loop = asyncio.get_running_loop()
        task = asyncio.create_task(graph.main(pipe.send))
        await loop.run_in_executor(None, pipe.recv)
        pipe.send((len(graph.log), graph.refused, [one.spent for one in made], graph.outer))
        graph._stop.set()
        await task

    asyncio.run(main())


@dataclass(frozen=True)
class Scenario:
    """One row of the table."""

    name: str
    size: Size
    limits: list[Limit]
    arguments: tuple[str, ...]
    chain: int
    """Requests of the longest chain in which each needs the one before."""
    most: str


SMALL = Size(users=20_000, groups=3_000, members=60_000, privileged_groups=120, holders=300, service_principals=1_500, audits=3_000)
LARGE = Size(users=100_000, groups=20_000, members=500_000, privileged_groups=500, holders=1_500, service_principals=5_000, audits=8_000)
WITHOUT_REPORTS = "organization,users,groups,groupMembers,groupOwners,roleDefinitions,roleAssignments,servicePrincipals,applications,unresolvedIds"
SCENARIOS = {
    "privileged-20k": Scenario("privileged scope of 20,000 users", SMALL, limits(), ("--scope", "privileged"), 25, "1.3"),
    "full-100k": Scenario("full of 100,000 users, 500,000 memberships", LARGE, limits(), ("--scope", "full"), 201, "1.5, 250 MB"),
    "directory-100k": Scenario("the same, directory alone", LARGE, limits(), ("--scope", "full", "--only", WITHOUT_REPORTS), 201, "1.5, 250 MB"),
    "limit-50": Scenario("50 requests/s, Retry-After told", SMALL, [Limit(".", 50, 50)], ("--scope", "full", "--only", "groupMembers"), 6, "2 %, none lost"),
    "limit-50-untold": Scenario(
        "50 requests/s, not told", SMALL, [Limit(".", 50, 50, None)], ("--scope", "full", "--only", "groupMembers"), 6, "2 %, none lost"
    ),
}


def run(one: Scenario) -> str:
    """A row of the table."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(one.size, one.limits, there, LATENCY), daemon=True)
    process.start()
    url, folder = here.recv(), Path(tempfile.mkdtemp())
    command = [sys.executable, "-m", "assessor", "collect", "--auth", "token", "--graph-url", url, "--out", str(folder / "out"), *one.arguments]
    begun = time.monotonic()
    with (folder / "log").open("wb") as log:
        child_ = subprocess.Popen(command, env={**os.environ, "ASSESSOR_ACCESS_TOKEN": "x"}, stderr=log, stdout=log)
        _, status, used = os.wait4(child_.pid, 0)
    seconds = time.monotonic() - begun
    if status:
        raise SystemExit((folder / "log").read_text())
    here.send("stop")
    asked, refused, spent, outer = here.recv()
    process.join(20)
    manifest = json.loads((folder / "out" / "manifest.json").read_text())["collections"]
    lost = [name for name, entry in manifest.items() if entry["status"] == "partial" or entry.get("reason") == "failed"]
    rows = sum(entry.get("count", 0) for entry in manifest.values())
    shutil.rmtree(folder)
    share = [(cost - limit.capacity) / limit.rate for cost, limit in zip(spent, one.limits, strict=True)]
    bound = max(one.chain * LATENCY, *share)
    return (
        f"| {one.name} | {rows:,} | {asked:,} in {outer:,} | {bound:.1f} | {seconds:.1f} | {seconds / bound:.2f} | "
        f"{refused} ({refused / asked:.1%}) | {', '.join(lost) or 'none'} | {used.ru_maxrss / 1024:.0f} | {one.most} |"
    )


def main() -> None:
    """The table."""
    print(f"{os.cpu_count()} cores, {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB of memory, {LATENCY * 1000:.0f} ms of latency\n")
    print("| tenant | rows | requests in HTTP requests | bound, s | took, s | ratio | 429 | lost | peak MB | at most |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in sys.argv[1:] or SCENARIOS:
        print(run(SCENARIOS[name]), flush=True)


if __name__ == "__main__":
    main()
