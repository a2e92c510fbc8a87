"""The mapping of public frameworks: every id is real, every check there, and what is not answered says why."""

import re

import pytest

from assessor import assess, reference
from assessor.reference import Control, Framework

CATALOGUE = {one.info.id: one.info for one in assess.load(["builtin"]).checks}
ALL = [pytest.param(framework, control, id=f"{framework.key} {control.id}") for framework in reference.frameworks() for control in framework.controls]


@pytest.mark.parametrize(("framework", "control"), ALL)
def test_a_control_is_of_the_form_of_its_framework(framework: Framework, control: Control) -> None:
    assert re.fullmatch(framework.form, control.id)


@pytest.mark.parametrize(("framework", "control"), ALL)
def test_a_control_is_answered_by_checks_that_exist_or_says_why_not(framework: Framework, control: Control) -> None:
    assert set(control.checks) <= set(CATALOGUE)
    assert set(control.checks.values()) <= {"answers", "contributes"}
    assert control.asks
    assert control.checks or control.note


@pytest.mark.parametrize("framework", reference.frameworks(), ids=lambda one: one.key)
def test_a_framework_says_its_version_and_source_and_names_no_control_twice(framework: Framework) -> None:
    ids = [one.id for one in framework.controls]

    assert len(ids) == len(set(ids))
    assert all((framework.version, framework.source, framework.licence, framework.part))
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", framework.date)


def test_the_keys_are_those_of_results_json() -> None:
    assert [one.key for one in reference.frameworks()] == ["scuba", "cis_m365", "nist_800_53", "mitre_attack", "zero_trust"]


def test_a_technique_is_never_ruled_out_by_a_check() -> None:
    (attack,) = [one for one in reference.frameworks() if one.key == "mitre_attack"]

    assert {one.answered for one in attack.controls} == {"contributes", None}


@pytest.mark.parametrize(
    ("check_id", "key", "ids"),
    [
        ("GA-002", "scuba", ("MS.AAD.7.4v1",)),
        ("CAP-014", "scuba", ("MS.AAD.3.2v2",)),  # the second version of the policy, since ScubaGear 1.8
        ("PIM-001", "cis_m365", ("5.3.4", "5.3.5")),
        ("CAP-007", "nist_800_53", ("IA-2(1)",)),
        ("PAC-001", "zero_trust", ("21964",)),
        ("WID-004", "mitre_attack", ("T1098.001",)),
    ],
)
def test_a_check_of_the_catalogue_carries_the_controls_of_the_table(check_id: str, key: str, ids: tuple[str, ...]) -> None:
    assert CATALOGUE[check_id].frameworks[key] == ids


def test_a_check_that_no_framework_asks_for_carries_none() -> None:
    assert CATALOGUE["LIC-001"].frameworks == {}


def test_wholly_outweighs_partly_and_nothing_is_said_as_nothing() -> None:
    kinds = {key: Control(id="x", asks="", checks=checks, note="") for key, checks in {"both": {"A": "contributes", "B": "answers"}, "none": {}}.items()}

    assert (kinds["both"].answered, kinds["none"].answered) == ("answers", None)


def test_a_framework_that_only_a_pack_knows_is_called_by_its_key() -> None:
    assert (reference.framework_name("scuba"), reference.framework_name("acme")) == ("CISA SCuBA", "acme")
