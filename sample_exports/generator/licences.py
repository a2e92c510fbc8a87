"""Subscriptions and the service plans inside them."""

from __future__ import annotations

from generator.export import Export
from generator.ids import uid

P1_PLAN, P2_PLAN = "41781fb2-bc02-4b7c-bd55-b576c07bb09d", "eec0eb4f-6444-4f95-aba0-50c24d67f998"
GOVERNANCE_PLAN = "e866a266-3cff-43a3-acca-0c90a7e00c8b"
_PLANS = {  # id -> (name, service)
    P1_PLAN: ("AAD_PREMIUM", "AADPremiumService"),
    P2_PLAN: ("AAD_PREMIUM_P2", "AADPremiumService"),
    GOVERNANCE_PLAN: ("Entra_Identity_Governance", "AADPremiumService"),
    "8a256a2b-b617-496d-b51b-e76466e88db0": ("MFA_PREMIUM", "MultiFactorService"),
    "113feb6c-3fe4-4440-bddc-54d774bf0318": ("EXCHANGE_S_FOUNDATION", "exchange"),  # in every licence: no mailbox
    "efb87545-963c-4e0d-99df-69c6916d9eb0": ("EXCHANGE_S_ENTERPRISE", "exchange"),
    "63038b2c-28d0-45f6-bc36-33062963b498": ("SHAREPOINTENTERPRISE_EDU", "SharePoint"),
    "43de0ff5-c92c-492b-9116-175376d08c38": ("OFFICESUBSCRIPTION", "MicrosoftOffice"),
    "57ff2da0-773e-42df-b2af-ffb7a2317929": ("TEAMS1", "TeamspaceAPI"),
    "c1ec4a95-1f05-45b3-a911-aa3fa01094f5": ("INTUNE_A", "SCO"),
}
_EXCHANGE_FOUNDATION = "113feb6c-3fe4-4440-bddc-54d774bf0318"
_OFFICE = (
    "efb87545-963c-4e0d-99df-69c6916d9eb0",
    "63038b2c-28d0-45f6-bc36-33062963b498",
    "43de0ff5-c92c-492b-9116-175376d08c38",
    "57ff2da0-773e-42df-b2af-ffb7a2317929",
    "c1ec4a95-1f05-45b3-a911-aa3fa01094f5",
    P1_PLAN,
    "8a256a2b-b617-496d-b51b-e76466e88db0",
)
_SKUS = {  # short name -> (part number, id, plans)
    "faculty": ("M365EDU_A3_FACULTY", "4b590615-0888-425a-a965-b3bf7789848d", _OFFICE),
    "student": ("M365EDU_A3_STUDENT", "7cfd9a2b-e110-4c39-bf20-c6a3f36a3121", _OFFICE),
    "p1": ("AAD_PREMIUM", "078d2b04-f1bd-4111-bbd4-b4b1b354cef4", (P1_PLAN, _EXCHANGE_FOUNDATION)),
    "p2": ("AAD_PREMIUM_P2", "84a661c4-e949-4bd2-a560-ed7766fcaf2b", (P1_PLAN, P2_PLAN, "8a256a2b-b617-496d-b51b-e76466e88db0", _EXCHANGE_FOUNDATION)),
    "governance": ("Microsoft_Entra_ID_Governance", "cf6b0d46-4093-4546-a0ab-0b1546dcc10e", (GOVERNANCE_PLAN, _EXCHANGE_FOUNDATION)),
}


def assigned_licenses(licences: tuple[str, ...]) -> list[dict]:
    """A user's `assignedLicenses`."""
    return [{"disabledPlans": [], "skuId": _SKUS[name][1]} for name in licences]


def assigned_plans(licences: tuple[str, ...], since: str) -> list[dict]:
    """A user's `assignedPlans`: each plan once."""
    plans = dict.fromkeys(plan for name in licences for plan in _SKUS[name][2])
    return [{"assignedDateTime": since, "capabilityStatus": "Enabled", "service": _PLANS[plan][1], "servicePlanId": plan} for plan in plans]


def subscription(export: Export, name: str, units: int, *, state: str = "Enabled") -> None:
    """A subscription; what is consumed is counted from the users that are there already."""
    part, sku, plans = _SKUS[name]
    holders = [user for user in export.rows["users"] if any(one["skuId"] == sku for one in user["assignedLicenses"])]
    amounts = {"enabled": 0, "suspended": 0, "warning": 0, "lockedOut": 0} | {"warning" if state == "Warning" else "enabled": units}
    export.add(
        "subscribedSkus",
        {
            "id": f"{export.tenant_id}_{sku}",
            "accountId": export.tenant_id,
            "accountName": _account(export),
            "appliesTo": "User",
            "capabilityStatus": state,
            "consumedUnits": len(holders),
            "skuId": sku,
            "skuPartNumber": part,
            "prepaidUnits": amounts,
            "subscriptionIds": [uid("subscription", export.tenant_id, name)],
            "servicePlans": [
                {"servicePlanId": plan, "servicePlanName": _PLANS[plan][0], "provisioningStatus": "Success", "appliesTo": "User"} for plan in plans
            ],
        },
    )


def _account(export: Export) -> str:
    names = (domain["name"] for row in export.rows["organization"] for domain in row["verifiedDomains"] if domain["isInitial"])
    return next(names).split(".")[0]
