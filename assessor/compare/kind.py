"""What the comparison knows of one collection of objects: their key, their names, whose they are, and how their fields are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assessor.model.result import Thing
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assessor.compare.lines import Row
    from assessor.compare.shapes import Shape
    from assessor.model.collections import Collection


def never(_row: Row) -> bool:
    """Nothing of it is Microsoft's."""
    return False


def always(_row: Row) -> bool:
    """All of it is Microsoft's."""
    return True


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that an object is about."""

    name: str
    """What it is called in the object's description: `object` for the object itself."""
    kind: Kind
    id: str
    """Where its id stands in the row, by dotted path."""
    label: str | Callable[[Row], str] | None = None
    """Where its name stands, or what makes one; None: it is looked up by id."""

    def thing(self, row: Row) -> Thing:
        """The thing as this row tells it."""
        label = self.label(row) if callable(self.label) else at(row, self.label)
        return Thing(self.kind, str(at(row, self.id) or ""), label if isinstance(label, str) and label else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectKind:
    """One collection of objects."""

    collection: str
    key: tuple[str, ...] = ("id",)
    """Where its key stands in a row; empty: the collection is one object."""
    parts: tuple[Part, ...]
    ignored: frozenset[str] = frozenset()
    """Fields that say nothing about the object itself."""
    shapes: Mapping[str, Shape] = field(default_factory=dict)
    """How a field is read, by dotted path."""
    follows: Mapping[str, str] = field(default_factory=dict)
    """Fields that are not told where another one changed, since they follow from it."""
    also_names: frozenset[str] = frozenset()
    """Further fields that change with the name."""
    told: tuple[str, ...] = ()
    """Fields that are told of an object that came or went."""
    parent: str | None = None
    """The field that names its parent: of a parent that could not be read, nothing is known."""
    parents: Collection[Any] | None = None
    """Where the parents stand, if a snapshot of privileged scope may lack some."""
    is_microsofts: Callable[[Row], bool] = never
    """Whether such an object is Microsoft's to make and to label."""
    customers: frozenset[str] = frozenset()
    """Fields of Microsoft's objects that only the customer sets."""
    in_every_scope: Callable[[Row], bool] = never
    """Whether a snapshot of privileged scope holds such an object although no privilege may lead to it."""

    def key_of(self, row: Row) -> str:
        """The key in one spelling."""
        return "/".join(str(at(row, path) or "") for path in self.key).lower()

    def things(self, row: Row) -> tuple[tuple[str, Thing], ...]:
        """What the object is about, as a reader knows it; a part that is not there is left out."""
        found = [(part.name, part.thing(row)) for part in self.parts]
        return tuple((name, thing) for name, thing in found if thing.id) or ((self.parts[0].name, Thing(self.parts[0].kind, self.collection)),)

    @property
    def name_fields(self) -> frozenset[str]:
        """Fields whose change alone is a new name."""
        first = self.parts[0]
        if first.name != "object" or not isinstance(first.label, str):
            return frozenset()
        return frozenset({first.label, "mailNickname", "appDisplayName"}) | self.also_names


def at(row: Row, path: str | None) -> Any:
    """The value at a dotted path; None where there is none."""
    value: Any = row
    for name in (path or "").split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def itself(kind: Kind, label: str | Callable[[Row], str] | None = "displayName", key: str = "id") -> tuple[Part, ...]:
    """The object alone."""
    return (Part("object", kind, key, label),)
