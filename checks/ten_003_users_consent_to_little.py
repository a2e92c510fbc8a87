"""TEN-003: Users cannot consent to risky applications."""

from collections.abc import Iterator

from assessor import checkkit as kit

from ._settings import POLICY, authorization, finding

_REQUESTS = kit.collection.ADMIN_CONSENT_REQUEST_POLICY
_SELF = "managepermissiongrantsforself."
_WORKFLOW = kit.row(_REQUESTS, id="consent", isEnabled=True)


def _consent(*policies: str) -> kit.Part:
    return authorization(permissionGrantPoliciesAssigned=[f"ManagePermissionGrantsForSelf.{one}" for one in policies])


@kit.check(
    id="TEN-003",
    title="Users cannot consent to risky applications",
    theme=kit.Theme.TENANT_SETTINGS,
    severity=kit.Severity.HIGH,
    needs={POLICY},
    leans_on={_REQUESTS},
    remedy=(
        "Entra admin center > Entra ID > Enterprise apps > Consent and permissions: set User consent to Do not allow, or to verified publishers and "
        "low-impact permissions, and turn on Admin consent requests with at least two reviewers, so that people who need an application can ask."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/enterprise-apps/configure-user-consent",
        "https://learn.microsoft.com/entra/identity/enterprise-apps/configure-admin-consent-workflow",
        "https://learn.microsoft.com/entra/identity/enterprise-apps/manage-app-consent-policies",
    ),
    passes=[
        kit.tenant(authorization(), _WORKFLOW),
        kit.tenant(_consent("microsoft-user-default-low"), _WORKFLOW),
        # Microsoft decides what this one allows, and says so
        kit.tenant(_consent("microsoft-user-default-recommended"), _WORKFLOW)
            .tells("What users may consent to is left to Microsoft (microsoft-user-default-recommended), which changes it from time to time."),
        # consent of a team's or chat's owner for the team is another thing
        kit.tenant(authorization(permissionGrantPoliciesAssigned=["ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team"]),
                   _WORKFLOW),
    ],
    partial=[
        # nobody can ask, so people find another way
        kit.tenant(authorization(), kit.row(_REQUESTS, id="consent", isEnabled=False))
            .finds("Example", "gives users no way to ask an administrator for consent", shows=("isEnabled false",), distinct="workflow"),
    ],
    fails=[
        kit.tenant(_consent("microsoft-user-default-legacy"), _WORKFLOW)
            .finds("Example", "lets every user consent to any permission that needs no administrator, for any application"),
        kit.tenant(_consent("MICROSOFT-USER-DEFAULT-LEGACY"), _WORKFLOW),
        kit.tenant(authorization(risky=True), _WORKFLOW)
            .finds(
                "Example", "lets users consent to applications that Microsoft calls risky", shows=("allowUserConsentForRiskyApps true",),
                distinct="risky",
            ),
        kit.tenant(_consent("microsoft-user-default-low", "microsoft-user-default-legacy"), _WORKFLOW),
        # the beta has the list elsewhere
        kit.tenant(kit.row(POLICY, id="authorizationPolicy", allowUserConsentForRiskyApps=False,
                           permissionGrantPolicyIdsAssignedToDefaultUserRole=["ManagePermissionGrantsForSelf.microsoft-user-default-legacy"]), _WORKFLOW),
        # open for certain, whatever the workflow is
        kit.tenant(_consent("microsoft-user-default-legacy"), kit.without(_REQUESTS)),
    ],
    other=[
        # a policy of the tenant's own: what it allows is not in the snapshot's reach
        ("not_assessed", kit.tenant(_consent("our-own"), _WORKFLOW)),
        ("not_assessed", kit.tenant(authorization(permissionGrantPoliciesAssigned=kit.UNSET), _WORKFLOW)
            .tells("the authorization policy in the snapshot does not say what users may consent to")),
        ("not_assessed", kit.tenant(authorization(risky=kit.UNSET), _WORKFLOW)
            .tells("the authorization policy in the snapshot does not say whether users may consent to risky applications")),
        ("not_assessed", kit.tenant(authorization(), kit.row(_REQUESTS, id="consent"))
            .tells("whether users can ask an administrator for consent is not in the snapshot")),
        ("not_assessed", kit.tenant(authorization())),
        ("not_applicable", kit.tenant(_WORKFLOW)),
    ],
)  # fmt: skip
def users_consent_to_little(case: kit.Case) -> Iterator[kit.Finding]:
    """An application that a user consents to reads what the user reads, from anywhere, without a password and without MFA, until somebody takes the consent
    back. Asking for consent is the phishing that no sign-in policy stops.
    """
    for row in case.each(case.read(POLICY)):
        said = getattr(row.default_user_role_permissions, "permission_grant_policies_assigned", kit.UNSET)
        yield from _consents(case, said if isinstance(said, list) else row.permission_grant_policy_ids_assigned_to_default_user_role)
        if row.allow_user_consent_for_risky_apps is True:
            yield finding(case, "lets users consent to applications that Microsoft calls risky", "allowUserConsentForRiskyApps true", "risky")
        elif row.allow_user_consent_for_risky_apps is not False:
            case.unknown(POLICY, "the authorization policy in the snapshot does not say whether users may consent to risky applications")
        yield from _workflow(case)


def _consents(case: kit.Case, assigned: object) -> Iterator[kit.Finding]:
    if not isinstance(assigned, list):
        case.unknown(POLICY, "the authorization policy in the snapshot does not say what users may consent to")
        return
    for name in (one[len(_SELF) :] for one in map(str.lower, assigned) if one.startswith(_SELF)):
        if name == "microsoft-user-default-legacy":
            yield finding(case, "lets every user consent to any permission that needs no administrator, for any application", f"consent policy {name}", name)
        elif name == "microsoft-user-default-recommended":
            case.note("What users may consent to is left to Microsoft (microsoft-user-default-recommended), which changes it from time to time.")
        elif name != "microsoft-user-default-low":
            case.unknown(POLICY, f"what the consent policy {name} allows is not judged: read it in Enterprise applications > Consent and permissions")


def _workflow(case: kit.Case) -> Iterator[kit.Finding]:
    if missing := case.missing(_REQUESTS):
        case.unknown(_REQUESTS, missing.says, missing.reason_code)
        return
    row = next(iter(case.find(_REQUESTS) or ()), None)
    if row and row.is_enabled is False:
        yield kit.Finding(
            degree=kit.Degree.PARTIAL, subject=case.tenant_thing(), distinct="workflow", says="gives users no way to ask an administrator for consent",
            evidence=(kit.Evidence(_REQUESTS.name, row.id or None, "isEnabled false"),),
        )  # fmt: skip
    elif row is None or row.is_enabled is not True:
        case.unknown(_REQUESTS, "whether users can ask an administrator for consent is not in the snapshot")
