"""findings.xlsx, read back by another library."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assessor import assess
from assessor.model.access_facts import AccessFacts, AccessPolicyUse
from assessor.model.engagement import Engagement
from assessor.model.listing import PimPolicyUse, RoleHeld
from assessor.model.result import Evidence, Thing
from assessor.model.words import Kind
from assessor.report.workbook import render_xlsx
from assessor.snapshot import find_engagement, read_engagement, read_tenant

from .read_back import opened, says, table
from .sample_assessment import GA_ROLE, NASTY, SAMPLES, UNTIL, bad, empty, good, hostile

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from assessor.model.result import Assessment

SHEETS = [
    "Overview", "Findings", "Evidence", "Checks", "People × roles", "Ways to tier 0", "Assignments", "PIM policies", "Conditional Access", "Roles in use",
    "Collections",
]  # fmt: skip


def assessed(folder: Path) -> Assessment:
    file = find_engagement(folder, None)
    engagement = read_engagement(file) if file else Engagement()
    return assess.assess(read_tenant(folder, engagement.names), engagement, assess.load(["builtin"]))


@pytest.fixture(scope="module")
def school(samples: Path) -> Assessment:
    return assessed(samples / "school_before")


@pytest.fixture(scope="module")
def book(school: Assessment) -> Workbook:
    return opened(render_xlsx(school))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_assessment_makes_all_sheets_and_the_same_bytes_twice(name: str) -> None:
    made = render_xlsx(SAMPLES[name]())
    assert made == render_xlsx(SAMPLES[name]())
    assert opened(made).sheetnames == SHEETS


def test_every_sheet_has_a_sentence_a_filter_and_a_frozen_head(book: Workbook) -> None:
    for page in book:
        assert str(page["A1"].value).endswith("."), page.title
        assert page.freeze_panes in ("A3", "B3")
        assert page.auto_filter.ref.startswith("A2:")


def test_every_finding_and_every_row_of_evidence_is_there(school: Assessment, book: Workbook) -> None:
    findings = [one for result in school.results for one in result.findings]
    assert [row["Key"] for row in table(book, "Findings")] == [one.key for one in findings]
    assert [row["Rows of evidence"] for row in table(book, "Findings")] == [len(one.evidence) for one in findings]
    rows = [(one.key, row.collection, row.id or "looked for, not there") for one in findings for row in one.evidence]
    assert [(row["Key of the finding"], row["Collection"], row["Id of the row"]) for row in table(book, "Evidence")] == rows


def test_every_check_is_there_with_its_verdict(school: Assessment, book: Workbook) -> None:
    assert [row["Check"] for row in table(book, "Checks")] == [one.check.id for one in school.results]
    assert Counter(row["Verdict"] for row in table(book, "Checks")) == {"Pass": 5, "Partial": 4, "Fail": 86, "Needs a person": 1}


def test_an_accepted_risk_shows_who_accepted_it_and_until_when() -> None:
    (row,) = [one for one in table(opened(render_xlsx(bad())), "Findings") if one["Accepted by"]]
    assert (row["Check"], row["Accepted by"], row["Accepted until"]) == ("WID-002", "Head of IT", "2027-03-31")


def test_everybody_who_can_become_administrator_is_in_the_matrix(school: Assessment, book: Workbook) -> None:
    people = {entry.principal.id for reach in school.reaches for entry in reach.principals}
    rows = table(book, "People × roles")
    assert {row["Id"] for row in rows} == people
    assert len(rows) == len(people)
    of = {row["Name"]: row for row in rows}
    assert of["berg@examplevalley.example"]["Global Administrator"] == "permanent"
    assert of["lund@examplevalley.example"]["Global Administrator"] == "eligible: activation + justification"
    assert of["berg@examplevalley.example"]["Security Administrator"] is None
    assert of["emergency@sso.examplevalley.example"]["Break-glass"] == "yes"


def test_a_way_is_told_in_words_with_what_stands_in_it(book: Workbook) -> None:
    (row,) = [one for one in table(book, "Ways to tier 0") if one["Name"] == "lund@examplevalley.example" and one["Role"] == "Global Administrator"]
    assert row["Class"] == "eligible"
    assert row["Strongest way"] == "lund@examplevalley.example → (standing member) GA-On-Demand → (eligible for the role) Global Administrator"
    assert str(row["Because"]).startswith("lund@examplevalley.example is a member of GA-On-Demand")


def test_a_way_that_a_protection_closes_says_by_what() -> None:
    (row,) = [one for one in table(opened(render_xlsx(bad())), "Ways to tier 0") if one["Closed by"]]
    assert row["Class"] == "leads nowhere"
    assert row["Closed by"] == "role-assignable groups are protected from Helpdesk Administrators"


def test_assignments_and_what_pim_asks_for_are_listed_whole(school: Assessment, book: Workbook) -> None:
    held = table(book, "Assignments")
    assert len(held) == len(school.held) == 41
    assert {row["Held"] for row in held} >= {"permanent", "eligible", "activated now", "time-bound"}
    (unit,) = [row for row in held if row["Name"] == "berg@examplevalley.example" and row["Over"] != "the tenant"]
    assert (unit["Role"], unit["Over"], unit["Until"]) == ("User Administrator", "unit Class 5A", "no end")
    policies = table(book, "PIM policies")
    (ours,) = [row for row in policies if row["Guards"] == "Global Administrator"]
    assert (ours["MFA"], ours["Approval"], ours["Hours at most"]) == ("no", "no", 24)
    (group,) = [row for row in policies if row["Guards"] == "SecOps" and row["As"] == "member"]
    assert (group["Approval"], group["Approvers"]) == ("yes", "albrecht@examplevalley.example")


def test_policies_of_conditional_access_and_roles_in_use_are_listed(school: Assessment, book: Workbook) -> None:
    assert school.access is not None
    assert [row["Policy"] for row in table(book, "Conditional Access")] == [one.policy.name for one in school.access.policies]
    assert [row["Role"] for row in table(book, "Roles in use")] == [one.role.name for one in school.roles]
    assert [row["Collection"] for row in table(book, "Collections")] == [one.name for one in school.snapshot.collections]


def test_an_empty_list_says_what_the_snapshot_does_not_hold(samples: Path) -> None:
    partial = opened(render_xlsx(assessed(samples / "school_partial")))
    assert "roleManagementPolicies is missing, for the tenant has no licence for it" in says(partial, "PIM policies")
    assert "administrativeUnitScopedRoleMembers is missing, for permission was refused" in says(partial, "Assignments")
    assert "There may be more" in says(partial, "People × roles")
    assert "groupMembers is partial" in says(partial, "Roles in use")
    told = [row["What"] for row in table(partial, "Overview") if row["Part"] == "Not known"]
    assert "PGR-003 Nobody can add themselves as owner of a role-holding group" in told


def test_nothing_known_is_never_shown_as_nothing_there() -> None:
    book = opened(render_xlsx(empty()))
    assert "does not hold the policies" in says(book, "Conditional Access")
    assert "33 checks could not be assessed and may hide more" in says(book, "Findings")
    assert "There may be more" in says(book, "Ways to tier 0")


def test_a_rule_that_is_not_there_is_not_known() -> None:
    policy = PimPolicyUse(
        policy=Thing(Kind.PIM_POLICY, "p"), guards=GA_ROLE, access="", privileged=True, tier0=True, mfa=None, context=None, approval=None, approvers=(),
        justification=None, ticket=None, hours=None, permanent_active=None, permanent_eligible=None,
    )  # fmt: skip
    (row,) = table(opened(render_xlsx(replace(good(), pim_policies=(policy,)))), "PIM policies")
    assert (row["MFA"], row["Approval"], row["Hours at most"], row["Permanent active allowed"]) == ("not known",) * 4


def test_nothing_that_a_stranger_wrote_is_a_formula_a_link_or_hidden() -> None:
    evil = [Thing(Kind.USER, f"id{n}", name) for n, name in enumerate((*NASTY, "=1+1", "@SUM(A1)", "https://evil.example"))]
    held = tuple(
        RoleHeld(
            principal=one, role=replace(GA_ROLE, name=one.name), privileged=True, tier0=True, scope="/administrativeUnits/u", where=f"the unit {one.name}",
            state="time_bound", start=None, end=UNTIL, outside_pim=False, break_glass=False, evidence=Evidence("roleAssignments", one.name, one.name or ""),
        )
        for one in evil
    )  # fmt: skip
    policies = tuple(AccessPolicyUse(policy=one, state="on", demands=one.name or "", about=one.name or "", reached=1, maybe=0) for one in evil)
    facts = AccessFacts(people=1, policies=policies, unknown=tuple(one.name or "" for one in evil))
    book = opened(render_xlsx(replace(hostile(), held=held, access=facts)))
    cells = [cell for page in book for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    assert not [cell for cell in cells if isinstance(cell.value, str) and ("\u202e" in cell.value or "\u200b" in cell.value or "\x00" in cell.value)]


def test_the_file_says_what_it_is_about(book: Workbook) -> None:
    assert book.properties.title == "Privileged access assessment: Example Valley School Board"
    assert book.properties.creator == "Example Consulting"
    assert says(book, "Overview").startswith("Privileged access in Example Valley School Board needs action now")
