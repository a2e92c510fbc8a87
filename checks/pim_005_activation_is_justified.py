"""PIM-005: activation asks for a justification."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _activation as activation

RULE = "Enablement_EndUser_Assignment"
GA, EXCHANGE = kit.GLOBAL_ADMINISTRATOR, "29232cdf-9323-42fd-ade2-1d097af3e4de"


@kit.check(
    id="PIM-005",
    title="Activation asks for a justification",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.LOW,
    needs=activation.NEEDS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    remedy=(
        "Require justification on activation: ID Governance > Privileged Identity Management > Groups > the group > Settings > Member, or Microsoft Entra "
        "roles > Settings > the role, where people activate the role itself."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    ),
    passes=[
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA)),
        # an authentication context takes the place of MFA and leaves the justification alone
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, mfa=False, context="c1")),
        # path A: what the role itself asks is never asked
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins"), kit.role_policy(GA, justification=False),
        ),
        # path C: one reason for the two activations is enough
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.group_policy("admins", justification=False), kit.role_policy(GA),
        ),
    ],
    fails=[
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, justification=False)),
        # a ticket number is another switch
        kit.tenant(kit.eligible(EXCHANGE, to="ana"), kit.role_policy(EXCHANGE, justification=False, ticket=True))
            .finds(
                "policy of Exchange Administrator", "asks for no justification: it opens Exchange Administrator for 1 person",
                shows=(
                    "Enablement_EndUser_Assignment: enabledRules hold multifactorauthentication, ticketing",
                    "eligible, endDateTime 2027-04-30T08:00:00Z",
                ),
            ),
        kit.tenant(
            kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins", justification=False), kit.role_policy(GA),
        )
            .finds(
                "member policy of admins", "asks for no justification: it opens Global Administrator for 1 person",
                shows=("Enablement_EndUser_Assignment: enabledRules hold nothing", "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        kit.tenant(
            kit.standing_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.group_policy("admins"), kit.role_policy(GA, justification=False),
        ),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.role_policy(GA, justification=False), kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", kit.tenant(kit.eligible(GA, to="ana"))),
        # the policy came without the rule that tells
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
                                    kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="PT4H", permanent_active=False),
                                    kit.without_rule("Enablement_EndUser_Assignment"))),
    ],
)  # fmt: skip
def activation_is_justified(case: kit.Case) -> Iterator[kit.Finding]:
    """The sentence that people write when they activate is what an approver decides on and what an investigator reads months later; without it the log
    says who and when, and nobody can tell work from misuse. Every role in use is judged, on the policy that is asked on the way.
    """
    roles = activation.roles_in_use(case)
    for one in activation.left_open(case, roles, lambda _: lambda policy: not activation.says_rule(case, policy, RULE) or policy.requires_justification):
        asked = ", ".join(sorted(one.policy.asked_on_activation)) or "nothing"
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=one.policy.thing,
            says=f"asks for no justification: it opens {one.opens}",
            evidence=(one.policy.evidence(RULE, f"enabledRules hold {asked}"), *one.rows),
        )
    case.judged(len(activation.guarded(case, roles)))
