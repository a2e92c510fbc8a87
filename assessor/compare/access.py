"""Who gained or lost which way to which role of tier 0, from which class to which, and because of which edge."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from assessor.compare.sight import FOUNDATION, less
from assessor.model import collections as c
from assessor.model.comparison import AccessChange, ComparedAccess, NotCompared
from assessor.model.result import Reach
from assessor.model.words import PathClass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.compare.sides import Side
    from assessor.compare.sight import Horizon
    from assessor.model.result import Edge, Path, PrincipalPaths, Unknown

EdgeKey: TypeAlias = tuple[str, str, str, str | None, bool]

_GATES_ONLY = {c.ROLE_MANAGEMENT_POLICIES.name, c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS.name}
"""Without them ways show fewer gates, but nobody has fewer ways."""


def compare_access(before: Side, after: Side) -> tuple[tuple[ComparedAccess, ...], tuple[NotCompared, ...]]:
    """Every principal whose strongest way to a role differs, and the roles of which one side does not tell everything."""
    one, other = _by_role(before), _by_role(after)
    edges = _edges(before), _edges(after)
    lacks = _lacks(before, after), _lacks(after, before)
    found: list[ComparedAccess] = []
    unclear: list[NotCompared] = []
    for key in dict.fromkeys((*other, *one)):
        here, there = one.get(key) or _nobody(other[key]), other.get(key) or _nobody(one[key])
        blind = _blind(before.horizon, here, there), _blind(after.horizon, there, here)
        unclear += _unclear(here, "before", blind[0])
        unclear += _unclear(here, "after", blind[1])
        found += _of_role(here, there, edges, (bool(blind[0] or lacks[1]), bool(blind[1] or lacks[0])))
    unclear += [NotCompared("who gained a way to a role of tier 0", f"after: {says}") for says in lacks[1]]
    unclear += [NotCompared("who lost a way to a role of tier 0", f"before: {says}") for says in lacks[0]]
    return tuple(found), tuple(dict.fromkeys(unclear))


def _lacks(side: Side, other: Side) -> tuple[str, ...]:
    """What every way rests on and only the other side could read: what this side shows and the other does not may be owed to that."""
    return tuple(says for name, says in less(side.horizon, other.horizon) if name in FOUNDATION and side.horizon.lacks(name))


def _by_role(side: Side) -> dict[tuple[str, str], Reach]:
    return {(one.role.id.lower(), one.scope.lower()): one for one in side.assessment.reaches}


def _nobody(like: Reach) -> Reach:
    """A scope that this side knows nothing of: nobody holds the role there, as far as the rest of the side can be read."""
    return Reach(role=like.role, scope=like.scope, where=like.where, unknown=tuple(one for one in like.unknown if one.collection in _GATES_ONLY))


def _blind(horizon: Horizon, reach: Reach, other: Reach) -> tuple[Unknown, ...]:
    """What this side does not know about the role and the other does."""
    known = {(one.collection, one.says) for one in other.unknown}
    return tuple(one for one in unknown_ways(horizon, reach) if (one.collection, one.says) not in known)


def unknown_ways(horizon: Horizon, reach: Reach) -> tuple[Unknown, ...]:
    """Why there may be more ways to the role than the snapshot tells."""
    return tuple(one for one in reach.unknown if one.collection not in _GATES_ONLY and not horizon.is_void(one.collection))


def _unclear(reach: Reach, side: str, blind: tuple[Unknown, ...]) -> Iterator[NotCompared]:
    lost = "who lost a way to a role" if side == "after" else "who gained a way to a role"
    for one in blind:
        yield NotCompared(f"{lost} of tier 0" if one.collection in c.BY_NAME else f"{lost} ({reach.role.label})", f"{side}: {one.says}")


def _of_role(before: Reach, after: Reach, edges: tuple[frozenset[EdgeKey], frozenset[EdgeKey]], blind: tuple[bool, bool]) -> Iterator[ComparedAccess]:
    one, other = _by_principal(before), _by_principal(after)
    for key in sorted(one.keys() | other.keys()):
        was, is_now = strongest(one.get(key)), strongest(other.get(key))
        change = _word(was.path_class if was else None, is_now.path_class if is_now else None)
        if change is None or (blind[1] if change in (AccessChange.LOST, AccessChange.LOWERED) else blind[0]):
            continue
        principal = (other.get(key) or one[key]).principal
        gone, come = _nearest(was, edges[1]), _nearest(is_now, edges[0])
        because = tuple(dict.fromkeys((*gone, *come))) or (is_now or was or _never()).edges
        yield ComparedAccess(
            principal=principal,
            role=after.role,
            scope=after.scope,
            where=after.where,
            change=change,
            before=was.path_class if was else None,
            after=is_now.path_class if is_now else None,
            because=because,
        )


def _never() -> Path:
    raise AssertionError("a change between nothing and nothing")


def _by_principal(reach: Reach) -> dict[str, PrincipalPaths]:
    """By id alone: a side that could not read what somebody is still knows the id."""
    return {one.principal.id.lower(): one for one in reach.principals}


def strongest(entry: PrincipalPaths | None) -> Path | None:
    """The strongest way; an activation that happens to run only where nothing else leads there."""
    living = [one for one in entry.paths if one.path_class] if entry else []
    lasting = [one for one in living if one.path_class is not PathClass.ACTIVATED]
    return min(lasting or living, key=lambda one: one.path_class.rank if one.path_class else 99, default=None)


def _word(before: PathClass | None, after: PathClass | None) -> AccessChange | None:
    if before is None or after is None:
        return AccessChange.GAINED if after else AccessChange.LOST if before else None
    if before == after or ({before, after} <= {PathClass.ACTIVATED, PathClass.ELIGIBLE, PathClass.ELIGIBLE_TWICE} and PathClass.ACTIVATED in (before, after)):
        return None  # who activated was eligible; the moment of the snapshot changes nothing
    return AccessChange.RAISED if after.rank < before.rank else AccessChange.LOWERED


def _edges(side: Side) -> frozenset[EdgeKey]:
    reaches = side.assessment.reaches
    return frozenset(_key(edge) for reach in reaches for entry in reach.principals for path in entry.paths for edge in path.edges)


def _key(edge: Edge) -> EdgeKey:
    return edge.kind, edge.source.id.lower(), edge.target.id.lower(), edge.scope.lower() if edge.scope else None, edge.end is None


def _nearest(path: Path | None, others: frozenset[EdgeKey]) -> tuple[Edge, ...]:
    """The edge nearest to the role that the other side does not have: those further away lead nowhere without it."""
    return next(((edge,) for edge in reversed(path.edges) if _key(edge) not in others), ()) if path else ()
