"""PAC-002: Every protected action is really enforced."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assessor import checkkit as kit

from . import _protected as p

_GA = kit.GLOBAL_ADMINISTRATOR
_ROLES = (_GA, "194ae4cb-b126-40b2-bd5b-6091b380977d", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9")
"""Global, Security and Conditional Access Administrator: who can do the core actions (protected-actions-overview, 2025-11)."""

_PEOPLE = kit.together(p.core("c1"), kit.eligible(_GA, to="ana"), kit.two_break_glass_accounts(), kit.auth_context("c1"))
_ANEW: dict[str, Any] = {"signInFrequency": {"isEnabled": True, "frequencyInterval": "everyTime"}}
_STRONG = kit.access_policy("step up", "mfa", context="c1")
_CONDITIONAL_ACCESS = "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9"


@kit.check(
    id="PAC-002",
    title="Every protected action is really enforced",
    theme=kit.Theme.PROTECTED_ACTIONS,
    severity=kit.Severity.HIGH,
    talk=("T06",),
    needs={kit.collection.RESOURCE_ACTIONS, kit.collection.CONDITIONAL_ACCESS_POLICIES},
    leans_on={kit.collection.AUTHENTICATION_STRENGTHS, *kit.WAYS, kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS},
    uses={
        kit.collection.GROUP_OWNERS, kit.collection.AUTHENTICATION_CONTEXTS, kit.collection.NAMED_LOCATIONS,
        kit.collection.GROUPS, kit.collection.ROLE_DEFINITIONS, *kit.POLICIES,
    },
    judges_without_pim=True,
    remedy=(
        "Turn on a Conditional Access policy for the authentication context of the protected actions: all users but one emergency account, Require "
        "authentication strength: Phishing-resistant MFA, and Session > Sign-in frequency > Every time. Do it at once where no policy is on: "
        "administrators are sent round in a loop and cannot do the action."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/protected-actions-overview",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/protected-actions-add",
    ),
    passes=[
        kit.tenant(_PEOPLE, _STRONG),
        # a policy for the role is right here: whoever does the action has activated it already
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", users=(), roles=(_GA,), context="c1")),
        # break-glass accounts may be left out
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1", without_users=("emergency1", "emergency2"))),
        # actions that nobody can protect, and whose context was not read, do not matter
        kit.tenant(_PEOPLE, _STRONG, p.action("microsoft.directory/users/create", kit.UNSET, settable=False)),
        # a block for some beside MFA for everybody
        kit.tenant(_PEOPLE, _STRONG, kit.access_policy("no phones", "block", context="c1", platforms=kit.on_phones())),
    ],
    partial=[
        # asked for something, and not for MFA
        kit.tenant(_PEOPLE, kit.access_policy("managed", "compliantDevice", context="c1"))
            .finds(
                "c1", "protects 4 actions, and the proof is weak: ana@example.onmicrosoft.com, as Global Administrator, gets through without MFA on Windows",
                severity=kit.Severity.MEDIUM,
            ),
        kit.tenant(_PEOPLE, kit.access_policy("either", "mfa", "compliantDevice", context="c1")),
        # nothing is asked for but to sign in anew
        kit.tenant(_PEOPLE, kit.access_policy("anew", context="c1", session=_ANEW))
            .finds("c1", "protects 4 actions, and no enabled policy asks ana@example.onmicrosoft.com as Global Administrator for MFA or anything else",
                   severity=kit.Severity.MEDIUM),
        # enforced on phones alone
        kit.tenant(_PEOPLE, kit.access_policy("phones", "mfa", context="c1", platforms=kit.on_phones())),
    ],
    fails=[
        kit.tenant(kit.auth_context("c0"), _PEOPLE)
            .finds("c1", "protects 4 actions, and no enabled policy enforces it: whoever tries is asked again and again"),
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1", state="disabled"))
            .finds(
                "c1", "protects 4 actions, and no enabled policy enforces it: whoever tries is asked again and again",
                shows=(
                    "authenticationContextId c1",
                    "authenticationContextId c1",
                    "authenticationContextId c1",
                    "authenticationContextId c1",
                    "names c1; state disabled",
                ),
            ),
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1", state="enabledForReportingButNotEnforced")),
        # a policy for all resources does not meet a context
        kit.tenant(_PEOPLE, kit.access_policy("everybody", "mfa"))
            .finds(
                "c1", "protects 4 actions, and no enabled policy enforces it: whoever tries is asked again and again",
                shows=(
                    "authenticationContextId c1",
                    "authenticationContextId c1",
                    "authenticationContextId c1",
                    "authenticationContextId c1",
                    "no policy names c1",
                ),
            ),
        # one administrator is left out
        kit.tenant(_PEOPLE, kit.access_policy("step up", "mfa", context="c1", without_users=("ana",)))
            .finds("c1", "protects 4 actions, and no enabled policy asks ana@example.onmicrosoft.com as Global Administrator for MFA or anything else"),
        # who is left out does not sign in anew either; and what is switched off is not asked
        kit.tenant(_PEOPLE, kit.access_policy("anew", "mfa", context="c1", session=_ANEW, without_users=("ana",))),
        kit.tenant(_PEOPLE, kit.access_policy("anew", context="c1", session={"signInFrequency": {**_ANEW["signInFrequency"], "isEnabled": False}})),
        kit.tenant(_PEOPLE, kit.access_policy("daily", context="c1", session={"signInFrequency": {"isEnabled": True, "type": "days", "value": 1}})),
        # a policy for Global Administrators does not meet somebody who acts by another role
        kit.tenant(_PEOPLE, kit.eligible(_CONDITIONAL_ACCESS, to="ben"), kit.access_policy("step up", "mfa", users=(), roles=(_GA,), context="c1")),
        # no policy at all is proven without knowing the people
        kit.tenant(_PEOPLE, kit.without(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES)),
        # one of two has to sign in anew, the other is asked for nothing
        kit.tenant(_PEOPLE, kit.eligible(_CONDITIONAL_ACCESS, to="ben"), kit.access_policy("anew", context="c1", session=_ANEW, users=("ana",)))
            .finds(
                "c1", (
                    "protects 4 actions, and no enabled policy asks ana@example.onmicrosoft.com as Global Administrator, ben@example.onmicrosoft.com as "
                    "Conditional Access Administrator for MFA or anything else"
                ),
            ),
    ],
    other=[
        # nothing is protected: PAC-001 says so
        ("not_applicable", kit.tenant(p.core())),
        # neither does it matter then who could do them
        ("not_applicable", kit.tenant(p.core(), kit.group("admins"), kit.standing(_GA, to="admins"), kit.gap(kit.collection.GROUP_MEMBERS, "admins"))),
        # one has to sign in anew and no more; whether the other is asked for MFA hangs on a group that was not read
        ("not_assessed", kit.tenant(_PEOPLE, kit.eligible(_CONDITIONAL_ACCESS, to="ben"), kit.scope_privileged(),
                                    kit.access_policy("anew", context="c1", session=_ANEW),
                                    kit.access_policy("step up", "mfa", context="c1", users=("ben",), without_groups=("elsewhere",)))),
        # everybody is asked for something, and for whom it is MFA hangs on a group that was not read
        ("not_assessed", kit.tenant(_PEOPLE, kit.scope_privileged(), kit.access_policy("managed", "compliantDevice", context="c1"),
                                    kit.access_policy("step up", "mfa", context="c1", without_groups=("elsewhere",)))),
        ("not_assessed", kit.tenant(p.core(kit.UNSET))),
        ("not_assessed", kit.tenant(_PEOPLE, kit.scope_privileged(), kit.access_policy("step up", "mfa", context="c1", without_groups=("gone",)))),
    ],
)  # fmt: skip
def protected_actions_enforced(case: kit.Case) -> Iterator[kit.Finding]:
    """A protected action is only as good as the policy behind its context. Without one that is on, administrators are sent round in a loop, and with one that
    leaves somebody out or asks for little, a stolen session does what it likes. A policy on the role works here, unlike in PIM: the role is active already.
    """
    p.lean_on(case, kit.collection.AUTHENTICATION_STRENGTHS, *sorted(kit.WAYS, key=str))
    protected = _by_context(case)
    people = [(role, one.principal) for role in _ROLES for one in case.people_to(role)] if protected else []
    for context, actions in case.each(sorted(protected.items())):
        yield from _judged(case, _Asked(context, _thing(case, context), actions), people)


@dataclass(frozen=True)
class _Asked:
    context: str
    thing: kit.Thing
    actions: list[kit.Thing]

    @property
    def words(self) -> str:
        return f"protects {len(self.actions)} action{'' if len(self.actions) == 1 else 's'}"

    @property
    def rows(self) -> list[kit.Evidence]:
        return [kit.Evidence(kit.collection.RESOURCE_ACTIONS.name, one.id, f"authenticationContextId {self.context}") for one in self.actions]


def _thing(case: kit.Case, context: str) -> kit.Thing:
    row = next((one for one in case.find(kit.collection.AUTHENTICATION_CONTEXTS) or () if one.id.lower() == context), None)
    return kit.Thing(kit.Kind.AUTHENTICATION_CONTEXT, context, kit.known(row.display_name) if row else None)


def _by_context(case: kit.Case) -> dict[str, list[kit.Thing]]:
    found: dict[str, list[kit.Thing]] = {}
    for name, thing, context in p.actions(case):
        if context is kit.UNSET and name in p.CORE:
            case.unknown(kit.collection.RESOURCE_ACTIONS, f"whether an authentication context protects “{p.CORE[name]}” is not in the snapshot")
        elif isinstance(context, str):
            found.setdefault(context, []).append(thing)
    return found


def _judged(case: kit.Case, asked: _Asked, people: list[tuple[str, kit.Thing]]) -> Iterator[kit.Finding]:
    naming = [one for one in case.access.policies if asked.context in one.resources.contexts]
    alive = [one for one in naming if one.is_enforced.value is not False]
    rows = [kit.Evidence(kit.collection.CONDITIONAL_ACCESS_POLICIES.name, one.id, f"names {asked.context}; state {one.row.state}") for one in naming]
    if not alive:
        rows = rows or [kit.Evidence(kit.collection.CONDITIONAL_ACCESS_POLICIES.name, None, f"no policy names {asked.context}")]
        yield _finding(asked, kit.Degree.FAIL, "no enabled policy enforces it: whoever tries is asked again and again", rows)
        return
    found = [(role, one, case.enforcement(one, asked.context, role)) for role, one in people]
    for _, one, answer in found:
        for want in answer.holds.wants:
            case.unknown(want.collection, f"{one.label}: {want.says}")
    if left_out := [(role, one, answer) for role, one, answer in found if answer.holds.value is False]:
        who = _listed([f"{one.label} as {case.role(role).name}" for role, one, _ in left_out])
        degree = kit.Degree.PARTIAL if all(answer.signs_in_anew for _, _, answer in left_out) else kit.Degree.FAIL
        yield _finding(asked, degree, f"no enabled policy asks {who} for MFA or anything else", rows)
    else:
        yield from _weak(case, asked, people, rows)


def _weak(case: kit.Case, asked: _Asked, people: list[tuple[str, kit.Thing]], rows: list[kit.Evidence]) -> Iterator[kit.Finding]:
    """Sign-ins to the context that get through without MFA."""
    for role in _ROLES:
        ids = [one.id for by, one in people if by == role]
        found = case.open_to(ids, kit.Property.MFA, (kit.Context(kind="authContext", value=asked.context),), role)
        for gap in found.possible:
            for want in gap.missing:
                case.unknown(want.collection, want.says)
        if found.certain:
            witness = found.certain[0].witness
            name = case.thing(witness.user.id).label if witness.user else "somebody"
            platform = _PLATFORMS.get(witness.platform or "", witness.platform)
            says = f"the proof is weak: {name}, as {case.role(role).name}, gets through without MFA on {platform}"
            yield _finding(asked, kit.Degree.PARTIAL, says, rows)
            return


_PLATFORMS = {"windows": "Windows", "linux": "Linux", "android": "Android", "unknown": "a platform that is not recognised"}


def _finding(asked: _Asked, degree: kit.Degree, says: str, rows: list[kit.Evidence]) -> kit.Finding:
    severity = None if degree is kit.Degree.FAIL else kit.Severity.MEDIUM
    return kit.Finding(degree=degree, subject=asked.thing, says=f"{asked.words}, and {says}", evidence=(*asked.rows, *rows), severity=severity)


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 6 else f"{', '.join(names[:5])} and {len(names) - 5} more"
