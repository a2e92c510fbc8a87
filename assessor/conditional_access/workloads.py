"""Which service principals a policy for workload identities is about.

Microsoft, workload-identity: single-tenant applications registered in the tenant; no managed identities, no applications of
others; block is the only control. A policy is for people or for workloads, never for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.conditional_access.fit import Fit, Trit, Want, all_of, any_of, but_not, fit_of, negated, unknown_all
from assessor.conditional_access.resources import AttributeFilter, row_attributes
from assessor.conditional_access.rules import known
from assessor.conditional_access.strange import strange_members
from assessor.model import collections as c
from assessor.model.access_rows import ConditionalAccessClientApplications

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.conditional_access.signin import Workload
    from assessor.model.tenant import Tenant

_SINGLE = "azureadmyorg"


class Workloads:
    """The clientApplications condition of one policy."""

    def __init__(self, tenant: Tenant, row: ConditionalAccessClientApplications | None, raw: Any, policy: str) -> None:
        """Lists in lower case, the filter read once."""
        row = row or ConditionalAccessClientApplications()
        self.tenant, self.policy = tenant, policy
        self.included = frozenset(one.lower() for one in row.include_service_principals or ()) - {"none"}
        self.excluded = frozenset(one.lower() for one in row.exclude_service_principals or ())
        what = f"the service principal filter of {policy}"
        self.filter = AttributeFilter(row.service_principal_filter, what) if row.service_principal_filter else None
        self.strange = strange_members(raw, ConditionalAccessClientApplications)

    @property
    def is_for_workloads(self) -> bool:
        """Whether the policy names service principals, so that it is for no person."""
        return bool(self.included or (self.filter and self.filter.mode == "include"))

    def fit(self, workloads: Sequence[Workload]) -> Fit:
        """Which of these the policy is about."""
        found = fit_of(workloads, self._matches)
        for name in self.strange:
            doubt = unknown_all(len(workloads), Want(c.CONDITIONAL_ACCESS_POLICIES.name, f"{self.policy} has clientApplications.{name}"))
            found = found.but_not(doubt) if name.startswith("exclude") else found | doubt
        return found

    def _matches(self, one: Workload) -> Trit:
        named = any_of((known(bool({one.id.lower(), "serviceprincipalsinmytenant"} & self.included)), self._filtered(one, "include")))
        excluded = any_of((known(one.id.lower() in self.excluded), self._filtered(one, "exclude")))
        return all_of((but_not(named, excluded), self._is_covered(one)))

    def _filtered(self, one: Workload, mode: str) -> Trit:
        if self.filter is None or self.filter.mode not in (mode, ""):
            return Trit(False)
        row = self.tenant.service_principals.get(one.id.lower())
        return self.filter.finds(row_attributes(row) if row else Want(c.SERVICE_PRINCIPALS.name, f"custom security attributes of {one.id}"))

    def _is_covered(self, one: Workload) -> Trit:
        """No managed identity, and an application of this tenant alone."""
        return all_of((negated(self._is_managed(one)), self._is_single(one)))

    def _is_managed(self, one: Workload) -> Trit:
        if one.managed_identity is not None:
            return known(one.managed_identity)
        row = self.tenant.service_principals.get(one.id.lower())
        if row is None or not isinstance(row.service_principal_type, str):
            return Trit(False) if one.single_tenant else Trit.unknown(c.SERVICE_PRINCIPALS.name, f"whether {one.id} is a managed identity")
        return known(row.service_principal_type.lower() == "managedidentity")

    def _is_single(self, one: Workload) -> Trit:
        if one.single_tenant is not None:
            return known(one.single_tenant)
        row = self.tenant.service_principals.get(one.id.lower())
        if row is None or not isinstance(row.app_owner_organization_id, str):
            return Trit.unknown(c.SERVICE_PRINCIPALS.name, f"whether {one.id} is of an application of this tenant alone")
        if row.app_owner_organization_id.lower() != self.tenant.id.lower():
            return Trit(False)
        audience = row.sign_in_audience
        return known(audience.lower() == _SINGLE) if isinstance(audience, str) else Trit.unknown(c.SERVICE_PRINCIPALS.name, f"the audience of {one.id}")
