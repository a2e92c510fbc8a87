"""GOV-001: privileged access is reviewed regularly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assessor import checkkit as kit

from . import _activation as activation
from . import _reviews as reviews
from . import _roles as roles

GA = kit.GLOBAL_ADMINISTRATOR
_HARMLESS = "4a5d8f65-41da-4de4-8968-e035b65339cf"
_REVIEWS = kit.collection.ACCESS_REVIEW_DEFINITIONS
_HALF_A_YEAR = 184
"""Days: reviews of privilege come back every half a year or more often."""
_DAYS = {"daily": 1, "weekly": 7, "absolutemonthly": 30.5, "relativemonthly": 30.5, "absoluteyearly": 365, "relativeyearly": 365}
"""Days of one interval, by type of the pattern in lower case."""

_QUARTERLY = {"pattern": {"type": "absoluteMonthly", "interval": 3}, "range": {"type": "noEnd", "startDate": "2026-01-05"}}
_RITA: list[dict[str, Any]] = [{"query": f"/users/{kit.ident('rita')}", "queryType": "MicrosoftGraph"}]


def _review(query: str, recurrence: object = _QUARTERLY, *, applied: bool = True, **properties: Any) -> kit.Part:
    shape = {"@odata.type": "#microsoft.graph.accessReviewQueryScope", "query": query, "queryType": "MicrosoftGraph"}
    said = {"status": "InProgress", "scope": shape, "reviewers": _RITA, "settings": {"recurrence": recurrence, "autoApplyDecisionsEnabled": applied}}
    kept = {key: value for key, value in {**said, **properties}.items() if value is not kit.UNSET}
    return kit.row(_REVIEWS, id=kit.ident(f"review {query} {properties}"), displayName="review", **kept)


def _every(kind: str, interval: int) -> dict[str, Any]:
    return {"pattern": {"type": kind, "interval": interval}, "range": {"type": "noEnd"}}


def _of_principals(*queries: str) -> dict[str, Any]:
    return {"principalScopes": [{"query": one} for one in queries], "resourceScopes": [{"query": _ROLE}]}


_ROLE = f"/roleManagement/directory/roleDefinitions/{GA}"
_ELIGIBLE = f"/roleManagement/directory/roleEligibilityScheduleInstances?$filter=(roleDefinitionId eq '{GA}')"
_ACTIVE = f"/roleManagement/directory/roleAssignmentScheduleInstances?$filter=(roleDefinitionId eq '{GA}')"
_ROBOTS = f"/roleManagement/directory/roleDefinitions/{GA}?$filter=(isof(principal,'microsoft.graph.servicePrincipal'))"
_GROUP = f"/v1.0/groups/{kit.ident('admins')}/transitiveMembers"
_STRANGER = kit.row(
    kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, id="of a stranger", principalId=kit.ident("stranger"), roleDefinitionId=GA, directoryScopeId="/"
)
_DIRECT = kit.tenant(kit.person("ana"), kit.eligible(GA, to="ana"), kit.two_break_glass_accounts())
_PATH_A = kit.tenant(kit.eligible_member("ana", of="admins"), kit.standing(GA, to="admins"), kit.two_break_glass_accounts())


@kit.check(
    id="GOV-001",
    title="Privileged access is reviewed regularly",
    theme=kit.Theme.GOVERNANCE,
    severity=kit.Severity.MEDIUM,
    talk=("T24",),
    needs={*kit.ROLE_SCHEDULES, kit.collection.GROUPS, _REVIEWS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.USERS, kit.collection.ROLE_DEFINITIONS},
    thresholds=(kit.Threshold(name="review_days_max", default=_HALF_A_YEAR, unit="days", says="Days between two reviews of privileged access, at most"),),
    remedy=(
        "Create access reviews that come back every quarter, with reviewers who are not the reviewed: for roles under Privileged Identity Management > "
        "Microsoft Entra roles > Access reviews, for groups under ID Governance > Access reviews. Let the decisions be applied by themselves."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-create-roles-and-resource-roles-review",
        "https://learn.microsoft.com/graph/api/resources/accessreviewscheduledefinition",
    ),
    passes=[
        _DIRECT.but(_review(_ROLE)),
        _DIRECT.but(_review(_ELIGIBLE)),
        _DIRECT.but(_review("", scope=_of_principals("/users", "/groups"))),
        _PATH_A.but(_review(_GROUP)),
        # applications are looked at as well as people
        _DIRECT.but(_review("", scope=_of_principals("/users", "/servicePrincipals"))),
        # path B: the group is reviewed, the role is nobody's own
        kit.tenant(kit.standing_member("ana", of="admins"), kit.eligible(GA, to="admins"), _review(_GROUP)),
        # one review of those who are active, one of those who are eligible
        _DIRECT.but(kit.time_bound(GA, to="bob"), _review(_ACTIVE), _review(_ELIGIBLE)),
        # every half a year, by weeks, with an end in the future
        _DIRECT.but(_review(_ROLE, _every("absoluteMonthly", 6))),
        _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly", "interval": 4}, "range": {"type": "endDate", "endDate": "2027-06-30"}})),
        # a series that ends after more than one, one that ends on the day of the snapshot, and one without an end, whatever else is left in its range
        _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "numbered", "numberOfOccurrences": 4}})),
        _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "endDate", "endDate": kit.days(0)[:10]}})),
        _DIRECT.but(_review(
            _ROLE, {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "noEnd", "numberOfOccurrences": 1, "endDate": "2026-06-30"}},
        )),
        # reviewers of several stages stand with the stages
        _DIRECT.but(_review(_ROLE, reviewers=[], stageSettings=[{"stageId": "1", "reviewers": _RITA}])),
        # decisions that somebody has to apply by hand are told, and no finding
        _DIRECT.but(_review(_ROLE, applied=False))
            .tells("What is decided in the access review review does nothing until somebody applies it."),
        # an old review that took place once does no harm beside one that comes back
        _DIRECT.but(_review(_ROLE, None, status="Completed"), _review(_ROLE)),
        # a customer to whom a year is often enough
        _DIRECT.but(_review(_ROLE, _every("absoluteYearly", 1)), kit.setting("GOV-001", review_days_max=365)),
        # a role without privilege needs none
        _DIRECT.but(_review(_ROLE), kit.eligible(_HARMLESS, to="bob")),
    ],
    partial=[
        # once a year
        _DIRECT.but(_review(_ROLE, _every("absoluteMonthly", 12)))
            .finds(
                "Global Administrator", (
                    "is held, or can be activated, by 1 person without a group in between, and its access review comes back less than twice a year"
                ),
            ),
        _DIRECT.but(_review(_ROLE, _every("absoluteYearly", 1))),
        # every month, where two weeks are wanted
        _DIRECT.but(_review(_ROLE, _every("absoluteMonthly", 1)), kit.setting("GOV-001", review_days_max=14)),
        # nobody named: people review themselves
        _DIRECT.but(_review(_ROLE, reviewers=[])),
        _PATH_A.but(_review(_GROUP, reviewers=[], stageSettings=[]))
            .finds("admins", "opens Global Administrator, and its access review names no reviewer, so that people review themselves"),
    ],
    fails=[
        _DIRECT,
        _PATH_A
            .finds(
                "admins", "opens Global Administrator, and no recurring access review looks at its members",
                shows=("assignmentType Assigned, endDateTime null", "no definition with a recurrence whose scope names admins",),
            ),
        # a review that takes place once is none of those that come back
        _DIRECT.but(_review(_ROLE, None))
            .finds(
                "Global Administrator", "is held, or can be activated, by 1 person without a group in between, and no recurring access review looks at them",
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "status InProgress, recurrence none, 1 reviewers",),
            ),
        _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "numbered", "numberOfOccurrences": 1}}))
            .finds(
                "Global Administrator", "is held, or can be activated, by 1 person without a group in between, and no recurring access review looks at them",
                shows=("eligible, endDateTime 2027-04-30T08:00:00Z", "status InProgress, recurrence weekly, interval 1, 1 reviewers",),
            ),
        # a series that has ended
        _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "endDate", "endDate": "2026-06-30"}})),
        # reviews of somebody else: active ones, guests, service principals, another role, another group
        _DIRECT.but(_review(_ACTIVE)),
        kit.tenant(kit.time_bound(GA, to="ana"), _review(_ELIGIBLE)),
        _DIRECT.but(_review("", scope=_of_principals("/servicePrincipals"))),
        _DIRECT.but(_review(_ROBOTS)),
        _PATH_A.but(_review(f"{_GROUP}/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')")),
        _DIRECT.but(_review(f"/roleManagement/directory/roleDefinitions/{kit.PRIVILEGED_ROLE_ADMINISTRATOR}")),
        _PATH_A.but(_review(f"/groups/{kit.ident('choir')}/members")),
        # a review of the role sees the group, not those who can become its members
        _PATH_A.but(_review(_ROLE)),
        # one of the two is reviewed
        _DIRECT.but(_review(_ROLE), kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="ana")),
        _DIRECT.but(_review(_ROLE), kit.eligible_member("bob", of="admins"), kit.standing(GA, to="admins")),
    ],
    other=[
        # emergency accounts, deleted ones and service principals: other checks'
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.eligible(GA, to="ghost"))),
        ("not_applicable", kit.tenant(kit.service_principal("robot"), kit.standing(GA, to="robot"))),
        ("not_applicable", kit.tenant(kit.standing("d29b2b05-8046-44ba-8758-1e26182fcf32", to="sync"))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"), kit.without(_REVIEWS, "not_licensed"))),
        ("not_assessed", _DIRECT.but(kit.without(_REVIEWS))),
        ("not_assessed", _DIRECT.but(kit.gap(_REVIEWS, "page"))),
        # read without its settings, or over although it goes on: whether it comes back nobody knows
        ("not_assessed", _DIRECT.but(_review(_ROLE, settings=kit.UNSET))),
        ("not_assessed", _DIRECT.but(_review(_ROLE, status="Completed"))),
        ("not_assessed", _DIRECT.but(_review(_ROLE, _every("unknownFutureValue", 1)))),
        # the role is held, and nobody knows by whom; beside somebody who is a person that does not matter
        ("not_assessed", kit.tenant(kit.scope_privileged(), _STRANGER)),
        ("fail", _DIRECT.but(kit.scope_privileged(), _STRANGER)),
        # an activation that happens to run is no other thing than the eligibility, which is reviewed
        ("pass", kit.tenant(kit.activated(GA, to="ana"), _review(_ELIGIBLE))),
        # the role's id in the scope of something else is no review of the role
        ("fail", _DIRECT.but(_review(f"/identityGovernance/entitlementManagement/accessPackages/{GA}"))),
        # a group that holds no privileged role needs no review
        ("pass", _DIRECT.but(_review(_ROLE), kit.standing(_HARMLESS, to="choir"), kit.eligible_member("bob", of="choir"))),
        # privileged and not of tier 0; of tier 0 though Microsoft takes its label away
        ("fail", kit.tenant(kit.eligible("729827e3-9c14-49f7-bb1b-9608f156bbb8", to="ana"))),
        ("fail", kit.tenant(kit.row(
            kit.collection.ROLE_DEFINITIONS, id=GA, templateId=GA, displayName="Global Administrator", isBuiltIn=True, isPrivileged=False,
        ), kit.eligible(GA, to="ana"))),
        # one interval where none is said
        ("pass", _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly"}, "range": {"type": "noEnd"}}))),
        # of two reviews of the same people one comes back often, with reviewers
        ("pass", _DIRECT.but(_review(_ROLE), _review(_ROLE, _every("absoluteYearly", 1), descriptionForAdmins="second"))),
        ("partial", _DIRECT.but(_review(_ROLE, reviewers=[]), _review(_ROLE, _every("absoluteYearly", 1), descriptionForAdmins="second"))),
        # those who are eligible are reviewed as it should be; those who are active too seldom, by nobody, or not at all
        ("partial", _DIRECT.but(kit.time_bound(GA, to="bob"), _review(_ELIGIBLE), _review(_ACTIVE, _every("absoluteYearly", 1))).finds(
            "Global Administrator",
            "is held, or can be activated, by 2 people without a group in between, and its access review comes back less than twice a year",
        )),
        ("partial", _DIRECT.but(kit.time_bound(GA, to="bob"), _review(_ELIGIBLE), _review(_ACTIVE, reviewers=[]))),
        ("fail", _DIRECT.but(kit.time_bound(GA, to="bob"), _review(_ELIGIBLE)).finds(
            "Global Administrator", "is held, or can be activated, by 2 people without a group in between, and no recurring access review looks at them")),
    ],
)  # fmt: skip
def privilege_is_reviewed(case: kit.Case) -> Iterator[kit.Finding]:
    """Privilege is given for a reason, and the reason goes while the privilege stays. Since much of this cannot be automated, somebody has to look at it
    again and again: a review that comes back asks him, one that took place once is a memory. Roles that people hold themselves are judged, and every group
    that holds a privileged role.
    """
    table = case.read(_REVIEWS)
    for one in case.each((*_roles(case), *_groups(case))):
        covering = [[row for row in table if one.is_seen_by(row, side)] for side in sorted(one.sides)]
        lasting = [[row for row in rows if reviews.comes_back(case, kit.known(row.settings, None) or {})] for rows in covering]
        if not all(_sure(rows) for rows in lasting):
            yield from _unreviewed(case, one, covering, lasting)
        elif weak := _weakness(lasting, case.threshold("review_days_max")):
            yield one.finding(kit.Degree.PARTIAL, f"and its access review {weak}", lasting)
        _tell_unapplied(case, lasting)


@dataclass(frozen=True)
class _Judged:
    """A role that people hold themselves, or a group that holds roles."""

    thing: kit.Thing
    says: str
    sides: frozenset[str]
    """Of a role: whether people are eligible, active, or both; of a group: its members."""
    rows: tuple[kit.Evidence, ...]
    unsure: bool = False
    """Nobody knows whether its holders are people."""

    def is_seen_by(self, review: Any, side: str) -> bool:
        """Whether the scope of a review names it."""
        wanted, queries = self.thing.id.lower(), reviews.queries(review)
        if self.thing.kind is kit.Kind.GROUP:
            return any(f"groups/{wanted}" in one for one in queries)
        other = "roleassignmentschedule" if side == "eligible" else "roleeligibilityschedule"
        return any(wanted in one and "rolemanagement/directory" in one and other not in one for one in queries)

    def finding(self, degree: kit.Degree, says: str, found: Iterable[Iterable[Any]] = ()) -> kit.Finding:
        """About it, with its holders and the reviews that were looked at."""
        seen = {row.id: kit.Evidence(_REVIEWS.name, row.id, _in_words(row)) for rows in found for row in rows}
        shown = tuple(seen.values()) or (kit.Evidence(_REVIEWS.name, None, f"no definition with a recurrence whose scope names {self.thing.label}"),)
        return kit.Finding(degree=degree, subject=self.thing, says=f"{self.says}, {says}", evidence=(*self.rows, *shown))


# ---- what is judged ----


def _roles(case: kit.Case) -> Iterator[_Judged]:
    by_role: dict[str, list[kit.Holding]] = {}
    for one in case.but_break_glass(case.holdings()):
        is_person = case.thing(one.principal_id).kind in (kit.Kind.USER, kit.Kind.UNKNOWN) and not case.is_deleted(one.principal_id)
        if is_person and one.state is not kit.State.ACTIVATED and _is_privileged(case, one.role_id) and one.role_id not in roles.DIRECTORY_SYNCHRONISATION:
            by_role.setdefault(one.role_id, []).append(one)
    for role_id in sorted(by_role):
        held = by_role[role_id]
        people = {one.principal_id: case.thing(one.principal_id) for one in held}
        yield _Judged(
            thing=case.role(role_id).thing, rows=tuple(one.evidence for one in held),
            says=f"is held, or can be activated, by {activation.counted(len(people), 'person', 'people')} without a group in between",
            sides=frozenset("eligible" if one.state is kit.State.ELIGIBLE else "active" for one in held),
            unsure=all(thing.kind is kit.Kind.UNKNOWN for thing in people.values()),
        )  # fmt: skip


def _groups(case: kit.Case) -> Iterator[_Judged]:
    for group_id, every in case.role_holding_groups().items():
        held = [one for one in every if _is_privileged(case, one.role_id)]
        if held:
            names = activation.listed(case.role(one.role_id).name for one in held)
            rows = tuple(one.evidence for one in held)
            yield _Judged(thing=case.thing(group_id), says=f"opens {names}", sides=frozenset({"members"}), rows=rows)


def _is_privileged(case: kit.Case, role_id: str) -> bool:
    role = case.role(role_id)
    return role.tier0 or role.privileged is not False


# ---- reviews ----


def _sure(rows: list[Any]) -> bool:
    """Whether one of them goes on; a series that calls itself completed may have been stopped, and a pattern may be one that this version does not know."""
    return any(str(kit.known(row.status, None) or "").lower() != "completed" and _kind(row) in _DAYS for row in rows)


def _kind(row: Any) -> str:
    return str((kit.known(row.settings, None) or {})["recurrence"]["pattern"]["type"]).lower()


def _unreviewed(case: kit.Case, one: _Judged, covering: list[list[Any]], lasting: list[list[Any]]) -> Iterator[kit.Finding]:
    open_sides = [(seen, on) for seen, on in zip(covering, lasting, strict=True) if not _sure(on)]
    if any(on or any(row.settings is kit.UNSET for row in seen) for seen, on in open_sides):
        case.unknown(_REVIEWS, f"whether the access review of {one.thing.label} comes back is not in the snapshot")
    elif case.read(_REVIEWS).gaps:
        case.unknown(_REVIEWS, f"{_REVIEWS} was read with gaps, and what was read does not name {one.thing.label}")
    elif one.unsure:
        case.unknown(kit.collection.USERS, f"whether those who hold {one.thing.label} are people is not in the snapshot")
    else:
        yield one.finding(kit.Degree.FAIL, "and no recurring access review looks at them" if one.sides != {"members"} else _NO_MEMBERS, covering)


_NO_MEMBERS = "and no recurring access review looks at its members"


def _weakness(lasting: list[list[Any]], most: int) -> str | None:
    """What is weak about the reviews, where each of them is."""
    if not all(any(_is_often(row, most) for row in rows) for rows in lasting):
        return "comes back less than twice a year" if most == _HALF_A_YEAR else f"comes back less than every {most} days"
    if not all(any(_is_often(row, most) and _has_reviewers(row) for row in rows) for rows in lasting):
        return "names no reviewer, so that people review themselves"
    return None


def _is_often(row: Any, most: int) -> bool:
    interval = row.settings["recurrence"]["pattern"].get("interval") or 1
    return _kind(row) in _DAYS and _DAYS[_kind(row)] * interval <= most


def _has_reviewers(row: Any) -> bool:
    stages = kit.known(row.stage_settings, None) or []
    return row.reviewers is kit.UNSET or bool(row.reviewers) or any(stage.get("reviewers") for stage in stages)


def _in_words(row: Any) -> str:
    recurrence = (kit.known(row.settings, None) or {}).get("recurrence") or {}
    pattern = recurrence.get("pattern") or {}
    again = f"{pattern.get('type')}, interval {pattern.get('interval')}" if pattern.get("type") else "none"
    return f"status {kit.known(row.status, 'not known')}, recurrence {again}, {len(kit.known(row.reviewers, None) or [])} reviewers"


def _tell_unapplied(case: kit.Case, lasting: list[list[Any]]) -> None:
    for row in (row for rows in lasting for row in rows):
        if (kit.known(row.settings, None) or {}).get("autoApplyDecisionsEnabled") is False:
            case.note(f"What is decided in the access review {kit.known(row.display_name, None) or row.id} does nothing until somebody applies it.")
