"""CAP-003: Device code flow and authentication transfer are blocked for privileged people."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_PEOPLE = kit.together(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
_BOTH = {"transferMethods": "deviceCodeFlow,authenticationTransfer"}
_PART = signins.Part(clients=frozenset({"browser", "mobileAppsAndDesktopClients"}), flows=frozenset({"deviceCodeFlow", "authenticationTransfer"}))


@kit.check(
    id="CAP-003",
    title="Device code flow and authentication transfer are blocked for privileged people",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Add a policy (Entra admin center > Entra ID > Conditional Access > Policies > Conditions > Authentication flows): privileged people, better "
        "everybody, but break-glass, all resources, Device code flow and Authentication transfer, Block."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-block-authentication-flows",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("flows", "block", authenticationFlows=_BOTH)),
        kit.tenant(_PEOPLE, kit.access_policy("flows", "block", users=("ana",), authenticationFlows=_BOTH)),
        # in two policies, and another flow's name is matched in whatever company it stands
        kit.tenant(
            _PEOPLE, kit.access_policy("a", "block", authenticationFlows={"transferMethods": "authenticationTransfer"}),
            kit.access_policy("b", "block", authenticationFlows={"transferMethods": "none,deviceCodeFlow"}),
        ),
    ],
    fails=[
        kit.tenant(_PEOPLE),
        # MFA does not help: the victim answers it for the attacker
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa")),
        kit.tenant(_PEOPLE, kit.access_policy("flows", "block", authenticationFlows={"transferMethods": "deviceCodeFlow"}))
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere, by authentication transfer: "
                    "asked for nothing; nearest is the policy flows, which is about other flows"
                ),
                distinct="flows=authenticationTransfer",
            ),
        # a policy on the role does not mean somebody who is only eligible
        kit.tenant(_PEOPLE, kit.access_policy("flows", "block", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,), authenticationFlows=_BOTH))
            .finds("ana", (
                "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere, by device code flow or by "
                "authentication transfer: asked for nothing; nearest is the policy flows, which does not mean them"
            ), distinct=""),
        kit.tenant(_PEOPLE, kit.access_policy("flows", "block", apps=("Office365",), authenticationFlows=_BOTH)),
        kit.tenant(_PEOPLE, kit.access_policy("flows", "block", authenticationFlows=_BOTH, state="enabledForReportingButNotEnforced")),
    ],
    other=[
        # whether a group that nobody could read takes administrators out is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.plain_member("x", of="spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"),
                                    kit.access_policy("flows", "block", authenticationFlows=_BOTH, without_groups=("spared",)))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
    ],
)  # fmt: skip
def no_device_code(case: kit.Case) -> Iterator[kit.Finding]:
    """With a device code the attacker starts the sign-in and the victim finishes it, MFA and all, on a page of Microsoft's own; nothing about it looks false.
    Authentication transfer carries a session to a phone by a picture. Administrators need neither. Judged are sign-ins to resources; contexts and the
    registration of devices are asked for inside of such a session.
    """
    if signins.guarded_by_defaults(case):
        return
    people = signins.administrators(case)
    case.judged(len(people))
    survey = case.survey(kit.Property.BLOCK, people)
    yield from signins.findings(case, signins.gaps(case, survey, _PART.box(survey.space)))
