"""The school midway: every trap that keeping phones out can fall into, one pilot each, judged by GA-004 and PIM-003."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parent.parent / "sample_exports" / "school_midway"
THROUGH = "can activate Global Administrator on an Android phone"
PILOTS = {
    "report-only": ("fail", "Pilot report-only: not on phones, but for not being on"),
    "disabled": ("fail", "Pilot disabled: not on phones, but for not being on"),
    "role-scoped": ("fail", "Pilot role-scoped: not on phones, but for the people it is for"),
    "excluded": ("fail", "Pilot excluded: not on phones, but for the people it is for"),
    "spared-role": ("partial", "Pilot spared-role: not on phones, but for the people it is for"),
    "guest": ("fail", "Pilot guest: not on phones, but for the people it is for"),
    "only-ios": ("partial", "is blocked on one kind of phone only"),
    "browser": ("fail", "in a native app; nearest is the policy Pilot browser: not on phones, but for its client types"),
    "campus": ("fail", "from School campus; nearest is the policy Pilot campus: not on phones, but for its locations"),
    "filter": ("fail", "that is not registered, in a browser; nearest is the policy Pilot filter: not on phones, but for its devices"),
    "managed": ("partial", "is asked for a managed device instead of being blocked"),
    "either": ("fail", THROUGH),
    "wrong-context": ("fail", THROUGH),
    "rule-off": ("fail", THROUGH),
    "no-context": ("fail", THROUGH),
    "owner": ("fail", "is an eligible owner of PIM-GA-Pilot-owner and can add members"),
    "portal": ("fail", "Pilot portal: not on phones, but for the resources it is for"),
    "azure": ("fail", "Pilot azure: not on phones, but for the resources it is for"),
    "approval": ("fail", THROUGH),
    "second-way": ("fail", "is eligible for Global Administrator"),
}


@pytest.fixture(scope="module")
def checks() -> dict[str, dict]:
    command = [sys.executable, "-m", "assessor", "assess", str(SAMPLE), "--checks", "GA-004,PIM-003", "--format", "json", "--out", "-"]
    document = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)
    return {one["id"]: one for one in document["checks"]}


def of(check: dict, pilot: str) -> list[dict]:
    account = "pilot_partner.example#ext#" if pilot == "guest" else f"pilot.{pilot}@"
    return [one for one in check["findings"] if one["subject"]["name"].lower().startswith(account)]


@pytest.mark.parametrize("pilot", PILOTS)
def test_each_trap_is_seen_and_named(checks: dict[str, dict], pilot: str) -> None:
    degree, says = PILOTS[pilot]
    (finding,) = of(checks["GA-004"], pilot)
    assert finding["degree"] == degree
    assert says in finding["says"]


def test_the_right_policy_and_the_model_are_no_finding(checks: dict[str, dict]) -> None:
    named = {one["subject"]["name"].split("@")[0] for one in checks["GA-004"]["findings"]}
    assert len(named) == len(PILOTS)
    assert not named & {"pilot.right", "adm.albrecht", "adm.menon", "adm.yildiz"}
    assert any("by the platform that a device claims" in note for note in checks["GA-004"]["notes"])


def test_a_context_that_is_not_published_is_not_known_rather_than_open_or_blocked(checks: dict[str, dict]) -> None:
    assert of(checks["GA-004"], "unpublished") == []
    assert any("pilot.unpublished" in note and "c24" in note for note in checks["GA-004"]["notes"])


@pytest.mark.parametrize("pilot", ["report-only", "disabled", "role-scoped", "excluded", "spared-role", "guest", "wrong-context"])
def test_contexts_that_guard_nothing_are_told_for_the_policy_that_asks_for_them(checks: dict[str, dict], pilot: str) -> None:
    (finding,) = [one for one in checks["PIM-003"]["findings"] if f"PIM-GA-Pilot-{pilot}" in one["subject"]["name"]]
    assert finding["degree"] == ("partial" if pilot == "wrong-context" else "fail")
