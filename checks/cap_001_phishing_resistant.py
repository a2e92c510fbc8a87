"""CAP-001: Privileged people always sign in with phishing-resistant MFA."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_GA = kit.GLOBAL_ADMINISTRATOR
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.standing(_GA, to="ben"), kit.two_break_glass_accounts())
_RESISTANT, _PASSWORDLESS = "00000000-0000-0000-0000-000000000004", "00000000-0000-0000-0000-000000000003"
_MFA = kit.access_policy("mfa", "mfa")
_PART = signins.Part()


def _strength(*combinations: str) -> kit.Part:
    return kit.row(kit.collection.AUTHENTICATION_STRENGTHS, id=kit.ident("own"), displayName="Own", policyType="custom", allowedCombinations=[*combinations])


@kit.check(
    id="CAP-001",
    title="Privileged people always sign in with phishing-resistant MFA",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.HIGH,
    needs=signins.NEEDS,
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Give every privileged person two passkeys or security keys first. Then require the authentication strength Phishing-resistant MFA (Entra admin center "
        "> Conditional Access > Policies > Grant) for all resources, for a group that holds everybody who has or can activate a privileged role: a policy "
        "on roles does not see people who are only eligible."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/conditional-access/policy-admin-phish-resistant-mfa",
        "https://learn.microsoft.com/entra/identity/authentication/concept-authentication-strengths",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("keys", strength=_RESISTANT)),
        kit.tenant(_PEOPLE, kit.access_policy("keys", users=("ana", "ben"), strength=_RESISTANT), _MFA),
        # a strength is what it allows, not what it is called
        kit.tenant(_PEOPLE, kit.access_policy("keys", strength=kit.ident("own")), _strength("fido2", "windowsHelloForBusiness")),
    ],
    partial=[
        # any MFA is half of it
        kit.tenant(_PEOPLE, _MFA)
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question, on any platform, in any client, "
                "from anywhere: asked for MFA only; no policy comes near"
            )),
        # sign-in by the phone's app is passwordless, and can be phished
        kit.tenant(_PEOPLE, kit.access_policy("passwordless", strength=_PASSWORDLESS))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question, on any platform, in any client, "
                "from anywhere: asked for the strength 00000000-0000-0000-0000-000000000003 only; no policy comes near"
            )),
        # one method beside the others is enough to undo it
        kit.tenant(_PEOPLE, kit.access_policy("keys", strength=kit.ident("own")), _strength("fido2", "password,microsoftAuthenticatorPush"))
            .finds("Example", (
                "lets ben@example.onmicrosoft.com and ana@example.onmicrosoft.com sign in to every resource in question, on any platform, in any client, "
                "from anywhere: asked for the strength Own only; no policy comes near"
            )),
        # a policy on the role sees who holds it, and nobody who is only eligible
        kit.tenant(_PEOPLE, kit.access_policy("keys", users=(), roles=(_GA,), strength=_RESISTANT), _MFA)
            .finds("ana", (
                "can sign in to every resource in question, on any platform, in any client, from anywhere: asked for MFA only; "
                "nearest is the policy keys, which does not mean them"
            ), distinct=""),
        kit.tenant(_PEOPLE, kit.access_policy("keys", "mfa", operator="OR", users=("ana", "ben"), strength=_RESISTANT)),
        kit.tenant(_PEOPLE, kit.access_policy("keys", apps=("MicrosoftAdminPortals",), strength=_RESISTANT), _MFA),
    ],
    fails=[
        kit.tenant(_PEOPLE),
        kit.tenant(_PEOPLE, kit.access_policy("keys", users=(), roles=(_GA,), strength=_RESISTANT)),
        kit.tenant(_PEOPLE, kit.access_policy("keys", strength=_RESISTANT, state="disabled")),
        # MFA on Windows, nothing elsewhere: the one is half, the other nothing
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa", platforms={"includePlatforms": ["windows"]})),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        # a strength of the tenant's own that the snapshot does not hold
        ("not_assessed", kit.tenant(_PEOPLE, kit.access_policy("keys", strength=kit.ident("own")))
            .tells(f"what the authentication strength {kit.ident('own')} allows")),
    ],
)  # fmt: skip
def phishing_resistant(case: kit.Case) -> Iterator[kit.Finding]:
    """A code, a call or a push can be talked out of anybody, or relayed by a page that looks right; passkeys, Windows Hello and certificates are bound to the
    real address and cannot. Whoever administers the tenant is worth that effort to an attacker. What counts is what every sign-in of the person proves, at
    every resource and before anything is activated; a strength is judged by the methods that it allows.
    """
    if signins.guarded_by_defaults(case):
        return
    people = signins.administrators(case)
    case.judged(len(people))
    bare = case.survey(kit.Property.MFA, people)
    without_mfa = [gap.box for gap in signins.gaps(case, bare, _PART.box(bare.space)).certain]
    survey = case.survey(kit.Property.PHISHING_RESISTANT, people)
    yield from signins.findings(case, signins.gaps(case, survey, _PART.box(survey.space)), lambda gap: _degree(gap, without_mfa))


def _degree(gap: kit.SignInGap, without_mfa: list[tuple[int, ...]]) -> kit.Degree:
    """Partial where MFA of some kind is asked for throughout; both are boxes of one space."""
    bare = any(all(side & other for side, other in zip(gap.box, box, strict=True)) for box in without_mfa)
    return kit.Degree.FAIL if bare else kit.Degree.PARTIAL
