"""TEN-005: role inventory."""

from collections.abc import Iterator

from assessor import checkkit as kit

_HOLDERS = (
    kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES,
    kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES,
    kit.collection.ROLE_ASSIGNMENTS,
)
_GHOST = "99999999-0000-4000-8000-000000000002"
_NEW = kit.row(
    kit.collection.ROLE_DEFINITIONS, id="99999999-0000-4000-8000-000000000001", templateId="99999999-0000-4000-8000-000000000001",
    displayName="Brand New Administrator", isBuiltIn=True, isEnabled=True, isPrivileged=True,
)  # fmt: skip


@kit.check(
    id="TEN-005",
    title="Role inventory",
    theme=kit.Theme.TENANT_SETTINGS,
    severity=kit.Severity.INFO,
    talk=("T25",),
    needs={kit.collection.ROLE_DEFINITIONS},
    uses=_HOLDERS,
    judges_without_pim=True,
    remedy=(
        "Nothing has to be mended. Look up each role that is named here (Entra admin center > Entra ID > Roles & admins): it is newer than this tool's "
        "table, so what it can do was not considered beyond Microsoft's own label."
    ),
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference",),
    passes=[
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # a role that is not in the table is information and never a fault
        kit.tenant(_NEW)
            .finds(
                "Brand New Administrator", "is newer than the table of 2026-08: what it can do was judged by Microsoft's label alone",
                degree=kit.Degree.PARTIAL, shows=("built-in, and its template id is not in the table",),
            )
            .tells("1 roles are defined, 0 of them custom; 1 carry Microsoft's label privileged.", "0 roles are in use, 0 of them privileged."),
        # neither is one that somebody holds and nothing defines
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.standing(_GHOST, to="ben"))
            .finds(
                _GHOST, "is held here, and neither the role definitions nor the table of 2026-08 know it: what it can do is not known",
                degree=kit.Degree.PARTIAL,
            )
            .over(2),
        # a role without privilege, and one that only somebody deleted holds
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.standing("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", to="ben"), kit.deleted("ghost"),
                   kit.standing(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="ghost"))
            .tells(
                "3 roles are defined, 0 of them custom; 2 carry Microsoft's label privileged.",
                "2 roles are in use, 1 of them privileged: Global Administrator.",
            ),
        # a custom role can be in no table
        kit.tenant(kit.custom_role("Caretaker"))
            .finds_nothing(),
        # who holds what is not known: told, and the roles are counted all the same
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.without(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES))
            .tells(
                "1 roles are defined, 0 of them custom; 1 carry Microsoft's label privileged.",
                "How many roles are in use is not known: what says who holds them is not in the snapshot.",
            ),
        kit.tenant(kit.without_pim(), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"))
            .finds_nothing()
            .tells(
                "1 roles are defined, 0 of them custom; 1 carry Microsoft's label privileged.",
                "1 roles are in use, 1 of them privileged: Global Administrator.",
            ),
    ],
    other=[
        ("not_assessed", kit.tenant(kit.without(kit.collection.ROLE_DEFINITIONS))),
        ("not_applicable", kit.tenant()),
    ],
)  # fmt: skip
def role_inventory(case: kit.Case) -> Iterator[kit.Finding]:
    """Microsoft adds a role about every month and moves its label of what is privileged, so nobody knows the number by heart. What counts is how many are
    in use here, how many of them are privileged, and which of them this tool's dated table does not know yet.
    """
    defined = tuple(case.role(row.id) for row in case.read(kit.collection.ROLE_DEFINITIONS))
    if not defined:
        return
    custom, privileged = sum(role.built_in is False for role in defined), sum(role.privileged is True for role in defined)
    case.note(f"{len(defined)} roles are defined, {custom} of them custom; {privileged} carry Microsoft's label privileged.")
    case.note(_in_use(case))
    for role in case.each(defined):
        if not role.in_table and role.built_in is not False:
            yield kit.Finding(
                degree=kit.Degree.PARTIAL,
                subject=role.thing,
                says=f"is newer than the table of {kit.as_of('builtin_roles')}: what it can do was judged by Microsoft's label alone",
                evidence=(kit.Evidence(kit.collection.ROLE_DEFINITIONS.name, role.id, "built-in, and its template id is not in the table"),),
            )

    yield from _undefined(case, {role.id for role in defined})


def _undefined(case: kit.Case, defined: set[str]) -> Iterator[kit.Finding]:
    """Roles that somebody holds and that nothing here describes: a role is shown, whatever the tables know of it."""
    held = {one.role_id: one for one in case.holdings() if one.role_id not in defined} if _holders_are_known(case) else {}
    for role_id in sorted(held):
        role = case.role(role_id)
        case.judged()
        if not role.in_table:
            yield kit.Finding(
                degree=kit.Degree.PARTIAL,
                subject=role.thing,
                says=f"is held here, and neither the role definitions nor the table of {kit.as_of('builtin_roles')} know it: what it can do is not known",
                evidence=(held[role_id].evidence,),
                severity=kit.Severity.INFO,
            )


def _in_use(case: kit.Case) -> str:
    if not _holders_are_known(case):
        return "How many roles are in use is not known: what says who holds them is not in the snapshot."
    used = {one.role_id: case.role(one.role_id) for one in case.holdings() if not case.is_deleted(one.principal_id)}
    privileged = sorted(role.name for role in used.values() if role.privileged is True)
    return f"{len(used)} roles are in use, {len(privileged)} of them privileged{': ' + ', '.join(privileged) if privileged else ''}."


def _holders_are_known(case: kit.Case) -> bool:
    missing = (case.missing(_HOLDERS[0]), case.missing(_HOLDERS[1]), case.missing(_HOLDERS[2]))
    return not any(one and one.reason_code is not kit.ReasonCode.NOT_LICENSED for one in missing)
