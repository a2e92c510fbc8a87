"""PIM-002: Activation needs MFA or an enforced authentication context."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _roles as roles

_GA = kit.GLOBAL_ADMINISTRATOR
_PEOPLE = kit.together(kit.eligible(_GA, to="ana"), kit.two_break_glass_accounts())
_GROUP = kit.together(kit.eligible_member("ana", of="admins"), kit.standing(_GA, to="admins"), kit.two_break_glass_accounts())


@kit.check(
    id="PIM-002",
    title="Activation needs MFA or an enforced authentication context",
    theme=kit.Theme.PIM_SETTINGS,
    severity=kit.Severity.HIGH,
    talk=("T05",),
    needs={*kit.WAYS, *kit.POLICIES},
    leans_on={kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={
        kit.collection.GROUP_OWNERS, kit.collection.CONDITIONAL_ACCESS_POLICIES, kit.collection.GROUPS, kit.collection.ROLE_DEFINITIONS,
    },
    remedy=(
        "In the PIM settings of the role or group, under Activation, require Azure MFA, or an authentication context with an enabled policy of Conditional "
        "Access for everybody who may activate it."
    ),
    references=("https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",),
    passes=[
        kit.tenant(_PEOPLE, kit.role_policy(_GA)),
        kit.tenant(_PEOPLE, kit.role_policy(_GA, mfa=False, context="c1"), kit.access_policy("step up", "mfa", context="c1")),
        # no policy names the context: PIM falls back to MFA
        kit.tenant(_PEOPLE, kit.role_policy(_GA, mfa=False, context="c1")),
        kit.tenant(_GROUP, kit.group_policy("admins", mfa=True)),
        # path C: the membership asks for nothing, and the role that is activated after it asks for MFA
        kit.tenant(kit.eligible_member("ana", of="admins"), kit.eligible(_GA, to="admins"), kit.group_policy("admins"), kit.role_policy(_GA)),
        # MFA beside a context that is not enforced is asked for all the same
        kit.tenant(_PEOPLE, kit.role_policy(_GA, context="c1"), kit.access_policy("step up", "mfa", context="c1", state="disabled")),
        # nothing tells whether the custom role is privileged, and where MFA is asked for it does not matter
        kit.tenant(kit.custom_role("helper"), kit.eligible(kit.ident("helper"), to="ana"), kit.role_policy(kit.ident("helper"))),
    ],
    fails=[
        kit.tenant(_PEOPLE, kit.role_policy(_GA, mfa=False))
            .finds(
                "policy of Global Administrator", "lets ana@example.onmicrosoft.com activate Global Administrator without MFA",
                shows=("Enablement_EndUser_Assignment: MultiFactorAuthentication is not enabled", "eligible, endDateTime 2027-04-30T08:00:00Z",),
                by=("EligibleFor",),
                distinct=kit.GLOBAL_ADMINISTRATOR,
            ),
        kit.tenant(_PEOPLE, kit.role_policy(_GA, mfa=False, approval=True)),
        kit.tenant(_PEOPLE, kit.role_policy(_GA, mfa=False, context="c1"), kit.access_policy("step up", "mfa", context="c1", state="disabled"))
            .finds(
                "policy of Global Administrator", (
                    "lets ana@example.onmicrosoft.com activate Global Administrator without MFA; its context c1 is not enforced"
                ),
            ),
        # the role asks, and the people come by the group, which does not
        kit.tenant(_GROUP, kit.role_policy(_GA), kit.group_policy("admins")),
        # MFA at sign-in is not MFA at activation
        kit.tenant(_PEOPLE, kit.role_policy(_GA, mfa=False), kit.access_policy("everybody", "mfa")),
        # privileged by Microsoft's label, though not of tier 0
        kit.tenant(kit.eligible("fe930be7-5e62-47db-91af-98c3a49a38b1", to="ana"), kit.role_policy("fe930be7-5e62-47db-91af-98c3a49a38b1", mfa=False))
            .finds("policy of User Administrator", "lets ana@example.onmicrosoft.com activate User Administrator without MFA"),
        # of tier 0, whatever the label says
        kit.tenant(kit.row(kit.collection.ROLE_DEFINITIONS, id=_GA, templateId=_GA, displayName="Global Administrator", isBuiltIn=True, isPrivileged=False),
                   _PEOPLE, kit.role_policy(_GA, mfa=False)),
    ],
    other=[
        # Graph lists policies without their rules unless it is asked to expand them
        ("not_assessed", kit.tenant(_PEOPLE, kit.role_policy(_GA, mfa=True), kit.unselected(kit.collection.ROLE_MANAGEMENT_POLICIES, "rules"))),
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_assessed", kit.tenant(_PEOPLE)),
        ("not_assessed", kit.tenant(
            _PEOPLE, kit.role_policy(_GA, mfa=False, context="c1"), kit.without(kit.collection.CONDITIONAL_ACCESS_POLICIES),
        )),
        # a custom role of which nothing tells whether it is privileged
        ("not_assessed", kit.tenant(kit.custom_role("helper"), kit.eligible(kit.ident("helper"), to="ana"), kit.role_policy(kit.ident("helper"), mfa=False))
            .tells("whether the role helper is privileged is not in the snapshot")),
        # one that is not privileged
        ("not_applicable", kit.tenant(kit.custom_role("helper", isPrivileged=False), kit.eligible(kit.ident("helper"), to="ana"),
                                      kit.role_policy(kit.ident("helper"), mfa=False))),
    ],
)  # fmt: skip
def activation_asks_for_mfa(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever has stolen a session can activate what its owner may, unless PIM asks for something that the session does not hold. MFA at sign-in does not
    help: it happened before. Approval is good, and no proof of who asks.
    """
    open_ways: dict[tuple[str, str], tuple[kit.PimPolicy, kit.Role, list[kit.Chain]]] = {}
    for role, chain in _chains(case):
        case.judged()
        if (policy := _unguarded(case, chain)) and (role.tier0 or roles.is_privileged(case, role)):
            open_ways.setdefault((policy.row.id, role.id), (policy, role, []))[2].append(chain)
    for key in sorted(open_ways):
        yield _finding(*open_ways[key])


def _chains(case: kit.Case) -> Iterator[tuple[kit.Role, kit.Chain]]:
    for role_id, scope in case.targets():
        role = case.role(role_id)
        if role.tier0 or role.privileged is not False:
            yield from ((role, chain) for chain in case.chains_to(role_id, scope))


def _unguarded(case: kit.Case, chain: kit.Chain) -> kit.PimPolicy | None:
    """The first policy of a chain on which nothing asks for MFA or an enforced context; None for a chain that is guarded, or of which that is not known."""
    asked = [(policy, _asks(case, chain, policy)) for policy in chain.activations]
    if any(answer for _, answer in asked):
        return None
    for policy, answer in asked:
        if answer is None:
            _say_what_is_missing(case, chain, policy)
            return None
    return asked[0][0]


def _asks(case: kit.Case, chain: kit.Chain, policy: kit.PimPolicy | None) -> bool | None:
    if policy is None:
        return None
    if policy.requires_mfa or policy.context is None:
        return policy.requires_mfa
    found = case.enforcement(chain.principal, policy.context)
    return True if found.falls_back else found.holds.value


def _say_what_is_missing(case: kit.Case, chain: kit.Chain, policy: kit.PimPolicy | None) -> None:
    if policy is None:
        case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"a PIM policy on a way to {chain.edges[-1].target.label} is not in the snapshot")
        return
    for want in case.enforcement(chain.principal, policy.context or "").holds.wants:
        case.unknown(want.collection, f"{chain.principal.label}: {want.says}")


def _finding(policy: kit.PimPolicy, role: kit.Role, chains: list[kit.Chain]) -> kit.Finding:
    labels = list(dict.fromkeys(chain.principal.label for chain in chains))
    people = ", ".join(labels) if len(labels) < 6 else f"{', '.join(labels[:5])} and {len(labels) - 5} more"
    context = f"; its context {policy.context} is not enforced" if policy.context else ""
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=policy.thing,
        distinct=role.id,
        says=f"lets {people} activate {role.name} without MFA{context}",
        evidence=(policy.evidence("Enablement_EndUser_Assignment", "MultiFactorAuthentication is not enabled"), *chains[0].evidence),
        path=chains[0].edges,
    )
