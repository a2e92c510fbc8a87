"""LIC-002: the licence that carries PIM is not about to end."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

P2, GOVERNANCE = kit.service_plan("P2"), kit.service_plan("GOVERNANCE")
_NEW_PLAN = "77777777-0000-4000-8000-000000000001"
_GONE = "deleted"
_ENDING = {
    "warning": "is in its grace period",
    "suspended": "has ended and is suspended",
    "lockedout": "was cancelled and is locked",
}
"""What a status of Graph says, by status in lower case."""


def _sku(
    status: object = "Enabled", *, plan: str = P2, provisioned: str = "Success", part: str = "AAD_PREMIUM_P2", name: str = "plan", **units: int
) -> kit.Part:
    said = {} if status is kit.UNSET else {"capabilityStatus": status}
    return kit.row(
        kit.collection.SUBSCRIBED_SKUS, id=f"tenant_{part}", skuId=kit.ident(part), skuPartNumber=part, consumedUnits=0, **said,
        prepaidUnits={"enabled": 25, "suspended": 0, "warning": 0, "lockedOut": 0, **units},
        servicePlans=[{"servicePlanId": plan, "servicePlanName": name, "provisioningStatus": provisioned}],
    )  # fmt: skip


_LIVING = kit.tenant(_sku())


@kit.check(
    id="LIC-002",
    title="The licence that carries PIM is not about to end",
    theme=kit.Theme.LICENSING,
    severity=kit.Severity.MEDIUM,
    talk=("T18",),
    needs={kit.collection.SUBSCRIBED_SKUS},
    remedy=(
        "Renew or replace the subscription before its grace period is over (Microsoft 365 admin center > Billing > Your products). If it shall end, first "
        "give every eligible and time-bound assignment a form that survives without PIM: eligibility and settings are removed, and what was active until "
        "a date becomes permanent."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/licensing-fundamentals",
        "https://learn.microsoft.com/graph/api/resources/subscribedsku",
    ),
    passes=[
        _LIVING,
        kit.tenant(_sku(plan=GOVERNANCE, part="GOV")),
        # the plan counts, not what the subscription is called
        kit.tenant(_sku(part="SPE_E5")),
        # another product's end, and a plan that is switched off inside the product that ends
        _LIVING.but(_sku("Warning", plan=kit.service_plan("P1"), part="AAD_PREMIUM")),
        _LIVING.but(_sku("Warning", provisioned="Disabled", part="SPE_E5")),
        # one that is long gone is no news
        _LIVING.but(_sku("Deleted", part="SPE_E5")),
        # units of an old trial inside a living subscription have ended already
        kit.tenant(_sku(suspended=25)),
        # Graph's spelling varies
        kit.tenant(_sku("enabled")),
    ],
    partial=[
        # PIM lives on, and units of it go: a trial beside what was bought, whichever of the two plans it carries
        _LIVING.but(_sku("Warning", part="SPE_E5"))
            .finds(
                "SPE_E5", "is in its grace period, while another subscription carries PIM on",
                shows=("capabilityStatus warning, units: 25 enabled, 0 in warning, 0 suspended",),
            )
            .tells("The list of subscriptions does not tell when one that is alive ends: only a grace period that has begun shows here."),
        _LIVING.but(_sku("Warning", plan=GOVERNANCE, part="GOV")),
        _LIVING.but(_sku("Suspended", part="SPE_E5")),
        _LIVING.but(_sku("LockedOut", part="SPE_E5")),
        # a subscription is enabled as long as one unit is: the others may be in their grace period
        kit.tenant(_sku(warning=20)),
    ],
    fails=[
        kit.tenant(_sku("Warning", enabled=0, warning=25))
            .finds(
                "AAD_PREMIUM_P2", "is in its grace period, and no other carries PIM",
                shows=("capabilityStatus warning, units: 0 enabled, 25 in warning, 0 suspended",),
            ),
        kit.tenant(_sku("Suspended", enabled=0, suspended=25))
            .finds(
                "AAD_PREMIUM_P2", "has ended and is suspended, and no other carries PIM",
                shows=("capabilityStatus suspended, units: 0 enabled, 0 in warning, 25 suspended",),
            ),
        kit.tenant(_sku("LockedOut", enabled=0, lockedOut=25))
            .finds("AAD_PREMIUM_P2", "was cancelled and is locked, and no other carries PIM"),
        kit.tenant(_sku("Warning"), _sku("Suspended", plan=GOVERNANCE, part="GOV")),
        # what lives carries no PIM
        kit.tenant(_sku("Warning"), _sku(plan=kit.service_plan("P1"), part="AAD_PREMIUM")),
        kit.tenant(_sku("Warning"), _sku(provisioned="Disabled", part="SPE_E5")),
    ],
    other=[
        ("not_applicable", kit.tenant()),
        ("not_applicable", kit.tenant(_sku(plan=kit.service_plan("P1")))),
        ("not_applicable", kit.tenant(_sku("Deleted"))),
        # a plan that lives, that the table does not know, and whose name speaks of PIM: unknown is not none
        ("not_assessed", kit.tenant(_sku(plan=_NEW_PLAN, part="NEW", name="Entra_Identity_Governance_2"))),
        ("not_assessed", kit.tenant(_sku("Warning"), _sku(plan=_NEW_PLAN, part="NEW", name="AAD_PREMIUM_P3"))),
        # the status was not read, or is one that this version does not know
        ("not_assessed", kit.tenant(_sku(kit.UNSET))),
        ("not_assessed", kit.tenant(_sku(None))),
        ("not_assessed", _LIVING.but(_sku("unknownFutureValue", part="SPE_E5"))),
    ],
)  # fmt: skip
def licence_is_not_ending(case: kit.Case) -> Iterator[kit.Finding]:
    """When the licence ends, eligible assignments and PIM's settings are removed, and what was active until a date becomes permanent: the protection is
    gone overnight, and nobody changed anything. A subscription that is over stays in a grace period first, which is the time to renew it.
    """
    carriers = [sku for sku in case.read(kit.collection.SUBSCRIBED_SKUS) if _carries_pim(sku) and _status(sku) != _GONE]
    lives = any(_status(sku) == "enabled" for sku in carriers)
    strange = () if lives else tuple(_strange(case))
    for says in strange:
        case.unknown(kit.collection.SUBSCRIBED_SKUS, says)
    if lives:
        case.note("The list of subscriptions does not tell when one that is alive ends: only a grace period that has begun shows here.")
    for sku in case.each(carriers):
        status, units = _status(sku), (sku.prepaid_units.warning if sku.prepaid_units else None) or 0
        if status not in ("enabled", *_ENDING):
            case.unknown(kit.collection.SUBSCRIBED_SKUS, f"whether the subscription {_name(sku)} is alive is not in the snapshot")
        elif status in _ENDING:
            beside = (
                ", while another subscription carries PIM on"
                if lives
                else ", and whether another carries PIM is not known"
                if strange
                else ", and no other carries PIM"
            )
            yield _finding(sku, _ENDING[status] + beside, lives or bool(strange))
        elif units:
            yield _finding(sku, f"is alive, and {units} of its units are in their grace period", lives)


def _strange(case: kit.Case) -> Iterator[str]:
    """Plans that live, that the dated table does not know, and whose names speak of what carries PIM."""
    for sku in case.read(kit.collection.SUBSCRIBED_SKUS):
        for one in sku.service_plans if _status(sku) == "enabled" else ():
            if kit.carries_pim(one.service_plan_id, one.service_plan_name) is None:
                plan = f"{one.service_plan_name} ({one.service_plan_id}) of the subscription {_name(sku)}"
                yield f"whether the plan {plan} carries PIM is not known: the table of {kit.as_of('service_plans')} does not know it"


def _carries_pim(sku: Any) -> bool:
    plans = {(one.service_plan_id or "").lower() for one in sku.service_plans if (one.provisioning_status or "").lower() != "disabled"}
    return bool(plans & kit.pim_plans())


def _status(sku: Any) -> str:
    return str(kit.known(sku.capability_status, "")).lower()


def _name(sku: Any) -> str:
    return str(sku.sku_part_number or sku.sku_id or sku.id)


def _finding(sku: Any, says: str, lives: bool) -> kit.Finding:
    units = sku.prepaid_units
    shown = f", units: {units.enabled or 0} enabled, {units.warning or 0} in warning, {units.suspended or 0} suspended" if units else ""
    return kit.Finding(
        degree=kit.Degree.PARTIAL if lives else kit.Degree.FAIL,
        subject=kit.Thing(kit.Kind.LICENSE, sku.id, _name(sku)),
        says=says,
        evidence=(kit.Evidence(kit.collection.SUBSCRIBED_SKUS.name, sku.id, f"capabilityStatus {_status(sku)}{shown}"),),
    )
