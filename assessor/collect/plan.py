"""What a run will ask for, what it will not, and what it will be refused: said before anything is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.collect.table import COLLECTIONS, NEEDS, SOURCES
from assessor.collect.words import FULL, Per, Source
from assessor.model.errors import UsageError
from assessor.model.words import Reason

if TYPE_CHECKING:
    from assessor.collect.token import Claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the user chose to have read."""

    scope: str
    cloud: str
    only: tuple[str, ...] = ()
    azure: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Sources to ask, and collections that will not be there, with the reason."""

    sources: tuple[Source, ...]
    left_out: dict[str, Reason]
    along: tuple[str, ...] = ()
    """Collections that nobody asked for, read because others hang on them."""


def make(choice: Choice) -> Plan:
    """The plan of this choice; UsageError for a collection that nobody knows."""
    if unknown := [name for name in choice.only if name not in COLLECTIONS]:
        raise UsageError("--only", f"{', '.join(unknown)}: no such collection", f"choose of {', '.join(COLLECTIONS)}")
    wanted = _with_needs(choice)
    left_out = {name: reason for name in COLLECTIONS if (reason := _left_out(name, choice, wanted))}
    sources = tuple(one for one in _in_scope(choice.scope) if one.collection in wanted and one.collection not in left_out and _asked(one, choice))
    along = tuple(name for name in COLLECTIONS if choice.only and name in wanted and name not in choice.only and name not in left_out)
    return Plan(sources, left_out, along)


def refused(plan: Plan, claims: Claims) -> list[tuple[Source, str]]:
    """Sources that this token will probably be refused, and why; Graph is asked all the same, and its answer is what counts."""
    return [(source, why) for source in plan.sources if not source.is_inner and (why := _why_refused(source, claims))]


def permissions(sources: tuple[Source, ...] = SOURCES) -> dict[str, tuple[Source, ...]]:
    """Permission → what it is for, in alphabetical order."""
    found: dict[str, list[Source]] = {}
    for source in sources:
        if source.permission:
            found.setdefault(source.permission, []).append(source)
        if "signInActivity" in source.optional:
            found.setdefault("AuditLog.Read.All", []).append(source)
    return {name: tuple(found[name]) for name in sorted(found)}


def _why_refused(source: Source, claims: Claims) -> str | None:
    if source.delegated_only and claims.is_application:
        return "Graph answers people only, not applications"
    if claims.permissions is None or source.permission is None or source.azure:
        return None
    has_one = claims.permissions & {source.permission, *source.also}
    return None if has_one else f"the token lacks {source.permission}"


def _in_scope(scope: str) -> tuple[Source, ...]:
    return tuple(source for source in SOURCES if scope in source.scopes)


def _asked(source: Source, choice: Choice) -> bool:
    return (choice.azure or not source.azure) and choice.cloud in source.clouds


def _left_out(name: str, choice: Choice, wanted: frozenset[str]) -> Reason | None:
    of = [source for source in SOURCES if source.collection == name]
    if name not in wanted or (not choice.azure and all(source.azure for source in of)):
        return Reason.NOT_REQUESTED
    return Reason.UNSUPPORTED if all(choice.cloud not in source.clouds for source in of) else None


def _with_needs(choice: Choice) -> frozenset[str]:
    """The collections that were named, and those that they hang on."""
    if not choice.only:
        return frozenset((*COLLECTIONS, *(source.collection for source in SOURCES if source.is_inner)))
    found, todo = {"organization"}, list(choice.only)
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += _needs(name, choice.scope)
    return frozenset(found)


def _needs(name: str, scope: str) -> list[str]:
    by_id = {Per.USER_ROW, Per.GROUP_ROW} if scope == FULL else frozenset()
    parents = [source.per for source in _in_scope(scope) if source.collection == name and source.per and source.per not in by_id]
    return [need for per in parents for need in NEEDS[per]]
