"""`assessor checks`: the catalogue."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.cli.entry import OK
from assessor.model.errors import UsageError

if TYPE_CHECKING:
    from assessor.checkkit import Check


def run(args: argparse.Namespace) -> int:
    """List the checks, or show one."""
    from assessor.cli.judging import catalogue as loaded

    catalogue = loaded(args)
    if args.what == "show":
        if not args.id:
            raise UsageError("checks show", "no check was named", "say for example: assessor checks show GA-002")
        return _show(catalogue.get(args.id), args.json)
    if args.json:
        return _dump([_document(one) for one in catalogue.checks])
    for one in catalogue.checks:
        print(f"{one.info.id:<9}{one.info.severity:<10}{one.info.title}")
    return OK


def _show(one: "Check", as_json: bool) -> int:
    if as_json:
        return _dump(_document(one))
    info = one.info
    needed = ", ".join(sorted(str(collection) for collection in one.needs))
    print(f"{info.id}  {info.title}\n{info.theme}, {info.severity}, pack {info.pack}\n\n{info.rationale}\n\nRemedy: {info.remedy}\n")
    print(f"Needs: {needed}\nPermissions: {', '.join(info.permissions) or 'none'}\nTalk: {', '.join(info.talk) or '-'}")
    for key, ids in sorted(info.frameworks.items()):
        print(f"{reference.framework_name(key)}: {', '.join(ids)}")
    print("\n".join(info.references))
    return OK


def _document(one: "Check") -> dict[str, Any]:
    info = one.info
    return {
        "id": info.id, "title": info.title, "theme": info.theme, "severity": str(info.severity), "pack": info.pack, "talk": list(info.talk),
        "frameworks": {name: list(ids) for name, ids in sorted(info.frameworks.items())}, "rationale": info.rationale, "remedy": info.remedy,
        "references": list(info.references), "needs": sorted(str(collection) for collection in one.needs),
        "uses": sorted(str(collection) for collection in one.uses), "permissions": list(info.permissions),
    }  # fmt: skip


def _dump(value: object) -> int:
    json.dump(value, sys.stdout, indent=1)
    print()
    return OK
