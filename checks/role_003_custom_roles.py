"""ROLE-003: Custom roles grant no privileged actions unnoticed."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_RESET = "microsoft.directory/users/password/update"
_READ = "microsoft.directory/devices/standard/read"


def _role(name: str = "Operators", *actions: str, privileged: object = kit.UNSET, enabled: bool = True) -> kit.Part:
    return kit.custom_role(name, isPrivileged=privileged, isEnabled=enabled, rolePermissions=[{"allowedResourceActions": list(actions)}])


def _labelled(action: str, privileged: bool) -> kit.Part:
    return kit.row(kit.collection.RESOURCE_ACTIONS, id=action, name=action, isPrivileged=privileged)


@kit.check(
    id="ROLE-003",
    title="Custom roles grant no privileged actions unnoticed",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.MEDIUM,
    talk=("T02",),
    needs={kit.collection.ROLE_DEFINITIONS},
    leans_on=roles.ASSIGNMENTS,
    uses={kit.collection.RESOURCE_ACTIONS},
    judges_without_pim=True,
    remedy=(
        "Take the privileged actions out of the role (Entra admin center > Entra ID > Roles & admins > the role > Permissions), or treat it as the "
        "privileged role that it is: eligible through PIM, reviewed, and written down as an exception with an owner. Delete custom roles that nobody holds."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/custom-overview",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions",
    ),
    passes=[
        kit.tenant(_role("Readers", _READ, privileged=False), kit.eligible(kit.ident("Readers"), to="ana"))
            .finds_nothing(),
        # the snapshot's actions tell where the role itself does not
        kit.tenant(_role("Readers", _READ), _labelled(_READ, False), kit.eligible(kit.ident("Readers"), to="ana")),
        # a harmless role that nobody holds is information
        kit.tenant(_role("Readers", _READ, privileged=False))
            .finds("Readers", "is a custom role that nobody holds or is eligible for", degree=kit.Degree.PARTIAL, severity=kit.Severity.INFO,
                   shows=("isBuiltIn false, not privileged",)),
    ],
    fails=[
        kit.tenant(_role("Operators", _RESET, privileged=True), kit.eligible(kit.ident("Operators"), to="ana")),
        kit.tenant(_role("Operators", _READ, _RESET.upper()), _labelled(_READ, False), _labelled(_RESET, True), kit.standing(kit.ident("Operators"), to="ana"))
            .finds(
                "Operators", "is a custom role with privileged actions (MICROSOFT.DIRECTORY/USERS/PASSWORD/UPDATE), held by ana@example.onmicrosoft.com",
                shows=("isBuiltIn false, privileged", "assignmentType Assigned, endDateTime null",),
            ),
        # held over one unit, and held by nobody yet
        kit.tenant(_role("Operators", _RESET, privileged=True), kit.standing(kit.ident("Operators"), to="ana", scope=kit.unit_scope("class"))),
        kit.tenant(_role("Operators", _RESET, privileged=True))
            .finds(
                "Operators", "is a custom role with privileged actions (microsoft.directory/users/password/update), held by nobody so far",
                shows=("isBuiltIn false, privileged",),
            ),
    ],
    other=[
        # built-in roles are Microsoft's
        ("not_applicable", kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana"))),
        ("not_assessed", kit.tenant(_role("Operators", "microsoft.directory/new/thing"), kit.eligible(kit.ident("Operators"), to="ana"))),
        # that nobody holds it makes it no harmless one
        ("not_assessed", kit.tenant(_role("Operators", "microsoft.directory/new/thing")).finds_nothing()),
    ],
)  # fmt: skip
def custom_roles(case: kit.Case) -> Iterator[kit.Finding]:
    """Lists of privileged roles name the built-in ones. A custom role with one privileged action is as strong where it counts, and slips past reviews,
    alerts and Conditional Access policies that are aimed at built-in roles.
    """
    held: dict[str, list[kit.Holding]] = {}
    for one in case.holdings():
        if not case.is_deleted(one.principal_id):
            held.setdefault(one.role_id, []).append(one)
    for role in case.each([role for role in case.roles.all if role.built_in is False]):
        holders = held.get(role.id, [])
        if roles.is_privileged(case, role):
            yield _privileged(case, role, holders)
        elif role.privileged is False and not holders:
            yield kit.Finding(
                degree=kit.Degree.PARTIAL, subject=role.thing, says="is a custom role that nobody holds or is eligible for", evidence=(_row(role),),
                severity=kit.Severity.INFO,
            )  # fmt: skip


def _privileged(case: kit.Case, role: kit.Role, holders: list[kit.Holding]) -> kit.Finding:
    names = sorted({case.thing(one.principal_id).label for one in holders})
    who = f"held by {roles.names(names)}" if names else "held by nobody so far"
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=role.thing,
        says=f"is a custom role with privileged actions ({roles.names(_actions(role)[:3])}), {who}",
        evidence=(_row(role), *(one.evidence for one in holders)),
    )


def _actions(role: kit.Role) -> list[str]:
    parts = kit.known(role.definition.role_permissions, []) if role.definition else []
    return sorted(action for part in parts for action in part.allowed_resource_actions or [] if not action.lower().endswith("/read"))


def _row(role: kit.Role) -> kit.Evidence:
    observed = f"isBuiltIn false, {'privileged' if role.privileged else 'not privileged'}"
    return kit.Evidence(kit.collection.ROLE_DEFINITIONS.name, role.definition.id if role.definition else None, observed)
