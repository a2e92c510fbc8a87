"""People counted once each, in their strongest way to a role; break-glass accounts left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.result import Headcount
from assessor.model.table import Missing
from assessor.model.words import Kind, PathClass, Reason
from assessor.reference.roles import GLOBAL_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.checkkit.case import Study

_BUCKETS = {PathClass.PERMANENT: "standing", PathClass.TIME_BOUND: "standing", PathClass.CONTROL: "control"}


def headcounts(study: Study) -> Mapping[str, Headcount]:
    """`globalAdministrator`: how many people stand, can activate (or have just activated), or control a way."""
    reach = study.graph.reach(GLOBAL_ADMINISTRATOR)
    people = [one for one in reach.principals if one.principal.kind is Kind.USER and one.principal.id.lower() not in study.break_glass_ids]
    counts = {"standing": 0, "eligible": 0, "control": 0}
    for one in people:
        if one.path_class:
            counts[_BUCKETS.get(one.path_class, "eligible")] += 1
    return {"globalAdministrator": Headcount(**{bucket: count if _is_known(study, bucket) else None for bucket, count in counts.items()})}


_RESTS_ON: Mapping[str, tuple[c.Collection[Any], ...]] = {
    "standing": (c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_MEMBERS),
    "eligible": (c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, c.GROUP_MEMBERS),
    "control": (c.GROUP_OWNERS,),
}


def _is_known(study: Study, bucket: str) -> bool:
    tables = [study.tenant.table(one) for one in _RESTS_ON[bucket]]
    flat = study.tenant.has(c.ROLE_ASSIGNMENTS)  # without a licence for PIM the flat list tells all, if it is there
    return flat and all(not isinstance(one, Missing) or one.reason is Reason.NOT_LICENSED for one in tables)
