"""Sheets of who can become what: people by roles, and every way in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.words import Kind, PathClass
from assessor.report import wording as w
from assessor.report.findings import gate_words
from assessor.report.sheets import Column, Sheet
from assessor.report.view import Mark
from assessor.report.ways import class_mark, in_order, strongest
from assessor.report.workbook_findings import full, way_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.model.result import Assessment, PrincipalPaths, Reach, Thing
    from assessor.report.sheets import Cell

ROLES = 200
"""Columns of roles; a tenant with more scopes than that finds the rest in the sheet of ways."""


def people_sheet(assessment: Assessment) -> Sheet:
    """People by roles of tier 0: the class of the strongest way, and what stands in it."""
    reaches = [one for one in in_order(assessment) if one.principals]
    found: dict[Thing, dict[int, PrincipalPaths]] = {}
    for number, reach in enumerate(reaches):
        for entry in reach.principals:
            found.setdefault(entry.principal, {})[number] = entry
    guarded = _guarded(assessment)
    people = sorted(found.items(), key=lambda pair: _worth(*pair))
    rows = [_person(thing, held, guarded, min(len(reaches), ROLES)) for thing, held in people]
    roles = tuple(Column(_role_over(one), 22, wraps=True) for one in reaches[:ROLES])
    columns = (Column("Name", 38), Column("Kind", 18), Column("Id", 38), Column("Break-glass", 11), Column("Strongest", 16), Column("Roles", 8), *roles)
    rest = f" {len(reaches) - ROLES:,} more roles or scopes stand in the sheet Ways to tier 0 only." if len(reaches) > ROLES else ""
    says = f"{w.counted(len(rows), 'principal')} can become {w.counted(len(reaches), 'role')} of tier 0, each counted over its scope."
    return Sheet("People × roles", f"{says}{rest}{_untold(assessment)}", columns, rows, kept=1)


def _person(thing: Thing, held: dict[int, PrincipalPaths], guarded: frozenset[str], roles: int) -> tuple[Cell, ...]:
    cells = (_class_and_gates(held[number]) if number in held else None for number in range(roles))
    return (*who(thing), "yes" if thing.id.lower() in guarded else "", class_mark(_best(held.values())), len(held), *cells)


def who(thing: Thing) -> tuple[Cell, Cell, Cell]:
    """Name, kind and id."""
    return full(thing.label), w.kind_name(thing.kind), full(thing.id)


def _best(entries: Iterable[PrincipalPaths]) -> PathClass | None:
    return min((one.path_class for one in entries if one.path_class), key=lambda one: one.rank, default=None)


def _worth(thing: Thing, held: dict[int, PrincipalPaths]) -> tuple[object, ...]:
    best = _best(held.values())
    return best.rank if best else len(PathClass), -len(held), thing.kind is not Kind.USER, thing.kind, thing.label.lower(), thing.id


def _class_and_gates(entry: PrincipalPaths) -> Mark:
    mark, gates = class_mark(entry.path_class), _gates(entry)
    return Mark(mark.code, f"{mark.name}: {gates}") if gates else mark


def _gates(entry: PrincipalPaths) -> str:
    path = strongest(entry)
    return gate_words(path.gates) if path else ""


def ways_sheet(assessment: Assessment) -> Sheet:
    """One row a principal and role."""
    guarded = _guarded(assessment)
    rows = [_way(reach, entry, guarded) for reach in in_order(assessment) for entry in (*reach.principals, *reach.voided)]
    columns = (
        Column("Role", 32), Column("Over", 24), Column("Name", 38), Column("Kind", 18), Column("Id", 38), Column("Break-glass", 11), Column("Class", 18),
        Column("What stands in the way", 34), Column("Confidence", 12), Column("Ways", 8), Column("Strongest way", 70, wraps=True),
        Column("Because", 90, wraps=True), Column("Closed by", 50, wraps=True),
    )  # fmt: skip
    says = f"{w.counted(len(rows), 'way')} of a principal to a role of tier 0, the least guarded of the strongest.{_untold(assessment)}"
    return Sheet("Ways to tier 0", says, columns, rows)


def _way(reach: Reach, entry: PrincipalPaths, guarded: frozenset[str]) -> tuple[Cell, ...]:
    path = strongest(entry) or entry.paths[0]
    over = "the tenant" if reach.scope == "/" else full(w.where(reach.where, reach.scope, 400))
    return (
        full(reach.role.label),
        over,
        *who(entry.principal),
        "yes" if entry.principal.id.lower() in guarded else "",
        class_mark(entry.path_class),
        _gates(entry),
        w.CONFIDENCES[path.certainty],
        len(entry.paths),
        way_in_words(path.edges),
        full(path.in_words),
        full(path.voided.says) if path.voided else "",
    )


def _role_over(reach: Reach) -> str:
    return full(reach.role.label) + ("" if reach.scope == "/" else f" over {w.where(reach.where, reach.scope)}")


def _untold(assessment: Assessment) -> str:
    """What the ways would rest on and the snapshot does not hold."""
    names = sorted({one.collection for reach in assessment.reaches for one in reach.unknown})
    return f" There may be more, for the snapshot does not hold all of {w.listed([full(one) for one in names])}." if names else ""


def _guarded(assessment: Assessment) -> frozenset[str]:
    return frozenset(one.id.lower() for one in assessment.break_glass)
