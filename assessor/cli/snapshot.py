"""`assessor snapshot`: look at a snapshot, check it, convert one."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from assessor.cli.entry import OK, WRONG

if TYPE_CHECKING:
    from assessor.snapshot import SnapshotInfo


def run(args: argparse.Namespace) -> int:
    """One of info, verify, import."""
    return {"info": _info, "verify": _verify, "import": _import}[args.what](args)


def _info(args: argparse.Namespace) -> int:
    from assessor.snapshot import read_info

    info = read_info(args.snapshot)
    if args.json:
        json.dump(_document(info), sys.stdout, indent=1)
        print()
    else:
        _print(info)
    return OK


def _verify(args: argparse.Namespace) -> int:
    from assessor.report.text import shown
    from assessor.snapshot import verify

    problems = verify(args.snapshot)
    for one in problems:
        print(f"assessor: {'' if one.refused else 'note: '}{shown(str(one), 2000)}", file=sys.stderr)
    if not problems and not args.quiet:
        print("every file is as the manifest says")
    return WRONG if any(one.refused for one in problems) else OK


def _import(args: argparse.Namespace) -> int:
    from assessor.report.text import shown
    from assessor.snapshot import importers

    read = {"scubagear": importers.import_scubagear, "conditional-access": importers.import_conditional_access}[args.kind]
    report = read(args.file, args.out)
    if not args.quiet:
        for line in report.notes:
            print(shown(line, 1000), file=sys.stderr)
        print(args.out)
    return OK


def _document(info: "SnapshotInfo") -> dict[str, object]:
    facts = info.snapshot
    return {
        "tenant": {"id": info.tenant.id, "displayName": info.tenant.display_name, "defaultDomain": info.tenant.default_domain},
        "takenAt": facts.taken_at.isoformat().replace("+00:00", "Z"), "scope": facts.scope, "cloud": facts.cloud, "collector": facts.collector,
        "sealed": facts.sealed, "digest": facts.digest,
        "collections": [
            {"name": one.name, "status": one.status, "count": one.count, "reason": one.reason, "gaps": one.gaps, "permission": one.permission}
            for one in facts.collections
        ],
    }  # fmt: skip


def _print(info: "SnapshotInfo") -> None:
    from assessor.report.text import shown

    facts = info.snapshot
    print(shown(f"tenant     {info.tenant.display_name or 'name not known'} ({info.tenant.id})", 300))
    print(f"taken      {facts.taken_at:%Y-%m-%d %H:%M} UTC, scope {facts.scope or 'not said'}, cloud {facts.cloud or 'not said'}")
    print(f"sealed     {'yes' if facts.sealed else 'no: the manifest has no digest of every file'}\ndigest     {facts.digest}\n")
    for one in facts.collections:
        count = "" if one.count is None else f"{one.count} rows"
        said = ", ".join(part for part in (count, one.reason or "", f"{one.gaps} gaps" if one.gaps else "") if part)
        print(f"{one.name:<40}{one.status:<11}{said}")
