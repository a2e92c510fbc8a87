"""From a finished run to a snapshot: what each collection's chains amount to, in the words of the manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from assessor.collect.sorting import in_order
from assessor.collect.table import PARENTS, SOURCES
from assessor.collect.words import FULL, TOGETHER, Kind, Per, Source
from assessor.model.table import Gap, Missing
from assessor.model.words import Reason
from assessor.snapshot import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.collect.facts import Facts
    from assessor.collect.plan import Plan
    from assessor.collect.spool import ChainId, Outcome, Spool

Ends = list[tuple[Source, "ChainId", "Outcome"]]


class Amounts:
    """What a run amounts to, collection by collection."""

    def __init__(self, plan: Plan, facts: Facts, spool: Spool, scope: str) -> None:
        self._plan, self._facts, self._spool, self._scope = plan, facts, spool, scope
        self._planned = {source.name: source for source in plan.sources}
        self._ends: dict[str, Ends] = {}
        for chain, outcome in spool.ends.items():
            if source := self._planned.get(chain[0]):
                self._ends.setdefault(source.collection, []).append((source, chain, outcome))

    def parts(self) -> dict[str, Part | Missing]:
        """Every collection of the contract, there or missing."""
        names = dict.fromkeys(source.collection for source in SOURCES if not source.is_inner)
        return {name: self.part(name) for name in names}

    def part(self, name: str) -> Part | Missing:
        """One collection."""
        if reason := self._plan.left_out.get(name):
            return Missing(name, reason, endpoint=_first(name).endpoint)
        ends = self._ends.get(name, [])
        bad = [end for end in ends if not end[2].is_whole]
        if lost := self._lost(name, ends, bad):
            return lost
        gaps = tuple(dict.fromkeys(gap for end in bad for gap in self._gaps(*end)))
        rows = self._unresolved() if name == "unresolvedIds" else self._rows(name, ends)
        return Part(rows=rows, endpoint=_first(name).endpoint, gaps=(*gaps, *self._parents_gaps(name)))

    def _lost(self, name: str, ends: Ends, bad: Ends) -> Missing | None:
        """The collection as missing, where nothing of it can be used."""
        if not ends:
            return self._with_parents(name)
        if not bad or len(bad) < len(ends) or any(self._spool.count(chain) for _, chain, _ in bad):
            return None
        source, _, outcome = bad[0]
        if source.per and all(self._is_gone(end) for end in bad):
            return None
        return Missing(name, Reason(outcome.reason or Reason.FAILED), outcome.code, outcome.status, source.permission, source.endpoint)

    def _with_parents(self, name: str) -> Missing | None:
        """No parent was asked about: nothing to ask, or the parents themselves could not be read."""
        source = next((one for one in self._plan.sources if one.collection == name), _first(name))
        parents = PARENTS.get(source.per) if source.per else None
        if parents is None:
            return None
        above = self.part(parents) if not parents.startswith("_") else self._inner(parents)
        if isinstance(above, Missing):
            return Missing(name, above.reason, above.code, above.http_status, source.permission, source.endpoint)
        return None

    def _inner(self, name: str) -> Missing | None:
        ends = self._ends.get(name, [])
        return self._lost(name, ends, [end for end in ends if not end[2].is_whole]) if ends else None

    def _parents_gaps(self, name: str) -> tuple[Gap, ...]:
        """Pages lost of the list of parents are children that nobody knows of."""
        source = next((one for one in self._plan.sources if one.collection == name and one.per in PARENTS), None)
        if source is None or source.per is None or (source.per is Per.PIM_GROUP and self._facts.probing):
            return ()  # where nobody tells which groups are under PIM, each that matters was asked about
        parents = PARENTS[source.per]
        bad = [end for end in self._ends.get(parents, []) if not end[2].is_whole and end[0].per is None]
        return tuple(dict.fromkeys(gap for end in bad if parents != name for gap in self._gaps(*end)))

    def _gaps(self, source: Source, chain: ChainId, outcome: Outcome) -> Iterator[Gap]:
        reason = Reason(outcome.reason or Reason.FAILED)
        if source.per in TOGETHER:
            yield from (Gap("id", id_, reason, outcome.status) for id_ in outcome.asked)
        elif source.per is None:
            key = source.gap or "page"
            yield Gap(key, "/" if key == "scopeId" else str(outcome.page + 1), reason, outcome.status)
        elif not self._is_gone((source, chain, outcome)):
            yield Gap(source.gap_key, chain[1], reason, outcome.status)

    def _is_gone(self, end: tuple[Source, ChainId, Outcome]) -> bool:
        """A parent that Graph does not know at all has no children to miss; it stands among the unresolved ids."""
        _, chain, outcome = end
        return outcome.status == 404 and self._facts.kinds.get(chain[1]) is Kind.GONE

    def _rows(self, name: str, ends: Ends) -> Iterator[bytes]:
        rows = (row for _, chain, _ in sorted(ends, key=lambda end: end[1]) for row in self._spool.rows(chain))
        if name == "userRegistrationDetails" and self._scope != FULL and "users:byId" in self._planned:
            rows = (row for row in rows if self._facts.has_row(msgspec.json.decode(row, type=_Id).id))
        return in_order(rows, self._spool.folder)

    def _unresolved(self) -> Iterator[bytes]:
        for id_, by in self._facts.gone():
            yield msgspec.json.encode({"id": id_, "referencedBy": by, "httpStatus": 404})


class _Id(msgspec.Struct):
    id: str = ""


def _first(name: str) -> Source:
    return next(source for source in SOURCES if source.collection == name)
