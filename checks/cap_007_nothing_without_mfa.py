"""CAP-007: No sign-in of a privileged person goes without MFA."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_GA = kit.GLOBAL_ADMINISTRATOR
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.standing(_GA, to="ben"), kit.two_break_glass_accounts())
_MFA = kit.access_policy("mfa", "mfa")
_SYNC, _BUT_SYNC = kit.standing("d29b2b05-8046-44ba-8758-1e26182fcf32", to="sync"), kit.access_policy("mfa", "mfa", without_users=("sync",))
_PART = signins.Part(actions=frozenset({signins.REGISTRATION}))


@kit.check(
    id="CAP-007",
    title="No sign-in of a privileged person goes without MFA",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.HIGH,
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Have one policy (Entra admin center > Entra ID > Conditional Access > Policies) for all users, all resources, every client, place and platform that "
        "requires MFA, with nobody but the break-glass accounts excluded. Close each gap named here at the policy that comes nearest."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-mfa-strength",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-users-groups",
    ),
    passes=[
        kit.tenant(_PEOPLE, _MFA),
        # break-glass may stay outside
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", without_users=("emergency1", "emergency2"))),
        # two halves make a whole: one sees active roles, the other everybody at work
        kit.tenant(
            _PEOPLE, kit.access_policy("here", "mfa", users=("ana",)), kit.access_policy("roles", "mfa", users=(), roles=(_GA,)),
        ),
        # a block covers what it blocks
        kit.tenant(
            _PEOPLE, kit.access_policy("modern", "mfa", clientAppTypes=["browser", "mobileAppsAndDesktopClients"]),
            kit.access_policy("old", "block", clientAppTypes=["exchangeActiveSync", "other"]),
        ),
        # OR of two things that both are MFA
        kit.tenant(_PEOPLE, kit.access_policy("key", strength="00000000-0000-0000-0000-000000000004")),
        # a synchronisation account is no person
        kit.tenant(_PEOPLE, _SYNC, kit.person("sync", userPrincipalName="Sync_DC01_1a2b@example.onmicrosoft.com"), _BUT_SYNC),
    ],
    fails=[
        kit.tenant(_PEOPLE),
        # a role is active or it is not there: ana, who is eligible, is not meant
        kit.tenant(_PEOPLE, kit.access_policy("roles", "mfa", users=(), roles=(_GA,))),
        # nor is somebody whose activation happens to run
        kit.tenant(kit.activated(_GA, to="ana"), kit.access_policy("roles", "mfa", users=(), roles=(_GA,))),
        kit.tenant(_PEOPLE, kit.access_policy("test", "mfa", state="enabledForReportingButNotEnforced")),
        kit.tenant(_PEOPLE, kit.access_policy("mfa or device", "mfa", "compliantDevice")),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", apps=("Office365", "MicrosoftAdminPortals"))),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", platforms={"includePlatforms": ["android", "iOS", "windows", "macOS", "linux"]})),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", clientAppTypes=["browser", "mobileAppsAndDesktopClients"])),
        kit.tenant(_PEOPLE, kit.plain_member("ben", of="spared"), kit.access_policy("mfa", "mfa", without_groups=("spared",))),
        # the exclude reaches people in a group inside the group
        kit.tenant(
            _PEOPLE, kit.group("inner"), kit.plain_member("ben", of="inner"), kit.plain_member("inner", of="spared"),
            kit.access_policy("mfa", "mfa", without_groups=("spared",)),
        ),
        kit.tenant(
            _PEOPLE, kit.access_policy("mfa", "mfa", locations={"includeLocations": ["All"], "excludeLocations": [kit.ident("office")]}),
            kit.row(
                kit.collection.NAMED_LOCATIONS, **{"@odata.type": "#microsoft.graph.ipNamedLocation"}, id=kit.ident("office"), displayName="Office",
                isTrusted=True, ipRanges=[{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "192.0.2.0/24"}],
            ),
        ),
        # whoever else was put into the role of the synchronisation is no such account
        kit.tenant(_PEOPLE, _SYNC, _BUT_SYNC),
        # a proven fail stands although PIM could not be read
        kit.tenant(_PEOPLE, kit.without(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES)),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts(), _MFA)),
        ("not_applicable", kit.tenant(_PEOPLE, kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES, "not_licensed"))),
        # security defaults are judged by a check of their own
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
        # whether an exclusion group that nobody could read holds them is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.group("spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"), kit.access_policy(
            "mfa", "mfa", without_groups=("spared",),
        ))),
    ],
)  # fmt: skip
def nothing_without_mfa(case: kit.Case) -> Iterator[kit.Finding]:
    """An attacker with a password looks for the one sign-in that asks for nothing more: an old client, a platform nobody thought of, the office that is
    trusted, the application that every policy leaves out. All sign-ins that the policies can tell apart are looked at, for everybody who holds or can
    activate a privileged role, and an activation that happens to run does not count. Authentication contexts are judged elsewhere (PIM-003): they are asked
    for on top of a sign-in, never instead of one.
    """
    if signins.guarded_by_defaults(case):
        return
    people = signins.administrators(case)
    case.judged(len(people))
    survey = case.survey(kit.Property.MFA, people)
    yield from signins.findings(case, signins.gaps(case, survey, _PART.box(survey.space)))
