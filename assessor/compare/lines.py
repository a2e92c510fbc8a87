"""Lines of one collection in two snapshots: only those that differ are decoded, and what is the same on both sides is not held."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.snapshot.rowreader import ease

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.snapshot import Snapshot

Row = dict[str, Any]


class Lines:
    """One collection on both sides, 0 before and 1 after."""

    def __init__(self, before: Snapshot, after: Snapshot, name: str) -> None:
        """Nothing is read before somebody asks."""
        self._snapshots, self._name = (before, after), name
        self._same = set[int]()
        """Hashes of lines that both have, once `unlike` was asked."""

    @cached_property
    def unlike(self) -> tuple[list[bytes], list[bytes]]:
        """Lines that the other side does not have; none, and nothing is read, where both files have the same content."""
        seals = [each.seals.get(self._name) for each in self._snapshots]
        if all(seals) and len({one.content_sha256 for one in seals if one}) == 1:
            return [], []
        there, other = set(map(hash, self._side(0))), []
        for line in self._side(1):
            mark = hash(line)
            if mark in there:
                self._same.add(mark)
            else:
                other.append(line)
        if len(self._same) == len(there):
            return [], other
        return [line for line in self._side(0) if hash(line) not in self._same], other

    def common(self) -> Iterator[bytes]:
        """Lines that both have."""
        return (line for line in self._side(0) if hash(line) in self._same)

    def mentions(self, side: int, field: str) -> bool:
        """Whether any row of a side has the field."""
        wanted = f'"{field}"'.encode()
        return any(wanted in line for line in self._side(side))

    def _side(self, side: int) -> Iterator[bytes]:
        """A line a row, also of a file that is one list."""
        snapshot, name = self._snapshots[side], self._name
        if snapshot.files[name].endswith(".json"):
            for batch in snapshot.batches(name, dict):  # type: ignore[type-var]  # rows as they lie there, whatever is in them
                yield from (msgspec.json.encode(row) for row in batch.rows)
        else:
            yield from snapshot.lines(name)


def rows_in(lines: Iterable[bytes]) -> list[Row]:
    """Rows as Graph wrote them."""
    return [row for row in map(decoded, lines) if isinstance(row, dict)]


def decoded(line: bytes) -> Any:
    """The row; once more in the reader's slow way where the decoder refuses what the reader took."""
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError:
        return ease(json.loads(line))


Relation = tuple[str, str]
"""Ids of the parent and the child, in lower case."""


class Relations:
    """Pairs of parent and child that only one side has."""

    def __init__(self, lines: Lines, parent: str) -> None:
        """`parent` is the field that names the parent."""
        fields = [("parent", str | None), ("id", str)]
        self._decoder = msgspec.json.Decoder(msgspec.defstruct("Pair", fields, rename={"parent": parent}))
        one, other = (set(self._pairs(each)) for each in lines.unlike)
        self.removed, self.added = sorted(one - other), sorted(other - one)

    def _pairs(self, lines: Iterable[bytes]) -> Iterator[Relation]:
        decode = self._decoder.decode
        for line in lines:
            try:
                row: Any = decode(line)
            except msgspec.DecodeError:
                row = msgspec.convert(decoded(line), self._decoder.type)
            yield (row.parent or "").lower(), row.id.lower()
