"""Which chains to begin next: the table's sources put to the facts, each parent once, ids together where Graph takes them so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.collect.chain import Chain, name_of
from assessor.collect.table import BY_NAME
from assessor.collect.words import TOGETHER, Per, Source
from assessor.model.words import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.collect.facts import Facts
    from assessor.collect.plan import Plan
    from assessor.collect.spool import Outcome, Spool

_OBJECTS = frozenset({"users", "groups", "servicePrincipals", "administrativeUnits", "applications"})
_AT_ONCE = 20
"""Requests' worth of ids that need not wait for others to be found."""


class Frontier:
    """Hands out chains; knows which are open, so that ids are asked for when all that could name them has been read."""

    def __init__(self, plan: Plan, facts: Facts, spool: Spool, since: str) -> None:
        self._facts, self._spool, self._since = facts, spool, since
        self._lists = [source for source in plan.sources if source.per is None]
        self._children = [source for source in plan.sources if source.per is not None and source.per not in TOGETHER]
        self._by_id = {source.per: source for source in plan.sources if source.per in TOGETHER}
        self._planned = frozenset(source.name for source in plan.sources)
        self._next: dict[str, int] = {}
        self._naming = 0
        """Open chains that may still name ids or parents."""
        self._resolving = 0
        self.without: dict[str, tuple[str, ...]] = {}
        self._begun = False

    def new_chains(self) -> Iterator[Chain]:
        """Everything that can be asked now and was not."""
        if not self._begun:
            self._begun = True
            self._replay()
            for source in self._lists:
                yield from self._chain(source, "", ())
        for source in self._children:
            assert source.per is not None  # noqa: S101  # `_children` are those with a parent
            parents = self._facts.parents[source.per]
            for number in range(self._next.get(source.name, 0), len(parents)):
                yield from self._chain(source, parents[number], (parents[number],))
            self._next[source.name] = len(parents)
        yield from self._ids()

    def ended(self, source: Source, outcome: Outcome) -> None:
        """One of its chains has ended."""
        if _names(source):
            self._naming -= 1
        if source.per is Per.UNKNOWN:
            self._resolving -= 1
        self._take(source, outcome)

    def _take(self, source: Source, outcome: Outcome) -> None:
        """What an end means for the facts, now or in the run before."""
        if source.per in TOGETHER and outcome.is_whole:
            self._facts.answered(source.per, outcome.asked)
        elif source.per is Per.UNKNOWN:
            self._facts.guess(outcome.asked)
        elif source.per in self._facts.wanted:
            for id_ in outcome.asked:
                self._facts.wanted[source.per].pop(id_, None)
        if source.collection == "pimGroups" and not outcome.is_whole and outcome.reason != Reason.NOT_LICENSED:
            self._facts.probe()

    def _replay(self) -> None:
        """What the run before has read, in the order it ended."""
        for (name, _), outcome in self._spool.ends.items():
            source = BY_NAME[name]
            held: list[bytes] = []
            for row in self._spool.rows((name, _)):
                held.append(row)
                if len(held) == 2000:
                    self._facts.learn(source, held)
                    held = []
            self._facts.learn(source, held)
            self._take(source, outcome)

    def _ids(self) -> Iterator[Chain]:
        """Ids by the request: full ones at once, the rest when nothing can name more."""
        is_quiet = self._naming == 0
        for per in (Per.GROUP_ROW, Per.USER_ROW):
            source, wanted = self._by_id.get(per), self._facts.wanted[per]
            settled = is_quiet and (per is Per.GROUP_ROW or not (self._facts.unknown or self._resolving))
            if source and (settled or (len(wanted) >= TOGETHER[per] * _AT_ONCE and per is Per.USER_ROW)):
                yield from self._chunks(source, wanted, TOGETHER[per], everything=settled)
        if is_quiet and (source := self._by_id.get(Per.UNKNOWN)):
            yield from self._chunks(source, self._facts.unknown, TOGETHER[Per.UNKNOWN], everything=True)

    def _chunks(self, source: Source, wanted: dict[str, None], size: int, *, everything: bool) -> Iterator[Chain]:
        ids = list(wanted)
        most = len(ids) if everything else len(ids) // size * size
        for start in range(0, most, size):
            chunk = tuple(ids[start : start + size])
            for id_ in chunk:
                del wanted[id_]
            self._facts.sought[source.per].update(chunk)  # type: ignore[index]  # it asks for ids together
            yield from self._chain(source, name_of(chunk), chunk)

    def _chain(self, source: Source, key: str, ids: tuple[str, ...]) -> Iterator[Chain]:
        if (source.name, key) in self._spool.ends:
            return
        if _names(source):
            self._naming += 1
        if source.per is Per.UNKNOWN:
            self._resolving += 1
        yield Chain(source, key, ids, self._since, without=self.without.get(source.name, ()))


def _names(source: Source) -> bool:
    """Whether its rows can name ids or parents that were not known."""
    by_id = source.per in TOGETHER and source.per is not Per.UNKNOWN
    return not by_id and bool(source.refers or source.collection in _OBJECTS or source.per is Per.UNKNOWN)
