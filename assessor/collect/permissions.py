"""The permissions that a run takes, with reasons: as a list, as the documentation's page, as a script that asks for consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.collect import plan as plans
from assessor.collect.table import COLLECTIONS, SOURCES
from assessor.collect.words import BOTH, FULL
from assessor.reference.powers import GRAPH_APP_ID, read_permissions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.collect.words import Source


def document() -> list[dict[str, object]]:
    """For programs: permission, collections, licence, and what is lost without it."""
    return [
        {"permission": name, "collections": _collections(sources), "licence": _licences(sources), "without": [source.lost for source in sources]}
        for name, sources in plans.permissions().items()
    ]


def text() -> Iterator[str]:
    """For people."""
    for name, sources in plans.permissions().items():
        yield name
        for source in sources:
            what = "when somebody last signed in" if name == "AuditLog.Read.All" and source.collection == "users" else source.lost
            yield f"    {source.collection:<38} {what}"
    yield "A person who signs in also needs the directory role Global Reader (and Security Reader for reports)."
    yield "With --azure: Azure role Reader on the subscriptions, at the root scope, and on the provider microsoft.aadiam."


def script() -> Iterator[str]:
    """A shell script for the Azure CLI that gives an application these permissions; ids are looked up, so that none can be wrong here."""
    yield "#!/bin/sh"
    yield "# Gives the application $1 the permissions that `assessor collect` reads with, and consents to them. Run it as an administrator, once."
    yield "# Every one of them only reads."
    yield "set -eu"
    yield 'app="${1:?say the application id}"'
    yield f'graph="{GRAPH_APP_ID}"'
    yield "for name in \\"
    names = list(plans.permissions())
    yield from (f"    {name} \\" for name in names[:-1])
    yield f"    {names[-1]}"
    yield "do"
    yield '    id=$(az ad sp show --id "$graph" --query "appRoles[?value==\'$name\'].id | [0]" --output tsv)'
    yield '    if [ -z "$id" ]; then echo "Graph has no application permission $name here" >&2; continue; fi'
    yield '    az ad app permission add --id "$app" --api "$graph" --api-permissions "$id=Role"'
    yield "done"
    yield 'az ad app permission admin-consent --id "$app"'


def manifest() -> list[dict[str, object]]:
    """`requiredResourceAccess` of an application's manifest, ready to be pasted into the portal."""
    ids = read_permissions()
    return [{"resourceAppId": GRAPH_APP_ID, "resourceAccess": [{"id": ids[name], "type": "Role"} for name in plans.permissions()]}]


def page() -> Iterator[str]:
    """The page of the documentation, from the table alone."""
    yield "# What the collector reads"
    yield ""
    yield "Made by `assessor permissions --format markdown`; a test compares it with the table. Every request is a GET, a `$batch` of GETs, or"
    yield "`getByIds`; the pipeline's last stop lets nothing else through. Graph is asked for everything that was chosen, whatever the token says, and"
    yield "its own answer stands in the manifest."
    yield ""
    yield "| collection | endpoint | scope | wave | bucket | page | permission | licence | without it nobody can say |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for source in SOURCES:
        if not source.is_inner:
            yield _line(source)
    yield ""
    yield "## Where the permission is not what the public table calls the least"
    yield ""
    for name in COLLECTIONS:
        notes = dict.fromkeys(source.note for source in SOURCES if source.collection == name and source.note)
        yield from (f"* `{name}`: {note}." for note in notes)


def _line(source: Source) -> str:
    scope = "both" if source.scopes == BOTH else next(iter(source.scopes))
    if source.per and source.variant == "byId":
        scope = f"what {FULL} lists lack, and all of privileged"
    query = f"?{source.query}" if source.query and "$select=id,user" not in source.query and "$select=id,display" not in source.query else ""
    shown = f"`{source.endpoint}{query}`".replace("|", "\\|")
    return (
        f"| {source.collection} | {shown} | {scope} | {source.wave} | {source.bucket} | {source.top or '–'} | "
        f"{source.permission or '–'} | {source.licence or '–'} | {source.lost} |"
    )


def _collections(sources: tuple[Source, ...]) -> list[str]:
    return sorted({source.collection for source in sources})


def _licences(sources: tuple[Source, ...]) -> list[str]:
    return sorted({source.licence for source in sources if source.licence})
