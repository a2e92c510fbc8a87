"""Rows of both snapshots that may differ, read in a stream: what is the same on both sides is not held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.model.comparison import NotCompared
from assessor.model.words import Reason, Status
from assessor.snapshot.rowreader import ease

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.table import Gap
    from assessor.snapshot import Snapshot

Row = dict[str, Any]

WIDE = frozenset({"users", "groups", "groupMembers", "groupOwners", "servicePrincipals", "applications", "servicePrincipalOwners", "applicationOwners"})
"""Collections of which a privileged scope holds only what privilege rests on."""


_ALWAYS_WHOLE = frozenset({"servicePrincipals", "applications"})
"""Of these our collector reads all, whatever the scope."""


class Pair:
    """Both snapshots, collection by collection."""

    def __init__(self, before: Snapshot, after: Snapshot) -> None:
        """Notes gather what cannot be compared."""
        self.before, self.after = before, after
        self.notes: list[NotCompared] = []

    def both_have(self, name: str) -> bool:
        """Whether both hold the collection; if not, a note says which does not, and why."""
        gone = {side: snapshot.missing(name).says for side, snapshot in (("before", self.before), ("after", self.after)) if name not in snapshot.files}
        if len(set(gone.values())) == 1 and len(gone) == 2:
            gone = {"before and after": gone["before"]} if self.before.missing(name).reason is not Reason.NOT_REQUESTED else {}
            self.notes += [NotCompared(name, f"{side}: {says}") for side, says in gone.items()]
            return False
        self.notes += [NotCompared(name, f"{side}: {says}") for side, says in gone.items()]
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

    def is_whole(self, side: int, name: str) -> bool:
        """Whether a side (0 before, 1 after) holds a collection without regard to privilege."""
        full = (self.before, self.after)[side].manifest.scope == "full"
        return full or (name in _ALWAYS_WHOLE and self.is_ours(side))

    def is_ours(self, side: int) -> bool:
        """Whether this tool's own collector wrote the side: what it leaves out of a privileged scope is known."""
        maker = (self.before, self.after)[side].manifest.collector
        return maker is not None and maker.name == "assessor"

    def mentions(self, side: int, name: str, field: str) -> bool:
        """Whether any row of a side has the field."""
        wanted = f'"{field}"'.encode()
        return any(wanted in line for line in _lines((self.before, self.after)[side], name))

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
    rows = (_decoded(line) for line in _lines(snapshot, name) if hash(line) not in same)
    return [row for row in rows if isinstance(row, dict)]


def _decoded(line: bytes) -> Any:
    """The row; once more in the reader's slow way where the decoder refuses what the reader took."""
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError:
        return ease(json.loads(line))


def _pairs(snapshot: Snapshot, name: str, decoder: msgspec.json.Decoder[Any]) -> Iterator[Relation]:
    for line in _lines(snapshot, name):
        try:
            row = decoder.decode(line)
        except msgspec.DecodeError:
            row = msgspec.convert(_decoded(line), decoder.type)
        yield (row.parent or "").lower(), row.id.lower()


def _others(snapshot: Snapshot, name: str, decoder: msgspec.json.Decoder[Any], same: set[int]) -> list[Relation]:
    return sorted({one for one in _pairs(snapshot, name, decoder) if hash(one) not in same})
