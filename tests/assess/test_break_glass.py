"""Who is declared an emergency account stays one, whatever could be read of the tenant."""

from __future__ import annotations

from assessor import checkkit as kit
from assessor.model.engagement import Resolved, resolve

USERS, GROUPS = kit.collection.USERS, kit.collection.GROUPS


def resolved(*parts: kit.Part) -> Resolved:
    tenant, engagement = kit.tenant(*parts).build()
    return resolve(engagement, tenant)


def names(found: Resolved) -> list[str]:
    return [one.id for one in found.break_glass]


def test_an_account_declared_by_its_id_is_one_although_no_users_were_read() -> None:
    found = resolved(kit.break_glass("emergency1"), kit.without(USERS))
    assert (names(found), found.problems) == ([kit.ident("emergency1")], ())


def test_an_account_declared_by_its_name_cannot_be_found_without_users() -> None:
    found = resolved(kit.engagement(break_glass_accounts=("emergency1@example.onmicrosoft.com",)), kit.without(USERS))
    assert (names(found), [one.entry for one in found.problems]) == ([], ["break_glass.accounts[0]"])


def test_an_id_that_is_not_among_the_users_that_were_read_is_a_problem() -> None:
    found = resolved(kit.engagement(break_glass_accounts=(kit.ident("nobody"),)))
    assert (names(found), [one.entry for one in found.problems]) == ([], ["break_glass.accounts[0]"])


def test_members_of_a_declared_group_are_emergency_accounts_although_neither_groups_nor_users_were_read() -> None:
    declared = kit.engagement(break_glass_groups=(kit.ident("emergency"),))
    found = resolved(kit.plain_member("e1", of="emergency"), declared, kit.without(USERS), kit.without(GROUPS))
    assert (names(found), [one.id for one in found.break_glass_groups]) == ([kit.ident("e1")], [kit.ident("emergency")])
