"""Access reviews: whether one comes back, and whom it looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from assessor import checkkit as kit

REVIEWS = kit.collection.ACCESS_REVIEW_DEFINITIONS
_ALONE = ("usertype eq 'guest'", "isof(principal,'microsoft.graph.serviceprincipal')")
"""Filters, in lower case, that leave out the people of the house."""


def texts(part: Any) -> Iterator[str]:
    """Every text in a scope, however deep: scopes have many shapes, and each hides its query elsewhere."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from texts(value)


def queries(review: Any) -> list[str]:
    """Whom and what a review looks at, in lower case; none where it looks at guests or at service principals alone."""
    principals = list(texts((kit.known(review.scope, None) or {}).get("principalScopes")))
    found = [one.lower() for one in (*texts(review.scope), *texts(review.instance_enumeration_scope))]
    without_people = any("/serviceprincipals" in one.lower() for one in principals) and not any("/users" in one.lower() for one in principals)
    return [] if without_people or any(alone in one for alone in _ALONE for one in found) else found


def comes_back(case: kit.Case, settings: dict[str, Any]) -> bool:
    """One with a pattern whose range has not run out; a review that takes place once has none."""
    recurrence = settings.get("recurrence") or {}
    pattern, span = recurrence.get("pattern") or {}, recurrence.get("range") or {}
    kind = str(span.get("type") or "").lower()
    if not pattern.get("type") or (kind == "numbered" and span.get("numberOfOccurrences") == 1):
        return False
    end = str(span.get("endDate") or "") if kind == "enddate" else ""
    return not end or date.fromisoformat(end[:10]) >= case.taken_at.date()


def missing_for(case: kit.Case, label: str, groups: Collection[str], role_id: str | None = None) -> kit.Evidence | None:
    """What was looked for and not found; None where a recurring review covers one of the groups or the role, or where nobody can tell."""
    table = case.find(REVIEWS)
    if table is None:
        missing = case.missing(REVIEWS)
        case.unknown(REVIEWS, missing.says if missing else f"{REVIEWS} is missing")
        return None
    wanted = {one.lower() for one in groups}
    covering = [one for one in table if _covers(queries(one), wanted, (role_id or "").lower())]
    if any(comes_back(case, kit.known(one.settings, {})) for one in covering):
        return None
    if any(one.settings is kit.UNSET for one in covering):
        case.unknown(REVIEWS, f"whether the access review of {label} comes back is not in the snapshot")
        return None
    return kit.Evidence(REVIEWS.name, None, f"no definition with a recurrence whose scope names {label}")


def _covers(asked: list[str], groups: set[str], role_id: str) -> bool:
    if any(f"groups/{group_id}" in one for one in asked for group_id in groups):
        return True
    return bool(role_id) and any(role_id in one and "rolemanagement/directory" in one and "roleassignmentschedule" not in one for one in asked)
