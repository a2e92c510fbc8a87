"""ROLE-011: Administrators use separate accounts."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _roles as roles

_GA, _USER_ADMINISTRATOR = kit.GLOBAL_ADMINISTRATOR, "fe930be7-5e62-47db-91af-98c3a49a38b1"
_EVERYDAY = {"exchange": "a mailbox", "microsoftoffice": "Office", "sharepoint": "SharePoint and OneDrive", "teamspaceapi": "Teams"}
"""Services by which somebody works, in lower case as plans name them."""

_EXCHANGE_FOUNDATION = "113feb6c-3fe4-4440-bddc-54d774bf0318"
"""A plan of the service Exchange that comes with nearly every subscription, Entra ID P2 too, and brings no mailbox."""


def _person(*services: str, status: str = "Enabled", **properties: Any) -> kit.Part:
    plans = [{"servicePlanId": kit.ident(one), "capabilityStatus": status, "service": one} for one in services]
    return kit.person("ana", **{"assignedPlans": plans, **properties})


@kit.check(
    id="ROLE-011",
    title="Administrators use separate accounts",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.MEDIUM,
    needs=kit.WAYS | {kit.collection.USERS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.GROUPS},
    judges_without_pim=True,
    remedy=(
        "Give everybody who may become an administrator of tier 0 a second, cloud-only account (Entra admin center > Entra ID > Users > New user) with Entra "
        "ID P2 and nothing else, move the eligibility to it, and take it away from the everyday account."
    ),
    references=(
        "https://learn.microsoft.com/security/privileged-access-workstations/privileged-access-accounts",
        "https://learn.microsoft.com/microsoft-365/enterprise/protect-your-global-administrator-accounts",
    ),
    passes=[
        kit.tenant(_person(), kit.eligible(_GA, to="ana")),
        kit.tenant(_person("AADPremiumService", "MultiFactorService"), kit.eligible(_GA, to="ana")),
        # Entra ID P2 brings Exchange Foundation with it, which is no mailbox
        kit.tenant(_person(assignedPlans=[{"servicePlanId": _EXCHANGE_FOUNDATION, "capabilityStatus": "Enabled", "service": "exchange"}]),
                   kit.eligible(_GA, to="ana")),
        # the licence was taken away
        kit.tenant(_person("exchange", status="Deleted"), kit.eligible(_GA, to="ana")),
        # a role of a lower tier is another matter
        kit.tenant(_person(), kit.eligible(_GA, to="ana"), kit.eligible(_USER_ADMINISTRATOR, to="ben"), kit.person("ben", mail="ben@example.org")),
        # a guest's address is not a mailbox here
        kit.tenant(_person(userType="Guest", mail="ana@elsewhere.example"), kit.eligible(_GA, to="ana")),
        # suspended or locked out, a licence lets nobody work any more
        kit.tenant(_person("exchange", status="Suspended"), kit.eligible(_GA, to="ana")),
        kit.tenant(_person("exchange", status="LockedOut"), kit.eligible(_GA, to="ana")),
    ],
    partial=[
        # an address without a plan: mail reaches somebody
        kit.tenant(_person(mail="ana@example.org"), kit.eligible(_GA, to="ana")),
    ],
    fails=[
        kit.tenant(_person("exchange", mail="ana@example.org"), kit.eligible(_GA, to="ana"))
            .finds(
                "ana", (
                    "is an everyday account (a mailbox) while it is on a way to Global Administrator: ana@example.onmicrosoft.com is eligible for Global "
                    "Administrator"
                ),
                by=("EligibleFor",),
            ),
        kit.tenant(_person("MicrosoftOffice"), kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"))
            .finds(
                "ana", (
                    "is an everyday account (Office) while it is on a way to Global Administrator: ana@example.onmicrosoft.com is an eligible member of "
                    "admins, then admins holds Global Administrator permanently"
                ),
            ),
        kit.tenant(_person("Exchange", status="Warning"), kit.standing(_GA, to="ana")),
        kit.tenant(kit.without_pim(), _person("exchange"), kit.outside_pim(_GA, to="ana")),
        # every service by which somebody works counts
        kit.tenant(_person("exchange", "MicrosoftOffice", "SharePoint", "TeamspaceAPI"), kit.eligible(_GA, to="ana"))
            .finds(
                "ana", (
                    "is an everyday account (Office, SharePoint and OneDrive, Teams, a mailbox) while it is on a way to Global Administrator: "
                    "ana@example.onmicrosoft.com is eligible for Global Administrator"
                ),
            ),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(_person("exchange"), kit.eligible(_USER_ADMINISTRATOR, to="ana"))),
        # nobody becomes anything: an owner would first have to add himself, and other checks say so
        ("not_applicable", kit.tenant(_person("exchange"), kit.owner("ana", of="admins"), kit.standing(_GA, to="admins"))),
        ("not_assessed", kit.tenant(_person(assignedPlans=kit.UNSET), kit.eligible(_GA, to="ana"))),
        ("not_assessed", kit.tenant(_person(mail=kit.UNSET), kit.eligible(_GA, to="ana"))),
    ],
)  # fmt: skip
def separate_accounts(case: kit.Case) -> Iterator[kit.Finding]:
    """The account that reads mail is the account that gets phished, and the session in its browser is worth what the account may become. A second account,
    without a mailbox and used for administration alone, keeps the two apart.
    """
    for person in roles.privileged_people(case, control=False):
        way = next((one for one in person.ways if one.role.tier0), None)
        if way and (row := roles.user_row(case, person)):
            case.judged()
            yield from _judged(case, person, way, row)


def _judged(case: kit.Case, person: roles.Person, way: roles.Way, row: kit.User) -> Iterator[kit.Finding]:
    where = f"while it is on a way to {way.role.name}: {way.path.in_words}"
    if row.assigned_plans is kit.UNSET:
        case.unknown(kit.collection.USERS, f"which licences {person.thing.label} has is not in the snapshot")
        return
    services = sorted({word for one in kit.known(row.assigned_plans) or () if _is_used(one) and (word := _EVERYDAY.get((one.service or "").lower()))})
    if services:
        yield _finding(person, way, kit.Degree.FAIL, f"is an everyday account ({', '.join(services)}) {where}", f"assignedPlans with {', '.join(services)}")
    elif row.mail is kit.UNSET:
        case.unknown(kit.collection.USERS, f"whether {person.thing.label} has a mail address is not in the snapshot")
    elif row.mail and str(kit.known(row.user_type, "")).lower() != "guest":
        yield _finding(person, way, kit.Degree.PARTIAL, f"has a mail address {where}", f"mail {row.mail}")


def _is_used(plan: Any) -> bool:
    gone = (plan.capability_status or "").lower() in ("deleted", "suspended", "lockedout")
    return not gone and (plan.service_plan_id or "").lower() != _EXCHANGE_FOUNDATION


def _finding(person: roles.Person, way: roles.Way, degree: kit.Degree, says: str, observed: str) -> kit.Finding:
    seen = kit.Evidence(kit.collection.USERS.name, person.thing.id, observed)
    return kit.Finding(degree=degree, subject=person.thing, says=says, evidence=(seen, *way.path.evidence), path=way.path.edges)
