"""Access reviews: whether one that comes back looks at a group or a role."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from assessor import checkkit as kit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

REVIEWS = kit.collection.ACCESS_REVIEW_DEFINITIONS


def missing_for(case: kit.Case, label: str, groups: Collection[str], role_id: str | None = None) -> kit.Evidence | None:
    """What was looked for and not found; None where a recurring review covers one of the groups or the role, or where nobody can tell."""
    reviews = case.find(REVIEWS)
    if reviews is None:
        missing = case.missing(REVIEWS)
        case.unknown(REVIEWS, missing.says if missing else f"{REVIEWS} is missing")
        return None
    wanted = {one.lower() for one in groups}
    covering = [one for one in reviews if _covers(one.scope, one.instance_enumeration_scope, wanted, (role_id or "").lower())]
    if any(_comes_back(case, kit.known(one.settings, {})) for one in covering):
        return None
    if any(one.settings is kit.UNSET for one in covering):
        case.unknown(REVIEWS, f"whether the access review of {label} comes back is not in the snapshot")
        return None
    return kit.Evidence(REVIEWS.name, None, f"no definition with a recurrence whose scope names {label}")


def _covers(scope: Any, instances: Any, groups: set[str], role_id: str) -> bool:
    queries = [one.lower() for one in (*_texts(scope), *_texts(instances))]
    if any("usertype eq 'guest'" in one for one in queries):
        return False  # guests alone
    if any(f"groups/{group_id}" in one for one in queries for group_id in groups):
        return True
    return bool(role_id) and any(role_id in one and "rolemanagement/directory" in one and "roleassignmentschedule" not in one for one in queries)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)


def _comes_back(case: kit.Case, settings: dict[str, Any]) -> bool:
    """One with a pattern whose range has not run out; a review that takes place once has none."""
    recurrence = settings.get("recurrence") or {}
    pattern, span = recurrence.get("pattern") or {}, recurrence.get("range") or {}
    kind = str(span.get("type") or "").lower()
    if not pattern.get("type") or (kind == "numbered" and span.get("numberOfOccurrences") == 1):
        return False
    end = str(span.get("endDate") or "") if kind == "enddate" else ""
    return not end or date.fromisoformat(end[:10]) >= case.taken_at.date()
