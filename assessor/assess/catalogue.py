"""Packs of checks by entry point, checks by id. The built-in pack comes in by the same door as anybody else's."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from assessor import reference
from assessor.checkkit.declare import Check
from assessor.model.errors import CatalogueError, UsageError
from assessor.model.result import CheckInfo, Pack
from assessor.model.words import Theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from types import ModuleType

GROUP = "assessor.checks"
BUILT_IN = "builtin"


@dataclass(frozen=True)
class Catalogue:
    """The checks that judge, in their order, and where they come from."""

    checks: tuple[Check, ...]
    packs: tuple[Pack, ...]
    known: frozenset[str] = frozenset()
    """Ids of all checks that are installed, also of those that do not judge this time."""

    def only(self, ids: Sequence[str]) -> Catalogue:
        """Those checks alone; raises `UsageError` for an id that nobody has."""
        wanted = {one.strip().upper() for one in ids if one.strip()}
        known = {one.info.id for one in self.checks}
        if missing := sorted(wanted - known):
            raise UsageError(f"--checks {','.join(missing)}", "no check of that id", "see the ids with: assessor checks list")
        return replace(self, checks=tuple(one for one in self.checks if one.info.id in wanted))

    def get(self, check_id: str) -> Check:
        """A check by its id."""
        return self.only([check_id]).checks[0]


def load(packs: Sequence[str] | None = None) -> Catalogue:
    """All installed packs, or only those named. A pack is code: one that is not named is not imported.

    Raises `CatalogueError` for a pack that is not there or cannot be imported, and for an id that two packs claim.
    """
    doors = {door.name: door for door in entry_points(group=GROUP)}
    for name in packs or ():
        if name not in doors:
            raise CatalogueError(f"--packs {name}", "no pack of that name is installed", f"installed: {', '.join(sorted(doors))}")
    wanted = sorted(packs or doors, key=lambda name: (name != BUILT_IN, name))
    found = [(name, one) for name in wanted for one in _checks(doors[name])]
    _refuse_duplicates(found)
    in_order = sorted(found, key=lambda pair: _rank(*pair))
    return Catalogue(
        checks=tuple(one for _, one in in_order),
        packs=tuple(Pack(name, _version(doors[name])) for name in wanted),
        known=frozenset(one.info.id for _, one in in_order),
    )


def _checks(door: EntryPoint) -> Iterator[Check]:
    try:
        package: ModuleType = door.load()
        modules = [package, *(importlib.import_module(f"{package.__name__}.{name}") for name in _names(package))]
    except ImportError as error:
        raise CatalogueError(f"pack {door.name}", f"cannot be imported ({error})", "reinstall it, or leave it out with --packs") from error
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Check):
                yield replace(value, info=_in_pack(value.info, door.name))


def _in_pack(info: CheckInfo, pack: str) -> CheckInfo:
    """Frameworks move faster than checks: those of the built-in pack stand in a dated table, others declare their own."""
    asked = reference.controls_by_check().get(info.id, {}) if pack == BUILT_IN else info.frameworks
    return replace(info, pack=pack, frameworks=asked)


def _names(package: ModuleType) -> Iterable[str]:
    return sorted(one.name for one in pkgutil.iter_modules(getattr(package, "__path__", [])) if not one.name.startswith("_"))


def _refuse_duplicates(found: list[tuple[str, Check]]) -> None:
    owner: dict[str, str] = {}
    for pack, one in found:
        if one.info.id in owner:
            raise CatalogueError(f"check {one.info.id}", f"is claimed twice, by the packs {owner[one.info.id]} and {pack}", "leave one out with --packs")
        owner[one.info.id] = pack


def _rank(pack: str, one: Check) -> tuple[bool, int, str]:
    themes = list(Theme)
    place = themes.index(Theme(one.info.theme)) if pack == BUILT_IN and one.info.theme in themes else 0
    return pack != BUILT_IN, place, one.info.id


def _version(door: EntryPoint) -> str:
    return door.dist.version if door.dist else "unknown"
