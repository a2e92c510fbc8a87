"""PGR-006: Owner settings are as strict as member settings."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _groups as g
from ._strictness import differences

_GA, _DIRECTORY_READERS = kit.GLOBAL_ADMINISTRATOR, "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_OWNED = kit.together(kit.standing(_GA, to="admins"), kit.eligible_owner("olga", of="admins"), kit.eligible_member("ana", of="admins"))
_STRICT: dict[str, Any] = {"mfa": True, "approval": True, "approvers": ("bob", "eva"), "duration": "PT2H"}


@kit.check(
    id="PGR-006",
    title="Owner settings are as strict as member settings",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.MEDIUM,
    talk=("T13",),
    needs=g.READS | kit.POLICIES | {kit.collection.GROUP_OWNERS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.USERS},
    remedy=(
        "Open Privileged Identity Management > Groups > the group > Settings > Owner and ask for at least what Member asks: approval, MFA or the same "
        "authentication context, a justification, no more hours. Better: have no eligible owners; members are enough."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
    ),
    passes=[
        kit.tenant(_OWNED, kit.group_policy("admins", **_STRICT), kit.group_policy("admins", "owner", **_STRICT)),
        kit.tenant(_OWNED, kit.group_policy("admins"), kit.group_policy("admins", "owner", **_STRICT)),
        # the same context on both sides
        kit.tenant(_OWNED, kit.group_policy("admins", context="c1"), kit.group_policy("admins", "owner", context="c1")),
        # a context in place of the MFA switch
        kit.tenant(_OWNED, kit.group_policy("admins", mfa=True), kit.group_policy("admins", "owner", context="c1")),
    ],
    fails=[
        kit.tenant(_OWNED, kit.group_policy("admins", **_STRICT), kit.group_policy("admins", "owner"))
            .finds(
                "admins", "asks less of its owners than of its members, for Global Administrator: no approval, no MFA, 8 hours instead of 2",
                shows=(
                    "Approval_EndUser_Assignment: the owners'",
                    "Approval_EndUser_Assignment: the members'",
                    "Enablement_EndUser_Assignment: the owners'",
                    "Enablement_EndUser_Assignment: the members'",
                    "Expiration_EndUser_Assignment: the owners'",
                    "Expiration_EndUser_Assignment: the members'",
                ),
            ),
        kit.tenant(_OWNED, kit.group_policy("admins", **_STRICT), kit.group_policy("admins", "owner", **{**_STRICT, "duration": "PT8H"})),
        kit.tenant(_OWNED, kit.group_policy("admins", context="c1"), kit.group_policy("admins", "owner", mfa=True)),
        # the ownership is active at the moment by an activation: guarded by the same policy
        kit.tenant(kit.standing(_GA, to="admins"), kit.activated_member("olga", of="admins", access="owner"), kit.group_policy("admins", **_STRICT),
                   kit.group_policy("admins", "owner")),
        # a role that is not privileged is worth less
        kit.tenant(kit.standing(_DIRECTORY_READERS, to="desk"), kit.eligible_owner("olga", of="desk"), kit.group_policy("desk", mfa=True),
                   kit.group_policy("desk", "owner"))
            .finds("desk", "asks less of its owners than of its members, for Directory Readers: no MFA", severity=kit.Severity.LOW),
    ],
    other=[
        # the group comes from the local directory: an owner cannot change its members
        ("not_applicable", kit.tenant(
            kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.group("admins", onPremisesSyncEnabled=True), kit.eligible_owner("olga", of="admins"),
        )),
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(_OWNED, kit.group_policy("admins", **_STRICT), kit.group_policy("admins", "owner"),
                                    kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        # nobody can become owner: no policy is ever met
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.group_policy("admins", **_STRICT),
                                      kit.group_policy("admins", "owner"))),
        # a standing owner activates nothing: PGR-003 is about him
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.pim_group("admins"), kit.owner("olga", of="admins"), kit.group_policy("admins"))),
        ("not_applicable", kit.tenant(kit.pim_group("choir"), kit.eligible_owner("olga", of="choir"), kit.group_policy("choir", **_STRICT))),
        ("not_applicable", kit.tenant(kit.break_glass("e1"), kit.standing(_GA, to="admins"), kit.eligible_owner("e1", of="admins"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.group("admins"), kit.outside_pim(_GA, to="admins"))),
        ("not_assessed", kit.tenant(_OWNED, kit.group_policy("admins", **_STRICT))),
        ("not_assessed", kit.tenant(_OWNED, kit.group_policy("admins", "owner", **_STRICT))),
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.pim_group("admins"),
                                    kit.gap(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, "admins"))),
        # an application activates nothing
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.service_principal("robot"), kit.eligible_owner("robot", of="admins"),
                                      kit.group_policy("admins", **_STRICT), kit.group_policy("admins", "owner"))),
    ],
)  # fmt: skip
def owner_settings_as_strict(case: kit.Case) -> Iterator[kit.Finding]:
    """An owner of a group adds members, himself first. Where becoming an owner asks for less than becoming a member, the weaker door is the one that is used:
    activate the ownership, add yourself, and the approval of the members' way was never asked.
    """
    for group, holdings in g.role_holders(case):
        if not any(g.activates(case, one) for one in case.members(group.id, "owner")):
            continue
        case.judged()
        member, owner = case.policy_of_group(group.id, "member"), case.policy_of_group(group.id, "owner")
        if member and owner and (weak := dict(differences(owner, member))):
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=group,
                says=f"asks less of its owners than of its members, for {g.names(case, holdings)}: {', '.join(weak.values())}",
                evidence=tuple(row for rule in weak for row in (owner.evidence(rule, "the owners'"), member.evidence(rule, "the members'"))),
                severity=g.severity(case, holdings, kit.Severity.LOW),
            )
