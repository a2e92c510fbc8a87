"""`assessor checks`: the catalogue, read, tested and added to."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from assessor.cli.entry import FOUND, OK
from assessor.cli.judging import catalogue

if TYPE_CHECKING:
    from assessor.checkkit import Check


def run(args: argparse.Namespace) -> int:
    """One of list, show, test, new."""
    return {"list": _list, "show": _show, "test": _test, "new": _new}[args.what](args)


def _list(args: argparse.Namespace) -> int:
    from assessor.cli.checks_text import columns, filtered

    found = filtered(catalogue(args), args)
    if args.json:
        return _dump([_document(one) for one in found])
    for line in columns(found):
        print(line)
    if not found and not args.quiet:
        print("no check of the loaded packs is like that", file=sys.stderr)
    return OK


def _show(args: argparse.Namespace) -> int:
    from assessor.assess.remedies import remedies
    from assessor.cli.checks_mended import document
    from assessor.cli.checks_text import in_full

    loaded = catalogue(args)
    one = loaded.get(args.id)
    remedy = remedies(loaded).get(one.info.id)
    if args.json:
        return _dump({**_document(one), "carryOut": document(one, remedy)})
    print("\n".join(in_full(one, remedy)))
    return OK


def _test(args: argparse.Namespace) -> int:
    """Every check of the folders, or of all loaded packs where no folder is given, against its examples and missing data."""
    from assessor.assess import trial
    from assessor.report.text import shown

    loaded = catalogue(args)
    mine = {folder.resolve().name for folder in args.pack or ()}
    checks = [loaded.get(args.id)] if args.id else [one for one in loaded.checks if not mine or one.info.pack in mine]
    faults = [f"{one.info.id}: {fault}" for one in checks for fault in trial.faults(one)]
    for fault in faults:
        print(shown(fault, 2000))
    if not args.quiet:
        said = f"checks: {len(checks)}, examples: {sum(len(one.examples) for one in checks)}"
        print(f"{said}, faults: {len(faults)}", file=sys.stderr)
    return FOUND if faults else OK


def _new(args: argparse.Namespace) -> int:
    from assessor.cli.checks_new import write_skeleton

    path = write_skeleton(args, catalogue(args).known)
    print(path)
    if not args.quiet:
        print(f"next: write what it judges, then: assessor checks test --pack {path.parent}", file=sys.stderr)
    return OK


def _document(one: "Check") -> dict[str, Any]:
    info = one.info
    return {
        "id": info.id, "title": info.title, "theme": info.theme, "severity": str(info.severity), "pack": info.pack, "talk": list(info.talk),
        "frameworks": {name: list(ids) for name, ids in sorted(info.frameworks.items())}, "rationale": info.rationale, "remedy": info.remedy,
        "references": list(info.references), "needs": sorted(map(str, one.needs)), "leansOn": sorted(map(str, one.leans_on)),
        "uses": sorted(map(str, one.uses)), "permissions": list(info.permissions), "asks": one.asks,
        "thresholds": [{"name": each.name, "default": each.default, "unit": each.unit, "says": each.says, "most": each.most} for each in info.thresholds],
        "examples": {"pass": len(one.passes), "partial": len(one.partial), "fail": len(one.fails), "other": len(one.other)},
    }  # fmt: skip


def _dump(value: object) -> int:
    json.dump(value, sys.stdout, indent=1)
    print()
    return OK
