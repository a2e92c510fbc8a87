"""`verify` goes on after the first problem; `info` says what a snapshot says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assessor.model.table import Gap
from assessor.model.words import Reason
from assessor.snapshot import read_info, verify


def says(path: Path) -> list[str]:
    return [f"{Path(problem.where).name}: {problem.what}" for problem in verify(path)]


def test_a_good_snapshot_has_no_problems(snapshot_of: Any) -> None:
    assert verify(snapshot_of({"groups": [{"id": "g1"}], "organization": [{"id": "t"}]})) == []


def test_every_problem_is_told_in_one_run(snapshot_of: Any) -> None:
    folder = snapshot_of(
        {"groups": [{"id": "g1"}], "users": b'{"id":"u1"}\nno\n', "domains": [{"id": "d"}]},
        entries={"domains": {"count": 5}, "pimGroups": {"status": "collected"}},
        manifest={"scope": "odd"},
    )
    (folder / "groups.ndjson").write_bytes(b'{"id":"g2"}\n')
    (folder / "applications.ndjson").write_bytes(b"")
    (folder / "engagement.toml").write_bytes(b"")
    assert says(folder) == [
        "manifest.json: scope is 'odd', which is none of privileged, full",
        "pimGroups.ndjson: is not there, and the manifest says that pimGroups is collected",
        "applications.ndjson: is not listed in the manifest and therefore not read",
        "engagement.toml: is no part of a snapshot",
        "domains.ndjson: has 1 rows, and the manifest says 5",
        "groups.ndjson: its SHA-256 is not the manifest's",
        "users.ndjson:2: the line is not JSON (Input data was truncated)",
    ]


def test_what_is_merely_odd_is_told_and_not_refused(snapshot_of: Any) -> None:
    rows = [{"id": "o", "@odata.context": "x"}, {"id": "o"}]
    problems = verify(snapshot_of({"organization": rows}, sealed=False))
    assert [(problem.what, problem.refused) for problem in problems] == [
        ("has no digest in the manifest: the snapshot is unsealed", False),
        ("has 2 rows, and it is a single object", False),
        ("holds 1 rows whose id another row has", False),
        ("holds 1 rows with annotations of a page (@odata.context, @odata.nextLink, @odata.count, @odata.deltaLink)", False),
    ]


def test_a_manifest_that_cannot_be_read_is_the_only_problem(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("no")
    assert len(verify(tmp_path)) == 1
    assert len(verify(tmp_path / "nowhere")) == 1


def test_info_tells_tenant_time_scope_and_gaps(snapshot_of: Any) -> None:
    folder = snapshot_of(
        {
            "organization": [{"id": "t", "displayName": "Contoso", "verifiedDomains": [{"name": "contoso.example", "isDefault": True}]}],
            "groupMembers": [],
        },
        manifest={"scope": "full", "identity": {"kind": "application", "id": "app", "permissions": ["A", "B"]}, "completedAt": "2026-11-24T09:00:00Z"},
        entries={"groupMembers": {"status": "partial", "gaps": [{"key": "groupId", "value": "g", "reason": "failed"}]}},
    )
    info = read_info(folder)
    assert (info.tenant.display_name, info.tenant.default_domain) == ("Contoso", "contoso.example")
    assert (info.snapshot.taken_at, info.completed_at) == (datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert (info.snapshot.scope, info.identity, info.permissions) == ("full", "application app", ("A", "B"))
    assert info.gaps == {"groupMembers": (Gap("groupId", "g", Reason.FAILED),)}
    assert info.files == {"groupMembers": "groupMembers.ndjson", "organization": "organization.ndjson"}
