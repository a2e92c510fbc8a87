"""A snapshot written in the one form of writers: whole or not at all, sealed, the same bytes for the same rows."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import msgspec

from assessor.model.errors import SnapshotError
from assessor.model.table import Missing
from assessor.model.words import Status
from assessor.snapshot import layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.model.table import Gap

_MODE = 0o600  # a snapshot is a map for attackers: nobody but its owner reads it
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The manifest without its collections; times are ISO 8601 with a zone, as they shall be written."""

    tenant_id: str
    taken_at: str
    completed_at: str | None = None
    cloud: str | None = None
    scope: str | None = None
    collector: Mapping[str, str] | None = None
    """`name` and `version`."""
    identity: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A collection that is there, wholly or, with gaps, in part."""

    rows: Iterable[Mapping[str, Any] | bytes]
    """Objects, or lines of JSON that are written as they are; taken once."""
    endpoint: str | None = None
    gaps: tuple[Gap, ...] = field(default=())
    permission: str | None = None


def write_snapshot(path: Path, header: Header, parts: Mapping[str, Part | Missing]) -> None:
    """Write a folder, or a .zip where the path ends so; SnapshotError where something is there already or it cannot be written.

    All goes to a sibling of the path first and is renamed at the end: after an error or an interrupt nothing is left.
    """
    if path.is_file() or (path.is_dir() and (path.suffix == ".zip" or any(path.iterdir()))):
        raise SnapshotError(str(path), "is there already", "give another name, or take it away first")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _zip(path) if path.suffix == ".zip" else _folder(path) as target:
            entries = {name: _entry(target, name, parts[name]) for name in sorted(parts)}
            target.write(layout.MANIFEST, [json.dumps(_manifest(header, entries), indent=2).encode() + b"\n"])
    except OSError as error:
        what = f"cannot be written ({error.strerror or type(error).__name__})"
        raise SnapshotError(str(path), what, "choose a folder with room that you may write to") from None


class _Target(Protocol):
    def write(self, name: str, lines: Iterable[bytes]) -> None:
        """One file."""


def _entry(target: _Target, name: str, part: Part | Missing) -> dict[str, Any]:
    """Write a collection's file, and say what the manifest says of it."""
    if not layout.COLLECTION_NAME.fullmatch(name):
        raise SnapshotError(name, "is not the name of a collection", "use letters and digits, a small letter first")
    if isinstance(part, Missing):
        said = {"code": part.code, "httpStatus": part.http_status, "permission": part.permission, "endpoint": part.endpoint}
        return {"status": Status.MISSING, "reason": part.reason, **_present(said)}
    tally = _Tally()
    target.write(name + layout.ENDINGS[0], tally.lines(part.rows))
    return {
        "status": Status.PARTIAL if part.gaps else Status.COLLECTED,
        "count": tally.count, "bytes": tally.length, "sha256": tally.digest.hexdigest(),
        **_present({"endpoint": part.endpoint, "permission": part.permission}),
        **({"gaps": [_gap(gap) for gap in part.gaps]} if part.gaps else {}),
    }  # fmt: skip


class _Tally:
    """Counts and hashes lines on their way out."""

    def __init__(self) -> None:
        self.count, self.length, self.digest = 0, 0, hashlib.sha256()

    def lines(self, rows: Iterable[Mapping[str, Any] | bytes]) -> Iterator[bytes]:
        for row in rows:
            line = (row if isinstance(row, bytes) else _compact(row)) + b"\n"
            self.count += 1
            self.length += len(line)
            self.digest.update(line)
            yield line


def _compact(row: Mapping[str, Any]) -> bytes:
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:  # a lone surrogate in a name: as an escape it is at least JSON
        return json.dumps(row, separators=(",", ":")).encode()


def _gap(gap: Gap) -> dict[str, Any]:
    return {"key": gap.key, "value": gap.value, "reason": gap.reason, **_present({"httpStatus": gap.http_status})}


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _manifest(header: Header, entries: dict[str, Any]) -> dict[str, Any]:
    said = {
        "tenantId": header.tenant_id, "cloud": header.cloud, "scope": header.scope, "takenAt": header.taken_at,
        "completedAt": header.completed_at, "collector": header.collector, "identity": header.identity,
    }  # fmt: skip
    return {"format": layout.FORMAT, "version": layout.VERSION, **_present(said), "collections": entries}


class _FolderTarget:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, lines: Iterable[bytes]) -> None:
        with _private(self._folder / name) as stream:
            stream.writelines(lines)


class _ZipTarget:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def write(self, name: str, lines: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(name, _FIXED_TIME)
        info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, _MODE << 16, 3
        with self._archive.open(info, "w", force_zip64=True) as stream:
            stream.writelines(lines)


@contextmanager
def _folder(path: Path) -> Iterator[_FolderTarget]:
    half = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent))
    try:
        yield _FolderTarget(half)
        half.rename(path)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise


@contextmanager
def _zip(path: Path) -> Iterator[_ZipTarget]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".partial", dir=path.parent)
    half = Path(name)
    try:
        with os.fdopen(handle, "w+b") as stream, zipfile.ZipFile(stream, "w") as archive:
            yield _ZipTarget(archive)
        half.rename(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE), "wb")
