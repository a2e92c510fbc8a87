"""results.json and paths, held against the contract."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from assessor.report import encoded, paths_document, paths_documents, results_document, results_json

from .rendered import held_against_contract
from .sample_assessment import SAMPLES, bad, chained, empty, hostile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", SAMPLES)
def test_results_hold_the_contract(name: str, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(results_json(SAMPLES[name]()))
    held_against_contract("results", file)


@pytest.mark.parametrize("name", SAMPLES)
def test_paths_hold_the_contract(name: str, tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    file.write_bytes(encoded(paths_documents(SAMPLES[name]().reaches)))
    held_against_contract("paths", file)


def test_one_role_is_a_document_and_not_an_array(tmp_path: Path) -> None:
    file = tmp_path / "paths.json"
    file.write_bytes(encoded(paths_document(chained(3))))
    held_against_contract("paths", file)


@pytest.mark.parametrize("name", SAMPLES)
def test_two_runs_give_the_same_bytes(name: str) -> None:
    assert results_json(SAMPLES[name]()) == results_json(SAMPLES[name]())


def test_a_lone_surrogate_becomes_a_replacement_character_and_a_nul_stays_json() -> None:
    text = results_json(hostile()).decode()
    assert "half \N{REPLACEMENT CHARACTER} a pair" in json.loads(text)["checks"][0]["notes"][6]
    assert "\\u0000" in text


def test_figures_are_rounded_for_print_only() -> None:
    score = replace(bad().score, value=71.5, coverage=0.9349)
    said = results_document(replace(bad(), score=score))["score"]
    assert (said["value"], said["coverage"]) == (72, 0.93)


def test_nothing_assessed_is_null_and_no_engagement_is_null() -> None:
    document = results_document(empty())
    assert document["score"]["value"] is None
    assert document["engagement"] is None
    assert document["people"]["globalAdministrator"] == {"standing": None, "eligible": None, "control": None}


def test_the_time_of_the_snapshot_is_written_in_utc() -> None:
    moment = datetime(2026, 11, 24, 11, 32, tzinfo=timezone(timedelta(hours=1)))
    document = results_document(replace(bad(), snapshot=replace(bad().snapshot, taken_at=moment)))
    assert document["snapshot"]["takenAt"] == "2026-11-24T10:32:00Z"
