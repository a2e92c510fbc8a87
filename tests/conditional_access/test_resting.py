"""A tenant at rest, and people who stand for everybody."""

from assessor import checkkit as kit
from assessor.conditional_access import ConditionalAccess, at_rest
from assessor.model import collections as c

GA = kit.GLOBAL_ADMINISTRATOR


def test_an_activation_that_happens_to_run_is_gone_at_rest() -> None:
    tenant, _ = kit.tenant(kit.activated(GA, to="ana"), kit.activated_member("ben", of="admins"), kit.standing(GA, to="carl")).build()

    rest = at_rest(tenant)

    assert [row.principal_id for row in rest.rows(c.ROLE_ASSIGNMENTS)] == [kit.ident("carl")]
    assert rest.rows(c.GROUP_MEMBERS) == ()
    assert len(rest.rows(c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES)) == 1


def test_whoever_is_assigned_as_well_stays() -> None:
    tenant, _ = kit.tenant(kit.activated_member("ben", of="admins"), kit.standing_member("ben", of="admins")).build()

    assert [row.id for row in at_rest(tenant).rows(c.GROUP_MEMBERS)] == [kit.ident("ben")]


def test_a_tenant_without_activations_is_itself() -> None:
    tenant, _ = kit.tenant(kit.standing(GA, to="carl")).build()

    assert at_rest(tenant) is tenant


def test_a_member_who_is_in_no_group_is_in_none_that_could_not_be_read() -> None:
    policy = kit.access_policy("mfa", "mfa", without_groups=("spared",))
    tenant, _ = kit.tenant(kit.group("spared"), kit.gap(c.GROUP_MEMBERS, "spared"), policy).build()
    access = ConditionalAccess.of(tenant)

    for who in (kit.ANY_MEMBER, kit.ANY_GUEST):
        assert access.decide(kit.SignIn(user=who)).decision is kit.Decision.REQUIRES
