"""The worked examples of the contract that are no sign-in: a protected action and a context that is not published, judged by the checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from assessor import assess
from assessor import checkkit as kit
from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.model.engagement import resolve

if TYPE_CHECKING:
    from pathlib import Path

    from assessor.model.result import Result

GA = kit.GLOBAL_ADMINISTRATOR
CHECKS = {check.info.id: check for check in assess.load().checks}


@pytest.fixture
def vector(shared: Path) -> Any:
    every = json.loads((shared / "data" / "ca_vectors.json").read_text(encoding="utf-8"))["vectors"]
    return lambda kind: next(one for one in every if one["kind"] == kind)


def verdict_of(check: str, *parts: kit.Part) -> Result:
    tenant, engagement = kit.tenant(kit.eligible(GA, to="ana"), kit.two_break_glass_accounts(), *parts).build()
    return judge(CHECKS[check], kit.Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant))


def test_a_protected_action_behind_a_policy_that_only_reports_is_misconfigured(vector: Any) -> None:
    given = vector("protectedAction")
    action = kit.row(kit.collection.RESOURCE_ACTIONS, id="a1", isPrivileged=True, **given["resourceAction"])
    policies = [kit.row(kit.collection.CONDITIONAL_ACCESS_POLICIES, **one) for one in given["policies"]]
    result = verdict_of("PAC-002", action, kit.auth_context("c3"), *policies)

    assert given["expect"] == {"finding": "misconfigured"}
    assert result.verdict == "fail"


def test_what_a_context_that_is_not_published_does_is_unknown_and_told(vector: Any) -> None:
    given = vector("authContextObject")
    context = kit.row(kit.collection.AUTHENTICATION_CONTEXTS, **given["authenticationContextClassReference"])
    guarded = (context, kit.role_policy(GA, context="c1"), kit.access_policy("no phones", "block", context="c1", platforms=kit.on_phones()))

    assert given["expect"] == {"finding": "warn", "verdict": "unknown"}
    assert verdict_of("PIM-003", *guarded).verdict == "partial"
    assert verdict_of("GA-004", *guarded).verdict == "not_assessed"
