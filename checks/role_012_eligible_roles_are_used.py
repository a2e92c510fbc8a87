"""ROLE-012: Eligible roles are used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assessor import checkkit as kit

from . import _groups as g

_AUDITS = kit.collection.DIRECTORY_AUDITS
_GA = kit.GLOBAL_ADMINISTRATOR


def _event(who: str, target: str, days: float, *, result: str | None = "success", operation: str = "ActivateRole", kind: str = "Role") -> kit.Part:
    return kit.row(
        _AUDITS, id=kit.ident(f"{who}/{target}/{days}"), activityDateTime=kit.days(-days), result=result, operationType=operation,
        activityDisplayName="Add member to role completed (PIM activation)", initiatedBy={"user": {"id": kit.ident(who)}},
        targetResources=[{"id": target, "type": kind}],
    )  # fmt: skip


_OLD = _event("somebody", _GA, 31)
"""The log reaches back far enough."""
_DIRECT = kit.together(kit.eligible(_GA, to="ana"), _OLD)
_GROUP = kit.together(kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), _OLD)


@kit.check(
    id="ROLE-012",
    title="Eligible roles are used",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.LOW,
    talk=("T20",),
    needs=g.READS | {_AUDITS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    thresholds=(kit.COMMON["unused_eligibility_days"],),
    remedy=(
        "Ask whoever has not activated it whether the work still needs it, and remove the eligibility (Privileged Identity Management > Microsoft Entra roles "
        "or Groups > Assignments). It is given back in a minute; a forgotten one is found by somebody else."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-use-audit-log",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
    ),
    passes=[
        kit.tenant(_DIRECT, _event("ana", _GA, 3)),
        kit.tenant(_DIRECT, _event("ana", _GA.upper(), 29)),
        kit.tenant(_GROUP, _event("ana", kit.ident("admins"), 3, kind="Group")),
        # path B: the standing member activates the role
        kit.tenant(kit.standing_member("ana", of="admins"), kit.eligible(_GA, to="admins"), _OLD, _event("ana", _GA, 3)),
        # it runs at this moment
        kit.tenant(kit.activated(_GA, to="ana"), _OLD),
        # on the first day that counts, and with it begins the log
        kit.tenant(kit.eligible(_GA, to="ana"), _event("ana", _GA, 30)),
        # a log that does not say how it ended
        kit.tenant(_DIRECT, _event("ana", _GA, 3, result=None)),
    ],
    fails=[
        kit.tenant(_DIRECT)
            .finds("ana", "is eligible for Global Administrator and has not activated it in 30 days", distinct=kit.GLOBAL_ADMINISTRATOR),
        kit.tenant(_DIRECT, _event("ana", _GA, 31)),
        # another one's activation, another role's, one that was refused, one that was merely asked for
        kit.tenant(_DIRECT, _event("ben", _GA, 3)),
        kit.tenant(_DIRECT, _event("ana", kit.PRIVILEGED_ROLE_ADMINISTRATOR, 3)),
        kit.tenant(_DIRECT, _event("ana", _GA, 3, result="failure")),
        kit.tenant(_DIRECT, _event("ana", _GA, 3, operation="CreateRequestRole")),
        kit.tenant(_GROUP)
            .finds("ana", "is eligible for membership of admins and has not activated it in 30 days"),
        kit.tenant(kit.standing_member("ana", of="admins"), kit.eligible(_GA, to="admins"), _OLD)
            .finds(
                "ana", "is eligible for Global Administrator and has not activated it in 30 days",
                shows=("accessId member, assignmentType assigned, endDateTime null", "no activation since 2026-10-02",),
            ),
        kit.tenant(_DIRECT, _event("ana", _GA, 3), kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="ana")),
        # the threshold is the customer's
        kit.tenant(_DIRECT, _event("ana", _GA, 12), kit.engagement(thresholds=kit.Thresholds(unused_eligibility_days=10))),
        # an entry without a date proves nothing of this month
        kit.tenant(_DIRECT, kit.row(_AUDITS, id="x", result="success", operationType="ActivateRole", initiatedBy={"user": {"id": kit.ident("ana")}},
                                    targetResources=[{"id": _GA, "type": "Role"}])),
        # given on the day that the month began, and given nobody knows when
        kit.tenant(_OLD, kit.eligible(_GA, to="ana", since=-30), kit.person("bob"), kit.row(
            kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="x", principalId=kit.ident("bob"), roleDefinitionId=_GA, directoryScopeId="/",
            memberType="Direct", startDateTime=None, endDateTime=None,
        ))
            .finds("ana", "is eligible for Global Administrator and has not activated it in 30 days")
            .finds("bob", "is eligible for Global Administrator and has not activated it in 30 days"),
        # path C: who is only eligible for the group has its membership to activate first
        kit.tenant(kit.eligible(_GA, to="admins"), kit.eligible_member("ana", of="admins"), _OLD)
            .finds("ana", "is eligible for membership of admins and has not activated it in 30 days"),
        # in a restricted unit PIM lets nobody activate the membership: it is unused all the same, whether the units were read or not
        kit.tenant(_GROUP, kit.unit("vault", restricted=True), kit.unit_member("admins", of="vault")),
    ],
    other=[
        ("not_applicable", kit.tenant(_OLD)),
        ("not_applicable", kit.tenant(_OLD, kit.break_glass("e1"), kit.eligible(_GA, to="e1"))),
        ("not_applicable", kit.tenant(_OLD, kit.deleted("ghost"), kit.eligible(_GA, to="ghost"))),
        # given last week: nobody could have used it for a month
        ("not_applicable", kit.tenant(_OLD, kit.eligible(_GA, to="ana", since=-7))),
        # the log does not reach back that far, holds nothing, or has gaps
        ("not_assessed", kit.tenant(kit.eligible(_GA, to="ana"), _event("ben", _GA, 20))
            .tells("whether eligible roles are used cannot be told: the audit log in the snapshot holds events since 2026-10-12")),
        ("not_assessed", kit.tenant(kit.eligible(_GA, to="ana"))
            .tells("whether eligible roles are used cannot be told: the audit log in the snapshot holds no event of PIM")),
        ("not_assessed", kit.tenant(_DIRECT, kit.gap(_AUDITS, "page"))
            .tells("whether eligible roles are used cannot be told: the audit log in the snapshot holds events since 2026-10-01 and has gaps")),
    ],
)  # fmt: skip
def eligible_roles_are_used(case: kit.Case) -> Iterator[kit.Finding]:
    """What nobody has activated for a month nobody would miss, and it is there for whoever steals the account. Most eligibility is given for a project that has
    long ended.
    """
    since = case.taken_at - timedelta(days=case.threshold("unused_eligibility_days"))
    found = [one for one in _eligible(case) if one.since is None or one.since <= since]
    if not found:
        return
    used = _activated(case, since)
    if not _reaches_back(case, since):
        return
    for one in case.each(found):
        if (one.person.id.lower(), one.target.id.lower()) not in used and not one.is_running:
            yield _finding(case, one)


@dataclass(frozen=True)
class _Eligible:
    """Somebody who can activate a role, or a membership that opens one."""

    person: kit.Thing
    target: kit.Thing
    since: datetime | None
    is_running: bool
    row: kit.Evidence


def _eligible(case: kit.Case) -> Iterator[_Eligible]:
    """Each person and target once; break-glass accounts and deleted ones left out."""
    found: dict[tuple[str, str], _Eligible] = {}
    for one in (*_to_roles(case), *_to_groups(case)):
        if one.person.kind is kit.Kind.UNKNOWN and not case.is_deleted(one.person.id):
            case.unknown(kit.collection.USERS, f"whether {one.person.id}, which can activate {one.target.label}, is a person is not in the snapshot")
        if one.person.kind is kit.Kind.USER and not case.is_break_glass(one.person):
            found.setdefault((one.person.id, one.target.id), one)
    yield from (found[key] for key in sorted(found))


def _to_roles(case: kit.Case) -> Iterator[_Eligible]:
    """Direct eligibility, and path B: who stands in a group that is eligible."""
    holdings = case.holdings()
    active = {(one.principal_id, one.role_id) for one in holdings if one.state is kit.State.ACTIVATED}
    for one in holdings:
        if one.state is not kit.State.ELIGIBLE:
            continue
        holder, role = case.thing(one.principal_id), case.role(one.role_id).thing
        standing = [(inside.thing, inside.rows[0]) for inside in g.people(case, holder.id) if inside.is_standing] if holder.kind is kit.Kind.GROUP else []
        for person, row in standing or [(holder, one.evidence)]:
            yield _Eligible(person, role, one.start, (person.id.lower(), one.role_id) in active, row)


def _to_groups(case: kit.Case) -> Iterator[_Eligible]:
    for group, _ in g.role_holders(case):
        members = case.members(group.id)
        active = {one.principal_id for one in members if one.state is kit.State.ACTIVATED}
        for one in members:
            if one.state is kit.State.ELIGIBLE:
                yield _Eligible(case.thing(one.principal_id, one.odata_type), group, one.start, one.principal_id in active, one.evidence)


# ---- the audit log ----


def _reaches_back(case: kit.Case, since: datetime) -> bool:
    table = case.read(_AUDITS)
    oldest = min((when for row in table if isinstance(when := row.activity_date_time, datetime)), default=None)
    if oldest is not None and oldest.date() <= since.date() and not table.gaps:
        return True
    held = f"holds events since {oldest:%Y-%m-%d}" if oldest else "holds no event of PIM"
    case.unknown(_AUDITS, f"whether eligible roles are used cannot be told: the audit log in the snapshot {held}{' and has gaps' if table.gaps else ''}")
    return False


def _activated(case: kit.Case, since: datetime) -> frozenset[tuple[str, str]]:
    """(person, role or group) of every activation since then, in lower case."""
    found = set()
    for row in case.read(_AUDITS):
        when = row.activity_date_time
        if isinstance(when, datetime) and when >= since and _is_activation(row) and (user := getattr(kit.known(row.initiated_by), "user", None)):
            found |= {((user.id or "").lower(), str(one.get("id") or "").lower()) for one in kit.known(row.target_resources) or ()}
    return frozenset(found)


def _is_activation(row: Any) -> bool:
    failed = str(kit.known(row.result, None) or "success").lower() != "success"
    return not failed and str(kit.known(row.operation_type, None) or "").lower() == "activaterole"


def _finding(case: kit.Case, one: _Eligible) -> kit.Finding:
    what = "for" if one.target.kind is kit.Kind.ROLE else "for membership of"
    days = case.threshold("unused_eligibility_days")
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=one.person,
        says=f"is eligible {what} {one.target.label} and has not activated it in {days} days",
        evidence=(one.row, kit.Evidence(_AUDITS.name, None, f"no activation since {case.taken_at - timedelta(days=days):%Y-%m-%d}")),
        distinct=one.target.id,
    )
