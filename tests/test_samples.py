"""The sample tenants are what their generator writes, and what the contract asks for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_exports"
NAMES = ("school_before", "school_midway", "school_after", "school_partial")
CONTRACT = ROOT.parent / "shared" / "contract" / "check.py"
GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
SIZE_LIMIT = 1_500_000


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples, generated anew."""
    out = tmp_path_factory.mktemp("samples")
    subprocess.run([sys.executable, str(SAMPLES / "generate.py"), "--out", str(out)], check=True, timeout=120)
    return out


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by name."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def rows(sample: str, collection: str) -> list[dict]:
    """The rows of a committed sample."""
    return [json.loads(line) for line in (SAMPLES / sample / f"{collection}.ndjson").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", NAMES)
def test_committed_sample_is_what_the_generator_writes(fresh: Path, name: str) -> None:
    committed, generated = contents(SAMPLES / name), contents(fresh / name)
    assert sorted(committed) == sorted(generated)
    assert [file for file in committed if committed[file] != generated[file]] == []
    assert (SAMPLES / f"{name}.engagement.toml").read_bytes() == (fresh / f"{name}.engagement.toml").read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_sample_is_small_enough_to_ship(name: str) -> None:
    assert sum(len(data) for data in contents(SAMPLES / name).values()) < SIZE_LIMIT


@pytest.mark.parametrize("name", NAMES)
def test_sample_keeps_the_contract(name: str) -> None:
    if not CONTRACT.is_file():
        pytest.skip("the contract's checker is not beside this repository")
    done = subprocess.run([sys.executable, str(CONTRACT), "snapshot", str(SAMPLES / name)], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0 and "jsonschema" in done.stderr:
        pytest.skip("the contract's checker needs jsonschema")
    assert done.returncode == 0, done.stdout + done.stderr
    # Graph's v1.0 metadata at hand lacks the kinds of access review scopes; nothing else is odd
    odd = [line for line in done.stdout.splitlines() if line.startswith("warning") and "accessReviewDefinitions" not in line]
    assert odd == []


def test_before_midway_and_after_are_one_tenant() -> None:
    first, second, third, other = (json.loads((SAMPLES / name / "manifest.json").read_text(encoding="utf-8")) for name in NAMES)
    assert first["tenantId"] == second["tenantId"] == third["tenantId"] != other["tenantId"]
    assert first["takenAt"] < second["takenAt"] < third["takenAt"]


def test_after_holds_nothing_permanently_but_break_glass() -> None:
    people = {row["id"]: row["userPrincipalName"] for row in rows("school_after", "users")}
    held = [row for row in rows("school_after", "roleAssignmentScheduleInstances") if row["principalId"] in people]
    assert sorted(people[row["principalId"]].split("@")[0] for row in held) == ["bg-alpha", "bg-bravo"]
    assert {row["roleDefinitionId"] for row in held} == {GLOBAL_ADMINISTRATOR}
    assert all(row["endDateTime"] for row in rows("school_after", "groupAssignmentScheduleInstances"))
    assert all(row["endDateTime"] for row in rows("school_after", "groupEligibilityScheduleInstances"))


def test_before_has_six_permanent_global_administrators() -> None:
    people = {row["id"] for row in rows("school_before", "users")}
    held = [
        row
        for row in rows("school_before", "roleAssignmentScheduleInstances")
        if row["roleDefinitionId"] == GLOBAL_ADMINISTRATOR and row["principalId"] in people
    ]
    assert len([row for row in held if row["endDateTime"] is None]) == 6
    assert sorted(row["assignmentType"] for row in held if row["endDateTime"]) == ["Activated", "Assigned"]


@pytest.mark.parametrize("name", NAMES[:2])
def test_every_policy_has_the_seventeen_rules(name: str) -> None:
    policies = rows(name, "roleManagementPolicies")
    assert {len({rule["id"] for rule in policy["rules"]}) for policy in policies} == {17}
    guarded = {(row["scopeId"], row["roleDefinitionId"]) for row in rows(name, "roleManagementPolicyAssignments")}
    assert {(row["id"], access) for row in rows(name, "pimGroups") for access in ("member", "owner")} <= guarded


def test_partial_says_why_something_is_missing() -> None:
    manifest = json.loads((SAMPLES / "school_partial" / "manifest.json").read_text(encoding="utf-8"))
    missing = {name: entry["reason"] for name, entry in manifest["collections"].items() if entry["status"] == "missing"}
    assert missing["roleAssignmentScheduleInstances"] == "not_licensed"
    assert missing["administrativeUnits"] == missing["groupOwners"] == "forbidden"
    assert [gap["key"] for gap in manifest["collections"]["groupMembers"]["gaps"]] == ["groupId"]


def test_after_has_few_privileged_assignments() -> None:
    privileged = {row["id"] for row in rows("school_after", "roleDefinitions") if row["isPrivileged"]}
    both = rows("school_after", "roleAssignmentScheduleInstances") + rows("school_after", "roleEligibilityScheduleInstances")
    assert len([row for row in both if row["roleDefinitionId"] in privileged]) <= 9
