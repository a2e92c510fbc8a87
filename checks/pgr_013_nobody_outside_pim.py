"""PGR-013: Nobody is added to a PIM group outside PIM."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

_READS: frozenset[kit.Collection[Any]] = kit.GROUP_SCHEDULES | {kit.collection.GROUP_MEMBERS, kit.collection.PIM_GROUPS}
_PIM = (kit.pim_group("admins"), kit.eligible_member("ana", of="admins"))


def _past(access: str) -> kit.Part:
    return kit.row(
        kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, id="past", groupId=kit.ident("admins"), principalId=kit.ident("bob"), accessId=access,
        assignmentType="activated", memberType="direct", startDateTime=kit.days(-2), endDateTime=kit.days(-1),
    )  # fmt: skip


@kit.check(
    id="PGR-013",
    title="Nobody is added to a PIM group outside PIM",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.MEDIUM,
    talk=("T20",),
    needs=_READS,
    remedy=(
        "Remove the member from the group (Entra admin center > Entra ID > Groups > the group > Members) and, where the access is wanted, assign it in "
        "Privileged Identity Management > Groups, with an end date or as eligible. Find out in the audit log who added the member."
    ),
    references=("https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",),
    passes=[
        kit.tenant(*_PIM, kit.standing_member("bob", of="admins")),
        kit.tenant(*_PIM, kit.activated_member("bob", of="admins")),
        # letter case of ids and words does not matter
        kit.tenant(*_PIM, kit.plain_member("bob", of="admins"), kit.row(
            kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, id="i", groupId=kit.ident("admins").upper(), principalId=kit.ident("bob").upper(),
            accessId="Member", assignmentType="Assigned", memberType="Direct", startDateTime=kit.days(-1), endDateTime=None,
        )),
        # an activation that has ended and is not cleared up yet is another check's
        kit.tenant(*_PIM, kit.plain_member("bob", of="admins"), _past("member")),
        # a member of a group that PIM does not manage, an owner, somebody deleted, a break-glass account
        kit.tenant(*_PIM, kit.plain_member("bob", of="staff"), kit.owner("olga", of="admins"), kit.deleted("ghost"), kit.plain_member("ghost", of="admins"),
                   kit.break_glass("emergency1"), kit.plain_member("emergency1", of="admins")),
    ],
    fails=[
        kit.tenant(*_PIM, kit.plain_member("bob", of="admins"))
            .finds("bob", "is a member of admins, which PIM manages, without an assignment of PIM's", distinct=kit.ident("admins")),
        # a schedule as owner is none as member
        kit.tenant(*_PIM, kit.plain_member("bob", of="admins"), _past("owner")),
        # eligible, and added by hand beside it
        kit.tenant(*_PIM, kit.plain_member("ana", of="admins")),
        kit.tenant(*_PIM, kit.service_principal("robot"), kit.plain_member("robot", of="admins")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.plain_member("bob", of="staff"))),
        ("not_assessed", kit.tenant(*_PIM, kit.plain_member("bob", of="admins"), kit.gap(kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, "admins"))),
        ("not_assessed", kit.tenant(*_PIM, kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
    ],
)  # fmt: skip
def nobody_outside_pim(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever may edit the group can put somebody into it without PIM: no end, no approval, no trace in PIM's own history. It is the quiet way to keep a role,
    and nobody who looks at PIM alone finds it soon.
    """
    for row in case.each(case.read(kit.collection.PIM_GROUPS)):
        for one in case.members(row.id):
            member = case.thing(one.principal_id, one.odata_type)
            if one.outside_pim and not case.is_deleted(member.id) and not case.is_break_glass(member):
                yield kit.Finding(
                    degree=kit.Degree.FAIL,
                    subject=member,
                    says=f"is a member of {case.thing(row.id).label}, which PIM manages, without an assignment of PIM's",
                    evidence=(one.evidence,),
                    distinct=row.id,
                )
