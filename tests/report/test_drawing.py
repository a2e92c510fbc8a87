"""The privilege graph and the charts as pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from assessor.model.plan import Effort
from assessor.model.result import Assessment, PrincipalPaths, Reach, Unknown
from assessor.model.words import Gate, Kind, PathClass
from assessor.report import wording as w
from assessor.report.charts import _weakest, chart_views
from assessor.report.drawing import Figure, draw
from assessor.report.findings import check_view
from assessor.report.icons import GATES
from assessor.report.layout import NODE_HEIGHT, laid_out, tall
from assessor.report.overview import overview_figure
from assessor.report.page import page_view
from assessor.report.paper import paper_view
from assessor.report.reduce import reduced
from assessor.report.view import ChartView

from .sample_assessment import (
    ANA,
    BREAK_GLASS,
    GA_ROLE,
    SAMPLES,
    UNTIL,
    bad,
    bad_reaches,
    chained,
    edge,
    empty,
    finding,
    good,
    hostile,
    huge,
    judged,
    person,
    planned,
    way,
)

GUARDED = frozenset(one.id for one in BREAK_GLASS)
SVG = "{http://www.w3.org/2000/svg}"


def _parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314  # our own drawing


def _ga(most: int = 90) -> Figure:
    return draw(bad_reaches()[0], GUARDED, "t", most)


def test_people_with_the_same_ways_are_one_node_with_their_number() -> None:
    assert ">7 people<" in _ga().svg
    assert ">5 people<" in _ga().svg


def test_break_glass_accounts_are_marked_and_kept_apart() -> None:
    assert ">2 people \N{BLACK DIAMOND} break-glass<" in _ga().svg


def test_the_line_tells_standing_eligible_and_control_apart() -> None:
    lines = re.findall(r'class="g-edge-(\w+)"[^>]*?(stroke-dasharray="[^"]+")?(?: marker-end[^>]*)?/>', _ga().svg)
    assert {kind for kind, _ in lines} == {"standing", "eligible", "control"}
    assert not [dash for kind, dash in lines if kind == "standing" and dash]


def test_an_activation_that_runs_is_no_solid_line() -> None:
    running = way(PathClass.ACTIVATED, edge("HasRole", ANA, GA_ROLE, end=UNTIL))
    figure = draw(Reach(role=GA_ROLE, principals=(PrincipalPaths(ANA, (running,)),)), frozenset(), "t", 9)
    assert ">activated now<" in figure.svg
    assert 'class="g-edge-standing" fill="none" stroke="#a1121f" stroke-width="1.6" marker-end' not in figure.svg


def test_gates_are_words_on_the_edge() -> None:
    assert ">activation<" in _ga().svg
    assert ">approval<" in _ga().svg


def test_each_gate_has_a_sign_before_its_word() -> None:
    svg = _ga().svg
    for gate in (Gate.ACTIVATION, Gate.APPROVAL, Gate.AUTH_CONTEXT, Gate.MFA):
        assert svg.count(f'd="{GATES[gate]}"') == svg.count(f">{w.GATES[gate]}<") > 0


def test_a_reason_and_a_ticket_stop_nobody_and_have_no_sign() -> None:
    assert set(GATES) == set(Gate) - {Gate.JUSTIFICATION, Gate.TICKET}


def test_a_picture_has_its_title_first_and_no_style() -> None:
    root = _parsed(_ga().svg)
    assert root[0].tag == f"{SVG}title"
    assert "style=" not in _ga().svg


def test_what_is_not_drawn_is_counted_in_words() -> None:
    figure = draw(huge().reaches[0], GUARDED, "t", 90)
    assert figure.svg.count('class="g-node"') <= 90
    assert re.fullmatch(r"\d+ principals with weaker ways are not drawn.*", figure.left_out)
    assert not _ga().left_out


def test_nodes_of_a_column_never_overlap() -> None:
    for reach in (*bad_reaches()[:1], chained(6), huge().reaches[0], hostile().reaches[0]):
        layout = laid_out(reduced(reach, GUARDED, 90))
        for column in layout.columns:
            spans = sorted((layout.at[slot] - tall(slot) / 2, layout.at[slot] + tall(slot) / 2) for slot in column)
            assert all(one[1] <= other[0] + 0.01 for one, other in pairwise(spans))
            assert all(span[0] >= NODE_HEIGHT / 4 for span in spans)


def test_a_chain_of_groups_runs_from_left_to_right() -> None:
    layout = laid_out(reduced(chained(4), frozenset(), 90))
    assert [len(column) for column in layout.columns] == [1] * 6


def test_hostile_names_leave_a_picture_well_formed() -> None:
    for view in page_view(hostile()).reaches:
        _parsed(view.drawing)
    for chart in chart_views(hostile(), page_view(hostile()).themes):
        _parsed(chart.picture)


@pytest.mark.parametrize("name", SAMPLES)
def test_two_runs_draw_the_same(name: str) -> None:
    assert page_view(SAMPLES[name]()) == page_view(SAMPLES[name]())


def test_charts_have_titles_own_ids_and_numbers_beside_them() -> None:
    charts = page_view(planned(bad())).charts
    assert [one.title for one in charts] == [
        "Score by theme",
        "Findings by severity",
        "Standing against eligible",
        "People by kind of way to tier 0",
        "Points to gain, by effort",
    ]
    ids = [each for one in charts for each in re.findall(r' id="([^"]+)"', one.picture)]
    assert len(ids) == len(set(ids))
    for one in charts:
        assert _parsed(one.picture)[0].tag == f"{SVG}title"
        assert "style=" not in one.picture
        assert one.rows
        assert one.sentence.endswith(".")
        assert one.sentence in (_parsed(one.picture)[0].text or "")


def test_charts_follow_the_theme_by_class() -> None:
    picture = page_view(bad()).charts[1].picture
    assert "c-critical-fill" in picture
    assert "c-ink-fill" in picture


def test_nothing_is_drawn_where_nothing_is_known() -> None:
    assert page_view(empty()).charts == ()


def test_a_reach_without_people_is_not_called_safe_when_data_is_missing() -> None:
    assert page_view(empty()).reaches[0].sentence == "Nobody was found in what the snapshot holds."
    quiet = replace(bad(), reaches=tuple(replace(one, principals=(), unknown=(), voided=()) for one in bad().reaches))
    assert page_view(quiet).quiet.startswith("Nobody can become Global Administrator")


def test_a_picture_tells_in_words_what_its_lines_mean() -> None:
    told = _parsed(_ga().svg)[1]
    assert told.tag == f"{SVG}desc"
    assert told.text == "11 boxes and 10 lines. Lines, solid: stands; dashed: has to be activated; dotted: control over the next."


def test_whoever_shares_a_box_is_named_beside_it() -> None:
    five, seven, emergency = sorted(_ga().merged, key=lambda one: (len(one.names) != 5, len(one.names) == 2))
    assert five.names == tuple(f"teacher{n:02}@school.example" for n in range(5))
    assert (seven.label, len(seven.names)) == ("7 people", 7)
    assert emergency.names == tuple(one.name for one in BREAK_GLASS)
    assert f'data-node="{five.node}" data-class="eligible"><title>teacher00@' in _ga().svg


def test_a_closed_way_is_drawn_with_a_cross_and_never_as_a_living_one() -> None:
    *open_ones, drawn = page_view(bad()).reaches
    closed = drawn.closed
    assert set(re.findall(r'class="g-edge-(\w+)"', closed)) == {"void"}
    assert ">fine dots with a cross: a protection closes it<" in closed
    assert not any(one.closed for one in open_ones)


def test_a_finding_with_a_way_of_several_steps_carries_its_drawing() -> None:
    views = {one.id: one for theme in page_view(bad()).themes for one in theme.checks}
    ana, ben = views["GA-002"].findings
    assert not ana.drawing
    assert "PIM-GlobalAdministrators" in ben.drawing
    assert _parsed(ben.drawing)[0].text == "The way from ben.ott@school.example to Global Administrator, from left to right; the words above it say the same."


def test_of_many_ways_only_the_first_are_drawn_and_the_rest_is_counted() -> None:
    reach = bad_reaches()[0]
    way_of = next(one.paths[0].edges for one in reach.principals if len(one.paths[0].edges) == 2)
    check = bad().results[0].check
    view = check_view(judged(check, [finding(check.id, person(f"p{n}@school.example", n), "can", path=way_of) for n in range(9)]))
    assert sum(bool(one.drawing) for one in (*view.findings, *view.folded)) == 6
    assert view.undrawn == "The ways of 3 more findings are told in words and not drawn, to keep the page small."


def test_the_overview_counts_people_on_each_line() -> None:
    overview = page_view(bad()).overview
    assert overview
    assert {"12", "1"} <= set(re.findall(r'g-word-eligible"[^>]*>(\d+)<', overview.drawing))
    assert ">13 people<" in overview.drawing
    assert page_view(empty()).overview is None


def test_what_nobody_knows_is_not_called_a_service_principal_in_the_overview() -> None:
    reach = bad_reaches()[0]
    strange = tuple(replace(one, principal=replace(one.principal, kind=Kind.UNKNOWN)) for one in reach.principals)
    figure = overview_figure([replace(reach, principals=strange)], frozenset(), "o")
    assert figure
    assert "unknown objects<" in figure.svg
    assert "service principal" not in figure.svg


def test_everybody_stands_in_the_table_with_the_class_of_the_strongest_way() -> None:
    everybody = page_view(bad()).everybody
    assert everybody
    assert everybody.roles == ("Global Administrator", "Privileged Role Administrator")
    cells = {one.principal.name: [mark and mark.code for mark in one.cells] for one in everybody.rows}
    assert cells["ana.keller@school.example"] == ["permanent", None]
    assert cells["dora.lang@school.example"] == [None, "eligible"]
    assert len(everybody.rows) == 20


def test_in_a_large_tenant_equal_people_share_a_row_of_the_table() -> None:
    everybody = page_view(huge()).everybody
    assert everybody
    assert everybody.merged
    assert [one.count for one in everybody.rows] == ["60 people", "340 people"]
    assert everybody.rows[1].names[-1] == "and 140 more"


def _chart(assessment: Assessment, title: str) -> ChartView:
    return next(one for one in page_view(assessment).charts if one.title == title)


def test_people_are_counted_once_by_their_strongest_way_and_without_break_glass() -> None:
    chart = _chart(bad(), "People by kind of way to tier 0")
    assert dict(chart.rows) == {"Permanent": "2", "Time-bound": "1", "Activated now": "0", "Eligible": "13", "Eligible, two steps": "0", "By control": "1"}
    assert chart.sentence.startswith("17 people have a way to a role of tier 0: 3 at every hour, 13 after an activation, 1 by control.")
    assert "More may come" in chart.sentence


def test_what_can_be_gained_is_told_by_effort() -> None:
    chart = _chart(planned(bad(), Effort.SMALL, Effort.LARGE), "Points to gain, by effort")
    assert [row[:2] for row in chart.rows] == [("Small", "1"), ("Medium", "0"), ("Large", "1"), ("Not said", "16")]
    assert chart.sentence.startswith("1 step asks for a small effort and would raise the score by about ")


def test_without_a_plan_nobody_says_what_an_effort_gains() -> None:
    assert "Points to gain, by effort" not in [one.title for one in page_view(bad()).charts]


def test_several_themes_can_be_the_weakest() -> None:
    themes = page_view(good()).themes
    assert _weakest(themes) == "Every theme that could be assessed has 100 of 100."
    low = [replace(one, width=3) if number < 2 else one for number, one in enumerate(themes)]
    assert _weakest(low) == "Weakest: Global Administrators and Privileged roles, each 3 of 100."
    assert _weakest([replace(one, width=0) for one in themes]) == f"Weakest: {len(themes)} themes, each 0 of 100."


def test_what_every_role_lacks_is_said_once_and_what_one_lacks_at_that_role() -> None:
    everywhere, own = Unknown("groupOwners", "groupOwners could not be read"), Unknown("applications", "it was not asked for")
    reaches = tuple(replace(one, unknown=(everywhere, own) if number == 1 else (everywhere,)) for number, one in enumerate(bad().reaches))
    page = page_view(replace(bad(), reaches=reaches))
    assert page.missing == ("groupOwners could not be read",)
    assert [one.unknown for one in page.reaches].count(("applications: it was not asked for",)) == 1
    assert [one.unknown for one in page.reaches].count(()) == 2


def test_roles_that_nobody_was_found_for_share_one_sentence_that_claims_no_more_than_is_known() -> None:
    gap = Unknown("groupOwners", "groupOwners could not be read")
    reaches = tuple(replace(one, principals=(), voided=(), unknown=(gap,)) for one in bad().reaches)
    page = page_view(replace(bad(), reaches=reaches))
    assert [one.role for one in page.reaches] == ["Global Administrator"]
    assert page.quiet == ("In what the snapshot holds, nobody was found on a way to Privileged Authentication Administrator and Privileged Role Administrator.")


def test_a_drawing_that_could_not_be_read_on_paper_is_left_to_the_screen() -> None:
    view = paper_view(replace(bad(), reaches=(chained(6), *bad().reaches[1:]))).page.reaches[0]
    assert view.drawing == ""
    assert view.left_out.startswith("Not drawn here: the longest way has 7 steps, too many for a page.")
