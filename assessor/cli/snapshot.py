"""`assessor snapshot`: look at a snapshot, check it, redact it, convert one."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from assessor.cli.entry import OK, WRONG

if TYPE_CHECKING:
    from assessor.snapshot import SnapshotInfo


def run(args: argparse.Namespace) -> int:
    """One of info, verify, redact, import."""
    return {"info": _info, "verify": _verify, "redact": _redact, "import": _import}[args.what](args)


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


def _redact(args: argparse.Namespace) -> int:
    from assessor.snapshot import find_engagement, read_engagement
    from assessor.snapshot.redact import read_key, redact_snapshot

    said = args.out.parent / f"{args.out.name.removesuffix('.zip')}.engagement.toml"
    engagement = (read_engagement(args.engagement), said) if args.engagement else None
    key = read_key(args.key_file) if args.key_file else None
    made = redact_snapshot(args.snapshot, args.out, key=key, map_to=args.map, engagement=engagement)
    if args.quiet:
        return OK
    if made.renamed:
        print(f"collections that no contract knows are called {', '.join(made.renamed)} now", file=sys.stderr)
    if not made.was_sealed:
        print("the snapshot was unsealed; what was written is sealed, as it was read", file=sys.stderr)
    if not engagement and (beside := find_engagement(args.snapshot)):
        print(f"{beside.name} is not redacted: keep it back, or redact it with --engagement", file=sys.stderr)
    print(*([args.out, said] if engagement else [args.out]), sep="\n")
    return OK


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
