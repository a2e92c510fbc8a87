"""A smaller school without Entra ID P2, read by an application that was refused here and there: what cannot be assessed."""

from __future__ import annotations

from generator import access, roles, school, settings
from generator.access import apps, grant, policy, users
from generator.endpoints import AZURE, GOVERNANCE_ONLY, P2_ONLY
from generator.export import Export
from generator.people import APP, PHONE, group, members, person
from generator.roles import GA, ROLE, holds

TAKEN_AT = "2026-11-16T06:30:00Z"
DOMAIN, INITIAL = "lakeside.example", "lakesideprimary.onmicrosoft.com"
_NO_P2 = "AadPremiumLicenseRequired"
_PUPILS = ("Mio", "Nele", "Odin", "Pia", "Quin", "Runa", "Sami", "Tara")


def export() -> Export:
    """The tenant on 16 November 2026."""
    out = Export("lakeside", TAKEN_AT)
    roles.definitions(out)
    people = _people(out)
    helpdesk = _roles(out, people)
    _tenant(out)
    _access(out, people)
    roles.mark_admins(out)
    out.miss("not_licensed", *P2_ONLY, status=400, code=_NO_P2)
    out.miss("not_licensed", *GOVERNANCE_ONLY, status=403, code=_NO_P2)
    out.miss(
        "forbidden",
        "administrativeUnits",
        "administrativeUnitMembers",
        "administrativeUnitScopedRoleMembers",
        "groupOwners",
        status=403,
        code="Authorization_RequestDenied",
    )
    out.miss("unsupported", "adminUxSetting", status=401, code="Unauthorized")
    out.miss("not_requested", *AZURE)
    out.gap("groupMembers", "groupId", helpdesk, "forbidden", 403)
    return out


def engagement() -> str:
    """What the consultant knows of the school."""
    return f"""# A smaller school without Entra ID P2. Everybody and everything in it is invented.
[engagement]
customer = "Lakeside Primary School"
consultant = "Example Consulting"
language = "en"

[break_glass]
accounts = ["bg-one@{INITIAL}", "bg-two@{INITIAL}"]

[answers."TEN-001"]
answer = "pass"
by = "Administrator of the tenant, screenshot 2"
on = 2026-11-16
"""


def _people(out: Export) -> dict[str, str]:
    staff = {
        "lindholm": "Eva Lindholm (head teacher)",
        "moreau": "Paul Moreau (teacher, computers)",
        "tanaka": "Yui Tanaka (secretary)",
        "costa": "Rita Costa (teacher)",
        "ivers": "Nils Ivers (teacher)",
    }
    found = {
        handle: person(
            out,
            f"lakeside {handle}",
            name,
            f"{handle}@{DOMAIN}",
            licences=("faculty",),
            methods=APP if handle == "moreau" else PHONE,
            mail=True,
            last_seen=number + 0.5,
        )
        for number, (handle, name) in enumerate(staff.items())
    }
    for number, name in enumerate(_PUPILS):
        person(
            out,
            f"lakeside pupil {name}",
            f"{name} Example",
            f"{name.lower()}@{DOMAIN}",
            licences=("student",),
            mail=True,
            last_seen=None if number == len(_PUPILS) - 1 else number * 0.7 + 0.2,
        )
    found["provider"] = person(out, "lakeside provider", "IT provider", f"provider@{INITIAL}", methods=APP, last_seen=9)
    for handle, seen in (("one", 31), ("two", 140)):
        found[f"bg-{handle}"] = person(
            out,
            f"lakeside bg {handle}",
            f"Break glass {handle}",
            f"bg-{handle}@{INITIAL}",
            methods=("fido2SecurityKey",) if handle == "one" else (),
            created="2023-05-02T08:00:00Z",
            last_seen=seen,
        )
    return found


def _roles(out: Export, people: dict[str, str]) -> str:
    for handle in ("moreau", "provider", "bg-one", "bg-two"):
        holds(out, people[handle], GA, start="2023-05-02T08:00:00Z")
    holds(out, people["tanaka"], "User Administrator", start="2023-05-02T08:00:00Z")
    helpdesk = group(out, "lakeside helpdesk", "Helpdesk", "Membership is hidden, and the collector may not see it", assignable=True)
    holds(out, helpdesk, "Helpdesk Administrator", start="2024-01-15T08:00:00Z")
    teachers = group(out, "lakeside teachers", "Teachers", "All teachers", mail=True)
    members(out, teachers, people["moreau"], people["costa"], people["ivers"])
    return helpdesk


def _tenant(out: Export) -> None:
    out.add(
        "organization",
        {
            "id": out.tenant_id,
            "displayName": "Lakeside Primary School",
            "tenantType": "AAD",
            "countryLetterCode": "DE",
            "preferredLanguage": "en",
            "createdDateTime": "2018-02-01T08:00:00Z",
            "onPremisesSyncEnabled": None,
            "technicalNotificationMails": [f"office@{DOMAIN}"],
            "businessPhones": [],
            "marketingNotificationEmails": [],
            "assignedPlans": [],
            "verifiedDomains": [
                {"capabilities": "Email", "isDefault": name == DOMAIN, "isInitial": name == INITIAL, "name": name, "type": "Managed"}
                for name in (INITIAL, DOMAIN)
            ],
        },
    )
    for name in (INITIAL, DOMAIN):
        out.add(
            "domains",
            {
                "id": name,
                "authenticationType": "Managed",
                "availabilityStatus": None,
                "isAdminManaged": True,
                "isDefault": name == DOMAIN,
                "isInitial": name == INITIAL,
                "isRoot": True,
                "isVerified": True,
                "supportedServices": ["Email"],
            },
        )
    school.subscriptions(out, faculty=10, student=30)
    settings.authorization(out, tight=False)
    settings.consent(out, ())
    settings.security_defaults(out)
    settings.methods(out, passkeys=False)
    settings.cross_tenant(out)
    school.graph(out)


def _access(out: Export, people: dict[str, str]) -> None:
    access.strengths(out)
    access.resource_actions(out, (), None)
    emergency = (people["bg-one"], people["bg-two"])
    policy(out, "Everybody: MFA", users(everybody=True, not_users=emergency), apps(), grants=grant("mfa"))
    policy(
        out,
        "Everybody: no legacy authentication",
        users(everybody=True, not_users=emergency),
        apps(),
        clients=("exchangeActiveSync", "other"),
        grants=grant("block"),
    )
    policy(out, "Administrators: sign in anew every day", users(roles=(ROLE[GA],)), apps(), sessions=access.session(hours=24))
