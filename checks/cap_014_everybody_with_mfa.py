"""CAP-014: Everybody signs in with MFA."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_PART = signins.Part()


@kit.check(
    id="CAP-014",
    title="Everybody signs in with MFA",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.HIGH,
    needs=signins.NEEDS,
    uses=signins.USES,
    remedy=(
        "Have one policy (Entra admin center > Entra ID > Conditional Access > Policies) for all users and all resources that requires MFA; include "
        "everybody and exclude by a small group, rather than include by groups that new people have to be put into first."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-mfa-strength",
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-guests-mfa-strength",
    ),
    passes=[
        kit.tenant(kit.access_policy("mfa", "mfa")),
        # those who are excluded by name or group are the subject of CAP-008
        kit.tenant(kit.access_policy("mfa", "mfa", without_users=("emergency1",), without_groups=("spared",)), kit.group("spared")),
        # also where nobody could read who is in the group
        kit.tenant(kit.access_policy("mfa", "mfa", without_groups=("spared",)), kit.group("spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared")),
        kit.tenant(kit.access_policy("members", "mfa", users=("All",), without_users=()), kit.access_policy("old", "block", clientAppTypes=["other"])),
    ],
    fails=[
        kit.tenant(),
        kit.tenant(kit.two_break_glass_accounts()),
        kit.tenant(kit.access_policy("staff", "mfa", users=(), groups=("staff",)), kit.group("staff")),
        kit.tenant(kit.access_policy("roles", "mfa", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,))),
        kit.tenant(kit.access_policy("mfa", "mfa", state="enabledForReportingButNotEnforced")),
        kit.tenant(kit.access_policy("mail", "mfa", apps=("Office365",))),
        kit.tenant(kit.access_policy("modern", "mfa", clientAppTypes=["browser", "mobileAppsAndDesktopClients"])),
        kit.tenant(kit.access_policy("mfa or device", "mfa", "compliantDevice")),
        # guests are left out
        kit.tenant(kit.row(
            kit.collection.CONDITIONAL_ACCESS_POLICIES, id=kit.ident("members"), displayName="members", state="enabled",
            conditions={"users": {"includeUsers": ["All"], "excludeUsers": ["GuestsOrExternalUsers"]}, "applications": {"includeApplications": ["All"]}},
            grantControls={"operator": "OR", "builtInControls": ["mfa"]},
        )),
    ],
    other=[
        ("not_assessed", kit.tenant(kit.access_policy("mfa", "mfa"), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))),
        ("not_applicable", kit.tenant(kit.security_defaults(True))),
        ("not_applicable", kit.tenant(kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES, "not_licensed"))),
    ],
)  # fmt: skip
def everybody_with_mfa(case: kit.Case) -> Iterator[kit.Finding]:
    """An ordinary account is where most intrusions begin: from its mailbox the next person is phished, and with its reading rights the tenant is explored. The
    check asks what happens to a member and a guest who are in none of the groups that policies name, as anybody is who joins tomorrow. People who are
    excluded one by one are told by another check (CAP-008).
    """
    if signins.guarded_by_defaults(case):
        return
    case.judged(len(signins.ORDINARY))
    survey = case.survey(kit.Property.MFA, signins.ORDINARY)
    yield from signins.findings(case, signins.gaps(case, survey, _PART.box(survey.space)))
