"""The data files of this package, read once and when asked."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import msgspec


@cache
def document(name: str) -> dict[str, Any]:
    """A whole data file by its name without ending, such as `builtin_roles`."""
    text = resources.files("assessor.reference").joinpath("data", f"{name}.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, Any])


def as_of(name: str) -> str:
    """The date of a table."""
    date: str = document(name)["asOf"]
    return date
