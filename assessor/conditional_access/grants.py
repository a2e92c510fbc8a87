"""What a policy asks for, and what follows from it.

Microsoft, concept-conditional-access-grant (2024-03), concept-authentication-strengths; no formula has a negation, so every
successful sign-in proves something exactly if one single policy cannot be satisfied without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.conditional_access.fit import NO, YES, Trit, all_of, any_of
from assessor.conditional_access.rules import known
from assessor.conditional_access.strange import holds_something, strange_members
from assessor.conditional_access.words import words
from assessor.model import collections as c
from assessor.model.access_rows import AuthenticationStrength, GrantControls
from assessor.model.tenant import known as told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.model.access_rows import ConditionalAccessPolicy
    from assessor.model.tenant import Tenant

_POLICIES = c.CONDITIONAL_ACCESS_POLICIES.name
_BUILT_IN = {
    one.lower(): one
    for one in ("block", "mfa", "compliantDevice", "domainJoinedDevice", "approvedApplication", "compliantApplication", "passwordChange", "riskRemediation")
}
_MANAGED = frozenset({"compliantDevice", "domainJoinedDevice"})


class Property(StrEnum):
    """What a policy can prove of everybody who gets through."""

    MFA = "mfa"
    PHISHING_RESISTANT = "phishing_resistant"
    MANAGED_DEVICE = "managed_device"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Control:
    """One control and what satisfying it proves."""

    word: str
    """As the contract writes it: mfa, strength:<id>, tou:<id>, custom:<id>."""
    mfa: Trit = NO
    phishing_resistant: Trit = NO
    managed_device: Trit = NO
    blocks: Trit = NO


@dataclass(frozen=True, slots=True)
class Demand:
    """The grant controls of one policy."""

    operator: str
    """OR or AND."""
    controls: tuple[Control, ...] = ()
    doubt: Trit = NO
    """Unknown where the policy may ask for something that this version cannot read."""

    @property
    def asks(self) -> Trit:
        """Whether it asks for anything."""
        return YES if self.controls else self.doubt

    @property
    def blocks(self) -> Trit:
        """A block among the controls ends it, whatever stands beside it."""
        return any_of((*(one.blocks for one in self.controls), self.doubt))

    @property
    def formula(self) -> str | None:
        """OR(mfa), AND(compliantDevice,mfa); None where it asks for nothing or blocks."""
        names = sorted({one.word for one in self.controls})
        return f"{self.operator}({','.join(names)})" if names and self.blocks.value is not True else None

    def proves(self, wanted: Property) -> Trit:
        """Whether each way of satisfying it proves that; a block proves everything."""
        if wanted is Property.BLOCK or self.blocks.value:
            return self.blocks
        return any_of((self._proved(wanted), self.blocks))

    def _proved(self, wanted: Property) -> Trit:
        if not self.controls:
            return NO
        found = [getattr(one, wanted.value) for one in self.controls]
        return all_of(found) if self.operator == "OR" else any_of(found)

    @property
    def windows_only(self) -> bool:
        """Whether no phone can satisfy it: hybrid join exists on Windows alone (concept-conditional-access-grant)."""
        joined = [one.word == "domainJoinedDevice" for one in self.controls]
        return bool(joined) and (all(joined) if self.operator == "OR" else any(joined))


class Strengths:
    """Authentication strengths by id: the tenant's own list, the policy's copy, the dated table."""

    def __init__(self, tenant: Tenant) -> None:
        """Indexed by id in lower case."""
        self._table = tenant.table(c.AUTHENTICATION_STRENGTHS)
        self._rows = {row.id.lower(): row for row in tenant.rows(c.AUTHENTICATION_STRENGTHS)}

    def control(self, copy: AuthenticationStrength) -> Control:
        """A strength as a control, judged by its combinations and never by its name."""
        row = self._rows.get(copy.id.lower())
        told_of = (self._combinations(row), self._combinations(copy), reference.strengths().built_in.get(copy.id.lower()))
        listed = next((one for one in told_of if one is not None), None)
        word = f"strength:{copy.id}"
        if listed is None:
            unknown = Trit.unknown(c.AUTHENTICATION_STRENGTHS.name, f"what the authentication strength {told(copy.display_name) or copy.id} allows")
            return Control(word, mfa=self._satisfies(row, copy) or unknown, phishing_resistant=unknown)
        return Control(word, mfa=self._satisfies(row, copy) or _all_mfa(listed, copy.id), phishing_resistant=_all_resistant(listed))

    def _combinations(self, row: AuthenticationStrength | None) -> list[str] | None:
        return told(row.allowed_combinations) if row else None

    def _satisfies(self, *rows: AuthenticationStrength | None) -> Trit | None:
        found = (told(row.requirements_satisfied) for row in rows if row)
        word = next((one.lower() for one in found if one), None)
        return known("mfa" in words(word)) if word and set(words(word)) <= {"mfa", "none"} else None


def demand_of(policy: ConditionalAccessPolicy, strengths: Strengths, label: str) -> Demand:
    """The grant controls of a policy; none where it has session controls alone."""
    row = policy.grants
    if row is None:
        return Demand("OR")
    controls = tuple(_controls(row, strengths, label))
    operator = (row.operator or "").upper()
    doubt = _doubt(policy.grant_controls, label)
    if operator not in ("AND", "OR"):
        doubt = Trit.unknown(_POLICIES, f"how the controls of {label} are joined ({row.operator})") if len(controls) > 1 else doubt
    return Demand(operator if operator in ("AND", "OR") else "OR", controls, doubt)


def _controls(row: GrantControls, strengths: Strengths, label: str) -> list[Control]:
    found = [_built_in(one, label) for one in row.built_in_controls or ()]
    found += [strengths.control(row.authentication_strength)] if row.authentication_strength else []
    found += [Control(f"tou:{one}") for one in row.terms_of_use or ()]
    return found + [Control(f"custom:{one}") for one in row.custom_authentication_factors or ()]


def _built_in(word: str, label: str) -> Control:
    name = _BUILT_IN.get(word.strip().lower())
    if name is None:
        unknown = Trit.unknown(_POLICIES, f"what the control {word} of {label} asks for, which this version does not know")
        return Control(word, mfa=unknown, phishing_resistant=unknown, managed_device=unknown, blocks=unknown)
    return Control(name, mfa=known(name == "mfa"), managed_device=known(name in _MANAGED), blocks=known(name == "block"))


def _doubt(raw: Mapping[str, Any] | None | object, label: str) -> Trit:
    strange = [name for name in strange_members(raw, GrantControls) if holds_something(raw[name])]  # type: ignore[index]  # strange members are of a map
    return Trit.unknown(_POLICIES, f"{label} has grantControls.{strange[0]}, which this version does not know") if strange else NO


def _all_mfa(listed: tuple[str, ...] | list[str], strength: str) -> Trit:
    return all_of(_is_mfa(one, strength) for one in listed) if listed else NO


def _is_mfa(combination: str, strength: str) -> Trit:
    table, parts = reference.strengths(), words(combination)
    if any(one in table.multifactor_alone for one in parts):
        return YES
    if any(one not in table.single_factors for one in parts):
        return Trit.unknown(c.AUTHENTICATION_STRENGTHS.name, f"what the method {combination} of strength {strength} is worth")
    return known(len(parts) > 1)


def _all_resistant(listed: tuple[str, ...] | list[str]) -> Trit:
    resistant = reference.strengths().phishing_resistant
    return known(bool(listed) and all(one.strip().lower() in resistant for one in listed))
