"""Objects of the tenant that differ, of every kind, in the order in which they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.compare.assignments import compare_assignments
from assessor.compare.kinds import KINDS, ORDER, RELATIONS
from assessor.compare.pim_policies import compare_pim_policies
from assessor.compare.relations import compare_relations
from assessor.compare.whole_objects import compare_kind
from assessor.model import collections as c

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.compare.reading import Pair
    from assessor.model.comparison import ComparedObject
    from assessor.model.tenant import Tenant


def compare_objects(pair: Pair, was: Tenant, is_now: Tenant) -> list[ComparedObject]:
    """All objects that differ, people aside; the pair notes what could not be compared."""
    found = list(compare_assignments(pair, was, is_now))
    for kind in KINDS:
        if pair.both_have(kind.collection):
            found += compare_kind(pair, kind, (was, is_now))
    if all(pair.both_have(one.name) for one in (c.ROLE_MANAGEMENT_POLICIES, c.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS)):
        found += compare_pim_policies(pair, was, is_now)
    for relation in RELATIONS:
        if pair.both_have(relation.name):
            found += compare_relations(pair, relation, was, is_now)
    return found


def in_order(objects: Iterable[ComparedObject]) -> tuple[ComparedObject, ...]:
    """By collection, then by name."""
    return tuple(sorted(objects, key=_place))


def _place(one: ComparedObject) -> tuple[int, str, str, list[str], str]:
    rank = ORDER.index(one.collection) if one.collection in ORDER else len(ORDER)
    return rank, one.collection, one.things[0][1].label.lower(), [thing.id for _, thing in one.things], one.scope or ""
