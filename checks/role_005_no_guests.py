"""ROLE-005: No guests in privileged roles."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_GUEST_INVITER = "95e79109-95c0-4d8e-aee3-d01accf2d47b"
_EXTERNAL_NAME = "greta_partner.example#EXT#@example.onmicrosoft.com"


def _guest(name: str) -> kit.Part:
    return kit.person(name, userType="Guest", userPrincipalName=_EXTERNAL_NAME)


@kit.check(
    id="ROLE-005",
    title="No guests in privileged roles",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.HIGH,
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.USERS},
    leans_on=kit.WAYS | {kit.collection.GROUP_OWNERS, kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.ROLE_DEFINITIONS} | roles.CONTROL,
    judges_without_pim=True,
    remedy=(
        "Give each external helper who really has to administer this tenant a cloud-only account of this tenant with an eligible, ending assignment "
        "(Privileged Identity Management > Microsoft Entra roles > Add assignments), or let the partner work through granular delegated admin privileges; "
        "then remove the guest from the role or the group (Entra admin center > Entra ID > Roles & admins, or Groups > Members)."
    ),
    references=(
        "https://learn.microsoft.com/entra/external-id/user-properties",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
    ),
    passes=[
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # a guest in a role that is not privileged
        kit.tenant(_guest("greta"), kit.standing(_GUEST_INVITER, to="greta"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # old accounts have no type at all; without the mark of an external name they are members
        kit.tenant(kit.person("ana", userType=None), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # a guest whose assignment points nowhere any more
        kit.tenant(kit.deleted("greta"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="greta"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # a declared emergency account has checks of its own
        kit.tenant(
            kit.person("emergency1", userType="Guest"), kit.break_glass("emergency1"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="emergency1"),
            kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
        ),
    ],
    fails=[
        kit.tenant(_guest("greta"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="greta")),
        # a guest in all but name: userType can be set to Member
        kit.tenant(kit.person("greta", userPrincipalName=_EXTERNAL_NAME), kit.standing(_USER_ADMINISTRATOR, to="greta"))
            .finds(
                "greta_partner.example#EXT#@example.onmicrosoft.com", (
                    "is an external account, though not of type guest, and on a way to User Administrator: greta_partner.example#EXT#@example.onmicrosoft.com"
                    " holds User Administrator permanently"
                ),
            ),
        # letter case of enumeration words does not matter
        kit.tenant(kit.person("greta", userType="guest"), kit.standing(_USER_ADMINISTRATOR, to="greta"))
            .finds(
                "greta", "is a guest and on a way to User Administrator: greta@example.onmicrosoft.com holds User Administrator permanently",
                by=("HasRole",),
            ),
        kit.tenant(_guest("greta"), kit.eligible_member("greta", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        # an owner can make himself a member
        kit.tenant(_guest("greta"), kit.owner("greta", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        kit.tenant(kit.without_pim(), _guest("greta"), kit.outside_pim(_USER_ADMINISTRATOR, to="greta")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        # owners are unknown: a pass would rest on them, a fail by another way does not
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.without(kit.collection.GROUP_OWNERS))),
        ("fail", kit.tenant(_guest("bob"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="bob"), kit.without(kit.collection.GROUP_OWNERS))),
        # the type was not selected: not known is not "member"
        ("not_assessed", kit.tenant(
            kit.row(kit.collection.USERS, id=kit.ident("greta"), userPrincipalName="greta@example.org"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="greta"),
        )),
        # who owns the group was not readable
        ("not_assessed", kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.GROUP_OWNERS, "admins"),
        )),
        # a person in the group, of whom the snapshot holds no more than that
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
                                    kit.row(kit.collection.GROUP_MEMBERS, **{
                                        "groupId": kit.ident("admins"), "id": kit.ident("nobody knows"), "@odata.type": "#microsoft.graph.user",
                                    }))
            .tells(f"the account of {kit.ident('nobody knows')} is not in the snapshot")),
        # a custom role of which nothing tells whether it is privileged
        ("not_assessed", kit.tenant(_guest("bob"), kit.custom_role("helper"), kit.eligible(kit.ident("helper"), to="bob"))
            .tells("whether the role helper is privileged is not in the snapshot")),
    ],
)  # fmt: skip
def no_guests(case: kit.Case) -> Iterator[kit.Finding]:
    """The password, the second factor and the leaving date of a guest are in another organisation's hands, and so is the tenant once the guest is its
    administrator. An intruder there needs no foothold here. A guest whose type was changed to member is still an account of that other organisation.
    """
    for person in case.each(roles.privileged_people(case, control=True)):
        if (row := roles.user_row(case, person)) is None:
            continue
        if observed := _external(row):
            if roles.is_privileged(case, person.best.role):
                yield _finding(person, observed)
        elif kit.UNSET in (row.user_type, row.user_principal_name):
            case.unknown(kit.collection.USERS, f"whether {person.thing.label} is a guest is not in the snapshot")


def _external(row: kit.User) -> str | None:
    if str(kit.known(row.user_type, "")).lower() == "guest":
        return "userType Guest"
    if "#ext#" in str(kit.known(row.user_principal_name, "")).lower():
        return f"userType {kit.known(row.user_type, 'not known')}, and #EXT# in the userPrincipalName"
    return None


def _finding(person: roles.Person, observed: str) -> kit.Finding:
    kind = "a guest" if observed == "userType Guest" else "an external account, though not of type guest,"
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=person.thing,
        says=f"is {kind} and on a way to {person.in_words}",
        evidence=(kit.Evidence(kit.collection.USERS.name, person.thing.id, observed), *person.best.path.evidence),
        path=person.best.path.edges,
    )
