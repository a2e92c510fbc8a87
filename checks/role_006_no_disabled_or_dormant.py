"""ROLE-006: No disabled or dormant account holds a privileged role."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from assessor import checkkit as kit

from . import _roles as roles
from ._accounts import last_sign_in

_USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"


def _last_seen(name: str, **days: int) -> kit.Part:
    """A person whose sign-ins lie so many days before the snapshot."""
    times = {"interactive": "lastSignInDateTime", "silent": "lastNonInteractiveSignInDateTime", "successful": "lastSuccessfulSignInDateTime"}
    return kit.person(name, signInActivity={times[key]: kit.days(-number) for key, number in days.items()})


@kit.check(
    id="ROLE-006",
    title="No disabled or dormant account holds a privileged role",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.MEDIUM,
    needs={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.USERS},
    leans_on=kit.WAYS | {kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.ROLE_DEFINITIONS},
    judges_without_pim=True,
    thresholds=(
        kit.Threshold(name="dormant_days", default=90, unit="days", says="Days without a sign-in after which an account is dormant"),
    ),
    remedy=(
        "Ask the owner of each account whether the role is still needed; if not, remove the assignment or the membership (Entra admin center > ID Governance > "
        "Privileged Identity Management > Microsoft Entra roles, or Groups > Assignments). Take roles away when an account is disabled, not only when it is "
        "deleted, and let a recurring access review of privileged roles find the rest."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/monitoring-health/howto-manage-inactive-user-accounts",
        "https://learn.microsoft.com/graph/api/resources/signinactivity",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-configure-security-alerts",
    ),
    passes=[
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts()),
        kit.tenant(_last_seen("ana", interactive=90), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # works through a client that signs in silently
        kit.tenant(_last_seen("ana", interactive=200, silent=2), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # an emergency account sleeps by design; its drills are judged elsewhere
        kit.tenant(_last_seen("emergency1", interactive=400), kit.break_glass("emergency1"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="emergency1"),
                   kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # made last week and not used yet
        kit.tenant(kit.person("ana", signInActivity=None, createdDateTime=kit.days(-7)), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))
            .tells("ana@example.onmicrosoft.com has not signed in yet, but was created only on 2026-10-25."),
        # disabled and dormant, and in no privileged role
        kit.tenant(kit.person("bob", accountEnabled=False), kit.standing(_REPORTS_READER, to="bob"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # an owner of the group could make himself a member, and holds nothing as he is
        kit.tenant(kit.person("bob", accountEnabled=False), kit.owner("bob", of="admins"), kit.eligible_member("ana", of="admins"),
                   kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
        # a deleted account is neither
        kit.tenant(kit.deleted("ghost"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ghost"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # made so many days ago that it may not be called dormant yet
        kit.tenant(kit.person("ana", signInActivity=None, createdDateTime=kit.days(-90)), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
    ],
    fails=[
        kit.tenant(kit.person("bob", accountEnabled=False), kit.standing(_USER_ADMINISTRATOR, to="bob"))
            .finds(
                "bob", "is disabled and still on a way to User Administrator: bob@example.onmicrosoft.com holds User Administrator permanently",
                severity=kit.Severity.LOW, shows=("accountEnabled false", "assignmentType Assigned, endDateTime null",), by=("HasRole",),
                distinct="disabled",
            ),
        # enabled again, the eligibility is there again
        kit.tenant(kit.person("bob", accountEnabled=False), kit.eligible_member("bob", of="admins"), kit.standing(_USER_ADMINISTRATOR, to="admins")),
        kit.tenant(_last_seen("ana", interactive=91), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))
            .finds(
                "ana", (
                    "has not signed in for 91 days and still on a way to Global Administrator: ana@example.onmicrosoft.com is eligible for Global "
                    "Administrator"
                ),
                distinct="dormant",
            ),
        kit.tenant(_last_seen("ana", interactive=300, silent=120), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # an attempt that failed counts for Graph's first date: somebody tries passwords, nobody signs in
        kit.tenant(_last_seen("ana", interactive=1, successful=200), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # null: never, or longer ago than Graph remembers
        kit.tenant(kit.person("ana", signInActivity=None), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))
            .finds(
                "ana", (
                    "has never signed in (or longer ago than Microsoft Graph remembers, which is April 2020) and still on a way to Global Administrator: "
                    "ana@example.onmicrosoft.com is eligible for Global Administrator"
                ),
                shows=("signInActivity holds no sign-in", "eligible, endDateTime 2027-04-30T08:00:00Z",),
                distinct="dormant",
            ),
        # the sign-ins were not readable, and a disabled account needs none
        kit.tenant(kit.row(kit.collection.USERS, id=kit.ident("bob"), accountEnabled=False), kit.standing(_USER_ADMINISTRATOR, to="bob")),
        kit.tenant(kit.without_pim(), kit.person("bob", accountEnabled=False), kit.outside_pim(_USER_ADMINISTRATOR, to="bob")),
        # the customer's own number
        kit.tenant(_last_seen("ana", interactive=40), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.setting("ROLE-006", dormant_days=30)),
        # Graph answered that there is no date, which is no young account
        kit.tenant(kit.person("ana", signInActivity=None, createdDateTime=None), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
    ],
    other=[
        # the account of a member was not read
        ("not_assessed", kit.tenant(
            kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.group("admins", isAssignableToRole=False),
            kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.gap(kit.collection.USERS, "page"), kit.row(
            kit.collection.GROUP_MEMBERS, **{"@odata.type": "#microsoft.graph.user"}, groupId=kit.ident("admins"), id=kit.ident("lost"),
        ))
            .tells(f"a part of users could not be read: access was refused; the account of {kit.ident('lost')} is not in the snapshot")),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        # absent is not never: without P1, or without the permission, Graph says nothing
        ("not_assessed", kit.tenant(
            kit.row(kit.collection.USERS, id=kit.ident("ana"), accountEnabled=True), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
        )),
        # never signed in, and nobody knows since when there is an account to sign in with
        ("not_assessed", kit.tenant(kit.person("ana", signInActivity=None), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
                                    kit.unselected(kit.collection.USERS, "createdDateTime"))),
        ("not_assessed", kit.tenant(kit.row(kit.collection.USERS, id=kit.ident("ana"), signInActivity={"lastSignInDateTime": kit.days(-3)}),
                                    kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))),
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.row(
            kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("somebody"), roleDefinitionId=kit.GLOBAL_ADMINISTRATOR,
            directoryScopeId="/", memberType="Direct", startDateTime=kit.days(-9), endDateTime=None,
        ))),
        # a person in the group, of whom the snapshot holds no more than that
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.eligible_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"),
                                    kit.row(kit.collection.GROUP_MEMBERS, **{
                                        "groupId": kit.ident("admins"), "id": kit.ident("nobody knows"), "@odata.type": "#microsoft.graph.user",
                                    }))
            .tells(f"the account of {kit.ident('nobody knows')} is not in the snapshot")),
        # a custom role of which nothing tells whether it is privileged
        ("not_assessed", kit.tenant(kit.person("bob", accountEnabled=False), kit.custom_role("helper"), kit.eligible(kit.ident("helper"), to="bob"))
            .tells("whether the role helper is privileged is not in the snapshot")),
    ],
)  # fmt: skip
def no_disabled_or_dormant(case: kit.Case) -> Iterator[kit.Finding]:
    """Nobody misses an account that nobody uses: a stolen password, a changed phone number, a new session go unseen there for months, and the role is still
    attached. A disabled account is one click of a helpdesk away from being an administrator again, usually for somebody whose work has long since changed.
    """
    for person in case.each(roles.privileged_people(case, control=False)):
        if (row := roles.user_row(case, person)) is None:
            continue
        found = _disabled(case, person, row) or _dormant(case, person, row)
        if found and roles.is_privileged(case, person.best.role):
            yield found


def _disabled(case: kit.Case, person: roles.Person, row: kit.User) -> kit.Finding | None:
    if row.account_enabled is kit.UNSET:
        case.unknown(kit.collection.USERS, f"whether {person.thing.label} is disabled is not in the snapshot")
    if row.account_enabled is not False:
        return None
    return _finding(person, "disabled", "is disabled and still", "accountEnabled false", kit.Severity.LOW)


def _dormant(case: kit.Case, person: roles.Person, row: kit.User) -> kit.Finding | None:
    if row.sign_in_activity is kit.UNSET:
        case.unknown(kit.collection.USERS, f"when {person.thing.label} last signed in is not in the snapshot (it takes Entra ID P1 and AuditLog.Read.All)")
        return None
    last = last_sign_in(row)
    if last is None:
        return _never(case, person, row)
    if last >= _dormant_since(case):
        return None
    days = (case.taken_at - last).days
    return _finding(person, "dormant", f"has not signed in for {days} days and still", f"last sign-in {last:%Y-%m-%d}")


def _dormant_since(case: kit.Case) -> datetime:
    return case.taken_at - timedelta(days=case.threshold("dormant_days"))


def _never(case: kit.Case, person: roles.Person, row: kit.User) -> kit.Finding | None:
    if row.created_date_time is kit.UNSET:
        case.unknown(kit.collection.USERS, f"since when {person.thing.label}, who has never signed in, has an account is not in the snapshot")
        return None
    created = row.created_date_time
    if created and created >= _dormant_since(case):
        case.note(f"{person.thing.label} has not signed in yet, but was created only on {created:%Y-%m-%d}.")
        return None
    says = "has never signed in (or longer ago than Microsoft Graph remembers, which is April 2020) and still"
    return _finding(person, "dormant", says, "signInActivity holds no sign-in")


def _finding(person: roles.Person, distinct: str, says: str, observed: str, severity: kit.Severity | None = None) -> kit.Finding:
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=person.thing,
        says=f"{says} on a way to {person.in_words}",
        evidence=(kit.Evidence(kit.collection.USERS.name, person.thing.id, observed), *person.best.path.evidence),
        distinct=distinct,
        severity=severity,
        path=person.best.path.edges,
    )
