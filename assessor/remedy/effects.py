"""What mending a check does to the ways to tier 0, worked out by taking the rows away and building the graph anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.graph.cut import built
from assessor.graph.removal import without
from assessor.reference import tier0_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.checkkit.remedy import Job, Remedy
    from assessor.checkkit.study import Study
    from assessor.graph import PrivilegeGraph
    from assessor.graph.removal import Removal
    from assessor.model.result import Thing


@dataclass(frozen=True, slots=True)
class Reaching:
    """Who has a way to a role of tier 0 over the tenant, emergency accounts left out, and whose way stands."""

    everybody: dict[str, Thing]
    standing: frozenset[str]
    incomplete: bool = False
    """Whether the snapshot lacks something that ways rest on."""


class Ways:
    """The ways to tier 0 as they are, and as they would be."""

    def __init__(self, study: Study) -> None:
        """Nothing is searched before somebody asks."""
        self.study = study
        self.now = reaching(study.graph, study.break_glass_ids)

    def after(self, removals: Iterable[Removal], given_back: frozenset[str] = frozenset()) -> Reaching:
        """Once these are gone; `given_back` are people who get an eligible way in their place."""
        tenant = without(self.study.tenant, removals)
        left = reaching(built(tenant, self.study.graph.context), self.study.break_glass_ids)
        kept = {key: self.now.everybody[key] for key in given_back if key in self.now.everybody}
        return Reaching({**kept, **left.everybody}, left.standing)

    def gained(self, left: Reaching) -> tuple[tuple[Thing, ...], tuple[Thing, ...]]:
        """(those who lose every way, those who keep one and no longer stand)."""
        closed = self.now.everybody.keys() - left.everybody.keys()
        rested = (self.now.standing - left.standing) - closed
        return tuple(self.now.everybody[key] for key in sorted(closed)), tuple(self.now.everybody[key] for key in sorted(rested))


def reaching(graph: PrivilegeGraph, leave_out: frozenset[str]) -> Reaching:
    """Principals with a sure way, by id in lower case."""
    everybody: dict[str, Thing] = {}
    standing: set[str] = set()
    reaches = [graph.reach(role_id, sure=True) for role_id in sorted(tier0_roles())]
    for reach in reaches:
        for one in reach.principals:
            key = one.principal.id.lower()
            if key not in leave_out and one.path_class:
                everybody.setdefault(key, one.principal)
                standing |= {key} if one.is_standing else set()
    return Reaching(everybody, frozenset(standing), any(reach.unknown for reach in reaches))


def takes(remedy: Remedy | None, job: Job) -> tuple[Removal, ...]:
    """What the remedy takes away, as far as it can be worked out; where nobody can be made eligible nothing takes the place of what stands."""
    if remedy is None or not remedy.graph or (remedy.graph == "eligible" and job.study.tenant.is_without_pim):
        return ()
    return job.removals


def given_back(remedy: Remedy, job: Job) -> frozenset[str]:
    """People who get an eligible way in place of what is taken."""
    if remedy.graph != "eligible":
        return frozenset()
    return frozenset(one.source.id.lower() for one in job.removals if job.can_be_eligible(one.source))
