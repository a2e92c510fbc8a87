"""Tables made anew: from the sources that lie beside the repository nothing changes; from newer ones what they say is taken and the rest is kept."""

import json

import pytest

from assessor.reference import roles
from assessor.reference.refresh.command import DATA, TABLES, differences, main
from assessor.reference.refresh.layout import layout

TENANT = "scubagear-sample-tenant/Sample-Reports/ProviderSettingsExport.json"


def table(name):
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def put(folder, name, value):
    path = folder / name
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return str(path)


def refreshed(folder, name, *files, as_of="2027-01"):
    assert main([name, *files, "--as-of", as_of, "--out", str(folder / "made.json")]) == 0
    return json.loads((folder / "made.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("builtin_roles", "builtin_roles.json"),
        ("role_powers", "role-definitions/Classification_EntraIdDirectoryRoles.json"),
        ("password_reset", "tiering.json"),
        ("app_permissions", "tiering.json"),
        ("app_permissions", "graph-permissions/permissions-descriptions.json"),
        ("app_permissions", "role-definitions/Classification_MsGraphAppRoles.json"),
        ("read_permissions", "tiering.json"),
        ("pim_defaults", "graph-docs-examples/pim_default_rules.json"),
        ("service_plans", TENANT),
        ("strengths", TENANT),
    ],
)
def test_refreshing_from_the_shared_source_changes_nothing(shared, tmp_path, capsys, name, source):
    assert main([name, str(shared / "data" / source), "--out", str(tmp_path / "made.json")]) == 0

    assert (tmp_path / "made.json").read_text(encoding="utf-8") == (DATA / f"{name}.json").read_text(encoding="utf-8")
    assert capsys.readouterr().err.startswith(f"{name}: nothing changes\n")


def test_the_shared_tenants_group_differs_from_the_defaults_only_where_its_owner_edited_it(shared, tmp_path, capsys):
    export = json.loads((shared / "data" / TENANT).read_text(encoding="utf-8-sig"))
    rules = [one for role in export["privileged_roles"] for one in role["Rules"] if one["RuleSourceType"] == "PIM Group"]

    refreshed(tmp_path, "pim_defaults", str(shared / "data" / "graph-docs-examples" / "pim_default_rules.json"), put(tmp_path, "g.json", rules))
    told = "pim_defaults: kinds > group > "
    assert [line.removeprefix(told).split(":")[0] for line in capsys.readouterr().err.splitlines()] == [
        "Enablement_Admin_Assignment > enabledRules",  # MFA was added
        "Expiration_Admin_Assignment > maximumDuration",  # 15 days instead of 180
        "Expiration_Admin_Eligibility > isExpirationRequired",  # switched off
        *(f"Notification_Admin_{event} > notificationRecipients" for event in ("Admin_Assignment", "Admin_Eligibility", "EndUser_Assignment")),
    ]


def test_the_shared_list_of_products_names_no_plan_and_is_refused(shared, tmp_path, capsys):
    source = shared / "data" / "license-skus" / "MicrosoftLicenseToProductNameMappings.csv"

    assert main(["service_plans", str(source), "--out", str(tmp_path / "made.json")]) == 3
    assert "names no service plan; take the list that has the columns Service_Plan_Id and Service_Plan_Name" in capsys.readouterr().err
    assert not (tmp_path / "made.json").exists()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_shipped_table_stands_as_the_command_lays_it_out_and_says_when_whence_and_under_what_licence(name):
    said = table(name)

    assert (DATA / f"{name}.json").read_text(encoding="utf-8") == layout(said)
    assert all(said[key] for key in ("source", "licence", "asOf"))


def test_every_table_can_be_refreshed_but_the_one_that_people_judge():
    assert {path.stem for path in DATA.glob("*.json")} == {*TABLES, "frameworks"}


def test_names_and_flags_of_a_role_are_taken_and_no_description(tmp_path):
    listed = {
        "templateId": "AAAA",
        "displayName": "Tea Maker",
        "isPrivileged": False,
        "assignableAtAuScope": True,
        "status": "assignable",
        "description": "Tea.",
    }

    made = refreshed(tmp_path, "builtin_roles", put(tmp_path, "new.json", [listed]))
    assert made["asOf"] == "2027-01"
    assert made["roles"] == [{"templateId": "aaaa", "name": "Tea Maker", "privileged": False, "unitAssignable": True, "status": "assignable", "tier0": False}]


def test_a_new_role_with_an_action_that_gives_power_is_taken_in_and_the_weaker_power_left_out(tmp_path):
    actions = ["microsoft.directory/applications/owners/update", "microsoft.directory/applications/credentials/update", "microsoft.directory/tea/make"]
    source = {"value": [{"id": "BBBB", "displayName": "App Helper", "rolePermissions": [{"allowedResourceActions": actions}]}]}
    source["value"].append({"id": roles.GLOBAL_ADMINISTRATOR, "displayName": "Global Administrator", "rolePermissions": [{"allowedResourceActions": actions}]})

    made = refreshed(tmp_path, "role_powers", put(tmp_path, "new.json", source))
    assert made["roles"] == [{"templateId": "bbbb", "name": "App Helper", "powers": ["add_app_secret"]}]


def test_a_plan_is_renamed_by_microsofts_list_and_one_that_it_lacks_is_kept_and_told(tmp_path, capsys):
    p2 = "eec0eb4f-6444-4f95-aba0-50c24d67f998"
    csv = f"\ufeffProduct_Display_Name,String_Id,GUID,Service_Plan_Name,Service_Plan_Id,Service_Plans_Included_Friendly_Names\nE5,E5,x,NEW_P2,{p2.upper()},P2\n"

    made = refreshed(tmp_path, "service_plans", put(tmp_path, "skus.csv", csv))
    assert {one["key"]: one["plan"] for one in made["plans"]}["P2"] == "NEW_P2"
    assert [one["key"] for one in made["plans"]] == [one["key"] for one in table("service_plans")["plans"]]
    said = capsys.readouterr().err.splitlines()
    assert said[0] == 'service_plans: plans > P2 > plan: "AAD_PREMIUM_P2" → "NEW_P2"'
    assert "service_plans: Microsoft Entra ID P1 is not in the source, and kept as it was" in said


def test_an_application_permission_is_not_taken_for_the_delegated_one_of_its_name(tmp_path):
    name, new, delegated = "RoleManagement.ReadWrite.Directory", "11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555"
    source = {"appRoles": [{"id": new.upper(), "value": name}], "oauth2PermissionScopes": [{"id": delegated, "value": name}]}

    made = refreshed(tmp_path, "app_permissions", put(tmp_path, "graph.json", source))
    assert {one["name"]: one["id"] for one in made["permissions"]}[name] == new
    assert {one["name"]: one["does"] for one in made["permissions"]} == {one["name"]: one["does"] for one in table("app_permissions")["permissions"]}


def test_the_applications_of_office_are_those_that_both_pages_name(tmp_path):
    names = "# Office 365\n\n- Sway\n- Tea Service\n- Viva Engage\n"
    ids = (
        "|Application Name|Application IDs|\n|--|--|\n|Sway|905FCF26-4eb7-48a0-9ff0-8dcc7194b5ba|\n|Bing|9ea1ad79-fdb6-4f9a-8bc3-2b70f96e34c7|\n"
        "|Viva Engage (formerly Yammer)|00000005-0000-0ff1-ce00-000000000000<br>11111111-0000-0ff1-ce00-000000000000|\n"
    )

    made = refreshed(tmp_path, "app_groups", put(tmp_path, "names.md", names), put(tmp_path, "ids.md", ids))
    assert made["groups"][0]["members"] == [
        {"id": "905fcf26-4eb7-48a0-9ff0-8dcc7194b5ba", "name": "Sway"},
        {"id": "00000005-0000-0ff1-ce00-000000000000", "name": "Viva Engage"},
        {"id": "11111111-0000-0ff1-ce00-000000000000", "name": "Viva Engage"},
    ]
    assert made["groups"][1:] == table("app_groups")["groups"][1:]


def test_a_strength_takes_the_combinations_that_graph_answers(tmp_path):
    source = {"value": [{"id": "00000000-0000-0000-0000-000000000004", "displayName": "x", "allowedCombinations": ["fido2"]}]}

    made = refreshed(tmp_path, "strengths", put(tmp_path, "s.json", source))
    assert [one["allowedCombinations"] for one in made["builtIn"]][2] == ["fido2"]
    assert made["builtIn"][:2] == table("strengths")["builtIn"][:2]


def test_a_rule_that_microsoft_changes_is_taken_and_what_differs_by_role_stays_out(tmp_path):
    rules = [{"id": name, **facts} for name, facts in table("pim_defaults")["kinds"]["role"].items()]
    for rule in rules:
        if rule["id"] == "Expiration_EndUser_Assignment":
            rule |= {"MaximumDuration": "PT4H", "maximumDuration": "PT4H", "isExpirationRequired": False}
        if rule["id"] == "Enablement_EndUser_Assignment":
            rule["enabledRules"] = ["MultiFactorAuthentication", "Justification"]

    made = refreshed(tmp_path, "pim_defaults", put(tmp_path, "rules.json", {"value": rules}))["kinds"]
    assert made["role"]["Expiration_EndUser_Assignment"] == {"maximumDuration": "PT4H"}
    assert made["role"]["Enablement_EndUser_Assignment"] == table("pim_defaults")["kinds"]["role"]["Enablement_EndUser_Assignment"]
    assert made["group"] == table("pim_defaults")["kinds"]["group"]


def test_a_table_that_changes_needs_a_date(tmp_path, capsys):
    assert main(["builtin_roles", put(tmp_path, "new.json", []), "--out", str(tmp_path / "made.json")]) == 3
    assert "is gone); say of when the source is with --as-of YYYY-MM" in capsys.readouterr().err
    assert not (tmp_path / "made.json").exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("strengths", "{", "is no JSON"),
        ("strengths", "[]", "holds no built-in strength"),
        ("app_permissions", "{}", "names no application permission"),
        ("pim_defaults", "{}", "lacks the rule Approval_EndUser_Assignment"),
        ("builtin_roles", '[{"templateId": "a"}]', "has a role without 'displayName'"),
        ("password_reset", "{}", "lacks 'columns'"),
        ("app_groups", "- Sway", "is one page"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused_in_one_line(tmp_path, capsys, name, content, said):
    assert main([name, put(tmp_path, "source.json", content), "--as-of", "2027-01", "--out", str(tmp_path / "made.json")]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert not (tmp_path / "made.json").exists()


def test_a_file_that_is_not_there_is_refused_in_one_line(tmp_path, capsys):
    assert main(["strengths", str(tmp_path / "nowhere.json")]) == 3
    assert capsys.readouterr().err.endswith("cannot be read (No such file or directory); name a file that is there\n")


def test_what_is_different_is_told_by_row():
    old = {"rows": [{"id": "a", "name": "A", "n": 1}, {"id": "b", "name": "B"}], "plain": ["x"]}
    new = {"rows": [{"id": "a", "name": "A", "n": 2}, {"id": "c", "name": "C"}], "plain": ["y"]}

    assert list(differences(old, new)) == ['plain: ["x"] → ["y"]', "rows > a > n: 1 → 2", "rows > b is gone", "rows > c is new"]
    assert list(differences(old, {**old, "rows": []})) == ["rows > a is gone", "rows > b is gone"]
