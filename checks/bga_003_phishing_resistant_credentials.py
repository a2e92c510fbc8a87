"""BGA-003: Emergency accounts have phishing-resistant credentials."""

from collections.abc import Iterator

from assessor import checkkit as kit

from ._methods import is_resistant

_DETAILS = kit.collection.USER_REGISTRATION_DETAILS


def _methods(*methods: str, of: str = "emergency2") -> kit.Part:
    return kit.row(_DETAILS, id=kit.ident(of), methodsRegistered=list(methods))


_PAIR = kit.together(kit.two_break_glass_accounts(), _methods("passKeyDeviceBound", of="emergency1"))


@kit.check(
    id="BGA-003",
    title="Emergency accounts have phishing-resistant credentials",
    theme=kit.Theme.BREAK_GLASS,
    severity=kit.Severity.HIGH,
    talk=("T03",),
    needs={_DETAILS},
    uses={kit.collection.USERS},
    remedy=(
        "Register two security keys (passkeys, FIDO2) for each emergency account (sign in with a Temporary Access Pass at https://aka.ms/mysecurityinfo), keep "
        "them in different safes, and take phone numbers and apps of single people off the account."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",
        "https://learn.microsoft.com/graph/api/resources/userregistrationdetails",
    ),
    passes=[
        kit.tenant(_PAIR, _methods("fido2SecurityKey")),
        # the password, or a method beside it, does not count against a key
        kit.tenant(_PAIR, _methods("passKeyDeviceBoundAuthenticator", "mobilePhone", "email")),
        kit.tenant(_PAIR, _methods("windowsHelloForBusiness")),
    ],
    fails=[
        kit.tenant(_PAIR, _methods())
            .finds("emergency2", "has no phishing-resistant method registered, nothing but a password", shows=("methodsRegistered empty",))
            .tells("Certificates are not among the methods that Graph reports: an account that signs in with one alone is to be excepted, with the reason."),
        kit.tenant(_PAIR, _methods("mobilePhone", "microsoftAuthenticatorPush", "microsoftAuthenticatorPasswordless", "softwareOneTimePasscode"))
            .finds(
                "emergency2", (
                    "has no phishing-resistant method registered, only microsoftAuthenticatorPasswordless, microsoftAuthenticatorPush, mobilePhone, "
                    "softwareOneTimePasscode"
                ),
                shows=("methodsRegistered microsoftAuthenticatorPasswordless, microsoftAuthenticatorPush, mobilePhone, softwareOneTimePasscode",),
            ),
        # what is handed out for a day is no credential
        kit.tenant(_PAIR, _methods("temporaryAccessPass")),
        # one is not known, and the other is bare
        kit.tenant(kit.two_break_glass_accounts(), _methods("email")),
    ],
    other=[
        # nobody is declared: BGA-001 says so
        ("not_applicable", kit.tenant(_methods("fido2SecurityKey", of="ana"))),
        # the report lags, and leaves out disabled accounts
        ("not_assessed", kit.tenant(_PAIR)),
        ("not_assessed", kit.tenant(_PAIR, kit.row(_DETAILS, id=kit.ident("emergency2")))),
    ],
)  # fmt: skip
def phishing_resistant_credentials(case: kit.Case) -> Iterator[kit.Finding]:
    """An emergency account holds everything, always, and few policies stand before it. A password alone, or a code that can be read out on the phone, is then
    all that lies between a caller and the tenant; and a phone belongs to one person, who is on holiday on that day.
    """
    rows = {row.id.lower(): row for row in case.read(_DETAILS)}
    for account in case.each(case.resolved.break_glass):
        row = rows.get(account.id.lower())
        methods = row.methods_registered if row else kit.UNSET
        if not isinstance(methods, list):
            case.unknown(_DETAILS, f"which methods {account.label} registered is not in the snapshot (the report leaves out disabled users and lags by hours)")
        elif not any(is_resistant(one) for one in methods):
            only = f"only {', '.join(sorted(methods))}" if methods else "nothing but a password"
            case.note("Certificates are not among the methods that Graph reports: an account that signs in with one alone is to be excepted, with the reason.")
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=account,
                says=f"has no phishing-resistant method registered, {only}",
                evidence=(kit.Evidence(_DETAILS.name, account.id, f"methodsRegistered {', '.join(sorted(methods)) or 'empty'}"),),
            )
