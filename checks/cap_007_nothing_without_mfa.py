"""CAP-007: No sign-in of a privileged person goes without MFA."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_GA = kit.GLOBAL_ADMINISTRATOR
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.standing(_GA, to="ben"), kit.two_break_glass_accounts())
_MFA = kit.access_policy("mfa", "mfa")
_SYNC, _BUT_SYNC = kit.standing("d29b2b05-8046-44ba-8758-1e26182fcf32", to="sync"), kit.access_policy("mfa", "mfa", without_users=("sync",))
_SYNC_ACCOUNT = kit.person("sync", userPrincipalName="Sync_DC01_1a2b@example.onmicrosoft.com")
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
        # a context is asked for on top of a sign-in: what its policy demands is no sign-in without MFA
        kit.tenant(_PEOPLE, _MFA, kit.auth_context("c1"), kit.access_policy("workstations", "compliantDevice", context="c1")),
        # the places that are trusted may be addresses that no snapshot shows: told, with what they would open
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", locations={"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}))
            .tells(
                "Likely guarded, which no snapshot can tell: the MFA trusted IPs of the service settings, which Graph does not show. Without it, Example "
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on any "
                "platform, in any client, from anywhere: asked for MFA only; nearest is the policy mfa, which leaves that place out.",
            ),
        # a synchronisation account is no person
        kit.tenant(_PEOPLE, _SYNC, _SYNC_ACCOUNT, _BUT_SYNC),
        # nor with both roles of the synchronisation
        kit.tenant(_PEOPLE, _SYNC, kit.standing("a92aed5d-d78a-4d16-b381-09adb37eb3b0", to="sync"), _SYNC_ACCOUNT, _BUT_SYNC),
    ],
    fails=[
        kit.tenant(_PEOPLE)
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on any "
                "platform, in any client, from anywhere: asked for nothing; no policy comes near"
            )),
        # a role is active or it is not there: ana, who is eligible, is not meant
        kit.tenant(_PEOPLE, kit.access_policy("roles", "mfa", users=(), roles=(_GA,))),
        # nor is somebody whose activation happens to run
        kit.tenant(kit.activated(_GA, to="ana"), kit.access_policy("roles", "mfa", users=(), roles=(_GA,))),
        kit.tenant(_PEOPLE, kit.access_policy("test", "mfa", state="enabledForReportingButNotEnforced")),
        kit.tenant(_PEOPLE, kit.access_policy("mfa or device", "mfa", "compliantDevice")),
        # which portals the group of portals holds, Microsoft does not say of all: those are told beside the finding
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", apps=("Office365", "MicrosoftAdminPortals")))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to Microsoft Graph, Windows Azure Service Management API, MS-PIM, "
                "Windows Azure Active Directory and any application that no policy names and register sign-in methods, on any platform, in any client, from "
                "anywhere: asked for nothing; nearest is the policy mfa, which is not about that resource"
            )),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", platforms={"includePlatforms": ["android", "iOS", "windows", "macOS", "linux"]}))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on a "
                "platform that is not recognised, in any client, from anywhere: asked for nothing; nearest is the policy mfa, which leaves that platform out"
            )),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", clientAppTypes=["browser", "mobileAppsAndDesktopClients"]))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on any "
                "platform, by Exchange ActiveSync or in an old client, from anywhere: asked for nothing; nearest is the policy mfa, which leaves that kind of "
                "client out"
            )),
        # a device that says it is managed is let through, and one that nobody knows
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", devices={"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}}))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on any "
                "platform, in any client, from anywhere, on a device with isCompliant True: asked for nothing; nearest is the policy mfa, which leaves that "
                "device out"
            )),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", devices={"deviceFilter": {"mode": "include", "rule": "device.isCompliant -eq True"}}))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on any "
                "platform, in any client, from anywhere, on a device that is not registered: asked for nothing; nearest is the policy mfa, which leaves that "
                "device out"
            )),
        # one flow is blocked, and the ordinary sign-in stays open
        kit.tenant(_PEOPLE, kit.access_policy("flows", "block", authenticationFlows={"transferMethods": "deviceCodeFlow"}))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on any "
                "platform, in any client, from anywhere: asked for nothing; nearest is the policy flows, which is about other flows"
            )),
        # whoever accepts the terms of use has proven nothing
        kit.tenant(_PEOPLE, kit.row(
            kit.collection.CONDITIONAL_ACCESS_POLICIES, id="terms", displayName="terms", state="enabled",
            conditions={"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}, "clientAppTypes": ["all"]},
            grantControls={"operator": "OR", "builtInControls": [], "termsOfUse": ["terms"]},
        ))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question and register sign-in methods, on any "
                "platform, in any client, from anywhere: asked for terms of use only; no policy comes near"
            )),
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
        # an account of the synchronisation that holds more than its role is an administrator
        kit.tenant(_PEOPLE, _SYNC, _SYNC_ACCOUNT, kit.standing(_GA, to="sync"), _BUT_SYNC),
        # a proven fail stands although PIM could not be read
        kit.tenant(_PEOPLE, kit.without(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES)),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts(), _MFA)),
        ("not_applicable", kit.tenant(_PEOPLE, kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES, "not_licensed"))),
        # security defaults are judged by a check of their own
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))
            .tells("Security defaults are on and no policy is: see CAP-012.", "there is nothing in this tenant that the check is about")),
        # beside a policy that is off, too
        ("not_applicable", kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", state="disabled"), kit.security_defaults(True))),
        # no policy, and whether security defaults are on was not read: neither open nor guarded
        ("not_assessed", kit.tenant(_PEOPLE, kit.without(kit.collection.SECURITY_DEFAULTS))
            .tells("no policy is on, and whether security defaults are is not in the snapshot")),
        # whether an exclusion group that nobody could read holds them is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.group("spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"), kit.access_policy(
            "mfa", "mfa", without_groups=("spared",),
        ))
            .tells("who is in spared: its members could not be read (forbidden)")),
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
