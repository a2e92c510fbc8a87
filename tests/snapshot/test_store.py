"""A folder and a zip are the same snapshot, and neither leads anywhere else."""

from __future__ import annotations

import os
import struct
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from assessor.model import collections as c
from assessor.model.errors import SnapshotError
from assessor.snapshot import read_tenant
from assessor.snapshot.layout import Limits

GROUPS = {"groups": [{"id": "g1"}, {"id": "g2"}]}


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(SnapshotError) as caught:
        read_tenant(path, limits=limits)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def zipped(folder: Path, under: str = "", extra: dict[str, bytes] | None = None) -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, under + file.name)
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return path


def test_a_zip_says_what_its_folder_says(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    assert read_tenant(zipped(folder)).facts == read_tenant(folder).facts


def test_a_zip_of_the_folder_itself_is_read(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    path = zipped(folder, under="contoso/", extra={"__MACOSX/contoso/._manifest.json": b"x"})
    assert read_tenant(path).facts.digest == read_tenant(folder).facts.digest


@pytest.mark.parametrize("name", ["/etc/passwd", "../groups.ndjson", "a/../../groups.ndjson", "C:groups.ndjson", "..\\groups.ndjson", "a\\groups.ndjson"])
def test_a_zip_entry_that_leads_outside_is_refused_by_name(snapshot_of: Any, name: str) -> None:
    says = refusal(zipped(snapshot_of(GROUPS), extra={name: b""}))
    assert "leads outside the zip" in says
    assert repr(name) in says


def test_a_link_in_a_zip_is_refused(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    content = (folder / "groups.ndjson").read_bytes()
    (folder / "groups.ndjson").unlink()
    path = zipped(folder)
    with zipfile.ZipFile(path, "a") as archive:
        info = zipfile.ZipInfo("groups.ndjson")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, content)
    assert "groups.ndjson: is a link, not a file" in refusal(path)


def test_a_zip_that_holds_a_file_twice_is_refused(snapshot_of: Any) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = zipped(snapshot_of(GROUPS), extra={"groups.ndjson": b""})
    assert "holds groups.ndjson twice" in refusal(path)


def test_an_encrypted_zip_is_refused(snapshot_of: Any) -> None:
    path = zipped(snapshot_of(GROUPS))
    raw = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(signature)
        while at >= 0:
            raw[at + offset] |= 1
            at = raw.find(signature, at + 4)
    path.write_bytes(raw)
    assert "is encrypted" in refusal(path)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_cut_zip_is_refused(snapshot_of: Any, share: float) -> None:
    path = zipped(snapshot_of(GROUPS))
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    assert "is neither a folder nor a whole .zip" in refusal(path)


def test_a_damaged_zip_is_refused_wherever_the_damage_is(snapshot_of: Any) -> None:
    path = zipped(snapshot_of({"groups": [{"id": f"g{number}"} for number in range(500)]}))
    raw = path.read_bytes()
    for at in range(0, len(raw), 7):
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 0xFF]) + raw[at + 1 :])
        with suppress(SnapshotError):  # anything else is a crash
            assert len(read_tenant(path).rows(c.GROUPS)) == 500  # the damage lies where nobody looks: a time, a comment


def test_a_zip_bomb_is_refused_by_what_it_declares(snapshot_of: Any) -> None:
    path = zipped(snapshot_of({"groups": b"\n" * 5_000_000}))
    assert path.stat().st_size < 50_000
    assert "groups.ndjson: is larger than 100000 bytes" in refusal(path, Limits(file_bytes=100_000))


def test_a_zip_bomb_that_lies_about_its_size_is_refused(snapshot_of: Any) -> None:
    path = zipped(snapshot_of({"groups": b"\n" * 5_000_000}))
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", 5_000_000), struct.pack("<L", 10)))
    assert "groups.ndjson" in refusal(path, Limits(file_bytes=100_000))


def test_a_link_that_leads_out_of_the_folder_is_refused(snapshot_of: Any, tmp_path: Path) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "groups.ndjson").rename(tmp_path / "elsewhere.ndjson")
    (folder / "groups.ndjson").symlink_to(tmp_path / "elsewhere.ndjson")
    assert "groups.ndjson: is a link that leads outside the snapshot" in refusal(folder)


def test_a_link_within_the_folder_is_followed(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "groups.ndjson").rename(folder / "really.txt")
    (folder / "groups.ndjson").symlink_to("really.txt")
    assert len(read_tenant(folder).rows(c.GROUPS)) == 2


def test_a_link_to_nothing_or_to_itself_is_refused(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "groups.ndjson").unlink()
    (folder / "groups.ndjson").symlink_to("groups.ndjson")
    assert "groups.ndjson" in refusal(folder)


def test_a_pipe_is_refused_and_not_waited_for(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "groups.ndjson").unlink()
    os.mkfifo(folder / "groups.ndjson")
    assert "groups.ndjson: is not a regular file" in refusal(folder)


def test_a_folder_in_place_of_a_file_is_refused(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "groups.ndjson").unlink()
    (folder / "groups.ndjson").mkdir()
    assert "groups.ndjson: is not there" in refusal(folder)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(snapshot_of: Any) -> None:
    folder = snapshot_of(GROUPS)
    (folder / "groups.ndjson").chmod(0)
    assert "ask for the right to read it" in refusal(folder)


def test_a_failing_disk_is_one_line(snapshot_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = snapshot_of(GROUPS)

    def fails(*_: Any, **__: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fails)
    assert "manifest.json: cannot be read (Permission denied); ask for the right to read it" in refusal(folder)


def test_any_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear consultant,")
    assert "is neither a folder nor a whole .zip" in refusal(tmp_path / "letter.txt")
