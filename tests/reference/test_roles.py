"""The table of built-in roles."""

import json
import subprocess
import sys

import pytest

from assessor import reference
from assessor.reference import roles


def test_every_tier_0_id_is_in_the_table():
    assert {reference.builtin_role(one).tier0 for one in reference.tier0_roles()} == {True}


def test_nothing_else_in_the_table_is_tier_0():
    assert {role.template_id for role in reference.builtin_roles().values() if role.tier0} == reference.tier0_roles()


def test_the_tier_0_core_has_thirteen_roles():
    assert len(reference.tier0_roles()) == 13


@pytest.mark.parametrize("name", [name for name in vars(roles) if name.isupper() and name != "TIER0"])
def test_a_constant_is_called_as_the_role_is(name):
    role = reference.builtin_role(getattr(roles, name))

    assert role.name.upper().replace(" ", "_").replace("-", "_") == name


def test_a_role_is_found_in_whatever_case_its_id_is_written():
    role = reference.builtin_role(roles.GLOBAL_ADMINISTRATOR.upper())

    assert (role.name, role.privileged, role.unit_assignable, role.status) == ("Global Administrator", True, False, "assignable")


def test_an_unknown_role_is_no_error():
    assert reference.builtin_role("00000000-0000-0000-0000-000000000000") is None


def test_the_table_is_sorted_by_id_and_holds_each_once():
    ids = list(reference.builtin_roles())

    assert ids == sorted(set(ids))


def test_the_label_privileged_is_not_tier_0():
    reader = reference.builtin_role(roles.GLOBAL_READER)

    assert reader.privileged
    assert not reader.tier0


def test_fourteen_roles_can_be_given_over_one_unit():
    assert sum(role.unit_assignable for role in reference.builtin_roles().values()) == 14


def test_the_table_holds_every_role_of_the_shared_list_with_the_same_flags(shared):
    listed = json.loads((shared / "data" / "builtin_roles.json").read_text(encoding="utf-8"))

    expected = {one["templateId"].lower(): (one["displayName"], one["isPrivileged"], one["assignableAtAuScope"], one["status"]) for one in listed}
    held = {key: (role.name, role.privileged, role.unit_assignable, role.status) for key, role in reference.builtin_roles().items()}
    assert held == expected


def test_importing_the_room_opens_no_data_file():
    watch = """
import sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from assessor import reference
assert not [name for name in opened if name.endswith(".json")], opened
reference.builtin_roles()
assert [name for name in opened if name.endswith("builtin_roles.json")], opened
"""
    subprocess.run([sys.executable, "-c", watch], check=True)
