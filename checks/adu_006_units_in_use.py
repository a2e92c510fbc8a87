"""ADU-006: Units are in use."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _units as u

_HELPDESK = "729827e3-9c14-49f7-bb1b-9608f156bbb8"


@kit.check(
    id="ADU-006",
    title="Units are in use",
    theme=kit.Theme.ADMINISTRATIVE_UNITS,
    severity=kit.Severity.INFO,
    needs=u.UNITS,
    leans_on=kit.ROLE_SCHEDULES | {kit.collection.ROLE_ASSIGNMENTS},
    uses=u.DELEGATIONS,
    judges_without_pim=True,
    remedy="Delete units that nobody needs any more, give the others administrators, and remove roles over units that are gone.",
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/administrative-units",),
    passes=[
        kit.tenant(kit.unit("class"), kit.unit_member("pupil", of="class"), kit.eligible(_HELPDESK, to="ana", scope=kit.unit_scope("class")))
            .finds_nothing(),
        # all of this is information
        kit.tenant(kit.unit("empty")),
        kit.tenant(kit.unit("class"), kit.unit_member("pupil", of="class")),
        kit.tenant(kit.unit("class"), kit.standing(_HELPDESK, to="ana", scope=kit.unit_scope("gone")))
            .finds("class", "has no members and no administrators", degree=kit.Degree.PARTIAL, shows=("no members and no administrators found",))
            .finds(
                "ana", "holds Helpdesk Administrator over a unit that does not exist any more", degree=kit.Degree.PARTIAL,
                shows=("assignmentType Assigned, endDateTime null",), distinct=f"{_HELPDESK}:{kit.ident('gone')}",
            ),
        # whoever is gone holds nothing over a unit that is gone; ROLE-008 looks for such rows
        kit.tenant(kit.unit("class"), kit.unit_member("pupil", of="class"), kit.eligible(_HELPDESK, to="ana", scope=kit.unit_scope("class")),
                   kit.deleted("ghost"), kit.standing(_HELPDESK, to="ghost", scope=kit.unit_scope("gone")))
            .finds_nothing(),
        # devices are in no list of their own, and there all the same
        kit.tenant(kit.unit("labs"), kit.eligible(_HELPDESK, to="ana", scope=kit.unit_scope("labs")), kit.row(
            kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, administrativeUnitId=kit.ident("labs"), id=kit.ident("laptop"),
            **{"@odata.type": "#microsoft.graph.device"},
        ))
            .finds_nothing(),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing(_HELPDESK, to="ana"))),
        ("not_assessed", kit.tenant(kit.unit("class"), kit.gap(kit.collection.ADMINISTRATIVE_UNIT_MEMBERS, "class"))),
    ],
)  # fmt: skip
def units_in_use(case: kit.Case) -> Iterator[kit.Finding]:
    """A unit without members or without administrators guards nothing and delegates nothing; what nobody needs nobody watches."""
    delegations = u.delegations(case)
    for row in case.each(case.read(kit.collection.ADMINISTRATIVE_UNITS)):
        members, held = u.members(case, row.id), delegations.get(row.id.lower(), ())
        lacks = [word for word, is_lacking in (("members", members == ()), ("administrators", not held)) if is_lacking]
        if lacks:
            evidence = kit.Evidence(kit.collection.ADMINISTRATIVE_UNITS.name, row.id, f"no {' and no '.join(lacks)} found")
            yield _told(u.thing(case, row.id), f"has no {' and no '.join(lacks)}", evidence)
    for one in case.holdings():
        if one.unit_id and u.is_gone(case, one.unit_id) and not case.is_deleted(one.principal_id):
            says = f"holds {case.role(one.role_id).name} over a unit that does not exist any more"
            yield _told(case.thing(one.principal_id), says, one.evidence, f"{one.role_id}:{one.unit_id}")


def _told(subject: kit.Thing, says: str, evidence: kit.Evidence, distinct: str = "") -> kit.Finding:
    return kit.Finding(degree=kit.Degree.PARTIAL, subject=subject, says=says, evidence=(evidence,), distinct=distinct)
