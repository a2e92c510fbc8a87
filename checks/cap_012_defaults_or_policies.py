"""CAP-012: Security defaults and Conditional Access do not leave a hole together."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _activation as activation

_GA = kit.GLOBAL_ADMINISTRATOR
_ON, _OFF = kit.security_defaults(True), kit.security_defaults(False)


@kit.check(
    id="CAP-012",
    title="Security defaults and Conditional Access do not leave a hole together",
    theme=kit.Theme.CONDITIONAL_ACCESS,
    severity=kit.Severity.MEDIUM,
    needs={kit.collection.SECURITY_DEFAULTS},
    uses={kit.collection.CONDITIONAL_ACCESS_POLICIES, *kit.POLICIES, kit.collection.AUTHENTICATION_STRENGTHS},
    remedy=(
        "Turn security defaults on (Entra admin center > Entra ID > Overview > Properties > Manage security defaults) where Conditional Access is not "
        "licensed or not built yet; turn them off only together with turning policies on that ask everybody for MFA and block legacy authentication."
    ),
    references=("https://learn.microsoft.com/entra/fundamentals/security-defaults",),
    passes=[
        kit.tenant(_ON),
        kit.tenant(_OFF, kit.access_policy("mfa", "mfa")),
        kit.tenant(_ON, kit.role_policy(_GA)),
        # a tenant that has no Conditional Access to use
        kit.tenant(_ON, kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES, "not_licensed")),
    ],
    fails=[
        kit.tenant(_OFF)
            .finds(
                "Example", "has security defaults off and no policy of Conditional Access that is on and asks anybody for anything",
                shows=("isEnabled false", "none of 0 policies is enabled and has grant controls",),
            ),
        kit.tenant(_OFF, kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES, "not_licensed")),
        # policies that are not on, ask for nothing or mean nobody
        kit.tenant(_OFF, kit.access_policy("test", "mfa", state="enabledForReportingButNotEnforced")),
        kit.tenant(_OFF, kit.access_policy("session", session={"signInFrequency": {"value": 4, "type": "hours", "isEnabled": True}})),
        kit.tenant(_OFF, kit.access_policy("nobody", "mfa", users=("None",))),
        # no context is enforced while defaults are on
        kit.tenant(_ON, kit.role_policy(_GA, context="c1")),
    ],
    other=[
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(_ON, kit.role_policy(kit.GLOBAL_ADMINISTRATOR, context="c1"),
                                    kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        ("not_assessed", kit.tenant(_ON, kit.without(kit.collection.ROLE_MANAGEMENT_POLICIES))),
        ("not_assessed", kit.tenant(_OFF, kit.access_policy("later", "mfa", state="enabledSomehow"))),
        ("not_assessed", kit.tenant()
            .tells("whether security defaults are on is not in the snapshot")),
    ],
)  # fmt: skip
def defaults_or_policies(case: kit.Case) -> Iterator[kit.Finding]:
    """Security defaults and Conditional Access exclude each other: whoever builds policies has to turn the defaults off, and where the policies then stay in
    report-only, nothing is asked of anybody. The other way round, PIM may ask for an authentication context that nothing can enforce while the defaults
    are on.
    """
    case.judged()
    defaults = next(iter(case.read(kit.collection.SECURITY_DEFAULTS)), None)
    if defaults is None or not isinstance(defaults.is_enabled, bool):
        case.unknown(kit.collection.SECURITY_DEFAULTS, "whether security defaults are on is not in the snapshot")
    elif defaults.is_enabled:
        yield from _unenforced(case, defaults.id)
    else:
        yield from _nothing(case, defaults.id)


def _nothing(case: kit.Case, row_id: str) -> Iterator[kit.Finding]:
    missing = case.missing(kit.collection.CONDITIONAL_ACCESS_POLICIES)
    if missing and not missing.is_unlicensed:  # without the licence there are no policies, and that is known
        raise kit.Unavailable(missing)
    policies = [] if missing else [one for one in case.resting.policies if _means_somebody(one)]
    working = [one for one in policies if one.demand.asks.value is not False and one.is_enforced.value is not False]
    if any(one.is_enforced.value and one.demand.asks.value for one in working):
        return
    for one in working:
        for want in (*one.is_enforced.wants, *one.demand.asks.wants):
            case.unknown(want.collection, want.says)
    if not working:
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=case.tenant_thing(),
            says="has security defaults off and no policy of Conditional Access that is on and asks anybody for anything",
            evidence=(
                kit.Evidence("securityDefaults", row_id, "isEnabled false"),
                kit.Evidence("conditionalAccessPolicies", None, f"none of {len(policies)} policies is enabled and has grant controls"),
            ),
        )


def _means_somebody(policy: kit.AccessPolicy) -> bool:
    users = policy.when.users
    named = [*(users.include_groups or ()), *(users.include_roles or ()), *(one for one in users.include_users or () if one.lower() != "none")] if users else []
    return bool(named or (users and users.include_guests_or_external_users))


def _unenforced(case: kit.Case, row_id: str) -> Iterator[kit.Finding]:
    missing = case.missing(kit.collection.ROLE_MANAGEMENT_POLICIES)
    if missing and not missing.is_unlicensed:
        case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, missing.says)
    for row in activation.policy_rows(case):
        asked = next((rule for rule in kit.known(row.rules, []) if rule.is_enabled and rule.claim_value), None)
        if asked:
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=kit.Thing(kit.Kind.PIM_POLICY, row.id, None),
                says=f"asks for the authentication context {asked.claim_value}, which nothing enforces while security defaults are on",
                evidence=(
                    kit.Evidence("securityDefaults", row_id, "isEnabled true"),
                    kit.Evidence("roleManagementPolicies", row.id, f"claimValue {asked.claim_value}"),
                ),
            )
