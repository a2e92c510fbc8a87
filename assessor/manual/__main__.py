"""Make the documentation anew: `python -m assessor.manual FOLDER`. With `--check` nothing is written, and stale pages are named."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assessor import assess
from assessor.manual.pages import pages, stale, write
from assessor.model.errors import AssessorError


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or say which are stale (exit code 1)."""
    parser = argparse.ArgumentParser(
        prog="python -m assessor.manual", description="Make a page of documentation per check, an index, and the table of frameworks."
    )
    parser.add_argument("folder", type=Path, nargs="?", default=Path("docs"), help="where to write (default: %(default)s)")
    parser.add_argument("--packs", default=assess.BUILT_IN, help="the packs to document, with commas between them (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="write nothing, name the pages that are stale")
    given = parser.parse_args(arguments)
    try:
        made = pages(assess.load(given.packs.split(",")))
        if given.check:
            return _told(stale(given.folder, made))
        write(given.folder, made)
    except AssessorError as error:
        print(f"assessor: {error}", file=sys.stderr)
        return 3
    print(f"{len(made)} pages in {given.folder}", file=sys.stderr)
    return 0


def _told(names: list[str]) -> int:
    for name in names:
        print(f"{name} is stale: run make docs", file=sys.stderr)
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main())
