"""PowerShell that somebody else may run: ids of the tenant go in by pattern, names only as comments in which nothing is left that PowerShell could read.

Facts about cmdlets: Microsoft.Graph.Authentication 2 (Connect-MgGraph, Get-MgContext, Invoke-MgGraphRequest); paths and bodies: Microsoft Graph v1.0.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

_GUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"
_ID = re.compile(rf"{_GUID}|(?:DirectoryRole|Group)_{_GUID}_{_GUID}|/|/administrativeUnits/{_GUID}|c[1-9][0-9]?")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.]*")
_ENVIRONMENTS = {"usgov": "USGov", "usgovdod": "USGovDoD", "china": "China"}
NAME = 100
"""Characters of a name in a comment."""


class Word(str):
    """A word of ours (the name of a rule, a setting, a duration), never of a tenant."""

    __slots__ = ()


Value: TypeAlias = "str | bool | int | tuple[str, ...]"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table in a script: its values, and the name that stands as a comment above them."""

    name: str
    values: Mapping[str, Value]

    @property
    def is_safe(self) -> bool:
        """Whether every value is an id by its pattern or a word of ours; a row that is not stays out of the script and is counted."""
        return all(_safe(value) for value in self.values.values())


def is_guid(text: str | None) -> bool:
    """Whether this is an object id and nothing else."""
    return bool(text and re.fullmatch(_GUID, text))


def is_context(text: str) -> bool:
    """Whether this is the name of an authentication context, c1 to c99."""
    return bool(re.fullmatch(r"c[1-9][0-9]?", text))


def comment(name: str | None) -> str:
    """A stranger's text for a line that begins with #: letters, digits and a few signs; everything else becomes an underscore."""
    text = (name or "")[: 4 * NAME]
    kept = "".join(one if unicodedata.category(one)[0] in "LN" or one in " .@_-" else "_" for one in text)
    return kept if len(kept) <= NAME else kept[: NAME - 3] + "..."


def quoted(value: Value) -> str:
    """A literal of PowerShell; raises `ValueError` for a text that is neither an id by its pattern nor a `Word`."""
    if not _safe(value):
        raise ValueError(f"neither an id nor a word of ours: {value!r}")
    if isinstance(value, bool):
        return "$true" if value else "$false"
    if isinstance(value, tuple):
        return "@(" + ", ".join(quoted(one) for one in value) + ")"
    return str(value) if isinstance(value, int) else f"'{value}'"


def table(name: str, rows: Iterable[Row]) -> str:
    """An array of hashtables, each under its name."""
    lines = [f"${name} = @("]
    for row in rows:
        lines.append(f"    # {comment(row.name)}")
        lines.append("    @{ " + "; ".join(f"{key} = {quoted(value)}" for key, value in row.values.items()) + " }")
    return "\n".join([*lines, ")"])


def listed(name: str, rows: Iterable[tuple[str, str]]) -> str:
    """An array of ids, each under its name: (id, name)."""
    lines = [f"${name} = @("]
    for one, label in rows:
        lines += [f"    # {comment(label)}", f"    {quoted(one)}"]
    return "\n".join([*lines, ")"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What every script begins with."""

    check: str
    title: str
    tenant: str
    taken_at: datetime
    as_of: str
    break_glass: tuple[tuple[str, str], ...]
    """(id, name) of the declared emergency accounts."""
    scopes: tuple[str, ...]
    role: str
    cloud: str | None = None

    @property
    def text(self) -> str:
        """Who it is for, the switch, the sign-in, and two functions that read and change."""
        environment = _ENVIRONMENTS.get((self.cloud or "").lower())
        return _OPENING.format(
            check=self.check if re.fullmatch(r"[A-Z]{2,6}-\d{3}", self.check) else "the check",
            title=_of_ours(self.title),
            tenant=quoted(self.tenant),
            taken=f"{self.taken_at:%Y-%m-%d}",
            as_of=self.as_of,
            role=self.role,
            break_glass=listed("BreakGlass", [one for one in self.break_glass if is_guid(one[0])]),
            scopes=", ".join(f"'{one}'" for one in self.scopes),
            environment=f" -Environment {environment}" if environment else "",
        )


def parted(script: str) -> tuple[str, str]:
    """A script as (its opening, what is its own)."""
    above, end, below = script.partition(_END)
    return (above + end).rstrip(), below.strip("\n")


def _of_ours(title: str) -> str:
    """A check's title on one line: it comes from a pack, which is code already, and still it cannot leave its comment."""
    return "".join(one if one.isprintable() else " " for one in title)[:160]


def _safe(value: Value) -> bool:
    if isinstance(value, tuple):
        return all(_safe(one) for one in value)
    if isinstance(value, Word):
        return bool(_WORD.fullmatch(value))
    return isinstance(value, int) or bool(_ID.fullmatch(value))


_OPENING = """\
# {check}: {title}
# Written from the snapshot of {taken}. Cmdlets, paths and permissions checked in {as_of}.
# Read every line before you run it. While $WhatIf is $true the script only reads and prints what it would do.
# Sign in as {role}. Needs the module Microsoft.Graph.Authentication, version 2.
#Requires -Modules Microsoft.Graph.Authentication
$ErrorActionPreference = 'Stop'
$WhatIf = $true
$TenantId = {tenant}
# The emergency accounts of the engagement file: this script never touches them.
{break_glass}

Connect-MgGraph -TenantId $TenantId -Scopes {scopes}{environment} -NoWelcome
if ((Get-MgContext).TenantId -ne $TenantId) {{ throw 'This is another tenant. Nothing was changed.' }}

function Read-All([string]$Uri) {{
    while ($Uri) {{
        $Page = Invoke-MgGraphRequest -Method GET -Uri $Uri
        $Page.value
        $Uri = $Page.'@odata.nextLink'
    }}
}}

function Send-Change([string]$Method, [string]$Uri, $Body) {{
    $Json = if ($null -ne $Body) {{ $Body | ConvertTo-Json -Depth 12 }} else {{ $null }}
    $Mode = if ($WhatIf) {{ 'WHAT IF' }} else {{ 'CHANGE' }}
    Write-Host "$Mode $Method $Uri"
    if ($Json) {{ Write-Host $Json }}
    if ($WhatIf) {{ return }}
    if ($Json) {{ $null = Invoke-MgGraphRequest -Method $Method -Uri $Uri -Body $Json -ContentType 'application/json' }}
    else {{ $null = Invoke-MgGraphRequest -Method $Method -Uri $Uri }}
}}
"""
_END = _OPENING.replace("{{", "{").replace("}}", "}").rpartition("\n    if ($Json)")[2]
"""The last lines of every opening."""
