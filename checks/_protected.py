"""Protected actions: which ones matter most, and what the snapshot says of them."""

from __future__ import annotations

from collections.abc import Iterator

from assessor import checkkit as kit

CORE = {
    "microsoft.directory/conditionalaccesspolicies/basic/update": "Change Conditional Access policies",
    "microsoft.directory/conditionalaccesspolicies/create": "Create Conditional Access policies",
    "microsoft.directory/conditionalaccesspolicies/delete": "Delete Conditional Access policies",
    "microsoft.directory/resourcenamespaces/resourceactions/authenticationcontext/update": "Take the protection off an action",
}
"""Actions by name in lower case, in our words: whoever may do one of them unasked can take away everything else."""

_VERBS = ("get", "post", "patch", "put", "delete")


def actions(case: kit.Case) -> Iterator[tuple[str, kit.Thing, str | None | object]]:
    """(name in lower case, the action, its context): `kit.UNSET` where the snapshot does not say, None where there is none."""
    for row in case.read(kit.collection.RESOURCE_ACTIONS):
        name = name_of(row.name, row.id)
        said = row.authentication_context_id
        context = said if said is kit.UNSET else (str(said).strip().lower() or None) if said else None
        yield name.lower(), kit.Thing(kit.Kind.RESOURCE_ACTION, row.id or name, name), context


def name_of(name: str | None, row_id: str) -> str:
    """The action's name; an id is the name with dashes for slashes and the verb behind it."""
    if name:
        return name
    parts = row_id.split("-")
    return "/".join(parts[:-1] if parts[-1].lower() in _VERBS else parts)


def can_be_protected(case: kit.Case) -> frozenset[str]:
    """Names in lower case of actions that take a context, as the snapshot says."""
    rows = case.read(kit.collection.RESOURCE_ACTIONS)
    return frozenset(name_of(row.name, row.id).lower() for row in rows if row.is_authentication_context_settable is True)


def lean_on(case: kit.Case, *collections: kit.Collection) -> None:  # type: ignore[type-arg]  # any rows
    """Remember each of these that is missing, but for PIM's where the tenant has no licence for it."""
    for one in collections:
        gone = case.missing(one)
        if gone and gone.reason_code is not kit.ReasonCode.NOT_LICENSED:
            case.unknown(gone.name, gone.says, gone.reason_code)


def action(name: str, context: object = None, *, settable: bool = True) -> kit.Part:
    """An action as Graph lists it; a context of `kit.UNSET` is left out, as it is when nobody asks for the property."""
    said = {} if context is kit.UNSET else {"authenticationContextId": context}
    row_id = name.replace("/", "-") + "-patch"
    return kit.row(kit.collection.RESOURCE_ACTIONS, id=row_id, name=name, isPrivileged=True, isAuthenticationContextSettable=settable, **said)


def core(context: object = None, *, but: int = 0) -> kit.Part:
    """The four core actions, all but the last so many under a context."""
    names = list(CORE)
    return kit.together(*(action(name, context if at < len(names) - but else None) for at, name in enumerate(names)))
