"""The school before the project: what the talk warns of, each mistake made by somebody for a reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator import before_access, before_rest, pim, roles, school
from generator.endpoints import AZURE
from generator.export import Export
from generator.ids import uid
from generator.people import APP, PHONE, group, members, owners, person
from generator.roles import GA, ROLE, belongs, holds, may_belong, may_hold, onboard

TAKEN_AT = "2026-09-14T06:30:00Z"
LONG_AGO, LAST_YEAR = "2022-08-22T07:00:00Z", "2025-09-01T07:00:00Z"
FEDERATED = f"sso.{school.DOMAIN}"
GUEST = f"kim.parker_partner.example#EXT#@{school.INITIAL}"
GONE_ADMIN, GONE_UNIT, GONE_GROUP = uid("deleted", "app administrator"), uid("deleted", "class 3C"), uid("deleted", "pilot group")
_LICENSED = ("albrecht", "fischer", "yildiz", "kowal", "lund")


@dataclass
class School:
    """The cast by handle and the groups that later steps refer to."""

    people: dict[str, str]
    students: dict[str, list[str]]
    groups: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)


def export() -> Export:
    """The tenant on 14 September 2026."""
    out = school.start(TAKEN_AT)
    cast = _people(out)
    cast.groups["staff"] = school.staff_group(out, {name: key for name, key in cast.people.items() if name in (*school.STAFF, "emergency")})
    _direct_roles(out, cast)
    _admin_group(out, cast)
    _other_groups(out, cast)
    before_rest.units(out, cast, GONE_UNIT)
    before_rest.applications(out, cast)
    _role_policies(out, cast)
    before_access.policies(out, cast, GONE_GROUP)
    before_rest.tenant(out, FEDERATED)
    before_rest.governed(out, cast)
    for key, where in ((GONE_ADMIN, "roleAssignments"), (GONE_UNIT, "roleAssignments"), (GONE_GROUP, "conditionalAccessPolicies")):
        out.add("unresolvedIds", {"id": key, "referencedBy": where, "httpStatus": 404})
    roles.mark_admins(out)
    out.miss("unsupported", "adminUxSetting", status=401, code="Unauthorized")
    out.miss("not_requested", *AZURE)
    return out


def engagement() -> str:
    """What the consultant knew at the first visit."""
    return f'''# The school before the project. Everybody and everything in it is invented.
[engagement]
customer = "Example Valley School Board"
consultant = "Example Consulting"
language = "en"

[break_glass]
accounts = ["emergency@{FEDERATED}"]

[sensitive]
groups = ["{uid("group", "sensitive")}"]  # Student support (confidential)

[[exceptions]]
check = "GA-002"
subject = "vera.holm@{school.DOMAIN}"
reason = "Contractor builds the new tenant until the end of the year"
owner = "Head of IT"
expires = 2026-12-31

[[exceptions]]
check = "ROLE-005"
subject = "{GUEST}"
reason = "The partner migrates mailboxes"
owner = "Head of IT"
expires = 2026-06-30  # past: the exception no longer applies

[answers."AUD-001"]
answer = "fail"
by = "Head of IT"
on = 2026-09-14

[answers."AUD-002"]
answer = "fail"
by = "Head of IT"
on = 2026-09-14
'''


def _people(out: Export) -> School:
    people = school.staff(out, synced=True, extra=dict.fromkeys(_LICENSED, ("p2",)))
    students = school.students(out, synced=True)
    one = school.DOMAIN
    people |= {
        "emergency": person(
            out, "emergency", "Emergency account", f"emergency@{FEDERATED}", licences=("faculty",), methods=PHONE, mail=True, created=LONG_AGO, last_seen=402
        ),
        "kim": person(out, "kim", "Kim Parker (partner)", GUEST, guest=True, methods=APP, mail=True, created=LAST_YEAR, last_seen=12),
        "olsen": person(out, "olsen", "Per Olsen (left in 2024)", f"olsen@{one}", enabled=False, created=LONG_AGO, last_seen=640),
        "brandt": person(out, "brandt", "Mia Brandt (left in 2025)", f"brandt@{one}", enabled=False, created=LONG_AGO, last_seen=410),
        "it-admin": person(out, "it-admin", "IT Admin (shared)", f"it-admin@{school.INITIAL}", methods=PHONE, created=LONG_AGO, last_seen=2),
        "vera": person(
            out, "vera", "Vera Holm (contractor)", f"vera.holm@{one}", licences=("faculty",), mail=True, created="2026-06-01T07:00:00Z", last_seen=1
        ),
        "reseller": person(out, "reseller", "Reseller support", f"reseller@{school.INITIAL}", methods=PHONE, created=LONG_AGO, last_seen=None),
        "sync": person(
            out, "sync", "On-Premises Directory Synchronization Service Account", f"Sync_EVDC01_4f2a9c@{school.INITIAL}", created=LONG_AGO, last_seen=0.01
        ),
        "scanner": person(out, "scanner", "Scan to mail", f"scanner@{one}", licences=("faculty",), mail=True, created=LONG_AGO, last_seen=0.3),
    }
    return School(people, students)


def _direct_roles(out: Export, cast: School) -> None:
    who = cast.people
    for handle in ("albrecht", "berg", "kim", "olsen", "it-admin", "emergency"):
        holds(out, who[handle], GA, start=LONG_AGO)
    holds(out, who["vera"], GA, start="2026-06-01T08:00:00Z", end="2026-12-31T23:00:00Z")
    may_hold(out, who["fischer"], GA, start=LAST_YEAR)
    holds(out, who["fischer"], GA, start=out.time(minutes=-45), end=out.time(hours=23, minutes=15), kind="Activated")
    for handle in ("lund", "park"):
        holds(out, who[handle], "Helpdesk Administrator", start=LONG_AGO)
    holds(out, who["rossi"], "User Administrator", start=LONG_AGO, in_pim=False)
    holds(out, GONE_ADMIN, "Application Administrator", start=LONG_AGO)
    holds(out, who["reseller"], "Partner Tier2 Support", start=LONG_AGO)
    for handle in ("sync", "scanner"):
        holds(out, who[handle], "Directory Synchronization Accounts", start=LONG_AGO)
    for handle, role in (
        ("kowal", "Privileged Role Administrator"),
        ("it-admin", "Privileged Authentication Administrator"),
        ("lund", "Conditional Access Administrator"),
        ("fischer", "Intune Administrator"),
        ("novak", "Authentication Administrator"),
    ):
        may_hold(out, who[handle], role, start=LAST_YEAR)
    operator = roles.custom_role(
        out, "operator", "School IT operator", "microsoft.directory/users/standard/read", "microsoft.directory/users/password/update", privileged=True
    )
    holds(out, who["virtanen"], operator, start=LAST_YEAR)
    roles.custom_role(out, "inventory", "Device inventory reader", "microsoft.directory/devices/standard/read")


def _admin_group(out: Export, cast: School) -> None:
    """PIM for Groups was tried once for Global Administrator: everything that can go wrong with it."""
    who = cast.people
    helpdesk = group(out, "helpdesk", "IT Helpdesk (all)", "Everybody who helps with computers", mail=True)
    members(out, helpdesk, who["lund"], who["park"], who["novak"])
    owners(out, helpdesk, who["novak"])
    key = group(out, "ga-admins", "GA-Admins", "Global Administrators", assignable=True)
    cast.groups |= {"helpdesk": helpdesk, "ga-admins": key}
    holds(out, key, GA, start=LAST_YEAR)
    onboard(out, key)
    belongs(out, key, who["menon"], start=LAST_YEAR)
    members(out, key, who["virtanen"])  # added outside PIM
    for one in (who["yildiz"], who["albrecht"], helpdesk):
        may_belong(out, key, one, start=LAST_YEAR)
    belongs(out, key, who["weber"], access="owner", start=LAST_YEAR)
    may_belong(out, key, who["rossi"], access="owner", start=LAST_YEAR)
    pim.group_policies(
        out,
        key,
        pim.Settings(longest="PT12H", on_activation=(pim.WHY,)),
        pim.Settings(longest="P1D", on_activation=(), on_assignment=()),
        modified="2025-09-01T07:30:00Z",
        by="Ines Albrecht",
    )


def _role_group(out: Export, cast: School, handle: str, name: str, text: str, policy: pim.Settings | None = pim.GROUP_DEFAULT) -> str:
    key = group(out, handle, name, text, assignable=True)
    cast.groups[handle] = key
    if policy:
        onboard(out, key)
        pim.group_policies(out, key, policy, pim.GROUP_DEFAULT)
    return key


def _other_groups(out: Export, cast: School) -> None:
    who = cast.people
    legacy = _role_group(out, cast, "legacy", "Legacy-Admins", "All administrators, from before PIM", None)
    for role in (GA, "Exchange Administrator", "Intune Administrator", "User Administrator", "Teams Administrator"):
        holds(out, legacy, role, start=LONG_AGO)
    members(out, legacy, who["kim"], who["park"])
    on_demand = _role_group(out, cast, "on-demand", "GA-On-Demand", "May activate Global Administrator")
    may_hold(out, on_demand, GA, start=LAST_YEAR)
    belongs(out, on_demand, who["lund"], start=LAST_YEAR)
    may_belong(out, on_demand, who["adler"], start=LAST_YEAR)
    only_albrecht = (pim.approver(who["albrecht"], "Ines Albrecht (head of IT)"),)
    security = _role_group(
        out,
        cast,
        "security",
        "SecOps",
        "Security operations",
        pim.Settings(on_activation=(pim.WHY,), approvers=only_albrecht, eligible_ends=True, active_ends=True),
    )
    may_hold(out, security, "Security Administrator", start=LAST_YEAR)
    may_belong(out, security, who["kowal"], start=LAST_YEAR, end="2026-12-31T23:00:00Z")
    mail = _role_group(out, cast, "mail", "Exchange-Admins", "Mail administrators")
    holds(out, mail, "Exchange Administrator", start=LAST_YEAR)
    may_belong(out, mail, who["virtanen"], start=LAST_YEAR, end="2027-07-31T22:00:00Z")
    may_belong(out, mail, who["kowal"], start=LAST_YEAR, end="2027-07-31T22:00:00Z")
    belongs(out, mail, who["kowal"], kind="activated", start=out.time(hours=-11), end=out.time(hours=-3))  # over, and still there
    leadership = _role_group(out, cast, "leadership", "Leadership-Helpdesk", "Helps the school management")
    holds(out, leadership, "Helpdesk Administrator", start=LAST_YEAR)
    may_belong(out, leadership, who["stein"], start=LAST_YEAR, end="2027-07-31T22:00:00Z")
    _role_group(out, cast, "old-project", "Old project admins", "Tablet project 2023", None)
    sensitive = group(out, "sensitive", "Student support (confidential)", "Opens the confidential files of student support")
    members(out, sensitive, who["kaya"], who["stein"])
    owners(out, sensitive, who["rossi"])


def _role_policies(out: Export, cast: School) -> None:
    """Changed where somebody found PIM a nuisance."""
    albrecht = pim.approver(cast.people["albrecht"], "Ines Albrecht (head of IT)")
    changed = {
        GA: pim.Settings(longest="P1D", on_activation=(pim.WHY,), silent=True),
        "Privileged Role Administrator": pim.Settings(on_activation=(pim.WHY,), context="c1", approvers=(albrecht,)),
        "Security Administrator": pim.Settings(approvers=(albrecht,)),
        "Intune Administrator": pim.Settings(longest="PT10H", on_activation=()),
        "Conditional Access Administrator": pim.Settings(on_activation=(pim.WHY,), context="c4"),
        "Authentication Administrator": pim.Settings(on_activation=(pim.WHY,), context="c5"),
    }
    by_id = {ROLE[name]: settings for name, settings in changed.items()}
    used = {row["roleDefinitionId"] for name in ("roleAssignments", "roleEligibilityScheduleInstances") for row in out.rows[name]}
    for role in sorted({ROLE[name] for name in roles.PRIVILEGED} | used):
        if role in by_id:
            pim.role_policy(out, role, by_id[role], modified="2025-03-17T15:20:00Z", by="Ines Albrecht")
        else:
            pim.role_policy(out, role)
