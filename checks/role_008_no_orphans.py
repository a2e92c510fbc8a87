"""ROLE-008: No assignment points at a deleted principal."""

from collections.abc import Iterator
from typing import NamedTuple

from assessor import checkkit as kit

from . import _roles as roles

_USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"


def _scheduled_ghost(access: str) -> kit.Part:
    """A deleted account that PIM still lists as eligible for a group that holds a role; the group's own list has dropped it."""
    return kit.together(kit.deleted("ghost"), kit.eligible_member("ghost", of="admins", access=access), kit.standing(_USER_ADMINISTRATOR, to="admins"))


@kit.check(
    id="ROLE-008",
    title="No assignment points at a deleted principal",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.LOW,
    needs=roles.ASSIGNMENTS | kit.GROUP_SCHEDULES,
    leans_on={kit.collection.GROUPS},
    uses={
        kit.collection.GROUP_MEMBERS, kit.collection.GROUP_OWNERS, kit.collection.USERS, kit.collection.SERVICE_PRINCIPALS,
        kit.collection.UNRESOLVED_IDS, kit.collection.ROLE_DEFINITIONS, kit.collection.ADMINISTRATIVE_UNITS,
    },
    judges_without_pim=True,
    remedy=(
        "Look up the id in the audit log and among the deleted users (Entra admin center > Entra ID > Users > Deleted users), make sure that it is not the "
        "account of a partner, and remove the assignment (Roles & admins > the role > Assignments, or Privileged Identity Management > Groups > "
        "Assignments). An assignment of an account deleted in the last hours often goes by itself."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
        "https://learn.microsoft.com/entra/fundamentals/users-restore",
    ),
    passes=[
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(kit.service_principal("robot"), kit.standing(_USER_ADMINISTRATOR, to="robot")),
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        # deleted, and referred to by something else
        kit.tenant(kit.deleted("ghost", "conditionalAccessPolicies"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # a device in the group is no user, group or application, and it is there
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(_USER_ADMINISTRATOR, to="admins"),
            kit.row(kit.collection.GROUP_MEMBERS, **{"groupId": kit.ident("admins"), "id": kit.ident("laptop"), "@odata.type": "#microsoft.graph.device"}),
        ),
        # a schedule that has ended points at somebody who is gone: it gives nothing any more
        kit.tenant(kit.deleted("ghost"), kit.time_bound(_USER_ADMINISTRATOR, to="ana"), kit.row(
            kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("ghost"), roleDefinitionId=_USER_ADMINISTRATOR,
            directoryScopeId="/", memberType="Direct", startDateTime=kit.days(-90), endDateTime=kit.days(-1),
        )),
    ],
    fails=[
        kit.tenant(kit.deleted("ghost"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ghost"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        kit.tenant(kit.deleted("ghost"), kit.eligible(_USER_ADMINISTRATOR, to="ghost", scope=kit.unit_scope("school")))
            .finds("ghost", (
                "is not in this tenant any more (or belongs to a partner's) and still is eligible for User Administrator over the unit "
                f"{kit.ident('school')}"
            )),
        kit.tenant(kit.deleted("ghost"), kit.outside_pim(_USER_ADMINISTRATOR, to="ghost")),
        kit.tenant(_scheduled_ghost("member"))
            .finds(
                "ghost", (
                    "is not in this tenant any more (or belongs to a partner's) and still is listed as eligible member of admins, a group on the way to a role"
                ),
            ),
        kit.tenant(_scheduled_ghost("owner")),
        # deeper inside
        kit.tenant(
            kit.deleted("ghost"), kit.group("inner", isAssignableToRole=False), kit.standing_member("ghost", of="inner"),
            kit.eligible_member("inner", of="outer"), kit.standing(_USER_ADMINISTRATOR, to="outer"),
        )
            .finds(
                "ghost", "is not in this tenant any more (or belongs to a partner's) and still is listed as member of inner, a group on the way to a role",
                shows=("accessId member, assignmentType assigned, endDateTime null", "Graph answered HTTP 404",),
                distinct=f"{kit.ident('inner')}:member",
            ),
        # a group that is not in this tenant: a partner's, or deleted
        kit.tenant(kit.scope_privileged(), kit.deleted("foreign group"), kit.standing(_USER_ADMINISTRATOR, to="foreign group")),
        # in a snapshot of everything, what is nowhere is gone
        kit.tenant(kit.row(
            kit.collection.ROLE_ASSIGNMENTS, id="x", principalId=kit.ident("nobody"), roleDefinitionId=_USER_ADMINISTRATOR, directoryScopeId="/",
        ))
            .finds(
                "nobody", "is not in this tenant any more (or belongs to a partner's) and still holds User Administrator",
                shows=(
                    "active in the flat list of assignments, which shows no end and no activation",
                    "no user, group or service principal of this id in a snapshot of everything",
                ),
            ),
        kit.tenant(kit.without_pim(), kit.deleted("ghost"), kit.outside_pim(_USER_ADMINISTRATOR, to="ghost")),
        # two groups that are in each other end
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="outer"), kit.group("outer", isAssignableToRole=False),
                   kit.group("inner", isAssignableToRole=False),
                   kit.plain_member("inner", of="outer"), kit.plain_member("outer", of="inner"), kit.deleted("ghost"), kit.plain_member("ghost", of="inner"))
            .over(4),
        # listed as not to be found, by somebody who did not keep Graph's number for it
        kit.tenant(kit.scope_privileged(), kit.row(kit.collection.UNRESOLVED_IDS, id=kit.ident("ghost")), kit.standing(_USER_ADMINISTRATOR, to="ghost"))
            .finds(
                "ghost", "is not in this tenant any more (or belongs to a partner's) and still holds User Administrator",
                shows=("assignmentType Assigned, endDateTime null", "Graph answered HTTP 404",),
            ),
    ],
    other=[
        ("not_applicable", kit.tenant()),
        # in a snapshot of the privileged only, what is not there is not known
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.row(
            kit.collection.ROLE_ASSIGNMENTS, id="x", principalId=kit.ident("nobody"), roleDefinitionId=_USER_ADMINISTRATOR, directoryScopeId="/",
        ))),
        # it could not be read, which is not the same as gone
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.row(kit.collection.UNRESOLVED_IDS, id=kit.ident("hidden"), httpStatus=403),
                                    kit.standing(_USER_ADMINISTRATOR, to="hidden"))),
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.without(kit.collection.USERS))),
        ("not_assessed", kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(_USER_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"),
        )),
    ],
)  # fmt: skip
def no_orphans(case: kit.Case) -> Iterator[kit.Finding]:
    """An assignment without its owner helps nobody and hides much: a restored account has its power back at once, counts of administrators are wrong, and
    whoever reads the list learns to overlook ids that say nothing. It is also a sign that leaving and losing the role are not one step here.
    """
    unknown: list[str] = []
    for link in case.each(_links(case)):
        presence = case.presence(link.principal_id)
        if presence is kit.Presence.DELETED:
            yield _finding(case, link)
        elif presence is kit.Presence.NOT_KNOWN:
            unknown.append(link.principal_id)
    if unknown:
        distinct = sorted(set(unknown))
        case.unknown(kit.collection.USERS, f"whether {roles.names(distinct)} still {'exists' if len(distinct) == 1 else 'exist'} is not in the snapshot")


class _Link(NamedTuple):
    principal_id: str
    says: str
    distinct: str
    evidence: kit.Evidence


def _links(case: kit.Case) -> Iterator[_Link]:
    for one in case.holdings():
        yield _Link(one.principal_id, roles.held(case, one), f"{one.role_id}:{one.scope}", one.evidence)
    for inside in roles.memberships_on_the_way(case):
        if _is_told(inside):
            continue
        how = f"{'eligible ' if inside.state is kit.State.ELIGIBLE else ''}{inside.access}"
        says = f"is listed as {how} of {case.thing(inside.group_id).label}, a group on the way to a role"
        yield _Link(inside.principal_id, says, f"{inside.group_id}:{inside.access}", inside.evidence)


def _is_told(inside: kit.Membership) -> bool:
    # the group's own list names what it holds; devices and contacts are in no collection and there all the same
    kind = (inside.odata_type or "").rpartition(".")[2].lower()
    return bool(kind) and kind not in ("user", "group", "serviceprincipal")


def _finding(case: kit.Case, link: _Link) -> kit.Finding:
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.thing(link.principal_id),
        says=f"is not in this tenant any more (or belongs to a partner's) and still {link.says}",
        evidence=(link.evidence, _gone(case, link.principal_id)),
        distinct=link.distinct,
    )


def _gone(case: kit.Case, principal_id: str) -> kit.Evidence:
    listed = (row for row in case.find(kit.collection.UNRESOLVED_IDS) or () if row.id.lower() == principal_id.lower())
    if row := next(listed, None):
        return kit.Evidence(kit.collection.UNRESOLVED_IDS.name, row.id, f"Graph answered HTTP {row.http_status or 404}")
    return kit.Evidence(kit.collection.USERS.name, None, "no user, group or service principal of this id in a snapshot of everything")
