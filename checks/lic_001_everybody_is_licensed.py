"""LIC-001: everybody who benefits from PIM is licensed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from assessor import checkkit as kit

from . import _activation as activation

GA = kit.GLOBAL_ADMINISTRATOR
P2, GOVERNANCE = kit.service_plan("P2"), kit.service_plan("GOVERNANCE")
_BENEFITS = (kit.State.ELIGIBLE, kit.State.TIME_BOUND, kit.State.ACTIVATED)
_COUNTED_STATUS = ("enabled", "warning")
_TABLE = kit.as_of("service_plans")
_PRINCIPAL = re.compile(r"/(users|groups)/([0-9a-f-]{36})", re.IGNORECASE)


def _sku(units: int, plan: str = P2, *, status: str = "Enabled", provisioned: str = "Success", part: str = "AAD_PREMIUM_P2", name: str = "plan") -> kit.Part:
    return kit.row(
        kit.collection.SUBSCRIBED_SKUS, id=f"tenant_{part}", skuId=kit.ident(part), skuPartNumber=part, capabilityStatus=status, consumedUnits=0,
        prepaidUnits={"enabled": units, "suspended": 0, "warning": 0, "lockedOut": 0},
        servicePlans=[{"servicePlanId": plan, "servicePlanName": name, "provisioningStatus": provisioned}],
    )  # fmt: skip


def _licensed(name: str, plan: str = P2, status: str = "Enabled", **properties: object) -> kit.Part:
    return kit.person(name, **{"assignedPlans": [{"servicePlanId": plan, "capabilityStatus": status, "service": "AADPremiumService"}], **properties})


def _approved_by(**approver: Any) -> kit.Part:
    """A policy whose only approver is named by these properties."""
    stages = [{"primaryApprovers": [approver]}]
    rule = {
        "@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyApprovalRule", "id": "Approval_EndUser_Assignment",
        "setting": {"isApprovalRequired": True, "approvalMode": "SingleStage", "approvalStages": stages},
    }  # fmt: skip
    return kit.row(kit.collection.ROLE_MANAGEMENT_POLICIES, id="policy", displayName="DirectoryRole", scopeId="/", scopeType="DirectoryRole", rules=[rule])


_ANA = kit.together(_licensed("ana"), kit.eligible(GA, to="ana"))
_BOB = kit.together(_licensed("bob"), kit.eligible(GA, to="bob"))


@kit.check(
    id="LIC-001",
    title="Everybody who benefits from PIM is licensed",
    theme=kit.Theme.LICENSING,
    severity=kit.Severity.HIGH,
    talk=("T18",),
    needs={*kit.ROLE_SCHEDULES, kit.collection.SUBSCRIBED_SKUS, kit.collection.USERS},
    leans_on={kit.collection.ACCESS_REVIEW_DEFINITIONS, *kit.GROUP_SCHEDULES, kit.collection.ROLE_MANAGEMENT_POLICIES},
    uses={
        *kit.GROUP_SCHEDULES, kit.collection.GROUP_MEMBERS, kit.collection.GROUPS, },
    remedy=(
        "Buy as many units of Microsoft Entra ID P2 or Microsoft Entra ID Governance as people are named here, or make fewer people eligible; then assign "
        "them (Microsoft 365 admin center > Billing > Licenses). Remember approvers and reviewers: they need one too."
    ),
    references=("https://learn.microsoft.com/entra/id-governance/licensing-fundamentals",),
    passes=[
        kit.tenant(_ANA, _sku(1)),
        # Governance carries PIM as well; of the two the larger counts, for it presupposes the other
        kit.tenant(_ANA, _BOB, _sku(1), _sku(2, GOVERNANCE, part="GOV")),
        # one person by many ways is one person
        kit.tenant(_ANA, kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="ana"), kit.eligible_member("ana", of="admins"), _sku(1)),
        # emergency accounts and everybody else who stands for good gain nothing from PIM
        kit.tenant(_ANA, kit.two_break_glass_accounts(), kit.standing(GA, to="carl"), kit.standing_member("dora", of="admins"), _sku(1)),
        # a service principal is no person, and a deleted one nobody
        kit.tenant(_ANA, kit.service_principal("robot"), kit.time_bound(GA, to="robot"), kit.deleted("ghost"), kit.eligible(GA, to="ghost"), _sku(1)),
        # the plan is known by its id, whatever the subscription is called; in its grace period it still counts what is enabled
        kit.tenant(_ANA, _sku(1, part="SPE_E5")),
        kit.tenant(_ANA, _sku(1, status="Warning")),
        # a guest needs a unit and cannot be assigned one like a member
        kit.tenant(kit.person("gus", userType="Guest"), kit.eligible(GA, to="gus"), _sku(1))
            .tells("gus@example.onmicrosoft.com is a guest: counted here, and licensed by the rules for external identities."),
        # the group of the approvers was lost, and its members were read
        kit.tenant(
            _ANA, _licensed("paul"), _sku(2), kit.gap(kit.collection.GROUPS, "page"), _approved_by(groupId=kit.ident("lost")),
            kit.row(kit.collection.GROUP_MEMBERS, groupId=kit.ident("lost"), id=kit.ident("paul")),
        ).over(2),
        # two subscriptions of one plan add up
        kit.tenant(_ANA, _BOB, _sku(1), _sku(1, part="SPE_E5")),
    ],
    partial=[
        # enough units, and somebody has none
        kit.tenant(_ANA, kit.person("bob"), kit.eligible(GA, to="bob"), _sku(25))
            .finds(
                "Microsoft Entra ID P2 or Governance", "has units enough, and is not assigned to 1 person who benefits from PIM: bob@example.onmicrosoft.com",
                shows=("AAD_PREMIUM_P2: enabled, 25 units enabled", "no plan that carries PIM among assignedPlans",),
                distinct="unassigned",
            ),
        # the plan that is enabled has to be the same element as the one that carries PIM
        kit.tenant(
            _sku(25), kit.eligible(GA, to="ana"), kit.person("ana", assignedPlans=[
                {"servicePlanId": P2, "capabilityStatus": "Deleted", "service": "AADPremiumService"},
                {"servicePlanId": kit.service_plan("P1"), "capabilityStatus": "Enabled", "service": "AADPremiumService"},
            ]),
        ),
    ],
    fails=[
        kit.tenant(_ANA, _BOB, _sku(1)),
        # PIM's objects, and no plan: the licence has run out
        kit.tenant(_ANA),
        kit.tenant(_ANA, _sku(25, kit.service_plan("P1")))
            .finds(
                "Microsoft Entra ID P2 or Governance", "is in no subscription that is alive, and 1 person benefits from PIM: ana@example.onmicrosoft.com",
                shows=("no living subscription with a service plan that carries PIM", "eligible, endDateTime 2027-04-30T08:00:00Z",),
            ),
        # units of a dead subscription, and a plan that is switched off inside a living one
        kit.tenant(_ANA, _sku(25, status="Suspended")),
        kit.tenant(_ANA, _sku(25, status="LockedOut")),
        kit.tenant(_ANA, _sku(25, provisioned="Disabled")),
        # P2 and Governance are not added up
        kit.tenant(_ANA, _BOB, _sku(1), _sku(1, GOVERNANCE, part="GOV")),
        # everybody of T18: over a unit, time-bound, member, owner, and whoever stands in a group that is eligible
        kit.tenant(_ANA, _sku(1), _licensed("bob"), kit.eligible(GA, to="bob", scope=kit.unit_scope("school"))),
        kit.tenant(_ANA, _sku(1), _licensed("bob"), kit.time_bound(GA, to="bob")),
        kit.tenant(_ANA, _sku(1), _licensed("bob"), kit.eligible_member("bob", of="choir")),
        kit.tenant(_ANA, _sku(1), _licensed("bob"), kit.time_bound_member("bob", of="choir")),
        kit.tenant(_ANA, _sku(1), _licensed("bob"), kit.eligible_owner("bob", of="choir")),
        kit.tenant(_ANA, _sku(1), _licensed("bob"), kit.standing_member("bob", of="admins"), kit.eligible(GA, to="admins")),
        # approvers, and groups of them
        kit.tenant(_ANA, _sku(1), _licensed("paul"), kit.role_policy(GA, approvers=("paul",)))
            .finds(
                "Microsoft Entra ID P2 or Governance", (
                    "has 1 enabled unit for 2 people who benefit from PIM: ana@example.onmicrosoft.com, paul@example.onmicrosoft.com"
                ),
                shows=(
                    "AAD_PREMIUM_P2: enabled, 1 units enabled",
                    "Approval_EndUser_Assignment: paul@example.onmicrosoft.com approves",
                    "eligible, endDateTime 2027-04-30T08:00:00Z",
                ),
            ),
        kit.tenant(_ANA, _sku(1), _licensed("paul"), kit.plain_member("paul", of="approvers"), kit.role_policy(GA, approvers=("approvers",))),
        # an approver whose entry names no more than an id: of a person, or of a group that says so nowhere else and holds two that are in each other
        kit.tenant(_ANA, _sku(1), _licensed("paul"), _approved_by(id=kit.ident("paul"))),
        kit.tenant(
            _ANA, _sku(1), _licensed("paul"), kit.group("approvers"), kit.group("inner"), kit.group("other"), kit.plain_member("inner", of="approvers"),
            kit.plain_member("other", of="inner"), kit.plain_member("inner", of="other"), kit.plain_member("paul", of="other"),
            _approved_by(id=kit.ident("approvers")),
        )
            .finds("Microsoft Entra ID P2 or Governance", shows=(
                "AAD_PREMIUM_P2: enabled, 1 units enabled", "Approval_EndUser_Assignment: paul@example.onmicrosoft.com approves",
                "eligible, endDateTime 2027-04-30T08:00:00Z",
            )),
        # reviewers
        kit.tenant(_ANA, _sku(1), _licensed("rita"), kit.row(
            kit.collection.ACCESS_REVIEW_DEFINITIONS, id="r1", displayName="review", reviewers=[{"query": f"/v1.0/users/{kit.ident('rita')}"}],
        )),
        # guests are counted
        kit.tenant(_ANA, _sku(1), kit.person("gus", userType="Guest"), kit.eligible(GA, to="gus")),
        # whatever else is not known, two are more than one
        kit.tenant(_ANA, _BOB, _sku(1), kit.without(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES)),
    ],
    other=[
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(_ANA, _sku(1), kit.role_policy(GA, approvers=("paul",)), kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts(), _sku(25))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", kit.tenant(_ANA, _sku(1), kit.without(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES))),
        ("not_assessed", kit.tenant(_ANA, _sku(1), kit.without(kit.collection.ROLE_MANAGEMENT_POLICIES))),
        ("not_assessed", kit.tenant(_ANA, _sku(1), kit.pim_group("choir"), kit.gap(kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES, "choir"))
            .tells("groupEligibilityScheduleInstances was read with 1 gap")),
        ("not_assessed", kit.tenant(
            _ANA, _sku(1), kit.group("approvers"), kit.role_policy(GA, approvers=("approvers",)), kit.gap(kit.collection.GROUP_MEMBERS, "approvers"),
        )
            .tells("groupMembers of approvers could not be read: access was refused")),
        # an approver of whom nothing is said, and groups that were not read: who approves is not known, nor whether it is anybody
        ("not_assessed", kit.tenant(_ANA, _sku(1), _approved_by(description="paul"))),
        ("not_assessed", kit.tenant(_ANA, _sku(9), _approved_by(groupId=kit.ident("lost")), kit.gap(kit.collection.GROUPS, "page"))
            .tells(f"the members of the group {kit.ident('lost')} are not in the snapshot")),
        ("not_assessed", kit.tenant(
            _ANA, _sku(9), _approved_by(**{"@odata.type": "#microsoft.graph.groupMembers"}, id=kit.ident("lost")), kit.gap(kit.collection.GROUPS, "page"),
        )
            .tells(f"the members of the group {kit.ident('lost')} are not in the snapshot")),
        # a member of the group of approvers whose account was not read
        ("not_assessed", kit.tenant(
            _ANA, _sku(1), _approved_by(groupId=kit.ident("approvers")), kit.group("approvers"), kit.gap(kit.collection.USERS, "page"),
            kit.row(kit.collection.GROUP_MEMBERS, groupId=kit.ident("approvers"), id=kit.ident("paul")),
        )),
        # a plan that the table does not know and whose name speaks of PIM: unknown is not none
        ("not_assessed", kit.tenant(_ANA, _BOB, _sku(1), _sku(25, "77777777-0000-4000-8000-000000000001", part="NEW", name="Entra_Identity_Governance_2"))),
        # which plans somebody has was not selected
        ("not_assessed", kit.tenant(
            _sku(1), kit.row(kit.collection.USERS, id=kit.ident("ana"), userPrincipalName="ana@example.onmicrosoft.com"), kit.eligible(GA, to="ana"),
        )),
        # whether the subscription is alive was not read: unknown is not ended, and does not matter where another one is enough
        ("not_assessed", kit.tenant(_ANA, _sku(5), kit.unselected(kit.collection.SUBSCRIBED_SKUS, "capabilityStatus"))),
        ("pass", kit.tenant(_ANA, _sku(5, part="SPE_E5"), kit.unselected(kit.collection.SUBSCRIBED_SKUS, "capabilityStatus"), _sku(1))),
        # one without PIM does not matter, nor does a strange plan where there are units enough
        ("fail", kit.tenant(
            _ANA, _BOB, _sku(5, kit.service_plan("P1"), part="P1"), kit.unselected(kit.collection.SUBSCRIBED_SKUS, "capabilityStatus"), _sku(1),
        )),
        ("pass", kit.tenant(_ANA, _sku(1), _sku(1, "77777777-0000-4000-8000-000000000001", part="NEW", name="Entra_Identity_Governance_2"))),
        # somebody is eligible, and nobody knows whether it is a person
        ("not_assessed", kit.tenant(_ANA, _sku(5), kit.scope_privileged(), kit.row(
            kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="of a stranger", principalId=kit.ident("stranger"),
            roleDefinitionId=GA, directoryScopeId="/",
        ))),
        # no licence for access reviews: nobody reviews
        ("pass", kit.tenant(_ANA, _sku(1), kit.without(kit.collection.ACCESS_REVIEW_DEFINITIONS, "not_licensed"))),
        # who approves or reviews without being named is told
        ("pass", kit.tenant(_ANA, _sku(1), kit.role_policy(GA, approval=True))
            .tells("Where an approval names nobody, Global and Privileged Role Administrators approve; who does so only by default is not counted.")),
        ("pass", kit.tenant(_ANA, _sku(1), kit.row(kit.collection.ACCESS_REVIEW_DEFINITIONS, id="r1", displayName="review", reviewers=[]))
            .tells("Some access reviews name no person or group as reviewer (managers, owners, people themselves): those reviewers are not counted.")),
    ],
)  # fmt: skip
def everybody_is_licensed(case: kit.Case) -> Iterator[kit.Finding]:
    """Microsoft asks for a licence for everybody who is eligible, holds something until a date, approves or reviews. When the licences end, eligible
    assignments and settings are removed and what was meant to end becomes permanent: a tenant that is short of units is one renewal away from losing
    the protection that it relies on.
    """
    people = _people(case)
    case.judged(len(people))
    if not people:
        return
    units = _Units(case)
    if len(people) > units.most and units.unread:
        case.unknown(kit.collection.SUBSCRIBED_SKUS, f"whether the subscription {', '.join(units.unread)} is alive is not in the snapshot")
    elif len(people) > units.most and units.strange:
        case.unknown(kit.collection.SUBSCRIBED_SKUS, f"whether PIM is carried by {'; '.join(units.strange)}: the table of {_TABLE} does not know the plan")
    elif len(people) > units.most:
        yield _short(people, units)
    else:
        yield from _unassigned(case, people, units)


def _short(people: dict[str, "_Person"], units: "_Units") -> kit.Finding:
    names = activation.listed((one.thing.label for one in people.values()), 10)
    some = f"has {activation.counted(units.most, 'enabled unit', 'enabled units')} for {len(people)} people who benefit from PIM: {names}"
    none = f"is in no subscription that is alive, and {activation.counted(len(people), 'person benefits', 'people benefit')} from PIM: {names}"
    return kit.Finding(
        degree=kit.Degree.FAIL, subject=units.thing, says=some if units.rows else none,
        evidence=(*(units.rows or (units.nothing,)), *(one.evidence for one in people.values())),
    )  # fmt: skip


def _unassigned(case: kit.Case, people: dict[str, "_Person"], units: "_Units") -> Iterator[kit.Finding]:
    lacking = [one for one in people.values() if _has_plan(case, one.thing) is False]
    if lacking:
        names = activation.listed((one.thing.label for one in lacking), 10)
        rows = tuple(kit.Evidence(kit.collection.USERS.name, one.thing.id, "no plan that carries PIM among assignedPlans") for one in lacking)
        yield kit.Finding(
            degree=kit.Degree.PARTIAL, subject=units.thing, distinct="unassigned", evidence=(*units.rows, *rows),
            says=f"has units enough, and is not assigned to {activation.counted(len(lacking), 'person who benefits', 'people who benefit')} from PIM: {names}",
        )  # fmt: skip


def _has_plan(case: kit.Case, thing: kit.Thing) -> bool | None:
    """Whether somebody is assigned a plan that carries PIM; None for a guest, and where the snapshot does not tell."""
    user = case.user(thing.id)
    if user is None or user.assigned_plans is kit.UNSET:
        case.unknown(kit.collection.USERS, f"which plans {thing.label} has is not in the snapshot")
        return None
    if _is_guest(user):
        case.note(f"{thing.label} is a guest: counted here, and licensed by the rules for external identities.")
        return None
    plans = user.assigned_plans or ()
    return any((one.service_plan_id or "").lower() in kit.pim_plans() and (one.capability_status or "").lower() in _COUNTED_STATUS for one in plans)


def _is_guest(user: kit.User) -> bool:
    return str(kit.known(user.user_type, "")).lower() == "guest" or "#ext#" in str(kit.known(user.user_principal_name, "")).lower()


# ---- units ----


class _Units:
    """What is bought of the plans that carry PIM."""

    thing = kit.Thing(kit.Kind.LICENSE, P2, "Microsoft Entra ID P2 or Governance")
    nothing = kit.Evidence(kit.collection.SUBSCRIBED_SKUS.name, None, "no living subscription with a service plan that carries PIM")

    def __init__(self, case: kit.Case) -> None:
        by_plan, rows = dict.fromkeys(sorted(kit.pim_plans()), 0), []
        self.strange: list[str] = []
        """Plans in living subscriptions of which the table does not say whether they carry PIM, and their names might."""
        self.unread: list[str] = []
        """Subscriptions that carry PIM and do not say whether they are alive."""
        for sku in case.read(kit.collection.SUBSCRIBED_SKUS):
            carried = {(one.service_plan_id or "").lower() for one in sku.service_plans if (one.provisioning_status or "").lower() != "disabled"}
            plans, status = carried & kit.pim_plans(), str(kit.known(sku.capability_status, "")).lower()
            enabled = (sku.prepaid_units.enabled if sku.prepaid_units else None) or 0
            if plans and sku.capability_status is kit.UNSET:
                self.unread.append(str(sku.sku_part_number))
            if status in _COUNTED_STATUS:
                strange = (one for one in sku.service_plans if kit.carries_pim(one.service_plan_id, one.service_plan_name) is None)
                self.strange += [f"{one.service_plan_name} ({one.service_plan_id}) in {sku.sku_part_number}" for one in strange]
            if plans and status in _COUNTED_STATUS:
                rows.append(kit.Evidence(kit.collection.SUBSCRIBED_SKUS.name, sku.id, f"{sku.sku_part_number}: {status}, {enabled} units enabled"))
                by_plan |= {plan: by_plan[plan] + enabled for plan in plans}
        self.most = max(by_plan.values())
        """Of P2 and Governance the larger, since Governance presupposes the other."""
        self.rows = tuple(rows)


# ---- people ----


@dataclass(frozen=True)
class _Person:
    thing: kit.Thing
    evidence: kit.Evidence


@dataclass
class _Count:
    """Distinct people, each with the first row that counts them."""

    case: kit.Case
    found: dict[str, _Person] = field(default_factory=dict)

    def add(self, principal_id: str, evidence: kit.Evidence) -> None:
        """A person, or every person in a group."""
        thing = self.case.thing(principal_id)
        if thing.kind is kit.Kind.GROUP:
            for member in activation.members_of(self.case, principal_id).values():
                self.add(member.id, evidence)
        elif thing.kind is kit.Kind.UNKNOWN and not self.case.is_deleted(principal_id):
            self.case.unknown(kit.collection.USERS, f"whether {thing.id}, which benefits from PIM, is a person is not in the snapshot")
        elif thing.kind is kit.Kind.USER:
            self.found.setdefault(principal_id.lower(), _Person(thing, evidence))


def _people(case: kit.Case) -> dict[str, _Person]:
    count = _Count(case)
    for one in case.holdings():
        if one.state in _BENEFITS:
            count.add(one.principal_id, one.evidence)
    _members_and_owners(case, count)
    _approvers(case, count)
    _reviewers(case, count)
    return {key: count.found[key] for key in sorted(count.found)}


def _members_and_owners(case: kit.Case, count: _Count) -> None:
    groups: set[str] = set()
    for schedules in (kit.collection.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, kit.collection.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES):
        _remember(case, schedules)
        groups |= {row.group_id.lower() for row in case.find(schedules) or ()}
    accesses: tuple[kit.Access, ...] = ("member", "owner")
    for membership in (one for group_id in sorted(groups) for access in accesses for one in case.members(group_id, access)):
        if membership.state in _BENEFITS:
            count.add(membership.principal_id, membership.evidence)


def _remember(case: kit.Case, collection: "kit.Collection[Any]") -> None:
    """What could not be read may hold further people: enough units are then not proven."""
    if missing := case.missing(collection):
        case.unknown(collection, missing.says, missing.reason_code)
    elif (table := case.find(collection)) and table.gaps:
        case.unknown(collection, f"{collection} was read with {activation.counted(len(table.gaps), 'gap', 'gaps')}")


def _approvers(case: kit.Case, count: _Count) -> None:
    """Whoever is named to approve, wherever an approval is required; default approvers are told, not counted."""
    _remember(case, kit.collection.ROLE_MANAGEMENT_POLICIES)
    for row in activation.policy_rows(case):
        policy = kit.PimPolicy(row, kit.Thing(kit.Kind.PIM_POLICY, row.id, str(row.display_name or row.id)), None)
        if policy.requires_approval and not policy.approvers:
            case.note("Where an approval names nobody, Global and Privileged Role Administrators approve; who does so only by default is not counted.")
        for thing in activation.approvers(case, policy) if policy.requires_approval else ():
            count.add(thing.id, policy.evidence("Approval_EndUser_Assignment", f"{thing.label} approves"))


def _reviewers(case: kit.Case, count: _Count) -> None:
    """Reviewers that are named; managers, owners and people who review themselves are told, not counted."""
    for row in case.find(kit.collection.ACCESS_REVIEW_DEFINITIONS) or ():
        queries = [str(one.get("query") or "") for one in kit.known(row.reviewers, [])]
        named = [match for query in queries if (match := _PRINCIPAL.search(query))]
        if len(named) < max(1, len(queries)):
            case.note("Some access reviews name no person or group as reviewer (managers, owners, people themselves): those reviewers are not counted.")
        for match in named:
            evidence = kit.Evidence(kit.collection.ACCESS_REVIEW_DEFINITIONS.name, row.id, f"reviewer {match.group(0)}")
            people = activation.members_of(case, match.group(2)) if match.group(1).lower() == "groups" else {"": case.thing(match.group(2))}
            for thing in people.values():
                count.add(thing.id, evidence)
    missing = case.missing(kit.collection.ACCESS_REVIEW_DEFINITIONS)
    if missing and not missing.is_unlicensed:
        case.unknown(missing.name, f"{missing.says}: reviewers are not counted", missing.reason_code)
