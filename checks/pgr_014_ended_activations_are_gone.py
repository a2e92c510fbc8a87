"""PGR-014: Ended activations are really gone."""

from collections.abc import Iterator
from datetime import timedelta

from assessor import checkkit as kit

_GRACE = timedelta(hours=1)
_PIM = (kit.pim_group("admins"), kit.eligible_member("ana", of="admins"))


def _ended(name: str, *, access: str = "member", days: float | None = -1, kind: str = "activated") -> kit.Part:
    return kit.together(kit.person(name), kit.row(
        kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, id=kit.ident(f"{name} {access}"), groupId=kit.ident("admins"), principalId=kit.ident(name),
        accessId=access, assignmentType=kind, memberType="direct", startDateTime=kit.days(-2),
        endDateTime=None if days is None else kit.days(days),
    ))  # fmt: skip


@kit.check(
    id="PGR-014",
    title="Ended activations are really gone",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.MEDIUM,
    talk=("T19",),
    needs=kit.GROUP_SCHEDULES | {kit.collection.GROUP_MEMBERS, kit.collection.GROUP_OWNERS, kit.collection.PIM_GROUPS},
    remedy=(
        "Remove the member or owner from the group by hand. A group cannot lose its last owner, which is why an activated last owner stays: give the group a "
        "permanent owner who is entitled to it, or none, and let ownership be neither assigned nor activated in PIM."
    ),
    references=("https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",),
    passes=[
        kit.tenant(*_PIM),
        kit.tenant(*_PIM, kit.activated_member("ana", of="admins")),
        # within the hour that cleaning up may take
        kit.tenant(*_PIM, _ended("ana", days=-0.02), kit.plain_member("ana", of="admins")),
        # only PIM's list still shows it: information
        kit.tenant(*_PIM, _ended("ana"))
            .finds(
                "ana", "had activated admins as member; the time is over, and only PIM still shows it, the group no longer lists it",
                severity=kit.Severity.INFO,
                distinct=f"{kit.ident('admins')}:member",
            ),
        # an assignment that ended was no activation, and one activated again is running
        kit.tenant(*_PIM, _ended("bob", kind="assigned"))
            .finds_nothing(),
        kit.tenant(*_PIM, _ended("ana"), kit.activated_member("ana", of="admins")),
        # the hour that cleaning up may take is over at this moment
        kit.tenant(*_PIM, _ended("ana", days=-1 / 24), kit.plain_member("ana", of="admins")).finds_nothing(),
        # an activation without an end has not outlived it
        kit.tenant(*_PIM, _ended("ana", days=None), kit.plain_member("ana", of="admins")).finds_nothing(),
        # made a standing member since: somebody decided on it
        kit.tenant(*_PIM, _ended("ana"), kit.standing_member("ana", of="admins")).finds_nothing(),
        # whoever had activated it is gone altogether
        kit.tenant(*_PIM, kit.deleted("ghost"), kit.row(
            kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("ghost"), accessId="member",
            assignmentType="activated", memberType="direct", startDateTime=kit.days(-2), endDateTime=kit.days(-1),
        )).finds_nothing(),
    ],
    fails=[
        kit.tenant(*_PIM, _ended("ana"), kit.plain_member("ana", of="admins"))
            .finds("ana", "had activated admins as member; the time is over, and the group still lists the member"),
        kit.tenant(*_PIM, _ended("ana", kind="Activated"), kit.plain_member("ana", of="admins")),
        # the last owner, whom the group cannot lose, and one of two
        kit.tenant(*_PIM, _ended("olga", access="owner"), kit.owner("olga", of="admins"))
            .finds(
                "olga", "had activated admins as owner; the time is over, and the group still lists the last owner that it has",
                severity=kit.Severity.HIGH, shows=("activated, endDateTime 2026-10-31T08:00Z", "owner in the group's own list",),
            ),
        kit.tenant(*_PIM, _ended("olga", access="owner"), kit.owner("olga", of="admins"), kit.owner("otto", of="admins"))
            .finds("olga", "had activated admins as owner; the time is over, and the group still lists the owner"),
        # an hour and a quarter after its end
        kit.tenant(*_PIM, _ended("ana", days=-1.25 / 24), kit.plain_member("ana", of="admins")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"))),
        ("not_assessed", kit.tenant(*_PIM, _ended("ana"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
    ],
)  # fmt: skip
def ended_activations_are_gone(case: kit.Case) -> Iterator[kit.Finding]:
    """An activation that outlasts its end is a standing assignment that nobody decided on. It happens where PIM loses its rights over a group, and always to
    the activated last owner, because a group does not let its last owner go.
    """
    case.judged(len({row.id.lower() for row in case.read(kit.collection.PIM_GROUPS)}))
    for row in case.read(kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES):
        over = row.end_date_time is not None and row.end_date_time + _GRACE < case.taken_at
        if over and (row.assignment_type or "").lower() == "activated" and not case.is_deleted(row.principal_id):
            access: kit.Access = "owner" if (row.access_id or "").lower() == "owner" else "member"
            if not _runs_again(case, row.group_id, row.principal_id, access):
                yield _finding(case, row.group_id, row.principal_id, access, kit.Evidence(
                    kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES.name, row.id, f"activated, endDateTime {row.end_date_time:%Y-%m-%dT%H:%MZ}",
                ))  # fmt: skip


def _runs_again(case: kit.Case, group_id: str, principal_id: str, access: kit.Access) -> bool:
    mine = (one for one in case.members(group_id, access) if one.principal_id == principal_id.lower())
    return any((one.end is not None and one.state is kit.State.ACTIVATED) or one.state.is_standing for one in mine)


def _finding(case: kit.Case, group_id: str, principal_id: str, access: kit.Access, ended: kit.Evidence) -> kit.Finding:
    table = kit.collection.GROUP_OWNERS if access == "owner" else kit.collection.GROUP_MEMBERS
    listed = [one for one in case.read(table) if (one.group_id or "").lower() == group_id.lower()]
    mine = [one for one in listed if one.id.lower() == principal_id.lower()]
    last = access == "owner" and mine and len(listed) == 1
    lists = f"the group still lists {'the last owner that it has' if last else f'the {access}'}"
    still = lists if mine else "only PIM still shows it, the group no longer lists it"
    rows = (kit.Evidence(table.name, f"{mine[0].group_id}/{mine[0].id}", f"{access} in the group's own list"),) if mine else ()
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.thing(principal_id),
        says=f"had activated {case.thing(group_id).label} as {access}; the time is over, and {still}",
        evidence=(ended, *rows),
        distinct=f"{group_id}:{access}",
        severity=kit.Severity.HIGH if last else None if mine else kit.Severity.INFO,
    )
