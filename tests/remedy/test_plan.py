"""The plan: complete, in a useful order, with effects that are worked out and not guessed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor import checkkit as kit
from assessor.assess.remedies import remedies
from assessor.model.plan import Effort, Order, ordered
from assessor.model.result import CheckInfo, Result
from assessor.model.weights import points
from assessor.model.words import Severity, Verdict
from assessor.report.judgement import ACTIONS, actions_of
from assessor.report.plan import plan_view

from .planned import CATALOGUE, NAMES, planned, sample, step

GA = kit.GLOBAL_ADMINISTRATOR
READER = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
REMEDIES = remedies(CATALOGUE)
BREAK_GLASS = kit.two_break_glass_accounts()


def ids(things) -> set[str]:
    return {one.id for one in things}


# ---- the remedies ----


def test_every_check_of_the_catalogue_has_a_remedy_and_no_other() -> None:
    assert set(REMEDIES) == {one.info.id for one in CATALOGUE.checks}


def test_what_comes_before_a_remedy_is_a_check_and_never_waits_for_it() -> None:
    def waits_for(one: str, seen: frozenset[str]) -> frozenset[str]:
        for first in REMEDIES[one].after:
            seen = seen if first in seen else waits_for(first, seen | {first})
        return seen

    for one in REMEDIES:
        assert set(REMEDIES[one].after) <= set(REMEDIES), one
        assert one not in waits_for(one, frozenset()), one


def test_whatever_takes_somebody_out_of_tier_0_waits_for_the_emergency_accounts() -> None:
    written = {key for key, one in REMEDIES.items() if one.script and one.script.__name__ in ("take_away", "make_eligible")}
    assert {key for key in written if "BGA-001" not in REMEDIES[key].after} == {
        "PGR-003",
        "ROLE-008",
        "ROLE-013",
        "ADU-003",
    }  # owners, orphans, machines, units


@pytest.mark.parametrize("field", ["portal", "caution"])
def test_menu_steps_are_sentences(field: str) -> None:
    for key, one in REMEDIES.items():
        for text in getattr(one, field):
            assert text[0].isupper(), (key, text)
            assert text[-1] in ".?", (key, text)


def test_a_remedy_without_a_way_or_with_two_is_refused() -> None:
    good = {"check": "GA-001", "portal": ("Do.",), "effort": Effort.SMALL, "takes": "1 hour", "owner": "IT", "undo": "Undo it."}
    with pytest.raises(ValueError, match="a script, or why there is none"):
        kit.Remedy(**good)
    with pytest.raises(ValueError, match="are all needed"):
        kit.Remedy(**{**good, "undo": ""}, no_script="No.")


# ---- effects ----


def test_a_standing_administrator_made_eligible_no_longer_stands_and_keeps_a_way() -> None:
    found = planned(kit.tenant(BREAK_GLASS, kit.standing(GA, to="ana"), kit.person("ana")), "GA-002")
    effect = step(found, "GA-002").effect
    assert ids(effect.rested) == {kit.ident("ana")}
    assert effect.closed == ()
    assert (found.plan.reaching, found.plan.left, found.plan.standing, found.plan.left_standing) == (1, 1, 1, 0)


def test_an_owner_taken_out_loses_the_only_way_and_one_who_is_eligible_besides_does_not() -> None:
    parts = (kit.pim_group("admins"), kit.standing(GA, to="admins"), kit.owner("ben", of="admins"), kit.owner("eve", of="admins"), kit.person("eve"))
    found = planned(kit.tenant(BREAK_GLASS, *parts, kit.eligible(GA, to="eve")), "PGR-003")
    effect = step(found, "PGR-003").effect
    assert ids(effect.closed) == {kit.ident("ben")}
    assert effect.rested == ()
    assert (found.plan.reaching, found.plan.left) == (2, 1)


def test_a_guest_who_stands_and_gets_nothing_back_is_closed_and_not_counted_twice() -> None:
    found = planned(kit.tenant(BREAK_GLASS, kit.standing(GA, to="kim"), kit.person("kim", userType="Guest")), "ROLE-005", "GA-002")
    for check in ("ROLE-005", "GA-002"):
        assert ids(step(found, check).effect.closed) == {kit.ident("kim")}
        assert step(found, check).effect.rested == ()


def test_a_role_below_tier_0_closes_no_way() -> None:
    found = planned(kit.tenant(BREAK_GLASS, kit.standing("fdd7a751-b60b-444a-984c-02652fe8fa1c", to="ana"), kit.person("ana")), "ROLE-001")
    assert all(not one.effect.closed and not one.effect.rested for one in found.plan.steps)


def test_an_accepted_risk_is_neither_in_the_plan_nor_in_its_effects() -> None:
    entry = kit.ExceptionEntry(check="GA-002", subject=kit.ident("ana"), reason="until summer", owner="IT", expires=None)
    found = planned(kit.tenant(BREAK_GLASS, kit.standing(GA, to="ana"), kit.person("ana"), kit.engagement(exceptions=(entry,))), "GA-002")
    assert found.plan.steps == ()


def test_emergency_accounts_are_no_part_of_any_effect() -> None:
    for name in NAMES:
        kept = ids(sample(name).break_glass)
        for one in sample(name).plan.steps:
            assert not kept & ids((*one.effect.closed, *one.effect.rested))


def test_the_points_of_all_steps_are_what_the_score_lacks() -> None:
    for name in NAMES:
        found = sample(name)
        assert sum(one.effect.points for one in found.plan.steps) == pytest.approx(100 - found.score.value)


def test_the_cap_is_lifted_only_by_the_one_check_that_holds_it() -> None:
    assert not any(one.effect.lifts_cap for one in sample("school_before").plan.steps)  # several critical checks fail, and the score is low anyway
    held = [one.check.id for one in sample("school_midway").plan.steps if one.effect.lifts_cap]
    assert held == [sample("school_midway").score.capped_by]


# ---- order ----


def test_the_first_page_shows_the_first_steps_of_the_plan() -> None:
    for name in NAMES:
        found = sample(name)
        assert [one.check for one in actions_of(found)] == [one.check.id for one in found.plan.steps][:ACTIONS]


def test_no_step_comes_before_what_it_waits_for() -> None:
    for name in NAMES:
        place = {one.check.id: one.rank for one in sample(name).plan.steps}
        for one in sample(name).plan.steps:
            assert all(place[first] < one.rank for first in one.before), one.check.id


def result(check: str, severity: Severity, verdict: Verdict = Verdict.FAIL) -> Result:
    return Result(check=CheckInfo(id=check, title="t", theme="x", severity=severity, rationale="r", remedy="m"), verdict=verdict)


def test_the_same_effect_for_less_effort_comes_first() -> None:
    two = [result("AA-001", Severity.HIGH), result("AA-002", Severity.HIGH)]
    assert [one.check.id for one in ordered(two, Order(efforts={"AA-001": Effort.LARGE, "AA-002": Effort.SMALL}))] == ["AA-002", "AA-001"]


def test_who_loses_a_way_weighs_in_and_a_crowd_does_not_drown_what_is_critical() -> None:
    two = [result("AA-001", Severity.HIGH), result("AA-002", Severity.MEDIUM)]
    assert [one.check.id for one in ordered(two, Order(people={"AA-002": 4}))] == ["AA-002", "AA-001"]
    crowd = [result("AA-001", Severity.CRITICAL), result("AA-002", Severity.LOW)]
    assert ordered(crowd, Order(people={"AA-001": 5, "AA-002": 4_000}))[0].check.id == "AA-001"


def test_what_passes_or_weighs_nothing_is_no_step() -> None:
    rest = [
        result("AA-001", Severity.HIGH, Verdict.PASS),
        result("AA-002", Severity.INFO, Verdict.PARTIAL),
        result("AA-003", Severity.LOW, Verdict.NOT_ASSESSED),
    ]
    assert ordered(rest) == ()


CHECKS = [f"AA-{number:03}" for number in range(8)]


@given(st.permutations(CHECKS), st.dictionaries(st.sampled_from(CHECKS), st.lists(st.sampled_from(CHECKS), max_size=3).map(tuple)))
def test_an_order_holds_everything_once_even_where_steps_wait_for_each_other(ones: list[str], before: dict[str, tuple[str, ...]]) -> None:
    found = [one.check.id for one in ordered([result(one, Severity.LOW) for one in ones], Order(before=before))]
    assert sorted(found) == CHECKS


@given(st.permutations(CHECKS), st.dictionaries(st.sampled_from(CHECKS), st.lists(st.sampled_from(CHECKS), max_size=3).map(tuple)))
def test_what_waits_stands_behind_wherever_nothing_goes_round_in_a_circle(ones: list[str], before: dict[str, tuple[str, ...]]) -> None:
    forward = {key: tuple(one for one in waits if one < key) for key, waits in before.items()}
    found = [one.check.id for one in ordered([result(one, Severity.LOW) for one in ones], Order(before=forward))]
    assert all(found.index(first) < found.index(key) for key, waits in forward.items() for first in waits)


def test_points_of_a_partial_check_are_half() -> None:
    two = [result("AA-001", Severity.HIGH), result("AA-002", Severity.HIGH, Verdict.PARTIAL)]
    assert [points(one, two) for one in two] == [50, 25]


# ---- a pack ----


def test_a_check_without_a_remedy_of_its_own_is_a_step_that_says_so() -> None:
    found = planned(kit.tenant(kit.standing(GA, to="ana")), "GA-002")
    lone = replace(CATALOGUE.only(["GA-002"]), packs=())
    assert remedies(lone) == {}
    from assessor.remedy import plan_of

    tenant, engagement = kit.tenant(kit.standing(GA, to="ana")).build()
    from assessor.model.engagement import resolve

    plan = plan_of(kit.Study(tenant, engagement, resolve(engagement, tenant)), found.results, {})
    assert [(one.check.id, one.effort, one.portal, bool(one.no_script)) for one in plan.steps] == [("GA-002", None, (), True)]


def test_a_snapshot_that_lacks_what_ways_rest_on_never_counts_for_all() -> None:
    partly = kit.tenant(BREAK_GLASS, kit.standing(GA, to="ana"), kit.person("ana"), kit.without(kit.collection.GROUP_MEMBERS))
    assert planned(partly, "BGA-004").plan.incomplete
    assert "there may be more" in plan_view(planned(partly, "BGA-004", "GA-003", "BGA-001", "PIM-009", "GA-002", "ROLE-007")).lead
    assert not planned(kit.tenant(BREAK_GLASS, kit.standing(GA, to="ana"), kit.person("ana")), "GA-002").plan.incomplete


def test_where_something_could_not_be_assessed_nobody_says_that_there_is_nothing_to_do() -> None:
    unread = kit.tenant(BREAK_GLASS, kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES))
    found = planned(unread, "GA-002")
    assert found.plan.steps == ()
    assert plan_view(found).lead.endswith("1 check could not be, and may hide something.")
