"""A page of Graph cut into rows, every byte of a row as it came; nothing is ever turned into the SDK's models."""

from __future__ import annotations

import msgspec

_ANNOTATIONS = frozenset({"@odata.context", "@odata.nextLink", "@odata.count", "@odata.deltaLink"})


class _Page(msgspec.Struct):
    value: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET
    next: str | None = msgspec.field(name="@odata.nextLink", default=None)
    azure_next: str | None = msgspec.field(name="nextLink", default=None)


class NotAPageError(Exception):
    """The body is no JSON, or no page: cut off on its way."""


class Page(msgspec.Struct, frozen=True):
    """Rows and the way on."""

    rows: list[bytes]
    next: str | None


_PAGE = msgspec.json.Decoder(_Page)
_OBJECT = msgspec.json.Decoder(dict[str, msgspec.Raw])


def read_page(body: bytes, *, single: bool) -> Page:
    """The rows of a page, or the one object of a source that answers with one."""
    try:
        page = _PAGE.decode(body)
        if not isinstance(page.value, msgspec.UnsetType):
            return Page([one_line(bytes(row)) for row in page.value], page.next or page.azure_next)
        if single:
            members = _OBJECT.decode(body)
            return Page([one_line(msgspec.json.encode({key: members[key] for key in members if key not in _ANNOTATIONS}))], None)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotAPageError(str(error)) from None
    raise NotAPageError("there is no list of rows in it")


def one_line(row: bytes) -> bytes:
    """A row without line ends: between members they mean nothing, and within a text JSON has none."""
    return msgspec.json.format(row, indent=-1) if b"\n" in row or b"\r" in row else row


def with_parent(row: bytes, field: str, parent: str) -> bytes:
    """The row with its parent's id in front."""
    head = b'{"' + field.encode() + b'":' + msgspec.json.encode(parent)
    inner = row.strip()[1:].lstrip()
    return head + (b"}" if inner == b"}" else b"," + inner)
