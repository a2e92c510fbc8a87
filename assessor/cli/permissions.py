"""`assessor permissions`: what collecting takes, and why."""

import argparse
import json

from assessor.cli.entry import OK


def run(args: argparse.Namespace) -> int:
    """The list for people, or one of the forms for machines; needs neither network nor the collector's packages."""
    from assessor.collect import permissions

    if args.format in ("json", "manifest"):
        print(json.dumps(permissions.document() if args.format == "json" else permissions.manifest(), indent=1))
        return OK
    lines = {"text": permissions.text, "markdown": permissions.page, "script": permissions.script}[args.format]
    print("\n".join(lines()))
    return OK
