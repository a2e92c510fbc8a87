"""ScubaGear's ProviderSettingsExport.json as a snapshot; README.md beside this file says what it holds and what not."""

from __future__ import annotations

import codecs
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.model.errors import SnapshotError
from assessor.model.table import Gap, Missing
from assessor.model.words import Reason
from assessor.snapshot import layout
from assessor.snapshot.importers import scubagear_roles as roles
from assessor.snapshot.importers.dotnet import graph, listed
from assessor.snapshot.write import Header, Part, write_snapshot

if TYPE_CHECKING:
    from pathlib import Path

    Object = dict[str, Any]

_MEND = "give the ProviderSettingsExport.json of a ScubaGear run that included the product aad"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_CLOUDS = {"commercial": "global", "gcc": "global", "gcchigh": "usgov", "dod": "usgovdod"}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of a file."""

    out: Path
    tenant_id: str
    rows: Mapping[str, int]
    """How many, by collection."""
    partial: tuple[str, ...]
    """Collections of which the file holds a part."""
    notes: tuple[str, ...] = ()
    """What a reader should know: things that could not be told."""


def import_scubagear(file: Path, out: Path) -> ImportReport:
    """Read an export and write a snapshot (a folder, or a .zip); SnapshotError for a file that is none."""
    export = _read(file)
    try:
        found, notes = _collections(export)
        header = _header(file, export)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # a stranger's file may hold anything anywhere: what is not shaped as ScubaGear shapes it is refused as a whole
        raise SnapshotError(str(file), f"is not shaped as an export of ScubaGear ({type(error).__name__}: {str(error)[:100]})", _MEND) from None
    write_snapshot(out, header, found)
    parts = {name: part for name, part in found.items() if isinstance(part, Part)}
    rows = {name: len(list(part.rows)) for name, part in sorted(parts.items())}
    return ImportReport(out, header.tenant_id, rows, tuple(name for name in rows if parts[name].gaps), tuple(notes))


def _read(file: Path) -> Object:
    try:
        with file.open("rb") as opened:
            raw = opened.read(layout.LIMITS.whole_bytes + 1)  # a pipe or a device tells no size
        if len(raw) > layout.LIMITS.whole_bytes:
            raise SnapshotError(str(file), f"is larger than {layout.LIMITS.whole_bytes} bytes", _MEND)
    except OSError as error:
        raise SnapshotError(str(file), f"cannot be read ({error.strerror or type(error).__name__})", _MEND) from None
    try:
        encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
        export = json.loads(raw.decode(encoding))
    except (ValueError, RecursionError) as error:
        raise SnapshotError(str(file), f"is not JSON ({str(error)[:100]})", _MEND) from None
    if not isinstance(export, dict) or "privileged_roles" not in export or "tenant_details" not in export:
        raise SnapshotError(str(file), "is no export of ScubaGear with Entra ID in it", _MEND)
    return export


def _header(file: Path, export: Object) -> Header:
    taken = str(export.get("timestamp_zulu"))
    if not _MOMENT.fullmatch(taken):
        raise SnapshotError(str(file), "does not say when it was made (timestamp_zulu)", _MEND)
    place = str((export.get("scuba_config") or {}).get("M365Environment", "")).lower()
    return Header(
        tenant_id=_tenant_id(export),
        taken_at=taken,
        cloud=_CLOUDS.get(place),
        scope="privileged",
        collector={"name": "ScubaGear", "version": str(export.get("module_version", "unknown"))},
    )


def _tenant_id(export: Object) -> str:
    """The organisation's own id; ScubaGear's copy of it where that is not there."""
    details = listed(export["tenant_details"])[0]
    own = [str(one["Id"]) for one in listed(details.get("AADAdditionalData")) if one.get("Id")]
    return str(uuid.UUID(own[0] if own else details["TenantId"]))


def _collections(export: Object) -> tuple[dict[str, Part | Missing], list[str]]:
    """Every collection that the export holds something of; all others are not listed, which means: not requested."""
    found: dict[str, Part | Missing] = {
        "organization": _whole("/beta/organization", [one for detail in listed(export["tenant_details"]) for one in listed(detail.get("AADAdditionalData"))]),
        "domains": _whole("/beta/domains", listed(export.get("domain_settings"))),
        "conditionalAccessPolicies": _whole("/beta/identity/conditionalAccess/policies", listed(export.get("conditional_access_policies"))),
        "authorizationPolicy": _whole("/beta/policies/authorizationPolicy", listed(export.get("authorization_policies"))[:1]),
        "authenticationMethodsPolicy": _whole("/beta/policies/authenticationMethodsPolicy", _methods(export)),
        "subscribedSkus": _part("/beta/subscribedSkus", _skus(export), "servicePlans", "which service plan is of which subscription"),
        "users": _part("/beta/users", _users(export), "page", "users without one of the highly privileged roles"),
        "servicePrincipals": _part(
            "/beta/servicePrincipals", _service_principals(export), "page", "service principals without privileged roles or risky permissions"
        ),
        "applications": _part("/beta/applications", _applications(export), "page", "applications without risky permissions"),
        "federatedIdentityCredentials": _part(
            "/beta/applications/{id}/federatedIdentityCredentials", _federated(export), "page", "credentials of other applications"
        ),
    }
    known = {*(export.get("privileged_users") or {}), *(export.get("privileged_service_principals") or {})}
    by_role, notes = roles.collections(listed(export["privileged_roles"]), _tenant_id(export), known)
    found.update({name: _rows_or_gaps(rows) for name, rows in by_role.items()})
    _mark_failed(export, found)
    return found, notes


def _rows_or_gaps(read: roles.Read) -> Part:
    return Part(rows=read.rows, endpoint=read.endpoint, gaps=tuple(Gap(key, value, Reason.NOT_REQUESTED) for key, value in read.gaps))


def _whole(endpoint: str, objects: Iterable[Object]) -> Part:
    return Part(rows=[graph(one) for one in objects], endpoint=endpoint)


def _part(endpoint: str, objects: list[Object], key: str, lost: str) -> Part:
    return Part(rows=objects, endpoint=endpoint, gaps=(Gap(key, lost, Reason.NOT_REQUESTED),))


_COMMANDS = {
    "conditionalAccessPolicies": "Get-MgBetaIdentityConditionalAccessPolicy",
    "subscribedSkus": "Get-MgBetaSubscribedSku",
    "users": "Get-PrivilegedUser",
    "roleDefinitions": "Get-PrivilegedRole",
    "roleAssignmentScheduleInstances": "Get-PrivilegedRole",
    "roleManagementPolicies": "Get-PrivilegedRole",
    "roleManagementPolicyAssignments": "Get-PrivilegedRole",
    "authorizationPolicy": "Get-MgBetaPolicyAuthorizationPolicy",
    "authenticationMethodsPolicy": "Get-MgBetaPolicyAuthenticationMethodPolicy",
    "domains": "Get-MgBetaDomain",
    "applications": "Get-ApplicationsWithRiskyPermissions",
}


def _mark_failed(export: Object, found: dict[str, Part | Missing]) -> None:
    """An empty list after a command that failed is no answer; nor is one of a command that never ran."""
    failed, done = set(listed(export.get("aad_unsuccessful_commands"))), set(listed(export.get("aad_successful_commands")))
    for name, command in _COMMANDS.items():
        part = found.get(name)
        if isinstance(part, Part) and (command in failed or (command not in done and not part.rows)):
            found[name] = Missing(name, Reason.FAILED if command in failed else Reason.NOT_REQUESTED)
    for name in ("organization", "authorizationPolicy", "authenticationMethodsPolicy"):
        part = found[name]
        if isinstance(part, Part) and not part.rows:  # a single object is there or not
            found[name] = Missing(name, Reason.NOT_REQUESTED)


def _methods(export: Object) -> list[Object]:
    for one in listed(export.get("authentication_method")):
        if policy := one.get("authentication_method_policy"):
            return [{**policy, "AuthenticationMethodConfigurations": listed(one.get("authentication_method_feature_settings"))}]
    return []


def _skus(export: Object) -> list[Object]:
    """Subscriptions, which the export lists without their plans, and one row of no subscription for the plans of all."""
    skus: list[Object] = [graph(sku) for sku in listed(export.get("license_information"))]
    plans = [graph(plan) for plan in listed(export.get("service_plans"))]
    if len(skus) == 1:
        return [{**skus[0], "servicePlans": plans}]
    return skus + ([{"id": "scubagear-service-plans", "skuId": None, "skuPartNumber": None, "servicePlans": plans}] if plans else [])


def _users(export: Object) -> list[Object]:
    """Name and on-premises id; the roles beside them mix active and eligible ones, and are not Graph's."""
    people = export.get("privileged_users") or {}
    return [{"id": key, **graph({name: value for name, value in one.items() if name != "roles"})} for key, one in sorted(people.items())]


def _service_principals(export: Object) -> list[Object]:
    found: dict[str, Object] = {}
    for key, one in sorted((export.get("privileged_service_principals") or {}).items()):
        found[key] = {"id": key, "appId": one.get("AppId"), "displayName": one.get("DisplayName")}
    for one in listed(export.get("risky_third_party_service_principals")):
        keys = ("AppId", "DisplayName", "SignInAudience", "AppOwnerOrganizationId")
        found.setdefault(one["ObjectId"], {"id": one["ObjectId"], **graph({key: one[key] for key in keys if key in one})})
    for one in listed(export.get("risky_applications")):
        if key := (one.get("ObjectId") or {}).get("ServicePrincipal"):
            found.setdefault(key, {"id": key, "appId": one.get("AppId"), "displayName": one.get("DisplayName")})
    return list(found.values())


def _applications(export: Object) -> list[Object]:
    return [_application(one) for one in listed(export.get("risky_applications")) if (one.get("ObjectId") or {}).get("Application")]


def _application(one: Object) -> Object:
    keys = [graph(key) for key in listed(one.get("KeyCredentials"))]
    secrets = [graph(secret) for secret in listed(one.get("PasswordCredentials"))]
    kept = {"keyCredentials": [_credential(key) for key in keys], "passwordCredentials": [_credential(secret) for secret in secrets]}
    return {"id": one["ObjectId"]["Application"], "appId": one.get("AppId"), "displayName": one.get("DisplayName"), **kept}


def _credential(one: Object) -> Object:
    """Without ScubaGear's own remark."""
    return {key: value for key, value in one.items() if key != "isFromApplication"}


def _federated(export: Object) -> list[Object]:
    rows = []
    for one in listed(export.get("risky_applications")):
        for trust in listed(one.get("FederatedCredentials")):
            audiences = [audience.strip() for audience in listed(trust.get("Audiences"))]
            rows.append({"applicationId": one["ObjectId"]["Application"], **graph(trust), "audiences": audiences})
    return rows
