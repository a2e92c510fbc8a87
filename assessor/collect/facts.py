"""What the rows that were read say about what to read next: the closure of privilege, until nothing new is found.

It rests on rows alone. A run that is gone on with puts the rows on disk through it and knows what it knew before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.collect.table import SENSITIVE_APIS, SOURCES
from assessor.collect.words import FULL, KINDS, Kind, Per, Ref, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NOBODY = frozenset({"00000000-0000-0000-0000-000000000000"})
_OBJECTS = {"users": Kind.USER, "groups": Kind.GROUP, "servicePrincipals": Kind.SERVICE_PRINCIPAL}
_KNOWN_OTHERS = frozenset({"administrativeUnits", "applications"})
_LISTED = {"administrativeUnits": Per.UNIT, "accessPackages": Per.PACKAGE, "pimGroups": Per.PIM_GROUP}
_ORDER = {name: number for number, name in enumerate(dict.fromkeys(source.collection for source in SOURCES))}
_RELATION = (Ref("id"),)


class _Row(msgspec.Struct):
    id: str = ""
    type: str | None = msgspec.field(name="@odata.type", default=None)
    app_id: str | None = msgspec.field(name="appId", default=None)
    assignable: bool | None = msgspec.field(name="isAssignableToRole", default=None)
    subscription: str | None = msgspec.field(name="subscriptionId", default=None)


_ROW = msgspec.json.Decoder(_Row)


class Facts:
    """Parents to ask about, and ids to resolve."""

    def __init__(self, scope: str) -> None:
        self.is_full = scope == FULL
        self.parents: dict[Per, list[str]] = {per: [] for per in Per}
        self.unknown: dict[str, None] = {}
        self.wanted: dict[Per, dict[str, None]] = {Per.USER_ROW: {}, Per.GROUP_ROW: {}}
        self.sought: dict[Per, set[str]] = {Per.USER_ROW: set(), Per.GROUP_ROW: set(), Per.UNKNOWN: set()}
        """Ids that were asked for, so that none is asked for twice."""
        self.kinds: dict[str, Kind] = {}
        self.mentioned: dict[str, int] = {}
        """Id → place of the first collection that mentions it, of those that nothing is known of."""
        self.probing = False
        self.guesses = False
        """getByIds is refused: an id that no list knows may be anything."""
        self._seen: set[tuple[Per, str]] = set()
        self._rows: set[str] = set()
        self._leading: set[str] = set()
        self._app_of: dict[str, str] = {}
        self._application: dict[str, str] = {}
        self._asked_for_app: set[str] = set()
        self._matter: dict[str, None] = {}

    def learn(self, source: Source, rows: Sequence[bytes]) -> None:
        """Take in the rows of one page."""
        if source.collection == "unresolvedIds":
            self._resolved(rows)
        elif kind := _OBJECTS.get(source.collection):
            for row in rows:
                self._object(kind, _ROW.decode(row), source)
        elif source.refers == _RELATION:
            for row in rows:
                child = _ROW.decode(row)
                self._mention(child.id, KINDS.get(child.type.lower(), Kind.OTHER) if child.type else Kind.UNKNOWN, source, True)
        else:
            self._other(source, rows)

    def answered(self, per: Per, asked: Iterable[str]) -> None:
        """These ids were asked for: those that did not come are gone."""
        for id_ in asked:
            self.unknown.pop(id_, None)
            if per in self.wanted:
                self.wanted[per].pop(id_, None)
            if id_ not in self._rows and not self.guesses and (per is not Per.UNKNOWN or id_ not in self.kinds):
                self.kinds[id_] = Kind.GONE

    def guess(self, asked: Iterable[str]) -> None:
        """getByIds was refused: look for these ids among users and groups."""
        self.guesses = True
        for id_ in asked:
            self.unknown.pop(id_, None)
            if id_ not in self.kinds:
                self.wanted[Per.USER_ROW][id_] = self.wanted[Per.GROUP_ROW][id_] = None

    def probe(self) -> None:
        """Nobody tells which groups are under PIM: ask for each group that matters."""
        if not self.probing:
            self.probing = True
            for id_ in self._matter:
                self._add(Per.PIM_GROUP, id_)

    def gone(self) -> list[tuple[str, str]]:
        """Id and the collection that mentions it, of everything that Graph does not know."""
        names = {number: name for name, number in _ORDER.items()}
        return sorted((id_, names[self.mentioned[id_]]) for id_, kind in self.kinds.items() if kind is Kind.GONE and id_ in self.mentioned)

    def has_row(self, id_: str) -> bool:
        """Whether the object itself was read."""
        return id_.lower() in self._rows

    def _object(self, kind: Kind, row: _Row, source: Source) -> None:
        id_ = row.id.lower()
        self._rows.add(id_)
        self.unknown.pop(id_, None)
        for wanted in self.wanted.values():
            wanted.pop(id_, None)
        self._is(id_, kind)
        if kind is Kind.SERVICE_PRINCIPAL:
            self._service_principal(id_, (row.app_id or "").lower())
        elif kind is Kind.GROUP and (self.is_full or source.variant == "assignable" or row.assignable):
            self._group(id_, matters=bool(row.assignable))

    def _service_principal(self, id_: str, app_id: str) -> None:
        self._app_of[id_] = app_id
        if app_id in SENSITIVE_APIS:
            self._add(Per.RESOURCE, id_)
        if self.is_full or id_ in self._leading:
            self._lead_service_principal(id_)

    def _lead_service_principal(self, id_: str) -> None:
        self._add(Per.SERVICE_PRINCIPAL, id_)
        if app_id := self._app_of.get(id_):
            self._asked_for_app.add(app_id)
            if application := self._application.get(app_id):
                self._add(Per.APPLICATION, application)

    def _application_row(self, row: _Row) -> None:
        app_id = (row.app_id or "").lower()
        self._application[app_id] = row.id.lower()
        if self.is_full or app_id in self._asked_for_app:
            self._add(Per.APPLICATION, row.id.lower())

    def _group(self, id_: str, *, matters: bool) -> None:
        self._add(Per.GROUP, id_)
        if (matters or not self.is_full) and id_ not in self._matter:
            self._matter[id_] = None
            if self.probing:
                self._add(Per.PIM_GROUP, id_)

    def _other(self, source: Source, rows: Sequence[bytes]) -> None:
        per = _LISTED.get(source.collection)
        for raw in rows:
            if source.collection in _KNOWN_OTHERS:
                self._known_other(_ROW.decode(raw).id.lower())
            if source.collection == "applications":
                self._application_row(_ROW.decode(raw))
            elif source.collection == "_subscriptions":
                self._add(Per.SUBSCRIPTION, (_ROW.decode(raw).subscription or "").lower())
            elif per:
                self._add(per, _ROW.decode(raw).id.lower())
            if source.refers:
                row = msgspec.json.decode(raw)
                for ref in source.refers:
                    for text in _found(row, ref.path.split(".")):
                        self._mention(text, ref.kind, source, ref.leads_to_privilege)

    def _known_other(self, id_: str) -> None:
        self.kinds[id_] = Kind.OTHER
        self.unknown.pop(id_, None)

    def _resolved(self, rows: Sequence[bytes]) -> None:
        for raw in rows:
            row = _ROW.decode(raw)
            kind = KINDS.get((row.type or "").lower(), Kind.OTHER)
            id_ = row.id.lower()
            self._is(id_, kind)
            self.unknown.pop(id_, None)
            self._want(id_, kind, resolved=True)

    def _mention(self, text: str, kind: Kind, source: Source, leads: bool) -> None:
        id_ = text.lower().rpartition("/")[2]  # a scope is a path
        if id_ in _NOBODY or not _GUID.fullmatch(id_):
            return
        place = _ORDER[source.collection]
        if self.mentioned.get(id_, place + 1) > place:
            self.mentioned[id_] = place
        if leads and kind is not Kind.USER:
            self._lead(id_)
        if id_ not in self.kinds:
            if kind is Kind.OTHER:
                self.kinds[id_] = kind
            else:
                self._want(id_, kind, resolved=False)

    def _lead(self, id_: str) -> None:
        kind = self.kinds.get(id_)
        if kind is Kind.SERVICE_PRINCIPAL:
            self._lead_service_principal(id_)
        elif kind is Kind.GROUP:
            self._group(id_, matters=True)
        if not self.is_full or kind is None:
            self._leading.add(id_)

    def _is(self, id_: str, kind: Kind) -> None:
        self.kinds[id_] = kind
        if id_ in self._leading and kind is Kind.GROUP:
            self._group(id_, matters=True)

    def _want(self, id_: str, kind: Kind, *, resolved: bool) -> None:
        """In scope full the lists hold everybody, so that only what they lack is asked for, once it is known what it is."""
        if id_ in self._rows:
            return
        if kind in (Kind.USER, Kind.GROUP) and (resolved or not self.is_full):
            per = Per.USER_ROW if kind is Kind.USER else Per.GROUP_ROW
            if id_ not in self.sought[per]:
                self.wanted[per][id_] = None
            if kind is Kind.GROUP:
                self._group(id_, matters=True)
        elif kind is not Kind.OTHER and not resolved and id_ not in self.sought[Per.UNKNOWN]:
            self.unknown[id_] = None

    def _add(self, per: Per, id_: str) -> None:
        if (per, id_) not in self._seen and _GUID.fullmatch(id_):
            self._seen.add((per, id_))
            self.parents[per].append(id_)


def _found(value: Any, way: list[str]) -> Iterator[str]:
    """The texts at the end of a way through members and lists."""
    if isinstance(value, list):
        for one in value:
            yield from _found(one, way)
    elif way and isinstance(value, dict):
        yield from _found(value.get(way[0]), way[1:])
    elif isinstance(value, str) and not way:
        yield value
