"""Remedies by check, and notes for operators: those that stand on a check itself, and those of the package `remedies` inside its pack."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import TYPE_CHECKING

from assessor.assess.catalogue import GROUP
from assessor.checkkit.remedy import Note, Remedy
from assessor.model.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.assess.catalogue import Catalogue

FOLDER = "remedies"


def remedies(catalogue: Catalogue) -> dict[str, Remedy]:
    """By id of the check; a pack speaks for its own checks alone, and what a check itself says wins.

    Raises `CatalogueError` for remedies that cannot be imported.
    """
    packs = {one.info.id: one.info.pack for one in catalogue.checks}
    found = {one.info.id: one.carry_out for one in catalogue.checks if one.carry_out}
    for pack in catalogue.packs:
        for value in _of_pack(pack.name):
            if isinstance(value, Remedy) and packs.get(value.check) == pack.name:
                found.setdefault(value.check, value)
    return found


def notes(catalogue: Catalogue) -> tuple[Note, ...]:
    """Of all packs that judge."""
    return tuple(value for pack in catalogue.packs for value in _of_pack(pack.name) if isinstance(value, Note))


def _of_pack(name: str) -> Iterator[Remedy | Note]:
    for door in entry_points(group=GROUP, name=name):
        try:
            package = f"{door.module}.{FOLDER}"
            if find_spec(package) is None:
                return
            inside = importlib.import_module(package)
            modules = [inside, *(importlib.import_module(f"{package}.{one.name}") for one in pkgutil.iter_modules(getattr(inside, "__path__", [])))]
        except (ImportError, ValueError) as error:
            raise CatalogueError(f"remedies of the pack {name}", f"cannot be read ({error})", "reinstall it, or leave it out with --packs") from error
        for module in modules:
            yield from (value for value in vars(module).values() if isinstance(value, (Remedy, Note)))
