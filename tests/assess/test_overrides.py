"""Severities and thresholds that the engagement sets: what they change, what they cannot, and where they are told."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from assessor import assess
from assessor import checkkit as kit
from assessor.model.engagement import CheckSettings, Engagement, resolve
from assessor.model.errors import CatalogueError, EngagementError
from assessor.model.result import Assessment, EngagementProblem, Override
from assessor.model.thresholds import COMMON, Threshold
from assessor.model.words import Severity, Verdict
from assessor.report import rendered
from assessor.report.documents import results_document
from assessor.report.page import page_view
from assessor.snapshot import read_engagement

CATALOGUE = assess.load(["builtin"])
DORMANT = kit.tenant(kit.person("ana", signInActivity={"lastSignInDateTime": kit.days(-40)}), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))


def judged(example: kit.Example, check: str, **settings: object) -> Assessment:
    tenant, engagement = example.but(kit.engagement(file="engagement.toml", checks={check: CheckSettings(**settings)})).build()  # type: ignore[arg-type]
    return assess.assess(tenant, engagement, CATALOGUE.only([check]))


def test_a_threshold_of_the_engagement_judges_and_is_told() -> None:
    assert judged(DORMANT, "ROLE-006").results[0].verdict is Verdict.PASS
    got = judged(DORMANT, "ROLE-006", thresholds={"dormant_days": 30})
    assert got.results[0].verdict is Verdict.FAIL
    assert got.results[0].notes[0] == "Days without a sign-in after which an account is dormant: set to 30 by the engagement, the catalogue says 90."
    assert got.engagement_problems == ()


def test_a_severity_of_the_engagement_weighs_in_the_score_and_is_told_everywhere() -> None:
    got = judged(DORMANT, "ROLE-006", severity=Severity.CRITICAL, thresholds={"dormant_days": 30})
    (result,) = got.results
    assert result.check.severity is Severity.CRITICAL
    assert result.findings[0].severity is Severity.CRITICAL
    assert result.notes[0] == "Severity: set to critical by the engagement, the catalogue says medium."
    assert got.overrides[0] == Override(check="ROLE-006", name="severity", says="Severity", value="critical", catalogue="medium")
    assert got.score.grade == "E"
    page = page_view(got, 0, charts=False)
    assert page.overrides[0] == ("ROLE-006: Severity", "critical; the catalogue says medium")
    assert results_document(got)["engagement"]["overrides"][1] == {"check": "ROLE-006", "name": "dormant_days", "value": "30", "catalogue": "90"}


def test_the_score_is_that_of_the_severity_in_force() -> None:
    tenant, engagement = DORMANT.build()
    two = CATALOGUE.only(["ROLE-006", "ROLE-005"])
    settings = Engagement(checks={"ROLE-006": CheckSettings(severity=Severity.HIGH, thresholds={"dormant_days": 30})})
    assert assess.assess(tenant, engagement, two).score.value == 100
    assert assess.assess(tenant, settings, two).score.value == 50  # 6 of 6 + 6


def test_a_finding_of_its_own_severity_moves_with_its_check() -> None:
    disabled = kit.tenant(kit.person("ana", accountEnabled=False), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))
    assert [one.severity for one in judged(disabled, "ROLE-006").results[0].findings] == [Severity.LOW]
    assert [one.severity for one in judged(disabled, "ROLE-006", severity=Severity.HIGH).results[0].findings] == [Severity.MEDIUM]
    assert [one.severity for one in judged(disabled, "ROLE-006", severity=Severity.LOW).results[0].findings] == [Severity.LOW]


def test_no_setting_turns_a_check_off() -> None:
    got = judged(DORMANT, "ROLE-006", severity=Severity.INFO, thresholds={"dormant_days": 30})
    assert (got.results[0].verdict, got.results[0].findings[0].severity, got.score.value) == (Verdict.FAIL, Severity.LOW, None)
    assert got.results[0].notes[0].endswith("weighs nothing in the score.")
    says = "the engagement takes ROLE-006 out of the score: the check is judged and shown, and weighs nothing; the catalogue says medium"
    assert got.engagement_problems == (EngagementProblem("checks.ROLE-006.severity", says),)


def test_information_cannot_be_made_to_earn_points() -> None:
    got = judged(DORMANT, "TEN-005", severity=Severity.CRITICAL)
    assert got.results[0].check.severity is Severity.INFO
    assert [one.entry for one in got.engagement_problems] == ["checks.TEN-005.severity"]


def test_a_number_of_the_common_section_is_told_by_the_checks_that_use_it() -> None:
    tenant, _ = DORMANT.build()
    engagement = Engagement(thresholds=kit.Thresholds(global_administrators_max=3))
    (result,) = assess.assess(tenant, engagement, CATALOGUE.only(["GA-003"])).results
    assert result.notes[0] == "Global Administrators, at most: set to 3 by the engagement, the catalogue says 4."


def test_the_setting_of_a_check_wins_over_the_common_one() -> None:
    engagement = Engagement(
        thresholds=kit.Thresholds(global_administrators_max=3), checks={"GA-003": CheckSettings(thresholds={"global_administrators_max": 7})}
    )
    wanted = COMMON["global_administrators_max"]
    assert [engagement.threshold(one, wanted) for one in ("GA-003", "GA-001")] == [7, 3]


@pytest.mark.parametrize(
    ("check", "thresholds", "says"),
    [
        ("ROLE-006", {"days": 1}, "has no effect: ROLE-006 has only dormant_days"),
        ("GA-001", {"days": 1}, "has no effect: GA-001 has no threshold"),
        ("PGR-015", {"used_percent_max": 101}, "is 101 and has no effect: more than 100 makes no sense"),
    ],
)
def test_a_setting_that_does_nothing_is_reported(check: str, thresholds: dict[str, int], says: str) -> None:
    got = judged(DORMANT, check, thresholds=thresholds)
    assert [one.says for one in got.engagement_problems] == [says]
    assert got.overrides == ()


def test_a_check_that_nobody_knows_is_reported() -> None:
    tenant, _ = DORMANT.build()
    got = assess.assess(tenant, Engagement(checks={"NOPE-001": CheckSettings(severity=Severity.LOW)}), CATALOGUE.only(["GA-003"]))
    assert got.engagement_problems == (EngagementProblem("checks.NOPE-001", "no loaded pack has a check NOPE-001"),)


def written(folder: Path, text: str) -> Path:
    path = folder / "engagement.toml"
    path.write_text(text)
    return path


def test_settings_are_read_from_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, '[checks."role-006"]\nseverity = "low"\n[checks."ROLE-006b".thresholds]\ndays = 3\n[checks.X]\ncolour = 1\n')
    got = read_engagement(path)
    assert got.checks["ROLE-006"] == CheckSettings(severity=Severity.LOW)
    assert got.checks["ROLE-006B"].thresholds == {"days": 3}
    assert [one.entry for one in got.problems] == ["checks.X.colour"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[checks.A]\nseverity = "worst"', "checks.A.severity: is 'worst', which is none of critical, high, medium, low, info"),
        ("[checks.A]\nseverity = 3", "checks.A.severity: is not a text"),
        ("[checks.A.thresholds]\ndays = 0", "checks.A.thresholds.days: is 0, and must be a whole number above 0"),
        ('[checks.A.thresholds]\ndays = "many"', "checks.A.thresholds.days: is many, and must be a whole number above 0"),
        ("[checks.A]\nthresholds = 3", "checks.A.thresholds: is not a section"),
        ("[checks.A]\n[checks.a]\n", "checks.A: is there twice"),
    ],
)
def test_a_wrong_type_is_one_line_with_the_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(EngagementError) as caught:
        read_engagement(written(tmp_path, text))
    assert says in str(caught.value)


def test_every_number_has_a_name_of_its_own_and_says_what_it_bounds() -> None:
    for check in CATALOGUE.checks:
        for one in check.info.thresholds:
            assert one.name.isidentifier()
            assert one.says
            assert not one.says.endswith(".")
            assert one is COMMON.get(one.name, one)


def test_a_check_cannot_judge_by_a_number_that_it_did_not_declare() -> None:
    tenant, engagement = DORMANT.build()
    case = kit.Case(kit.Study(tenant, engagement, resolve(engagement, tenant)), CATALOGUE.get("GA-001"))
    with pytest.raises(kit.Undeclared, match="GA-001 judges by the threshold dormant_days"):
        case.threshold("dormant_days")


def test_two_numbers_of_one_name_are_refused() -> None:
    twice = [Threshold(name="days", default=1, unit="days", says="Days")] * 2
    with pytest.raises(CatalogueError, match="two of its thresholds have one name"):
        kit.check(
            id="TEST-001", title="t", theme="t", severity=Severity.LOW, remedy="r", references=(), needs=(), passes=[DORMANT], fails=[DORMANT], thresholds=twice
        )(_because)


def _because(case: kit.Case) -> Iterator[kit.Finding]:
    """Because."""
    yield from ()


def test_every_report_says_what_is_set() -> None:
    got = judged(DORMANT, "ROLE-006", severity=Severity.LOW)
    assert "- Set by the engagement, ROLE-006: Severity: low; the catalogue says medium" in rendered(got, "md").decode()
    cells = {cell for row in load_workbook(BytesIO(rendered(got, "xlsx"))).worksheets[0].iter_rows(values_only=True) for cell in row}
    assert {"Set by the engagement", "ROLE-006: Severity", "low; the catalogue says medium"} <= cells
