"""ROLE-004: Privileged accounts are cloud-only."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"


def _synced(name: str) -> kit.Part:
    return kit.person(name, onPremisesSyncEnabled=True)


@kit.check(
    id="ROLE-004",
    title="Privileged accounts are cloud-only",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.HIGH,
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.USERS},
    leans_on=kit.WAYS | {kit.collection.GROUP_OWNERS, kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.ROLE_DEFINITIONS} | roles.CONTROL,
    judges_without_pim=True,
    remedy=(
        "Create a separate cloud-only account for each of these people (Entra admin center > Entra ID > Users > New user, on the onmicrosoft.com domain), "
        "give it the eligible assignment or group membership, let it register a passkey, and then take the role away from the synchronised account."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
        "https://learn.microsoft.com/entra/architecture/protect-m365-from-on-premises-attacks",
    ),
    passes=[
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        # null means cloud-only, false that it was synchronised once
        kit.tenant(kit.person("ana", onPremisesSyncEnabled=False), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # synchronised, and without a privileged role
        kit.tenant(_synced("bob"), kit.standing(_REPORTS_READER, to="bob"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # a declared emergency account has checks of its own
        kit.tenant(
            kit.person("emergency1", onPremisesSyncEnabled=True), kit.break_glass("emergency1"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="emergency1"),
            kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
        ),
        # an orphan is no person
        kit.tenant(kit.deleted("ghost"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ghost"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
    ],
    fails=[
        kit.tenant(_synced("bob"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="bob")),
        # eligible is as good a way for an intruder on premises
        kit.tenant(_synced("bob"), kit.eligible(_USER_ADMINISTRATOR, to="bob"))
            .finds(
                "bob", "is synchronised from on premises and on a way to User Administrator: bob@example.onmicrosoft.com is eligible for User Administrator",
                severity=kit.Severity.MEDIUM, shows=("onPremisesSyncEnabled true", "eligible, endDateTime 2027-04-30T08:00:00Z",), by=("EligibleFor",),
            ),
        kit.tenant(_synced("bob"), kit.eligible_member("bob", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        # through an ordinary group that is an eligible member
        kit.tenant(
            _synced("bob"), kit.group("inner", isAssignableToRole=False), kit.plain_member("bob", of="inner"), kit.eligible_member("inner", of="outer"),
            kit.standing(kit.GLOBAL_ADMINISTRATOR, to="outer"),
        ),
        # an owner can make himself a member
        kit.tenant(
            _synced("bob"), kit.owner("bob", of="admins"), kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
        ),
        # over one unit only
        kit.tenant(_synced("bob"), kit.eligible(_USER_ADMINISTRATOR, to="bob", scope=kit.unit_scope("school"))),
        kit.tenant(kit.without_pim(), _synced("bob"), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="bob")),
        # of two roles the one of tier 0 says how severe it is
        kit.tenant(kit.person("bob", onPremisesSyncEnabled=True), kit.standing("fe930be7-5e62-47db-91af-98c3a49a38b1", to="bob"),
                   kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="bob")).finds(
            "bob",
            "is synchronised from on premises and on a way to Global Administrator: bob@example.onmicrosoft.com is eligible for Global Administrator; "
            "and 1 more privileged role"),
    ],
    other=[
        # owners of a group that holds a role could add themselves, and were not read
        ("not_assessed", kit.tenant(
            kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.group("admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
            kit.gap(kit.collection.GROUP_OWNERS, "admins"),
        )),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        # owners are unknown: a pass would rest on them, a fail by another way does not
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.without(kit.collection.GROUP_OWNERS))),
        ("fail", kit.tenant(_synced("bob"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="bob"), kit.without(kit.collection.GROUP_OWNERS))
            .finds(
                "bob", (
                    "is synchronised from on premises and on a way to Global Administrator: bob@example.onmicrosoft.com is eligible for Global Administrator"
                ),
            )),
        # the property was not selected: not known is not cloud-only
        ("not_assessed", kit.tenant(
            kit.row(kit.collection.USERS, id=kit.ident("bob"), userPrincipalName="bob@example.org", userType="Member"),
            kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="bob"),
        )),
        ("not_assessed", kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"),
        )),
        # a person in the group, of whom the snapshot holds no more than that
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
                                    kit.row(kit.collection.GROUP_MEMBERS, **{
                                        "groupId": kit.ident("admins"), "id": kit.ident("nobody knows"), "@odata.type": "#microsoft.graph.user",
                                    }))
            .tells(f"the account of {kit.ident('nobody knows')} is not in the snapshot")),
        # a custom role of which nothing tells whether it is privileged
        ("not_assessed", kit.tenant(_synced("bob"), kit.custom_role("helper"), kit.eligible(kit.ident("helper"), to="bob"))
            .tells("whether the role helper is privileged is not in the snapshot")),
    ],
)  # fmt: skip
def cloud_only(case: kit.Case) -> Iterator[kit.Finding]:
    """A synchronised account is only as safe as the servers it comes from. Who takes over the local Active Directory or the synchronisation server resets
    its password there, signs in to the cloud with it and brings the role along; no setting in the cloud stands in between. A cloud-only account cuts that
    way, in both directions.
    """
    for person in case.each(roles.privileged_people(case, control=True)):
        if (row := roles.user_row(case, person)) is None:
            continue
        if row.on_premises_sync_enabled is kit.UNSET:
            case.unknown(kit.collection.USERS, f"whether {person.thing.label} is synchronised from on premises is not in the snapshot")
        elif row.on_premises_sync_enabled is True and roles.is_privileged(case, person.best.role):
            yield _finding(person)


def _finding(person: roles.Person) -> kit.Finding:
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=person.thing,
        says=f"is synchronised from on premises and on a way to {person.in_words}",
        evidence=(kit.Evidence(kit.collection.USERS.name, person.thing.id, "onPremisesSyncEnabled true"), *person.best.path.evidence),
        severity=None if person.best.role.tier0 else kit.Severity.MEDIUM,
        path=person.best.path.edges,
    )
