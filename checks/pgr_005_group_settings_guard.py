"""PGR-005: The group's own PIM settings guard as well as the role's."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _groups as g
from ._strictness import differences

_GA, _USER_ADMIN = kit.GLOBAL_ADMINISTRATOR, "fe930be7-5e62-47db-91af-98c3a49a38b1"
_READER = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_PATH_A = (kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.role_policy(_GA))
_APPROVED: dict[str, Any] = {"mfa": True, "approval": True, "approvers": ("bob", "eva")}


@kit.check(
    id="PGR-005",
    title="The group's own PIM settings guard as well as the role's",
    theme=kit.Theme.PIM_FOR_GROUPS,
    severity=kit.Severity.HIGH,
    talk=("T13",),
    needs=g.READS | kit.POLICIES,
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={
        kit.collection.CONDITIONAL_ACCESS_POLICIES, kit.collection.AUTHENTICATION_CONTEXTS,
        kit.collection.NAMED_LOCATIONS, kit.collection.USERS,
    },
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
        # no approval, and a context that an enabled policy enforces for everybody who activates
        kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"), kit.access_policy("step up", "mfa", context="c1")),
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("inner", isAssignableToRole=False), kit.eligible_member("inner", of="admins"),
                   kit.plain_member("ana", of="inner"), kit.plain_member("emergency1", of="inner"), kit.break_glass("emergency1"), kit.role_policy(_GA),
                   kit.group_policy("admins", context="c1"), kit.access_policy("step up", "mfa", context="c1", without_users=("emergency1",))),
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
        # a role that is not privileged
        kit.tenant(kit.standing(_READER, to="desk"), kit.eligible_member("ana", of="desk"), kit.role_policy(_READER),
                   kit.group_policy("desk", approval=True, approvers=("bob", "eva"))).finds(
                "desk", severity=kit.Severity.LOW,
                distinct="88d8e3e3-8f55-4a1e-953a-9b9898b8876b",
            ),
        # of a role that is privileged, and of one of tier 0 whatever the tenant's own label says
        kit.tenant(kit.standing(_USER_ADMIN, to="desk"), kit.eligible_member("ana", of="desk"), kit.role_policy(_USER_ADMIN),
                   kit.group_policy("desk", approval=True, approvers=("bob", "eva"))).finds(
            "desk", "guards User Administrator less than the role's own settings do: no MFA", severity=kit.Severity.MEDIUM),
        kit.tenant(kit.row(kit.collection.ROLE_DEFINITIONS, id=_GA, templateId=_GA, displayName="Global Administrator", isBuiltIn=True, isPrivileged=False),
                   *_PATH_A, kit.group_policy("admins", approval=True, approvers=("bob", "eva"))).finds(
            "admins", "guards Global Administrator less than the role's own settings do: no MFA", severity=kit.Severity.MEDIUM),
    ],
    fails=[
        # the settings that every group starts with
        kit.tenant(*_PATH_A, kit.group_policy("admins"))
            .finds(
                "admins", "guards Global Administrator less than the role's own settings do: no MFA",
                degree=kit.Degree.PARTIAL, severity=kit.Severity.MEDIUM,
                shows=("Enablement_EndUser_Assignment: the group's", "Enablement_EndUser_Assignment: the role's",),
            )
            .finds(
                "admins", "asks for no approval when its members activate Global Administrator",
                shows=("Approval_EndUser_Assignment: isApprovalRequired false", "assignmentType Assigned, endDateTime null",),
            ),
        kit.tenant(*_PATH_A, kit.group_policy("admins", mfa=True)),
        # approvers are named, and approval is switched off
        kit.tenant(*_PATH_A, kit.group_policy("admins", mfa=True, approval=False, approvers=("bob", "eva"))),
        # the role asks for approval, and nobody on this way ever meets the role's settings
        kit.tenant(kit.standing(_GA, to="admins"), kit.activated_member("ana", of="admins"), kit.role_policy(_GA, approvers=("bob", "eva")),
                   kit.group_policy("admins", mfa=True)),
        # a context that no policy names: PIM falls back to MFA, which a stolen session has proved already
        kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"))
            .finds(
                "admins", (
                    "lets its members activate Global Administrator without approval and without an enforced context: it asks for c1, and no policy names it,"
                    " so PIM asks for MFA at most"
                ),
                shows=(
                    "Approval_EndUser_Assignment: isApprovalRequired false",
                    "AuthenticationContext_EndUser_Assignment: isEnabled true, claimValue c1",
                    "no policy names c1",
                    "assignmentType Assigned, endDateTime null",
                ),
                distinct="approval",
            ),
        kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"), kit.access_policy("step up", "mfa", context="c2")),
        # a policy that is off, reports only, leaves somebody out, or is for the group that nobody is in before he activates it
        kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"), kit.access_policy("step up", "mfa", context="c1", state="disabled"))
            .finds(
                "admins", (
                    "lets its members activate Global Administrator without approval and without an enforced context: it asks for c1, and no enabled policy "
                    "asks anything of ana@example.onmicrosoft.com"
                ),
                shows=(
                    "Approval_EndUser_Assignment: isApprovalRequired false",
                    "AuthenticationContext_EndUser_Assignment: isEnabled true, claimValue c1",
                    "names c1; state disabled",
                    "assignmentType Assigned, endDateTime null",
                ),
            ),
        kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"),
                   kit.access_policy("step up", "mfa", context="c1", state="enabledForReportingButNotEnforced")),
        kit.tenant(*_PATH_A, kit.eligible_member("bob", of="admins"), kit.group_policy("admins", context="c1"),
                   kit.access_policy("step up", "mfa", context="c1", without_users=("bob",))),
        kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"), kit.access_policy("step up", "mfa", users=(), groups=("admins",), context="c1")),
        # a group inside the group: its people activate the outer membership
        kit.tenant(kit.standing(_GA, to="admins"), kit.group("inner", isAssignableToRole=False), kit.eligible_member("inner", of="admins"),
                   kit.plain_member("ana", of="inner"), kit.role_policy(_GA), kit.group_policy("admins", mfa=True)),
        # one policy could not be read, and another is weak all the same
        kit.tenant(*_PATH_A, kit.group_policy("admins"), kit.standing(_GA, to="more"), kit.eligible_member("bob", of="more"),
                   kit.gap(kit.collection.ROLE_MANAGEMENT_POLICIES, "more")),
        # a role over one unit is worth less
        kit.tenant(kit.unit("school"), kit.standing(_USER_ADMIN, to="desk", scope=kit.unit_scope("school")), kit.eligible_member("ana", of="desk"),
                   kit.role_policy(_USER_ADMIN), kit.group_policy("desk", mfa=True)).finds(
            "desk", "asks for no approval when its members activate User Administrator (scoped)", severity=kit.Severity.MEDIUM),
        # emergency accounts, the deleted and applications activate nothing: of these three no policy has to ask anything
        kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"), kit.eligible_member("emergency1", of="admins"), kit.break_glass("emergency1"),
                   kit.deleted("ghost"), kit.eligible_member("ghost", of="admins"), kit.service_principal("robot"), kit.eligible_member("robot", of="admins"),
                   kit.standing_member("sam", of="admins"),
                   kit.access_policy("step up", "mfa", context="c1", without_users=("ana", "emergency1", "sam")))
            .finds(
                "admins", (
                    "lets its members activate Global Administrator without approval and without an enforced context: it asks for c1, and no enabled policy "
                    "asks anything of ana@example.onmicrosoft.com"
                ),
                shows=(
                    "Approval_EndUser_Assignment: isApprovalRequired false", "AuthenticationContext_EndUser_Assignment: isEnabled true, claimValue c1",
                    "names c1; state enabled", "assignmentType Assigned, endDateTime null",
                ),
            ),
    ],
    other=[
        # of whoever can activate the membership nobody knows whether it is a person
        ("not_assessed", kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins"), kit.group_policy("admins"), kit.scope_privileged(), kit.row(
            kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", groupId=kit.ident("admins"), principalId=kit.ident("nobody knows"), accessId="member",
        ))
            .tells(f"whether {kit.ident('nobody knows')}, who can activate admins, is a person is not in the snapshot")),
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(*_PATH_A, kit.group_policy("admins"), kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.standing_member("ana", of="admins"), kit.role_policy(_GA))),
        # path C: the role is activated as well, under its own settings
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.role_policy(_GA),
                                      kit.group_policy("admins"))),
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("emergency1", of="admins"), kit.break_glass("emergency1"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(_GA, to="admins"), kit.group("admins"))),
        ("not_assessed", kit.tenant(*_PATH_A, kit.gap(kit.collection.ROLE_MANAGEMENT_POLICIES, "admins"))),
        # a context alone, and nothing that tells whether it is enforced
        ("not_assessed", kit.tenant(*_PATH_A, kit.group_policy("admins", context="c1"), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES))),
        ("not_assessed", kit.tenant(*_PATH_A, kit.scope_privileged(), kit.group_policy("admins", context="c1"),
                                    kit.access_policy("step up", "mfa", context="c1", without_groups=("gone",)))),
        # without the role's policy nobody can say that the group's is as strict
        ("not_assessed", kit.tenant(kit.standing(_GA, to="admins"), kit.eligible_member("ana", of="admins"), kit.group_policy("admins", **_APPROVED))),
        # nobody activates: an application, somebody deleted, whoever stands
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.service_principal("robot"), kit.eligible_member("robot", of="admins"),
                                      kit.group_policy("admins"), kit.role_policy(_GA))),
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.deleted("ghost"), kit.eligible_member("ghost", of="admins"),
                                      kit.group_policy("admins"), kit.role_policy(_GA))),
        ("not_applicable", kit.tenant(kit.standing(_GA, to="admins"), kit.standing_member("sam", of="admins"), kit.group_policy("admins"),
                                      kit.role_policy(_GA))),
    ],
)  # fmt: skip
def group_settings_guard(case: kit.Case) -> Iterator[kit.Finding]:
    """Eligible members of a group that holds a role activate their membership, and only the group's member policy is asked; the role's hardened settings
    never are. As a lesser administrator may be able to reset the password of somebody who is merely eligible, approval by a second person is
    what keeps such an account from becoming an administrator's.

    In place of approval an authentication context guards too, if an enabled Conditional Access policy asks something of everybody who may activate. Where
    no policy names the context, PIM falls back to MFA, and that is asked of a session that has often proved it already.
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
    return any(g.activates(case, one) for one in case.members(group.id))


def _unguarded(case: kit.Case, group: kit.Thing, held: tuple[kit.Holding, ...], policy: kit.PimPolicy) -> Iterator[kit.Finding]:
    if policy.requires_approval:
        return
    if policy.context is None:
        row = policy.evidence("Approval_EndUser_Assignment", "isApprovalRequired false")
        yield _finding(case, group, held, f"asks for no approval when its members activate {g.names(case, held)}", (row,))
    else:
        yield from _by_context(case, group, held, policy, policy.context)


def _by_context(case: kit.Case, group: kit.Thing, held: tuple[kit.Holding, ...], policy: kit.PimPolicy, context: str) -> Iterator[kit.Finding]:
    """A context guards if it is enforced for everybody who activates the membership."""
    found = [(one, case.enforcement(one, context)) for one in _activating(case, group)]
    left_out = [(one, answer) for one, answer in found if answer.holds.value is False]
    for one, answer in found:
        for want in answer.holds.wants:
            case.unknown(want.collection, f"{one.label}: {want.says}")
    if not left_out:
        return
    naming = left_out[0][1].naming
    why = f"no enabled policy asks anything of {_listed([one.label for one, _ in left_out])}" if naming else "no policy names it, so PIM asks for MFA at most"
    rows = [kit.Evidence("conditionalAccessPolicies", one.id, f"names {context}; state {one.row.state}") for one in naming]
    says = f"lets its members activate {g.names(case, held)} without approval and without an enforced context: it asks for {context}, and {why}"
    asked = policy.evidence("AuthenticationContext_EndUser_Assignment", f"isEnabled true, claimValue {context}")
    absent = kit.Evidence("conditionalAccessPolicies", None, f"no policy names {context}")
    yield _finding(case, group, held, says, (policy.evidence("Approval_EndUser_Assignment", "isApprovalRequired false"), asked, *(rows or [absent])))


def _activating(case: kit.Case, group: kit.Thing) -> tuple[kit.Thing, ...]:
    """People who activate the membership, each once; of a group inside, its people."""
    found: dict[str, kit.Thing] = {}
    for one in case.members(group.id):
        if g.activates(case, one):
            holder = case.thing(one.principal_id, one.odata_type)
            people = [inside.thing for inside in g.people(case, holder.id)] if holder.kind is kit.Kind.GROUP else [holder]
            found.update((person.id.lower(), person) for person in people)
    return tuple(found[key] for key in sorted(found))


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 6 else f"{', '.join(names[:5])} and {len(names) - 5} more"


def _finding(case: kit.Case, group: kit.Thing, held: tuple[kit.Holding, ...], says: str, rows: tuple[kit.Evidence, ...]) -> kit.Finding:
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=group,
        says=says,
        evidence=(*rows, *g.rows(held)),
        distinct="approval",
        severity=g.severity(case, held, kit.Severity.MEDIUM),
    )


def _weaker(case: kit.Case, group: kit.Thing, held: tuple[kit.Holding, ...], policy: kit.PimPolicy) -> Iterator[kit.Finding]:
    for role in (case.role(role_id) for role_id in sorted({one.role_id for one in held})):
        own = case.policy_of_role(role)
        if own and (weak := dict(differences(policy, own))):
            yield kit.Finding(
                degree=kit.Degree.PARTIAL,
                subject=group,
                says=f"guards {role.name} less than the role's own settings do: {', '.join(weak.values())}",
                evidence=tuple(row for rule in weak for row in (policy.evidence(rule, "the group's"), own.evidence(rule, "the role's"))),
                distinct=role.id,
                severity=kit.Severity.MEDIUM if role.tier0 or role.privileged is not False else kit.Severity.LOW,
            )
