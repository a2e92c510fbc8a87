"""Answers of the privilege graph beyond the contract's `paths`, as JSON: `blast` and `cut`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.report.documents import path_value, thing_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.graph.cut import Cut
    from assessor.graph.queries import Behind, Blast, Control, Hidden
    from assessor.model.result import Thing


def blast_document(found: Blast) -> dict[str, Any]:
    """Roles, strongest first, each with its best path; what is controlled, split by whether an activation stands before it."""
    roles = [{"role": {**thing_document(one.role), "scope": one.scope}, "class": str(one.path_class), "path": path_value(one.path)} for one in found.roles]
    return {"principal": thing_document(found.principal), "roles": roles, "standing": _things(found.standing), "potential": _things(found.potential)}


def cut_document(
    found: Cut, approved: Iterable[Thing], behind: tuple[Behind, ...], controls: tuple[Control, ...], hidden: tuple[Hidden, ...],
) -> dict[str, Any]:  # fmt: skip
    """The removals, and the questions that go with them."""
    return {
        "target": {**thing_document(found.role), "scope": "/"},
        "approved": _things(approved),
        "cost": found.cost,
        "removals": [
            {
                "kind": one.family,
                "source": thing_document(one.source),
                "target": thing_document(one.target),
                "scope": one.scope,
                "cost": one.cost,
                "says": one.says,
            }
            for one in found.removals
        ],
        "closed": _things(found.closed),
        "left": _things(found.left),
        "standsBehind": [{"thing": thing_document(one.thing), "principals": _things(one.principals)} for one in behind],
        "controls": [{"control": one.name, "opens": _things(one.opens)} for one in controls],
        "hidden": [{"principal": thing_document(one.principal), "how": one.how, "path": path_value(one.path)} for one in hidden],
    }


def _things(things: Iterable[Thing]) -> list[dict[str, Any]]:
    return [thing_document(one) for one in things]
