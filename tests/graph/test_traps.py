"""What other tools get wrong about ways to a role."""

import pytest

from assessor import checkkit as kit
from assessor.checkkit.examples import Part
from assessor.model.engagement import resolve
from assessor.model.result import Reach
from assessor.model.words import Gate, PathClass

GA = kit.GLOBAL_ADMINISTRATOR


def reach(*parts: Part, role: str = GA, scope: str = "/") -> Reach:
    tenant, engagement = kit.tenant(*parts).build()
    return kit.Study(tenant, engagement, resolve(engagement, tenant)).graph.reach(role, scope)


def classes(found: Reach) -> dict[str, str]:
    return {str(one.principal.name).split("@")[0]: str(one.path_class) for one in found.principals}


def test_a_group_that_holds_the_role_is_not_a_person() -> None:
    assert classes(reach(kit.pim_group("admins"), kit.standing(GA, to="admins"))) == {}


def test_an_activated_person_does_not_stand() -> None:
    (one,) = reach(kit.activated(GA, to="ana")).principals
    assert (one.path_class, one.is_standing) == (PathClass.ACTIVATED, False)


def test_two_activations_are_eligible_twice() -> None:
    assert classes(reach(kit.eligible_member("ana", of="admins"), kit.eligible(GA, to="admins"))) == {"ana": "eligible_twice"}


def test_the_group_policy_guards_a_way_through_membership_and_the_role_policy_does_not() -> None:
    found = reach(
        kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.role_policy(GA, approvers=["chief"]),
        kit.group_policy("admins", mfa=True, justification=False),
    )  # fmt: skip
    assert found.principals[0].paths[0].gates == {Gate.ACTIVATION, Gate.MFA}


def test_a_group_nested_as_eligible_member_opens_the_role() -> None:
    found = reach(
        kit.group("helpers", isAssignableToRole=False), kit.plain_member("bob", of="helpers"), kit.eligible_member("helpers", of="admins"),
        kit.standing(GA, to="admins"),
    )  # fmt: skip
    assert classes(found) == {"bob": "eligible"}


def test_a_group_inside_a_role_assignable_group_gives_nothing_and_stays_visible() -> None:
    found = reach(kit.group("inner"), kit.plain_member("bob", of="inner"), kit.plain_member("inner", of="admins"), kit.standing(GA, to="admins"))
    assert classes(found) == {}
    assert [(one.path_class, one.paths[0].voided.rule) for one in found.voided if one.paths[0].voided] == [(None, "nested_in_role_assignable")]


def test_an_eligible_membership_of_a_group_in_a_restricted_unit_is_voided() -> None:
    found = reach(
        kit.unit("safe", restricted=True),
        kit.unit_member("admins", of="safe"),
        kit.group("admins"),
        kit.eligible_member("ana", of="admins"),
        kit.standing(GA, to="admins"),
    )
    assert classes(found) == {}
    assert [one.paths[0].voided.rule for one in found.voided if one.paths[0].voided] == ["restricted_unit"]


def test_a_cycle_of_groups_ends() -> None:
    found = reach(
        kit.group("a", isAssignableToRole=False), kit.group("b", isAssignableToRole=False), kit.eligible_member("a", of="b"), kit.eligible_member("b", of="a"),
        kit.plain_member("ana", of="a"), kit.standing(GA, to="b"),
    )  # fmt: skip
    assert classes(found) == {"ana": "eligible"}


def test_a_role_over_a_unit_is_not_the_role_over_the_tenant() -> None:
    paa = kit.PRIVILEGED_AUTHENTICATION_ADMINISTRATOR
    parts = (kit.unit("class"), kit.standing(paa, to="ana", scope=kit.unit_scope("class")))
    assert classes(reach(*parts, role=paa)) == {}
    assert classes(reach(*parts, role=paa, scope=kit.unit_scope("class"))) == {"ana": "permanent"}


def test_what_graph_says_is_deleted_is_nobody() -> None:
    assert classes(reach(kit.deleted("ghost"), kit.standing(GA, to="ghost"))) == {}


def test_an_assignment_past_its_end_gives_nothing() -> None:
    row = {"principalId": kit.ident("ana"), "roleDefinitionId": GA, "directoryScopeId": "/", "assignmentType": "Assigned", "memberType": "Direct"}
    found = reach(kit.person("ana"), kit.row("roleAssignmentScheduleInstances", id="i", startDateTime=kit.days(-9), endDateTime=kit.days(-1), **row))
    assert classes(found) == {}


def test_inherited_rows_are_not_counted_twice() -> None:
    row = {"principalId": kit.ident("ana"), "roleDefinitionId": GA, "directoryScopeId": "/", "assignmentType": "Assigned", "memberType": "Inherited"}
    found = reach(kit.person("ana"), kit.row("roleAssignmentScheduleInstances", id="i", startDateTime=kit.days(-1), endDateTime=None, **row))
    assert classes(found) == {}


@pytest.mark.parametrize("word", ["Activated", "activated", "ACTIVATED"])
def test_the_letter_case_of_graph_words_does_not_matter(word: str) -> None:
    row = {"groupId": kit.ident("admins"), "principalId": kit.ident("ana").upper(), "accessId": "Member", "assignmentType": word, "memberType": "Direct"}
    found = reach(
        kit.person("ana"), kit.group("admins"), kit.standing(GA, to="admins"),
        kit.row("groupAssignmentScheduleInstances", id="i", startDateTime=kit.days(-1), endDateTime=kit.days(1), **row),
    )  # fmt: skip
    assert classes(found) == {"ana": "activated"}


def test_somebody_active_whose_schedules_could_not_be_read_is_not_called_standing() -> None:
    found = reach(kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES), kit.outside_pim(GA, to="ana"))
    assert classes(found) == {"ana": "activated"}
    assert "roleAssignmentScheduleInstances" in {one.collection for one in found.unknown}


def test_without_a_licence_for_pim_what_is_active_is_permanent() -> None:
    assert classes(reach(kit.without_pim(), kit.outside_pim(GA, to="ana"))) == {"ana": "permanent"}


def test_members_that_could_not_be_read_are_named_as_unknown() -> None:
    found = reach(kit.group("admins"), kit.standing(GA, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"))
    assert [one.says for one in found.unknown] == ["groupMembers of admins could not be read: access was refused"]


def test_a_service_principal_cannot_activate() -> None:
    found = reach(kit.service_principal("robot"), kit.eligible(GA, to="robot"))
    assert found.principals == ()
    assert [one.paths[0].voided.rule for one in found.voided if one.paths[0].voided] == ["service_principal"]


def test_an_owner_is_of_class_control_also_where_a_schedule_makes_him_one() -> None:
    assert classes(reach(kit.owner("olga", of="admins"), kit.eligible_owner("otto", of="admins"), kit.standing(GA, to="admins"))) == {
        "olga": "control",
        "otto": "control",
    }


def test_an_activation_that_has_ended_is_not_standing_though_the_group_still_lists_the_member() -> None:
    row = {"groupId": kit.ident("admins"), "principalId": kit.ident("ana"), "accessId": "member", "assignmentType": "activated", "memberType": "direct"}
    found = reach(
        kit.plain_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.pim_group("admins"),
        kit.row("groupAssignmentScheduleInstances", id="i", startDateTime=kit.days(-2), endDateTime=kit.days(-1), **row),
    )  # fmt: skip
    assert classes(found) == {"ana": "activated"}


@pytest.mark.parametrize(("start", "end"), [(1, 2), (-2, -1)])
def test_an_activation_that_began_or_ended_while_the_lists_were_read_is_not_standing(start: int, end: int) -> None:
    row = {"principalId": kit.ident("ana"), "roleDefinitionId": GA, "directoryScopeId": "/", "assignmentType": "Activated", "memberType": "Direct"}
    instance = kit.row("roleAssignmentScheduleInstances", id="i", startDateTime=kit.days(start), endDateTime=kit.days(end), **row)
    assert classes(reach(kit.outside_pim(GA, to="ana"), instance)) == {"ana": "activated"}


def test_a_group_that_only_its_schedules_mention_is_followed_all_the_same() -> None:
    found = reach(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.without(kit.collection.GROUPS))
    assert classes(found) == {"ana": "eligible"}
    assert "groups" in {one.collection for one in found.unknown}


def test_a_way_whose_policy_could_not_be_read_says_so() -> None:
    found = reach(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"))
    assert [one.says for one in found.unknown] == ["the PIM policy of admins is not in the snapshot: ways through it may have further gates"]
