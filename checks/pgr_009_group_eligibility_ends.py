"""PGR-009: Group eligibility ends or is reviewed."""

from collections.abc import Iterator
from typing import Any, get_args

from assessor import checkkit as kit

from . import _reviews as reviews

_SCHEDULES = kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES
_FOREVER = 9000
"""Graph writes a date in the year 9999 where there is no end."""

_ENDLESS = kit.tenant(kit.eligible_member("ana", of="choir", until=None))


def _review(name: str = "choir", **recurrence: Any) -> kit.Part:
    pattern = {"pattern": {"type": "absoluteMonthly", "interval": 3}, "range": {"type": "noEnd", "startDate": "2026-01-05"}}
    scope = {"query": f"/groups/{kit.ident(name)}/transitiveMembers", "queryType": "MicrosoftGraph"}
    return kit.row(reviews.REVIEWS, id="review", displayName="review", scope=scope, settings={"recurrence": recurrence or pattern})


@kit.check(
    id="PGR-009",
    title="Group eligibility ends or is reviewed",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.MEDIUM,
    needs={_SCHEDULES},
    leans_on={kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.GROUP_MEMBERS, kit.collection.GROUP_OWNERS},
    uses={
        kit.collection.GROUPS, kit.collection.USERS, reviews.REVIEWS,
    },
    remedy=(
        "Give the eligibility an end date (Privileged Identity Management > Groups > the group > Assignments > Update) and forbid permanent eligibility in "
        "the group's settings, or set up an access review of the group that comes back (ID Governance > Access reviews)."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-assign-member-owner",
        "https://learn.microsoft.com/entra/id-governance/create-access-review-pim-for-groups",
    ),
    passes=[
        kit.tenant(kit.eligible_member("ana", of="choir")),
        _ENDLESS.but(_review()),
        # everything ends: that nobody could read the reviews does not matter
        kit.tenant(kit.eligible_member("ana", of="choir"), kit.without(reviews.REVIEWS)),
        # whoever stands in the group is eligible for nothing: that is another check's
        kit.tenant(kit.eligible_member("ana", of="choir"), kit.standing_member("bob", of="choir")).over(1),
    ],
    fails=[
        _ENDLESS,
        kit.tenant(kit.eligible_member("olga", of="choir", access="owner", until=None))
            .finds(
                "olga", "is eligible as owner of choir with no end date, and no recurring access review looks at it",
                distinct=f"{kit.ident('choir')}/owner",
            ),
        # the year 9999 is no end
        kit.tenant(kit.eligible_member("ana", of="choir", until=2_900_000)),
        # a review of another group, one that took place once, one that is over
        _ENDLESS.but(kit.group("staff"), _review("staff")),
        _ENDLESS.but(_review(pattern=None, range=None)),
        _ENDLESS.but(_review(pattern={"type": "weekly"}, range={"type": "endDate", "endDate": "2026-05-01"})),
        # one group could not be read, and another is open for certain
        _ENDLESS.but(kit.gap(_SCHEDULES, "more")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing_member("ana", of="choir"))),
        ("not_applicable", kit.tenant(kit.break_glass("e1"), kit.eligible_member("e1", of="choir", until=None))),
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.eligible_member("ghost", of="choir", until=None))),
        ("not_assessed", _ENDLESS.but(kit.without(reviews.REVIEWS))),
        ("not_assessed", _ENDLESS.but(kit.without(reviews.REVIEWS, "not_licensed"))),
        ("not_assessed", kit.tenant(kit.eligible_member("ana", of="choir"), kit.pim_group("more"), kit.gap(_SCHEDULES, "more"))),
    ],
)  # fmt: skip
def group_eligibility_ends(case: kit.Case) -> Iterator[kit.Finding]:
    """A group under PIM opens something, or nobody would have put it there: a role, an application, a mailbox. Eligibility without an end outlives the task,
    and whoever takes over the account years later finds the door that nobody looked at.
    """
    table = case.read(_SCHEDULES)
    for gap in table.gaps:
        case.unknown(_SCHEDULES, gap.says(table.name, None), gap.reason_code)
    for group_id in sorted({row.group_id.lower() for row in table}):
        for access in get_args(kit.Access):
            for one in case.members(group_id, access):
                if one.state is kit.State.ELIGIBLE and not (case.is_break_glass(one.principal_id) or case.is_deleted(one.principal_id)):
                    case.judged()
                    yield from _judged(case, case.thing(group_id), one, access)


def _judged(case: kit.Case, group: kit.Thing, one: kit.Membership, access: str) -> Iterator[kit.Finding]:
    if one.end is not None and one.end.year < _FOREVER:
        return
    if missing := reviews.missing_for(case, group.label, {group.id, one.principal_id}):
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=case.thing(one.principal_id, one.odata_type),
            says=f"is eligible as {access} of {group.label} with no end date, and no recurring access review looks at it",
            evidence=(one.evidence, missing),
            distinct=f"{group.id}/{access}",
        )
