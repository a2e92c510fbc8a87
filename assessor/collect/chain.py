"""One list of Graph followed from its first page to its last, whatever lies between."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from assessor.collect.client import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.collect.spool import ChainId
    from assessor.collect.words import Source

_BY_IDS_QUERY = "$select=id"


@dataclass(slots=True, eq=False)
class Chain:
    """Where the following of one list has come to."""

    source: Source
    key: str
    ids: tuple[str, ...]
    """The ids in its address: none, the parent, or those asked for together."""
    since: str
    """The first moment of what is read of logs."""
    next: str | None = None
    """The next page, as Graph gave its address."""
    page: int = 1
    tries: int = 0
    restarts: int = 0
    challenges: int = 0
    together: bool = True
    """Whether it may share a $batch."""
    without: tuple[str, ...] = ()
    """Properties that Graph would not give."""
    alone: bool = False
    """One object by its own address, where Graph does not take ids together."""
    seen: set[int] = field(default_factory=set)

    @property
    def id(self) -> ChainId:
        """Its name in the journal."""
        return (self.source.name, self.key)

    @property
    def is_post(self) -> bool:
        """Whether it is getByIds."""
        return self.source.path.endswith("/getByIds")

    def request(self) -> Request:
        """The request for its next page."""
        if self.next is not None:
            return Request(self.next)
        source = self.source
        if self.is_post:
            return Request(f"{source.endpoint}?{_BY_IDS_QUERY}", msgspec.json.encode({"ids": self.ids}))
        if self.alone:
            return Request(f"{source.endpoint}/{self.ids[0]}?{self._query().rpartition('&')[2]}")
        query = "&".join(part for part in (self._query(), f"$top={source.top}" if source.top else "") if part)
        return Request(self._filled(source.endpoint) + (f"?{query}" if query else ""))

    def each_alone(self) -> Iterator[Chain]:
        """The same ids, one by one."""
        for id_ in self.ids:
            yield Chain(self.source, name_of((id_,)), (id_,), self.since, without=self.without, alone=True)

    def again(self) -> None:
        """From its first page."""
        self.next, self.page, self.restarts = None, 1, self.restarts + 1
        self.seen.clear()

    def _query(self) -> str:
        query = self._filled(self.source.query)
        for name in self.without:
            query = re.sub(rf"(?<=[=,]){name}(?:,|(?=&|$))", "", query).replace(",&", "&").rstrip(",")
        return query

    def _filled(self, text: str) -> str:
        text = text.replace("{since}", self.since)
        if self.ids:
            text = text.replace("{id}", self.ids[0]).replace("{ids}", ",".join(f"'{one}'" for one in self.ids))
        return text


def name_of(ids: tuple[str, ...]) -> str:
    """The key of a chain that asks for these ids together."""
    return hashlib.sha256(",".join(ids).encode()).hexdigest()[:32]
