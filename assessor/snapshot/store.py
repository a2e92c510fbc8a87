"""A folder or a .zip behind one face: names, sizes, streams. Nothing here follows a way that leads outside."""

from __future__ import annotations

import errno
import re
import stat
import zipfile
from typing import IO, TYPE_CHECKING, Protocol

from assessor.model.errors import SnapshotError
from assessor.snapshot import layout

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 256 * 1024

_ENCRYPTED = 0x1
_AGAIN = "make the snapshot again, or repair the file"


class Store(Protocol):
    """The files of a snapshot, by plain name."""

    where: str
    """The path as messages tell it."""
    names: tuple[str, ...]
    """Sorted."""

    def size(self, name: str) -> int:
        """Length of a file as it lies there, in bytes."""

    def chunks(self, name: str) -> Iterator[bytes]:
        """Its bytes in pieces of a MiB; raises SnapshotError where they cannot be read or are too many."""

    def close(self) -> None:
        """Let go of the file."""


def open_store(path: Path, limits: layout.Limits | None = None) -> Store:
    """The folder or zip at this path; SnapshotError where it is neither."""
    bounds = limits or layout.LIMITS
    try:
        if path.is_dir():
            return FolderStore(path, bounds)
        if not path.exists():
            raise SnapshotError(str(path), "there is no such folder or file", "give the folder or the .zip of a snapshot")
        return ZipStore(path, bounds)
    except OSError as error:
        raise _unreadable(str(path), error) from None


class FolderStore:
    """A folder."""

    def __init__(self, path: Path, limits: layout.Limits) -> None:
        """List its files; folders in it are no part of a snapshot."""
        self.where, self._path, self._limits = str(path), path, limits
        self._root = path.resolve()
        self.names = tuple(sorted(entry.name for entry in path.iterdir() if not entry.is_dir()))
        _check_number(self.where, len(self.names), limits)

    def size(self, name: str) -> int:
        """Length in bytes; refuses links that lead outside, and things that are no files."""
        where = f"{self.where}/{name}"
        try:
            target = (self._path / name).resolve()
            if not target.is_relative_to(self._root):
                raise SnapshotError(where, "is a link that leads outside the snapshot", "put the file itself into the folder")
            facts = target.stat()
        except OSError as error:
            raise _unreadable(where, error) from None
        except RuntimeError:  # pathlib's word for a circle of links
            raise SnapshotError(where, "is a link that leads nowhere", "put the file itself into the folder") from None
        if not stat.S_ISREG(facts.st_mode):
            raise SnapshotError(where, "is not a regular file", _AGAIN)
        return _check_size(where, facts.st_size, self._limits)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Its bytes in pieces."""
        self.size(name)
        where = f"{self.where}/{name}"
        try:
            with (self._path / name).open("rb") as stream:
                yield from _bounded(stream, where, self._limits)
        except OSError as error:
            raise _unreadable(where, error) from None

    def close(self) -> None:
        """Nothing is held open."""


class ZipStore:
    """A .zip, read where it lies; a zip that holds one folder with the snapshot in it is taken for that folder."""

    def __init__(self, path: Path, limits: layout.Limits) -> None:
        """Open it, and refuse entries that lead outside."""
        self.where, self._limits = str(path), limits
        self._zip = _opened(path)
        try:
            self._infos = _entries(self.where, self._zip, limits)
        except BaseException:
            self._zip.close()
            raise
        self.names = tuple(sorted(self._infos))

    def size(self, name: str) -> int:
        """Length in bytes, as the zip declares it."""
        info = self._infos.get(name)
        where = f"{self.where}/{name}"
        if info is None:
            raise SnapshotError(where, "is not in the zip", _AGAIN)
        if info.flag_bits & _ENCRYPTED:
            raise SnapshotError(where, "is encrypted", "unpack the zip with its password and give the folder")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise SnapshotError(where, "is a link, not a file", "put the file itself into the zip")
        return _check_size(where, info.file_size, self._limits)

    def chunks(self, name: str) -> Iterator[bytes]:
        """Its bytes in pieces."""
        self.size(name)
        where = f"{self.where}/{name}"
        try:
            with self._zip.open(self._infos[name]) as stream:
                yield from _bounded(stream, where, self._limits)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
            raise SnapshotError(where, f"cannot be unpacked ({_one_line(error)})", _AGAIN) from None
        except OSError as error:
            raise _unreadable(where, error) from None
        except Exception as error:  # zlib, bz2 and lzma have an error type each and share no base
            if type(error).__module__ in ("zlib", "_bz2", "_lzma", "lzma"):
                raise SnapshotError(where, f"cannot be unpacked ({_one_line(error)})", _AGAIN) from None
            raise

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


def _opened(path: Path) -> zipfile.ZipFile:
    if not path.is_file():  # a device or a pipe would be read without an end
        raise SnapshotError(str(path), "is neither a folder nor a file", "give the folder or the .zip of a snapshot")
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        what = f"is neither a folder nor a whole .zip ({_one_line(error)})"
        raise SnapshotError(str(path), what, "give the folder or the .zip of a snapshot") from None


def _entries(where: str, archive: zipfile.ZipFile, limits: layout.Limits) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    _check_number(where, len(infos), limits)
    for info in infos:
        if _leads_outside(info.filename) or _leads_outside(info.orig_filename):
            raise SnapshotError(where, f"its entry {info.orig_filename[:200]!r} leads outside the zip", "do not trust this file; have it made again")
    found: dict[str, zipfile.ZipInfo] = {}
    prefix = _prefix([info.filename for info in infos])
    for info in infos:
        name = info.filename.removeprefix(prefix)
        if not info.filename.startswith(prefix) or "/" in name or not name:
            continue
        if name in found:
            raise SnapshotError(where, f"holds {name} twice", "keep one of them")
        found[name] = info
    return found


def _prefix(names: list[str]) -> str:
    """The one folder that somebody zipped along with the snapshot; empty where the manifest lies at the top."""
    if layout.MANIFEST in names:
        return ""
    tops = [name.removesuffix(layout.MANIFEST) for name in names if re.fullmatch(rf"[^/]+/{re.escape(layout.MANIFEST)}", name)]
    return tops[0] if len(tops) == 1 else ""


def _leads_outside(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return name.startswith("/") or "\\" in name or ".." in parts or ":" in name or "\0" in name


def _check_number(where: str, number: int, limits: layout.Limits) -> None:
    if number > limits.names:
        raise SnapshotError(where, f"holds {number} files, and at most {limits.names} are read", "give the folder or the .zip of a snapshot")


def _check_size(where: str, size: int, limits: layout.Limits) -> int:
    if size > limits.file_bytes:
        raise SnapshotError(where, f"is larger than {limits.file_bytes} bytes", "no tenant needs that; have the snapshot made again")
    return size


def _bounded(stream: IO[bytes], where: str, limits: layout.Limits) -> Iterator[bytes]:
    """What the stream really gives, which a hostile zip may have declared differently."""
    total = 0
    while chunk := stream.read(CHUNK):
        total += len(chunk)
        _check_size(where, total, limits)
        yield chunk


def _unreadable(where: str, error: OSError) -> SnapshotError:
    mend = "ask for the right to read it" if error.errno in (errno.EACCES, errno.EPERM) else _AGAIN
    return SnapshotError(where, f"cannot be read ({error.strerror or type(error).__name__})", mend)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
