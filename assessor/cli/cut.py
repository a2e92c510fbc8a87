"""`assessor cut`: what to remove so that only the approved can become a role, and what stands behind the ways to it."""

import argparse
import sys
from typing import TYPE_CHECKING

from assessor.cli.entry import OK
from assessor.cli.named import principal
from assessor.cli.paths import role_of, study_of

if TYPE_CHECKING:
    from assessor.graph.cut import Cut
    from assessor.graph.queries import Behind, Control, Hidden


def run(args: argparse.Namespace) -> int:
    """Print the removals; with --json also what stands behind most ways, what each protection is worth, and hidden administrators."""
    from assessor.graph import queries
    from assessor.graph.cut import cut, nodes_of
    from assessor.report import encoded
    from assessor.report.graph_documents import cut_document

    study = study_of(args)
    role_id = role_of(study, args.to)
    kept = {principal(study.tenant, "--keep", one).id.lower() for one in args.keep}
    approved = study.break_glass_ids | kept
    found, node = cut(study.graph, role_id, approved), nodes_of(study.graph, role_id)
    behind = queries.behind(study.graph, node, approved)
    controls = queries.controls(study.graph, node, approved)
    hidden = queries.hidden(study.graph.reach(role_id, sure=True))
    if args.json:
        things = tuple(study.tenant.principal(one) for one in sorted(approved))
        sys.stdout.buffer.write(encoded(cut_document(found, things, behind, controls, hidden)))
    else:
        _print(found, behind, controls, hidden)
    return OK


def _print(found: "Cut", behind: "tuple[Behind, ...]", controls: "tuple[Control, ...]", hidden: "tuple[Hidden, ...]") -> None:
    from assessor.report.text import shown

    role = shown(found.role.label)
    removals, closed = len(found.removals), len(found.closed)
    close = f"1 removal closes the way to {role}" if removals == 1 else f"{removals} removals close the way to {role}"
    print(f"{close} for {'1 principal' if closed == 1 else f'{closed} principals'}:")
    for number, one in enumerate(found.removals, 1):
        print(f"{number:4}. {shown(one.says, 200)}")
    for thing in found.left:
        print(f"  still open: {shown(thing.label)} (its way is also an approved one's)")
    for block in behind[:10]:
        print(f"{shown(block.thing.label)} stands behind {len(block.principals)} principals' every way.")
    for each in controls:
        who = f"{len(each.opens)} more principal{'' if len(each.opens) == 1 else 's'}"
        print(f"Without {each.name.replace('_', ' ')}, {who} would come through unguarded.")
    if hidden:
        print(
            f"No assignment of the role names {len(hidden)} of those who can become {role}: {', '.join(shown(one.principal.label, 60) for one in hidden[:10])}."
        )
