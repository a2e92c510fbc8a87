"""CAP-004: Unknown device platforms are blocked for privileged people."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_PEOPLE = kit.together(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts())
_KNOWN = ["android", "iOS", "windows", "macOS", "linux"]
_UNKNOWN = {"includePlatforms": ["all"], "excludePlatforms": _KNOWN}
_PART = signins.Part(platforms=frozenset({"unknown"}))


@kit.check(
    id="CAP-004",
    title="Unknown device platforms are blocked for privileged people",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    talk=("T05",),
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Add a policy (Entra admin center > Entra ID > Conditional Access > Policies > Conditions > Device platforms): privileged people but break-glass, "
        "all resources, include any device, exclude Android, iOS, Windows, macOS and Linux, Block."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-all-users-device-unknown-unsupported",
        "https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-conditions",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("unknown", "block", platforms=_UNKNOWN)),
        kit.tenant(_PEOPLE, kit.access_policy("unknown", "block", users=("ana",), platforms=_UNKNOWN)),
        kit.tenant(_PEOPLE, kit.access_policy("only Windows", "block", platforms={"includePlatforms": ["all"], "excludePlatforms": ["windows"]})),
    ],
    fails=[
        kit.tenant(_PEOPLE)
            .finds("ana", (
                "can sign in to every resource in question, on a platform that is not recognised, in any client, from anywhere: asked for nothing; "
                "no policy comes near"
            )),
        # to list every platform is not to mean all: what is not recognised is in no list
        kit.tenant(_PEOPLE, kit.access_policy("listed", "block", platforms={"includePlatforms": [*_KNOWN, "windowsPhone"]})),
        # include all and block, but everything is excluded again
        kit.tenant(_PEOPLE, kit.access_policy("nothing", "block", platforms={"includePlatforms": ["all"], "excludePlatforms": ["all"]})),
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", platforms=_UNKNOWN)),
        kit.tenant(_PEOPLE, kit.access_policy("unknown", "block", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,), platforms=_UNKNOWN)),
        kit.tenant(_PEOPLE, kit.access_policy("unknown", "block", apps=("MicrosoftAdminPortals",), platforms=_UNKNOWN)),
    ],
    other=[
        # whether a group that nobody could read takes administrators out is not known
        ("not_assessed", kit.tenant(_PEOPLE, kit.plain_member("x", of="spared"), kit.gap(kit.collection.GROUP_MEMBERS, "spared"),
                                    kit.access_policy("unknown", "block", platforms=_UNKNOWN, without_groups=("spared",)))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
    ],
)  # fmt: skip
def no_unknown_platforms(case: kit.Case) -> Iterator[kit.Finding]:
    """The platform is what the browser claims to be. Policies that name platforms one by one are passed by whoever claims a platform that nobody named, so a
    block of phones, or a demand on Windows, is worth only as much as the block of everything that is not recognised. Judged are sign-ins to resources.
    """
    if signins.guarded_by_defaults(case):
        return
    people = signins.administrators(case)
    case.judged(len(people))
    survey = case.survey(kit.Property.BLOCK, people)
    yield from signins.findings(case, signins.gaps(case, survey, _PART.box(survey.space)))
