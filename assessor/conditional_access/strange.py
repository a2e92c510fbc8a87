"""Members of Graph's objects that this version does not know: they must make an answer unknown, never be passed over."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from assessor.model.rows import Row


def strange_members(raw: Any, known: type[Row], but: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Names of members that hold something and that the typed row does not have; annotations are none."""
    if not isinstance(raw, Mapping):
        return ()
    names = _names(known) | but
    return tuple(sorted(name for name, value in raw.items() if name not in names and not is_annotation(name) and holds_something(value)))


def is_annotation(name: str) -> bool:
    """OData's own members: `@odata.type`, `x@odata.type`, `#microsoft.graph.restore`."""
    return "@" in name or name.startswith("#")


def holds_something(value: Any) -> bool:
    """Whether a value can restrict anything: not null, not false, and not an object or list of nothing but such."""
    if isinstance(value, Mapping):
        return any(holds_something(one) for name, one in value.items() if not is_annotation(name))
    if isinstance(value, list | tuple):
        return any(holds_something(one) for one in value)
    return value not in (None, "", False)


@cache
def _names(known: type[Row]) -> frozenset[str]:
    return frozenset(field.encode_name for field in msgspec.structs.fields(known))
