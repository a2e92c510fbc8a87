"""Default PIM rules, service plans, permissions, groups of applications and built-in strengths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assessor.reference.refresh.sources import Made, SourceError, document, objects, rows, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _kept(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{name} is not in the source, and kept as it was" for name in names)


# ---- default PIM rules ----

_COMPARED = (
    "isApprovalRequired",
    "isEnabled",
    "enabledRules",
    "isExpirationRequired",
    "maximumDuration",
    "isDefaultRecipientsEnabled",
    "notificationLevel",
    "notificationRecipients",
)
_BY_RULE = {"Expiration_EndUser_Assignment": ("maximumDuration",)}
"""Of this rule the documentation and real tenants say different things about the flag: the table's notes tell it."""


def pim_defaults(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From the rules of an untouched policy, as Graph answers for them: the first file is of a role, the second, if any, of a group."""
    kinds = dict(old["kinds"])
    for kind, file in zip(("role", "group"), files, strict=False):
        found = {one["id"]: one for one in objects(document(file)) if one.get("id") in kinds[kind]}
        if missing := sorted(set(kinds[kind]) - set(found)):
            raise SourceError(file, f"lacks the rule {missing[0]}", "name a file with all rules of one policy")
        kinds[kind] = {name: _defaults(name, found[name], facts) for name, facts in kinds[kind].items()}
    return Made({**old, "kinds": kinds})


def _defaults(name: str, rule: dict[str, Any], was: dict[str, Any]) -> dict[str, Any]:
    """The facts that are compared. What differs by role is taken out again: it is a default for some and not for others."""
    said = {**rule, **{key[:1].lower() + key[1:]: value for key, value in (rule.get("setting") or {}).items()}}
    facts = {key: said[key] for key in _BY_RULE.get(name, _COMPARED) if key in said and (key != "isEnabled" or name.startswith("AuthenticationContext"))}
    if differing := was.get("differsByRole"):
        facts = {**facts, "enabledRules": [one for one in facts.get("enabledRules", ()) if one not in differing], "differsByRole": differing}
    return facts


# ---- service plans ----


def service_plans(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From Microsoft's list of products and service plans (CSV), or from a tenant's subscribedSkus (JSON): the technical name of each plan by its id."""
    names = {key.lower(): name for file in files for key, name in _plans(file)}
    if not names:
        raise SourceError(files[0], "names no service plan", "take the list that has the columns Service_Plan_Id and Service_Plan_Name, or subscribedSkus")
    plans = [{**one, "plan": names.get(one["id"], one["plan"])} for one in old["plans"]]
    return Made({**old, "plans": plans}, _kept(one["name"] for one in plans if one["id"] not in names))


def _plans(file: Path) -> Iterator[tuple[str, str]]:
    if file.suffix.lower() == ".csv":
        yield from ((one["Service_Plan_Id"], one["Service_Plan_Name"]) for one in rows(file) if one.get("Service_Plan_Id") and one.get("Service_Plan_Name"))
    else:
        found = (one for one in objects(document(file)) if one.get("servicePlanId") and one.get("servicePlanName"))
        yield from ((one["servicePlanId"], one["servicePlanName"]) for one in found)


# ---- permissions ----


def permissions(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From Microsoft Graph's own service principal, or a list of its application permissions: the app role id of each by its name.

    Read are objects with value and id, with name and appRoleId, or with appRoleDisplayName and appRoleId; delegated scopes are left out.
    """
    ids = {name: key for file in files for name, key in _app_roles(document(file))}
    if not ids:
        raise SourceError(files[0], "names no application permission", "take appRoles of Microsoft Graph's service principal, or a list of names and ids")
    those = [{**one, "id": ids.get(one["name"], one["id"])} for one in old["permissions"]]
    return Made({**old, "permissions": those}, _kept(one["name"] for one in those if one["name"] not in ids))


def _app_roles(source: Any) -> Iterator[tuple[str, str]]:
    if isinstance(source, dict):
        source = {
            key: value for key, value in source.items() if key not in ("delegatedScopesList", "oauth2PermissionScopes", "other_api_permissions_entrafalcon")
        }
    for one in objects(source):
        key = one.get("appRoleId") or (one.get("id") if "value" in one else None)
        name = one.get("value") or one.get("name") or one.get("appRoleDisplayName")
        if key and name and _ID.fullmatch(str(key)) and "." in str(name):
            yield str(name), str(key).lower()


# ---- groups of applications ----


def app_groups(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From two pages in Markdown: what Office 365 holds, as a list of names, and the ids of Microsoft's applications, as a table of names and ids."""
    if len(files) < 2:
        raise SourceError(files[0], "is one page", "name the page with the names and the page with the ids")
    names = {line[2:].strip() for line in text(files[0]).splitlines() if line.startswith("- ")}
    found = [{"id": key.lower(), "name": name} for name, keys in _table(text(files[1])) if name in names for key in keys]
    if not found:
        raise SourceError(files[1], "gives the id of none of these names", "name the page with the list of names first")
    groups = [{**one, "members": found} if one["name"] == "Office365" else one for one in old["groups"]]
    return Made({**old, "groups": groups}, _kept(one["name"] for one in groups if one["name"] != "Office365"))


def _table(page: str) -> Iterator[tuple[str, list[str]]]:
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) >= 2 and (keys := _ID.findall(cells[1])):
            yield cells[0].partition(" (formerly")[0], keys


# ---- built-in strengths ----


def strengths(old: dict[str, Any], files: Sequence[Path]) -> Made:
    """From Graph's answer for authenticationStrengthPolicies: the combinations that each built-in strength allows."""
    said: dict[str, Mapping[str, Any]] = {str(one.get("id")): one for file in files for one in objects(document(file)) if one.get("allowedCombinations")}
    if not any(one["id"] in said for one in old["builtIn"]):
        raise SourceError(files[0], "holds no built-in strength", "take the answer for policies/authenticationStrengthPolicies")
    built_in = [_strength(one, said.get(one["id"], {})) for one in old["builtIn"]]
    return Made({**old, "builtIn": built_in}, _kept(one["name"] for one in built_in if one["id"] not in said))


def _strength(was: dict[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    return {**was, "allowedCombinations": said.get("allowedCombinations", was["allowedCombinations"])}
