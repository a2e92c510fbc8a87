"""The tenant's authorization policy, for the checks that judge what everybody may do."""

from __future__ import annotations

from typing import Any

from assessor import checkkit as kit

POLICY = kit.collection.AUTHORIZATION_POLICY


def authorization(*, invites: object = "adminsAndGuestInviters", guests: object = "2af84b1e-32c8-42b7-82bc-daa82404023b", risky: object = False,
                  **permissions: Any) -> kit.Part:  # fmt: skip
    """The policy of an example: tight, but for what is said; `kit.UNSET` leaves a property out."""
    tight = {"allowedToCreateApps": False, "allowedToCreateSecurityGroups": False, "allowedToCreateTenants": False, "permissionGrantPoliciesAssigned": []}
    everybody = {name: value for name, value in {**tight, **permissions}.items() if value is not kit.UNSET}
    row = {"allowInvitesFrom": invites, "guestUserRoleId": guests, "allowUserConsentForRiskyApps": risky, "defaultUserRolePermissions": everybody}
    return kit.row(POLICY, id="authorizationPolicy", **row)


def finding(case: kit.Case, says: str, observed: str, distinct: str, degree: kit.Degree = kit.Degree.FAIL) -> kit.Finding:
    """A finding about the tenant that rests on the policy."""
    return kit.Finding(
        degree=degree, subject=case.tenant_thing(), says=says, distinct=distinct, evidence=(kit.Evidence(POLICY.name, "authorizationPolicy", observed),)
    )
