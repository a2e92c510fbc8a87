"""`assessor paths`: who can become what, and how."""

import argparse
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assessor.cli.entry import OK
from assessor.cli.judging import read
from assessor.cli.named import role
from assessor.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.checkkit import Study
    from assessor.model.result import PrincipalPaths, Reach


def run(args: argparse.Namespace) -> int:
    """Print the ways as a table, or as the contract's document."""
    if args.export:
        return _export(args)
    reaches = asked(args)
    if args.json:
        from assessor.report import encoded, paths_documents

        documents = paths_documents(reaches)
        sys.stdout.buffer.write(encoded(documents[0] if args.to else documents))
    else:
        for reach in reaches:
            _print(reach)
    return OK


def _export(args: argparse.Namespace) -> int:
    from assessor.graph import export
    from assessor.report import encoded

    graph = study_of(args).graph
    sys.stdout.buffer.write(export.graphml(graph) if args.export == "graphml" else encoded(export.opengraph(graph)))
    return OK


def study_of(args: argparse.Namespace) -> "Study":
    """The tenant, with its engagement file where one lies beside it or is named."""
    from assessor.checkkit import Study
    from assessor.model.engagement import resolve

    tenant, engagement = read(args.snapshot, getattr(args, "engagement", None))
    return Study(tenant, engagement, resolve(engagement, tenant))


def asked(args: argparse.Namespace) -> "list[Reach]":
    """The reaches that the arguments ask for."""
    from assessor.assess.inventory import tier0_reaches

    if args.scope != "/" and not args.to:
        raise UsageError(f"--scope {args.scope}", "without a role it says nothing", "say --to ROLE with it, or leave it out")
    study = study_of(args)
    reaches = [_reach_of(study, args)] if args.to else list(tier0_reaches(study))
    if args.principal is None:
        return reaches
    wanted = _principal(study, reaches, args.principal)
    return [replace(reach, principals=_of(reach.principals, wanted), voided=_of(reach.voided, wanted)) for reach in reaches]


def _reach_of(study: "Study", args: argparse.Namespace) -> "Reach":
    role_id = role_of(study, args.to)
    _known_scope(study, args.scope)
    _tell_smaller_scopes(study, role_id, args)
    return study.graph.reach(role_id, args.scope)


def _known_scope(study: "Study", scope: str) -> None:
    """Nobody over a unit that is not there would read like an answer."""
    from assessor.model import collections as c

    tenant, last = study.tenant, scope.rpartition("/")[2].lower()
    tables: tuple[c.Collection[Any], ...] = (c.ADMINISTRATIVE_UNITS, c.APPLICATIONS, c.SERVICE_PRINCIPALS)
    there = {row.id.lower() for table in tables for row in tenant.rows(table)}
    is_told = scope in {"/", *(over for _, over in study.graph.targets())} or (scope.startswith("/") and last in there)
    if not is_told and all(tenant.has(table) for table in tables):
        raise UsageError(f"--scope {scope}", "no unit and no application of that id in the snapshot", "say / or /administrativeUnits/ID")


def role_of(study: "Study", said: str) -> str:
    """The role of that name or id."""
    found = role(study.roles, "--to", said)
    if found is None:
        raise UsageError(f"--to {said}", "no role of that name or id", "say its display name, its template id or its object id")
    return found.id


def _tell_smaller_scopes(study: "Study", role_id: str, args: argparse.Namespace) -> None:
    """Who holds a role over one unit does not hold it over the tenant: said, so that nobody reads the one as the other."""
    scopes = [scope for one, scope in study.graph.targets() if one == role_id and scope not in ("/", args.scope)]
    if args.scope == "/" and scopes:
        from assessor.report.text import shown

        listed = ", ".join(shown(f"{study.tenant.scope_in_words(scope)} (--scope {scope})", 200) for scope in scopes[:5])
        more = f" and {len(scopes) - 5} more" if len(scopes) > 5 else ""
        print(f"held over less than the tenant, too, and not shown here: {listed}{more}", file=sys.stderr)


def _principal(study: "Study", reaches: "Sequence[Reach]", said: str) -> str:
    tenant = study.tenant
    names = {(user.user_principal_name or "").lower(): key for key, user in tenant.users.items() if isinstance(user.user_principal_name, str)}
    key = names.get(said.lower(), said.lower())
    listed = {one.principal.id.lower() for reach in reaches for one in (*reach.principals, *reach.voided)}
    if key not in listed and not (key in tenant.users or key in tenant.service_principals or key in tenant.groups):
        raise UsageError(f"--from {said}", "nobody of that name or id in the snapshot matters to a role", "say an object id or a user principal name")
    return key


def _of(people: "Sequence[PrincipalPaths]", principal_id: str) -> "tuple[PrincipalPaths, ...]":
    return tuple(one for one in people if one.principal.id.lower() == principal_id)


def _print(reach: "Reach") -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from assessor.report.text import shown

    over = "" if reach.scope == "/" else f" over {reach.scope}"
    table = Table(title=Text(shown(f"{reach.role.label}{over}", 200)), title_justify="left", expand=False)
    for head in ("principal", "class", "gates", "way"):
        table.add_column(head, overflow="fold")
    for one in (*reach.principals, *reach.voided):
        for path in one.paths:
            word = str(path.path_class) if path.path_class else f"voided: {path.voided.rule if path.voided else ''}"
            way = " → ".join([*(edge.source.label for edge in path.edges), reach.role.label])
            cells = (one.principal.label, word, ", ".join(sorted(path.gates)) or "none", way)
            table.add_row(*(Text(shown(cell, 300)) for cell in cells))
    console = Console(width=None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "160")), highlight=False)
    console.print(table if table.row_count else Text(shown(f"{reach.role.label}{over}: nobody found over this scope in what the snapshot holds", 300)))
    for unknown in reach.unknown:
        console.print(Text(f"  not known: {shown(unknown.says, 300)}"))
