"""PIM-008: eligibility ends or is reviewed."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

from . import _activation as activation
from . import _reviews as reviews

GA = kit.GLOBAL_ADMINISTRATOR
_FOREVER = 9000

_MONTHLY = {"pattern": {"type": "absoluteMonthly", "interval": 3}, "range": {"type": "noEnd", "startDate": "2026-01-05"}}


def _review(query: str, recurrence: dict[str, Any] | None = _MONTHLY, **scope: Any) -> kit.Part:
    shape = scope or {"@odata.type": "#microsoft.graph.accessReviewQueryScope", "query": query, "queryType": "MicrosoftGraph"}
    return kit.row(
        kit.collection.ACCESS_REVIEW_DEFINITIONS, id=kit.ident(f"review {query}"), displayName="review", status="InProgress", scope=shape,
        settings={"recurrence": recurrence},
    )  # fmt: skip


_ROLE = f"/roleManagement/directory/roleDefinitions/{GA}"
_GROUP = f"/v1.0/groups/{kit.ident('admins')}/transitiveMembers"
_DIRECT = kit.tenant(kit.eligible(GA, to="ana", until=None), kit.two_break_glass_accounts())
_PATH_A = kit.tenant(kit.eligible_member("ana", of="admins", until=None), kit.standing(GA, to="admins"), kit.two_break_glass_accounts())


@kit.check(
    id="PIM-008",
    title="Eligibility ends or is reviewed",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.MEDIUM,
    needs={*kit.WAYS, kit.collection.GROUPS},
    leans_on={kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.ACCESS_REVIEW_DEFINITIONS, kit.collection.ADMINISTRATIVE_UNITS},
    remedy=(
        "Give eligible assignments an end date (ID Governance > Privileged Identity Management > Microsoft Entra roles or Groups > Assignments > Update), or "
        "set up an access review that comes back at least twice a year: for roles under Microsoft Entra roles > Access reviews, for groups under ID "
        "Governance > Access reviews."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-create-roles-and-resource-roles-review",
    ),
    passes=[
        kit.tenant(kit.eligible(GA, to="ana"), kit.two_break_glass_accounts()),
        _DIRECT.but(_review(_ROLE)),
        _DIRECT.but(_review(f"/roleManagement/directory/roleEligibilityScheduleInstances?$filter=(roleDefinitionId eq '{GA.upper()}')")),
        # people, resources: the other form in which Graph writes a scope
        _DIRECT.but(_review("", principalScopes=[{"query": "/users"}], resourceScopes=[{"query": _ROLE}])),
        _PATH_A.but(_review(_GROUP)),
        # path B: who is reviewed as a member of the group is reviewed
        kit.tenant(kit.standing_member("ana", of="admins"), kit.eligible(GA, to="admins", until=None), _review(_GROUP)),
        # everything ends: that nobody could read the reviews does not matter
        kit.tenant(kit.eligible(GA, to="ana"), kit.without(kit.collection.ACCESS_REVIEW_DEFINITIONS)),
        # a group that opens nothing privileged is not judged
        kit.tenant(kit.eligible(GA, to="ana"), kit.eligible_member("bob", of="choir", until=None), kit.pim_group("choir")),
    ],
    fails=[
        _DIRECT
            .finds(
                "ana", "is eligible for Global Administrator with no end date, and no recurring access review looks at it",
                distinct=f"{kit.GLOBAL_ADMINISTRATOR}:/",
            ),
        _PATH_A,
        # a review that takes place once is none of those that come back
        _DIRECT.but(_review(_ROLE, None)),
        _DIRECT.but(_review(_ROLE, {"pattern": None, "range": {"type": "numbered", "numberOfOccurrences": 0, "startDate": "2026-01-05"}})),
        _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "numbered", "numberOfOccurrences": 1}})),
        # a series that has ended
        _DIRECT.but(_review(_ROLE, {"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "endDate", "endDate": "2026-06-30"}})),
        # a role of tier 0 that Microsoft does not label, and one of which nobody can tell
        kit.tenant(kit.eligible("d29b2b05-8046-44ba-8758-1e26182fcf32", to="ana", until=None)),
        kit.tenant(kit.eligible("11111111-2222-4333-8444-555555555555", to="ana", until=None)),
        # a review of Azure's roles
        _DIRECT.but(_review(f"/roleManagement/azureResources/roleDefinitions/{GA}")),
        # reviews of service principals, of active assignments, of guests alone, of another role and of another group
        _DIRECT.but(_review("", principalScopes=[{"query": "/servicePrincipals"}], resourceScopes=[{"query": _ROLE}])),
        _DIRECT.but(_review(f"/roleManagement/directory/roleAssignmentScheduleInstances?$filter=(roleDefinitionId eq '{GA}')")),
        _PATH_A.but(_review(f"{_GROUP}/microsoft.graph.user/?$count=true&$filter=(userType eq 'Guest')")),
        _DIRECT.but(_review(f"/roleManagement/directory/roleDefinitions/{kit.PRIVILEGED_ROLE_ADMINISTRATOR}")),
        _PATH_A.but(_review(f"/groups/{kit.ident('choir')}/members")),
        # a review of the role sees the group, not those who can become its members
        _PATH_A.but(_review(_ROLE)),
        # the inner group's eligibility opens the outer one
        kit.tenant(kit.group("inner"), kit.plain_member("ana", of="inner"), kit.eligible_member("inner", of="outer", until=None), kit.standing(GA, to="outer"))
            .finds("inner", "is eligible for membership of outer with no end date, and no recurring access review looks at it"),
        # Graph's way to write that there is no end
        kit.tenant(kit.eligible(GA, to="ana", until=2_900_000), kit.two_break_glass_accounts()),
        # over the tenant and over one unit: two eligibilities of one person
        kit.tenant(kit.unit("school"), kit.eligible("fe930be7-5e62-47db-91af-98c3a49a38b1", to="ana", until=None, scope=kit.unit_scope("school")),
                   kit.eligible("fe930be7-5e62-47db-91af-98c3a49a38b1", to="ana", until=None))
            .finds("ana", "is eligible for User Administrator over school with no end date, and no recurring access review looks at it")
            .finds("ana", "is eligible for User Administrator with no end date, and no recurring access review looks at it"),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.break_glass("emergency1"), kit.eligible(GA, to="emergency1", until=None))),
        ("not_applicable", kit.tenant(kit.deleted("ghost"), kit.eligible(GA, to="ghost", until=None))),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(GA, to="ana"))),
        ("not_assessed", _DIRECT.but(kit.without(kit.collection.ACCESS_REVIEW_DEFINITIONS))
            .tells("accessReviewDefinitions could not be read: access was refused; the permission AccessReview.Read.All reads it")),
        ("not_assessed", _DIRECT.but(kit.without(kit.collection.ACCESS_REVIEW_DEFINITIONS, "not_licensed"))),
        # the definition was read without its settings: whether it comes back nobody knows
        ("not_assessed", _DIRECT.but(kit.row(kit.collection.ACCESS_REVIEW_DEFINITIONS, id=kit.ident("review"), scope={"query": _ROLE}))),
    ],
)  # fmt: skip
def eligibility_ends_or_is_reviewed(case: kit.Case) -> Iterator[kit.Finding]:
    """Nobody takes away what does not run out: people change their work and stay eligible, and an account that was forgotten is one that nobody misses
    when it is stolen. An end date or a review that comes back makes somebody decide again. Privileged roles are judged, and every group behind them.
    """
    for step in case.each(_without_repeats(case)):
        if _ends(step) or not (missing := _unreviewed(case, step)):
            continue
        yield kit.Finding(
            degree=kit.Degree.FAIL,
            subject=step.edge.source,
            says=f"{_is_eligible(case, step)} with no end date, and no recurring access review looks at it",
            distinct=f"{step.edge.target.id}:{step.edge.scope}",
            evidence=(*step.edge.evidence, missing),
        )


def _without_repeats(case: kit.Case) -> tuple[kit.Step, ...]:
    """Each eligibility once, however many roles it leads to."""
    found = (one.step for role in activation.privileged_roles(case) for one in activation.activations(case, role))
    unique = {(step.edge.source.id, step.edge.target.id, step.edge.scope or "/"): step for step in found}
    return tuple(unique[key] for key in sorted(unique))


def _ends(step: kit.Step) -> bool:
    return step.edge.end is not None and step.edge.end.year < _FOREVER


def _is_eligible(case: kit.Case, step: kit.Step) -> str:
    scope = step.edge.scope or "/"
    unit = case.unit(scope.removeprefix("/administrativeUnits/"))
    over = "" if scope == "/" else f" over {kit.known(unit.display_name, scope) if unit else scope}"
    what = "for" if step.edge.target.kind is kit.Kind.ROLE else "for membership of"
    return f"is eligible {what} {step.edge.target.label}{over}"


def _unreviewed(case: kit.Case, step: kit.Step) -> kit.Evidence | None:
    # a review names a group as groups/id and a role as rolemanagement/directory/…/id: an id of another kind finds nothing there
    source, target = step.edge.source, step.edge.target
    return reviews.missing_for(case, target.label, {source.id, target.id}, target.id)
