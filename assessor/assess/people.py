"""People counted once each, in their strongest way to a role; break-glass accounts left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.result import Headcount
from assessor.model.table import Missing
from assessor.model.words import Kind, PathClass
from assessor.reference.roles import GLOBAL_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.checkkit.study import Study
    from assessor.model.result import PrincipalPaths
    from assessor.model.tenant import Tenant

_BUCKETS = {PathClass.PERMANENT: "standing", PathClass.TIME_BOUND: "standing", PathClass.CONTROL: "control"}


def headcounts(study: Study) -> Mapping[str, Headcount]:
    """`globalAdministrator`: how many people stand, can activate (or have just activated), or control a way."""
    reach = study.graph.reach(GLOBAL_ADMINISTRATOR)
    people = [one for one in reach.principals if one.principal.kind is Kind.USER and one.principal.id.lower() not in study.break_glass_ids]
    counts = dict.fromkeys(_RESTS_ON, 0)
    for one in people:
        counts[_bucket(one)] += 1
    strangers = {_bucket(one) for one in reach.principals if one.principal.kind is Kind.UNKNOWN}
    known = {bucket: count if bucket not in strangers and is_known(study.tenant, bucket) else None for bucket, count in counts.items()}
    return {"globalAdministrator": Headcount(**known)}


def _bucket(one: PrincipalPaths) -> str:
    return _BUCKETS.get(one.path_class, "eligible") if one.path_class else "eligible"


_WHO = (c.USERS, c.GROUPS, c.GROUP_MEMBERS)
_RESTS_ON: Mapping[str, tuple[c.Collection[Any], ...]] = {
    "standing": (*_WHO, c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES),
    "eligible": (*_WHO, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES),
    "control": (*_WHO, c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_OWNERS),
}


def is_known(tenant: Tenant, bucket: str) -> bool:
    """Whether the snapshot holds what the number of people who stand, are eligible or control rests on."""
    flat = tenant.has(c.ROLE_ASSIGNMENTS)  # without a licence for PIM the flat list tells all, if it is there
    gone = [table for one in _RESTS_ON[bucket] if isinstance(table := tenant.table(one), Missing)]
    return flat and all(tenant.is_without_pim and one.is_unlicensed for one in gone)
