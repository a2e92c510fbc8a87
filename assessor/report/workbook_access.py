"""Sheets of who holds what, of what guards it, and of what the snapshot holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.holdings import State
from assessor.model.words import Reason, Status
from assessor.report import wording as w
from assessor.report.access import STATES
from assessor.report.documents import utc
from assessor.report.sheets import Column, Sheet
from assessor.report.view import Mark
from assessor.report.workbook_findings import full
from assessor.report.workbook_ways import people_sheet, ways_sheet, who

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from assessor.model.access_facts import AccessPolicyUse
    from assessor.model.listing import PimPolicyUse, RoleHeld
    from assessor.model.result import Assessment, CollectionState, RoleUse
    from assessor.report.sheets import Cell

_HELD = (
    "roleAssignments", "roleAssignmentScheduleInstances", "roleEligibilityScheduleInstances", "administrativeUnitScopedRoleMembers", "directoryRoles",
)  # fmt: skip
_PIM = ("roleManagementPolicies", "roleManagementPolicyAssignments")
_STATES = {
    State.PERMANENT: "permanent", State.TIME_BOUND: "time-bound", State.ACTIVATED: "activated now", State.ELIGIBLE: "eligible",
    State.ACTIVE: "active, permanent or activated is not known",
}  # fmt: skip


def access_sheets(assessment: Assessment) -> tuple[Sheet, ...]:
    """All of them, in the order of the workbook."""
    return (
        people_sheet(assessment),
        ways_sheet(assessment),
        _assignments(assessment),
        _pim(assessment),
        _conditional_access(assessment),
        _roles(assessment),
        _collections(assessment),
    )


# ---- assignments and what guards them ----


def _assignments(assessment: Assessment) -> Sheet:
    columns = (
        Column("Role", 34), Column("Rank", 16), Column("Name", 38), Column("Kind", 18), Column("Id", 38), Column("Held", 16), Column("Over", 26),
        Column("From", 18), Column("Until", 18), Column("Outside PIM", 11), Column("Break-glass", 11), Column("Collection", 34), Column("Id of the row", 44),
    )  # fmt: skip
    rows = [_held(one) for one in assessment.held]
    says = f"{w.counted(len(rows), 'assignment')} of roles in force; members of a group that holds a role stand in the sheets of ways."
    return Sheet("Assignments", says + _lacking(assessment, _HELD), columns, rows)


def _held(one: RoleHeld) -> tuple[Cell, ...]:
    return (
        full(one.role.label),
        rank(one.tier0, one.privileged),
        *who(one.principal),
        Mark(one.state, _STATES.get(State(one.state), one.state)),
        "the tenant" if one.scope == "/" else full(w.where(one.where, one.scope, 400)),
        _moment(one.start),
        _moment(one.end) or ("no end" if one.state == State.PERMANENT else ""),
        "yes" if one.outside_pim else "",
        "yes" if one.break_glass else "",
        full(one.evidence.collection),
        full(one.evidence.id),
    )


def rank(tier0: bool, privileged: bool | None) -> str:
    """What a role is worth."""
    return "tier 0" if tier0 else {True: "privileged", False: "not privileged", None: "not known"}[privileged]


def _moment(moment: datetime | None) -> str:
    return f"{utc(moment):%Y-%m-%d %H:%M} UTC" if moment else ""


def _pim(assessment: Assessment) -> Sheet:
    columns = (
        Column("Guards", 36), Column("Kind", 12), Column("As", 10), Column("Rank", 16), Column("MFA", 12), Column("Authentication context", 15),
        Column("Approval", 12), Column("Approvers", 40, wraps=True), Column("Justification", 13), Column("Ticket", 10), Column("Hours at most", 10),
        Column("Permanent active allowed", 14), Column("Permanent eligible allowed", 14), Column("Id of the policy", 50),
    )  # fmt: skip
    rows = [_policy(one) for one in assessment.pim_policies]
    says = (
        f"{w.counted(len(rows), 'policy', 'policies')} of PIM: what an activation asks for. Whether a context is enforced, "
        f"the sheets of ways tell.{_lacking(assessment, _PIM)}"
    )
    return Sheet("PIM policies", says, columns, rows)


def _policy(one: PimPolicyUse) -> tuple[Cell, ...]:
    return (
        full(one.guards.label),
        w.kind_name(one.guards.kind),
        one.access,
        "" if one.access else rank(one.tier0, one.privileged),
        _yes(one.mfa),
        full(one.context),
        _yes(one.approval),
        ", ".join(full(thing.label) for thing in one.approvers),
        _yes(one.justification),
        _yes(one.ticket),
        "not known" if one.hours is None else round(one.hours, 2),
        _yes(one.permanent_active),
        _yes(one.permanent_eligible),
        full(one.policy.id),
    )


def _yes(value: bool | None) -> str:
    return {True: "yes", False: "no", None: "not known"}[value]


def _conditional_access(assessment: Assessment) -> Sheet:
    columns = (
        Column("Policy", 50), Column("State", 14), Column("Asks for", 50, wraps=True), Column("Where", 60, wraps=True), Column("Privileged people reached", 14),
        Column("Of whom nobody knows", 14), Column("Privileged people", 12), Column("Id", 38),
    )  # fmt: skip
    facts = assessment.access
    if facts is None or facts.missing:
        why = f": {full(facts.missing)}" if facts else ""
        return Sheet("Conditional Access", f"The snapshot does not hold the policies{why}. An empty list here does not mean that there are none.", columns, ())
    rows = [_access_policy(one, facts.people) for one in facts.policies]
    untold = f" Not known: {w.listed([full(one) for one in facts.unknown])}." if facts.unknown else ""
    return Sheet("Conditional Access", f"{w.counted(len(rows), 'policy', 'policies')} of Conditional Access.{untold}", columns, rows)


def _access_policy(use: AccessPolicyUse, people: int) -> tuple[Cell, ...]:
    state = STATES.get(use.state, Mark("", full(use.state) or "not known"))
    return full(use.policy.label), state, full(use.demands), full(use.about), use.reached, use.maybe, people, full(use.policy.id)


# ---- inventory ----


def _roles(assessment: Assessment) -> Sheet:
    columns = (
        Column("Role", 40), Column("Rank", 16), Column("People standing", 10), Column("People eligible", 10), Column("Groups", 10),
        Column("Service principals", 11), Column("Over less than the tenant", 13), Column("Id", 38),
    )  # fmt: skip
    more = "" if assessment.roles_known else " There may be more, for the snapshot does not hold everything that tells."
    says = f"{w.counted(len(assessment.roles), 'role')} in use.{more}{_lacking(assessment, (*_HELD, 'groupMembers'))}"
    return Sheet("Roles in use", says, columns, [_role(one) for one in assessment.roles])


def _role(use: RoleUse) -> tuple[Cell, ...]:
    counts = use.standing, use.eligible, use.groups, use.service_principals, use.scoped
    return full(use.role.label), rank(use.tier0, use.privileged), *counts, full(use.role.id)


def _collections(assessment: Assessment) -> Sheet:
    columns = (
        Column("Collection", 42), Column("State", 12), Column("Rows", 12), Column("Gaps", 8), Column("Why", 34), Column("Permission", 40),
        Column("Endpoint", 60), Column("HTTP", 8),
    )  # fmt: skip
    states = assessment.snapshot.collections
    lacking = sum(one.status != "collected" for one in states)
    how = f"{lacking:,} of them missing or partial" if lacking else "all complete"
    return Sheet("Collections", f"{w.counted(len(states), 'collection')}, {how}.", columns, [_collection(one) for one in states])


def _collection(one: CollectionState) -> tuple[Cell, ...]:
    status = Mark(one.status, w.STATUSES[Status(one.status)])
    return full(one.name), status, one.count, one.gaps or None, _why(one), full(one.permission), full(one.endpoint), one.http_status


def _why(one: CollectionState) -> str:
    return "" if one.reason is None else w.REASONS[Reason(one.reason)] if one.reason in set(Reason) else full(one.reason)


def _lacking(assessment: Assessment, names: Iterable[str]) -> str:
    return "".join(_told(one) for one in assessment.snapshot.collections if one.name in names and one.status != "collected")


def _told(one: CollectionState) -> str:
    why = _why(one)
    return f" Not complete: {full(one.name)} is {w.STATUSES[Status(one.status)].lower()}{f', for {why}' if why else ''}."
