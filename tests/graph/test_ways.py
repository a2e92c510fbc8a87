"""The search held against the plainest one that can be written: every simple path, then the contract's rule."""

import uuid
from collections.abc import Iterator
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st

from assessor import checkkit as kit
from assessor.checkkit.examples import Part
from assessor.checkkit.examples import draft as example
from assessor.graph.steps import Step
from assessor.model.engagement import resolve
from assessor.model.words import COMPARED_GATES, PathClass
from assessor.reference import roles as r

GA, PRA = kit.GLOBAL_ADMINISTRATOR, kit.PRIVILEGED_ROLE_ADMINISTRATOR
TAKES_THE_TENANT = (GA, PRA)
ABUSE = ("ResetPassword", "SetAuthMethods", "AddMember", "AddSecret", "AssignRole")
PEOPLE = ("ana", "bob")
GROUPS = ("g1", "g2", "g3")
HOLD = (kit.standing, kit.time_bound, kit.activated, kit.eligible)
JOIN = (kit.standing_member, kit.time_bound_member, kit.activated_member, kit.eligible_member, kit.eligible_owner, kit.owner)

holds = st.builds(lambda part, to: part(GA, to=to), st.sampled_from(HOLD), st.sampled_from((*PEOPLE, *GROUPS)))
joins = st.builds(lambda part, who, of: part(who, of=of), st.sampled_from(JOIN), st.sampled_from((*PEOPLE, *GROUPS)), st.sampled_from(GROUPS))
policies = st.builds(
    lambda group, access, mfa, approval: kit.group_policy(group, access, mfa=mfa, approvers=["chief"] if approval else []),
    st.sampled_from(GROUPS), st.sampled_from(("member", "owner")), st.booleans(), st.booleans(),
)  # fmt: skip
ACTING = (r.HELPDESK_ADMINISTRATOR, r.AUTHENTICATION_ADMINISTRATOR, r.GROUPS_ADMINISTRATOR, r.APPLICATION_ADMINISTRATOR, r.PRIVILEGED_ROLE_ADMINISTRATOR)
acts = st.builds(lambda part, role, to: part(role, to=to), st.sampled_from(HOLD), st.sampled_from(ACTING), st.sampled_from((*PEOPLE, *GROUPS)))
robots = st.sampled_from((
    kit.standing(GA, to="robot"), kit.sp_owner("ana", of="robot"), kit.sp_owner("bob", of="robot"), kit.plain_member("robot", of="g1"),
    kit.permission("Group.ReadWrite.All", to="robot"), kit.permission("UserAuthenticationMethod.ReadWrite.All", to="robot"),
))  # fmt: skip
tenants = st.lists(st.one_of(holds, joins, policies, acts, robots), max_size=14)


def ordinary() -> tuple[Part, ...]:
    """Groups that may be nested, and one application."""
    return (*(kit.group(name, isAssignableToRole=False) for name in GROUPS), kit.service_principal("robot"))


def study(parts: list[Part]) -> kit.Study:
    tenant, engagement = kit.tenant(*ordinary(), *parts).build()
    return kit.Study(tenant, engagement, resolve(engagement, tenant))


def plainest(one: kit.Study, person: str) -> set[tuple[PathClass, frozenset[str], int]]:
    """Class, compared gates and hops of every simple path that no other beats."""
    found = {(_class(path), frozenset(map(str, _gates(path))), len(path)) for path in _paths(one, ("user", kit.ident(person)), (("role", GA, "/")), set())}
    return {way for way in found if not any(other != way and _beats(other, way) for other in found)}


def _paths(one: kit.Study, at: tuple[str, ...], target: tuple[str, ...], seen: set[tuple[str, ...]]) -> Iterator[list[Step]]:
    if at == target:
        yield []
        return
    if at in seen or at not in one.graph.graph:
        return
    if at[0] == "role" and at[1] in TAKES_THE_TENANT and (at[1] != PRA or target[1] != GA):
        return
    for _, to, data in one.graph.graph.out_edges(at):
        if data["step"].voided is None:
            for rest in _paths(one, to, target, seen | {at}):
                if not (data["step"].between_activations and rest and str(rest[0].state) == "activated"):
                    yield [data["step"], *rest]


def _gates(path: list[Step]) -> frozenset[str]:
    return frozenset(gate for step in path for gate in step.edge.gates) & COMPARED_GATES


def _class(path: list[Step]) -> PathClass:
    states = {str(step.state) for step in path}
    activations = sum("activation" in step.edge.gates for step in path)
    if any("Owner" in step.edge.kind or step.edge.kind in ABUSE for step in path):
        return PathClass.CONTROL
    if activations:
        return PathClass.ELIGIBLE if activations == 1 else PathClass.ELIGIBLE_TWICE
    return PathClass.ACTIVATED if "activated" in states else PathClass.TIME_BOUND if "time_bound" in states else PathClass.PERMANENT


def _beats(one: tuple[PathClass, frozenset[str], int], other: tuple[PathClass, frozenset[str], int]) -> bool:
    return one[0].rank <= other[0].rank and one[1] <= other[1] and one[2] <= other[2]


@settings(max_examples=300, deadline=None)
@given(tenants)
def test_the_search_finds_exactly_the_ways_that_no_other_beats(parts: list[Part]) -> None:
    one = study(parts)
    found = {principal.principal.id: principal for principal in one.graph.reach(GA).principals}

    for person in PEOPLE:
        paths = found[kit.ident(person)].paths if kit.ident(person) in found else ()
        assert {(path.path_class, frozenset(map(str, path.gates & COMPARED_GATES)), len(path.edges)) for path in paths} == plainest(one, person)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(holds, joins, policies, robots), max_size=14), st.one_of(holds, joins, acts))
def test_a_further_grant_never_makes_anybody_weaker(parts: list[Part], grant: Part) -> None:
    before, after = study(parts).graph.reach(GA), study([*parts, grant]).graph.reach(GA)
    classes = {one.principal.id: one.path_class for one in after.principals}

    for one in before.principals:
        assert one.path_class is not None
        assert (stronger := classes[one.principal.id]) is not None
        assert stronger.rank <= one.path_class.rank


@settings(max_examples=100, deadline=None)
@given(tenants)
def test_every_path_is_whole_and_says_why(parts: list[Part]) -> None:
    reach = study(parts).graph.reach(GA)
    for one in (*reach.principals, *reach.voided):
        for path in one.paths:
            assert path.edges[0].source == one.principal
            assert path.edges[-1].target.id == GA
            assert all(left.target.id == right.source.id for left, right in zip(path.edges, path.edges[1:], strict=False))
            assert all(edge.why and edge.evidence for edge in path.edges)
            assert path.gates == frozenset(gate for edge in path.edges for gate in edge.gates)


@settings(max_examples=100, deadline=None)
@given(tenants, st.sampled_from((*PEOPLE, *GROUPS)))
def test_restricting_a_unit_never_opens_a_way(parts: list[Part], inside: str) -> None:
    def unit(restricted: bool) -> list[Part]:
        return [*parts, kit.unit("vault", restricted=restricted), kit.unit_member(inside, of="vault")]

    before, after = study(unit(False)).graph.reach(GA), study(unit(True)).graph.reach(GA)

    assert {one.principal.id for one in after.principals} <= {one.principal.id for one in before.principals}


def told_of(path: kit.Path) -> tuple[str, list[str], int]:
    """What counts of a way; of two equal ones either may be told."""
    return str(path.path_class), sorted(map(str, path.gates & COMPARED_GATES)), len(path.edges)


@settings(max_examples=60, deadline=None)
@given(tenants)
def test_other_ids_change_nothing(parts: list[Part]) -> None:
    def told() -> list[object]:
        reach = study(parts).graph.reach(GA)
        return sorted((str(one.principal.name), sorted(told_of(path) for path in one.paths)) for one in reach.principals)

    before = told()
    with mock.patch.object(example, "_NAMES", uuid.UUID(int=7)):
        assert told() == before
