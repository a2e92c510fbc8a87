"""Every problem of a snapshot, not only the first: for whoever made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.model import collections as c
from assessor.model import rows
from assessor.model.errors import SnapshotError
from assessor.snapshot import layout, manifest
from assessor.snapshot.content import Seal, content
from assessor.snapshot.rowreader import RowReader
from assessor.snapshot.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAGE_ANNOTATIONS = ("@odata.context", "@odata.nextLink", "@odata.count", "@odata.deltaLink")
_AGAIN = "copy the snapshot again, or have it made again"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one file."""

    where: str
    """Path of the file, and the line where there is one."""
    what: str
    mend: str
    refused: bool = True
    """Whether a reader refuses the snapshot for it; False for what is merely odd."""

    def __str__(self) -> str:
        """One line."""
        return f"{self.where}: {self.what}; {self.mend}"


def verify(path: Path, limits: layout.Limits | None = None) -> list[Problem]:
    """All problems of the snapshot in this folder or .zip; empty for one that keeps the contract and is sealed."""
    try:
        store = open_store(path, limits)
    except SnapshotError as error:
        return [_of(error)]
    try:
        return list(_problems(store, limits))
    finally:
        store.close()


def _problems(store: Store, limits: layout.Limits | None) -> Iterator[Problem]:
    try:
        listed = manifest.read_manifest(store, limits)
    except SnapshotError as error:
        yield _of(error)
        return
    yield from (_of(fault) for fault in manifest.faults(store, listed))
    yield from _not_listed(store, listed)
    there = manifest.files(store)
    for name, entry in listed.listed.items():
        if name in there:
            yield from _file(store, name, there[name][0], entry, limits)


def _not_listed(store: Store, listed: manifest.Manifest) -> Iterator[Problem]:
    for file in store.names:
        name, where = layout.collection_of(file), f"{store.where}/{file}"
        if name and name not in listed.collections:
            yield Problem(where, "is not listed in the manifest and therefore not read", "list it, or take it away", False)
        elif name is None and file != layout.MANIFEST:
            yield Problem(where, "is no part of a snapshot", "keep it beside the snapshot", False)


def _file(store: Store, name: str, file: str, entry: manifest.CollectionEntry, limits: layout.Limits | None) -> Iterator[Problem]:
    where = f"{store.where}/{file}"
    try:
        yield from _sealed(where, _seal(store, file, limits), entry)
        yield from _rows(store, name, file, entry, limits)
    except SnapshotError as error:
        yield _of(error)


def _seal(store: Store, file: str, limits: layout.Limits | None) -> Seal:
    seal = Seal()
    for _ in content(store, file, seal, limits):
        pass
    return seal


def _sealed(where: str, seal: Seal, entry: manifest.CollectionEntry) -> Iterator[Problem]:
    if entry.sha256 is None:
        yield Problem(where, "has no digest in the manifest: the snapshot is unsealed", "nothing, if it was made by hand", False)
    elif entry.sha256.lower() != seal.sha256:
        yield Problem(where, "its SHA-256 is not the manifest's", _AGAIN)
    if entry.bytes is not None and entry.bytes != seal.length:
        yield Problem(where, f"has {seal.length} bytes, and the manifest says {entry.bytes}", _AGAIN)


def _rows(store: Store, name: str, file: str, entry: manifest.CollectionEntry, limits: layout.Limits | None) -> Iterator[Problem]:
    """What is wrong with the rows: their types, their number, what does not belong into an object."""
    where, known = f"{store.where}/{file}", c.BY_NAME.get(name)
    count, ids, twice = 0, set[str](), 0
    for batch in RowReader(known.row if known else rows.Row, limits).batches(store, file):
        count += batch.count
        for row in batch.rows:
            key = "" if isinstance(row, rows.Relation) else getattr(row, "id", "")
            twice += bool(key) and key in ids
            ids.add(key)
    yield from _numbers(where, known, entry, count, twice)
    yield from _annotations(store, file, limits)


def _numbers(where: str, known: c.Collection[Any] | None, entry: manifest.CollectionEntry, count: int, twice: int) -> Iterator[Problem]:
    if entry.count is not None and entry.count != count:
        yield Problem(where, f"has {count} rows, and the manifest says {entry.count}", _AGAIN, entry.sha256 is not None)
    if entry.count is None:
        yield Problem(where, "has no count in the manifest", "nothing, if it was made by hand", False)
    if known and known.single and entry.status == "collected" and count != 1:
        yield Problem(where, f"has {count} rows, and it is a single object", _AGAIN, False)
    if twice:
        yield Problem(where, f"holds {twice} rows whose id another row has", "nothing: the same row twice counts once", False)


class _Annotations(msgspec.Struct):
    """What belongs to a page."""

    context: object = msgspec.field(default=None, name="@odata.context")
    next: object = msgspec.field(default=None, name="@odata.nextLink")
    count: object = msgspec.field(default=None, name="@odata.count")
    delta: object = msgspec.field(default=None, name="@odata.deltaLink")


def _annotations(store: Store, file: str, limits: layout.Limits | None) -> Iterator[Problem]:
    bare = _Annotations()
    odd = sum(row != bare for batch in RowReader(_Annotations, limits).batches(store, file) for row in batch.rows)
    if odd:
        what = f"holds {odd} rows with annotations of a page ({', '.join(_PAGE_ANNOTATIONS)})"
        yield Problem(f"{store.where}/{file}", what, "leave them out of the objects", False)


def _of(error: SnapshotError) -> Problem:
    return Problem(error.where, error.what, error.mend)
