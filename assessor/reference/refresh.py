"""Make the table of built-in roles anew from a newer list: `python -m assessor.reference.refresh roles FILE`.

FILE is a JSON list of objects with templateId, displayName, isPrivileged, assignableAtAuScope and status. Names and flags are
taken, descriptions are not. `--as-of` and `--source` say what the list is.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.reference.roles import TIER0

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLE = Path(__file__).parent / "data" / "builtin_roles.json"
SOURCE = (
    "Names, labels and scopes from the pages permissions-reference and manage-roles-portal of MicrosoftDocs/entra-docs (CC-BY-4.0) "
    "and from the role definitions in Cloud-Architekt/AzurePrivilegedIAM (MIT, Copyright (c) 2024 Thomas Naunheim); tier0 is this project's own list"
)
LICENCE = "CC-BY-4.0 and MIT; names are Microsoft's"


def row(role: dict[str, Any]) -> dict[str, Any]:
    """The facts of one role that the table keeps."""
    template = role["templateId"].lower()
    return {
        "templateId": template,
        "name": role["displayName"],
        "privileged": role["isPrivileged"],
        "unitAssignable": role["assignableAtAuScope"],
        "status": role["status"],
        "tier0": template in TIER0,
    }


def table(roles: Iterable[dict[str, Any]], *, as_of: str, source: str) -> str:
    """The whole file, one role a line, so that a change of one role is a change of one line."""
    head = {"source": source, "licence": LICENCE, "asOf": as_of}
    lines = [json.dumps(one, ensure_ascii=False) for one in sorted(map(row, roles), key=lambda one: str(one["templateId"]))]
    opening = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return opening + ',\n "roles": [\n  ' + ",\n  ".join(lines) + "\n ]\n}\n"


def main(arguments: list[str] | None = None) -> None:
    """Read the list, write the table."""
    parser = argparse.ArgumentParser(prog="python -m assessor.reference.refresh", description="Make a reference table anew from a newer list.")
    parser.add_argument("table", choices=["roles"])
    parser.add_argument("file", type=Path, help="a JSON list of built-in roles")
    parser.add_argument("--as-of", default="2026-08", help="month of the list (default: %(default)s)")
    parser.add_argument("--source", default=SOURCE, help="where the list comes from")
    parser.add_argument("--out", type=Path, default=TABLE, help="where to write (default: the table of this package)")
    given = parser.parse_args(arguments)
    roles = json.loads(given.file.read_text(encoding="utf-8"))
    given.out.write_text(table(roles, as_of=given.as_of, source=given.source), encoding="utf-8")


if __name__ == "__main__":
    main()
