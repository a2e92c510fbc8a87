"""Packs of checks by entry point and by folder, checks by id. The built-in pack comes in by the same door as anybody else's."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from assessor import reference
from assessor.assess.local import prepared
from assessor.checkkit.declare import Check
from assessor.model.errors import AssessorError, CatalogueError, UsageError
from assessor.model.result import CheckInfo, Pack
from assessor.model.words import Theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
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


def load(packs: Sequence[str] | None = None, folders: Sequence[Path] = ()) -> Catalogue:
    """All installed packs, or only those named, and the packs of these folders. A pack is code: one that is not named is not imported.

    Raises `CatalogueError` for a pack that is not there, cannot be imported or holds nothing, and for an id that two packs claim.
    """
    doors = {door.name: door for door in entry_points(group=GROUP)}
    local = {folder.resolve().name for folder in folders}
    for name in packs or ():
        if name not in doors and name not in local:
            raise CatalogueError(f"--packs {name}", "no pack of that name is installed", f"installed: {', '.join(sorted(doors))}")
    wanted = sorted((set(packs) & set(doors)) if packs else doors, key=lambda name: (name != BUILT_IN, name))
    opened = [_installed(doors[name]) for name in wanted]
    opened += [_local(folder) for folder in {one.resolve(): one for one in folders}.values()]
    _refuse_one_name([pack.name for pack, _ in opened])
    found = [(pack.name, one) for pack, checks in opened for one in checks]
    _refuse_duplicates(found)
    in_order = sorted(found, key=lambda pair: _rank(*pair))
    return Catalogue(checks=tuple(one for _, one in in_order), packs=tuple(pack for pack, _ in opened), known=frozenset(one.info.id for _, one in in_order))


def _installed(door: EntryPoint) -> tuple[Pack, tuple[Check, ...]]:
    _, checks = _imported(f"pack {door.name}", door.load, _home(door), "reinstall it, or leave it out with --packs")
    pack = Pack(door.name, door.dist.version if door.dist else "unknown")
    return pack, _of(pack, checks)


def _home(door: EntryPoint) -> Path | None:
    """Where the pack lies, found without running it; None where nobody can tell."""
    try:
        spec = find_spec(door.module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def _local(folder: Path) -> tuple[Pack, tuple[Check, ...]]:
    name, digest = prepared(folder)
    said = f"--pack {folder}"
    package, checks = _imported(said, lambda: importlib.import_module(name), folder.resolve(), "mend it; its modules import each other with a dot")
    if not checks:
        raise CatalogueError(said, "holds no check", "give the folder whose modules hold the checks")
    version = getattr(package, "__version__", None)
    pack = Pack(folder.resolve().name, version if isinstance(version, str) and version else digest)
    return pack, _of(pack, checks)


def _of(pack: Pack, checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple(replace(one, info=_in_pack(one.info, pack.name)) for one in checks)


def _in_pack(info: CheckInfo, pack: str) -> CheckInfo:
    """Frameworks move faster than checks: those of the built-in pack stand in a dated table, others declare their own."""
    asked = reference.controls_by_check().get(info.id, {}) if pack == BUILT_IN else info.frameworks
    return replace(info, pack=pack, frameworks=asked)


def _imported(where: str, load: Callable[[], ModuleType], root: Path | None, mend: str) -> tuple[ModuleType, tuple[Check, ...]]:
    try:
        with redirect_stdout(sys.stderr):  # standard output belongs to the results
            package = load()
            modules = [package, *(importlib.import_module(f"{package.__name__}.{name}") for name in _names(package))]
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a stranger's code: whatever it raises while it is imported is one line with its place
        raise CatalogueError(where, f"cannot be imported ({fault(error, root)})", mend) from error
    values = (value for module in modules for value in vars(module).values() if isinstance(value, Check))
    return package, tuple({id(one): one for one in values}.values())  # a check that one module imports from another is one check


def fault(error: BaseException, root: Path | None) -> str:
    """`file:line: what` of an error in a pack, the file as the pack knows it."""
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    says = f"{type(error).__name__}: {error}"
    if isinstance(error, SyntaxError) and error.filename:
        frames, says = [*frames, (error.filename, error.lineno)], f"{type(error).__name__}: {error.msg}"
    if isinstance(error, AssessorError):
        says = str(error)
    inside = [(Path(file).relative_to(root), line) for file, line in frames if root and Path(file).is_relative_to(root)]
    return f"{inside[-1][0]}:{inside[-1][1]}: {says}" if inside else says


def _names(package: ModuleType) -> Iterable[str]:
    return sorted(one.name for one in pkgutil.iter_modules(getattr(package, "__path__", [])) if not one.name.startswith("_"))


def _refuse_one_name(names: list[str]) -> None:
    if twice := sorted({one for one in names if names.count(one) > 1 or (one == BUILT_IN and one != names[0])}):
        raise CatalogueError(f"pack {twice[0]}", "is the name of two packs", "rename the folder: a report names its packs")


def _refuse_duplicates(found: list[tuple[str, Check]]) -> None:
    owner: dict[str, str] = {}
    for pack, one in found:
        if one.info.id in owner:
            raise CatalogueError(f"check {one.info.id}", f"is claimed twice, by the packs {owner[one.info.id]} and {pack}", _mend(owner[one.info.id], pack))
        owner[one.info.id] = pack


def _mend(one: str, other: str) -> str:
    return "leave one out, or give one another id" if one != other else "give each check an id of its own"


def _rank(pack: str, one: Check) -> tuple[bool, int, str]:
    themes = list(Theme)
    place = themes.index(Theme(one.info.theme)) if pack == BUILT_IN and one.info.theme in themes else 0
    return pack != BUILT_IN, place, one.info.id
