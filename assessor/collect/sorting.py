"""Rows in the order of their ids, each once, however many there are: what does not fit is sorted in pieces on disk."""

from __future__ import annotations

import heapq
import tempfile
from typing import IO, TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PIECE = 8 * 1024 * 1024


class _Row(msgspec.Struct):
    id: str = ""
    tenant: str = msgspec.field(name="tenantId", default="")
    group: str | None = msgspec.field(name="groupId", default=None)
    unit: str | None = msgspec.field(name="administrativeUnitId", default=None)
    service_principal: str | None = msgspec.field(name="servicePrincipalId", default=None)
    application: str | None = msgspec.field(name="applicationId", default=None)
    package: str | None = msgspec.field(name="accessPackageId", default=None)


_DECODER = msgspec.json.Decoder(_Row)
Keyed = tuple[str, bytes]


def key_of(row: bytes) -> str:
    """Parent and own id in lower case; a row without an id is its own key."""
    try:
        found = _DECODER.decode(row)
    except msgspec.DecodeError:
        return row.decode("utf-8", "replace")
    parent = found.group or found.unit or found.service_principal or found.application or found.package or ""
    own = found.id or found.tenant
    return f"{parent}/{own}".lower() if own else row.decode("utf-8", "replace")


def in_order(rows: Iterable[bytes], folder: Path, piece: int = _PIECE) -> Iterator[bytes]:
    """The rows by key; of several with one key the one that came last, which Graph knew last."""
    pieces: list[IO[bytes]] = []
    held: list[Keyed] = []
    size = 0
    try:
        for row in rows:
            held.append((key_of(row), row))
            size += len(row) + 200
            if size > piece:
                pieces.append(_spilled(held, folder))
                held, size = [], 0
        held.sort(key=_by_key)
        yield from _last_of_each(heapq.merge(*(_read(one) for one in pieces), held, key=_by_key) if pieces else held)
    finally:
        for one in pieces:
            one.close()


def _by_key(keyed: Keyed) -> str:
    return keyed[0]


def _spilled(held: list[Keyed], folder: Path) -> IO[bytes]:
    held.sort(key=_by_key)
    made = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  # closed by `in_order`
    made.writelines(row + b"\n" for _, row in held)
    made.seek(0)
    return made


def _read(piece: IO[bytes]) -> Iterator[Keyed]:
    for line in piece:
        row = line[:-1]
        yield key_of(row), row


def _last_of_each(ordered: Iterable[Keyed]) -> Iterator[bytes]:
    before: Keyed | None = None
    for keyed in ordered:
        if before is not None and keyed[0] != before[0]:
            yield before[1]
        before = keyed
    if before is not None:
        yield before[1]
