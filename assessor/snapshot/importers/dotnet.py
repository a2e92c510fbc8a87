"""Objects as PowerShell's SDK prints them, turned back into Graph's own JSON: camelCase names, ISO 8601 times."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_FIRST_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]+")  # SKUPart -> skuPart, Id -> id, IPRanges -> ipRanges

_LISTS = frozenset({
    "aaGuids", "approvalStages", "authenticationMethodConfigurations", "builtInControls", "clientAppTypes", "enabledRules", "escalationApprovers",
    "excludeApplications", "excludeGroups", "excludeLocations", "excludePlatforms", "excludeRoles", "excludeTargets", "excludeUsers",
    "includeApplications", "includeAuthenticationContextClassReferences", "includeGroups", "includeLocations", "includePlatforms", "includeRoles",
    "includeTargets", "includeUserActions", "includeUsers", "notificationRecipients", "primaryApprovers", "rules", "servicePlans",
    "supportedServices", "verifiedDomains",
})  # fmt: skip
"""Names that are always lists with Graph: PowerShell folds a list of one into its element, depth permitting."""


def graph(value: Any) -> Any:
    """The value in Graph's spelling; annotations that belong to a page are left out."""
    if isinstance(value, dict):
        named = ((camel(key), graph(one)) for key, one in value.items() if not key.endswith("@odata.context"))
        return {key: listed(one) if key in _LISTS else one for key, one in named}
    if isinstance(value, list):
        return [graph(one) for one in value]
    return moment(value) if isinstance(value, str) else value


def camel(name: str) -> str:
    """Graph's spelling of a name; annotations keep theirs."""
    return name if name.startswith("@") else _FIRST_WORD.sub(lambda first: first[0].lower(), name, count=1) if name[:1].isupper() else name


def moment(text: str) -> str:
    """`/Date(ms)/` as ISO 8601; any other text as it is."""
    found = _DATE.fullmatch(text)
    if not found:
        return text
    try:
        when = _EPOCH + timedelta(milliseconds=int(found[1]))
    except OverflowError:
        return text
    return when.replace(tzinfo=None).isoformat(timespec="milliseconds" if when.microsecond else "seconds") + "Z"


def listed(value: Any) -> list[Any]:
    """A list that PowerShell may have folded into its one element, or into nothing."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
