"""The table: everything of the contract, nothing that writes, and no more permission than it takes."""

import json
import re

import pytest

from assessor.cli import arguments
from assessor.collect import COLLECTIONS, KINDS, SOURCES, permissions
from assessor.collect import plan as plans
from assessor.collect.gate import PACES
from assessor.collect.guard import Guard, NotReadingError
from assessor.collect.words import Bucket, Per
from assessor.model import collections as known
from assessor.reference.powers import read_permissions

WRITES = re.compile(r"write|manage|create|delete|update|fullcontrol|invite|import|restore|enable|disable", re.IGNORECASE)
ROOT = "https://graph.microsoft.com"


def test_every_collection_of_the_contract_is_in_the_table():
    assert set(COLLECTIONS) == {one.name for one in known.ALL}


def test_the_house_and_the_table_name_the_same_permission():
    mine = {source.collection: source for source in reversed(SOURCES)}
    for one in known.ALL:
        if one.permission:
            assert mine[one.name].permission == one.permission, one.name


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_nothing_in_the_table_writes(source):
    named = [one for one in (source.permission, *source.also) if one]
    assert not any(WRITES.search(name.partition(".")[2]) for name in named)  # before the dot stands what it is about
    assert all(".Read." in name or name.endswith(".Read") or ".ReadBasic." in name for name in named)
    assert source.lost
    assert "Write" not in source.path


def test_the_manifest_asks_for_each_permission_by_its_id():
    (graph,) = permissions.manifest()
    asked = {one["id"] for one in graph["resourceAccess"]}
    assert len(asked) == len(graph["resourceAccess"]) == len(plans.permissions())
    assert {one["type"] for one in graph["resourceAccess"]} == {"Role"}
    assert graph["resourceAppId"] == "00000003-0000-0000-c000-000000000000"
    assert set(read_permissions()) == set(plans.permissions())  # nothing is left of a permission that is no longer asked for


def test_the_ids_of_permissions_are_those_of_the_public_list(shared):
    public = json.loads((shared / "data" / "graph-permissions" / "permissions-descriptions.json").read_text("utf-8-sig"))
    ids = {one["value"]: one["id"] for one in public["applicationScopesList"]}
    known_there = {name: key for name, key in read_permissions().items() if name in ids}
    assert len(known_there) >= 25
    assert known_there == {name: ids[name] for name in known_there}
    assert not set(read_permissions().values()) & {key for name, key in ids.items() if WRITES.search(name.partition(".")[2])}


@pytest.mark.parametrize("source", [one for one in SOURCES if not one.azure], ids=lambda source: source.name)
def test_the_guard_lets_through_each_request_of_the_table(source):
    method, body = ("POST", b"{}") if source.path.endswith("getByIds") else ("GET", b"")
    Guard(ROOT).check(method, ROOT + source.endpoint, body)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1.0/users", b"{}"), ("PATCH", "/v1.0/users/1", b"{}"), ("DELETE", "/v1.0/groups/1", b""), ("PUT", "/v1.0/x", b""), ("HEAD", "/v1.0/x", b""),
        ("POST", "/v1.0/$batch", b'{"requests":[{"id":"1","method":"DELETE","url":"/users/1"}]}'),
        ("POST", "/v1.0/$batch", b'{"requests":[{"id":"1","method":"GET","url":"/a"},{"id":"2","method":"PATCH","url":"/b"}]}'),
        ("POST", "/v1.0/$batch", b'{"requests":[{"id":"1","method":"GET","url":"https://elsewhere/"}]}'),
        ("POST", "/v1.0/$batch", b'{"requests":[{"id":"1","method":"GET","url":"/a","body":{}}]}'), ("POST", "/v1.0/$batch", b"not json"),
        ("POST", "/v1.0/directoryObjects/getByIds/x", b"{}"), ("POST", "/v1.0/users/getByIds", b"{}"),
        ("POST", "/v1.0/directoryObjects/validateProperties", b"{}"),
    ],
)  # fmt: skip
def test_the_guard_stops(method, path, body):
    with pytest.raises(NotReadingError):
        Guard(ROOT).check(method, ROOT + path, body)


@pytest.mark.parametrize("url", ["http://graph.microsoft.com/v1.0/users", "https://graph.microsoft.com.evil.example/v1.0/users", "https://evil.example/",
                                 "https://graph.microsoft.com:8443/v1.0/users", "https://a@graph.microsoft.com/v1.0/users"])  # fmt: skip
def test_the_guard_stops_what_goes_elsewhere(url):
    with pytest.raises(NotReadingError):
        Guard(ROOT).check("GET", url, b"")


@pytest.mark.usefixtures("token")
def test_the_guard_stands_in_the_pipeline():
    import asyncio

    from assessor.collect import chosen
    from assessor.collect.client import Client
    from assessor.collect.signin import SignIn, tokens

    async def write():
        client = Client("http://127.0.0.1:9", "scope", tokens(SignIn(kind="token"), chosen("global", "http://127.0.0.1:9")))
        try:
            await client._https[0].post("http://127.0.0.1:9/v1.0/users", content=b"{}", extensions={"kiota_request_options": {}})
        finally:
            await client.close()

    with pytest.raises(NotReadingError):
        asyncio.run(write())


def listed(shared):
    """Path and method → permission → what the public table says of it."""
    found = {}
    for name, one in json.loads((shared / "data" / "graph-permissions" / "new" / "permissions.json").read_text())["permissions"].items():
        for part in one["pathSets"]:
            for path, least in part["paths"].items():
                for method in part["methods"]:
                    found.setdefault((path, method), {})[name] = least
    return found


def test_each_permission_is_the_least_that_the_public_table_knows_or_the_page_says_why(shared):
    table, unexplained = listed(shared), []
    for source in SOURCES:
        if source.azure or not source.permission:
            continue
        path = re.sub(r"\{id\}", "{id}", source.path.lower()).replace("microsoft.directory", "{id}")
        rows = table.get((path, "POST" if path.endswith("getbyids") else "GET"), {})
        is_least = "least" in rows.get(source.permission, "")
        if not is_least and not source.note:
            unexplained.append((source.name, [name for name, least in rows.items() if "least" in least]))
    assert unexplained == []


def test_the_page_of_the_documentation_is_the_table(root):
    made = "\n".join(permissions.page()) + "\n"
    assert (root / "assessor" / "collect" / "README.md").read_text(encoding="utf-8").startswith(made)


def test_every_bucket_has_a_pace_and_every_parent_a_source():
    assert set(PACES) == set(Bucket)
    assert {source.per for source in SOURCES if source.per} == set(Per)


def test_the_command_line_knows_every_way_to_sign_in():
    assert arguments.AUTH == KINDS


def test_the_list_of_permissions_has_a_reason_for_each():
    lines = list(permissions.text())
    for name in plans.permissions():
        assert name in lines
    assert all(one["without"] for one in permissions.document())
    assert "Directory.Read.All" in "\n".join(permissions.script())


def test_before_anything_is_read_it_is_said_what_will_be_missing():
    from assessor.collect.token import Claims

    plan = plans.make(plans.Choice(scope="full", cloud="china"))
    assert plan.left_out["directoryAudits"] == "unsupported"
    told = {source.collection for source, _ in plans.refused(plan, Claims(kind="application", permissions=frozenset({"Directory.Read.All"})))}
    assert {"roleEligibilityScheduleInstances", "adminUxSetting", "conditionalAccessPolicies"} <= told
    assert "groups" not in told
