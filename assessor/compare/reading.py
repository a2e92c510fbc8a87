"""Rows of both snapshots that may differ, read in a stream: what is the same on both sides is not held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from assessor.model.comparison import NotCompared
from assessor.model.words import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.table import Gap
    from assessor.snapshot import Snapshot

Row = dict[str, Any]

WIDE = frozenset({"groups", "groupMembers", "groupOwners", "servicePrincipals", "applications", "servicePrincipalOwners", "applicationOwners"})
"""Collections of which a privileged scope holds only what privilege rests on."""


class Pair:
    """Both snapshots, collection by collection."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        """Notes gather what cannot be compared."""
        self.before, self.after = before, after
        self.notes: list[NotCompared] = []

    def both_have(self, name: str) -> bool:
        """Whether both hold the collection; if not, a note says which does not, and why."""
        gone = [(side, snapshot) for side, snapshot in (("before", self.before), ("after", self.after)) if name not in snapshot.files]
        for side, snapshot in gone:
            self.notes.append(NotCompared(name, f"{side}: {snapshot.missing(name).says}"))
        return not gone

    def gaps(self, name: str) -> tuple[Blind, Blind]:
        """Which parents the sides do not know of; notes say so."""
        made = []
        for side, snapshot in (("before", self.before), ("after", self.after)):
            gaps = snapshot.manifest.collections[name].gaps_as_values() if name in snapshot.manifest.collections else ()
            partial = name in snapshot.manifest.collections and snapshot.manifest.collections[name].status == Status.PARTIAL and not gaps
            for gap in gaps[:5]:
                self.notes.append(NotCompared(name, f"{side}: {gap.says(name, gap.value)}"))
            if len(gaps) > 5 or partial:
                self.notes.append(NotCompared(name, f"{side}: {f'{len(gaps) - 5} more gaps' if gaps else 'not all of it could be read'}"))
            made.append(Blind(gaps, partial))
        return made[0], made[1]

    @property
    def whole(self) -> tuple[bool, bool]:
        """Whether each side holds the whole directory."""
        return self.before.manifest.scope == "full", self.after.manifest.scope == "full"

    def rows(self, name: str) -> tuple[list[Row], list[Row]]:
        """Rows of a collection whose lines the other side does not have."""
        same = {hash(line) for line in _lines(self.before, name)} & {hash(line) for line in _lines(self.after, name)}
        return _parsed(self.before, name, same), _parsed(self.after, name, same)

    def relations(self, name: str, parent: str) -> tuple[list[Relation], list[Relation]]:
        """Pairs of parent and child that only one side has."""
        decoder = msgspec.json.Decoder(msgspec.defstruct("Pair", [("parent", str | None), ("id", str)], rename={"parent": parent}))
        same = {hash(one) for one in _pairs(self.before, name, decoder)} & {hash(one) for one in _pairs(self.after, name, decoder)}
        return _others(self.before, name, decoder, same), _others(self.after, name, decoder, same)


Relation = tuple[str, str]
"""Ids of the parent and the child, in lower case."""


class Blind:
    """What one side does not know of a collection."""

    def __init__(self, gaps: tuple[Gap, ...], partial: bool) -> None:
        """A page that was lost may have held anything."""
        self.wholly = partial or any(gap.key == "page" or gap.value is None for gap in gaps)
        self.parents = frozenset((gap.value or "").lower() for gap in gaps)

    def to(self, parent: str) -> bool:
        """Whether children of this parent may have gone unseen."""
        return self.wholly or parent.lower() in self.parents


def _lines(snapshot: Snapshot, name: str) -> Iterator[bytes]:
    """A line a row, also of a file that is one list."""
    if snapshot.files[name].endswith(".json"):
        for batch in snapshot.batches(name, dict):  # type: ignore[type-var]  # rows as they lie there, whatever is in them
            yield from (msgspec.json.encode(row) for row in batch.rows)
    else:
        yield from snapshot.lines(name)


def _parsed(snapshot: Snapshot, name: str, same: set[int]) -> list[Row]:
    decode = msgspec.json.Decoder().decode
    rows = (decode(line) for line in _lines(snapshot, name) if hash(line) not in same)
    return [row for row in rows if isinstance(row, dict)]


def _pairs(snapshot: Snapshot, name: str, decoder: msgspec.json.Decoder[Any]) -> Iterator[Relation]:
    for line in _lines(snapshot, name):
        row = decoder.decode(line)
        yield (row.parent or "").lower(), row.id.lower()


def _others(snapshot: Snapshot, name: str, decoder: msgspec.json.Decoder[Any], same: set[int]) -> list[Relation]:
    return sorted({one for one in _pairs(snapshot, name, decoder) if hash(one) not in same})
