"""Headline figures: what is not known is no zero."""

import pytest

from assessor import assess
from assessor import checkkit as kit
from assessor.assess.people import headcounts
from assessor.checkkit.examples import Part
from assessor.model.engagement import ExceptionEntry, resolve
from assessor.model.result import Assessment, Headcount

GA = kit.GLOBAL_ADMINISTRATOR
TENANT = (
    kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.standing(GA, to="bob"), kit.owner("olga", of="admins"),
    kit.two_break_glass_accounts(),
)  # fmt: skip


def counted(*parts: Part) -> Headcount:
    tenant, engagement = kit.tenant(*TENANT, *parts).build()
    return headcounts(kit.Study(tenant, engagement, resolve(engagement, tenant)))["globalAdministrator"]


def assessed(*parts: Part) -> Assessment:
    tenant, engagement = kit.tenant(*TENANT, *parts).build()
    return assess.assess(tenant, engagement, assess.load(["builtin"]).only(["GA-002"]))


def test_each_person_counts_once_in_the_strongest_bucket_and_break_glass_does_not() -> None:
    assert counted() == Headcount(1, 1, 1)


@pytest.mark.parametrize("collection", [kit.collection.USERS, kit.collection.GROUPS, kit.collection.GROUP_MEMBERS])
def test_nothing_is_counted_where_people_or_groups_could_not_be_read(collection: kit.Collection[kit.User]) -> None:
    assert counted(kit.without(collection)) == Headcount(None, None, None)


def test_somebody_of_whom_nobody_knows_what_it_is_leaves_the_bucket_unknown() -> None:
    row = {"principalId": kit.ident("stranger"), "roleDefinitionId": GA, "directoryScopeId": "/", "assignmentType": "Assigned", "memberType": "Direct"}
    stranger = kit.row("roleAssignmentScheduleInstances", id="s", startDateTime=kit.days(-9), endDateTime=None, **row)
    assert counted(kit.scope_privileged(), stranger) == Headcount(None, 1, 1)


def test_without_a_licence_for_pim_nobody_is_eligible_and_that_is_known() -> None:
    tenant, engagement = kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="bob")).build()
    people = headcounts(kit.Study(tenant, engagement, resolve(engagement, tenant)))
    assert people["globalAdministrator"] == Headcount(1, 0, 0)


def test_the_share_of_access_in_time_is_not_known_where_schedules_are_missing() -> None:
    assert assessed().roles_known
    assert not assessed(kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES)).roles_known


def test_an_exception_for_a_check_that_does_not_exist_is_a_problem() -> None:
    got = assessed(kit.engagement(exceptions=(ExceptionEntry(check="ROLE-04", subject="*"),)))
    assert [(one.entry, one.says) for one in got.engagement_problems] == [("exceptions[0].check", "no loaded pack has a check ROLE-04")]
