"""What people really have, and what hostile people hand over."""

from __future__ import annotations

import hashlib
import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import zstandard

from assessor.model import collections as c
from assessor.model.errors import SnapshotError
from assessor.model.rows import UNSET
from assessor.snapshot import open_snapshot, read_tenant
from assessor.snapshot.layout import Limits

TWO = b'{"id":"g1","displayName":"Eins"}\n{"id":"g2"}\n'


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(SnapshotError) as caught:
        read_tenant(path, limits=limits)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 1000
    return str(caught.value)


def groups_of(path: Path) -> list[str]:
    return [group.id for group in read_tenant(path).rows(c.GROUPS)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("groups", TWO),
        ("groups", TWO.rstrip()),
        ("groups", TWO + b"\n\n"),
        ("groups", TWO.replace(b"\n", b"\r\n")),
        ("groups", b"\xef\xbb\xbf" + TWO),
        ("groups", TWO.decode().encode("utf-16")),
        ("groups", b"\xfe\xff" + TWO.decode().encode("utf-16-be")),
        ("groups.json", b'[{"id":"g1"},{"id":"g2"}]'),
        ("groups.json", b'\xef\xbb\xbf {"@odata.context":"x","value":[{"id":"g1"},\r\n{"id":"g2"}]}'),
        ("groups.json", '[{"id":"g1"},{"id":"g2"}]'.encode("utf-16")),
        ("groups.ndjson.zst", zstandard.compress(TWO)),
        ("groups.ndjson.zst", zstandard.compress(TWO[:33]) + zstandard.compress(TWO[33:])),
    ],
)
def test_a_file_is_read_as_people_have_it(snapshot_of: Any, name: str, content: bytes) -> None:
    assert groups_of(snapshot_of({name: content})) == ["g1", "g2"]


def test_a_json_file_may_hold_a_single_object_whose_value_is_a_list_of_its_own(snapshot_of: Any) -> None:
    assert groups_of(snapshot_of({"groups.json": b'{"id":"g1","value":"x"}'})) == ["g1"]


@pytest.mark.parametrize("name", ["groups", "groups.ndjson.zst"])
def test_an_empty_file_means_there_are_none(snapshot_of: Any, name: str) -> None:
    tenant = read_tenant(snapshot_of({name: b""}))
    assert tenant.has(c.GROUPS)
    assert tenant.rows(c.GROUPS) == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"id":"g1"}\nnonsense\n', "groups.ndjson:2: the line is not JSON"),
        (b'{"id":"g1"}\n{"id":"g2"} {"id":"g3"}\n', "groups.ndjson:2: the line is not JSON"),
        (b'{"id":\n"g1"}\n', "groups.ndjson:1: the line is not JSON"),
        (b'{"id":"g1"}\n\n{"id":"g2"}\n', "groups.ndjson:2: the line is empty"),
        (b'{"id":"g1"}\n[]\n', "groups.ndjson:2: the row is not as it should be: Expected `object`, got `array`"),
        (b'{"id":"g1"}\n{"id":7}\n', "groups.ndjson:2: the row is not as it should be: Expected `str`, got `int` - at `$.id`"),
        (b"{}\n", "groups.ndjson:1: the row is not as it should be: Object missing required field `id`"),
        (b'{"id":"g1","groupTypes":"Unified"}\n', "groups.ndjson:1: the row is not as it should be: Expected `array | null`, got `str` - at `$.groupTypes`"),
        (b'{"id":"g1","createdDateTime":"2020-01-01T00:00:00"}\n', "groups.ndjson:1: the row is not as it should be"),
        (b'{"id":"g1","x":NaN}\n', "groups.ndjson:1: the line is not JSON"),
        (b'{"id":"g1\x00"}\n', "groups.ndjson:1: the line is not JSON"),
        (b"\x00" * 1000, "groups.ndjson:1: the line is not JSON"),
        (b'{"id":"g1"}\n{"id":"\xff"}\n', "groups.ndjson:2: the line is not UTF-8"),
        (b'{"id":"g1","unknown":"\xff"}\n', "groups.ndjson:1: the line is not UTF-8"),
        (b"[" * 100_000, "groups.ndjson:1"),
        (b'{"id":"g1","x":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "groups.ndjson:1: the line is nested too deeply"),
        (b'{"id":"g1","x":' + b'{"a":' * 100_000, "groups.ndjson:1: the line is nested too deeply"),
    ],
)
def test_a_line_that_is_not_a_row_is_refused_with_its_number(snapshot_of: Any, content: bytes, says: str) -> None:
    assert says in refusal(snapshot_of({"groups": content}))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "groups.json: is empty"),
        (b"[1]", "groups.json: row 1: the row is not as it should be"),
        (b'[{"id":"g1"}', "groups.json: is neither a JSON array"),
        (b'[{"id":"g1"},{"id":2}]', "groups.json: row 2: the row is not as it should be"),
        (b'{"value":{"id":"g1"}}', "groups.json: row 1: the row is not as it should be"),
        (b"[" * 100_000, "groups.json: is nested too deeply"),
        (b'{"value":' + b"[" * 100_000, "groups.json: is nested too deeply"),
        (b'[{"id":"\xff"}]', "groups.json: is not UTF-8"),
    ],
)
def test_an_array_that_is_not_one_is_one_line(snapshot_of: Any, content: bytes, says: str) -> None:
    assert says in refusal(snapshot_of({"groups.json": content}))


def test_a_line_number_is_right_far_into_a_large_file(snapshot_of: Any) -> None:
    lines = b"".join(b'{"id":"g%d","description":"%s"}\n' % (number, b"x" * 300) for number in range(10_000))
    assert "groups.ndjson:10001:" in refusal(snapshot_of({"groups": lines + b"no\n"}))


@pytest.mark.parametrize(
    ("name", "content"),
    [("groups", b'{"id":"g1","displayName":"a\\ud800b"}\n'), ("groups.json", b'[{"id":"g1","displayName":"a\\ud800b"}]')],
)
def test_a_lone_surrogate_becomes_the_replacement_character(snapshot_of: Any, name: str, content: bytes) -> None:
    (group,) = read_tenant(snapshot_of({name: content})).rows(c.GROUPS)
    assert group.display_name == "a\ufffdb"


def test_a_lone_surrogate_in_utf_16_becomes_the_replacement_character(snapshot_of: Any) -> None:
    raw = b"\xff\xfe" + '{"id":"g1","displayName":"a'.encode("utf-16-le") + b"\x00\xd8" + '"}'.encode("utf-16-le")
    (group,) = read_tenant(snapshot_of({"groups": raw})).rows(c.GROUPS)
    assert group.display_name == "a\ufffd"


def test_names_are_kept_whatever_is_in_them(snapshot_of: Any) -> None:
    names = ["x" * 10_000, "a\x00b", "</script>", "\u202e", "\U0001f600", ""]
    tenant = read_tenant(snapshot_of({"groups": [{"id": str(number), "displayName": name} for number, name in enumerate(names)]}))
    assert [group.display_name for group in tenant.rows(c.GROUPS)] == names


def test_absent_and_null_are_told_apart(snapshot_of: Any) -> None:
    absent, null = read_tenant(snapshot_of({"groups": [{"id": "1"}, {"id": "2", "isAssignableToRole": None}]})).rows(c.GROUPS)
    assert absent.is_assignable_to_role is UNSET
    assert null.is_assignable_to_role is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-02T03:04:05Z", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
        ("2026-01-02T03:04:05.1234567Z", datetime(2026, 1, 2, 3, 4, 5, 123457, tzinfo=UTC)),
        ("2026-01-02T03:04Z", datetime(2026, 1, 2, 3, 4, tzinfo=UTC)),
        ("9999-12-31T23:59:59.9999999Z", datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_times_are_read_as_graph_writes_them(snapshot_of: Any, text: str, moment: datetime) -> None:
    (group,) = read_tenant(snapshot_of({"groups": [{"id": "g1", "createdDateTime": text}]})).rows(c.GROUPS)
    assert group.created_date_time == moment


def test_the_same_row_on_two_pages_counts_once_and_both_lines_are_counted(snapshot_of: Any) -> None:
    tenant = read_tenant(snapshot_of({"groups": [{"id": "g1"}, {"id": "g1"}, {"id": "g1", "displayName": "other"}]}))
    assert [group.display_name for group in tenant.rows(c.GROUPS)] == [UNSET, "other"]
    assert next(state.count for state in tenant.facts.collections if state.name == "groups") == 3


def test_a_changed_file_is_refused_by_name(snapshot_of: Any) -> None:
    folder = snapshot_of({"groups": [{"id": "g1"}], "domains": []})
    (folder / "groups.ndjson").write_bytes(b'{"id":"g2"}\n')
    assert "groups.ndjson: its SHA-256 is not the manifest's" in refusal(folder)


def test_a_file_of_another_length_is_refused_by_name(snapshot_of: Any) -> None:
    folder = snapshot_of({"groups": [{"id": "g1"}]})
    (folder / "groups.ndjson").write_bytes(b'{"id":"g1"}\n{"id":"g2"}\n')
    assert "groups.ndjson: has 24 bytes, and the manifest says 12" in refusal(folder)


def test_a_count_that_is_not_the_files_is_refused_in_a_sealed_snapshot(snapshot_of: Any) -> None:
    assert "groups.ndjson: has 1 rows, and the manifest says 7" in refusal(snapshot_of({"groups": [{"id": "g1"}]}, entries={"groups": {"count": 7}}))


def test_digest_and_length_are_of_the_compressed_file_and_the_snapshots_digest_of_its_content(snapshot_of: Any) -> None:
    facts = read_tenant(snapshot_of({"groups.ndjson.zst": zstandard.compress(TWO)})).facts
    assert facts.sealed
    assert facts.digest == "sha256:" + hashlib.sha256(f"groups {hashlib.sha256(TWO).hexdigest()}\n".encode()).hexdigest()


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_cut_zstd_file_is_refused(snapshot_of: Any, cut: int) -> None:
    content = zstandard.compress(TWO) + zstandard.compress(TWO)[:-cut]
    assert "groups.ndjson.zst: ends in the middle of a zstd frame" in refusal(snapshot_of({"groups.ndjson.zst": content}))


@pytest.mark.parametrize("content", [b"no zstd at all", zstandard.compress(TWO) + b"rubbish"])
def test_a_file_that_is_no_zstd_is_refused(snapshot_of: Any, content: bytes) -> None:
    assert "groups.ndjson.zst: cannot be unpacked" in refusal(snapshot_of({"groups.ndjson.zst": content}))


def test_a_zstd_bomb_is_refused_before_it_fills_the_memory(snapshot_of: Any) -> None:
    bomb = zstandard.compress(b"\n" * 300_000_000)
    folder = snapshot_of({"groups.ndjson.zst": bomb})
    tracemalloc.start()
    try:
        says = refusal(folder, Limits(file_bytes=1_000_000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "groups.ndjson.zst: is larger than 1000000 bytes" in says
    assert peak < 100_000_000


@pytest.mark.parametrize(
    ("name", "limits", "says"),
    [
        ("groups", Limits(file_bytes=1000), "groups.ndjson: is larger than 1000 bytes"),
        ("groups", Limits(line_bytes=1000), "groups.ndjson:1: the line is longer than 1000 bytes"),
        ("groups.json", Limits(whole_bytes=1000), "groups.json: is larger than 1000 bytes"),
    ],
)
def test_sizes_are_bounded(snapshot_of: Any, name: str, limits: Limits, says: str) -> None:
    assert says in refusal(snapshot_of({name: b'{"id":"' + b"x" * 3_000_000 + b'"}'}), limits)


def test_the_number_of_files_is_bounded(snapshot_of: Any) -> None:
    assert "holds 2 files, and at most 1 are read" in refusal(snapshot_of({"groups": []}), Limits(names=1))


def test_the_lines_of_a_collection_can_be_had_as_they_lie(snapshot_of: Any) -> None:
    with open_snapshot(snapshot_of({"groups": TWO})) as snapshot:
        assert [json.loads(line)["id"] for line in snapshot.lines("groups")] == ["g1", "g2"]
