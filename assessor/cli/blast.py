"""`assessor blast`: how far one principal reaches."""

import argparse
import sys
from typing import TYPE_CHECKING

from assessor.cli.entry import OK
from assessor.cli.named import principal
from assessor.cli.paths import study_of

if TYPE_CHECKING:
    from assessor.graph.queries import Blast


def run(args: argparse.Namespace) -> int:
    """Print every role that the principal can become, and what it controls on the way."""
    from assessor.graph.queries import blast
    from assessor.report import encoded
    from assessor.report.graph_documents import blast_document

    study = study_of(args)
    found = blast(study.graph, principal(study.tenant, "PRINCIPAL", args.principal))
    if args.json:
        sys.stdout.buffer.write(encoded(blast_document(found)))
    else:
        _print(found)
    return OK


def _print(found: "Blast") -> None:
    from assessor.report.text import shown

    print(f"{shown(found.principal.label)} can become {len(found.roles) or 'no'} role{'' if len(found.roles) == 1 else 's'}.")
    for one in found.roles:
        where = f" over {one.where}" if one.where else ""
        print(f"  {shown(one.role.label)}{shown(where)} ({one.path_class}): {shown(one.path.in_words, 400)}")
    for word, things in (("Is or controls without activating anything", found.standing), ("Could be or control besides", found.potential)):
        if things:
            print(f"{word}: {', '.join(shown(thing.label, 60) for thing in things[:20])}{f' and {len(things) - 20} more' if len(things) > 20 else ''}.")
