"""The verdict, the light, the figures and the actions follow from the assessment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessor.model.result import Headcount
from assessor.model.weights import WEIGHT
from assessor.model.words import Verdict
from assessor.report import judgement as j
from assessor.report.key_figures import figures_of

from .sample_assessment import SAMPLES, bad, check_infos, empty, good, hostile, judged, scored


@pytest.mark.parametrize(("name", "light"), [("bad", "red"), ("good", "green"), ("empty", "grey"), ("hostile", "red")])
def test_the_light_follows_its_thresholds(name: str, light: str) -> None:
    assert j.light_of(SAMPLES[name]()).code == light


def test_little_coverage_is_never_green() -> None:
    thin = replace(good(), score=replace(good().score, coverage=0.5))
    assert j.light_of(thin).code == "amber"


def test_little_coverage_stands_in_the_verdict() -> None:
    thin = replace(bad(), score=replace(bad().score, coverage=0.104))
    assert j.verdict_sentence(thin).endswith("checks fail. Only 10\N{NO-BREAK SPACE}% of what should be judged could be.")


def test_a_failing_high_check_alone_is_amber() -> None:
    results = tuple(replace(one, verdict=Verdict.FAIL) if one.check.id == "PIM-001" else one for one in good().results)
    assert j.light_of(replace(good(), results=results, score=scored(results))).code == "amber"


def test_the_verdict_names_people_and_failing_checks() -> None:
    assert j.verdict_sentence(bad()) == (
        "Privileged access in Riverside School needs action now: "
        "3 people hold Global Administrator around the clock, and 3 critical and 8 high-severity checks fail."
    )
    assert "nobody but the emergency accounts holds" in j.verdict_sentence(good())


def test_people_that_are_not_known_are_not_counted_as_none() -> None:
    unknown = replace(bad(), people={"globalAdministrator": Headcount(None, 3, None)})
    standing, become, *_ = figures_of(unknown)
    assert (standing.value, standing.mood) == ("\N{EN DASH}", "unknown")
    assert become.value.endswith("3")
    assert become.mood == "unknown"


def test_there_are_five_figures_whatever_is_known() -> None:
    for make in SAMPLES.values():
        assert len(figures_of(make())) == 5


def test_nothing_known_has_no_mood() -> None:
    assert {one.mood for one in figures_of(empty())} == {"unknown"}


def test_actions_come_heaviest_first_then_by_number_of_findings() -> None:
    assert [one.check for one in j.actions_of(bad())] == ["GA-002", "PGR-003", "BGA-001", "ROLE-001", "GA-004"]


def test_the_effect_of_an_action_is_the_formula_s() -> None:
    weight = sum(WEIGHT[one.check.severity] for one in bad().results if one.verdict in ("pass", "partial", "fail"))
    assert f"about {round(100 * 10 / weight)} points" in j.actions_of(bad())[0].effect


def test_the_cap_is_named_and_its_lifting_promised() -> None:
    assert "capped at D because GA-002 fails" in j.score_of(hostile()).cap
    assert "lifts the cap" in j.actions_of(hostile())[0].effect


def test_a_tenant_without_a_name_is_called_by_its_id() -> None:
    assert j.tenant_name(empty()) == empty().tenant.id


def test_an_assessment_of_no_checks_can_be_told() -> None:
    nothing = replace(empty(), results=(), score=scored(()))
    assert j.light_of(nothing).code == "grey"
    assert j.actions_of(nothing) == ()
    assert judged(check_infos()[0], []).verdict is Verdict.PASS
