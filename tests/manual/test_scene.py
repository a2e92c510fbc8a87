"""An example in words: what a reader is told about its tenant."""

import pytest

from assessor import assess
from assessor import checkkit as kit
from assessor.manual.book import ago, from_now, lasting, listed
from assessor.manual.captions import captions
from assessor.manual.scene import scene

GA = kit.GLOBAL_ADMINISTRATOR


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([kit.eligible(GA, to="ana")], ["ana is eligible for Global Administrator"]),
        ([kit.eligible(GA, to="ana", until=None), kit.eligible(GA, to="ben", until=None)], ["ana and ben are eligible for Global Administrator with no end"]),
        ([kit.standing(GA, to="ana")], ["ana holds Global Administrator for good"]),
        ([kit.time_bound(GA, to="ana", until=1)], ["ana holds Global Administrator for 1 more day"]),
        ([kit.outside_pim(GA, to="ana")], ["ana holds Global Administrator by an assignment outside PIM"]),
        ([kit.activated(GA, to="ana")], ["ana has activated Global Administrator", "ana is eligible for Global Administrator"]),
        ([kit.group("admins"), kit.standing(GA, to="admins")], ["the group admins holds Global Administrator for good"]),
        ([kit.unit("school"), kit.standing(GA, to="ana", scope=kit.unit_scope("school"))], ["ana holds Global Administrator over the unit school for good"]),
        ([kit.deleted("ghost"), kit.standing(GA, to="ghost")], ["a deleted principal holds Global Administrator for good"]),
        ([kit.standing_member("ana", of="admins"), kit.standing_member("ben", of="admins")], ["ana and ben are members of the group admins for good"]),
        ([kit.eligible_owner("ana", of="admins")], ["ana is eligible for ownership of the group admins"]),
        ([kit.owner("ana", of="admins")], ["ana is an owner of the group admins by its own list"]),
        ([kit.pim_group("admins")], ["the group admins is managed by PIM"]),
        ([kit.person("ana", userType="Guest", accountEnabled=False)], ["ana is a guest", "ana is disabled"]),
        ([kit.person("ana", accountEnabled=kit.UNSET)], ["ana has accountEnabled that was not read"]),
        ([kit.person("ana", signInActivity={"lastSignInDateTime": kit.days(-200)})], ["ana has last signed in 200 days ago"]),
        ([kit.person("ana")], ["nothing but ana"]),
        ([], ["nothing of it is there"]),
        ([kit.two_break_glass_accounts()], ["two emergency accounts stand by"]),
        ([kit.break_glass("e1", "e2"), kit.standing(GA, to="e1")], ["e1 and e2 are the emergency accounts, 1 of them with Global Administrator for good"]),
        ([kit.without_pim()], ["the tenant has no licence for PIM"]),
        ([kit.without(kit.collection.USERS)], ["users is not in the snapshot (permission refused)"]),
        ([kit.group("a"), kit.gap(kit.collection.GROUP_MEMBERS, "a")], ["groupMembers of a is not in the snapshot (permission refused)"]),
        ([kit.permission("RoleManagement.ReadWrite.Directory", to="robot")],
         ["robot is an application", "robot has the application permission RoleManagement.ReadWrite.Directory"]),
        ([kit.row("somethingNew", id="1", displayName="x", deep={"inside": [1, 2]})], ["in somethingNew: x: deep.inside 1, 2"]),
    ],
)  # fmt: skip
def test_a_tenant_is_told_by_what_is_special_about_it(parts, said):
    assert list(scene(kit.tenant(*parts))) == said


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (kit.role_policy(GA), "the PIM policy of Global Administrator asks for MFA and a justification"),
        (kit.role_policy(GA, mfa=False, justification=False, permanent_active=False),
         "the PIM policy of Global Administrator asks for nothing, does not allow active assignments without end"),
        (kit.role_policy(GA, approvers=("paul", "petra"), duration="P1DT2H"),
         "the PIM policy of Global Administrator asks for MFA, a justification and approval by paul and petra, lets an activation last 1 day 2 hours"),
        (kit.group_policy("admins", context="c1", permanent_active=True),
         "the PIM policy of the members of the group admins asks for a justification and the authentication context c1, allows active assignments without end"),
        (kit.role_policy(GA, silent=("Notification_Admin_EndUser_Assignment",)),
         "the PIM policy of Global Administrator asks for MFA and a justification, sends no mail to administrators about activations"),
    ],
)  # fmt: skip
def test_a_pim_policy_is_told_by_what_it_asks(part, said):
    assert said in scene(kit.tenant(part))


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (kit.access_policy("p", "mfa"), "the policy p asks for MFA for everybody, at all resources"),
        (kit.access_policy("p", "block", state="disabled", platforms=kit.on_phones()),
         "the policy p (off) blocks for everybody, at all resources, on the platforms android and iOS"),
        (kit.access_policy("p", "mfa", "compliantDevice", operator="AND", without_users=("ana",), context="c1"),
         "the policy p asks for MFA and a compliant device for everybody but ana, at the authentication context c1"),
        (kit.access_policy("p", "mfa", users=(), roles=(GA,), apps=("MicrosoftAdminPortals",), state="enabledForReportingButNotEnforced"),
         "the policy p (report-only) asks for MFA for the role Global Administrator, at MicrosoftAdminPortals"),
        (kit.access_policy("p", session={"signInFrequency": {"value": 1, "type": "hours", "frequencyInterval": "timeBased", "isEnabled": True}}),
         "the policy p wants a new sign-in every hour for everybody, at all resources"),
    ],
)  # fmt: skip
def test_a_policy_of_conditional_access_is_told_by_whom_it_asks_for_what(part, said):
    assert said in scene(kit.tenant(part))


def test_no_example_of_the_catalogue_breaks_the_teller():
    for check in assess.load(["builtin"]).checks:
        for _, example in check.examples:
            assert all(scene(example)), check.info.id


def test_lists_durations_and_moments_read_as_people_say_them():
    assert [listed("ab"), listed("abcd"), listed("abcde"), listed("a"), listed([])] == ["a and b", "a, b, c and d", "a, b, c and 2 others", "a", "nobody"]
    assert [lasting("PT8H"), lasting("P1D"), lasting("PT90M"), lasting("forever")] == ["8 hours", "1 day", "90 minutes", "forever"]
    assert [from_now(None), from_now(kit.days(30)), from_now(kit.days(-30))] == ["with no end", "for 30 more days", "until 30 days ago"]
    assert [ago(kit.days(-1)), ago(kit.days(0)), ago(kit.days(-90))] == ["a day ago", "that day", "90 days ago"]


NOBODY = kit.tenant(kit.person("ana"))
SEVERAL = [NOBODY, NOBODY]


@kit.check(
    id="ACME-008", title="Nobody", theme="acme", severity=kit.Severity.INFO, needs={kit.collection.USERS}, remedy="Nothing.", references=(),
    passes=[
        NOBODY,
        # first of two lines
        # and the second
        NOBODY,
        NOBODY,  # beside it, so about its code
    ],
    partial=[
        *SEVERAL,
        # after a handful
        NOBODY,
    ],
    fails=SEVERAL,
    other=[
        # why not
        ("not_applicable", NOBODY),
    ],
)  # fmt: skip
def nobody(case):
    """Because."""
    yield from ()


def test_the_comment_above_an_example_is_its_caption():
    assert captions(nobody) == ("", "first of two lines and the second", "", "", "", "after a handful", "", "", "why not")


def test_a_check_whose_source_is_gone_has_examples_without_captions():
    space = {}
    exec("def gone(case):\n    'Because.'\n    yield from ()", space)  # noqa: S102  # a function whose source lies nowhere
    declare = kit.check(id="ACME-009", title="x", theme="x", severity=kit.Severity.INFO, needs=(), remedy="x", references=(), passes=[NOBODY])

    assert captions(declare(space["gone"])) == ("",)
