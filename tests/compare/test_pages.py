"""The pages of a comparison: what they tell, and that everybody may read them."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from assessor.report.comparison_objects import object_groups
from assessor.report.comparison_page import comparison_view, render_comparison
from assessor.report.comparison_paper import comparison_paper_html
from assessor.report.comparison_story import story
from tests.report.rendered import held_against_contract

from .pages import PAIRS, Elements, found, page, view
from .snapshots import SAMPLES, Row, compared, copy_of, edited, without
from .test_series import clean, unread, with_administrator

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
CHAPTERS = ("summary", "themes", "ways", "people", "findings", "objects", "unknown", "data")


# ---- the story ----


def test_a_project_reads_like_a_success() -> None:
    told = view("better")
    assert told.headline.code == "better"
    assert told.story.startswith("The score of Example Valley School Board rose from 3 to 100 of 100.")
    assert "nobody but the emergency accounts still does" in told.story
    assert "Nothing is new, and nothing got worse." in told.story
    assert {one.mood for one in told.figures} == {"good"}
    assert not [one for one in told.groups if one.change.code in ("regressed", "worsened", "no_longer_assessed")]


def test_the_same_pair_reversed_reads_as_regressions() -> None:
    told = view("worse")
    assert told.headline.code == "worse"
    assert "fell from 100 to 3" in told.story
    assert "checks that passed no longer do" in told.story
    assert {one.mood for one in told.figures} == {"poor"}
    assert told.groups[0].change.name == "Regressed"
    assert "The snapshot called before was taken later than the one called after." in told.caveats


def test_a_snapshot_against_itself_says_in_every_part_that_nothing_changed() -> None:
    chapters = Elements(page("same")).chapters
    for name in ("summary", "themes", "ways", "people", "findings", "objects"):
        assert "Nothing changed" in chapters[name], name
    assert "In both snapshots" in chapters["unknown"]
    assert "In the later snapshot" not in chapters["unknown"]
    assert not view("same").roles


def test_what_is_no_longer_known_is_said_before_anything_else() -> None:
    told = view("less")
    assert (told.headline.code, told.headline.word) == ("unclear", "Less is known")
    assert "nobody can say whether they are still there" in told.story
    assert (told.sight[0].bar.width, told.sight[1].bar.width) == (97, 56)
    assert any("permission was refused" in one for one in told.sight[1].missing)
    assert any(one.title == "Can no longer be told" for one in told.glance)


def test_a_figure_that_looks_better_because_less_was_seen_is_not_praised() -> None:
    told = view("less").figures[-1]
    assert int(told.after) < int(told.before)
    assert told.mood == "unknown"
    assert told.detail.endswith("Less could be judged than before.")


def test_the_counts_of_the_story_are_those_of_the_comparison() -> None:
    fixed = sum(one.change == "fixed" for one in found("better").checks)
    findings = sum(one.change == "fixed" for one in found("better").findings)
    assert f"{fixed} checks that failed pass" in story(found("better"))
    assert f"{findings} findings are fixed" in story(found("better"))


def test_missing_data_are_never_told_as_fixed(tmp_path: Path) -> None:
    poorer = without(copy_of("school_before", tmp_path / "poorer"), "roleManagementPolicies")
    told = story(compared(SAMPLES / "school_before", poorer))
    assert "The later snapshot tells less" in told
    assert not re.search(r"findings? (is|are) fixed", told)


# ---- the graph of the change ----


def test_lost_ways_are_dashed_and_new_ones_bold() -> None:
    drawing = view("better").roles[0].drawing
    lines = re.findall(r'class="g-edge-(\w+)"[^>]*stroke-width="([\d.]+)"( stroke-dasharray)?', drawing)
    assert {kind for kind, _, _ in lines} == {"lost", "new"}
    assert all(dash for kind, _, dash in lines if kind == "lost")
    assert {float(width) for kind, width, dash in lines if kind == "new" and not dash} == {3.2}
    assert "dashed: was there, is gone" in drawing
    assert "bold: is new" in drawing


def test_the_reversed_drawing_says_new_where_the_other_said_lost() -> None:
    def kinds(name: str, kind: str) -> int:
        return len(re.findall(rf'class="g-edge-{kind}"[^>]*marker-end', view(name).roles[0].drawing))

    assert kinds("better", "lost") == kinds("worse", "new") > 0
    assert kinds("better", "new") == kinds("worse", "lost") > 0
    assert kinds("better", "lost") > kinds("better", "new")


def test_a_way_that_stayed_is_thin_and_a_new_one_beside_it_bold(tmp_path: Path) -> None:
    def assign(rows: list[Row]) -> None:
        model = next(row for row in rows if row["roleDefinitionId"] == GLOBAL_ADMINISTRATOR)
        rows.append({**model, "id": "new", "principalId": "37b57405-b3fd-58e4-bc9d-caf37734de96"})

    other = edited(edited(copy_of("school_after", tmp_path / "o"), "roleAssignmentScheduleInstances", assign), "roleAssignments", assign)
    (role,) = comparison_view(compared(SAMPLES / "school_after", other)).roles
    lines = re.findall(r'class="g-edge-(\w+)"[^>]*marker-end', role.drawing)
    assert lines.count("new") == 1
    assert set(lines) == {"new", "same"}
    assert "thin: was there and still is" in role.drawing
    assert "g-edge-lost" not in role.drawing


def test_a_role_that_one_side_does_not_tell_is_not_drawn(tmp_path: Path) -> None:
    blind = without(copy_of("school_before", tmp_path / "blind"), "groupMembers")
    text = render_comparison(compared(SAMPLES / "school_before", blind))
    assert "Only one of the two snapshots tells everything about Global Administrator" in text
    assert 'class="g-edge-lost"' not in text


def test_the_drawing_stays_small_and_counts_who_is_not_in_it() -> None:
    told = comparison_view(found("better"), nodes=10)
    assert all(one.drawing.count('class="g-box"') <= 10 for one in told.roles)
    assert "who lost their way" in told.roles[0].left_out


# ---- people, checks, settings ----


def test_everybody_is_told_with_class_before_and_after_and_the_reason() -> None:
    park = next(one for one in view("better").people if one.principal.name.startswith("park@"))
    (first, *_) = park.moves
    assert first.roles == ("Global Administrator", "Intune Administrator")
    assert (first.before.code, first.after.name) == ("permanent", "no way")
    assert "Legacy-Admins no longer holds Global Administrator" in first.because


def test_whoever_gained_a_way_stands_first_with_the_way() -> None:
    gained = [one for one in view("better").people if one.direction == "more"]
    assert list(view("better").people[: len(gained)]) == gained
    assert any(step.name == "PIM-GA-Platform" for one in gained for move in one.moves for way in move.way for step in way.steps)
    assert {one.note for one in gained if one.principal.name.startswith("bg-")} == {"Emergency account."}


def test_settings_are_told_in_words() -> None:
    fields = {(one.name, field.name): field for group in view("better").objects for one in (*group.objects, *group.folded) for field in one.fields}
    approval = fields["policy of Security Administrator", "On activation, approval"]
    assert (approval.before, approval.after) == ("required", "not required")
    assert fields["policy of Security Administrator", "On activation, approvers"].gone == ("albrecht@examplevalley.example",)
    hours = fields["policy of Global Administrator", "On activation, longest duration"]
    assert (hours.before, hours.after) == ("1 day", "8 hours")
    assert fields["policy of Global Administrator", "On activation, what is asked for"].come == ("MFA",)


def test_a_policy_of_conditional_access_is_told_field_by_field(tmp_path: Path) -> None:
    def loosen(rows: list[Row]) -> None:
        row = next(one for one in rows if one["displayName"].startswith("CA101"))
        row["state"] = "enabledForReportingButNotEnforced"
        row["conditions"]["users"]["excludeUsers"] = ["37b57405-b3fd-58e4-bc9d-caf37734de96"]

    other = edited(copy_of("school_after", tmp_path / "loose"), "conditionalAccessPolicies", loosen)
    (group,) = [one for one in object_groups(compared(SAMPLES / "school_after", other), by_microsoft=False) if one.title == "Conditional Access policies"]
    told = {field.name: field for field in group.objects[0].fields}
    assert (told["State"].before, told["State"].after) == ("on", "report-only")
    (name,) = told["Users left out"].come
    assert "@" in name


# ---- the trend ----


def test_a_series_shows_every_figure_at_every_date() -> None:
    trend = view("series").trend
    assert trend is not None
    assert trend.head == ("14 September 2026", "19 October 2026", "16 November 2026")
    rows = {name: values for name, *values in trend.rows}
    assert rows["Score"] == ["3", "72", "100"]
    assert trend.multiples[0].sentence == "It rose from 3 to 100."
    assert all(one.drawing.count("<circle") == 3 for one in trend.multiples)


def test_two_snapshots_have_no_trend() -> None:
    assert view("better").trend is None
    assert 'id="trend"' not in page("better")


# ---- safe and readable ----


@pytest.mark.parametrize("name", PAIRS)
def test_the_page_holds_the_contract_and_comes_out_alike_twice(name: str, tmp_path: Path) -> None:
    assert render_comparison(found(name)) == page(name)
    file = tmp_path / "compare.html"
    file.write_text(page(name), encoding="utf-8")
    held_against_contract("html", file)


@pytest.mark.parametrize("name", PAIRS)
def test_every_chapter_is_there_every_id_once_and_every_link_leads_somewhere(name: str) -> None:
    tags = Elements(page(name)).tags
    ids = [given["id"] for _, given in tags if given.get("id")]
    assert set(CHAPTERS) <= set(ids)
    assert len(ids) == len(set(ids))
    inside = {(given.get("href") or "")[1:] for tag, given in tags if tag == "a" and (given.get("href") or "").startswith("#")}
    assert inside <= set(ids)


def test_the_policy_names_exactly_the_style_and_the_script_of_the_page() -> None:
    policy = re.search(r'Security-Policy" content="([^"]+)"', page("better"))
    assert policy
    for kind in ("style", "script"):
        (text,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page("better"), re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src &#39;sha256-{digest}&#39;" in policy[1].replace("'", "&#39;")
    assert "unsafe" not in policy[1]


def test_every_table_has_a_caption_and_heads_with_scope_and_every_drawing_a_title() -> None:
    tags = Elements(page("series")).tags
    names = [tag for tag, _ in tags]
    assert names.count("table") == names.count("caption")
    assert all(given.get("scope") in ("col", "row") for tag, given in tags if tag == "th")
    assert len(re.findall(r"<svg", page("series"))) == len(re.findall(r"<svg[^>]*>\s*<title", page("series")))


def test_a_way_that_stays_and_is_guarded_otherwise_is_told(tmp_path: Path) -> None:
    def without_approval(rows: list[Row]) -> None:
        for policy in rows:
            for rule in policy["rules"]:
                if rule["id"] == "Approval_EndUser_Assignment":
                    rule["setting"]["isApprovalRequired"] = False

    other = edited(copy_of("school_after", tmp_path / "o"), "roleManagementPolicies", without_approval)
    changed = compared(SAMPLES / "school_after", other)
    assert changed.access == ()
    (role,) = comparison_view(changed).roles
    assert role.drawing == ""
    assert "2 people keep a way of the same kind, now without approval." in role.sentence
    unread = without(copy_of("school_after", tmp_path / "u"), "roleManagementPolicies")
    assert not comparison_view(compared(SAMPLES / "school_after", unread)).roles


def test_what_came_back_and_what_began_lately_is_told(tmp_path: Path) -> None:
    told = comparison_view(compared(with_administrator(tmp_path, 0), clean(tmp_path, 1), with_administrator(tmp_path, 2)))
    assert told.trend is not None
    assert any("GA-002" in one for one in told.trend.back)
    assert told.trend.multiples[2].sentence == "It is at 1 again, after 0 in between."
    latest = told.trend.begun[0]
    assert latest.when.startswith("Since 16 November 2026")
    assert any(one.startswith("GA-002 ") for one in latest.lines)
    every = [one for group in (*told.groups, *told.still) for check in group.checks for one in (*check.findings, *check.folded)]
    (again,) = [one for one in every if one.change.name == "Back again" and "Global Administrator at any hour" in one.says]
    assert again.why == "it had been fixed, and is back since 16 November 2026"
    assert "findings that had been fixed are back" in told.story


def test_a_figure_that_a_snapshot_does_not_tell_is_a_gap_and_never_zero(tmp_path: Path) -> None:
    told = comparison_view(compared(clean(tmp_path, 0), unread(clean(tmp_path, 1)), clean(tmp_path, 2)))
    assert told.trend is not None
    standing = told.trend.multiples[2]
    assert "Not known at 1 snapshot." in standing.sentence
    assert standing.drawing.count("<circle") == 2
    assert 'class="t-line"' not in standing.drawing
    assert ">?<" in standing.drawing


def test_hostile_names_are_text_in_tables_drawings_and_on_paper(tmp_path: Path) -> None:
    nasty = "</script></svg><img src=x onerror=alert(1)>\u202e@x.example"

    def rename(rows: list[Row]) -> None:
        next(row for row in rows if row["userPrincipalName"].startswith("park@"))["userPrincipalName"] = nasty

    changed = compared(edited(copy_of("school_before", tmp_path / "before"), "users", rename), SAMPLES / "school_after")
    for text in (render_comparison(changed), comparison_paper_html(changed)):
        assert "<img" not in text
        assert "\u202e" not in text
        assert "&lt;img src=x" in text
        assert "⟨U+202E⟩" in text
