"""A snapshot is written whole or not at all, in one form."""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assessor.model.errors import SnapshotError
from assessor.model.table import Gap, Missing
from assessor.model.words import Reason
from assessor.snapshot import Header, Part, read_tenant, verify, write_snapshot

HEADER = Header(tenant_id="0a0a0a0a-0000-0000-0000-000000000001", taken_at="2026-11-24T08:00:00Z", scope="full", collector={"name": "test", "version": "1"})


def parts() -> dict[str, Part | Missing]:
    return {
        "groups": Part(rows=[{"id": "g1", "displayName": "Zürich"}, b'{"id":"g2"}'], endpoint="/v1.0/groups"),
        "groupMembers": Part(rows=[], gaps=(Gap("groupId", "g1", Reason.FORBIDDEN, 403),)),
        "users": Missing("users", Reason.FORBIDDEN, "Authorization_RequestDenied", 403, "User.Read.All"),
    }


@pytest.mark.parametrize("name", ["out", "out.zip", "deep/er/out"])
def test_what_was_written_is_read_and_without_a_problem(tmp_path: Path, name: str) -> None:
    write_snapshot(tmp_path / name, HEADER, parts())
    assert verify(tmp_path / name) == []
    tenant = read_tenant(tmp_path / name)
    assert (tenant.facts.sealed, tenant.scope) == (True, "full")
    assert tenant.tables["users"] == Missing("users", Reason.FORBIDDEN, "Authorization_RequestDenied", 403, "User.Read.All")


def test_the_bytes_are_the_writers_form(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "out", HEADER, parts())
    assert (tmp_path / "out" / "groups.ndjson").read_bytes() == '{"id":"g1","displayName":"Zürich"}\n{"id":"g2"}\n'.encode()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["collections"]["groups"] == {
        "status": "collected",
        "count": 2,
        "bytes": 48,
        "endpoint": "/v1.0/groups",
    } | {"sha256": manifest["collections"]["groups"]["sha256"]}
    assert manifest["collections"]["groupMembers"]["gaps"] == [{"key": "groupId", "value": "g1", "reason": "forbidden", "httpStatus": 403}]


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_only_the_owner_may_read_it(tmp_path: Path, name: str) -> None:
    write_snapshot(tmp_path / name, HEADER, parts())
    files = [tmp_path / name] if name.endswith(".zip") else list((tmp_path / name).iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_zip_has_the_same_bytes_every_time(tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        write_snapshot(tmp_path / name, HEADER, parts())
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_folder_and_zip_have_one_digest(tmp_path: Path) -> None:
    for name in ("a", "b.zip"):
        write_snapshot(tmp_path / name, HEADER, parts())
    assert read_tenant(tmp_path / "a").facts.digest == read_tenant(tmp_path / "b.zip").facts.digest


@pytest.mark.parametrize("name", ["out", "out.zip"])
@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_crash_in_the_middle_leaves_nothing(tmp_path: Path, name: str, failure: type[BaseException]) -> None:
    def rows() -> Iterator[dict[str, Any]]:
        yield {"id": "g1"}
        raise failure

    with pytest.raises(failure):
        write_snapshot(tmp_path / name, HEADER, {"domains": Part(rows=[{"id": "d"}]), "groups": Part(rows=rows())})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["out", "out.zip"])
def test_what_is_there_already_is_left_alone(tmp_path: Path, name: str) -> None:
    write_snapshot(tmp_path / name, HEADER, parts())
    before = read_tenant(tmp_path / name).facts
    with pytest.raises(SnapshotError, match="is there already"):
        write_snapshot(tmp_path / name, HEADER, {})
    assert read_tenant(tmp_path / name).facts == before


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write_snapshot(tmp_path / "out", HEADER, parts())
    assert verify(tmp_path / "out") == []


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SnapshotError, match="cannot be written"):
        write_snapshot(tmp_path / "file" / "out", HEADER, {})


def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="is not the name of a collection"):
        write_snapshot(tmp_path / "out", HEADER, {"../users": Part(rows=[])})
    assert list(tmp_path.iterdir()) == []


def test_a_lone_surrogate_survives_as_an_escape(tmp_path: Path) -> None:
    write_snapshot(tmp_path / "out", HEADER, {"groups": Part(rows=[{"id": "g1", "displayName": "a\ud800"}])})
    assert (tmp_path / "out" / "groups.ndjson").read_bytes() == b'{"id":"g1","displayName":"a\\ud800"}\n'
    assert verify(tmp_path / "out") == []
