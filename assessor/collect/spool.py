"""Rows on disk as they come, and a journal of what is whole: what a killed run left behind can be gone on with.

A chain (the pages of one list) is the unit: its rows count when the journal says that it ended. A page is one write;
a torn last line of the journal and a block whose checksum does not fit are as if they had never been written.
"""

from __future__ import annotations

import os
import shutil
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from assessor.model.errors import SnapshotError, UsageError
from assessor.model.words import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OPTIONS, _JOURNAL = "run.json", "journal.ndjson"
_FILE, _FOLDER = 0o600, 0o700
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND

ChainId = tuple[str, str]
"""Name of the source, and key: the parent's id, or a name of the ids asked for together; empty for a list without parent."""


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a chain ended; without a reason it is whole."""

    reason: str | None = None
    code: str | None = None
    status: int | None = None
    page: int = 0
    """Pages that were read."""
    asked: tuple[str, ...] = ()
    """Ids that one request asked for together."""
    without: tuple[str, ...] = ()
    """Properties that Graph would not give."""

    @property
    def is_whole(self) -> bool:
        """Whether every page was read."""
        return self.reason is None


class _Line(msgspec.Struct, omit_defaults=True):
    """A line of the journal: a page, an end, a chain begun anew, or a new run over the same folder."""

    source: str = ""
    key: str = ""
    offset: int = -1
    length: int = 0
    rows: int = 0
    check: int = 0
    end: Outcome | None = None
    anew: bool = False
    resumed: bool = False
    complete: bool = False


@dataclass(slots=True)
class _Chain:
    blocks: list[tuple[int, int]] = field(default_factory=list)
    rows: int = 0


class Spool:
    """The folder of an unfinished run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ends: dict[ChainId, Outcome] = {}
        self.complete = False
        self._chains: dict[ChainId, _Chain] = {}
        self._files: dict[str, int] = {}
        self._sizes: dict[str, int] = {}
        self._journal = -1

    def begin(self, options: dict[str, object]) -> None:
        """A new run: the folder must not be there."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(_FOLDER)
        half = self.folder / f"{_OPTIONS}.new"
        with os.fdopen(_private(half), "wb") as stream:
            stream.write(msgspec.json.encode(options))
        half.rename(self.folder / _OPTIONS)
        self._open_journal()

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to go on with: a run may be killed before it has said what it is about."""
        return (self.folder / _OPTIONS).exists()

    def resume(self) -> dict[str, object]:
        """What was begun, with all whole chains in `ends`; returns its options."""
        try:
            options = msgspec.json.decode((self.folder / _OPTIONS).read_bytes(), type=dict[str, object])
        except (OSError, msgspec.DecodeError):
            raise UsageError(str(self.folder), "is no unfinished run", "take it away and collect anew") from None
        self._read_journal()
        self._open_journal()
        if not self.complete:
            for chain in [chain for chain, end in self.ends.items() if end.reason == Reason.FAILED]:
                del self.ends[chain]
                self.anew(chain)
            self._note(_Line(resumed=True))
        return options

    def page(self, chain: ChainId, rows: list[bytes]) -> None:
        """One page of rows, on disk before the next is asked for."""
        if not rows:
            return
        block = b"\n".join(rows) + b"\n"
        collection = _collection(chain)
        handle = self._file(collection)
        offset = self._sizes[collection]
        _write(handle, block)
        self._sizes[collection] = offset + len(block)
        self._note(_Line(*chain, offset=offset, length=len(block), rows=len(rows), check=zlib.crc32(block)))
        self._hold(chain, offset, len(block), len(rows))

    def end(self, chain: ChainId, outcome: Outcome) -> None:
        """The chain is done, whole or refused."""
        self._note(_Line(*chain, end=outcome))
        self.ends[chain] = outcome

    def anew(self, chain: ChainId) -> None:
        """The chain begins again: what was read of it does not count."""
        self._note(_Line(*chain, anew=True))
        self._chains.pop(chain, None)

    def finished(self) -> None:
        """All chains are done; only the snapshot remains to be written."""
        self._note(_Line(complete=True))
        self.complete = True
        self.sync()

    def rows(self, chain: ChainId) -> Iterator[bytes]:
        """The rows of one chain, in the order they came."""
        held = self._chains.get(chain)
        if not held:
            return
        with (self.folder / f"{_collection(chain)}.rows").open("rb") as stream:
            for offset, length in held.blocks:
                stream.seek(offset)
                yield from stream.read(length).splitlines()

    def count(self, chain: ChainId) -> int:
        """Rows of one chain."""
        held = self._chains.get(chain)
        return held.rows if held else 0

    def sync(self) -> None:
        """Through to the disk, in case the machine dies."""
        for handle in (*self._files.values(), self._journal):
            if handle >= 0:
                os.fsync(handle)

    def close(self) -> None:
        """Close all files."""
        for handle in (*self._files.values(), *([self._journal] if self._journal >= 0 else [])):
            os.close(handle)
        self._files, self._journal = {}, -1

    def remove(self) -> None:
        """Take the folder away."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _hold(self, chain: ChainId, offset: int, length: int, rows: int) -> None:
        held = self._chains.setdefault(chain, _Chain())
        held.blocks.append((offset, length))
        held.rows += rows

    def _file(self, collection: str) -> int:
        if collection not in self._files:
            path = self.folder / f"{collection}.rows"
            self._files[collection] = os.open(path, _APPEND, _FILE)
            self._sizes[collection] = path.stat().st_size
        return self._files[collection]

    def _open_journal(self) -> None:
        self._journal = os.open(self.folder / _JOURNAL, _APPEND, _FILE)

    def _note(self, line: _Line) -> None:
        _write(self._journal, msgspec.json.encode(line) + b"\n")

    def _read_journal(self) -> None:
        path = self.folder / _JOURNAL
        raw = path.read_bytes() if path.exists() else b""
        whole = raw[: raw.rfind(b"\n") + 1]
        if len(whole) < len(raw):
            os.truncate(path, len(whole))
        decoder = msgspec.json.Decoder(_Line)
        try:
            for text in whole.splitlines():
                self._take(decoder.decode(text))
        except msgspec.DecodeError:
            raise SnapshotError(str(path), "is damaged", "take the folder away and collect anew") from None
        self._forget_unfinished()

    def _take(self, line: _Line) -> None:
        chain = (line.source, line.key)
        if line.resumed:
            self._forget_unfinished()
        elif line.complete:
            self.complete = True
        elif line.anew:
            self._chains.pop(chain, None)
            self.ends.pop(chain, None)
        elif line.end is not None:
            self.ends[chain] = line.end
        elif self._is_whole(chain, line):
            self._hold(chain, line.offset, line.length, line.rows)
        else:
            self._hold(chain, -1, 0, 0)

    def _is_whole(self, chain: ChainId, line: _Line) -> bool:
        try:
            with (self.folder / f"{_collection(chain)}.rows").open("rb") as stream:
                stream.seek(line.offset)
                return zlib.crc32(stream.read(line.length)) == line.check
        except OSError:
            return False

    def _forget_unfinished(self) -> None:
        for chain, held in list(self._chains.items()):
            if any(offset < 0 for offset, _ in held.blocks):
                self.ends.pop(chain, None)
            if chain not in self.ends:
                del self._chains[chain]


def _collection(chain: ChainId) -> str:
    return chain[0].partition(":")[0]


def _private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE)


def _write(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
