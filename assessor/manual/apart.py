"""Examples that are told alike and judged differently: what tells them apart, in Graph's own names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.manual.scene import leaves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.checkkit import Example

_MOST = 3


def apart(examples: Sequence[Example]) -> list[tuple[str, ...]]:
    """For each example what it alone lacks, then the fields that not all of them have: `in users: createdDateTime 2026-10-25T08:00:00Z`."""
    fields = [_fields(one) for one in examples]
    shared = fields[0].intersection(*fields[1:])
    told = []
    for number, own in enumerate(fields):
        others = [set(map(_place, one)) for other, one in enumerate(fields) if other != number]
        lacks = others[0].intersection(*others[1:]) - set(map(_place, own)) if others else set()
        told.append((*(f"{one}, which was not asked for" for one in sorted(lacks)), *sorted(own - shared))[:_MOST] or ("nothing else",))
    return told


def _place(field: str) -> str:
    """The collection and the name of a field, without its value."""
    return " ".join(field.split(" ")[:3])


def _fields(example: Example) -> set[str]:
    draft = example.draft()
    rows = {f"in {name}: {path} {value}" for name, rows in draft.rows.items() for row in rows for path, value in leaves(row) if path.rpartition(".")[2] != "id"}
    gaps = {f"in {name}: a gap, {gap.says(name)}" for name, gaps in draft.gaps.items() for gap in gaps}
    return rows | gaps | {f"{name} is missing: {missing.reason}" for name, missing in draft.missing.items()}
