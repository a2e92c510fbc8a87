"""Who is who in the tenant of an example: names by id, so that its rows can be told in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.checkkit.examples.draft import TAKEN_AT
from assessor.reference.powers import app_permissions, read_permissions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.checkkit.examples import Draft

_NAMED = (
    "groups", "servicePrincipals", "applications", "administrativeUnits", "conditionalAccessPolicies", "roleDefinitions", "namedLocations",
    "authenticationStrengthPolicies", "accessPackages",
)  # fmt: skip
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_PLURAL = {"is": "are", "has": "have", "was": "were", "does": "do"}
_FEW = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is true in the tenant."""

    who: str
    """Of whom it is told; empty where `says` is a sentence of its own."""
    says: str
    """Begins with its verb, for one."""


class Book:
    """The names of an example, and the rows they come from."""

    def __init__(self, draft: Draft) -> None:
        """One book a draft."""
        self.draft = draft
        rows = ((row["id"], str(row["displayName"])) for name in _NAMED for row in self.rows(name) if row.get("id") and row.get("displayName"))
        self._names = {key.lower(): name for key, name in rows}
        self._names |= {row["id"].lower(): _local(row) for row in self.rows("users")}
        self._names |= {row["id"].lower(): "a deleted principal" for row in self.rows("unresolvedIds")}

    def rows(self, collection: str) -> list[dict[str, Any]]:
        """The rows of a collection."""
        return self.draft.rows.get(collection, [])

    def name(self, key: str | None) -> str:
        """The name behind an id; an id that the tenant does not hold is told as such."""
        return self._names.get((key or "").lower(), "somebody whom the snapshot does not hold")

    def knows(self, key: str | None) -> bool:
        """Whether the tenant has a name for an id."""
        return (key or "").lower() in self._names or reference.builtin_role(key or "") is not None

    def group(self, key: str) -> str:
        """A group that a policy names."""
        return f"the group {self.name(key)}" if self.knows(key) else "a group that the snapshot does not hold"

    def who(self, key: str | None) -> str:
        """The name, with the word that says it is a group where it is one."""
        return f"the group {self.name(key)}" if any(row["id"] == key for row in self.rows("groups")) else self.name(key)

    def target(self, key: str) -> str:
        """A group, a role or whatever else an id means."""
        return self.role(key) if reference.builtin_role(key) else self.who(key)

    def named(self, text: str) -> str:
        """A text with the ids in it replaced by names, as far as the tenant knows them."""
        return _ID.sub(lambda found: self.role(found[0]) if reference.builtin_role(found[0]) else self._names.get(found[0].lower(), found[0]), text)

    def plan(self, key: str) -> str:
        """A service plan by name, or its id where the dated table does not know it."""
        names: dict[str, str] = {one["id"]: one["name"].removeprefix("Microsoft ") for one in reference.document("service_plans")["plans"]}
        return names.get(key.lower(), f"the unknown plan {key}")

    def role(self, key: str | None) -> str:
        """A role by template id or id."""
        dated = reference.builtin_role(key or "")
        return dated.name if dated else self._names.get((key or "").lower(), f"the unknown role {key}")

    def over(self, scope: str | None) -> str:
        """The scope of a role as the end of a sentence; nothing for the whole tenant."""
        if scope in ("/", None, ""):
            return ""
        kind, _, key = str(scope).strip("/").rpartition("/")
        named = self._names.get(key.lower())
        if kind.lower() == "administrativeunits":
            return f" over the unit {named}" if named else " over a unit that the snapshot does not hold"
        return f" over {named or f'the scope {scope}'}"

    def application(self, key: str) -> str:
        """A resource of policies by its word or appId."""
        known = reference.privileged_apps().get(key.lower())
        return {"all": "all resources", "none": "no resource"}.get(key.lower(), known or key)

    def permission(self, key: str) -> str:
        """An application permission by app role id."""
        known = app_permissions().get(key.lower())
        return known.name if known else {one.lower(): name for name, one in read_permissions().items()}.get(key.lower(), key)


def together(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Facts as sentences; those who share one are named in one."""
    found: dict[str, list[str]] = {}
    for fact in facts:
        found.setdefault(fact.says, []).append(fact.who)
    return tuple(_sentence(list(dict.fromkeys(who)), says) for says, who in found.items())


def _sentence(who: list[str], says: str) -> str:
    return says if who == [""] else f"{listed(who)} {says if len(who) == 1 else _of_many(says)}"


def _of_many(says: str) -> str:
    """What is said of one, said of several: is a member → are members, holds → hold."""
    if noun := re.match(r"is an? (member|owner|application|guest)\b", says):
        return f"are {noun[1]}s{says[noun.end() :]}"
    verb, _, rest = says.partition(" ")
    return f"{_PLURAL.get(verb, verb.removesuffix('s'))} {rest}".rstrip()


def listed(words: Iterable[str], joined: str = "and", few: int = _FEW) -> str:
    """Words as people list them; beyond a few the others are counted."""
    them = list(words)
    if len(them) > few + 1:
        them = [*them[:few], f"{len(them) - few} others"]
    return them[0] if len(them) == 1 else f"{', '.join(them[:-1])} {joined} {them[-1]}" if them else "nobody"


def counted(number: object, unit: str) -> str:
    """A number with its unit; one of it goes without the number."""
    return unit if str(number) == "1" else f"{number} {unit}s"


def lasting(duration: str) -> str:
    """A duration of Graph's (ISO 8601) in words."""
    found = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", duration)
    parts = zip(found.groups(), ("day", "hour", "minute"), strict=True) if found else ()
    return " ".join(f"{number} {unit}{'' if number == '1' else 's'}" for number, unit in parts if number) or duration


def from_now(moment: str | None) -> str:
    """A moment of Graph's, told from the day of the snapshot."""
    if moment is None:
        return "with no end"
    away = datetime.fromisoformat(moment) - TAKEN_AT
    if abs(away) < timedelta(days=1):
        return "until later that day" if away > timedelta(0) else "until earlier that day"
    return f"for {away.days} more day{'s' * (away.days > 1)}" if away.days > 0 else f"until {-away.days} days ago"


def ago(moment: str) -> str:
    """How long ago a moment of Graph's was on the day of the snapshot."""
    days = (TAKEN_AT - datetime.fromisoformat(moment)).days
    return "that day" if days == 0 else f"{counted(days, 'day') if days > 1 else 'a day'} ago" if days > 0 else f"{-days} days later"


def _local(row: dict[str, Any]) -> str:
    return str(row.get("userPrincipalName") or row.get("displayName") or row["id"]).partition("@")[0]
