"""All pages by name, and what of them lies in a folder already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assessor.assess.remedies import remedies
from assessor.manual.coverage import coverage
from assessor.manual.index import index
from assessor.manual.page import page
from assessor.report.writing import make_folder, write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from assessor.assess import Catalogue

_CHECKS = "checks"
_OF_A_CHECK = re.compile(r"[A-Z]{2,6}-\d{3}\.md")


def pages(catalogue: Catalogue) -> Mapping[str, str]:
    """Every page of the catalogue: path below the folder → Markdown."""
    checks, mended = catalogue.checks, remedies(catalogue)
    own = {f"{_CHECKS}/{one.info.id}.md": page(one, mended.get(one.info.id)) for one in checks}
    return {f"{_CHECKS}/README.md": index(checks, mended), **own, "frameworks.md": coverage(checks)}


def stale(folder: Path, made: Mapping[str, str]) -> list[str]:
    """Names of pages that are not there, that differ, or that belong to no check any more."""
    differ = [name for name, text in made.items() if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text]
    return sorted([*differ, *_left_over(folder, made)])


def write(folder: Path, made: Mapping[str, str]) -> None:
    """Write every page, and remove those of checks that are gone."""
    make_folder(folder / _CHECKS)
    for name, text in made.items():
        write_whole(folder / name, text.encode())
    for name in _left_over(folder, made):
        (folder / name).unlink()


def _left_over(folder: Path, made: Mapping[str, str]) -> list[str]:
    there = (folder / _CHECKS).iterdir() if (folder / _CHECKS).is_dir() else ()
    return [f"{_CHECKS}/{one.name}" for one in there if _OF_A_CHECK.fullmatch(one.name) and f"{_CHECKS}/{one.name}" not in made]
