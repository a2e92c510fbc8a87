"""PAC-001: Changing Conditional Access is a protected action."""

from collections.abc import Iterator

from assessor import checkkit as kit

from . import _protected as p

_LOCATIONS = "microsoft.directory/namedLocations/delete"


@kit.check(
    id="PAC-001",
    title="Changing Conditional Access is a protected action",
    theme=kit.Theme.PROTECTED_ACTIONS,
    severity=kit.Severity.HIGH,
    talk=("T06",),
    needs={kit.collection.RESOURCE_ACTIONS},
    remedy=(
        "First turn on a Conditional Access policy for an authentication context (all users but one emergency account, phishing-resistant MFA, sign-in "
        "frequency every time). Then open Entra admin center > Entra ID > Roles & admins > Protected actions > Add protected actions, choose the context and "
        "add the permissions to create, update and delete Conditional Access policies, and the one to change the authentication context of an action."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/protected-actions-overview",
        "https://learn.microsoft.com/entra/identity/role-based-access-control/protected-actions-add",
    ),
    passes=[
        kit.tenant(p.core("c1")),
        # what else could be protected is information
        kit.tenant(p.core("c1"), p.action(_LOCATIONS))
            .finds(
                "Example", "could protect further actions: namedLocations/delete",
                degree=kit.Degree.PARTIAL, severity=kit.Severity.INFO, shows=("settable, authenticationContextId null",),
                distinct="further",
            ),
        # the id alone names the action too
        kit.tenant(*(kit.row(kit.collection.RESOURCE_ACTIONS, id=f"{name.replace('/', '-')}-post", authenticationContextId="c1") for name in p.CORE)),
        # actions that nobody can protect, and whose property was not read, do not matter here
        kit.tenant(p.core("c1"), p.action("microsoft.directory/users/create", kit.UNSET, settable=False)),
        kit.tenant(p.core("c1"), p.action("microsoft.directory/users/create", settable=False)).finds_nothing(),
    ],
    partial=[kit.tenant(p.core("c1", but=1))
            .finds(
                "microsoft.directory/resourcenamespaces/resourceactions/authenticationcontext/update", (
                    "is not protected: nothing is asked at the moment somebody does it (take the protection off an action)"
                ),
                severity=kit.Severity.MEDIUM, shows=("authenticationContextId null",),
            ), kit.tenant(p.core("c1", but=3))],
    fails=[
        kit.tenant(p.core()),
        # an empty context is none
        kit.tenant(p.core("")),
        # other actions are protected, and none of those that undo everything
        kit.tenant(p.core(), p.action(_LOCATIONS, "c1"))
            .finds(
                "microsoft.directory/conditionalaccesspolicies/basic/update", (
                    "is not protected: nothing is asked at the moment somebody does it (change Conditional Access policies)"
                ),
            )
            .finds(
                "microsoft.directory/conditionalaccesspolicies/create", (
                    "is not protected: nothing is asked at the moment somebody does it (create Conditional Access policies)"
                ),
            )
            .finds(
                "microsoft.directory/conditionalaccesspolicies/delete", (
                    "is not protected: nothing is asked at the moment somebody does it (delete Conditional Access policies)"
                ),
            )
            .finds(
                "microsoft.directory/resourcenamespaces/resourceactions/authenticationcontext/update", (
                    "is not protected: nothing is asked at the moment somebody does it (take the protection off an action)"
                ),
            ),
    ],
    other=[
        # Graph leaves the property out unless it is asked for: absent is not "none"
        ("not_assessed", kit.tenant(p.core(kit.UNSET))),
        ("not_assessed", kit.tenant(*(p.action(name, kit.UNSET if at else None) for at, name in enumerate(p.CORE)))),
        # a list without the core actions is no list of unprotected ones
        ("not_assessed", kit.tenant()),
        ("not_assessed", kit.tenant(*(p.action(name, "c1") for name in list(p.CORE)[:3]))),
        ("not_applicable", kit.tenant(kit.without(kit.collection.RESOURCE_ACTIONS, "not_licensed"))),
    ],
)  # fmt: skip
def changing_policies_is_protected(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever steals the session of an administrator of Conditional Access can switch off the policies that would have stopped him. A protected action asks
    for proof at the moment of the change, whatever the role; and the protection has to guard itself, or the first change takes it away.
    """
    found = {name: (thing, context) for name, thing, context in p.actions(case) if name in p.CORE}
    for name, words in p.CORE.items():
        if name not in found or found[name][1] is kit.UNSET:
            case.unknown(kit.collection.RESOURCE_ACTIONS, f"whether an authentication context protects “{words}” is not in the snapshot")
    case.judged(sum(context is not kit.UNSET for _, context in found.values()))
    open_ones = [name for name, (_, context) in found.items() if context is None]
    degree = kit.Degree.FAIL if len(open_ones) == len(p.CORE) else kit.Degree.PARTIAL
    for name in open_ones:
        yield _finding(found[name][0], p.CORE[name], degree)
    yield from _others(case)


def _finding(action: kit.Thing, words: str, degree: kit.Degree) -> kit.Finding:
    return kit.Finding(
        degree=degree,
        subject=action,
        says=f"is not protected: nothing is asked at the moment somebody does it ({words[0].lower()}{words[1:]})",
        evidence=(kit.Evidence(kit.collection.RESOURCE_ACTIONS.name, action.id, "authenticationContextId null"),),
        severity=None if degree is kit.Degree.FAIL else kit.Severity.MEDIUM,
    )


def _others(case: kit.Case) -> Iterator[kit.Finding]:
    """Further actions that take a context and have none: information."""
    settable = p.can_be_protected(case) - p.CORE.keys()
    left = [thing for name, thing, context in p.actions(case) if name in settable and context is None]
    if left:
        few = ", ".join(sorted(one.label.removeprefix("microsoft.directory/") for one in left)[:6])
        rest = f" and {len(left) - 6} more" if len(left) > 6 else ""
        yield kit.Finding(
            degree=kit.Degree.PARTIAL,
            subject=case.tenant_thing(),
            says=f"could protect further actions: {few}{rest}",
            evidence=tuple(kit.Evidence(kit.collection.RESOURCE_ACTIONS.name, one.id, "settable, authenticationContextId null") for one in left),
            distinct="further",
            severity=kit.Severity.INFO,
        )
