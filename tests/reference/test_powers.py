"""What roles and permissions let somebody do: the tables held against the lists that they were made from."""

import json

from assessor import reference
from assessor.reference import powers, roles


def test_every_role_with_powers_is_a_built_in_role():
    assert set(powers.role_powers()) <= set(reference.builtin_roles())


def test_global_administrator_is_no_actor_of_the_table():
    assert roles.GLOBAL_ADMINISTRATOR not in powers.role_powers()


def test_every_power_of_an_action_is_a_power_of_a_role():
    assert set(powers.powers_by_action().values()) <= {power for each in powers.role_powers().values() for power in each}


def test_the_table_of_resets_says_what_the_shared_one_says(shared):
    matrix = json.loads((shared / "data" / "tiering.json").read_text(encoding="utf-8"))["password_reset_matrix"]
    ids = {one["role"]: one["templateId"] for one in matrix["columns"]}
    table = powers.reset_table()
    for row in matrix["rows"]:
        for name, actor in ids.items():
            if row["templateId"] and actor != roles.GLOBAL_ADMINISTRATOR:
                assert table.may_reset(actor, frozenset({row["templateId"]})) is (name in row["can_be_reset_by"]), (row["target"], name)


def test_a_role_that_the_table_does_not_list_is_left_to_the_strongest():
    held = frozenset({roles.EXCHANGE_ADMINISTRATOR})

    assert not powers.reset_table().may_reset(roles.USER_ADMINISTRATOR, held)
    assert powers.reset_table().may_reset(roles.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR, held)


def test_every_permission_has_the_id_of_the_shared_list(shared):
    listed = json.loads((shared / "data" / "tiering.json").read_text(encoding="utf-8"))["graph_app_permissions"]
    ids = {one["name"]: one["appRoleId"] for one in listed}

    assert {one.name: one.id for one in powers.app_permissions().values()} == {one.name: ids[one.name] for one in powers.app_permissions().values()}


def test_the_tables_are_dated():
    assert {reference.as_of(name) for name in ("role_powers", "password_reset", "app_permissions")} == {"2026-08"}
