"""PIM-004: activation lasts hours, not days."""

from collections.abc import Callable, Iterator

from assessor import checkkit as kit

from . import _activation as activation

RULE = "Expiration_EndUser_Assignment"
GA, EXCHANGE = kit.GLOBAL_ADMINISTRATOR, "29232cdf-9323-42fd-ade2-1d097af3e4de"


def _path_a(role: str, duration: str) -> kit.Example:
    return kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(role, to="admins"), kit.group_policy("admins", duration=duration))


@kit.check(
    id="PIM-004",
    title="Activation lasts hours, not days",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.MEDIUM,
    needs=activation.NEEDS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    thresholds=(kit.COMMON["activation_hours_max"], kit.COMMON["activation_hours_max_other"],),
    remedy=(
        "Shorten the activation maximum duration where people activate: ID Governance > Privileged Identity Management > Groups > the group > Settings > "
        "Member for those who come through a group, Microsoft Entra roles > Settings > the role for the others. Four hours are enough for roles that hold "
        "the tenant, a working day for the rest."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    ),
    passes=[
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, duration="PT4H")),
        # Microsoft's eight hours are enough for a role that is not of tier 0; a year of eligibility is another rule
        kit.tenant(kit.eligible(EXCHANGE, to="ana"), kit.role_policy(EXCHANGE)),
        # path A: the role's own eight hours are never granted to anybody
        _path_a(GA, "PT2H").but(kit.role_policy(GA)),
        # minutes count as parts of an hour
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, duration="PT90M")),
        # path C: the role ends with the shorter of the two
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.group_policy("admins", duration="P1D"),
            kit.role_policy(GA, duration="PT2H"),
        ),
        # the customer's own limit
        _path_a(GA, "PT8H").but(kit.engagement(thresholds=kit.Thresholds(activation_hours_max=8))),
    ],
    fails=[
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA))
            .finds(
                "policy of Global Administrator", "lets an activation last 8 hours, where 4 are the most: it opens Global Administrator for 1 person",
                shows=("Expiration_EndUser_Assignment: maximumDuration PT8H", "eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        # a day written as a day
        kit.tenant(kit.eligible(EXCHANGE, to="ana"), kit.role_policy(EXCHANGE, duration="P1D")),
        # path A: one group, the strictest limit of the roles behind it
        _path_a(GA, "PT8H").but(kit.standing(EXCHANGE, to="admins"), kit.role_policy(GA, duration="PT1H")),
        # path B: the role's policy, whatever the group's says
        kit.tenant(
            kit.standing_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.group_policy("admins", duration="PT1H"), kit.role_policy(GA),
        ),
        # path A: of two roles behind one group the stricter limit
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.standing(EXCHANGE, to="admins"),
                   kit.group_policy("admins", duration="PT6H")),
        # too long for both roles behind one group: the stricter limit is told
        _path_a(GA, "PT12H").but(kit.standing(EXCHANGE, to="admins")).finds(
            "member policy of admins",
            "lets an activation last 12 hours, where 4 are the most: it opens Exchange Administrator, Global Administrator for 1 person"),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.role_policy(GA, duration="P1D"), kit.two_break_glass_accounts())),
        # an owner's policy, and a member policy that no member meets
        ("not_applicable", kit.tenant(
            kit.eligible_owner("olga", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins", duration="P1D"),
            kit.group_policy("admins", "owner", duration="P1D"),
        )),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", kit.tenant(kit.eligible(GA, to="ana"))),
        # a policy whose rules were not expanded says nothing of its duration
        ("not_assessed", kit.tenant(
            kit.eligible(GA, to="ana"), kit.row(kit.collection.ROLE_MANAGEMENT_POLICIES, id="p1", scopeId="/", scopeType="DirectoryRole"),
            kit.row(kit.collection.ROLE_MANAGEMENT_POLICY_ASSIGNMENTS, id="a1", policyId="p1", roleDefinitionId=GA, scopeId="/", scopeType="DirectoryRole"),
        )),
        # the policy came without the rule that tells
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
                                    kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="PT4H", permanent_active=False),
                                    kit.without_rule("Expiration_EndUser_Assignment"))),
    ],
)  # fmt: skip
def activation_lasts_hours(case: kit.Case) -> Iterator[kit.Finding]:
    """While a role is active, whoever holds the session holds the role; an activation that lasts through the night is a standing assignment in all but
    name. Every role in use is judged, those of tier 0 by a shorter limit, on the policy that is asked on the way: an untouched policy allows eight
    hours, which is too long for tier 0 and enough for the rest.
    """
    roles = activation.roles_in_use(case)
    for one in activation.left_open(case, roles, lambda role: _within(case, _limit(case, role))):
        limit, allowed = min(_limit(case, role) for role in one.roles), one.policy.activation_hours or 0
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=one.policy.thing,
            says=f"lets an activation last {allowed:g} hours, where {limit} are the most: it opens {one.opens}",
            evidence=(one.policy.evidence(RULE, f"maximumDuration {_duration(one.policy)}"), *one.rows),
        )
    case.judged(len(activation.guarded(case, roles)))


def _limit(case: kit.Case, role: kit.Role) -> int:
    return case.threshold("activation_hours_max") if role.tier0 else case.threshold("activation_hours_max_other")


def _within(case: kit.Case, limit: int) -> Callable[[kit.PimPolicy], bool]:
    def stops(policy: kit.PimPolicy) -> bool:
        if policy.activation_hours is None:
            case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"how long an activation under the {policy.thing.label} may last is not in the snapshot")
            return True
        return policy.activation_hours <= limit

    return stops


def _duration(policy: kit.PimPolicy) -> str | None:
    rule = policy.rule(RULE)
    return rule.maximum_duration if rule else None
