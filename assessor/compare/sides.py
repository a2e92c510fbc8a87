"""The two sides, and the parts of the comparison put together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.compare.access import compare_access
from assessor.compare.caveats import caveats
from assessor.compare.judged import compare_checks, compare_findings
from assessor.compare.names import ids_without_names, named, names_of, permission_names
from assessor.compare.objects import compare_objects, in_order
from assessor.compare.people import People
from assessor.compare.reading import Pair, together
from assessor.compare.series import Judged, series_of, with_courses
from assessor.compare.sight import Horizon
from assessor.model.comparison import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.checkkit.declare import Check
    from assessor.model.result import Assessment
    from assessor.model.tenant import Tenant
    from assessor.snapshot import Snapshot


@dataclass(frozen=True)
class Side:
    """One of the two: the open snapshot, the tenant in it, and how it was judged."""

    snapshot: Snapshot
    tenant: Tenant
    assessment: Assessment

    @cached_property
    def horizon(self) -> Horizon:
        """How far it sees."""
        return Horizon.of(self.tenant)

    @property
    def judged(self) -> Judged:
        """What a series keeps of it."""
        return Judged(self.assessment, self.horizon)


def compare(before: Side, after: Side, checks: Iterable[Check], between: Sequence[Judged] = ()) -> Comparison:
    """What lies between two sides that were judged by these checks and one engagement; with others between them in time, a series as well."""
    checks = tuple(checks)
    found = replace(_first_and_last(before, after, checks), caveats=caveats(before, after, [one.assessment for one in between]))
    if not between:
        return found
    series = series_of((before.judged, *between, after.judged), checks)
    return replace(found, findings=with_courses(found.findings, series), series=series)


def _first_and_last(before: Side, after: Side, checks: tuple[Check, ...]) -> Comparison:
    compared = compare_checks(before.assessment, after.assessment)
    pair, tenants = Pair(before.snapshot, after.snapshot), (before.tenant, after.tenant)
    objects = compare_objects(pair, *tenants)
    people = People(before, after, ids_without_names(objects))
    objects += people.differences(pair)
    names = names_of(ids_without_names(objects), (before, after), people.names) | permission_names(objects, (before, after))
    access, unclear = compare_access(before, after)
    return Comparison(
        before=before.assessment,
        after=after.assessment,
        checks=compared,
        findings=compare_findings(compared, (before.horizon, after.horizon), checks),
        objects=in_order(named(objects, names, people.names, tenants)),
        access=access,
        not_compared=together((*pair.notes, *unclear)),
        names=names,
    )
