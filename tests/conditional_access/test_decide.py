"""Single rules of the evaluator that the vectors do not show, above all what must be unknown."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor.conditional_access import Decision, Property
from assessor.model import collections as c
from tests.conditional_access.build import EXCHANGE, GLOBAL_ADMINISTRATOR, GRAPH, PLAIN, access, policy, sign_in

HQ = {"includeLocations": ["All"], "excludeLocations": ["hq"]}


def word(made, *, key="P", gaps=None, user="ana", app=GRAPH, rows=None, **fields):
    return access(made, gaps=gaps, **(rows or {})).decide(sign_in(user, app, **fields)).per_policy[key]


def says(decider, signing_in):
    return [(want.collection, want.says) for want in decider.decide(signing_in).unknown]


# ---- what nobody knows is never "does not apply" ----


def test_a_condition_that_nobody_knows_makes_the_answer_unknown_and_is_named():
    decider = access(policy("P", "mfa", moonPhase={"include": ["full"]}))

    assert decider.decide(sign_in()).decision is Decision.UNKNOWN
    assert says(decider, sign_in()) == [("conditionalAccessPolicies", "P has the condition moonPhase, which this version does not know")]


@pytest.mark.parametrize("nothing", [None, [], {}, "", {"include": []}, {"@odata.type": "#x"}, False])
def test_a_condition_that_nobody_knows_and_that_holds_nothing_changes_nothing(nothing):
    assert word(policy("P", "mfa", moonPhase=nothing)) == "enforced"


def test_a_condition_that_surely_fails_decides_even_beside_an_unknown_one():
    assert word(policy("P", "mfa", moonPhase=["full"], clientAppTypes=["other"])) == "clientApps"


@pytest.mark.parametrize(
    "conditions",
    [
        {"platforms": {"includePlatforms": ["fuchsia"]}},
        {"clientAppTypes": ["telepathy"]},
        {"signInRiskLevels": ["apocalyptic"]},
        {"authenticationFlows": {"transferMethods": "pigeonPost"}},
        {"insiderRiskLevels": "spy"},
        {"platforms": {"includePlatforms": ["all"], "newMember": ["x"]}},
        {"applications": {"includeApplications": ["AllAgentIdResources"]}},
        {"applications": {"includeApplications": [], "networkAccess": {"includeTrafficProfiles": "internet"}}},
        {"users": {"includeUsers": [], "includeAgentUsers": ["All"]}},
        {"users": {"includeUsers": ["All"], "excludeAgentUsers": ["All"]}},
        {"locations": {"includeLocations": ["gone"]}},
        {"devices": {"deviceFilter": {"mode": "include", "rule": "device.colour -eq 1"}}},
        {"devices": {"deviceFilter": {"mode": "include", "rule": "device.isCompliant -eq"}}},
        {"devices": {"deviceFilter": {"mode": "sometimes", "rule": "device.isCompliant -eq True"}}},
    ],
    ids=str,
)
def test_members_of_enumerations_and_words_that_nobody_knows_are_unknown(conditions):
    assert word(policy("P", "mfa", **conditions)) == "unknown"


def test_a_new_member_that_only_adds_people_does_not_cast_doubt_on_those_who_are_meant_anyway():
    assert word(policy("P", "mfa", users={"includeUsers": ["All"], "includeAgentUsers": ["All"]})) == "enforced"


@pytest.mark.parametrize("state", ["partiallyEnabled", "unknownFutureValue", None])
def test_a_state_that_nobody_knows_is_unknown(state):
    assert word(policy("P", "mfa", state=state)) == "unknown"


def test_a_partly_enabled_policy_is_unknown():
    assert word({**policy("P", "mfa"), "partialEnablementStrategy": "ring1"}) == "unknown"


def test_a_control_that_nobody_knows_may_block():
    answer = access(policy("P", "handshake"), policy("Q", "mfa")).decide(sign_in())

    assert answer.decision is Decision.UNKNOWN
    assert answer.guarantees(Property.MFA).value is True
    assert answer.guarantees(Property.BLOCK).value is None


def test_a_known_block_decides_whatever_is_unknown_beside_it():
    assert access(policy("P", "mfa", moonPhase=["full"]), policy("B", "block")).decide(sign_in()).decision is Decision.BLOCKED


def test_what_is_asked_for_certain_stands_beside_what_is_not_known():
    answer = access(policy("P", "compliantDevice", moonPhase=["full"]), policy("Q", "mfa")).decide(sign_in())

    assert (answer.decision, answer.requires) == (Decision.REQUIRES, ("OR(mfa)",))
    assert answer.unknown


# ---- missing collections ----


def test_without_policies_nothing_is_known():
    answer = access(conditionalAccessPolicies=None).decide(sign_in())

    assert answer.decision is Decision.UNKNOWN
    assert [want.collection for want in answer.unknown] == ["conditionalAccessPolicies"]


def test_a_group_whose_members_could_not_be_read_leaves_its_exclusion_open():
    made = policy("P", "mfa", users={"includeUsers": ["All"], "excludeGroups": ["inner"]})

    assert word(made, gaps={"groupMembers": "inner"}, user="eve") == "unknown"
    assert word(made, gaps={"groupMembers": "inner"}, user="ana") == "users"


def test_a_group_nested_in_the_one_that_is_named_counts_for_its_gap():
    made = policy("P", "mfa", users={"includeGroups": ["admins"]})

    assert word(made, gaps={"groupMembers": "inner"}, user="eve") == "unknown"


def test_a_group_that_is_not_in_the_snapshot_is_unknown_and_a_deleted_one_is_empty():
    made = policy("P", "mfa", users={"includeGroups": ["gone"]})

    assert word(made, rows={"unresolvedIds": [{"id": "gone", "httpStatus": 404}]}) == "users"
    assert word(made, rows={"groups": None}) == "unknown"


def test_roles_are_unknown_where_no_list_of_active_assignments_was_read():
    made = policy("P", "mfa", users={"includeRoles": [GLOBAL_ADMINISTRATOR]})

    assert word(made, user="ben", rows={"roleAssignments": None}) == "users"  # PIM's schedules were read, and tell of nobody
    assert word(made, user="ben", rows={"roleAssignments": None, "roleAssignmentScheduleInstances": None}) == "unknown"


def test_a_group_activated_at_the_moment_counts_and_an_eligible_one_does_not():
    made = policy("P", "mfa", users={"includeGroups": ["spared"]})
    row = {"id": "x", "groupId": "spared", "principalId": "eve", "accessId": "member"}

    assert word(made, user="eve", rows={"groupEligibilityScheduleInstances": [row]}) == "users"
    assert word(made, user="eve", rows={"groupAssignmentScheduleInstances": [{**row, "assignmentType": "activated"}]}) == "enforced"


# ---- guests ----


def test_a_guest_of_enumerated_tenants_is_unknown_where_the_home_tenant_is():
    guests = {"guestOrExternalUserTypes": "b2bCollaborationGuest", "externalTenants": {"membershipKind": "enumerated", "members": ["t-a"]}}
    users = [{"id": "gast", "userPrincipalName": "gast_x#EXT#@example.org", "userType": "Guest", "externalUserState": "Accepted"}]
    decider = access(policy("P", "mfa", users={"includeGuestsOrExternalUsers": guests}), users=users)
    kind = {"externalType": "b2bCollaborationGuest"}

    assert decider.decide(sign_in("gast")).per_policy == {"P": "unknown"}
    for home, expected in (("t-a", "enforced"), ("T-A", "enforced"), ("t-b", "users")):
        assert decider.decide(sign_in(user_of={"id": "gast", **kind, "homeTenant": home})).per_policy == {"P": expected}


def test_somebody_of_whom_the_snapshot_knows_nothing_may_be_a_guest():
    made = policy("P", "mfa", users={"includeUsers": ["GuestsOrExternalUsers"]})

    assert word(made, user="stranger") == "unknown"
    assert word(made, user="ana") == "users"


# ---- resources ----


def test_an_app_of_the_portals_that_is_documented_by_name_alone_is_unknown():
    made = policy("P", "block", applications={"includeApplications": ["MicrosoftAdminPortals"]})

    assert word(made, app="497effe9-df71-4043-a8bb-14cf78c4b63b") == "unknown"


def test_registering_a_device_is_unknown_for_all_resources_and_met_by_its_own_policy():
    action = {"kind": "userAction", "action": "urn:user:registerdevice"}

    assert word(policy("P", "mfa"), context=action) == "unknown"
    assert word(policy("P", "mfa", applications={"includeUserActions": ["urn:user:registerdevice"]}), context=action) == "enforced"


def test_a_report_only_policy_is_not_evaluated_for_user_actions():
    made = policy("P", "mfa", state="enabledForReportingButNotEnforced", applications={"includeUserActions": ["urn:user:registersecurityinfo"]})

    assert word(made, context={"kind": "userAction", "action": "urn:user:registersecurityinfo"}) == "policyNotEnabled"


@pytest.mark.parametrize(
    ("attributes", "mode", "expected"),
    [
        ({"Set": {"need": "mfa"}}, "include", "enforced"),
        ({"Set": {"need": "none"}}, "include", "application"),
        (None, "include", "application"),
        ({"Set": {"need": ["other", "mfa"]}}, "exclude", "application"),
        (None, "exclude", "enforced"),
    ],
)
def test_an_application_filter_goes_by_custom_security_attributes(attributes, mode, expected):
    rule = {"mode": mode, "rule": 'CustomSecurityAttribute.Set_need -eq "mfa"'}
    apps = {"includeApplications": ["All"] if mode == "exclude" else [], "applicationFilter": rule}
    rows = {"servicePrincipals": [{"id": "s", "appId": EXCHANGE, "customSecurityAttributes": attributes}]}

    assert word(policy("P", "mfa", applications=apps), app=EXCHANGE, rows=rows) == expected


def test_an_application_filter_without_attributes_in_the_snapshot_is_unknown():
    apps = {"includeApplications": [], "applicationFilter": {"mode": "include", "rule": 'CustomSecurityAttribute.Set_need -eq "mfa"'}}

    assert word(policy("P", "mfa", applications=apps), app=EXCHANGE, rows={"servicePrincipals": [{"id": "s", "appId": EXCHANGE}]}) == "unknown"


# ---- places ----


def test_the_country_of_an_address_is_not_known_offline_unless_the_request_tells_it():
    made = policy("P", "block", locations={"includeLocations": ["nl"]})

    assert word(made, ip="192.0.2.1") == "unknown"
    assert word(made) == "location"
    assert word(made, ip="192.0.2.1", country="NL") == "enforced"
    assert word(made, ip="192.0.2.1", country=None) == "location"


@pytest.mark.parametrize("ip", ["198.51.100.7", "::ffff:198.51.100.7"])
def test_an_address_of_the_old_family_in_the_new_ones_clothes_is_the_same(ip):
    assert word(policy("P", "mfa", locations=HQ), ip=ip) == "location"


def test_a_range_that_cannot_be_read_leaves_the_location_open():
    rows = {"namedLocations": [{"id": "hq", "@odata.type": "#microsoft.graph.ipNamedLocation", "ipRanges": [{"cidrAddress": "here"}]}]}

    assert word(policy("P", "mfa", locations=HQ), ip="198.51.100.7", rows=rows) == "unknown"


@given(st.ip_addresses(v=4), st.lists(st.tuples(st.ip_addresses(v=4), st.integers(8, 32)), max_size=6))
def test_an_address_lies_in_a_location_exactly_if_it_lies_in_one_of_its_ranges(ip, ranges):
    listed = [f"{first}/{mask}" for first, mask in ranges]
    row = {"id": "l", "@odata.type": "#microsoft.graph.ipNamedLocation", "ipRanges": [{"cidrAddress": one} for one in listed]}
    made = policy("P", "mfa", locations={"includeLocations": ["l"]})
    expected = any(ip in ipaddress.ip_network(one, strict=False) for one in listed)

    assert word(made, ip=str(ip), rows={"namedLocations": [row]}) == ("enforced" if expected else "location")


# ---- grants ----


def strength(key, *combinations, **more):
    return {"operator": "OR", "authenticationStrength": {"id": key, "allowedCombinations": list(combinations), **more}}


@pytest.mark.parametrize(
    ("combinations", "resistant", "mfa"),
    [
        (("fido2", "windowsHelloForBusiness", "x509CertificateMultiFactor"), True, True),
        (("fido2", "deviceBasedPush"), False, True),
        (("fido2", "password"), False, False),
        (("password,sms",), False, True),
        (("password,brainwaves",), False, None),
        ((), False, False),
    ],
)
def test_a_strength_is_worth_what_its_combinations_are(combinations, resistant, mfa):
    answer = access({**policy("P"), "grantControls": strength("own", *combinations, displayName="Phishing-resistant MFA")}).decide(sign_in())

    assert answer.guarantees(Property.PHISHING_RESISTANT).value is resistant
    assert answer.guarantees(Property.MFA).value is mfa


def test_a_strength_is_joined_by_its_id_where_the_policy_does_not_spell_it_out():
    made = {**policy("P"), "grantControls": {"operator": "OR", "authenticationStrength": {"id": "OWN"}}}

    assert access(made).decide(sign_in()).guarantees(Property.PHISHING_RESISTANT).value is None
    told = access(made, authenticationStrengthPolicies=[{"id": "own", "allowedCombinations": ["fido2"]}])
    assert told.decide(sign_in()).guarantees(Property.PHISHING_RESISTANT).value is True


def test_mfa_or_a_compliant_device_proves_neither_and_both_prove_each():
    either = access(policy("P", "mfa", "compliantDevice")).decide(sign_in())
    both = access(policy("P", "mfa", "compliantDevice", operator="AND")).decide(sign_in())

    assert [either.guarantees(one).value for one in Property] == [False, False, False, False]
    assert [both.guarantees(one).value for one in Property] == [True, False, True, False]


def test_compliant_or_hybrid_joined_is_a_managed_device():
    answer = access(policy("P", "compliantDevice", "domainJoinedDevice")).decide(sign_in())

    assert answer.guarantees(Property.MANAGED_DEVICE).value is True


def test_session_controls_are_kept_and_gate_nothing():
    made = {**policy("P"), "sessionControls": {"signInFrequency": {"isEnabled": True, "frequencyInterval": "everyTime"}, "persistentBrowser": None}}
    answer = access(made).decide(sign_in())

    assert answer.decision is Decision.ALLOWED
    assert answer.session == {"P": {"signInFrequency": {"isEnabled": True, "frequencyInterval": "everyTime"}}}


# ---- against a second, plain reading of the rules ----


@given(
    st.lists(
        st.tuples(
            st.sets(st.sampled_from(["All", "ana", "ben"])), st.sets(st.sampled_from(["ana", "eve"])), st.sampled_from(["All", GRAPH, EXCHANGE]),
            st.sets(st.sampled_from(["windows", "iOS", "all"]), min_size=1), st.sets(st.sampled_from(["iOS", "linux"])), st.sampled_from(["mfa", "block"]),
            st.sampled_from(["enabled", "disabled"]),
        ),
        max_size=5,
    ),
    st.sampled_from(["ana", "ben", "eve"]), st.sampled_from([GRAPH, EXCHANGE]), st.sampled_from(["windows", "iOS", "linux", "unknown"]),
)  # fmt: skip
def test_plain_policies_are_decided_as_a_second_reading_decides_them(listed, person, app, platform):
    asked = {
        control for users, spared, target, on, off, control, state in listed
        if state == "enabled" and users & {"All", person} and person not in spared and target in ("All", app) and on & {"all", platform} and platform not in off
    }  # fmt: skip
    made = [
        policy(f"P{n}", control, state=state, users={"includeUsers": sorted(users), "excludeUsers": sorted(spared)},
               applications={"includeApplications": [target]}, platforms={"includePlatforms": sorted(on), "excludePlatforms": sorted(off)})
        for n, (users, spared, target, on, off, control, state) in enumerate(listed)
    ]  # fmt: skip

    expected = Decision.BLOCKED if "block" in asked else Decision.REQUIRES if asked else Decision.ALLOWED
    assert access(*made).decide(sign_in(person, app, platform=platform)).decision is expected


def test_the_plain_tenant_reads_every_collection_that_it_names():
    assert set(PLAIN) <= set(c.BY_NAME)
