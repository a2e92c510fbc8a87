"""CAP-013: Risky sign-ins of privileged people are stopped."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _signins as signins

_P2 = kit.service_plan("P2")


def _sku(plan: str = _P2, status: str = "Enabled") -> kit.Part:
    plans = [{"servicePlanId": plan, "servicePlanName": "plan", "provisioningStatus": "Success"}]
    return kit.row(kit.collection.SUBSCRIBED_SKUS, id="sku", skuId=kit.ident("sku"), skuPartNumber="SKU", capabilityStatus=status, servicePlans=plans)


_PEOPLE = kit.together(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), kit.two_break_glass_accounts(), _sku())
_SIGN_IN = kit.access_policy("sign-in", "mfa", signInRiskLevels=["high", "medium"])
_USER = kit.access_policy("user", "mfa", "passwordChange", operator="AND", userRiskLevels=["high"])
_PART = signins.Part(clients=frozenset({"browser", "mobileAppsAndDesktopClients"}))


@kit.check(
    id="CAP-013",
    title="Risky sign-ins of privileged people are stopped",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    needs=signins.NEEDS | {kit.collection.SUBSCRIBED_SKUS},
    leans_on=kit.WAYS,
    uses=signins.USES,
    judges_without_pim=True,
    remedy=(
        "Make two policies (Entra admin center > Entra ID > Conditional Access > Policies > Conditions): one for sign-in risk medium and high, one for user "
        "risk high, both for privileged people but break-glass and all resources, Block or MFA anew every time and a new password. Never put both risks into "
        "one policy: then it applies only where both are found at once."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-protection/howto-identity-protection-configure-risk-policies",
        "https://learn.microsoft.com/entra/id-protection/concept-identity-protection-policies",
    ),
    passes=[
        kit.tenant(_PEOPLE, _SIGN_IN, _USER),
        kit.tenant(_PEOPLE, kit.access_policy("a", "block", users=("ana",), signInRiskLevels=["high"]), _USER),
    ],
    fails=[
        kit.tenant(_PEOPLE),
        kit.tenant(_PEOPLE, _SIGN_IN)
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere: no policy heeds a sign-in "
                    "although the account's risk is high; no policy comes near"
                ),
                distinct="userRisk",
            ),
        kit.tenant(_PEOPLE, _USER),
        # both risks in one policy: each of them alone passes
        kit.tenant(_PEOPLE, kit.access_policy("both", "block", signInRiskLevels=["high"], userRiskLevels=["high"]))
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere: no policy heeds a sign-in "
                    "whose risk is high; no policy comes near"
                ),
            )
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere: no policy heeds a sign-in "
                    "although the account's risk is high; no policy comes near"
                ),
            )
            .tells("The policy both names both risks: it applies only to sign-ins that have both."),
        kit.tenant(_PEOPLE, kit.access_policy("test", "mfa", signInRiskLevels=["high"], state="enabledForReportingButNotEnforced"), _USER),
        kit.tenant(_PEOPLE, kit.access_policy("roles", "mfa", users=(), roles=(kit.GLOBAL_ADMINISTRATOR,), signInRiskLevels=["high"]), _USER)
            .finds(
                "ana", (
                    "can sign in to every resource in question, on any platform, in a browser or in a native app, from anywhere: no policy heeds a sign-in "
                    "whose risk is high; nearest is the policy roles, which does not mean them"
                ),
                distinct="signInRisk",
            ),
        # a policy that heeds no risk is none against it
        kit.tenant(_PEOPLE, kit.access_policy("mfa", "mfa"), _USER),
    ],
    other=[
        # which licences there are, and with them which risks, was not read
        ("not_assessed", kit.tenant(_PEOPLE, _SIGN_IN, _USER, kit.without(kit.collection.SUBSCRIBED_SKUS))),
        # without P2 there is no risk to heed
        ("not_applicable", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"), _SIGN_IN)
            .tells(
                "there is nothing in this tenant that the check is about",
                "No subscription carries Microsoft Entra ID P2: there are no risks that a policy could heed.",
            )),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts(), _sku(), _SIGN_IN)),
        ("not_applicable", kit.tenant(_PEOPLE, kit.security_defaults(True))),
    ],
)  # fmt: skip
def risky_sign_ins(case: kit.Case) -> Iterator[kit.Finding]:
    """Microsoft notices sign-ins that look stolen and accounts whose password is for sale, and does nothing with it unless a policy says so. Asked is what
    happens at high risk of the sign-in, and at high risk of the user, to everybody who holds or can activate a privileged role: a policy on risk has to
    apply and ask for something. One policy on both risks hears only of those who have both.
    """
    if not _licensed(case):
        case.note("No subscription carries Microsoft Entra ID P2: there are no risks that a policy could heed.")
        return
    if signins.guarded_by_defaults(case):
        return
    people = signins.administrators(case)
    case.judged(len(people))
    for policy in case.resting.policies:
        if policy.is_enforced.value and policy.when.sign_in_risk_levels and policy.when.user_risk_levels:
            case.note(f"The policy {policy.label} names both risks: it applies only to sign-ins that have both.")
    sign_in = _open(case, people, kit.Risks(sign_in="high"), _heeds_sign_in, "whose risk is high")
    user = _open(case, people, kit.Risks(user="high"), _heeds_user, "although the account's risk is high")
    yield from signins.first(case, (*sign_in, *user))


def _open(case: kit.Case, people: tuple[kit.Who, ...], risks: kit.Risks, heeds: signins.Proof, when: str) -> Iterator[kit.Finding]:
    survey = case.survey(heeds, people, risks)
    found = signins.gaps(case, survey, _PART.box(survey.space))
    yield from signins.findings(case, found, asked=f"no policy heeds a sign-in {when}", kind="signInRisk" if risks.sign_in else "userRisk")


def _heeds_sign_in(policy: kit.AccessPolicy) -> kit.Trit:
    return policy.demand.asks if policy.when.sign_in_risk_levels else kit.Trit(False)


def _heeds_user(policy: kit.AccessPolicy) -> kit.Trit:
    return policy.demand.asks if policy.when.user_risk_levels else kit.Trit(False)


def _licensed(case: kit.Case) -> bool:
    skus = [sku for sku in case.read(kit.collection.SUBSCRIBED_SKUS) if str(kit.known(sku.capability_status, "enabled")).lower() in ("enabled", "warning")]
    return any((plan.service_plan_id or "").lower() == _P2.lower() for sku in skus for plan in sku.service_plans)
