"""What holds for every comparison: it mirrors, it is silent about nothing, and missing data is never a change."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from assessor.model.comparison import AccessChange, CheckChange, Comparison, FindingChange, ObjectChange
from assessor.report.comparison_page import render_markdown
from assessor.report.comparison_story import story

from .snapshots import SAMPLES, Row, both_ways, compared, copy_of, edited, rows_of, without

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
GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def findings_of(one: Comparison) -> dict[str, FindingChange]:
    """By key without the kind of the subject: one side may not know what somebody is, and the later side gives the key."""
    return {each.check.id + ":" + each.finding.key.split(":", 2)[2].lower(): each.change for each in one.findings}


def objects_of(one: Comparison) -> Counter[tuple[str, ObjectChange, tuple[str, ...], str | None]]:
    return Counter((each.collection, each.change, tuple(thing.id.lower() for _, thing in each.things), each.scope) for each in one.objects)


def fields_of(one: Comparison, *, turned: bool = False) -> Counter[tuple[str, str, str, str]]:
    pairs = ((each, (field.after, field.before) if turned else (field.before, field.after), field.name) for each in one.objects for field in each.fields)
    return Counter((each.collection, name, json.dumps(sides[0]), json.dumps(sides[1])) for each, sides, name in pairs)


def ways_of(one: Comparison, *, turned: bool = False) -> dict[tuple[str, str, str], Any]:
    return {
        (each.principal.id.lower(), each.role.id, each.scope): (
            MIRROR[each.change] if turned else each.change,
            {(edge.kind, edge.source.id.lower(), edge.target.id.lower()) for edge in each.because},
            *((each.after, each.before) if turned else (each.before, each.after)),
        )
        for each in one.access
    }


def held_against_its_mirror(there: Comparison, back: Comparison) -> None:
    """Every part of one says of the other side what the other says of this one."""
    assert {key: MIRROR.get(change, change) for key, change in findings_of(there).items()} == findings_of(back)
    assert Counter({(c, MIRROR.get(w, w), t, s): n for (c, w, t, s), n in objects_of(there).items()}) == objects_of(back)
    assert fields_of(there, turned=True) == fields_of(back)
    assert ways_of(there, turned=True) == ways_of(back)
    for one, other in zip(there.checks, back.checks, strict=True):
        assert (one.before.verdict, one.after.verdict) == (other.after.verdict, other.before.verdict)
        if one.change in (CheckChange.FIXED, CheckChange.REGRESSED):
            assert {one.change, other.change} == {CheckChange.FIXED, CheckChange.REGRESSED}
        else:
            assert other.change == MIRROR.get(one.change, one.change)


@pytest.mark.parametrize(("one", "other"), [("before", "after"), ("before", "midway"), ("midway", "after")])
def test_the_samples_mirror(one: str, other: str) -> None:
    there, back = both_ways(SAMPLES / f"school_{one}", SAMPLES / f"school_{other}")
    assert not there.is_empty
    held_against_its_mirror(there, back)


@pytest.mark.parametrize("sample", [*SIDES, "school_midway", "school_partial"])
def test_a_snapshot_against_itself_says_so_in_every_part(sample: str) -> None:
    found = compared(SAMPLES / sample, SAMPLES / sample)
    assert found.is_empty
    assert story(found).startswith("Nothing changed in ")
    assert render_markdown(found).count("Nothing changed") == 5


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_collection_that_one_side_lacks_changes_nothing(collection: str, tmp_path: Path) -> None:
    """Neither fixed nor new, whichever side lacks it: what a blind side shows may be owed to its blindness."""
    lacking = without(copy_of("school_before", tmp_path / "lacking"), collection)
    for found in both_ways(SAMPLES / "school_before", lacking):
        words = {FindingChange.FIXED, FindingChange.NEW, FindingChange.REGRESSED}
        assert [one.finding.key for one in found.findings if one.change in words] == []
        assert (found.objects, found.access) == ((), ())


@pytest.mark.parametrize("collection", ["groupMembers", "roleAssignmentScheduleInstances", "groupAssignmentScheduleInstances", "conditionalAccessPolicies"])
def test_what_the_later_side_lacks_adds_nothing_to_what_is_fixed(collection: str, tmp_path: Path) -> None:
    whole = compared(SAMPLES / "school_before", SAMPLES / "school_after")
    lacking = without(copy_of("school_after", tmp_path / "lacking"), collection)
    there, back = both_ways(SAMPLES / "school_before", lacking)
    fixed = {key for key, change in findings_of(there).items() if change is FindingChange.FIXED}
    assert fixed < {key for key, change in findings_of(whole).items() if change is FindingChange.FIXED}
    assert objects_of(there) - objects_of(whole) == Counter()
    held_against_its_mirror(there, back)


def _spelt_otherwise(rows: list[Row], rng: random.Random, *, keep_null: bool) -> list[Row]:
    """Rows, fields and lists in another order, ids in capitals here and there, null left out."""

    def other(value: Any) -> Any:
        if isinstance(value, dict):
            items = [(name, other(inner)) for name, inner in value.items() if keep_null or inner is not None]
            return dict(rng.sample(items, len(items)))
        if isinstance(value, list):
            return rng.sample([other(one) for one in value], len(value))
        return GUID.sub(lambda found: found[0].upper() if rng.random() < 0.5 else found[0], value) if isinstance(value, str) else value

    return rng.sample([other(row) for row in rows], len(rows))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from([*SIDES, "school_midway", "school_partial"]), st.integers(min_value=0, max_value=2**16), st.booleans())
def test_order_letter_case_and_null_make_no_difference(sample: str, seed: int, keep_null: bool) -> None:
    rng = random.Random(seed)  # noqa: S311  # chance, not secrecy
    with TemporaryDirectory() as folder:
        other = copy_of(sample, Path(folder) / "other")
        for file in sorted(other.glob("*.ndjson")):
            edited(other, file.stem, lambda rows: _spelt_otherwise(rows, rng, keep_null=keep_null))
        for found in both_ways(SAMPLES / sample, other):
            assert (found.objects, found.access) == ((), ())
            if keep_null:  # a judgement may not take what is absent for null
                assert found.is_empty
            words = (FindingChange.FIXED, FindingChange.NEW)
            assert [one.finding.key for one in found.findings if one.change in words and one.finding.counts] == []


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(st.sampled_from([*SIDES, "school_midway"]), st.integers(min_value=0, max_value=2**16), st.floats(min_value=0.01, max_value=0.3))
def test_whatever_rows_one_side_lacks_the_comparison_mirrors(sample: str, seed: int, share: float) -> None:
    rng = random.Random(seed)  # noqa: S311  # chance, not secrecy
    with TemporaryDirectory() as folder:
        other = copy_of(sample, Path(folder) / "other")
        for file in sorted(other.glob("*.ndjson")):
            edited(other, file.stem, lambda rows: [row for row in rows if rng.random() > share])
        there, back = both_ways(SAMPLES / sample, other)
        held_against_its_mirror(there, back)
        assert not [one for one in there.objects if one.change is ObjectChange.ADDED and one.collection in ("roleManagementPolicies", "groups", "users")]


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
