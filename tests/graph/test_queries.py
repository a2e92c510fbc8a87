"""Questions beyond "who can": what stands behind many ways, the cheapest cut, how far somebody reaches, what a protection is worth."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from assessor import checkkit as kit
from assessor.checkkit.examples import Part
from assessor.graph import export, queries
from assessor.graph.build import PrivilegeGraph
from assessor.graph.cut import built, cut, nodes_of
from assessor.graph.removal import without
from assessor.model.engagement import Engagement, resolve
from assessor.reference import roles as r
from assessor.snapshot import find_engagement, read_engagement, read_tenant

GA = kit.GLOBAL_ADMINISTRATOR
FOUR = (kit.standing(GA, to="admins"), *(kit.eligible_member(name, of="admins") for name in ("ana", "bob", "cem")), kit.standing(GA, to="dora"))


def graph_of(*parts: Part) -> PrivilegeGraph:
    tenant, engagement = kit.tenant(*parts).build()
    return kit.Study(tenant, engagement, resolve(engagement, tenant)).graph


def names(things: tuple[kit.Thing, ...]) -> list[str]:
    return sorted(thing.label.split("@")[0] for thing in things)


def test_one_group_stands_behind_the_ways_of_all_its_members() -> None:
    graph = graph_of(*FOUR)
    (block,) = queries.behind(graph, nodes_of(graph, GA))
    assert (block.thing.label, names(block.principals)) == ("admins", ["ana", "bob", "cem"])


def test_whoever_has_a_second_way_is_behind_nothing() -> None:
    graph = graph_of(*FOUR, kit.eligible(GA, to="ana"))
    (block,) = queries.behind(graph, nodes_of(graph, GA))
    assert names(block.principals) == ["bob", "cem"]


def test_the_cheapest_cut_takes_the_role_from_the_group_and_not_each_membership() -> None:
    found = cut(graph_of(*FOUR), GA, frozenset({kit.ident("dora")}))
    assert [(one.family, one.source.label) for one in found.removals] == [("role", "admins")]
    assert (names(found.closed), found.left) == (["ana", "bob", "cem"], ())


def test_the_way_of_an_approved_person_is_kept() -> None:
    found = cut(graph_of(*FOUR), GA, frozenset({kit.ident("dora"), kit.ident("ana")}))
    assert sorted(one.source.label.split("@")[0] for one in found.removals) == ["bob", "cem"]
    assert found.left == ()


def test_a_removal_that_takes_a_protection_away_is_cut_again() -> None:
    # Bob stands in a second role, which keeps the helpdesk from him; he owns an application that is administrator
    graph = graph_of(
        kit.service_principal("robot"), kit.standing(GA, to="robot"), kit.sp_owner("bob", of="robot"), kit.standing(GA, to="bob"),
        kit.standing(r.HELPDESK_ADMINISTRATOR, to="hugo"),
    )  # fmt: skip
    found = cut(graph, GA, frozenset({kit.ident("robot")}))
    assert found.left == ()
    assert {(one.family, one.source.label.split("@")[0]) for one in found.removals} >= {("role", "bob"), ("application_owner", "bob")}


def test_one_permission_is_one_removal_however_many_it_reaches() -> None:
    graph = graph_of(
        kit.permission("UserAuthenticationMethod.ReadWrite.All", to="robot"), kit.standing(GA, to="gina"), kit.standing(GA, to="gus"),
    )  # fmt: skip
    found = cut(graph, GA, frozenset({kit.ident("gina"), kit.ident("gus")}))
    assert [(one.family, one.source.label) for one in found.removals] == [("permission", "robot")]
    assert found.left == ()


def test_removing_what_the_cut_of_the_sample_names_leaves_nobody_but_the_approved(samples: Path) -> None:
    path = samples / "school_before"
    engagement = read_engagement(file) if (file := find_engagement(path, None)) else Engagement()
    tenant = read_tenant(path, engagement.names)
    approved = frozenset(thing.id.lower() for thing in resolve(engagement, tenant).break_glass)
    study = kit.Study(tenant, engagement, resolve(engagement, tenant))
    found = cut(study.graph, GA, approved)
    after = built(without(tenant, found.removals), study.graph.context).reach(GA, sure=True)
    assert found.removals
    assert {one.principal.id.lower() for one in after.principals} <= approved
    assert approved <= {one.principal.id.lower() for one in after.principals}


def test_how_far_somebody_reaches_is_split_by_what_has_to_be_activated() -> None:
    graph = graph_of(kit.standing_member("ana", of="desk"), kit.standing(r.HELPDESK_ADMINISTRATOR, to="desk"), *FOUR, kit.eligible_member("ana", of="other"),
                     kit.standing(r.GROUPS_ADMINISTRATOR, to="other"))  # fmt: skip
    found = queries.blast(graph, kit.Thing(kit.Kind.USER, kit.ident("ana")))
    assert (found.roles[0].role.label, str(found.roles[0].path_class)) == ("Global Administrator", "eligible")
    assert "desk" in names(found.standing)
    assert {"admins", "other"} <= set(names(found.potential))


def test_somebody_who_is_nothing_reaches_nothing() -> None:
    found = queries.blast(graph_of(*FOUR, kit.person("pupil")), kit.Thing(kit.Kind.USER, kit.ident("pupil")))
    assert (found.roles, found.standing, found.potential) == ((), (), ())


def test_a_protection_is_worth_those_whom_it_keeps_out() -> None:
    graph = graph_of(*FOUR, kit.group("admins"), kit.standing(r.GROUPS_ADMINISTRATOR, to="greta"), kit.group_policy("admins", mfa=True))
    worth = {one.name: names(one.opens) for one in queries.controls(graph, nodes_of(graph, GA))}
    assert worth["role_assignable"] == ["greta"]
    assert worth["mfa"] == worth["activation"] == ["ana", "bob", "cem"]


def test_hidden_administrators_are_those_whom_no_assignment_names() -> None:
    graph = graph_of(*FOUR, kit.owner("olga", of="admins"), kit.group("inner", isAssignableToRole=False), kit.plain_member("ida", of="inner"),
                     kit.eligible_member("inner", of="admins"))  # fmt: skip
    found = {one.principal.label.split("@")[0]: one.how for one in queries.hidden(graph.reach(GA))}
    assert found == {"ana": "group", "bob": "group", "cem": "group", "ida": "nesting", "olga": "control"}


@pytest.mark.parametrize("name", ["</script>", "a\x00b\x0b", "‮evil", '"&<'])
def test_hostile_names_do_not_break_an_export(name: str) -> None:
    graph = graph_of(*FOUR, kit.person("mal", userPrincipalName=name), kit.standing(GA, to="mal"))
    assert ET.fromstring(export.graphml(graph)).tag.endswith("graphml")  # noqa: S314  # our own
    assert json.loads(json.dumps(export.opengraph(graph)))["graph"]["edges"]


def test_every_edge_of_an_export_joins_two_nodes_of_it() -> None:
    document = export.opengraph(graph_of(*FOUR, kit.standing(r.PRIVILEGED_ROLE_ADMINISTRATOR, to="paul")))
    ids = {node["id"] for node in document["graph"]["nodes"]}
    assert {edge[end]["value"] for edge in document["graph"]["edges"] for end in ("start", "end")} <= ids
    assert "EAAssignRole" in {edge["kind"] for edge in document["graph"]["edges"]}
