"""What must hold of any policies: boxes say what the evaluator says, more policies never open anything, unknown stays between."""

from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessor.conditional_access import Decision, Property, gaps
from assessor.conditional_access.boxes import contains, is_covered, uncovered
from tests.conditional_access.build import EXCHANGE, GLOBAL_ADMINISTRATOR, GRAPH, PLAIN, access, policy, sign_in

PEOPLE = ("ana", "ben", "eve", "glass")
PLATFORMS = ("windows", "macOS", "linux", "android", "iOS", "unknown")
CLIENTS = ("browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other")
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def some(*values, least=0, most=2):
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)


USERS = st.fixed_dictionaries(
    {
        "includeUsers": st.sampled_from([["All"], ["ana"], ["ben", "eve"], []]),
        "includeGroups": some("admins", "inner", "gone", most=1),
        "includeRoles": some(GLOBAL_ADMINISTRATOR, most=1),
        "excludeUsers": some(*PEOPLE, most=1),
        "excludeGroups": some("spared", "gone", most=1),
    }
)
APPS = st.sampled_from(
    [
        {"includeApplications": ["All"]},
        {"includeApplications": ["All"], "excludeApplications": [EXCHANGE]},
        {"includeApplications": [GRAPH]},
        {"includeApplications": ["Office365"]},
        {"includeApplications": ["MicrosoftAdminPortals"]},
        {"includeUserActions": ["urn:user:registersecurityinfo"]},
        {"includeAuthenticationContextClassReferences": ["c1"]},
    ]
)
CONDITIONS = st.fixed_dictionaries(
    {"users": USERS, "applications": APPS},
    optional={
        "platforms": st.fixed_dictionaries({"includePlatforms": some("all", *PLATFORMS[:-1], least=1), "excludePlatforms": some(*PLATFORMS[:-1])}),
        "clientAppTypes": some("all", *CLIENTS, least=1),
        "locations": st.fixed_dictionaries({"includeLocations": some("All", "wide", "nl", least=1), "excludeLocations": some("hq", "nl", "lost", most=1)}),
        "devices": st.sampled_from(
            [
                {"deviceFilter": {"mode": "exclude", "rule": "device.isCompliant -eq True"}},
                {"deviceFilter": {"mode": "include", "rule": 'device.trustType -ne "ServerAD"'}},
                {"deviceFilter": {"mode": "exclude", "rule": 'device.extensionAttribute1 -ne "SAW" -and device.isCompliant -ne True'}},
            ]
        ),
        "authenticationFlows": st.just({"transferMethods": "deviceCodeFlow"}),
        "signInRiskLevels": st.sampled_from([["high"], ["none", "low"], []]),
        "newCondition": st.just({"includes": ["something"]}),
    },
)
CONTROLS = st.sampled_from([("mfa",), ("block",), ("compliantDevice",), ("mfa", "compliantDevice"), ("somethingNew",), ()])
STATES = st.sampled_from(["enabled", "enabled", "enabled", "disabled", "enabledForReportingButNotEnforced", "partiallyEnabled"])


@st.composite
def policies(draw, most=4, states=STATES):
    count = draw(st.integers(0, most))
    return [_policy(draw, f"P{n}", states) for n in range(count)]


def _policy(draw, key, states):
    return policy(key, *draw(CONTROLS), state=draw(states), operator=draw(st.sampled_from(["OR", "AND"])), **draw(CONDITIONS))


def cells(space):
    return product(*([1 << at for at in range(side.bit_length())] for side in space.full))


def lies_in(cell, found):
    return any(contains(one.box, cell) for one in found)


@FEW
@given(policies(), st.sampled_from(Property), st.randoms(use_true_random=False))
def test_boxes_say_of_every_sign_in_what_the_evaluator_says(listed, wanted, random):
    found = gaps(decider := access(*listed), wanted)
    every = list(cells(found.space))

    for cell in random.sample(every, min(120, len(every))):
        proved = decider.decide(found.space.witness(cell)).guarantees(wanted).value
        assert (lies_in(cell, found.certain), lies_in(cell, found.possible)) == (proved is False, proved is None), found.space.witness(cell)


@FEW
@given(policies(), st.sampled_from(Property))
def test_the_witness_of_a_certain_gap_gets_through_and_its_nearest_policy_fails_as_said(listed, wanted):
    found = gaps(decider := access(*listed), wanted)

    for gap in found.certain:
        answer = decider.decide(gap.witness)
        assert answer.decision is not Decision.BLOCKED
        assert answer.guarantees(wanted).value is False
        if gap.nearest:
            assert answer.per_policy[gap.nearest.policy.id] not in ("enforced", "unknown")
    for gap in found.possible:
        assert gap.missing
        assert decider.decide(gap.witness).guarantees(wanted).value is None


@FEW
@given(policies(), policies(most=1, states=st.just("enabled")), st.sampled_from(Property), st.randoms(use_true_random=False))
def test_one_more_enabled_policy_never_opens_anything(listed, more, wanted, random):
    before, after = access(*listed), access(*listed, *({**one, "id": "new"} for one in more))
    found = gaps(after, wanted)
    every = list(cells(found.space))

    for cell in random.sample(every, min(80, len(every))):
        signing_in = found.space.witness(cell)
        if lies_in(cell, found.certain):
            assert before.decide(signing_in).guarantees(wanted).value is not True
        if before.decide(signing_in).decision is Decision.BLOCKED:
            assert after.decide(signing_in).decision is Decision.BLOCKED


@FEW
@given(policies(), policies(most=2, states=st.just("enabledForReportingButNotEnforced")), st.sampled_from(PEOPLE), st.sampled_from(PLATFORMS))
def test_report_only_changes_no_decision(listed, more, person, platform):
    signing_in = sign_in(person, platform=platform)
    before = access(*listed).decide(signing_in)
    after = access(*listed, *({**one, "id": f"r{at}"} for at, one in enumerate(more))).decide(signing_in)

    assert (after.decision, after.requires, after.unknown) == (before.decision, before.requires, before.unknown)


@FEW
@given(policies(), st.sampled_from(Property))
def test_what_is_certain_stays_a_gap_whatever_the_missing_data_say(listed, wanted):
    """The group that is not in the snapshot, filled with everybody, with nobody, or left unknown."""
    found = gaps(access(*listed), wanted)
    for inside in ((), PEOPLE):
        rows = [*PLAIN["groupMembers"], *({"groupId": "gone", "id": one, "@odata.type": "#microsoft.graph.user"} for one in inside)]
        told = access(*listed, groups=[*PLAIN["groups"], {"id": "gone"}], groupMembers=rows)
        for gap in found.certain:
            assert told.decide(gap.witness).guarantees(wanted).value is False


# ---- boxes alone, against an enumeration ----

SIDES = (3, 4, 2)
BOXES = st.lists(st.tuples(*(st.integers(0, (1 << width) - 1) for width in SIDES)), max_size=6)
FULL = tuple((1 << width) - 1 for width in SIDES)
POINTS = list(product(*([1 << at for at in range(width)] for width in SIDES)))


@given(BOXES)
def test_the_complement_is_exact_and_its_boxes_are_maximal(covers):
    found = uncovered(FULL, covers)

    for point in POINTS:
        assert any(contains(box, point) for box in found.boxes) is not any(contains(cover, point) for cover in covers)
    for box in found.boxes:
        for at, side in enumerate(box):
            for bit in (1 << place for place in range(SIDES[at])):
                larger = (*box[:at], side | bit, *box[at + 1 :])
                assert larger == box or any(contains(cover, point) for cover in covers for point in POINTS if contains(larger, point))


@given(BOXES)
def test_the_complement_in_slices_holds_the_same(covers):
    found, sliced = uncovered(FULL, covers), uncovered(FULL, covers, most=1)

    for point in POINTS:
        assert any(contains(box, point) for box in found.boxes) is any(contains(box, point) for box in sliced.boxes)


@given(BOXES, st.tuples(*(st.integers(1, (1 << width) - 1) for width in SIDES)))
def test_a_box_is_covered_if_every_point_of_it_is(covers, box):
    assert is_covered(box, covers) is all(any(contains(cover, point) for cover in covers) for point in POINTS if contains(box, point))
