"""What to do about an assessment: remedies that can be carried out, the plan of them, and notes for operators. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from assessor.model.weights import lost
from assessor.model.words import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.model.result import CheckInfo, Result, Thing


class Effort(StrEnum):
    """How much work a remedy is, least first."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


COST = {Effort.SMALL: 1.0, Effort.MEDIUM: 1.5, Effort.LARGE: 2.5}
"""What the order of the plan divides an effect by. It grows more slowly than the hours do: what is critical must not wait for all that is quick."""

PERSON = 1.0
"""What one person who loses the last way to tier 0, or no longer stands there, adds in the order to the weight of the check (a medium one has 3)."""

MOST_PEOPLE = 10
"""More people than this do not make a step more urgent: a large school must not drown what is critical."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A script of PowerShell that somebody may read, understand and run; the tool never does."""

    text: str
    scopes: tuple[str, ...]
    """Delegated permissions of Microsoft Graph that it needs, the least that do."""
    changes: str
    """What it changes, in a sentence."""
    left_out: str = ""
    """What it does not do although the step asks for it, and why."""
    role: str = ""
    """The role of Entra whose holder runs it; several joined by `or`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What mending one check would give, by itself."""

    points: float
    """Of the score's 100."""
    lifts_cap: bool = False
    closed: tuple[Thing, ...] = ()
    """Principals who have a way to tier 0 and would have none."""
    rested: tuple[Thing, ...] = ()
    """People who stand in tier 0 and would have to activate first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One thing to do."""

    rank: int
    check: CheckInfo
    verdict: Verdict
    found: int
    """Findings that count."""
    subjects: tuple[Thing, ...]
    """What they are about, each once."""
    effect: Effect
    effort: Effort | None
    """None where the pack that brought the check says nothing."""
    takes: str
    """Hours, and who has to agree."""
    owner: str
    """Who in the organisation does it."""
    before: tuple[str, ...]
    """Ids of open checks that come first."""
    caution: tuple[str, ...]
    """What has to be true before this is done, whatever is open."""
    portal: tuple[str, ...]
    """Menu steps, in order."""
    script: Script | None
    no_script: str
    """Why there is only the portal; empty where there is a script."""
    verify: str
    undo: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All steps, in the order in which to take them."""

    as_of: str
    """Month in which menus, cmdlets and permissions were held against Microsoft's documentation."""
    steps: tuple[PlanStep, ...]
    reaching: int = 0
    """People and applications with a way to tier 0, break-glass left out."""
    left: int = 0
    """Those that keep one when all steps are done whose effect on the ways can be worked out."""
    standing: int = 0
    """Those that stand there."""
    left_standing: int = 0
    incomplete: bool = False
    """Whether the snapshot lacks something that ways rest on: all these are at least so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorNote:
    """What an operator of this tenant should know although nobody judges it."""

    talk: str
    """The talk's statement."""
    title: str
    why: str
    """Why it applies to this tenant."""
    says: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()
    """What it is, and its address."""


@dataclass(frozen=True, slots=True)
class Priority:
    """What the order of two steps goes by."""

    weight: float
    people: int = 0
    effort: Effort | None = None

    @property
    def value(self) -> float:
        """Effect by effort; a check without a remedy of known size counts as medium."""
        return (self.weight + PERSON * min(self.people, MOST_PEOPLE)) / COST[self.effort or Effort.MEDIUM]


@dataclass(frozen=True, slots=True)
class Order:
    """Effects and efforts by check, and what has to come before what; all empty where nobody worked them out."""

    people: Mapping[str, int] = field(default_factory=dict)
    efforts: Mapping[str, Effort] = field(default_factory=dict)
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def ordered(results: Iterable[Result], order: Order | None = None) -> tuple[Result, ...]:
    """Results that fail or partly fail, the most useful first: the one order of the plan, the first page and the summary.

    Effect against effort; what another step waits for comes before it; then more findings, then the catalogue's order.
    """
    known = order or Order()
    open_ones = [one for one in results if one.verdict in (Verdict.FAIL, Verdict.PARTIAL) and lost(one)]
    ranked = sorted(open_ones, key=lambda one: (-_priority(one, known).value, -sum(finding.counts for finding in one.findings)))
    return tuple(_unblocked(ranked, known.before))


def _priority(one: Result, order: Order) -> Priority:
    return Priority(lost(one), order.people.get(one.check.id, 0), order.efforts.get(one.check.id))


def _unblocked(ranked: list[Result], before: Mapping[str, tuple[str, ...]]) -> list[Result]:
    """Each as early as its rank allows, and after everything that it waits for; a circle is broken where it is met."""
    by_id = {one.check.id: one for one in ranked}
    placed: dict[str, Result] = {}

    def place(one: Result, waiting: frozenset[str]) -> None:
        for first in before.get(one.check.id, ()):
            if first in by_id and first not in placed and first not in waiting:
                place(by_id[first], waiting | {first})
        placed.setdefault(one.check.id, one)

    for one in ranked:
        place(one, frozenset({one.check.id}))
    return list(placed.values())
