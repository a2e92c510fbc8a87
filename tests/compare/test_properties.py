"""What holds for every comparison: it mirrors, it is silent about nothing, and missing data is never a change."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.model.comparison import AccessChange, CheckChange, Comparison, FindingChange, ObjectChange
from assessor.report.comparison_page import render_markdown
from assessor.report.comparison_story import story

from .snapshots import SAMPLES, Row, compared, copy_of, edited, rows_of, without

MIRROR: dict[Any, Any] = {
    CheckChange.NO_LONGER_ASSESSED: CheckChange.NEWLY_ASSESSED,
    CheckChange.NO_LONGER_APPLICABLE: CheckChange.NEWLY_APPLICABLE,
    CheckChange.IMPROVED: CheckChange.WORSENED,
    FindingChange.NEW: FindingChange.FIXED,
    FindingChange.NO_LONGER_ASSESSED: FindingChange.NEWLY_ASSESSED,
    ObjectChange.ADDED: ObjectChange.REMOVED,
    AccessChange.GAINED: AccessChange.LOST,
    AccessChange.RAISED: AccessChange.LOWERED,
}
MIRROR |= {there: here for here, there in MIRROR.items()}
COLLECTIONS = sorted(path.stem for path in (SAMPLES / "school_before").glob("*.ndjson"))
SIDES = ("school_before", "school_after")


def findings_of(one: Comparison) -> dict[str, FindingChange]:
    return {each.finding.key: each.change for each in one.findings}


def objects_of(one: Comparison) -> Counter[tuple[str, ObjectChange, tuple[str, ...], str | None]]:
    return Counter((each.collection, each.change, tuple(thing.id.lower() for _, thing in each.things), each.scope) for each in one.objects)


def test_the_samples_mirror() -> None:
    there, back = compared(SAMPLES / SIDES[0], SAMPLES / SIDES[1]), compared(SAMPLES / SIDES[1], SAMPLES / SIDES[0])
    assert {key: MIRROR.get(change, change) for key, change in findings_of(there).items()} == findings_of(back)
    assert Counter({(c, MIRROR.get(w, w), t, s): n for (c, w, t, s), n in objects_of(there).items()}) == objects_of(back)
    ways = {(one.principal.id, one.role.id, one.scope): (MIRROR[one.change], one.after, one.before) for one in there.access}
    assert ways == {(one.principal.id, one.role.id, one.scope): (one.change, one.before, one.after) for one in back.access}
    for one, other in zip(there.checks, back.checks, strict=True):
        assert (one.before.verdict, one.after.verdict) == (other.after.verdict, other.before.verdict)
        if one.change in (CheckChange.FIXED, CheckChange.REGRESSED):
            assert {one.change, other.change} == {CheckChange.FIXED, CheckChange.REGRESSED}
        else:
            assert other.change == MIRROR.get(one.change, one.change)


@pytest.mark.parametrize("sample", [*SIDES, "school_partial"])
def test_a_snapshot_against_itself_says_so_in_every_part(sample: str) -> None:
    found = compared(SAMPLES / sample, SAMPLES / sample)
    assert found.is_empty
    assert story(found).startswith("Nothing changed in ")
    assert render_markdown(found).count("Nothing changed") == 5


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_collection_that_one_side_lacks_fixes_nothing(collection: str, tmp_path: Path) -> None:
    lacking = without(copy_of("school_before", tmp_path / "lacking"), collection)
    found = compared(SAMPLES / "school_before", lacking)
    assert [one.finding.key for one in found.findings if one.change is FindingChange.FIXED] == []
    assert [one for one in found.objects if one.change is ObjectChange.REMOVED] == []
    assert [one for one in found.access if one.change in (AccessChange.LOST, AccessChange.LOWERED)] == []
    back = compared(lacking, SAMPLES / "school_before")
    assert [one.finding.key for one in back.findings if one.change is FindingChange.NEW] == []
    assert [one for one in back.objects if one.change is ObjectChange.ADDED] == []
    assert [one for one in back.access if one.change in (AccessChange.GAINED, AccessChange.RAISED)] == []


def _spelt_otherwise(rows: list[Row], rng: random.Random) -> list[Row]:
    """Rows and fields in another order, ids in capitals, null left out, lists turned round."""

    def other(value: Any) -> Any:
        if isinstance(value, dict):
            items = [(name, other(inner)) for name, inner in value.items() if inner is not None]
            return dict(rng.sample(items, len(items)))
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return rng.sample(value, len(value))
        return [other(one) for one in value] if isinstance(value, list) else value

    made = [{name: value.upper() if name == "id" and isinstance(value, str) else value for name, value in other(row).items()} for row in rows]
    return rng.sample(made, len(made))


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(min_value=0, max_value=2**16))
def test_order_letter_case_and_null_make_no_difference(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311  # chance, not secrecy
    with TemporaryDirectory() as folder:
        other = copy_of("school_after", Path(folder) / "other")
        for name in ("conditionalAccessPolicies", "groups", "groupMembers", "administrativeUnits", "roleAssignments", "roleManagementPolicies"):
            edited(other, name, lambda rows: _spelt_otherwise(rows, rng))
        assert compared(SAMPLES / "school_after", other).objects == ()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_changed_object_shows_in_exactly_that_object(data: st.DataObject) -> None:
    collection, field, value = data.draw(
        st.sampled_from([
            ("groups", "description", "something else"), ("groups", "displayName", "Another name"), ("namedLocations", "isTrusted", None),
            ("administrativeUnits", "membershipRule", "(user.city -eq 'X')"), ("conditionalAccessPolicies", "state", "disabled"),
            ("authenticationContextClassReferences", "isAvailable", False), ("roleDefinitions", "isPrivileged", None), ("subscribedSkus", "consumedUnits", 9),
        ])
    )  # fmt: skip
    number = data.draw(st.integers(min_value=0, max_value=len(rows_of(SAMPLES / "school_after", collection)) - 1))
    with TemporaryDirectory() as folder:
        other = copy_of("school_after", Path(folder) / "other")
        row = rows_of(other, collection)[number]

        def change(rows: list[Row]) -> None:
            rows[number][field] = value

        found = compared(SAMPLES / "school_after", edited(other, collection, change))
        differs = row.get(field) != value
        assert [(one.collection, one.things[0][1].id) for one in found.objects] == ([(collection, row["id"])] if differs else [])
        if differs:
            assert [one.name for one in found.objects[0].fields] == [field]
            assert (found.objects[0].change is ObjectChange.RENAMED) == (field == "displayName")
            assert found.objects[0].by_microsoft == (collection == "roleDefinitions" and row["isBuiltIn"])
