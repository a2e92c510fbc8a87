"""ROLE-014: Privileged people can do phishing-resistant MFA."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles
from ._methods import is_resistant

_DETAILS = kit.collection.USER_REGISTRATION_DETAILS
_GA, _READERS = kit.GLOBAL_ADMINISTRATOR, "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_PHONES = frozenset({"mobilephone", "alternatemobilephone", "officephone"})
_WEAK = _PHONES | {"email", "securityquestion"}
"""What can be taken over with the number, or is no second factor at all."""


def _methods(*methods: str, capable: bool | None = True) -> kit.Part:
    return kit.row(_DETAILS, id=kit.ident("ana"), isMfaCapable=capable, methodsRegistered=list(methods))


_ANA = kit.eligible(_GA, to="ana")


@kit.check(
    id="ROLE-014",
    title="Privileged people can do phishing-resistant MFA",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.HIGH,
    needs=kit.WAYS | {_DETAILS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={kit.collection.GROUPS, kit.collection.ROLE_DEFINITIONS},
    judges_without_pim=True,
    remedy=(
        "Enable passkeys (Entra admin center > Entra ID > Authentication methods > Policies > Passkey) for the administrators, hand out a Temporary Access "
        "Pass and let each of them register a security key or a passkey at https://aka.ms/mysecurityinfo, then take the phone numbers off these accounts."
    ),
    references=(
        "https://learn.microsoft.com/graph/api/resources/userregistrationdetails",
        "https://learn.microsoft.com/entra/identity/authentication/concept-authentication-strengths",
    ),
    passes=[
        kit.tenant(_ANA, _methods("passKeyDeviceBound")),
        kit.tenant(_ANA, _methods("windowsHelloForBusiness", "mobilePhone")),
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), _methods("fido2SecurityKey")),
        # nobody signs in with a disabled account, and the report leaves it out
        kit.tenant(_ANA, _methods("fido2SecurityKey"), kit.person("ben", accountEnabled=False), kit.eligible(_GA, to="ben")),
        # whoever has no privileged role is not judged
        kit.tenant(_ANA, _methods("fido2SecurityKey"), kit.eligible(_READERS, to="ben")),
        # a key settles it, whatever the report says of MFA
        kit.tenant(_ANA, kit.row(_DETAILS, id=kit.ident("ana"), isMfaCapable=None, methodsRegistered=["fido2SecurityKey", "mobilePhone"])),
        # an owner could make himself a member, and holds nothing as he is
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), kit.owner("olga", of="admins"), _methods("fido2SecurityKey")),
    ],
    partial=[
        # MFA that can be read out on the phone
        kit.tenant(_ANA, _methods("microsoftAuthenticatorPush", "softwareOneTimePasscode"))
            .finds(
                "ana", "has no phishing-resistant method, on a way to Global Administrator: ana@example.onmicrosoft.com is eligible for Global Administrator",
                severity=kit.Severity.MEDIUM,
                shows=("methodsRegistered microsoftauthenticatorpush, softwareonetimepasscode", "eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        kit.tenant(_ANA, _methods("microsoftAuthenticatorPasswordless")),
    ],
    fails=[
        kit.tenant(_ANA, _methods(capable=False))
            .finds(
                "ana", "cannot do MFA at all, on a way to Global Administrator: ana@example.onmicrosoft.com is eligible for Global Administrator",
                severity=kit.Severity.CRITICAL, shows=("methodsRegistered empty", "eligible, endDateTime 2027-04-30T08:00:00Z",), by=("EligibleFor",),
            ),
        kit.tenant(_ANA, _methods("email", capable=False)),
        kit.tenant(_ANA, _methods("mobilePhone", "email"))
            .finds("ana", "can do MFA by phone only, on a way to Global Administrator: ana@example.onmicrosoft.com is eligible for Global Administrator"),
        kit.tenant(kit.standing(_GA, to="ana"), _methods("officePhone")),
        # another's registration is not known, and this one is bare
        kit.tenant(_ANA, _methods(capable=False), kit.eligible(_GA, to="ben")),
        kit.tenant(kit.without_pim(), kit.outside_pim(_GA, to="ana"), _methods(capable=False)),
        # five methods, and none that is worth more than a telephone
        kit.tenant(_ANA, _methods("mobilePhone", "alternateMobilePhone", "officePhone", "email", "securityQuestion"))
            .finds("ana", "can do MFA by phone only, on a way to Global Administrator: ana@example.onmicrosoft.com is eligible for Global Administrator"),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_assessed", kit.tenant(_ANA)),
        ("not_assessed", kit.tenant(_ANA, kit.row(_DETAILS, id=kit.ident("ana"), isMfaCapable=True))),
        ("not_assessed", kit.tenant(_ANA, kit.row(_DETAILS, id=kit.ident("ana"), methodsRegistered=["softwareOneTimePasscode"]))),
        # a person in the group, of whom the snapshot holds no more than that
        ("not_assessed", kit.tenant(kit.scope_privileged(), kit.eligible_member("ana", of="admins"), _methods("fido2SecurityKey"),
                                    kit.standing(_GA, to="admins"),
                                    kit.row(kit.collection.GROUP_MEMBERS, **{
                                        "groupId": kit.ident("admins"), "id": kit.ident("nobody knows"), "@odata.type": "#microsoft.graph.user",
                                    }))
            .tells(f"which methods {kit.ident('nobody knows')} registered is not in the snapshot (the report lags by hours)")),
    ],
)  # fmt: skip
def phishing_resistant_people(case: kit.Case) -> Iterator[kit.Finding]:
    """A policy can ask for a passkey only of somebody who has one. An administrator without a second factor registers the attacker's at the next sign-in; one
    with a phone number alone loses it to whoever talks the operator into a new card; and every code can be read out or typed into the wrong page.
    """
    rows = {row.id.lower(): row for row in case.read(_DETAILS)}
    for person in roles.privileged_people(case, control=False):
        user = case.user(person.thing.id)
        if user and user.account_enabled is False:
            continue
        case.judged()
        row = rows.get(person.thing.id.lower())
        methods = row.methods_registered if row else kit.UNSET
        if row is None or not isinstance(methods, list) or (row.is_mfa_capable not in (True, False) and not _settled(methods)):
            case.unknown(_DETAILS, f"which methods {person.thing.label} registered is not in the snapshot (the report lags by hours)")
        elif found := _judged(person, [one.lower() for one in methods], row.is_mfa_capable is not False):
            yield found


def _settled(methods: list[str]) -> bool:
    return any(is_resistant(one) for one in methods)


def _judged(person: roles.Person, methods: list[str], is_capable: bool) -> kit.Finding | None:
    if any(is_resistant(one) for one in methods):
        return None
    if not is_capable:
        return _finding(person, methods, kit.Degree.FAIL, "cannot do MFA at all", kit.Severity.CRITICAL)
    if set(methods) <= _WEAK:
        return _finding(person, methods, kit.Degree.FAIL, "can do MFA by phone only", None)
    return _finding(person, methods, kit.Degree.PARTIAL, "has no phishing-resistant method", kit.Severity.MEDIUM)


def _finding(person: roles.Person, methods: list[str], degree: kit.Degree, says: str, severity: kit.Severity | None) -> kit.Finding:
    listed = ", ".join(sorted(methods)) or "empty"
    return kit.Finding(
        degree=degree, subject=person.thing, severity=severity, says=f"{says}, on a way to {person.in_words}", path=person.best.path.edges,
        evidence=(kit.Evidence(_DETAILS.name, person.thing.id, f"methodsRegistered {listed}"), *person.best.path.evidence),
    )  # fmt: skip
