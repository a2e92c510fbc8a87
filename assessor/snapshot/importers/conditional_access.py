"""A folder of Conditional Access policies as files, as other tools export them, as a snapshot.

Policies, named locations, groups, authentication strengths and contexts, one or more a `.json` file, UTF-8 or UTF-16, in any folders.
Names of members are read without regard to case. A file that is no JSON, or that is shaped as Graph shapes nothing, is refused by name;
an object that is none of those kinds is left out, and the report says so.
"""

from __future__ import annotations

import codecs
import json
import re
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.model import access_rows, rows
from assessor.model.errors import SnapshotError
from assessor.model.table import Gap, Missing
from assessor.model.words import Reason
from assessor.snapshot import layout
from assessor.snapshot.importers.scubagear import ImportReport
from assessor.snapshot.write import Header, Part, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    Object = dict[str, Any]

POLICIES, LOCATIONS, GROUPS = "conditionalAccessPolicies", "namedLocations", "groups"
STRENGTHS, CONTEXTS = "authenticationStrengthPolicies", "authenticationContextClassReferences"
TYPES: Mapping[str, type[rows.Row]] = {
    POLICIES: access_rows.ConditionalAccessPolicy, LOCATIONS: access_rows.NamedLocation, GROUPS: rows.Group,
    STRENGTHS: access_rows.AuthenticationStrength, CONTEXTS: access_rows.AuthenticationContext,
}  # fmt: skip

_MEND = "give a folder of policies in Graph's JSON, one or more a file"
_NO_TENANT = "00000000-0000-0000-0000-000000000000"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_NAMES = ("id", "displayName", "state", "conditions", "grantControls", "sessionControls", "createdDateTime", "modifiedDateTime", "templateId")
_OBJECTS = ("users", "applications", "clientApplications", "platforms", "locations", "devices", "authenticationFlows")
_MOST_FILES = 20_000


def import_conditional_access(folder: Path, out: Path) -> ImportReport:
    """Read every .json file below a folder and write a snapshot; SnapshotError names a file that cannot be used."""
    found: dict[str, dict[str, Object]] = {name: {} for name in TYPES}
    notes: list[str] = []
    tenant, files = _NO_TENANT, _files(folder)
    for file in files:
        for number, thing in enumerate(_objects(file)):
            tenant = _tenant_id(thing) or tenant
            _sort_in(found, notes, thing, f"{file.relative_to(folder).as_posix()}#{number}", file)
    if not found[POLICIES]:
        raise SnapshotError(str(folder), "holds no Conditional Access policy", _MEND)
    notes += _what_is_not_told(tenant, found)
    write_snapshot(out, _header(tenant, found, notes), _parts(found))
    return ImportReport(out, tenant, {name: len(one) for name, one in sorted(found.items()) if one}, (GROUPS,) if found[GROUPS] else (), tuple(notes))


# ---- reading ----


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise SnapshotError(str(folder), "is no folder", _MEND)
    files = sorted(one for one in folder.rglob("*") if one.suffix.lower() == ".json" and one.is_file() and not one.is_symlink())
    if len(files) > _MOST_FILES:
        raise SnapshotError(str(folder), f"holds more than {_MOST_FILES} files", _MEND)
    return files


def _objects(file: Path) -> Iterator[Object]:
    """The objects of a file: one, a list, or an OData page."""
    document = _document(file)
    listed = document.get("value", document) if isinstance(document, dict) else document
    for one in listed if isinstance(listed, list) else [document]:
        if not isinstance(one, dict):
            raise SnapshotError(str(file), "holds something that is no object", _MEND)
        yield one


def _document(file: Path) -> Any:
    try:
        with file.open("rb") as opened:
            raw = opened.read(layout.LIMITS.whole_bytes + 1)  # a pipe or a device tells no size
        if len(raw) > layout.LIMITS.whole_bytes:
            raise SnapshotError(str(file), f"is larger than {layout.LIMITS.whole_bytes} bytes", _MEND)
        wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return json.loads(raw.decode("utf-16" if wide else "utf-8-sig"))
    except OSError as error:
        raise SnapshotError(str(file), f"cannot be read ({error.strerror or type(error).__name__})", _MEND) from None
    except (ValueError, RecursionError) as error:
        raise SnapshotError(str(file), f"is not JSON ({str(error)[:100]})", _MEND) from None


# ---- sorting ----


def _sort_in(found: dict[str, dict[str, Object]], notes: list[str], thing: Object, place: str, file: Path) -> None:
    kind = kind_of(thing)
    if kind is None:
        notes.append(f"{place.partition('#')[0]} holds nothing of Conditional Access and is left out")
        return
    row = _spelt(thing) if kind == POLICIES else dict(thing)
    row.setdefault("id", str(uuid.uuid5(uuid.NAMESPACE_URL, f"conditional-access:{place}")))
    try:
        msgspec.convert(row, TYPES[kind])
    except msgspec.ValidationError as error:
        raise SnapshotError(str(file), f"is not shaped as Graph shapes it ({error})", _MEND) from None
    if found[kind].get(str(row["id"]).lower(), row) != row:
        notes.append(f"{place.partition('#')[0]}: the id {row['id']} stands in another file as well; the last one counts")
    found[kind][str(row["id"]).lower()] = {name: value for name, value in row.items() if not name.startswith(("@odata.context", "@odata.editLink"))}


def kind_of(thing: Object) -> str | None:
    """The collection that an object belongs to, by its type or by what it has."""
    named = str(thing.get("@odata.type", "")).rpartition(".")[2].lower()
    members = {name.lower() for name in thing}
    if named == "conditionalaccesspolicy" or {"conditions", "state"} <= members:
        return POLICIES
    if named.endswith("namedlocation") or members & {"ipranges", "countriesandregions", "compliantnetworktype"}:
        return LOCATIONS
    if named == "authenticationstrengthpolicy" or "allowedcombinations" in members:
        return STRENGTHS
    if named == "authenticationcontextclassreference" or ("isavailable" in members and re.fullmatch(r"c\d{1,2}", str(thing.get("id")))):
        return CONTEXTS
    return GROUPS if named == "group" or {"id", "securityenabled"} <= members else None


def _spelt(thing: Object) -> Object:
    """A policy as Graph spells it: templates write GrantControls, and an empty list for a condition that is not there."""
    names = {name.lower(): name for name in _NAMES}
    row = {names.get(name.lower(), name): value for name, value in thing.items()}
    if isinstance(row.get("conditions"), dict):
        row["conditions"] = {name: None if value == [] and name in _OBJECTS else value for name, value in row["conditions"].items()}
    return row


def _tenant_id(thing: Object) -> str | None:
    """The tenant, where a migration table of an export tells it."""
    try:
        return str(uuid.UUID(thing["TenantId"]))
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


# ---- writing ----


def _header(tenant: str, found: Mapping[str, Mapping[str, Object]], notes: list[str]) -> Header:
    moments = [str(row[name]) for kind in found.values() for row in kind.values() for name in ("modifiedDateTime", "createdDateTime") if row.get(name)]
    dated = sorted(match[0] for one in moments if (match := _MOMENT.match(one)))
    if not dated:
        notes.append("no object says when it was made: the snapshot counts as taken now")
    taken = f"{dated[-1]}Z" if dated else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Header(tenant_id=tenant, taken_at=taken, scope="privileged", collector={"name": "conditional-access-folder", "version": "1"})


def _parts(found: Mapping[str, Mapping[str, Object]]) -> dict[str, Part | Missing]:
    """Groups are those that policies name, hence a part; the rest is whole where there is any."""
    parts: dict[str, Part | Missing] = {}
    for name, listed in found.items():
        gaps = (Gap("page", "groups that no policy names", Reason.NOT_REQUESTED),) if name == GROUPS else ()
        parts[name] = Part(rows=[listed[key] for key in sorted(listed)], gaps=gaps) if listed else Missing(name, Reason.NOT_REQUESTED)
    return parts


def _what_is_not_told(tenant: str, found: Mapping[str, Mapping[str, Object]]) -> Iterator[str]:
    if tenant == _NO_TENANT:
        yield "no file says which tenant it is: its id is all zeros"
    for name in (LOCATIONS, STRENGTHS):
        if not found[name]:
            yield f"no file holds {name}: what hangs on them stays unknown"
    yield "members of groups and holders of roles are not in such files: whether a policy means somebody stays unknown where it hangs on them"
