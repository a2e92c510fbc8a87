"""The tenant of an example in sentences. It is told from its rows, not from the parts that made them: so every example can be told, a pack's too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.checkkit.examples.draft import PIM_COLLECTIONS
from assessor.manual import governance, holdings, people, policies, settings
from assessor.manual.book import Book, Fact, listed, together
from assessor.model.engagement import Engagement
from assessor.model.words import Reason
from assessor.reference.roles import GLOBAL_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assessor.checkkit.examples import Example

_SENTENCES = 10
"""Sentences of a scene; what is about more is told by its caption."""
_FIELDS = 6
"""Fields of a row that is told by its fields."""
_WHY = {Reason.FORBIDDEN: "permission refused", Reason.NOT_LICENSED: "not licensed", Reason.FAILED: "the request failed", Reason.NOT_FOUND: "not found"}

_TOLD: dict[str, Callable[[Book, dict[str, Any]], Iterator[Fact]]] = {
    "users": people.user,
    "userRegistrationDetails": people.registration,
    "groups": people.group,
    "servicePrincipals": people.service_principal,
    "applications": people.application,
    "roleAssignmentScheduleInstances": holdings.active,
    "roleEligibilityScheduleInstances": holdings.eligible,
    "roleAssignments": holdings.flat,
    "groupAssignmentScheduleInstances": holdings.in_group,
    "groupEligibilityScheduleInstances": holdings.eligible_in_group,
    "groupMembers": holdings.member,
    "groupOwners": holdings.owner,
    "pimGroups": holdings.pim_group,
    "appRoleAssignments": holdings.permission,
    "applicationOwners": holdings.app_owner,
    "servicePrincipalOwners": holdings.sp_owner,
    "administrativeUnits": people.unit,
    "administrativeUnitMembers": people.unit_member,
    "administrativeUnitScopedRoleMembers": holdings.unit_role,
    "roleDefinitions": settings.custom_role,
    "roleManagementPolicies": policies.pim,
    "roleManagementAlerts": settings.alert,
    "authenticationContextClassReferences": settings.context,
    "authenticationStrengthPolicies": settings.strength,
    "resourceActions": settings.action,
    "conditionalAccessPolicies": policies.access,
    "securityDefaults": settings.defaults,
    "adminUxSetting": settings.admin_center,
    "authorizationPolicy": settings.authorization,
    "adminConsentRequestPolicy": settings.consent_requests,
    "domains": settings.domain,
    "subscribedSkus": settings.subscription,
    "azureDiagnosticSettings": settings.diagnostic,
    "azureAlertRules": settings.alert_rule,
    "azureActionGroups": settings.action_group,
    "directoryAudits": settings.audit,
    "accessReviewDefinitions": governance.review,
    "lifecycleWorkflows": governance.workflow,
    "accessPackageResourceRoleScopes": governance.package,
    "accessPackageAssignmentPolicies": governance.package_policy,
    "delegatedAdminRelationships": governance.partner,
}
_SILENT = {"accessPackages", "roleManagementPolicyAssignments", "unresolvedIds"}
"""Told by the rows that they belong to."""


def scene(example: Example) -> tuple[str, ...]:
    """What is there, what was declared, and what could not be read."""
    book = Book(example.draft())
    facts = [fact for name, tell in _TOLD.items() for row in _worth_telling(book, name) for fact in tell(book, row)]
    said = [*together(facts), *_others(book), *_unread(book), *_declared(book)]
    said += _not_told_yet(book, said)
    more = [f"and {len(said) - _SENTENCES} things more"] if len(said) > _SENTENCES + 1 else []
    return tuple([*said[:_SENTENCES], *more] if more else said) or (_plain_people(book),)


def _worth_telling(book: Book, name: str) -> list[dict[str, Any]]:
    """Emergency accounts that hold Global Administrator are told in one breath, not row by row."""
    keys = set(book.draft.engagement.break_glass_accounts)
    if name not in ("roleAssignmentScheduleInstances", "roleAssignments"):
        return book.rows(name)
    return [row for row in book.rows(name) if not (row.get("principalId") in keys and _is_permanent_global(row))]


def _is_permanent_global(row: dict[str, Any]) -> bool:
    lasting = row.get("assignmentType", "Assigned") == "Assigned" and row.get("endDateTime") is None
    return bool(row.get("roleDefinitionId") == GLOBAL_ADMINISTRATOR and row.get("directoryScopeId") == "/" and lasting)


def _not_told_yet(book: Book, said: list[str]) -> list[str]:
    """Ordinary groups that nothing else tells of: there are such as are merely there."""
    names = [f"the group {name}" for row in book.rows("groups") if (name := book.name(row["id"])) not in " ".join(said)]
    return [f"{listed(names)} {'is' if len(names) == 1 else 'are'} there"] if names else []


def _plain_people(book: Book) -> str:
    names = [book.name(row["id"]) for row in book.rows("users")]
    return f"nothing but {listed(names)}" if names else "nothing of it is there"


def _declared(book: Book) -> Iterator[str]:
    said, empty = book.draft.engagement, Engagement()
    if said.break_glass_accounts:
        yield _emergency(book, said.break_glass_accounts)
    if said.break_glass_groups:
        yield f"the group {listed(book.name(one) for one in said.break_glass_groups)} is declared to hold the emergency accounts"
    if sensitive := [*said.sensitive_users, *said.sensitive_groups]:
        yield f"{listed(book.name(one) for one in sensitive)} {'is' if len(sensitive) == 1 else 'are'} declared sensitive"
    for name, value in said.thresholds.as_dict().items():
        if value != empty.thresholds.as_dict()[name]:
            yield f"the threshold {name} is set to {value}"
    for check_id, own in said.checks.items():
        yield from (f"the threshold {name} of {check_id} is set to {value}" for name, value in own.thresholds.items())
    yield from (f"{one.by or 'somebody'} answered {check}: {one.answer}" for check, one in said.answers.items())
    yield from (f"an exception of {one.check} for {one.subject} is on file" for one in said.exceptions)


def _emergency(book: Book, accounts: tuple[str, ...]) -> str:
    """How many of them stand; the usual two in three words."""
    listed_rows = (*book.rows("roleAssignmentScheduleInstances"), *book.rows("roleAssignments"))
    standing = {row["principalId"] for row in listed_rows if _is_permanent_global(row)}
    names, holding = listed(book.name(one) for one in accounts), sum(one in standing for one in accounts)
    if names == "emergency1 and emergency2" and holding == len(accounts):
        return "two emergency accounts stand by"
    said = f"{names} are the emergency accounts" if len(accounts) > 1 else f"{names} is the emergency account"
    held = "" if not holding else " and hold" if holding == len(accounts) > 1 else " and holds" if len(accounts) == 1 else f", {holding} of them with"
    return f"{said}{held}{' Global Administrator for good' if held else ''}"


def _others(book: Book) -> Iterator[str]:
    """Rows for which nothing here has words: by their fields, in Graph's names."""
    for name, rows in book.draft.rows.items():
        if name not in _TOLD and name not in _SILENT:
            told = list(dict.fromkeys(_by_fields(book, row) for row in rows))
            yield f"in {name}: {'; '.join(told[:_FIELDS])}{f' and {len(told) - _FIELDS} more' if len(told) > _FIELDS else ''}"


def _by_fields(book: Book, row: dict[str, Any]) -> str:
    fields = [f"{key} {value}" for key, value in leaves(row) if key not in ("id", "displayName", "name")]
    label = row.get("displayName") or row.get("name") or row.get("id") or ""
    return book.named(f"{label}{': ' if fields else ''}{', '.join(fields[:_FIELDS])}{' …' if len(fields) > _FIELDS else ''}")


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Leaves of a document as path and value; ids of types say nothing to people."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "@odata.type":
                yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for one in value:
            yield from leaves(one, path)
    else:
        yield path, ", ".join(map(str, value)) or "none" if isinstance(value, list) else "not said" if value is None else str(value)


def _unread(book: Book) -> Iterator[str]:
    missing = book.draft.missing
    without_pim = {one.name for one in PIM_COLLECTIONS if one.name in missing and missing[one.name].reason is Reason.NOT_LICENSED}
    if len(without_pim) == len(PIM_COLLECTIONS):
        yield "the tenant has no licence for PIM"
    else:
        without_pim = set()
    yield from (f"{name} is not in the snapshot ({_why(one.reason)})" for name, one in missing.items() if name not in without_pim)
    for name, gaps in book.draft.gaps.items():
        yield from (f"{name} of {book.name(one.value)} is not in the snapshot ({_why(one.reason)})" for one in gaps)
    if book.draft.scope == "privileged":
        yield "the snapshot holds privileged people only"


def _why(reason: Reason) -> str:
    return _WHY.get(reason, str(reason).replace("_", " "))
