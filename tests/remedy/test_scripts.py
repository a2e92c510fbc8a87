"""Every script of every remedy: it reads first, changes nothing by default, keeps away from emergency accounts, and no name of a tenant is ever code in it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import example as given_example
from hypothesis import given
from hypothesis import strategies as st

from assessor import checkkit as kit
from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.assess.remedies import remedies
from assessor.assess.sample_script import sample_script
from assessor.checkkit import powershell
from assessor.model.engagement import resolve

from .planned import CATALOGUE, NAMES, planned, sample, step
from .shell import code_of, is_balanced, tokens

GA = kit.GLOBAL_ADMINISTRATOR
GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
NASTY = (
    "x' ; Remove-Item -Recurse / #",
    'a" + $(Invoke-Expression $env:X) + "b',
    "ends the line\n$WhatIf = $false\n",
    "carriage\rreturn",
    "#> Write-Host owned <#",
    "back`tick `n",
    "\u2019 typographic \u201c quotes",
    "@{ a = 1 }; }}}} )))",
    "\u202e reversed \u2028 line \u2029 paragraph \x85 next",
    "half \ud800 a pair",
    "W" * 5_000,
)
FAILING = [
    pytest.param(check.info.id, example, id=f"{check.info.id}-{number}")
    for check in CATALOGUE.checks
    for number, (verdict, example) in enumerate(check.examples, 1)
    if verdict in ("fail", "partial")
]


REMEDIES = remedies(CATALOGUE)


def job_of(check_id: str, example: kit.Example) -> kit.Job:
    """What a script of this check is made of, in an example."""
    tenant, engagement = example.build()
    check, study = CATALOGUE.get(check_id), kit.Study(tenant, engagement, resolve(engagement, tenant))
    found = judge(check, study, Exceptions(engagement, tenant))
    return kit.Job(check.info, tuple(one for one in found.findings if one.counts), study)


def scripts(name: str) -> list[tuple[str, str]]:
    return [(one.check.id, one.script.text) for one in sample(name).plan.steps if one.script]


def held_in_order(script: str) -> None:
    """What every script has to be."""
    assert is_balanced(script)
    code = code_of(script)
    switch, sign_in = code.index("$WhatIf = $true"), code.index("Connect-MgGraph")
    assert switch < sign_in
    assert code.count("$WhatIf =") == 1
    function = code[code.index("function Send-Change") :]
    function = function[: function.index("\n}\n")]
    assert function.index("if ($WhatIf) { return }") < function.index("Invoke-MgGraphRequest")
    outside = code.replace(function, "")
    assert set(re.findall(r"Invoke-MgGraphRequest -Method (\S+)", outside)) <= {"GET"}
    assert not re.search(r"Invoke-Expression|\biex\b|Start-Process|Invoke-WebRequest|Invoke-RestMethod|Remove-Item|Remove-Mg|Update-Mg|New-Mg", code)


@pytest.mark.parametrize("name", NAMES)
def test_every_script_reads_first_and_changes_nothing_by_default(name: str) -> None:
    for _, script in scripts(name):
        held_in_order(script)


@pytest.mark.parametrize(("check", "example"), FAILING)
def test_every_failing_example_gets_a_step_with_a_way_to_carry_it_out(check: str, example: kit.Example) -> None:
    remedy = REMEDIES[check]
    written = remedy.script(job_of(check, example)) if remedy.script else remedy.no_script
    if isinstance(written, kit.Script):
        held_in_order(written.text)
        assert written.scopes
        assert written.changes.endswith(".")
    else:
        assert re.fullmatch(r"[A-Z].{15,300}\.", written)


def test_there_are_scripts_to_be_tried_at_all() -> None:
    assert len(scripts("school_before")) > 30


@pytest.mark.parametrize("name", NAMES)
def test_an_emergency_account_stands_in_no_script_but_where_it_is_kept_away_from(name: str) -> None:
    ids = [one.id for one in sample(name).break_glass]
    for check, script in scripts(name):
        head, _, rest = script.partition("Connect-MgGraph")
        for one in ids:
            assert one in head, check
            assert one not in rest, check


def test_nobody_is_taken_out_of_tier_0_by_a_script_before_there_are_two_emergency_accounts() -> None:
    lone = kit.tenant(kit.break_glass("bg"), kit.standing(GA, to="bg"), kit.standing(GA, to="ana"), kit.person("ana"))
    script = step(planned(lone, "GA-002"), "GA-002").script
    assert f"Principal = '{kit.ident('ana')}'" in script.text
    assert re.findall(r"Keep = (\$\w+)", script.text) == ["$true"]
    assert script.text.index("if ($Row.Keep)") < script.text.index("'DELETE'") < script.text.index("'Assignment' 'adminRemove'")
    assert "before there are two" in script.left_out
    guest = kit.tenant(kit.break_glass("bg"), kit.standing(GA, to="bg"), kit.standing(GA, to="kim"), kit.person("kim", userType="Guest"))
    found = step(planned(guest, "ROLE-005"), "ROLE-005")
    assert found.script is None
    assert "before there are two" in found.no_script


def test_with_two_emergency_accounts_the_script_looks_for_them_before_it_takes_anything() -> None:
    two = kit.tenant(kit.two_break_glass_accounts(), kit.standing(GA, to="ana"), kit.person("ana"))
    script = step(planned(two, "GA-002"), "GA-002").script.text
    assert f"Principal = '{kit.ident('ana')}'; Target = '{GA}'; Scope = '/'; Replace = $true; Outside = $false; Keep = $false" in script
    assert script.index("if ($Sure.Count -lt 2) { throw") < script.index("Send-Request $Row 'Assignment' 'adminRemove'")
    eligible, seen, removed = (script.index(one) for one in ("'Eligibility' 'adminAssign'", "Nothing is taken away: run again", "'Assignment' 'adminRemove'"))
    assert eligible < seen < removed


def test_a_disabled_account_or_a_guest_gets_nothing_in_place_of_what_it_loses() -> None:
    parts = (kit.person("gone", accountEnabled=False), kit.person("guest", userType="Guest"), kit.person("ana"))
    held = [kit.standing(GA, to=one) for one in ("gone", "guest", "ana")]
    script = step(planned(kit.tenant(*parts, *held, kit.two_break_glass_accounts()), "GA-002"), "GA-002").script.text
    replaced = {one: re.search(rf"'{kit.ident(one)}'.*Replace = (\$\w+)", script).group(1) for one in ("gone", "guest", "ana")}
    assert replaced == {"gone": "$false", "guest": "$false", "ana": "$true"}


def test_without_a_licence_for_pim_no_script_makes_anybody_eligible() -> None:
    flat = kit.tenant(kit.two_break_glass_accounts(), kit.outside_pim(GA, to="ana"), kit.person("ana"), kit.without_pim())
    found = planned(flat, "GA-002", "ROLE-001", "ROLE-007")
    assert found.plan.steps
    assert all(one.script is None and "no licence for PIM" in one.no_script for one in found.plan.steps)


def test_the_least_permission_is_asked_for() -> None:
    inside = kit.tenant(kit.two_break_glass_accounts(), kit.standing("88d8e3e3-8f55-4a1e-953a-9b9898b8876b", to="ana"), kit.standing(GA, to="ana"))
    assert "RoleManagement.ReadWrite.Directory" not in step(planned(inside, "GA-002"), "GA-002").script.scopes
    kept = kit.tenant(kit.break_glass("bg"), kit.standing(GA, to="bg"), kit.outside_pim(GA, to="ana"), kit.person("ana"))
    assert "RoleManagement.ReadWrite.Directory" not in step(planned(kept, "ROLE-007"), "ROLE-007").script.scopes
    outside = kit.tenant(kit.two_break_glass_accounts(), kit.outside_pim("fe930be7-5e62-47db-91af-98c3a49a38b1", to="ana"), kit.person("ana"))
    assert "RoleManagement.ReadWrite.Directory" in step(planned(outside, "ROLE-007"), "ROLE-007").script.scopes


def test_a_policy_of_conditional_access_is_only_ever_written_in_report_only() -> None:
    states = {re.search(r"state = '(\w+)'", script).group(1) for _, script in scripts("school_before") if "conditionalAccess/policies' $Policy" in script}
    assert states == {"enabledForReportingButNotEnforced"}


def asked(*parts: kit.Part) -> kit.Example:
    """A tenant in which PIM asks for c1 on the way to Global Administrator."""
    return kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, context="c1"), kit.two_break_glass_accounts(), kit.auth_context("c1"), *parts)


@pytest.mark.parametrize("check", ["PIM-003", "GA-004"])
def test_no_script_takes_away_the_mfa_that_pim_falls_back_to(check: str) -> None:
    found = step(planned(asked(), check), check)
    assert found.script is None
    assert "PIM falls back to MFA" in found.no_script
    named = step(planned(asked(kit.access_policy("draft", "mfa", context="c1", state="disabled")), check), check).script
    assert named.text.index("function Confirm-Named") < named.text.index("Confirm-Named $") < named.text.index("Send-Change 'POST'")
    assert "@('c1')" in named.text


def test_a_context_that_no_policy_names_is_left_out_beside_one_that_is_named() -> None:
    other = kit.together(
        kit.eligible_member("bo", of="admins"), kit.standing(GA, to="admins"), kit.group_policy("admins", context="c2"), kit.auth_context("c2")
    )
    found = step(planned(asked(other, kit.access_policy("draft", "mfa", context="c2", state="disabled")), "PIM-003"), "PIM-003").script
    assert "$Contexts = @('c2')" in found.text
    assert found.left_out.startswith("c1: no policy names it")


def test_where_pim_asks_for_no_context_yet_one_is_chosen() -> None:
    fresh = kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA), kit.two_break_glass_accounts())
    found = step(planned(fresh, "GA-004"), "GA-004").script.text
    assert "$Context = ''" in found
    assert "$Asked = @()" in found


@pytest.mark.parametrize("check", ["PIM-003", "GA-004", "PAC-002"])
def test_the_way_back_from_a_policy_on_a_context_begins_with_what_asks_for_the_context(check: str) -> None:
    first, _, then = REMEDIES[check].undo.partition(" first, then ")
    assert "context" in first
    assert "switch the policy off" in then


def test_a_removal_says_no_dates_and_what_takes_its_place_ends_within_a_year() -> None:
    two = kit.tenant(kit.two_break_glass_accounts(), kit.standing(GA, to="ana"), kit.person("ana"))
    text = step(planned(two, "GA-002"), "GA-002").script.text
    dated = text[text.index("if ($Action -eq 'adminAssign') {") :].partition("\n    }\n")[0]
    assert "duration = 'P365D'" in dated
    assert text.count("scheduleInfo =") == dated.count("scheduleInfo =") == 1


def test_nothing_that_the_portal_does_not_show_is_given_back_there() -> None:
    assert "the portal does not show" in REMEDIES["ROLE-013"].undo


def test_the_rule_that_is_printed_is_the_one_to_send_back() -> None:
    script = step(planned(kit.tenant(kit.eligible(GA, to="ana"), kit.role_policy(GA, approvers=())), "PIM-001"), "PIM-001").script.text
    assert script.index("$Rule.Remove('@odata.context')") < script.index("Write-Host ($Rule | ConvertTo-Json") < script.index("switch ($Row.Change)")


@pytest.mark.parametrize("check", [one for one in CATALOGUE.checks if REMEDIES[one.info.id].script], ids=lambda one: one.info.id)
def test_every_script_can_be_shown_for_an_example_of_its_check(check: kit.Check) -> None:
    assert sample_script(check, REMEDIES[check.info.id]) is not None


def test_who_runs_a_script_can_manage_the_groups_in_it() -> None:
    def role(**group: object) -> str:
        held = kit.together(kit.group("admins", **group), kit.standing(GA, to="admins"), kit.standing_member("ana", of="admins"))
        return job_script("PGR-001", kit.tenant(held, kit.two_break_glass_accounts())).role

    assert role(isAssignableToRole=True) == "Privileged Role Administrator"
    assert role(isAssignableToRole=False) == "Privileged Role Administrator and Groups Administrator"


def job_script(check: str, example: kit.Example) -> kit.Script:
    return step(planned(example, check), check).script


def test_a_group_that_pim_manages_is_put_into_no_restricted_unit() -> None:
    policy = kit.access_policy("mfa", "mfa", without_groups=("spared", "managed"))
    groups = [kit.group(one, isAssignableToRole=False) for one in ("spared", "managed")]
    found = step(planned(kit.tenant(policy, *groups, kit.pim_group("managed")), "RMA-003"), "RMA-003")
    assert f"Group = '{kit.ident('spared')}'" in found.script.text
    assert kit.ident("managed") not in found.script.text
    assert "PIM manages" in found.script.left_out


def test_only_secrets_that_have_expired_are_removed() -> None:
    app = kit.application("sync", passwordCredentials=[kit.secret(since=-400, until=-20, label="old"), kit.secret(since=-10, until=900, label="new")])
    found = planned(kit.tenant(app, kit.permission("RoleManagement.ReadWrite.Directory", to="sync")), "WID-003")
    one = step(found, "WID-003")
    assert one.script.text.count("Application = ") == 1
    assert one.script.left_out.startswith("Secrets that still work: 1.")


# ---- hostile names ----


@given(st.text(max_size=300))
@given_example("#>")
@given_example("a\rb\nc")
def test_no_name_leaves_its_comment(name: str) -> None:
    said = powershell.comment(name)
    assert said.isprintable()
    assert len(said) <= powershell.NAME
    assert not set(said) & set("'\"`$(){}<>#;|&\n\r\u2018\u2019\u201c\u201d")


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_the_code_of_a_table_is_the_same_whatever_the_names_are(names: list[str]) -> None:
    ids = {"Id": "0e81c591-71fe-5443-8471-d38c9f65e4c6"}
    hostile = powershell.table("Rows", [powershell.Row(one, ids) for one in names])
    tame = powershell.table("Rows", [powershell.Row("ana", ids) for _ in names])
    assert code_of(hostile) == code_of(tame)


@given(st.text(max_size=60))
@given_example("0e81c591-71fe-5443-8471-d38c9f65e4c6\n")
@given_example("0e81c591-71fe-5443-8471-d38c9f65e4c6' + 'x")
@given_example("c1\n")
def test_a_text_that_is_no_id_is_refused(text: str) -> None:
    if re.fullmatch(r"[0-9a-fA-F-]{36}|/|c[1-9][0-9]?", text):
        return
    with pytest.raises(ValueError, match="neither an id nor a word"):
        powershell.quoted(text)


@pytest.mark.parametrize("name", NASTY)
def test_a_hostile_name_changes_nothing_but_comments(name: str) -> None:
    def tenant(said: str) -> str:
        who = kit.person("ana", userPrincipalName=said, displayName=said)
        return step(planned(kit.tenant(who, kit.standing(GA, to="ana"), kit.two_break_glass_accounts()), "GA-002"), "GA-002").script.text

    hostile, tame = tenant(name), tenant("ana@example.org")
    assert code_of(hostile) == code_of(tame)
    assert [one.text for one in tokens(hostile) if one.kind == "string"] == [one.text for one in tokens(tame) if one.kind == "string"]


def test_an_object_whose_id_is_no_id_stays_out_and_is_counted() -> None:
    check = CATALOGUE.get("RMA-003")
    tenant, engagement = kit.tenant(kit.group("g")).build()
    odd = kit.Finding(degree=kit.Degree.FAIL, subject=kit.Thing(kit.Kind.GROUP, "'; throw '", "g"), says="is", evidence=(kit.Evidence("groups", "g", "there"),))
    good = replace(odd, subject=kit.Thing(kit.Kind.GROUP, kit.ident("g"), "g"))
    job = kit.Job(check.info, (odd, good), kit.Study(tenant, engagement, resolve(engagement, tenant)))
    from checks.remedies._objects import into_a_restricted_unit

    written = into_a_restricted_unit(job)
    assert "throw '\"" not in written.text
    assert "'; throw '" not in written.text
    assert written.left_out.startswith("1 of 2 objects are left out")


def test_a_finding_about_an_emergency_account_is_never_carried_out() -> None:
    tenant, engagement = kit.tenant(kit.two_break_glass_accounts(), kit.standing(GA, to="ana")).build()
    study = kit.Study(tenant, engagement, resolve(engagement, tenant))
    where = (kit.Evidence("roleAssignments", "r", "there"),)
    about = [kit.Finding(degree=kit.Degree.FAIL, subject=one, says="is", evidence=where, distinct=f"{GA}:/") for one in study.resolved.break_glass]
    assert len(about) == 2
    for check in ("ROLE-007", "WID-004"):
        assert isinstance(REMEDIES[check].script(kit.Job(CATALOGUE.get(check).info, tuple(about), study)), str)


def test_the_opening_of_a_tenant_in_another_cloud_names_its_environment() -> None:
    two = kit.tenant(kit.two_break_glass_accounts(), kit.standing(GA, to="ana"))
    tenant, engagement = two.build()
    from assessor import assess

    gov = replace(tenant, facts=replace(tenant.facts, cloud="usgov"))
    found = assess.assess(gov, engagement, CATALOGUE.only(["GA-002"]), planned=True)
    assert "-Environment USGov -NoWelcome" in step(found, "GA-002").script.text
