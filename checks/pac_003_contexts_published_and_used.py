"""PAC-003: Authentication contexts are published and used."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _activation as activation
from . import _protected as p

_GA = kit.GLOBAL_ADMINISTRATOR
_POLICY = kit.access_policy("step up", "mfa", context="c1")


@kit.check(
    id="PAC-003",
    title="Authentication contexts are published and used",
    theme=kit.Theme.PROTECTED_ACTIONS,
    severity=kit.Severity.LOW,
    talk=("T06",),
    needs={kit.collection.AUTHENTICATION_CONTEXTS},
    leans_on={kit.collection.CONDITIONAL_ACCESS_POLICIES, kit.collection.ROLE_MANAGEMENT_POLICIES, kit.collection.RESOURCE_ACTIONS},
    judges_without_pim=True,
    remedy=(
        "Open Conditional Access > Authentication contexts. Publish (Publish to apps) what PIM, a protected action or a policy rests on; take a context that "
        "nothing uses off the list, policies first, then unpublish it, then delete it."
    ),
    references=("https://learn.microsoft.com/entra/identity/conditional-access/concept-conditional-access-cloud-apps",),
    passes=[
        kit.tenant(kit.auth_context("c1"), _POLICY),
        # PIM asks for it; that no policy names it is PIM-003's matter
        kit.tenant(kit.auth_context("c1"), kit.role_policy(_GA, context="C1")),
        kit.tenant(kit.auth_context("c1"), p.core("c1")),
        # not published and not used: a draft
        kit.tenant(kit.auth_context("c1"), _POLICY, kit.auth_context("c2", published=False)),
        # a policy that is off does not use it
        kit.tenant(kit.auth_context("c2", published=False), kit.access_policy("old", "mfa", context="c2", state="disabled")),
        # a policy for robots asks about no application
        kit.tenant(kit.auth_context("c1"), _POLICY, kit.row(kit.collection.CONDITIONAL_ACCESS_POLICIES, id="robots", state="enabled", conditions={})),
        # a rule of PIM's that is on without saying which context asks for none
        kit.tenant(kit.auth_context("c1"), _POLICY, kit.role_policy(_GA, context="")),
        # no licence for PIM: nothing can ask for it there
        kit.tenant(kit.without_pim(), kit.auth_context("c1"), _POLICY),
    ],
    partial=[
        # a rule of PIM's that is off remembers the context it once asked for
        kit.tenant(kit.auth_context("c1"), kit.row(kit.collection.ROLE_MANAGEMENT_POLICIES, id="x", scopeId="/", scopeType="DirectoryRole", rules=[
            {"@odata.type": "#microsoft.graph.unifiedRoleManagementPolicyAuthenticationContextRule", "id": "AuthenticationContext_EndUser_Assignment",
             "isEnabled": False, "claimValue": "c1"}])),
        # it is shown as the tenant writes it
        kit.tenant(kit.auth_context("c1"), _POLICY, kit.row(kit.collection.AUTHENTICATION_CONTEXTS, id="C3", isAvailable=True))
            .finds("C3", "is published, and neither a policy nor PIM nor a protected action names it"),
        # an orphan: published, and named by nothing
        kit.tenant(kit.auth_context("c1"), _POLICY, kit.auth_context("c3"))
            .finds("c3", "is published, and neither a policy nor PIM nor a protected action names it", shows=("isAvailable true, named by nothing",)),
    ],
    fails=[
        kit.tenant(kit.auth_context("c1", published=False), _POLICY)
            .finds("c1", "is used by 1 policy and is not published: what then happens is not documented"),
        kit.tenant(kit.auth_context("c1", published=False), kit.role_policy(_GA, context="c1"))
            .finds(
                "c1", "is used by 1 PIM policy and is not published: what then happens is not documented",
                shows=("isAvailable false", "asks for it on activation",),
            ),
        kit.tenant(kit.auth_context("c1", published=False), p.core("c1")),
        # gone, and asked for all the same
        kit.tenant(kit.auth_context("c1"), _POLICY, p.core("c9"))
            .finds(
                "c9", "is used by 4 protected actions and does not exist",
                shows=("no context c9", "is protected by it", "is protected by it", "is protected by it", "is protected by it",),
            ),
        kit.tenant(kit.role_policy(_GA, context="c9"))
            .finds("c9", "is used by 1 PIM policy and does not exist"),
        # unpublished although PIM asks for it; what else uses it could not be read
        kit.tenant(kit.auth_context("c1", published=False), kit.role_policy(_GA, context="c1"), kit.without(kit.collection.RESOURCE_ACTIONS))
            .tells("Not known: resourceActions could not be read: access was refused; the permission RoleManagement.Read.Directory reads it."),
    ],
    other=[
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(kit.auth_context("c1", published=False), kit.role_policy(_GA, context="c1"),
                                    kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        ("not_applicable", kit.tenant()),
        # whether it is published was not read
        ("not_assessed", kit.tenant(kit.row(kit.collection.AUTHENTICATION_CONTEXTS, id="c1"), _POLICY)),
        # what looks like an orphan may be a protected action's
        ("not_assessed", kit.tenant(kit.auth_context("c1"), _POLICY, kit.auth_context("c3"), p.core(kit.UNSET))
            .tells("which actions are protected by which context is not in the snapshot")),
    ],
)  # fmt: skip
def contexts_published_and_used(case: kit.Case) -> Iterator[kit.Finding]:
    """A context ties a policy to the place where it is asked for. If it is not published, or gone, Microsoft does not say what becomes of the question; if
    nothing uses it, a reader takes it for a guard that it is not.
    """
    p.lean_on(case, kit.collection.CONDITIONAL_ACCESS_POLICIES, kit.collection.ROLE_MANAGEMENT_POLICIES, kit.collection.RESOURCE_ACTIONS)
    used = _used(case)
    rows = {row.id.lower(): row for row in case.read(kit.collection.AUTHENTICATION_CONTEXTS)}
    for key in case.each(sorted(rows.keys() | used.keys())):
        thing = kit.Thing(kit.Kind.AUTHENTICATION_CONTEXT, rows[key].id if key in rows else key, kit.known(rows[key].display_name) if key in rows else None)
        users = used.get(key, [])
        if key not in rows:
            absent = kit.Evidence(kit.collection.AUTHENTICATION_CONTEXTS.name, None, f"no context {key}")
            yield _finding(thing, kit.Degree.FAIL, f"is used by {_words(users)} and does not exist", (absent, *users))
        elif rows[key].is_available is kit.UNSET:
            case.unknown(kit.collection.AUTHENTICATION_CONTEXTS, f"whether {thing.label} is published is not in the snapshot")
        elif users and rows[key].is_available is False:
            says = f"is used by {_words(users)} and is not published: what then happens is not documented"
            yield _finding(thing, kit.Degree.FAIL, says, (_row(thing, "isAvailable false"), *users))
        elif not users and rows[key].is_available and not _may_be_used(case):
            says = "is published, and neither a policy nor PIM nor a protected action names it"
            yield _finding(thing, kit.Degree.PARTIAL, says, (_row(thing, "isAvailable true, named by nothing"),))


def _used(case: kit.Case) -> dict[str, list[kit.Evidence]]:
    """Context → the rows that name it: policies that are not off, PIM's rules, protected actions."""
    found: dict[str, list[kit.Evidence]] = {}
    for policy in case.find(kit.collection.CONDITIONAL_ACCESS_POLICIES) or ():
        named = policy.when.applications.include_authentication_context_class_references if policy.when.applications else None
        if str(kit.known(policy.state, "")).lower() != "disabled":
            _add(found, named or [], kit.Evidence(kit.collection.CONDITIONAL_ACCESS_POLICIES.name, policy.id, f"names it; state {policy.state}"))
    for pim in activation.policy_rows(case):
        asked = [rule.claim_value for rule in kit.known(pim.rules, []) if rule.is_enabled is True and rule.claim_value]
        _add(found, asked, kit.Evidence(kit.collection.ROLE_MANAGEMENT_POLICIES.name, pim.id, "asks for it on activation"))
    for _, action, context in p.actions(case) if case.find(kit.collection.RESOURCE_ACTIONS) else ():
        if isinstance(context, str):
            _add(found, [context], kit.Evidence(kit.collection.RESOURCE_ACTIONS.name, action.id, "is protected by it"))
    return found


def _add(found: dict[str, list[kit.Evidence]], contexts: list[str], row: kit.Evidence) -> None:
    for context in contexts:
        found.setdefault(context.lower(), []).append(row)


def _may_be_used(case: kit.Case) -> bool:
    """Whether something that could not be read may name it; that is remembered."""
    rows = case.find(kit.collection.RESOURCE_ACTIONS)
    if rows is not None and any(row.authentication_context_id is kit.UNSET for row in rows):
        case.unknown(kit.collection.RESOURCE_ACTIONS, "which actions are protected by which context is not in the snapshot")
    return bool(case.unknowns)


_NAMES = {"conditionalAccessPolicies": ("policy", "policies"), "roleManagementPolicies": ("PIM policy", "PIM policies")}


def _words(rows: list[kit.Evidence]) -> str:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.collection] = counts.get(row.collection, 0) + 1
    return " and ".join(f"{n} {_NAMES.get(name, ('protected action', 'protected actions'))[n != 1]}" for name, n in counts.items())


def _row(thing: kit.Thing, observed: str) -> kit.Evidence:
    return kit.Evidence(kit.collection.AUTHENTICATION_CONTEXTS.name, thing.id, observed)


def _finding(thing: kit.Thing, degree: kit.Degree, says: str, rows: tuple[kit.Evidence, ...]) -> kit.Finding:
    return kit.Finding(degree=degree, subject=thing, says=says, evidence=rows, confidence=kit.Confidence.CERTAIN)
