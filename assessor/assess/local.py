"""A pack that is a folder: its modules are imported under a name of their own, from the source that its digest is made of.

Nothing is put on the path of modules: what the pack imports with a dot comes out of its folder, everything else is what is installed.
"""

from __future__ import annotations

import hashlib
import os
import sys
from importlib.abc import MetaPathFinder
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from assessor.model.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import CodeType, ModuleType

MOST_FILES = 5_000
"""Of a folder that could be meant as a pack."""
MOST_BYTES = 256 * 1024 * 1024

_NAME = "assessor_local_pack_"
_DIGITS = 16
"""Hexadecimal digits of a digest that a report shows."""


def prepared(folder: Path) -> tuple[str, str]:
    """Name by which the folder can be imported as a package, and its version by its files; nothing of it has run yet.

    Raises `CatalogueError` for what is no folder, or too large to be a pack.
    """
    if not folder.is_dir():
        raise CatalogueError(f"--pack {folder}", "is not a folder", "give the folder whose modules hold the checks")
    place = folder.resolve()
    digest = _digest(place)
    # the name holds place and content: two packs of one name are two packages, and a pack that was changed is imported anew
    name = _NAME + hashlib.sha256(f"{place}\0{digest}".encode(errors="surrogateescape")).hexdigest()
    _finder().folders[name] = place
    return name, f"sha256:{digest[:_DIGITS]}"


def _digest(folder: Path) -> str:
    """SHA-256 over names and contents of all files; hidden and compiled ones are none of the pack."""
    whole = hashlib.sha256()
    files = sorted(islice(_files(folder), MOST_FILES + 1))  # whoever names a whole disk does not wait for it to be read
    if len(files) > MOST_FILES or sum(path.stat().st_size for path in files) > MOST_BYTES:
        raise CatalogueError(f"--pack {folder}", "holds too much for a pack of checks", "give the folder whose modules hold the checks")
    for path in files:
        whole.update(f"{path.relative_to(folder).as_posix()}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode(errors="surrogateescape"))
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [one for one in folders if not one.startswith(".") and one != "__pycache__"]
        yield from (path for name in names if not name.startswith(".") and (path := Path(place, name)).is_file())


# ---- importing ----


class _Loader(SourceFileLoader):
    """Compiled files beside the source are neither believed, for they may say something else, nor written."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        return self.source_to_code(self.get_data(path), path)


class _Finder(MetaPathFinder):
    """Answers for the modules of local packs and for no others."""

    def __init__(self) -> None:
        self.folders: dict[str, Path] = {}

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002  # Python's own form
        if fullname in self.folders:
            return _package(fullname, self.folders[fullname])
        if not fullname.startswith(_NAME):
            return None
        found = (FileFinder(place, (_Loader, [".py"])).find_spec(fullname) for place in path or ())
        return next((one for one in found if one), None)


def _package(name: str, folder: Path) -> ModuleSpec | None:
    """A folder is a package with and without `__init__.py`."""
    path = str(folder / "__init__.py")
    if Path(path).is_file():
        return spec_from_file_location(name, path, loader=_Loader(name, path), submodule_search_locations=[str(folder)])
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = [str(folder)]
    return spec


def _finder() -> _Finder:
    """The one of this process; a check may import from its pack as late as it judges, so it stays."""
    found = next((one for one in sys.meta_path if isinstance(one, _Finder)), None)
    if found is None:
        found = _Finder()
        sys.meta_path.insert(0, found)
    return found
