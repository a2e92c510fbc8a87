"""ROLE-007: No role is assigned outside PIM."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"
_SCHEDULES = kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES


@kit.check(
    id="ROLE-007",
    title="No role is assigned outside PIM",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.HIGH,
    talk=("T20",),
    needs={kit.collection.ROLE_ASSIGNMENTS, _SCHEDULES},
    uses={
        kit.collection.ROLE_DEFINITIONS, kit.collection.ADMINISTRATIVE_UNITS, kit.collection.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS,
        kit.collection.DIRECTORY_ROLES,
    },
    judges_without_pim=True,
    remedy=(
        "Remove each such assignment where it was made, and give what is still needed again in PIM (Entra admin center > ID Governance > Privileged Identity "
        "Management > Microsoft Entra roles > Assignments > Add assignments). Switch on PIM's alert for roles assigned outside of PIM, and find in the audit "
        "log who assigned them and with which tool. A tenant without PIM needs Microsoft Entra ID P2 or ID Governance for its administrators."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-configure-security-alerts",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-add-role-to-user",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
    ),
    passes=[
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # an activation stands in the flat list too, and PIM knows it
        kit.tenant(kit.activated(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        # ids in another letter case are the same ids
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.row(
            kit.collection.ROLE_ASSIGNMENTS, id="x", principalId=kit.ident("ana").upper(), roleDefinitionId=kit.GLOBAL_ADMINISTRATOR.upper(),
            directoryScopeId="/",
        )),
        # an emergency account was there before PIM
        kit.tenant(kit.break_glass("emergency1"), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="emergency1")),
        # without PIM, and nobody but emergency accounts and what cannot activate anything
        kit.tenant(
            kit.without_pim(), kit.break_glass("emergency1"), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="emergency1"),
            kit.service_principal("robot"), kit.outside_pim(_REPORTS_READER, to="robot"),
        ),
        # an orphan is another check's
        kit.tenant(kit.deleted("ghost"), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ghost"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana")),
    ],
    fails=[
        kit.tenant(kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # eligible and assigned outside PIM at once: "active minus eligible" would hide it
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # PIM knows the same role over another scope only
        kit.tenant(kit.standing(_USER_ADMINISTRATOR, to="ana", scope=kit.unit_scope("school")), kit.outside_pim(_USER_ADMINISTRATOR, to="ana"))
            .finds("ana", "holds User Administrator by an assignment that PIM does not know", distinct="fe930be7-5e62-47db-91af-98c3a49a38b1:/"),
        kit.tenant(kit.group("admins"), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        kit.tenant(kit.service_principal("robot"), kit.outside_pim(_USER_ADMINISTRATOR, to="robot")),
        # direct assignments and no PIM must not pass
        kit.tenant(kit.without_pim(), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # PIM is licensed and empty: it manages nothing
        kit.tenant(kit.outside_pim(_USER_ADMINISTRATOR, to="ana"), kit.outside_pim(_REPORTS_READER, to="bob"))
            .finds(
                "bob", "holds Reports Reader by an assignment that PIM does not know",
                severity=kit.Severity.MEDIUM,
                shows=("active in the flat list of assignments, which shows no end and no activation", "no schedule of this principal, role and scope",),
            )
            .finds(
                "ana", "holds User Administrator by an assignment that PIM does not know",
                shows=("active in the flat list of assignments, which shows no end and no activation", "no schedule of this principal, role and scope",),
            ),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))),
        # a page of the schedules was lost: what has no schedule may have had one there
        ("not_assessed", kit.tenant(kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.gap(_SCHEDULES, "page", "failed"))),
        # no PIM, and nobody can tell whether the one who holds a role is a person
        ("not_assessed", kit.tenant(kit.without_pim(), kit.scope_privileged(), kit.row(
            kit.collection.ROLE_ASSIGNMENTS, id="x", principalId=kit.ident("nobody knows"), roleDefinitionId=_USER_ADMINISTRATOR, directoryScopeId="/",
        ))
            .tells(f"whether {kit.ident('nobody knows')}, which holds a role, is a person is not in the snapshot")),
    ],
)  # fmt: skip
def nothing_outside_pim(case: kit.Case) -> Iterator[kit.Finding]:
    """An assignment made past PIM asked nobody, told nobody and never ends: none of PIM's rules apply to it, and its owner is active at any hour. It is what
    an intruder with the right to assign roles makes first, and what scripts and old habits leave behind. A tenant that assigns roles and has no PIM has
    nothing else.
    """
    active = [one for one in case.holdings() if one.state is not kit.State.ELIGIBLE and not case.is_deleted(one.principal_id)]
    others = list(case.but_break_glass(case.each(active)))
    if unread := case.missing(_SCHEDULES):
        yield from _no_pim(case, others, unread.says)
        return
    for one in others:
        if one.outside_pim:
            yield _outside(case, one)


def _outside(case: kit.Case, one: kit.Holding) -> kit.Finding:
    role = case.role(one.role_id)
    nothing = kit.Evidence(_SCHEDULES.name, None, "no schedule of this principal, role and scope")
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.thing(one.principal_id),
        says=f"{roles.held(case, one)} by an assignment that PIM does not know",
        evidence=(one.evidence, nothing),
        distinct=f"{one.role_id}:{one.scope}",
        severity=kit.Severity.MEDIUM if role.privileged is False else None,
    )


def _no_pim(case: kit.Case, active: list[kit.Holding], unread: str) -> Iterator[kit.Finding]:
    # a service principal would not be better off with PIM: it cannot activate anything
    kinds = {one.principal_id: case.thing(one.principal_id).kind for one in active}
    for principal_id in sorted(key for key, kind in kinds.items() if kind is kit.Kind.UNKNOWN):
        case.unknown(kit.collection.USERS, f"whether {principal_id}, which holds a role, is a person is not in the snapshot")
    direct = [one for one in active if kinds[one.principal_id] in (kit.Kind.USER, kit.Kind.GROUP)]
    if not direct:
        return
    listed = roles.names(f"{case.thing(one.principal_id).label} ({case.role(one.role_id).name})" for one in direct)
    yield kit.Finding(
        degree=kit.Degree.FAIL,
        subject=case.tenant_thing(),
        says=f"has no PIM, so every role is assigned outside it; {len(direct)} active assignments besides break-glass accounts: {listed}",
        evidence=(kit.Evidence(_SCHEDULES.name, None, unread), *(one.evidence for one in direct)),
    )
