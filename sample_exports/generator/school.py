"""Example Valley School Board: the people and things that are the same before and after the project."""

from __future__ import annotations

from generator import access, licences, roles
from generator.export import Export
from generator.ids import uid
from generator.people import APP, PHONE, group, members, person

DOMAIN, INITIAL = "examplevalley.example", "examplevalleyschools.onmicrosoft.com"
GRAPH_APP = "00000003-0000-0000-c000-000000000000"
MICROSOFT_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
CLASSES = {"5A": "berg", "5B": "haddad", "6A": "ortega"}
"""Each class and the handle of its teacher."""
STAFF = {  # handle -> name
    "dubois": "Claire Dubois (head teacher)",
    "berg": "Tomas Berg (class teacher 5A)",
    "haddad": "Amira Haddad (class teacher 5B)",
    "ortega": "Luis Ortega (class teacher 6A)",
    "weber": "Hanna Weber (music)",
    "novak": "Peter Novak (sports)",
    "kaya": "Elif Kaya (school psychologist)",
    "stein": "Ruth Stein (student support)",
    "rossi": "Nina Rossi (secretary)",
    "albrecht": "Ines Albrecht (head of IT)",
    "menon": "Ravi Menon (IT)",
    "yildiz": "Selma Yildiz (IT)",
    "lund": "Oskar Lund (helpdesk)",
    "park": "Mina Park (helpdesk)",
    "fischer": "Lena Fischer (devices)",
    "virtanen": "Juha Virtanen (mail)",
    "adler": "Georg Adler (data protection officer)",
    "kowal": "Beata Kowal (internal audit)",
}
_FIRST = ("Ada", "Ben", "Cleo", "Dario", "Edda", "Finn", "Gita", "Hugo", "Ilse", "Jona", "Kira", "Levi")
_LAST = {"5A": "Amsel", "5B": "Birke", "6A": "Cedar"}
_MINUTES_A_DAY = 1440


def daily_upn(handle: str) -> str:
    """The everyday account of a member of staff."""
    return f"{handle}@{DOMAIN}"


def start(taken_at: str) -> Export:
    """The tenant with its roles."""
    export = Export("example valley", taken_at)
    roles.definitions(export)
    return export


def organization(export: Export, *, synced: bool, federated: str | None = None) -> None:
    """The tenant object and its domains."""
    names = [(INITIAL, True, False, "Managed"), (DOMAIN, False, True, "Managed")] + ([(federated, False, False, "Federated")] if federated else [])
    export.add(
        "organization",
        {
            "id": export.tenant_id,
            "displayName": "Example Valley School Board",
            "tenantType": "AAD",
            "countryLetterCode": "DE",
            "preferredLanguage": "en",
            "createdDateTime": "2016-04-11T08:00:00Z",
            "onPremisesSyncEnabled": synced or None,
            "onPremisesLastSyncDateTime": export.time(minutes=-20) if synced else None,
            "technicalNotificationMails": [f"it@{DOMAIN}"],
            "businessPhones": [],
            "marketingNotificationEmails": [],
            "assignedPlans": [],
            "verifiedDomains": [
                {"capabilities": "Email, OfficeCommunicationsOnline", "isDefault": default, "isInitial": initial, "name": name, "type": kind}
                for name, initial, default, kind in names
            ],
        },
    )
    for name, initial, default, kind in names:
        export.add(
            "domains",
            {
                "id": name,
                "authenticationType": kind,
                "availabilityStatus": None,
                "isAdminManaged": True,
                "isDefault": default,
                "isInitial": initial,
                "isRoot": True,
                "isVerified": True,
                "supportedServices": ["Email", "OfficeCommunicationsOnline"],
                "passwordNotificationWindowInDays": None,
                "passwordValidityPeriodInDays": 2147483647,
            },
        )


def staff(export: Export, *, synced: bool, methods: tuple[str, ...] = APP, extra: dict[str, tuple[str, ...]] | None = None) -> dict[str, str]:
    """Everyday accounts of the staff with a mailbox; ids by handle. `extra`: further licences."""
    return {
        handle: person(
            export,
            handle,
            name,
            daily_upn(handle),
            licences=("faculty", *(extra or {}).get(handle, ())),
            methods=methods,
            mail=True,
            synced=synced,
            last_seen=0.6 + number / 10,
        )
        for number, (handle, name) in enumerate(STAFF.items())
    }


def students(export: Export, *, synced: bool) -> dict[str, list[str]]:
    """Twelve students a class; ids by class."""
    found: dict[str, list[str]] = {}
    for name, last in _LAST.items():
        for number, first in enumerate(_FIRST):
            handle = f"s-{name.lower()}-{number + 1:02}"
            found.setdefault(name, []).append(
                person(
                    export,
                    handle,
                    f"{first} {last}",
                    f"{handle}@{DOMAIN}",
                    licences=("student",),
                    methods=PHONE if number % 4 else APP,
                    mail=True,
                    synced=synced,
                    created="2024-08-19T07:00:00Z",
                    last_seen=0.5 + (number * 37 % 60) / 10,
                )
            )
    return found


def staff_group(export: Export, people: dict[str, str]) -> str:
    """All staff, for mail and licences."""
    key = group(export, "staff", "Staff (all)", "Everybody who works at the school")
    members(export, key, *people.values())
    return key


def graph(export: Export) -> str:
    """Microsoft Graph's own service principal; the id."""
    return export.add(
        "servicePrincipals",
        _service_principal(
            export,
            "graph",
            "Microsoft Graph",
            GRAPH_APP,
            owner=MICROSOFT_TENANT,
            audience="AzureADMultipleOrgs",
            roles=[
                ("User.Read.All", "df021288-bdef-4463-88db-98f22de89214"),
                ("User.ReadWrite.All", "741f803b-c850-494e-b5df-cde7c675a1ca"),
                ("SynchronizationData-User.Upload", "db31e92a-b9ea-4d87-bf6a-75a37a9ca35a"),
                ("Mail.Send", "b633e1c5-b582-4048-a93e-9f11b44c7e96"),
                ("RoleManagement.ReadWrite.Directory", "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"),
                ("AdministrativeUnit.ReadWrite.All", "5eb59dd3-1da2-4329-8733-9dabdc435916"),
                ("EduRoster.Read.All", "e0ac9e1b-cb65-4fc5-87c5-1a8bc181f648"),
            ],
        ),
    )


def app(export: Export, handle: str, name: str, *, secrets: list[dict] | None = None, managed_identity: bool = False) -> tuple[str, str]:
    """An application of this tenant (or a managed identity); ids of service principal and application."""
    app_id = uid("appId", export.tenant_id, handle)
    kind = "ManagedIdentity" if managed_identity else "Application"
    principal = export.add("servicePrincipals", _service_principal(export, handle, name, app_id, owner=export.tenant_id, audience="AzureADMyOrg", kind=kind))
    if managed_identity:
        return principal, ""
    application = export.add(
        "applications",
        {
            "id": uid("application", export.tenant_id, handle),
            "deletedDateTime": None,
            "appId": app_id,
            "displayName": name,
            "createdDateTime": "2024-02-12T09:00:00Z",
            "signInAudience": "AzureADMyOrg",
            "publisherDomain": DOMAIN,
            "identifierUris": [],
            "appRoles": [],
            "keyCredentials": [],
            "passwordCredentials": secrets or [],
            "requiredResourceAccess": [],
            "tags": [],
            "servicePrincipalLockConfiguration": {
                "isEnabled": True,
                "allProperties": True,
                "credentialsWithUsageVerify": None,
                "credentialsWithUsageSign": None,
                "tokenEncryptionKeyId": None,
            },
        },
    )
    return principal, application


def _service_principal(
    export: Export, handle: str, name: str, app_id: str, *, owner: str, audience: str, kind: str = "Application", roles: list[tuple[str, str]] | None = None
) -> dict:
    return {
        "id": uid("servicePrincipal", export.tenant_id, handle),
        "deletedDateTime": None,
        "appId": app_id,
        "displayName": name,
        "appDisplayName": name,
        "appOwnerOrganizationId": owner if kind == "Application" else None,
        "servicePrincipalType": kind,
        "accountEnabled": True,
        "signInAudience": audience,
        "appRoleAssignmentRequired": False,
        "servicePrincipalNames": [app_id],
        "keyCredentials": [],
        "passwordCredentials": [],
        "tags": [],
        "appRoles": [
            {"id": key, "value": value, "displayName": value, "description": None, "isEnabled": True, "allowedMemberTypes": ["Application"]}
            for value, key in roles or []
        ],
    }


def secret(name: str, begins: str, ends: str) -> dict:
    """A client secret's metadata."""
    return {
        "customKeyIdentifier": None,
        "displayName": name,
        "endDateTime": ends,
        "hint": "x7Q",
        "keyId": uid("secret", name, begins),
        "secretText": None,
        "startDateTime": begins,
    }


def permits(export: Export, principal: str, graph_id: str, permission: str) -> None:
    """Grant an application permission on Microsoft Graph."""
    role = next(row["id"] for row in export.find("servicePrincipals", graph_id)["appRoles"] if row["value"] == permission)
    name = export.find("servicePrincipals", principal)["displayName"]
    export.add(
        "appRoleAssignments",
        {
            "id": uid("appRole", principal, role),
            "deletedDateTime": None,
            "appRoleId": role,
            "createdDateTime": "2024-02-12T09:10:00Z",
            "principalDisplayName": name,
            "principalId": principal,
            "principalType": "ServicePrincipal",
            "resourceDisplayName": "Microsoft Graph",
            "resourceId": graph_id,
        },
    )


def delegated(export: Export, client: str, graph_id: str, scope: str, *, user: str | None = None) -> None:
    """A delegated grant, for everybody or for one user."""
    export.add(
        "oauth2PermissionGrants",
        {
            "id": uid("grant", client, scope),
            "clientId": client,
            "consentType": "Principal" if user else "AllPrincipals",
            "principalId": user,
            "resourceId": graph_id,
            "scope": scope,
        },
    )


def subscriptions(export: Export, **units: int) -> None:
    """Subscriptions by short name and units."""
    for name, number in units.items():
        licences.subscription(export, name, number)


def common_access(export: Export) -> None:
    """What Conditional Access offers everywhere."""
    access.strengths(export)
    access.ip_location(export, "campus", "School campus", "192.0.2.0/24", "2001:db8:5c00::/48", trusted=True)
