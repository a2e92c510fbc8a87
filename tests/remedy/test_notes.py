"""Notes for operators: each only where it applies, and with the reason."""

from __future__ import annotations

import pytest

from assessor import checkkit as kit

from .planned import planned, sample

GA = kit.GLOBAL_ADMINISTRATOR
PIM = kit.eligible(GA, to="ana")
HIDDEN = kit.row(kit.collection.ADMIN_UX_SETTING, id="ux", restrictNonAdminAccess="true")
PACKAGE = kit.row(kit.collection.ACCESS_PACKAGES, id=kit.ident("package"), displayName="Staff")


def talks(*parts: kit.Part) -> list[str]:
    return [one.talk for one in planned(kit.tenant(*parts), "BGA-004", "CAP-011").operator_notes]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), []),
        ((PIM,), ["T14", "T20"]),
        ((kit.pim_group("admins"), kit.eligible_member("ana", of="admins")), ["T14", "T20"]),
        ((PIM, HIDDEN), ["T14", "T15 T16", "T20"]),
        ((HIDDEN,), []),  # nobody activates anything: nobody needs a link
        ((PIM, PACKAGE), ["T14", "T17", "T20"]),
        ((PACKAGE,), []),
        ((kit.unit("secret", restricted=True),), ["T12"]),
        ((kit.unit("open"),), []),
        ((kit.group("secret"), kit.engagement(sensitive_groups=(kit.ident("secret"),))), ["T12"]),
    ],
)
def test_a_note_is_there_only_where_it_applies(parts: tuple[kit.Part, ...], expected: list[str]) -> None:
    assert talks(*parts) == expected


def test_a_switch_that_graph_does_not_tell_counts_as_a_person_answered() -> None:
    unread = kit.without(kit.collection.ADMIN_UX_SETTING, "unsupported")
    assert "T15 T16" not in talks(PIM, unread)
    assert "T15 T16" in talks(PIM, unread, kit.answer("TEN-001", "pass"))
    assert "T15 T16" not in talks(PIM, kit.row(kit.collection.ADMIN_UX_SETTING, id="ux", restrictNonAdminAccess="false"), kit.answer("TEN-001", "pass"))


def test_whom_a_policy_blocks_on_the_portals_is_told_that_the_links_do_not_help() -> None:
    note = next(one for one in sample("school_before").operator_notes if one.talk == "T15 T16")
    assert "6 people who are only eligible" in note.why
    assert any("the token is refused" in text for text in note.says)


def test_where_activations_are_audited_names_only_what_is_activated() -> None:
    roles, groups = (planned(kit.tenant(*parts), "BGA-004").operator_notes for parts in ((PIM,), (kit.pim_group("g"), kit.eligible_member("ana", of="g"))))
    assert "GroupManagement" not in "".join(next(one for one in roles if one.talk == "T20").says)
    assert "RoleManagement" not in "".join(next(one for one in groups if one.talk == "T20").says)


def test_the_price_of_security_copilot_is_dated_and_called_approximate() -> None:
    note = next(one for one in sample("school_before").operator_notes if one.talk == "T21")
    said = " ".join(note.says)
    assert "about 4 US dollars an hour" in said
    assert "2,920" in said
    assert kit.AS_OF in said
    assert "approximate" in said


def test_a_tenant_in_which_nothing_was_found_has_no_prompts_to_speak_of() -> None:
    assert "T21" not in [one.talk for one in sample("school_after").operator_notes]


def test_the_unofficial_link_is_called_so() -> None:
    note = next(one for one in sample("school_after").operator_notes if one.talk == "T14")
    assert note.links == (("Token refresh (unofficial)", "https://aka.ms/pim/tokenrefresh"),)
