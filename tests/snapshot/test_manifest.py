"""Every clause of the contract that a manifest must keep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assessor.model import collections as c
from assessor.model.errors import SnapshotError
from assessor.model.table import Gap, Missing, Table
from assessor.model.words import Reason
from assessor.snapshot import open_snapshot, read_tenant

GROUPS = {"groups": [{"id": "g1"}]}


def refusal(path: Path) -> str:
    with pytest.raises(SnapshotError) as caught:
        open_snapshot(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        ({"format": "something"}, "manifest.json: its format is 'something', not 'entra-assessor-snapshot'"),
        ({"format": ...}, "its format is None"),
        ({"version": 2}, "its version is 2, and this assessor reads 1; use a newer assessor"),
        ({"version": "1"}, "its version is '1', not 1"),
        ({"version": ...}, "its version is None"),
        ({"tenantId": "contoso"}, "$.tenantId"),
        ({"tenantId": ...}, "missing required field `tenantId`"),
        ({"takenAt": ...}, "missing required field `takenAt`"),
        ({"takenAt": "yesterday"}, "$.takenAt"),
        ({"takenAt": "2026-11-24T08:00:00"}, "$.takenAt"),
        ({"collections": ...}, "missing required field `collections`"),
        ({"collections": []}, "$.collections"),
        ({"cloud": "moon"}, "cloud is 'moon', which is none of global, usgov, usgovdod, china"),
        ({"scope": "some"}, "scope is 'some', which is none of privileged, full"),
        ({"completedAt": "2026-11-23T08:00:00Z"}, "completedAt lies before takenAt"),
    ],
)
def test_a_manifest_that_breaks_a_clause_is_refused_by_it(snapshot_of: Any, manifest: dict[str, Any], says: str) -> None:
    assert says in refusal(snapshot_of(GROUPS, manifest=manifest))


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({"status": "nearly"}, "collections.groups: status is 'nearly', which is none of collected, partial, missing"),
        ({"status": "partial"}, "collections.groups: is partial and lists no gaps"),
        ({"status": "partial", "gaps": [{"reason": "tired"}]}, "the reason of a gap is 'tired'"),
        ({"reason": "forbidden"}, "is collected and lists gaps or a reason"),
        ({"gaps": [{"reason": "failed"}]}, "is collected and lists gaps or a reason"),
        ({"status": "missing"}, "is missing and gives no reason"),
        ({"status": "missing", "reason": "lost"}, "reason is 'lost', which is none of not_licensed"),
        ({"status": "missing", "reason": "forbidden"}, "groups.ndjson: lies there, and the manifest says that groups is missing"),
        ({"sha256": "xyz"}, "$.collections[...].sha256"),
        ({"count": -1}, "$.collections[...].count"),
        ({"bytes": "9"}, "$.collections[...].bytes"),
    ],
)
def test_an_entry_that_breaks_a_clause_is_refused_by_it(snapshot_of: Any, entry: dict[str, Any], says: str) -> None:
    assert says in refusal(snapshot_of(GROUPS, entries={"groups": entry}))


def test_a_listed_collection_without_a_file_is_refused_by_name(snapshot_of: Any) -> None:
    assert "users.ndjson: is not there, and the manifest says that users is collected" in refusal(snapshot_of(entries={"users": {"status": "collected"}}))


def test_two_files_of_one_collection_are_refused_and_both_named(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "groups.json").write_text("[]")
    assert "holds groups.ndjson and groups.json for one collection" in refusal(folder)


def test_a_name_that_is_no_collection_is_refused(snapshot_of: Any) -> None:
    assert "collections.../users: is not the name of a collection" in refusal(snapshot_of(entries={"../users": {"status": "missing", "reason": "failed"}}))


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    assert "holds no manifest.json" in refusal(tmp_path)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "there is no such folder or file" in refusal(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "{", "[1]", "nonsense", "[" * 100_000, '{"format":' + "[" * 100_000])
def test_a_manifest_that_is_no_object_is_one_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    assert "manifest.json" in refusal(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_manifest_with_a_byte_order_mark_is_read(snapshot_of: Any, encoding: str) -> None:
    folder = snapshot_of(GROUPS)
    file = folder / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace("\n", "\r\n"), encoding=encoding)
    assert read_tenant(folder).id == "0a0a0a0a-0000-0000-0000-000000000001"


def test_a_collection_that_is_not_listed_was_not_requested(snapshot_of: Any) -> None:
    tenant = read_tenant(snapshot_of(GROUPS))
    assert tenant.table(c.USERS) == Missing("users", Reason.NOT_REQUESTED, permission="User.Read.All")


def test_a_file_that_is_not_listed_is_not_read(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "users.ndjson").write_text("this is not JSON\n")
    assert not read_tenant(folder).has(c.USERS)


def test_a_missing_collection_keeps_its_reason(snapshot_of: Any) -> None:
    entry = {"status": "missing", "reason": "not_licensed", "code": "AadPremiumLicenseRequired", "httpStatus": 400, "permission": "P"}
    tenant = read_tenant(snapshot_of(entries={"pimGroups": entry}))
    assert tenant.table(c.PIM_GROUPS) == Missing("pimGroups", Reason.NOT_LICENSED, "AadPremiumLicenseRequired", 400, "P")


def test_a_partial_collection_keeps_its_gaps(snapshot_of: Any) -> None:
    gaps = [{"key": "groupId", "value": "g9", "reason": "forbidden", "httpStatus": 403}]
    table = read_tenant(snapshot_of({"groupMembers": []}, entries={"groupMembers": {"status": "partial", "gaps": gaps}})).table(c.GROUP_MEMBERS)
    assert isinstance(table, Table)
    assert table.gaps == (Gap("groupId", "g9", Reason.FORBIDDEN, 403),)


def test_an_unknown_collection_is_counted_and_hashed(snapshot_of: Any) -> None:
    one = read_tenant(snapshot_of({"moonPhases": [{"id": 1}, {"id": 2}]})).facts
    state = next(state for state in one.collections if state.name == "moonPhases")
    assert (state.status, state.count) == ("collected", 2)


def test_a_snapshot_is_sealed_only_if_every_file_has_a_digest(snapshot_of: Any) -> None:
    tenant = read_tenant(snapshot_of({"groups": [], "users": []}, entries={"users": {"sha256": None}}))
    assert not tenant.facts.sealed


def test_a_snapshot_without_digests_is_read_and_unsealed(snapshot_of: Any) -> None:
    tenant = read_tenant(snapshot_of(GROUPS, sealed=False, entries={"groups": {"count": 99}}))
    assert not tenant.facts.sealed
    assert next(state.count for state in tenant.facts.collections if state.name == "groups") == 1


def test_the_facts_list_every_collection_by_name(snapshot_of: Any) -> None:
    facts = read_tenant(snapshot_of(GROUPS, manifest={"scope": "full", "cloud": "china", "collector": {"name": "assessor", "version": "1"}})).facts
    names = [state.name for state in facts.collections]
    assert names == sorted(c.BY_NAME)
    assert (facts.scope, facts.cloud, facts.collector, facts.sealed) == ("full", "china", "assessor 1", True)
