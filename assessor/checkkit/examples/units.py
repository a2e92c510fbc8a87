"""Administrative units for examples."""

from __future__ import annotations

from typing import Any

from assessor.checkkit.examples.draft import Draft, Part, ident, type_of
from assessor.checkkit.examples.people import ensure, first


def unit(name: str, *, restricted: bool = False, **properties: Any) -> Part:
    """An administrative unit called `name`; its scope is `unit_scope(name)`."""
    defaults: dict[str, Any] = {"displayName": name, "membershipType": "Assigned", "membershipRule": None, "membershipRuleProcessingState": None}
    return first("administrativeUnits", id=ident(name), isMemberManagementRestricted=restricted, **{**defaults, **properties})


def unit_member(name: str, *, of: str) -> Part:
    """An object in an administrative unit."""

    def part(draft: Draft) -> None:
        principal = ensure(draft, name)
        if not draft.has("administrativeUnits", ident(of)):
            unit(of)(draft)
        draft.add("administrativeUnitMembers", administrativeUnitId=ident(of), id=principal, **{"@odata.type": type_of(draft, principal)})

    return part


def unit_scope(name: str) -> str:
    """The scope of a role over the unit."""
    return f"/administrativeUnits/{ident(name)}"
