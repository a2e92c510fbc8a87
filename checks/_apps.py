"""Applications and managed identities that can do something in the tenant: permissions granted, roles held, who owns them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assessor import checkkit as kit

GRAPH = "00000003-0000-0000-c000-000000000000"
MICROSOFT = frozenset({"f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47"})
"""Home of Microsoft's own applications."""

GRANTS: frozenset[kit.Collection[Any]] = frozenset({kit.collection.APP_ROLE_ASSIGNMENTS, kit.collection.SERVICE_PRINCIPALS})
"""What a granted permission rests on."""

WORTH: frozenset[kit.Collection[Any]] = GRANTS | kit.ROLE_SCHEDULES | {kit.collection.ROLE_ASSIGNMENTS}
"""What tells which applications are privileged."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission worth the tenant, and who was granted it."""

    holder: kit.Thing
    permission: kit.AppPermission
    evidence: kit.Evidence


def grants(case: kit.Case) -> Iterator[Grant]:
    """Every application permission worth the tenant, Microsoft's own applications left out; each counted, the harmless ones, too."""
    for row in case.read(kit.collection.APP_ROLE_ASSIGNMENTS):
        if case.is_deleted(row.principal_id) or is_microsoft(case, row.principal_id):
            continue
        case.judged()
        permission = kit.app_permissions().get(row.app_role_id.lower())
        if permission and _is_application(row) and _on_graph(case, row.resource_id) and _owner_is_known(case, row.principal_id):
            evidence = kit.Evidence(kit.collection.APP_ROLE_ASSIGNMENTS.name, row.id, f"{permission.name} granted")
            yield Grant(case.thing(row.principal_id, "#microsoft.graph.servicePrincipal"), permission, evidence)


def _is_application(row: Any) -> bool:
    return (row.principal_type or "ServicePrincipal").lower() == "serviceprincipal"


def _owner_is_known(case: kit.Case, object_id: str) -> bool:
    """Whether the snapshot tells whose application it is; Microsoft's own are no finding, so where it does not, the case remembers that."""
    row = case.service_principal(object_id)
    if row is not None and row.app_owner_organization_id is not kit.UNSET:
        return True
    case.unknown(kit.collection.SERVICE_PRINCIPALS, f"which organisation {case.thing(object_id).label} belongs to is not in the snapshot")
    return False


def _on_graph(case: kit.Case, resource_id: str | None) -> bool:
    resource = case.service_principal(resource_id or "")
    return resource is None or kit.known(resource.app_id, GRAPH).lower() == GRAPH


def is_microsoft(case: kit.Case, object_id: str) -> bool:
    """Whether a service principal is Microsoft's own."""
    row = case.service_principal(object_id)
    return row is not None and kit.known(row.app_owner_organization_id, "").lower() in MICROSOFT


def kind(case: kit.Case, thing: kit.Thing) -> str:
    """What it is, in words."""
    row = case.service_principal(thing.id)
    return "a managed identity" if row and kit.known(row.service_principal_type, "").lower() == "managedidentity" else "an application"


def privileged(case: kit.Case) -> dict[str, bool]:
    """Id of every service principal that leads to a privileged role → whether to one of tier 0; permissions worth the tenant are of tier 0."""
    found: dict[str, bool] = {}
    # sure ways alone: an application that owns another changes it only with a permission, which counts by itself
    for role_id, scope in ((kit.GLOBAL_ADMINISTRATOR, "/"), *case.targets()):
        role = case.role(role_id)
        for one in case.ways_to(role_id, scope, sure=True).principals if role.tier0 or role.privileged is not False else ():
            if one.principal.kind is kit.Kind.SERVICE_PRINCIPAL:
                found[one.principal.id.lower()] = found.get(one.principal.id.lower(), False) or (role.tier0 and scope == "/")
    for row in case.find(kit.collection.APP_ROLE_ASSIGNMENTS) or ():
        if row.app_role_id.lower() in kit.app_permissions() and not case.is_deleted(row.principal_id):
            found[row.principal_id.lower()] = True
    return {key: found[key] for key in sorted(found) if not is_microsoft(case, key)}
