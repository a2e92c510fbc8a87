"""Snapshots that hold less, the same twice, or null everywhere: every format is written, and what is not there is never good news."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path

import pytest

from assessor import assess
from assessor.assess.drafting import draft
from assessor.compare import Side, compare
from assessor.model.comparison import AccessChange, CheckChange, FindingChange, ObjectChange
from assessor.model.engagement import Engagement
from assessor.model.words import Verdict
from assessor.report import rendered, rendered_comparison
from assessor.report.engagement_file import engagement_file
from assessor.snapshot import open_snapshot
from tests.compare.snapshots import SAMPLES, Row, catalogue, copy_of, dated, edited, holding, rows_of, without

FORMS = ("html", "summary", "json", "csv", "xlsx", "plan", "prompts", "md", "sarif", "junit")
COMPARED = ("html", "md", "json", "xlsx")
NAMES = tuple(sorted(file.stem for file in (SAMPLES / "school_before").glob("*.ndjson")))
REASONS = ("forbidden", "not_licensed", "not_found", "failed", "not_requested", "unsupported")


def judged(path: Path) -> Side:
    with open_snapshot(path) as snapshot:
        tenant = snapshot.tenant(frozenset())
        return Side(snapshot, tenant, assess.assess(tenant, Engagement(), catalogue(), planned=True))


@cache
def before() -> Side:
    """The sample as it is."""
    return judged(SAMPLES / "school_before")


def written(side: Side) -> None:
    """Every format, and no check that broke."""
    assert [(one.check.id, one.reason) for one in side.assessment.results if one.verdict is Verdict.ERROR] == []
    for form in FORMS:
        assert rendered(side.assessment, form), form
    assert engagement_file(draft(side.tenant, catalogue()))


def compared(one: Side, other: Side):
    found = compare(one, other, catalogue().checks)
    for form in COMPARED:
        assert rendered_comparison(found, form), form
    return found


def partial(folder: Path, collection: str) -> Path:
    """A page of the collection is lost."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    gap = {"key": "page", "value": "2", "reason": "failed", "httpStatus": 500}
    manifest["collections"][collection] |= {"status": "partial", "gaps": [gap]}
    file.write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.mark.parametrize("seed", range(3))
def test_what_is_missing_is_never_good_news_and_never_a_change(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)  # noqa: S311  # a choice, not a secret
    folder = copy_of("school_before", tmp_path / "poorer")
    for name in NAMES:
        if (lot := dice.random()) < 0.15:
            without(folder, name, dice.choice(REASONS))
        elif lot > 0.9:
            partial(folder, name)
    poorer = judged(folder)
    written(poorer)
    there, back = compared(before(), poorer), compared(poorer, before())
    assert [one.finding.key for one in there.findings if one.change is FindingChange.FIXED] == []
    assert [one.info.id for one in there.checks if one.change in (CheckChange.FIXED, CheckChange.IMPROVED)] == []
    assert [one.info.id for one in back.checks if one.change in (CheckChange.REGRESSED, CheckChange.WORSENED)] == []
    for found, change in ((there, AccessChange.LOST), (back, AccessChange.GAINED)):
        assert [one.principal.label for one in found.access if one.change is change] == []
        assert [one.collection for one in found.objects if one.change in (ObjectChange.ADDED, ObjectChange.REMOVED)] == []


def test_a_tenant_in_which_nothing_is_gets_every_document(tmp_path: Path) -> None:
    folder = copy_of("school_before", tmp_path / "empty")
    for name in NAMES:
        if name != "organization":
            holding(folder, name, [])
    empty = judged(folder)
    written(empty)
    compared(empty, before())
    compared(before(), empty)
    assert compared(empty, empty).access == ()


def test_a_snapshot_of_nothing_gets_every_document_and_no_score(tmp_path: Path) -> None:
    folder = copy_of("school_before", tmp_path / "nothing")
    for name in NAMES:
        without(folder, name)
    nothing = judged(folder)
    written(nothing)
    assert nothing.assessment.score.value is None
    assert [one.check.id for one in nothing.assessment.results if one.verdict in (Verdict.PASS, Verdict.FAIL, Verdict.PARTIAL)] == []
    compared(nothing, before())


def test_a_tenant_without_people_gets_every_document(tmp_path: Path) -> None:
    folder = copy_of("school_before", tmp_path / "nobody")
    holding(folder, "users", [])
    holding(folder, "userRegistrationDetails", [])
    nobody = judged(folder)
    written(nobody)
    compared(before(), nobody)


@pytest.mark.parametrize("moment", ["2026-09-14T08:30:00+02:00", "2026-09-13T20:30:00-10:00", "2026-09-14T06:30:00.0000000Z"])
def test_a_moment_is_the_same_in_every_time_zone(moment: str, tmp_path: Path) -> None:
    elsewhere = judged(dated(copy_of("school_before", tmp_path / "elsewhere"), moment))
    home = judged(copy_of("school_before", tmp_path / "home"))
    for form in ("json", "html", "md", "sarif", "plan"):
        assert rendered(elsewhere.assessment, form) == rendered(home.assessment, form), form
    assert compared(home, elsewhere).findings == compared(home, home).findings


def test_a_row_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    folder = copy_of("school_before", tmp_path / "twice")
    for name in NAMES:
        if rows_of(folder, name) and "id" in rows_of(folder, name)[0]:
            edited(folder, name, lambda rows: [*rows, *rows[::-1]])
    twice = judged(folder)
    found = compared(before(), twice)
    assert [(one.check.id, one.finding.key) for one in found.findings if one.change is not FindingChange.UNCHANGED] == []
    assert found.objects == ()
    assert found.access == ()


@pytest.mark.parametrize("seed", range(2))
def test_a_snapshot_full_of_nulls_gets_every_document(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)  # noqa: S311  # a choice, not a secret

    def poorer(rows: list[Row]) -> None:
        for row in rows:
            for name in [one for one in row if one != "@odata.type" and not one.lower().endswith("id") and not isinstance(row[one], (list, dict))]:
                if (lot := dice.random()) < 0.4:
                    row[name] = None
                elif lot < 0.5:
                    del row[name]

    folder = copy_of("school_before", tmp_path / "nulls")
    for name in NAMES:
        edited(folder, name, poorer)
    side = judged(folder)
    written(side)
    compared(side, before())
    compared(before(), side)
