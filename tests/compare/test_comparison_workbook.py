"""compare.xlsx, read back by another library."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from assessor import assess
from assessor.compare import Side, compare
from assessor.model.engagement import Engagement
from assessor.report import rendered_comparison
from assessor.snapshot import find_engagement, open_snapshot, read_engagement
from tests.report.read_back import opened, says, table

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from assessor.model.comparison import Comparison

SAMPLES = Path(__file__).resolve().parents[2] / "sample_exports"


@cache
def compared(before: str, after: str) -> Comparison:
    file = find_engagement(SAMPLES / after, None)
    engagement = read_engagement(file) if file else Engagement()
    catalogue = assess.load(["builtin"])
    with open_snapshot(SAMPLES / before) as one, open_snapshot(SAMPLES / after) as other:
        tenants = [(snapshot, snapshot.tenant(engagement.names)) for snapshot in (one, other)]
        sides = [Side(snapshot, tenant, assess.assess(tenant, engagement, catalogue)) for snapshot, tenant in tenants]
        return compare(sides[0], sides[1], catalogue.checks)


@cache
def book(before: str, after: str) -> Workbook:
    return opened(rendered_comparison(compared(before, after), "xlsx"))


def test_every_part_of_the_comparison_has_its_sheet() -> None:
    made = book("school_before", "school_after")
    assert made.sheetnames == ["Summary", "Checks", "Findings", "Objects", "Access", "Not compared"]
    assert all(page.auto_filter.ref and page.freeze_panes for page in made)


def test_nothing_of_the_comparison_is_left_out() -> None:
    found, made = compared("school_before", "school_after"), book("school_before", "school_after")
    assert [row["Check"] for row in table(made, "Checks")] == [one.info.id for one in found.checks]
    assert [row["Key"] for row in table(made, "Findings")] == [one.finding.key for one in found.findings]
    assert len(table(made, "Objects")) == sum(max(1, len(one.fields)) for one in found.objects)
    assert [row["Id"] for row in table(made, "Access")] == [one.principal.id for one in found.access]


def test_somebody_who_lost_a_role_is_told_with_the_reason() -> None:
    rows = table(book("school_before", "school_after"), "Access")
    (row,) = [one for one in rows if one["Name"] == "lund@examplevalley.example" and one["Role"] == "Global Administrator"]
    assert (row["Change"], row["Before"], row["After"], row["Over"]) == ("Lost", "eligible", "no way", "the tenant")
    assert "GA-On-Demand is eligible for Global Administrator" in str(row["Because"])


def test_a_setting_is_one_row_a_field() -> None:
    rows = [one for one in table(book("school_before", "school_after"), "Objects") if one["Name"] == "policy of Global Administrator"]
    fields = {row["Field"]: (row["Before"], row["After"]) for row in rows}
    assert fields["On activation, longest duration"] == ("1 day", "8 hours")
    assert len(rows) == len(fields)


def test_the_summary_tells_the_story_and_both_sides() -> None:
    made = book("school_before", "school_after")
    assert "rose from 3 to 100 of 100" in says(made, "Summary")
    row = next(one for one in table(made, "Summary") if one["What"] == "people hold Global Administrator around the clock")
    assert (row["Before"], row["After"]) == ("10", "0")


def test_a_snapshot_against_itself_says_that_nothing_changed() -> None:
    made = book("school_after", "school_after")
    assert says(made, "Summary").endswith("differs between the two snapshots.")
    assert says(made, "Objects") == "No object of the tenant changed."
    assert says(made, "Access").startswith("Nobody's way to a role of tier 0 changed")
    assert says(made, "Checks") == "96 checks put to both snapshots; none changed its verdict."
    assert table(made, "Objects") == table(made, "Access") == []


def test_missing_data_is_told_and_never_counts_as_fixed() -> None:
    made = book("school_before", "school_partial")
    assert "about which the two snapshots do not tell a change" in says(made, "Not compared")
    assert len(table(made, "Not compared")) == len(compared("school_before", "school_partial").not_compared)
    assert "no longer assessed" in says(made, "Findings")


def test_two_runs_give_the_same_bytes() -> None:
    found = compared("school_before", "school_after")
    assert rendered_comparison(found, "xlsx") == rendered_comparison(found, "xlsx")
