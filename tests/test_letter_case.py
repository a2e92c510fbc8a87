"""Ids and words of enumerations mean the same in capitals: Graph, the portal and PowerShell do not agree on how they write them (trap 5)."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from assessor import assess
from assessor.assess.trial import judged
from assessor.checkkit import Check, Draft, Part
from assessor.model.result import Result

CHECKS = assess.load(["builtin"]).checks
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_WORDS = frozenset({
    "accessId", "assignmentType", "memberType", "state", "operator", "userType", "capabilityStatus", "provisioningStatus", "membershipType", "status",
    "membershipRuleProcessingState", "servicePrincipalType", "principalType", "scopeType", "groupTypes", "authenticationType", "result", "category",
    "includePlatforms", "excludePlatforms", "clientAppTypes", "builtInControls", "enabledRules", "recipientType", "userPrincipalName", "appliesTo",
})  # fmt: skip
"""Properties whose values are words of an enumeration, or compare without regard to case."""


def shouted(value: Any, *, wholly: bool = False) -> Any:
    """Ids in capitals, and with `wholly` everything."""
    if isinstance(value, str):
        return value.upper() if wholly else _ID.sub(lambda found: found.group().upper(), value)
    if isinstance(value, list):
        return [shouted(one, wholly=wholly) for one in value]
    if isinstance(value, dict):
        return {key: shouted(one, wholly=key in _WORDS) for key, one in value.items()}
    return value


def _capitals(row: dict[str, Any]) -> dict[str, Any]:
    is_relation = "@odata.type" in row
    return {key: value if key == "id" and not is_relation else shouted(value, wholly=key in _WORDS) for key, value in row.items()}


def references_in_capitals() -> Part:
    """Whatever refers to an object writes its id in capitals; the object itself does not."""

    def part(draft: Draft) -> None:
        for rows in draft.rows.values():
            rows[:] = [_capitals(row) for row in rows]
        said = draft.engagement
        draft.engagement = replace(
            said,
            break_glass_accounts=tuple(map(str.upper, said.break_glass_accounts)), break_glass_groups=tuple(map(str.upper, said.break_glass_groups)),
            sensitive_users=tuple(map(str.upper, said.sensitive_users)), sensitive_groups=tuple(map(str.upper, said.sensitive_groups)),
        )  # fmt: skip

    return part


def said(result: Result) -> Any:
    return result.verdict, result.population, sorted((one.key.lower(), one.degree, one.severity, one.confidence) for one in result.findings)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.info.id)
def test_a_check_judges_alike_where_references_stand_in_capitals(check: Check) -> None:
    for number, (_, example) in enumerate(check.examples, 1):
        assert said(judged(check, example.but(references_in_capitals()))) == said(judged(check, example)), f"example {number}"
