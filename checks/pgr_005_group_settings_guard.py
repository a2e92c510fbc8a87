"""PGR-005: The group's own PIM settings guard as well as the role's."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _groups as g

_GA, _USER_ADMIN = kit.GLOBAL_ADMINISTRATOR, "fe930be7-5e62-47db-91af-98c3a49a38b1"
_PATH_A = (kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.role_policy(_GA))
_APPROVED: dict[str, Any] = {"mfa": True, "approval": True, "approvers": ("bob", "eva")}


@kit.check(
    id="PGR-005",
    title="The group's own PIM settings guard as well as the role's",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.HIGH,
    talk=("T13",),
    needs=g.READS | kit.POLICIES,
    uses={kit.collection.ROLE_ASSIGNMENTS},
    remedy=(
        "Open Privileged Identity Management > Groups > the group > Settings > Member and ask for what the role itself asks: approval by at least two people "
        "(a group has no default approvers, so name them), MFA or an authentication context that Conditional Access enforces, a justification, and a "
        "few hours at most. The role's own settings are never evaluated on this way."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    ),
    passes=[
        kit.tenant(*_PATH_A, kit.group_policy("admins", **_APPROVED)),
        # a context in place of the MFA switch: PIM has only one of the two
        kit.tenant(*_PATH_A, kit.group_policy("admins", approval=True, approvers=("bob", "eva"), context="c1")),
        # stricter than the role is fine, and the role's own approval does not matter while the group asks for it too
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.role_policy(_GA, approvers=("bob",)),
                   kit.group_policy("admins", duration="PT2H", ticket=True, **_APPROVED)),
        # one group on path B beside it: there the role's settings count, and the group's are never asked
        kit.tenant(*_PATH_A, kit.group_policy("admins", **_APPROVED), kit.eligible(_GA, to="desk"), kit.standing_member("bob", of="desk"),
                   kit.group_policy("desk")),
        # the owner policy is another check's
        kit.tenant(*_PATH_A, kit.group_policy("admins", **_APPROVED), kit.group_policy("admins", "owner")),
    ],
    partial=[
        # approved, but weaker than the role in MFA, in hours, in justification
        kit.tenant(*_PATH_A, kit.group_policy("admins", approval=True, approvers=("bob", "eva"))),
        kit.tenant(*_PATH_A, kit.group_policy("admins", duration="P1D", **_APPROVED)),
        kit.tenant(*_PATH_A, kit.group_policy("admins", justification=False, **_APPROVED)),
        # the role asks for a context, the group for the plain MFA switch
        kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.role_policy(_GA, mfa=False, context="c1"),
                   kit.group_policy("admins", **_APPROVED)),
    ],
    fails=[
        # the settings that every group starts with
        kit.tenant(*_PATH_A, kit.group_policy("admins")),
        kit.tenant(*_PATH_A, kit.group_policy("admins", mfa=True)),
        # approvers are named, and approval is switched off
        kit.tenant(*_PATH_A, kit.group_policy("admins", mfa=True, approval=False, approvers=("bob", "eva"))),
        # the role asks for approval, and nobody on this way ever meets the role's settings
        kit.tenant(kit.standing(_GA, to="admins"), kit.activated_member("ana", of="admins"), kit.role_policy(_GA, approvers=("bob", "eva")),
                   kit.group_policy("admins", mfa=True)),
        # a group inside the group: its people activate the outer membership
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("inner", isAssignableToRole=False), kit.eligible_member("inner", of="admins"),
                   kit.plain_member("ana", of="inner"), kit.role_policy(_GA), kit.group_policy("admins", mfa=True)),
        # one policy could not be read, and another is weak all the same
        kit.tenant(*_PATH_A, kit.group_policy("admins"), kit.standing(_GA, to="more"), kit.eligible_member("bob", of="more"),
                   kit.gap(kit.collection.ROLE_MANAGEMENT_POLICIES, "more")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.role_policy(_GA))),
        # path C: the role is activated as well, under its own settings
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.role_policy(_GA),
                                      kit.group_policy("admins"))),
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("emergency1", of="admins"), kit.break_glass("emergency1"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(_GA, to="admins"), kit.group("admins"))),
        ("not_assessed", kit.tenant(*_PATH_A, kit.gap(kit.collection.ROLE_MANAGEMENT_POLICIES, "admins"))),
        # a context alone: whether a policy enforces it is not evaluated in this version, and what is not known is no answer
        ("not_assessed", kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"))),
        # without the role's policy nobody can say that the group's is as strict
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.group_policy("admins", **_APPROVED))),
    ],
)  # fmt: skip
def group_settings_guard(case: kit.Case) -> Iterator[kit.Finding]:
    """Eligible members of a group that holds a role activate their membership, and only the group's member policy is asked; the role's hardened settings
    never are. As a lesser administrator may be able to reset the password of somebody who is merely eligible, approval by a second person is
    what keeps such an account from becoming an administrator's.

    This version decides on approval and compares the two policies; whether Conditional Access enforces an authentication context is not evaluated yet.
    """
    for group, holdings in g.role_holders(case):
        held = g.active(holdings)
        if not held or not _is_path_a(case, group):
            continue
        case.judged()
        if policy := case.policy_of_group(group.id, "member"):
            yield from _unguarded(case, group, held, policy)
            yield from _weaker(case, group, held, policy)


def _is_path_a(case: kit.Case, group: kit.Thing) -> bool:
    return any(one.state in g.JIT and _can_activate(case, one) for one in case.members(group.id))


def _can_activate(case: kit.Case, one: kit.Membership) -> bool:
    holder = case.thing(one.principal_id, one.odata_type)
    out = case.is_break_glass(holder) or case.is_deleted(holder.id) or case.void_of(one)
    return not out and holder.kind is not kit.Kind.SERVICE_PRINCIPAL


def _unguarded(case: kit.Case, group: kit.Thing, held: tuple[kit.Holding, ...], policy: kit.PimPolicy) -> Iterator[kit.Finding]:
    if policy.requires_approval:
        return
    if policy.context:
        says = f"whether Conditional Access enforces the context {policy.context} for the members of {group.label} is not evaluated in this version"
        case.unknown(kit.collection.CONDITIONAL_ACCESS_POLICIES, says)
        return
    yield kit.Finding(
        degree=kit.Degree.FAIL,
        subject=group,
        says=f"asks for no approval when its members activate {g.names(case, held)}",
        evidence=(policy.evidence("Approval_EndUser_Assignment", "isApprovalRequired false"), *g.rows(held)),
        distinct="approval",
        severity=g.severity(case, held, kit.Severity.MEDIUM),
    )


def _weaker(case: kit.Case, group: kit.Thing, held: tuple[kit.Holding, ...], policy: kit.PimPolicy) -> Iterator[kit.Finding]:
    for role in (case.role(role_id) for role_id in sorted({one.role_id for one in held})):
        own = case.policy_of_role(role)
        if own and (weak := dict(_differences(policy, own))):
            yield kit.Finding(
                degree=kit.Degree.PARTIAL,
                subject=group,
                says=f"guards {role.name} less than the role's own settings do: {', '.join(weak.values())}",
                evidence=tuple(row for rule in weak for row in (policy.evidence(rule, "the group's"), own.evidence(rule, "the role's"))),
                distinct=role.id,
                severity=kit.Severity.MEDIUM if role.tier0 or role.privileged is not False else kit.Severity.LOW,
            )


def _differences(group: kit.PimPolicy, role: kit.PimPolicy) -> Iterator[tuple[str, str]]:
    """Rule → what the role asks for and the group does not; a context stands in for the MFA switch, because PIM has one or the other."""
    longer = (group.activation_hours or 0) > (role.activation_hours or float("inf"))
    if role.requires_approval and not group.requires_approval:
        yield "Approval_EndUser_Assignment", "no approval"
    if role.context and not group.context:
        yield "AuthenticationContext_EndUser_Assignment", f"no authentication context where the role asks for {role.context}"
    missing = role.asked_on_activation - group.asked_on_activation - ({"multifactorauthentication"} if group.context else set())
    if missing:
        yield "Enablement_EndUser_Assignment", "no " + ", no ".join(sorted(_WORDS.get(one, one) for one in missing))
    if longer:
        yield "Expiration_EndUser_Assignment", f"{group.activation_hours:g} hours instead of {role.activation_hours:g}"


_WORDS = {"multifactorauthentication": "MFA", "ticketing": "ticket"}
