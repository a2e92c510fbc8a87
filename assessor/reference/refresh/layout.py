"""A table as text: one row a line, so that a change of one row is a change of one line."""

from __future__ import annotations

import json
from typing import Any


def layout(table: dict[str, Any]) -> str:
    """The whole file."""
    return _laid(table, 0) + "\n"


def _laid(value: Any, depth: int) -> str:
    if not isinstance(value, dict | list) or not value or (depth > 1 and _is_row(value)):
        return json.dumps(value, ensure_ascii=False)
    inside, outside = "\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, list):
        return f"[{inside}{f',{inside}'.join(_laid(one, depth + 1) for one in value)}{outside}]"
    members = (f"{json.dumps(key, ensure_ascii=False)}: {_laid(one, depth + 1)}" for key, one in value.items())
    return f"{{{inside}{f',{inside}'.join(members)}{outside}}}"


def _is_row(value: dict[str, Any] | list[Any]) -> bool:
    """Whether it fits on a line: nothing in it holds more than plain values."""
    return all(not isinstance(one, dict) and not (isinstance(one, list) and any(isinstance(inner, dict | list) for inner in one)) for one in _inner(value))


def _inner(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value
