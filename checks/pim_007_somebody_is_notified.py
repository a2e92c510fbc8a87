"""PIM-007: activations and assignments notify somebody."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _activation as activation

RULES = tuple(
    f"Notification_{recipient}_{event}"
    for event in ("Admin_Eligibility", "Admin_Assignment", "EndUser_Assignment")
    for recipient in ("Admin", "Requestor", "Approver")
)
GA = kit.GLOBAL_ADMINISTRATOR
_EVENTS = {"Admin_Eligibility": "an eligible assignment", "Admin_Assignment": "an active assignment", "EndUser_Assignment": "an activation"}
_RECIPIENTS = {"Admin": "administrators", "Requestor": "the person", "Approver": "approvers"}


def _unsaid(rule_id: str) -> kit.Part:
    """A rule of every policy that does not say whether it has default recipients."""

    def part(draft: Any) -> None:
        for rule in (rule for policy in draft.rows["roleManagementPolicies"] for rule in policy["rules"] if rule["id"] == rule_id):
            del rule["isDefaultRecipientsEnabled"]

    return part


@kit.check(
    id="PIM-007",
    title="Activations and assignments notify somebody",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.MEDIUM,
    needs=activation.NEEDS,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    remedy=(
        "Turn the default recipients on again, or name a mailbox that somebody reads: ID Governance > Privileged Identity Management > Groups > the group > "
        "Settings > Member > Notification, or Microsoft Entra roles > Settings > the role > Notification. Look at each of the nine rows."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-email-notifications",
    ),
    passes=[
        # default recipients without further ones are a working notification
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA)),
        # default recipients off, and a mailbox in their place
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, silent=("Notification_Admin_EndUser_Assignment",), recipients=("soc@example.org",))),
        # path A: the role's own notifications are not those that people cause
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins"), kit.role_policy(GA, silent=RULES)),
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins"),
                   kit.eligible_owner("olga", of="admins"), kit.group_policy("admins", "owner", silent=RULES)),
    ],
    fails=[
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, silent=("Notification_Admin_EndUser_Assignment",))),
        # one rule of nine, and an empty address is no recipient
        kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, silent=("Notification_Approver_EndUser_Assignment",), recipients=(" ",)))
            .finds(
                "policy of Global Administrator", "sends no mail to approvers about an activation: it opens Global Administrator for 1 person",
                shows=("Notification_Approver_EndUser_Assignment: isDefaultRecipientsEnabled false, no notificationRecipients",),
            ),
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins", silent=RULES))
            .finds(
                "member policy of admins", (
                    "sends no mail to administrators about an eligible assignment; the person about an eligible assignment; approvers about an eligible "
                    "assignment; administrators about an active assignment; the person about an active assignment; approvers about an active assignment; "
                    "administrators about an activation; the person about an activation; approvers about an activation: it opens Global Administrator for 1 "
                    "person"
                ),
            ),
        # path C: each of the two activations has its own notifications
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.eligible(GA, to="admins"), kit.group_policy("admins", silent=RULES), kit.role_policy(GA)),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.role_policy(GA, silent=RULES), kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", kit.tenant(kit.eligible(GA, to="ana"))),
        # the policy came without the rule that tells
        ("not_assessed", kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"),
                                    kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="PT4H", permanent_active=False),
                                    kit.without_rule("Notification_Admin_EndUser_Assignment"))
            .tells("1 notification rule of the policy of Global Administrator could not be found in the snapshot")),
        # the rule is there and does not say whom it writes to
        ("not_assessed", kit.tenant(kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="ana"), kit.role_policy(kit.PRIVILEGED_ROLE_ADMINISTRATOR),
                                    _unsaid("Notification_Approver_EndUser_Assignment"))
            .tells(
                "whether Notification_Approver_EndUser_Assignment of the policy of Privileged Role Administrator has default recipients is not in the snapshot",
            )),
    ],
)  # fmt: skip
def somebody_is_notified(case: kit.Case) -> Iterator[kit.Finding]:
    """A message about an activation that nobody asked for is often the first sign of a stolen account, and it costs nothing. Whoever prepares an attack
    from inside turns it off. Every role in use is judged, rule by rule: one whose default recipients are off and that names nobody else is silent.
    """
    for one in case.each(activation.guarded(case, activation.roles_in_use(case))):
        if silent := _silent(case, one.policy):
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=one.policy.thing,
                says=f"sends no mail to {'; '.join(_words(rule_id) for rule_id in silent)}: it opens {one.opens}",
                evidence=tuple(one.policy.evidence(rule_id, "isDefaultRecipientsEnabled false, no notificationRecipients") for rule_id in silent),
            )


def _silent(case: kit.Case, policy: kit.PimPolicy) -> list[str]:
    there = {rule_id: rule for rule_id in RULES if (rule := policy.rule(rule_id))}
    if lacking := len(RULES) - len(there):
        says = f"{activation.counted(lacking, 'notification rule', 'notification rules')} of the {policy.thing.label} could not be found in the snapshot"
        case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, says)
    nobody = {rule_id: rule for rule_id, rule in there.items() if not any(one.strip() for one in rule.notification_recipients or ())}
    for rule_id, rule in nobody.items():
        if rule.is_default_recipients_enabled is None:
            says = f"whether {rule_id} of the {policy.thing.label} has default recipients is not in the snapshot"
            case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, says)
    return [rule_id for rule_id, rule in nobody.items() if rule.is_default_recipients_enabled is False]


def _words(rule_id: str) -> str:
    _, recipient, event = rule_id.split("_", 2)
    return f"{_RECIPIENTS[recipient]} about {_EVENTS[event]}"
