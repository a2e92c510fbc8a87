"""PIM-003: Every authentication context that PIM asks for is enforced."""

from collections.abc import Iterator

from assessor import checkkit as kit

_GA = kit.GLOBAL_ADMINISTRATOR
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.role_policy(_GA, context="c1"), kit.two_break_glass_accounts(), kit.auth_context("c1"))
_GROUP = kit.together(
    kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), kit.group_policy("admins", context="c1"), kit.auth_context("c1"),
)  # fmt: skip


@kit.check(
    id="PIM-003",
    title="Every authentication context that PIM asks for is enforced",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.HIGH,
    talk=("T05",),
    needs={*kit.WAYS, *kit.POLICIES, kit.collection.CONDITIONAL_ACCESS_POLICIES},
    leans_on={kit.collection.AUTHENTICATION_CONTEXTS, kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={kit.collection.GROUP_OWNERS, kit.collection.GROUPS},
    remedy=(
        "Turn on a policy for the authentication context (Conditional Access > Policies > Target resources > Authentication context), for all users but the "
        "break-glass accounts, never for the role or group that is activated; and publish the context."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/groups-role-settings",
    ),
    passes=[
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1")),
        kit.tenant(_GROUP, kit.access_policy("step up", "mfa", context="c1")),
        # a draft beside an enabled policy does not matter
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1"), kit.access_policy("draft", "block", context="c1", state="disabled")),
        # a context that nobody is asked for may be a draft
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1"), kit.auth_context("c9", published=False)).finds_nothing(),
    ],
    partial=[
        kit.tenant(_PEOPLE)
            .finds(
                "policy of Global Administrator", "asks for c1, which no policy of Conditional Access names: PIM falls back to MFA",
                shows=("AuthenticationContext_EndUser_Assignment: isEnabled true, claimValue c1", "no policy names c1",),
            ),
        kit.tenant(_PEOPLE, kit.access_policy("other", "mfa", context="c2")),
        kit.tenant(
            kit.eligible(_GA, to="ana"), kit.role_policy(_GA, context="c1"), kit.auth_context("c1", published=False),
            kit.access_policy("step up", "mfa", context="c1"),
        )
            .finds(
                "c1", "is asked for by PIM and is not published: what then happens is not documented",
                confidence=kit.Confidence.POSSIBLE, shows=("isAvailable false",),
            ),
    ],
    fails=[
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1", state="disabled"))
            .finds(
                "policy of Global Administrator", "asks for c1, and no enabled policy asks anything of ana@example.onmicrosoft.com; it is named by step up",
                shows=("AuthenticationContext_EndUser_Assignment: isEnabled true, claimValue c1", "state disabled",),
            ),
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1", state="enabledForReportingButNotEnforced")),
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1", without_users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", users=(), roles=(_GA,), context="c1")),
        kit.tenant(_GROUP, kit.access_policy("step up", "mfa", users=(), groups=("admins",), context="c1")),
        # a policy that asks for nothing enforces nothing
        kit.tenant(_PEOPLE, kit.access_policy("session", context="c1")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.eligible(_GA, to="ana"), kit.role_policy(_GA), kit.two_break_glass_accounts())),
        ("not_assessed", kit.tenant(_PEOPLE, kit.scope_privileged(), kit.access_policy("step up", "mfa", context="c1", without_groups=("gone",)))),
        # of what a policy asks that was not read, nothing is known
        ("not_assessed", kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1"), kit.eligible(kit.PRIVILEGED_ROLE_ADMINISTRATOR, to="bob"))
            .tells("a PIM policy on a way to Privileged Role Administrator is not in the snapshot")),
        ("not_assessed", kit.tenant(kit.eligible(_GA, to="ana"))),
    ],
)  # fmt: skip
def contexts_are_enforced(case: kit.Case) -> Iterator[kit.Finding]:
    """PIM hands the question to Conditional Access when it asks for an authentication context. If a policy names the context but is off, only reports, leaves
    the person out or is scoped to the role that is being activated, nothing at all is asked: less than the MFA that PIM would have asked for by itself.
    """
    asked: dict[str, tuple[kit.PimPolicy, dict[str, kit.Chain]]] = {}
    for chain in (chain for role_id, scope in case.targets() for chain in case.chains_to(role_id, scope)):
        for policy in chain.activations:
            if policy is None:
                case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"a PIM policy on a way to {chain.edges[-1].target.label} is not in the snapshot")
            elif policy.context:
                asked.setdefault(policy.row.id, (policy, {}))[1][chain.principal.id] = chain
    if asked:
        case.lean_on(kit.collection.AUTHENTICATION_CONTEXTS)
    for policy, people in case.each(asked[key] for key in sorted(asked)):
        yield from _judged(case, policy, people)
    yield from _unpublished(case, {policy.context or "" for policy, _ in asked.values()})


def _judged(case: kit.Case, policy: kit.PimPolicy, people: dict[str, kit.Chain]) -> Iterator[kit.Finding]:
    found = {key: case.enforcement(people[key].principal, policy.context or "") for key in sorted(people)}
    if any(one.falls_back for one in found.values()):
        yield _finding(policy, kit.Degree.PARTIAL, f"asks for {policy.context}, which no policy of Conditional Access names: PIM falls back to MFA", ())
        return
    left_out = [key for key, one in found.items() if one.holds.value is False]
    if left_out:
        names = tuple(one.label for one in found[left_out[0]].naming)
        says = f"asks for {policy.context}, and no enabled policy asks anything of {_named([people[key].principal.label for key in left_out])}"
        yield _finding(policy, kit.Degree.FAIL, f"{says}; it is named by {', '.join(names)}", found[left_out[0]].naming)
    for key, one in found.items():
        for want in one.holds.wants:
            case.unknown(want.collection, f"{people[key].principal.label}: {want.says}")


def _finding(policy: kit.PimPolicy, degree: kit.Degree, says: str, naming: tuple[object, ...]) -> kit.Finding:
    rows = tuple(kit.Evidence("conditionalAccessPolicies", one.id, f"state {one.row.state}") for one in naming)  # type: ignore[attr-defined]  # policies
    asked = policy.evidence("AuthenticationContext_EndUser_Assignment", f"isEnabled true, claimValue {policy.context}")
    absent = kit.Evidence("conditionalAccessPolicies", None, f"no policy names {policy.context}")
    return kit.Finding(degree=degree, subject=policy.thing, says=says, evidence=(asked, *(rows or (absent,))))


def _unpublished(case: kit.Case, contexts: set[str]) -> Iterator[kit.Finding]:
    for row in case.find(kit.collection.AUTHENTICATION_CONTEXTS) or ():
        if row.id.lower() in {one.lower() for one in contexts} and row.is_available is False:
            yield kit.Finding(
                degree=kit.Degree.PARTIAL,
                subject=kit.Thing(kit.Kind.AUTHENTICATION_CONTEXT, row.id, kit.known(row.display_name)),
                says="is asked for by PIM and is not published: what then happens is not documented",
                evidence=(kit.Evidence("authenticationContextClassReferences", row.id, "isAvailable false"),),
                confidence=kit.Confidence.POSSIBLE,
            )


def _named(labels: list[str]) -> str:
    return ", ".join(labels) if len(labels) < 6 else f"{', '.join(labels[:5])} and {len(labels) - 5} more"
