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
        # applications and groups inside activate nothing, the people in them do; somebody deleted does not, and emergency accounts need not
        kit.tenant(
            kit.group("admins", isAssignableToRole=False), kit.eligible(GA, to="admins"), kit.role_policy(GA, justification=False),
            kit.group("inner", isAssignableToRole=False), kit.plain_member("inner", of="admins"), kit.plain_member("ana", of="inner"),
            kit.service_principal("robot"), kit.plain_member("robot", of="admins"), kit.deleted("ghost"), kit.standing_member("ghost", of="admins"),
            kit.break_glass("emergency1"), kit.plain_member("emergency1", of="admins"),
        )
            .finds("policy of Global Administrator", "asks for no justification: it opens Global Administrator for 1 person"),
        # whoever can activate is a person, also where the account was not read
        kit.tenant(
            kit.gap(kit.collection.USERS, "page"), kit.role_policy(GA, justification=False), kit.row(
                kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("lost"), roleDefinitionId=GA, directoryScopeId="/",
                memberType="Direct",
            ),
        )
            .finds("policy of Global Administrator", "asks for no justification: it opens Global Administrator for 1 person"),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.role_policy(GA, justification=False), kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", kit.tenant(kit.eligible(GA, to="ana"))),
        # who is in the group that is eligible could not be read
        ("not_assessed", kit.tenant(
            kit.group("admins"), kit.eligible(EXCHANGE, to="admins"), kit.role_policy(EXCHANGE), kit.gap(kit.collection.GROUP_MEMBERS, "admins"),
        )),
        # eligibilities were lost, and nothing is left to judge
        ("not_assessed", kit.tenant(kit.gap(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, "page"))),
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
