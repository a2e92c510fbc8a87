"""AUD-003: role and group activations can be told from the audit log."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from assessor import checkkit as kit

from . import _activation as activation

_AUDITS = kit.collection.DIRECTORY_AUDITS
_KINDS = {"rolemanagement": ("role", "RoleManagement"), "groupmanagement": ("group", "GroupManagement")}
_COMPLETED = "Add member to role completed (PIM activation)"


def _event(when: float, category: object = "RoleManagement", *, by: str = "ana", **properties: object) -> kit.Part:
    said = {
        "activityDateTime": kit.days(when), "category": category, "operationType": "ActivateRole", "activityDisplayName": _COMPLETED, "result": "success",
        **properties,
    }  # fmt: skip
    return kit.row(
        _AUDITS, id=f"PIM_{by}_{when}_{category}", loggedByService="PIM", initiatedBy={"user": {"id": kit.ident(by), "displayName": by}},
        **{key: value for key, value in said.items() if value is not kit.UNSET},
    )  # fmt: skip


_MONTH = kit.tenant(_event(-30), _event(-2), _event(-1, "GroupManagement", by="bob"))


@kit.check(
    id="AUD-003",
    title="Role and group activations can be told from the audit log",
    theme=kit.Theme.AUDITING,
    severity=kit.Severity.LOW,
    talk=("T20",),
    needs={_AUDITS},
    uses={kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    thresholds=(  # so long Entra keeps the log for a tenant with P1 or P2
        kit.Threshold(name="log_days_min", default=30, unit="days", says="Days that the audit log reaches back, at least"),
    ),
    remedy=(
        "Keep the log longer than Entra does: send AuditLogs to a Log Analytics workspace, a storage account or a SIEM (Monitoring & health > Diagnostic "
        "settings). Activations of roles are found under Privileged Identity Management > Microsoft Entra roles > Resource audit; those of groups under Audit "
        "logs with the service PIM and the category GroupManagement."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-use-audit-log",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-audit",
        "https://learn.microsoft.com/entra/identity/monitoring-health/reference-reports-data-retention",
    ),
    passes=[
        _MONTH,
        # days are counted by the calendar: the log is asked for the last thirty, and its first event is a little younger
        kit.tenant(_event(-29.9)),
        # it reaches back far enough, by whatever PIM did then
        kit.tenant(_event(-31, operationType="AdminAssignPermanentEligibleRole", activityDisplayName="Add eligible member to role completed")),
        # by what PIM did as well as by the name: who asked and was not activated, and who failed, is not counted
        kit.tenant(
            _event(-31, operationType=kit.UNSET), _event(-5, activityDisplayName="Add member to role in PIM completed (timebound)", by="bob"),
            _event(-4, activityDisplayName="Add member to role requested (PIM activation)", by="eve"), _event(-3, result="failure", by="eve"),
        ).tells("The audit log holds 2 role activations (category RoleManagement) by 2 people and 0 group activations (category GroupManagement) by 0 people."),
        # the log tells of PIM, whatever could not be read of assignments
        _MONTH.but(kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES)),
        # without the category an event that is no activation does no harm
        _MONTH.but(_event(-3, kit.UNSET, operationType="UpdateRoleSetting", activityDisplayName="Update role setting")),
    ],
    partial=[
        kit.tenant(_event(-6.5), _event(-1, "GroupManagement")),
        kit.tenant(_event(-29))
            .finds(
                "Example", (
                    "has an audit log that holds events of PIM since 2026-10-03 only, 29 days: either nothing happened before, or it is not kept for 30 days"
                ),
                shows=("oldest activityDateTime 2026-10-03T08:00Z",),
            )
            .tells(
                "The audit log holds 1 role activation (category RoleManagement) by 1 person and 0 group activations (category GroupManagement) by 0 people.",
            ),
        # PIM works here, and the log remembers nothing of it
        kit.tenant()
            .finds(
                "Example", "has an audit log that holds no event of PIM at all: either nothing happened before, or it is not kept for 30 days",
                shows=("no row",),
            ),
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # the customer's own number
        _MONTH.but(kit.setting("AUD-003", log_days_min=60)),
    ],
    other=[
        # no PIM, no activations
        ("not_applicable", kit.tenant(kit.without_pim())),
        ("not_applicable", kit.tenant(kit.without(_AUDITS, "not_licensed"))),
        ("not_assessed", kit.tenant(kit.without(_AUDITS))),
        # both carry the same name: without the category nobody can tell them apart
        ("not_assessed", _MONTH.but(_event(-3, kit.UNSET))),
        ("not_assessed", kit.tenant(_event(-3, activityDateTime=kit.UNSET))
            .tells(
                "when the events of the audit log happened is not in the snapshot",
                "The audit log holds 1 role activation (category RoleManagement) by 1 person and 0 group activations (category GroupManagement) by 0 people.",
            )),
        # pages that were lost may be the oldest ones
        ("not_assessed", kit.tenant(_event(-3), kit.gap(_AUDITS, "page"))),
        # nothing is in the log, and whether there is PIM at all was not read
        ("not_assessed", kit.tenant(kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES))),
    ],
)  # fmt: skip
def activations_can_be_told(case: kit.Case) -> Iterator[kit.Finding]:
    """Activations of roles and of groups bear the same name in the audit log and differ by their category only, and they are looked up in different places
    of the portal. Whoever wants to know who was administrator on a certain day needs both, and a log that reaches back to that day.
    """
    table = case.read(_AUDITS)
    rows = list(table)
    missing = case.missing(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES)
    if not rows and missing:
        if not missing.is_unlicensed:
            case.unknown(missing.name, missing.says, missing.reason_code)
        return
    case.judged()
    _tell(case, rows)
    times = [when for row in rows if isinstance(when := row.activity_date_time, datetime)]
    oldest = min(times, default=None)
    if oldest is not None and oldest.date() <= (case.taken_at - timedelta(days=case.threshold("log_days_min"))).date():
        return
    if table.gaps:
        case.unknown(_AUDITS, f"{_AUDITS} was read with gaps, so that nobody knows how far it reaches back")
    elif rows and oldest is None:
        case.unknown(_AUDITS, "when the events of the audit log happened is not in the snapshot")
    else:
        yield _too_short(case, oldest)


def _too_short(case: kit.Case, oldest: datetime | None) -> kit.Finding:
    held = "holds no event of PIM at all" if oldest is None else f"holds events of PIM since {oldest:%Y-%m-%d} only, {(case.taken_at - oldest).days} days"
    return kit.Finding(
        degree=kit.Degree.PARTIAL,
        subject=case.tenant_thing(),
        says=f"has an audit log that {held}: either nothing happened before, or it is not kept for {case.threshold('log_days_min')} days",
        evidence=(kit.Evidence(_AUDITS.name, None, f"oldest activityDateTime {oldest:%Y-%m-%dT%H:%MZ}" if oldest else "no row"),),
    )


# ---- activations, side by side ----


def _tell(case: kit.Case, rows: list[Any]) -> None:
    """Both kinds as a note; where their category is not known, the case is told."""
    done = [row for row in rows if _is_activation(row)]
    strange = [row for row in done if _category(row) not in _KINDS]
    if strange:
        case.unknown(_AUDITS, f"whether {len(strange)} of {len(done)} activations are of a role or of a group is not in the snapshot")
    parts = [_count([row for row in done if _category(row) == key], *words) for key, words in _KINDS.items()]
    case.note(f"The audit log holds {' and '.join(parts)}.")


def _is_activation(row: Any) -> bool:
    """By what PIM did rather than by the activity's name alone; a request that was not carried out is none."""
    name = str(kit.known(row.activity_display_name, None) or "").lower()
    operation = str(kit.known(row.operation_type, None) or "").lower()
    failed = str(kit.known(row.result, None) or "success").lower() != "success"
    return not failed and "requested" not in name and (operation == "activaterole" or name == _COMPLETED.lower())


def _category(row: Any) -> str:
    return str(kit.known(row.category, None) or "").lower()


def _count(rows: list[Any], what: str, category: str) -> str:
    people = {row.initiated_by.user.id for row in rows if kit.known(row.initiated_by, None) and row.initiated_by.user}
    how_many = activation.counted(len(rows), f"{what} activation", f"{what} activations")
    return f"{how_many} (category {category}) by {activation.counted(len(people), 'person', 'people')}"
