"""Which controls of public frameworks the built-in checks answer: a dated table, with what they leave open and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from assessor.reference.tables import document

if TYPE_CHECKING:
    from collections.abc import Mapping

Relation: TypeAlias = Literal["answers", "contributes"]
"""`answers`: a pass shows that the control is met, as far as its note says; `contributes`: the check judges one part of what the control asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control of a framework's part on privileged access."""

    id: str
    """As the framework writes it."""
    asks: str
    """What it asks, in words of our own: the texts belong to others."""
    checks: Mapping[str, Relation]
    """By id of the check; empty where nothing here answers it."""
    note: str
    """What is judged differently, or why nothing answers it; empty where there is nothing to say."""

    @property
    def answered(self) -> Relation | None:
        """Wholly, partly, or not at all."""
        return "answers" if "answers" in self.checks.values() else "contributes" if self.checks else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A framework in one version."""

    key: str
    """As in results.json."""
    name: str
    """Short, as on a label."""
    title: str
    version: str
    date: str
    """When that version came out, or was read."""
    form: str
    """Regular expression that every id matches."""
    source: str
    """Where the ids were read."""
    licence: str
    part: str
    """Which of its controls are listed."""
    controls: tuple[Control, ...]


@cache
def frameworks() -> tuple[Framework, ...]:
    """All frameworks of the table, in its order."""
    return tuple(
        Framework(**{**row, "controls": tuple(Control(**{"note": "", **one, "checks": MappingProxyType(one["checks"])}) for one in row["controls"])})
        for row in document("frameworks")["frameworks"]
    )


@cache
def controls_by_check() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Ids of controls by framework's key, by id of the check; a check that no framework asks for is not in it."""
    found: dict[str, dict[str, list[str]]] = {}
    for framework in frameworks():
        for control in framework.controls:
            for check_id in control.checks:
                found.setdefault(check_id, {}).setdefault(framework.key, []).append(control.id)
    return MappingProxyType({check_id: MappingProxyType({key: tuple(ids) for key, ids in of.items()}) for check_id, of in found.items()})


def framework_name(key: str) -> str:
    """The name of a framework by its key; a key that only a pack knows stands for itself."""
    return next((one.name for one in frameworks() if one.key == key), key)
