"""GOV-002: joiner, mover, leaver reach administrators."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

_WORKFLOWS = kit.collection.LIFECYCLE_WORKFLOWS
_CATEGORIES = ("mover", "leaver")


def _plan(status: str = "Enabled", plan: str = "GOVERNANCE") -> kit.Part:
    return kit.row(
        kit.collection.SUBSCRIBED_SKUS, id=f"tenant_{plan}", skuPartNumber=plan, capabilityStatus=status,
        servicePlans=[{"servicePlanId": kit.service_plan(plan), "servicePlanName": "plan", "provisioningStatus": "Success"}],
    )  # fmt: skip


def _workflow(category: object, *, on: object = True, scheduled: object = True, rule: str = '(employeeType eq "Staff")', **properties: object) -> kit.Part:
    said = {"category": category, "isEnabled": on, "isSchedulingEnabled": scheduled, **properties}
    scope = {"@odata.type": "#microsoft.graph.identityGovernance.ruleBasedSubjectSet", "rule": rule}
    return kit.row(
        _WORKFLOWS, id=kit.ident(f"workflow {category}"), displayName=f"{category} of the school", executionConditions={"scope": scope},
        **{key: value for key, value in said.items() if value is not kit.UNSET},
    )  # fmt: skip


_BOTH = kit.tenant(_plan(), _workflow("leaver"), _workflow("mover"))


@kit.check(
    id="GOV-002",
    title="Joiner, mover, leaver reach administrators",
    theme=kit.Theme.GOVERNANCE,
    severity=kit.Severity.LOW,
    talk=("T09",),
    needs={_WORKFLOWS},
    uses={kit.collection.SUBSCRIBED_SKUS},
    remedy=(
        "Create a workflow for leavers and one for movers (ID Governance > Lifecycle workflows > Create workflow), enable them and their schedule, and "
        "choose a scope that covers the separate accounts of administrators. No built-in task takes a role away, and none changes a role-assignable group: "
        "remove an access package or run a custom task extension, and judge its identity like an administrator."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/what-are-lifecycle-workflows",
        "https://learn.microsoft.com/entra/id-governance/lifecycle-workflow-tasks",
    ),
    passes=[
        _BOTH,
        # drafts beside them do not matter
        _BOTH.but(kit.row(_WORKFLOWS, id="draft", category="leaver", isEnabled=False, isSchedulingEnabled=False))
            .tells(
                (
                    "The workflow mover of the school runs for the scope (employeeType eq \"Staff\"): whether that covers the accounts of administrators is not"
                    " in the snapshot."
                ),
                (
                    "The workflow leaver of the school runs for the scope (employeeType eq \"Staff\"): whether that covers the accounts of administrators is "
                    "not in the snapshot."
                ),
            ),
        # Graph answers only with the licence: which subscription carries it does not matter
        kit.tenant(_workflow("leaver"), _workflow("mover"), kit.without(kit.collection.SUBSCRIBED_SKUS)),
        kit.tenant(_plan("Warning"), _workflow("Leaver"), _workflow("Mover")),
    ],
    partial=[
        # people leave, and nobody moves
        kit.tenant(_plan(), _workflow("leaver"))
            .finds("Example", "has no mover workflow that runs by itself", distinct="mover")
            .tells(
                "The workflow leaver of the school runs for the scope (employeeType eq \"Staff\"): whether that covers the accounts of administrators is "
                "not in the snapshot.",
            ),
        kit.tenant(_plan(), _workflow("mover"), _workflow("joiner")),
        # enabled, and it runs only when somebody starts it by hand
        kit.tenant(_plan(), _workflow("leaver", scheduled=False), _workflow("mover", scheduled=False)),
        kit.tenant(_plan(), _workflow("leaver"), _workflow("mover", scheduled=False))
            .finds(
                "Example", "has no mover workflow that runs by itself: one is enabled, and its schedule is off",
                shows=("isEnabled True, isSchedulingEnabled False",),
            ),
        kit.tenant(_plan(), _workflow("leaver"), _workflow("mover", on=False)),
    ],
    fails=[
        # licensed, and nothing was made of it
        kit.tenant(_plan()),
        kit.tenant(_plan(), _workflow("joiner")),
        # off, whatever its schedule says
        kit.tenant(_plan(), _workflow("leaver", on=False), _workflow("mover", on=False)),
        kit.tenant(_plan(), _workflow("leaver", on=False, scheduled=False)),
        # in the bin
        kit.tenant(_plan(), _workflow("leaver", deletedDateTime=kit.days(-3)), _workflow("mover", deletedDateTime=kit.days(-3))),
    ],
    other=[
        # P2 alone has no lifecycle workflows
        ("not_applicable", kit.tenant(_plan(plan="P2"))),
        ("not_applicable", kit.tenant(_plan("Suspended"))),
        ("not_applicable", kit.tenant(kit.without(_WORKFLOWS, "not_licensed"))),
        # none was found, and nobody can tell whether there could be any
        ("not_assessed", kit.tenant(kit.without(kit.collection.SUBSCRIBED_SKUS))
            .tells("whether Microsoft Entra ID Governance is licensed is not in the snapshot")),
        ("not_assessed", kit.tenant(_plan(), kit.without(_WORKFLOWS))),
        # read without what would tell whether it runs
        ("not_assessed", kit.tenant(_plan(), _workflow("leaver", on=kit.UNSET), _workflow("mover"))),
        ("not_assessed", kit.tenant(_plan(), _workflow("leaver"), _workflow("mover", scheduled=kit.UNSET))),
        ("not_assessed", kit.tenant(_plan(), _workflow("leaver"), _workflow(kit.UNSET))
            .tells(
                "whether the workflow UNSET of the school is for movers or leavers is not in the snapshot",
                (
                    "The workflow leaver of the school runs for the scope (employeeType eq \"Staff\"): whether that covers the accounts of administrators is "
                    "not in the snapshot."
                ),
            )),
        # pages that were lost may hold the workflow that lacks here
        ("not_assessed", kit.tenant(_plan(), _workflow("leaver"), kit.gap(_WORKFLOWS, "page"))),
        # both are there, whatever else was lost
        ("pass", _BOTH.but(kit.gap(_WORKFLOWS, "page"))),
        # whether the workflow for joiners runs was not read, and does not matter here; a workflow of no known category is off
        ("fail", kit.tenant(_plan(), _workflow("joiner", on=kit.UNSET))),
        ("fail", kit.tenant(_plan(), _workflow(kit.UNSET, on=False))),
    ],
)  # fmt: skip
def workflows_for_leavers_and_movers(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever leaves or changes function keeps what nobody takes away. A workflow that runs by itself on the data of the personnel department is the one
    that is not forgotten, and administrators need it more than anybody. Only Microsoft Entra ID Governance has such workflows.
    """
    rows = [row for row in case.read(_WORKFLOWS) if not kit.known(row.deleted_date_time, None)]
    if not rows and not _licensed(case):
        return
    found = {category: [row for row in rows if _category(row) == category] for category in case.each(_CATEGORIES)}
    lacking = [category for category in _CATEGORIES if not any(_runs(row) for row in found[category])]
    for row in (row for category in _CATEGORIES for row in found[category] if _runs(row)):
        case.note(f"The workflow {_name(row)} runs for {_scope(row)}: whether that covers the accounts of administrators is not in the snapshot.")
    if lacking and _is_unknown(case, rows, lacking):
        return
    none = not any(row.is_enabled for category in _CATEGORIES for row in found[category])
    for category in lacking:
        yield _finding(case, category, found[category], kit.Degree.FAIL if none else kit.Degree.PARTIAL)


def _licensed(case: kit.Case) -> bool:
    """Whether a living subscription carries Governance; where the subscriptions are not there, the case is told."""
    skus = case.find(kit.collection.SUBSCRIBED_SKUS)
    if skus is None:
        case.unknown(kit.collection.SUBSCRIBED_SKUS, "whether Microsoft Entra ID Governance is licensed is not in the snapshot")
        return False
    living = [sku for sku in skus if str(kit.known(sku.capability_status, "")).lower() in ("enabled", "warning")]
    plans = {(one.service_plan_id or "").lower() for sku in living for one in sku.service_plans if (one.provisioning_status or "").lower() != "disabled"}
    return kit.service_plan("GOVERNANCE") in plans


def _category(row: Any) -> str:
    return str(kit.known(row.category, "")).lower()


def _runs(row: Any) -> bool:
    return row.is_enabled is True and row.is_scheduling_enabled is True


def _is_unknown(case: kit.Case, rows: list[Any], lacking: list[str]) -> bool:
    """Whether a workflow that lacks may be among what was not read."""
    for row in rows:
        says_on = row.is_enabled is False or row.is_scheduling_enabled is False
        if not says_on and not _runs(row) and _category(row) in (*lacking, ""):
            case.unknown(_WORKFLOWS, f"whether the workflow {_name(row)} runs by itself is not in the snapshot")
        elif _runs(row) and not _category(row):
            case.unknown(_WORKFLOWS, f"whether the workflow {_name(row)} is for movers or leavers is not in the snapshot")
    if case.read(_WORKFLOWS).gaps:
        case.unknown(_WORKFLOWS, f"{_WORKFLOWS} was read with gaps")
    return bool(case.unknowns)


def _name(row: Any) -> str:
    return str(kit.known(row.display_name, None) or row.id)


def _scope(row: Any) -> str:
    scope = (kit.known(row.execution_conditions, None) or {}).get("scope") or {}
    return f"the scope {scope['rule']}" if isinstance(scope, dict) and scope.get("rule") else "a scope that is no rule"


def _finding(case: kit.Case, category: str, rows: list[Any], degree: kit.Degree) -> kit.Finding:
    shown = [kit.Evidence(_WORKFLOWS.name, row.id, f"isEnabled {row.is_enabled}, isSchedulingEnabled {row.is_scheduling_enabled}") for row in rows]
    by_hand = any(row.is_enabled for row in rows)
    return kit.Finding(
        degree=degree,
        subject=case.tenant_thing(),
        distinct=category,
        says=f"has no {category} workflow that runs by itself" + (": one is enabled, and its schedule is off" if by_hand else ""),
        evidence=tuple(shown) or (kit.Evidence(_WORKFLOWS.name, None, f"no workflow of the category {category}"),),
    )
