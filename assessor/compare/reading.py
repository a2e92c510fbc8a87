"""Both snapshots, collection by collection: what each holds, what it may lack, and notes on what nobody can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.compare.lines import Lines
from assessor.model.comparison import NotCompared
from assessor.model.words import Reason, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.table import Gap
    from assessor.snapshot import Snapshot

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
        self._mentions: dict[tuple[int, str, str], bool] = {}

    def both_have(self, name: str) -> bool:
        """Whether both hold the collection; if not, a note says which does not, and why."""
        gone = {side: snapshot.missing(name).says for side, snapshot in (("before", self.before), ("after", self.after)) if name not in snapshot.files}
        if len(gone) < 2 or self.before.missing(name).reason is not Reason.NOT_REQUESTED:  # what nobody asked for on either side, nobody misses
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

    def lines(self, name: str) -> Lines:
        """A collection of both, line by line."""
        return Lines(self.before, self.after, name)

    def mentions(self, side: int, name: str, field: str) -> bool:
        """Whether any row of a side has the field."""
        asked = (side, name, field)
        if asked not in self._mentions:
            self._mentions[asked] = self.lines(name).mentions(side, field)
        return self._mentions[asked]


def together(notes: Iterable[NotCompared]) -> tuple[NotCompared, ...]:
    """Each note once; what is true of both sides in one."""
    known = dict.fromkeys(notes)

    def of_both(one: NotCompared) -> NotCompared:
        side, _, says = one.says.partition(": ")
        twin = {"before": "after", "after": "before"}.get(side)
        return NotCompared(one.what, f"before and after: {says}") if twin and NotCompared(one.what, f"{twin}: {says}") in known else one

    return tuple(dict.fromkeys(map(of_both, known)))


class Blind:
    """What one side does not know of a collection."""

    def __init__(self, gaps: tuple[Gap, ...], partial: bool) -> None:
        """A page that was lost may have held anything."""
        self.wholly = partial or any(gap.key == "page" or gap.value is None for gap in gaps)
        self.parents = frozenset((gap.value or "").lower() for gap in gaps)

    def to(self, parent: str) -> bool:
        """Whether children of this parent may have gone unseen."""
        return self.wholly or parent.lower() in self.parents
