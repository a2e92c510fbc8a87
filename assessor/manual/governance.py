"""Governance of an example: reviews, workflows, access packages, partners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from assessor.checkkit.examples.draft import TENANT_ID
from assessor.manual.book import Fact, counted, lasting, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.manual.book import Book

_UNITS = {"daily": "day", "weekly": "week", "absoluteMonthly": "month", "relativeMonthly": "month", "absoluteYearly": "year", "relativeYearly": "year"}
_POWERS = {"member": "membership", "owner": "ownership"}
_SWITCHES = {"isEnabled": "enabled", "isSchedulingEnabled": "scheduled"}


def review(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """An access review."""
    scope = row.get("scope") or {}
    of = [one.get("query") for one in (scope, *(scope.get("resourceScopes") or ()), *(scope.get("principalScopes") or ())) if one.get("query")]
    settings = row.get("settings") or {}
    again = ((settings.get("recurrence") or {}).get("pattern") or {}) if isinstance(settings.get("recurrence"), dict) else {}
    often = (
        f"comes back every {counted(again.get('interval'), _UNITS.get(str(again['type']), str(again['type'])))}" if again.get("type") else "does not come back"
    )
    reviewers = [*(row.get("reviewers") or ()), *(one for stage in row.get("stageSettings") or () for one in stage.get("reviewers") or ())]
    by = f", by {listed(dict.fromkeys(_meant(book, one) for one in reviewers))}" if reviewers else ""
    status = "" if row.get("status") in ("InProgress", None) else f", status {row['status']}"
    ends = ((settings.get("recurrence") or {}).get("range") or {}) if isinstance(settings.get("recurrence"), dict) else {}
    often = "comes back as nobody read" if "settings" not in row else often
    often += f" until {ends['endDate']}" if ends.get("type") == "endDate" else ""
    status += ", without applying what was decided" if settings.get("autoApplyDecisionsEnabled") is False else ""
    yield Fact(f"a review of {listed(dict.fromkeys(_meant(book, {'query': one}) for one in of)) if of else 'nothing'}", f"{often}{by}{status}")


def _meant(book: Book, one: dict[str, Any]) -> str:
    """What a query of a review is about: the role or group in it, else as it is written."""
    query = str(one.get("query"))
    key = re.search(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", query)
    narrow = query.partition("?$filter=")[2] or query.partition("transitiveMembers/")[2]
    kind = f" (as far as {book.named(narrow)})" if narrow and "Schedule" not in query else ""
    kind = " (who can activate it)" if "EligibilitySchedule" in query else " (who has it)" if "AssignmentSchedule" in query else kind
    return f"{book.target(key[0]) if book.knows(key[0]) else 'somebody'}{kind}" if key else query.removeprefix("/v1.0").strip("/") or "nothing"


def workflow(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A lifecycle workflow."""
    words = [f"{'' if row[key] else 'not '}{word}" if key in row else f"{word} or not, which was not read" for key, word in _SWITCHES.items()]
    said = f"is {' and '.join(words)}"
    rule = ((row.get("executionConditions") or {}).get("scope") or {}).get("rule")
    gone = ", and deleted" if row.get("deletedDateTime") else ""
    yield Fact(f"the {row.get('category') or 'unknown'} workflow {row.get('displayName') or row['id']}", f"{said}{f', for {rule}' if rule else ''}{gone}")


def package(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """What an access package hands out."""
    kind, scope = str((row.get("role") or {}).get("displayName") or "").lower(), row.get("scope") or {}
    yield Fact("the access package", f"hands out {_POWERS.get(kind, 'something')} of {book.target(str(scope.get('originId')))}")


def package_policy(_book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """Under which conditions an access package is given."""
    settings = row.get("requestApprovalSettings") or {}
    approval = settings.get("isApprovalRequiredForAdd")
    nobody = "" if any(one.get("primaryApprovers") for one in settings.get("stages") or ()) else " by nobody who is named"
    expiration = row.get("expiration") or {}
    ends = (
        lasting(expiration["duration"]) if expiration.get("duration") else expiration.get("endDateTime") or expiration.get("type") or "an end that is not said"
    )
    reviews = "with" if (row.get("reviewSettings") or {}).get("isEnabled") else "without"
    unsaid = "with approval that is not said" if "requestApprovalSettings" in row else "with approval that was not read"
    asked = f"with approval{nobody}" if approval else "without approval" if approval is False else unsaid
    yield Fact(
        "the access package",
        f"is given to {row.get('allowedTargetScope')}, {asked}, {'without end' if ends == 'noExpiration' else f'for {ends}'}, {reviews} reviews",
    )


def partner(book: Book, row: dict[str, Any]) -> Iterator[Fact]:
    """A relationship with a partner."""
    held = [book.role(one.get("roleDefinitionId")) for one in (row.get("accessDetails") or {}).get("unifiedRoles") or ()]
    theirs = (row.get("customer") or {}).get("tenantId") not in (None, TENANT_ID)
    name = f"the partner relationship {row.get('displayName')} ({row.get('status')}{', in which this tenant is the partner' if theirs else ''})"
    yield Fact(name, f"gives {listed(held) if held else 'no role that was read'}")
