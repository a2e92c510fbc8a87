"""CAP-002: Legacy authentication is blocked."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_PEOPLE = kit.together(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
_OLD = ["exchangeActiveSync", "other"]
_PART = signins.Part(clients=frozenset(signins.OLD_CLIENTS))


@kit.check(
    id="CAP-002",
    title="Legacy authentication is blocked",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.HIGH,
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Add a policy (Entra admin center > Entra ID > Conditional Access > Policies): all users but break-glass, all resources, client apps Exchange "
        "ActiveSync clients and Other clients, Block. Look in the sign-in logs first who still comes that way (filter Client app)."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-conditions",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=_OLD)),
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=_OLD, without_users=("emergency1", "emergency2"))),
        # in two policies
        kit.tenant(_PEOPLE, kit.access_policy("a", "block", clientAppTypes=_OLD[:1]), kit.access_policy("b", "block", clientAppTypes=_OLD[1:])),
        # an old client cannot answer any demand, so every demand blocks it, also one of two
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa")),
        kit.tenant(_PEOPLE, kit.access_policy("mfa or device", "mfa", "compliantDevice")),
    ],
    fails=[
        # nobody is stopped: the administrator, and those who stand for everybody without a group
        kit.tenant(_PEOPLE)
            .finds("Example", (
                "lets ana@example.onmicrosoft.com, any member who is in no group and any guest who is in no group sign in to every resource in question, "
                "on any platform, by Exchange ActiveSync or in an old client, from anywhere: asked for nothing; no policy comes near"
            )),
        # one of the two kinds only
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=["exchangeActiveSync"])),
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=_OLD, state="enabledForReportingButNotEnforced")),
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=_OLD, apps=("Office365",))),
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=_OLD, without_users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("old", "block", clientAppTypes=_OLD, users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("modern", "mfa", clientAppTypes=["browser", "mobileAppsAndDesktopClients"])),
    ],
    other=[
        # whether a group that nobody could read takes administrators out is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.plain_member("x", of="spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"),
                                    kit.access_policy("old", "block", clientAppTypes=_OLD, without_groups=("spared",)))),
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
    ],
)  # fmt: skip
def no_legacy_authentication(case: kit.Case) -> Iterator[kit.Finding]:
    """Old protocols send the password and cannot be asked for anything else, so whoever has guessed or bought one is in; password spraying lives on them. They
    count as blocked where a policy blocks them, and where it demands something that such a client can never answer. Asked of privileged people, and of a
    member and a guest who are in no group; only sign-ins to resources, since old clients know neither authentication contexts nor registration.
    """
    if signins.guarded_by_defaults(case):
        return
    people = (*signins.administrators(case), *signins.ORDINARY)
    case.judged(len(people))
    survey = case.survey(signins.asks, people)
    yield from signins.findings(case, signins.gaps(case, survey, _PART.box(survey.space)))
