"""PGR-007: Nobody has to be approved twice."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _groups as g

_GA = kit.GLOBAL_ADMINISTRATOR
_PATH_C = kit.together(kit.eligible(_GA, to="admins"), kit.eligible_member("ana", of="admins"))
_APPROVED: dict[str, Any] = {"approval": True, "approvers": ("bob", "eva")}


@kit.check(
    id="PGR-007",
    title="Nobody has to be approved twice",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.LOW,
    talk=("T13",),
    needs=g.READS | kit.POLICIES,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.USERS},
    remedy=(
        "Decide for one place (Privileged Identity Management > Groups): either the group holds the role actively and its members are eligible, with the "
        "group's own settings guarding, or the members stand and the role is activated. One approval that is read is worth more than two that are clicked."
    ),
    references=("https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",),
    passes=[
        # two activations, one approval: clumsy, and another check's (PGR-002)
        kit.tenant(_PATH_C, kit.role_policy(_GA, **_APPROVED), kit.group_policy("admins")),
        kit.tenant(_PATH_C, kit.role_policy(_GA), kit.group_policy("admins", **_APPROVED)),
    ],
    fails=[
        kit.tenant(_PATH_C, kit.role_policy(_GA, **_APPROVED), kit.group_policy("admins", **_APPROVED))
            .finds(
                "admins", "has its members approved twice for Global Administrator: for the membership, and again for the role",
                shows=(
                    "Approval_EndUser_Assignment: the group's",
                    "Approval_EndUser_Assignment: the role's",
                    "eligible, endDateTime 2027-04-30T08:00:00Z",
                    "accessId member, eligible, endDateTime 2027-04-30T08:00:00Z",
                ),
                distinct="62e90394-69f5-4237-9190-012177145e10/",
            ),
        # active at the moment by an activation, and eligible all the same
        kit.tenant(kit.eligible(_GA, to="admins"), kit.activated_member("ana", of="admins"), kit.role_policy(_GA, **_APPROVED),
                   kit.group_policy("admins", **_APPROVED)),
    ],
    other=[
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(_PATH_C, kit.role_policy(_GA, **_APPROVED), kit.group_policy("admins", **_APPROVED),
                                    kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        # path A and path B: the other policy is never asked
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.role_policy(_GA, **_APPROVED),
                                      kit.group_policy("admins", **_APPROVED))),
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.role_policy(_GA, **_APPROVED),
                                      kit.group_policy("admins", **_APPROVED))),
        # the group holds the role as well: whoever activates the membership has it, with one approval
        ("not_applicable", kit.tenant(_PATH_C, kit.standing(_GA, to="admins"), kit.role_policy(_GA, **_APPROVED), kit.group_policy("admins", **_APPROVED))),
        ("not_applicable", kit.tenant(kit.break_glass("e1"), kit.eligible(_GA, to="admins"), kit.eligible_member("e1", of="admins"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(_GA, to="ana"))),
        ("not_assessed", kit.tenant(_PATH_C, kit.role_policy(_GA, **_APPROVED))),
        ("not_assessed", kit.tenant(_PATH_C, kit.group_policy("admins", **_APPROVED))),
        # of those who join, an emergency account, somebody deleted and an application are no people who are approved
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.eligible_member("emergency1", of="admins"), kit.break_glass("emergency1"),
                                      kit.role_policy(_GA, **_APPROVED), kit.group_policy("admins", **_APPROVED))),
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.deleted("ghost"), kit.eligible_member("ghost", of="admins"),
                                      kit.role_policy(_GA, **_APPROVED), kit.group_policy("admins", **_APPROVED))),
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.service_principal("robot"), kit.eligible_member("robot", of="admins"),
                                      kit.role_policy(_GA, **_APPROVED), kit.group_policy("admins", **_APPROVED))),
        # path A: no policy is looked for where nothing is activated twice
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"))),
    ],
)  # fmt: skip
def nobody_approved_twice(case: kit.Case) -> Iterator[kit.Finding]:
    """Two approvals for one task teach people to click. In an emergency the second one is missing; on every other day both are given unread, by the same
    colleague, and the approval guards nothing any more.
    """
    for group, holdings in g.role_holders(case):
        standing = {(one.role_id, one.scope) for one in g.active(holdings)}
        eligible = [one for one in holdings if (one.role_id, one.scope) not in standing]
        joining = [one for one in case.members(group.id) if g.activates(case, one)]
        if eligible and joining:
            yield from _judged(case, group, eligible, joining)


def _judged(case: kit.Case, group: kit.Thing, eligible: list[kit.Holding], joining: list[kit.Membership]) -> Iterator[kit.Finding]:
    member = case.policy_of_group(group.id, "member")
    for one in eligible:
        case.judged()
        role = case.role(one.role_id)
        own = case.policy_of_role(role)
        if member and own and member.requires_approval and own.requires_approval:
            rule = "Approval_EndUser_Assignment"
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=group,
                says=f"has its members approved twice for {role.name}: for the membership, and again for the role",
                evidence=(member.evidence(rule, "the group's"), own.evidence(rule, "the role's"), one.evidence, joining[0].evidence),
                distinct=f"{one.role_id}{one.scope}",
            )
