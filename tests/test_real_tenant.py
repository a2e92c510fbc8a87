"""The scrubbed real tenant of ScubaGear's sample report, held against ScubaGear's own results on it."""

import json
from pathlib import Path
from typing import Any

import pytest

from assessor import assess
from assessor.model.engagement import Engagement
from assessor.model.holdings import State, holdings
from assessor.model.pim import Policies
from assessor.model.result import Assessment
from assessor.model.roles import Roles
from assessor.reference.roles import GLOBAL_ADMINISTRATOR
from assessor.snapshot import read_tenant
from assessor.snapshot.importers import import_scubagear

FOLDER = "data/scubagear-sample-tenant/Sample-Reports"


@pytest.fixture(scope="module")
def export(shared: Path) -> Path:
    return shared / FOLDER / "ProviderSettingsExport.json"


@pytest.fixture(scope="module")
def details(shared: Path) -> dict[str, dict[str, Any]]:
    """Control → ScubaGear's result and details."""
    (report,) = json.loads((shared / FOLDER / "IndividualReports/AADReport.json").read_text(encoding="utf-16"))
    return {control["Control ID"]: control for group in report["Results"] for control in group["Controls"]}


@pytest.fixture(scope="module")
def snapshot(export: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("real") / "snapshot"
    import_scubagear(export, out)
    return out


def judged(snapshot: Path) -> Assessment:
    return assess.assess(read_tenant(snapshot), Engagement(), assess.load(["builtin"]))


def test_an_assessment_of_it_runs_to_the_end_and_no_check_breaks_or_passes_on_what_is_not_there(snapshot: Path) -> None:
    verdicts = {one.check.id: one.verdict for one in judged(snapshot).results}
    assert "error" not in verdicts.values()
    # its authorization policy and its Conditional Access policies are whole, and people in no group are all that CAP-014 is about
    assert {check for check, verdict in verdicts.items() if verdict == "pass"} <= {"TEN-004", "TEN-005", "CAP-014"}


def test_roles_with_permanent_assignments_are_the_six_that_scubagear_names(snapshot: Path, details: dict[str, dict[str, Any]]) -> None:
    tenant = read_tenant(snapshot)
    roles = Roles(tenant)
    permanent = {roles.get(one.role_id).name for one in holdings(tenant) if one.state is State.PERMANENT}

    assert details["MS.AAD.7.4v1"]["Result"] == "Fail"
    assert permanent == {
        "Application Administrator", "Cloud Application Administrator", "Exchange Administrator", "Global Administrator", "SharePoint Administrator",
        "User Administrator",
    }  # fmt: skip
    assert all(name in details["MS.AAD.7.4v1"]["Details"] for name in permanent)


def test_activating_global_administrator_asks_for_no_approval_as_scubagear_says(snapshot: Path, details: dict[str, dict[str, Any]]) -> None:
    tenant = read_tenant(snapshot)
    policy = Policies(tenant).of_role(Roles(tenant).get(GLOBAL_ADMINISTRATOR).thing)

    assert details["MS.AAD.7.6v1"]["Result"] == "Fail"
    assert policy is not None
    assert policy.requires_approval is False


def test_what_everybody_and_what_guests_may_do_is_judged_alike(snapshot: Path, details: dict[str, dict[str, Any]]) -> None:
    results = {one.check.id: one for one in judged(snapshot).results}

    assert details["MS.AAD.5.1v1"]["Result"] == "Fail"
    assert (results["TEN-002"].verdict, "register applications" in results["TEN-002"].findings[0].says) == ("fail", True)
    assert (details["MS.AAD.8.1v1"]["Result"], details["MS.AAD.8.2v1"]["Result"], results["TEN-004"].verdict) == ("Pass", "Pass", "pass")
    # ScubaGear wants no consent at all; low-impact permissions of verified publishers are Microsoft's own advice, and no finding here
    assert (details["MS.AAD.5.2v1"]["Result"], results["TEN-003"].verdict, results["TEN-003"].findings) == ("Fail", "not_assessed", ())


def test_where_the_holders_are_people_whom_the_export_names_the_verdicts_agree(export: Path, tmp_path: Path, details: dict[str, dict[str, Any]]) -> None:
    """The publisher scrubbed the ids, so that no holder is a known user; put one of the export's own users in their place, and both tools fail."""
    document = json.loads(export.read_text(encoding="utf-8-sig"))
    known = next(iter(document["privileged_users"]))
    for role in document["privileged_roles"]:
        for assignment in role["Assignments"]:
            assignment["PrincipalId"] = known
    (tmp_path / "export.json").write_text(json.dumps(document), encoding="utf-8")
    import_scubagear(tmp_path / "export.json", tmp_path / "snapshot")
    results = {one.check.id: one for one in judged(tmp_path / "snapshot").results}

    assert details["MS.AAD.7.4v1"]["Result"] == "Fail"
    assert (results["GA-002"].verdict, results["ROLE-001"].verdict) == ("fail", "fail")
    assert any("Global Administrator" in one.says for one in results["ROLE-001"].findings)
