"""The worked sign-ins, activations and gaps that everybody is held to."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest

from tests.conftest import NO_SHARED, shared_folder


def vectors(*kinds: str) -> list[Any]:
    """Parameters for a test: the vectors of these kinds, or one that is skipped."""
    folder = shared_folder()
    if folder is None:
        return [pytest.param(None, marks=pytest.mark.skip(reason=NO_SHARED))]
    listed = json.loads((folder / "data" / "ca_vectors.json").read_text(encoding="utf-8"))["vectors"]
    return [pytest.param(one, id=f"{one['id']} {one['title']}") for one in listed if one["kind"] in kinds]


@pytest.fixture(scope="session")
def contract(shared):
    """The contract's own reading of the vectors: how one becomes a snapshot."""
    sys.path.insert(0, str(shared / "contract"))
    try:
        from rules import vectors as rules
    finally:
        sys.path.pop(0)
    return rules


@pytest.fixture(scope="session")
def vector_tenant(shared):
    """The tenant that all vectors share."""
    return json.loads((shared / "data" / "ca_vectors.json").read_text(encoding="utf-8"))["tenant"]
