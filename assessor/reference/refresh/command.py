"""The command: read the table and its sources, write the table anew, tell what is different."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from assessor.reference.refresh import facts, roles
from assessor.reference.refresh.layout import layout
from assessor.reference.refresh.sources import Made, SourceError

DATA = Path(__file__).parent.parent / "data"
Refresh: TypeAlias = Callable[[dict[str, Any], Sequence[Path]], Made]
TABLES: dict[str, Refresh] = {
    "builtin_roles": roles.builtin_roles,
    "role_powers": roles.role_powers,
    "password_reset": roles.password_reset,
    "pim_defaults": facts.pim_defaults,
    "service_plans": facts.service_plans,
    "app_permissions": facts.permissions,
    "read_permissions": facts.permissions,
    "app_groups": facts.app_groups,
    "strengths": facts.strengths,
}
"""Every table that a source can say anew; `frameworks` is judged by people, control by control."""


def main(arguments: list[str] | None = None) -> int:
    """Read the sources, write the table; 3 with one line where that cannot be done."""
    given = _parser().parse_args(arguments)
    try:
        old = json.loads((DATA / f"{given.table}.json").read_text(encoding="utf-8"))
        made = TABLES[given.table](old, given.files)
        changes = list(differences(old, made.table))
        if changes and not given.as_of:
            raise SourceError(given.table, f"changes ({changes[0]})", "say of when the source is with --as-of YYYY-MM")
        _write(given.out or DATA / f"{given.table}.json", layout({**made.table, "source": given.source or old["source"], "asOf": given.as_of or old["asOf"]}))
    except SourceError as error:
        print(f"refresh: {error}", file=sys.stderr)
        return 3
    for line in (*(changes or ["nothing changes"]), *made.notes):
        print(f"{given.table}: {line}", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assessor.reference.refresh", description="Make a reference table anew from a newer source.", epilog=_sources()
    )
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("table", choices=sorted(TABLES))
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="the source, or the sources, of that table")
    parser.add_argument("--as-of", metavar="YYYY-MM", help="of when the source is; needed where the table changes")
    parser.add_argument("--source", help="where it comes from (default: what the table says now)")
    parser.add_argument("--out", type=Path, help="where to write (default: the table of this package)")
    return parser


def _sources() -> str:
    said = {name: " ".join((make.__doc__ or "").split("\n\n")[0].split()) for name, make in TABLES.items()}
    return "sources:\n" + "\n".join(f"  {name:<18}{said[name]}" for name in sorted(said))


def differences(old: Any, new: Any, path: str = "") -> Iterator[str]:
    """What is new, gone or changed, by row; rows are known by what names them."""
    before, after = _rows(old), _rows(new)
    if before is None or after is None:
        if old != new:
            yield f"{path}: {json.dumps(old, ensure_ascii=False)} → {json.dumps(new, ensure_ascii=False)}"
        return
    for key in sorted(before.keys() | after.keys()):
        where = f"{path} > {key}" if path else key
        if key not in after:
            yield f"{where} is gone"
        elif key not in before:
            yield f"{where} is new"
        else:
            yield from differences(before[key], after[key], where)


def _rows(value: Any) -> dict[str, Any] | None:
    """The members of a table, or its rows by what names them; None for what has none."""
    if not isinstance(value, list):
        return value if isinstance(value, dict) else None
    if not all(isinstance(one, dict) for one in value):
        return None
    names = [str(one.get("key") or one.get("templateId") or one.get("target") or one.get("id") or one.get("name")) for one in value]
    return dict(zip(names, value, strict=True))


def _write(path: Path, text: str) -> None:
    """Under a neighbour's name first: a table is never half written."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
        os.replace(unfinished, path)
    except OSError as error:
        raise SourceError(path, f"cannot be written ({error.strerror or error})", "name another place with --out") from error
    finally:
        unfinished.unlink(missing_ok=True)
