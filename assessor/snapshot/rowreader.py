"""Rows of one file: every line checked, decoded into the row's type, and refused by number where it is wrong."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from assessor.model.errors import SnapshotError
from assessor.snapshot import content as text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assessor.snapshot import layout
    from assessor.snapshot.store import Store

T = TypeVar("T")
P = TypeVar("P")

_FAILURES = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError, OverflowError)
_AGAIN = "copy the snapshot again, or have it made again"
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d[Tt]\d\d:\d\d)(:\d\d)?(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """Some rows of a file."""

    rows: list[T]
    """Those that were wanted."""
    count: int
    """Of all."""


@dataclass(frozen=True, slots=True)
class Choice(Generic[P]):
    """Which rows are wanted, told from a cheaper reading of the line."""

    peek: type[P]
    wanted: Callable[[P], bool]


class RowReader(Generic[T]):
    """Reads a file of one collection as rows of one type; a reader may serve many files."""

    def __init__(self, row: type[T], limits: layout.Limits | None = None, choice: Choice[Any] | None = None) -> None:
        """Rows of this type, those that the choice wants; all where there is none."""
        self._row, self._limits, self._choice = row, limits, choice
        self._decode = msgspec.json.Decoder(row).decode
        self._peek = msgspec.json.Decoder(choice.peek).decode if choice else None

    def batches(self, store: Store, name: str, seal: text.Seal | None = None) -> Iterator[Batch[T]]:
        """The rows of a file, some at a time; `seal` is whole after the last."""
        where = f"{store.where}/{name}"
        if name.endswith(".json"):
            yield self._array(where, text.whole(store, name, seal, self._limits))
            return
        blank = 0
        for block in text.blocks(text.content(store, name, seal, self._limits), where, self._limits):
            batch, blank = self._block(where, block, blank)
            yield batch

    def _block(self, where: str, block: text.Block, blank: int) -> tuple[Batch[T], int]:
        """Rows of a block, and the number of the first blank line that nothing has followed so far."""
        if not blank:
            try:
                return self._fast(block), 0
            except _FAILURES:
                pass  # slowly now, to find the line
        rows = []
        for number, line in enumerate(block.lines, block.first):
            if not line.strip():
                blank = blank or number
                continue
            if blank:
                raise SnapshotError(f"{where}:{blank}", "the line is empty", _AGAIN)
            rows.append(self._line(f"{where}:{number}", line))
        return self._batch(rows), blank

    def _fast(self, block: text.Block) -> Batch[T]:
        """All lines, or the decoder's own error."""
        lines = block.lines
        if not block.is_ascii:
            _check_utf8(lines)
        if self._choice and self._peek:
            wanted = self._choice.wanted
            return Batch([self._decode(line) for line, peek in zip(lines, map(self._peek, lines), strict=True) if wanted(peek)], len(lines))
        return Batch(list(map(self._decode, lines)), len(lines))

    def _batch(self, rows: list[T]) -> Batch[T]:
        """The same choice where the rows are read already; a row has what a peek has."""
        wanted = self._choice.wanted if self._choice else None
        return Batch([row for row in rows if wanted is None or wanted(row)], len(rows))

    def _line(self, where: str, line: bytes) -> T:
        try:
            _check_utf8([line])
            return self._decode(line)
        except UnicodeDecodeError:
            raise SnapshotError(where, "the line is not UTF-8", _AGAIN) from None
        except _FAILURES as error:
            return self._eased(where, line, error)

    def _eased(self, where: str, line: bytes, failure: Exception) -> T:
        """Once more with what Graph is known to send and the decoder does not take."""
        try:
            return msgspec.convert(ease(_loads(line)), self._row)
        except msgspec.ValidationError as error:
            raise SnapshotError(where, f"the row is not as it should be: {error}", "is the file of another collection, or changed by hand?") from None
        except RecursionError:
            raise SnapshotError(where, "the line is nested too deeply", _AGAIN) from None
        except ValueError:
            raise SnapshotError(where, f"the line is not JSON ({failure})", _AGAIN) from None

    def _array(self, where: str, whole: bytes) -> Batch[T]:
        """A JSON array, an OData page or a single object."""
        if not whole.strip():
            raise SnapshotError(where, "is empty", _AGAIN)
        try:
            _check_utf8([whole])
            parts = _parts(whole)
        except UnicodeDecodeError:
            raise SnapshotError(where, "is not UTF-8", _AGAIN) from None
        except RecursionError:
            raise SnapshotError(where, "is nested too deeply", _AGAIN) from None
        except (msgspec.MsgspecError, ValueError) as error:
            raise SnapshotError(where, f"is neither a JSON array nor an OData page nor an object ({error})", _AGAIN) from None
        return self._batch([self._line(f"{where}: row {number}", part) for number, part in enumerate(parts, 1)])


class _Page(msgspec.Struct):
    value: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


def _parts(whole: bytes) -> list[bytes]:
    """The rows of a whole document, each as its own JSON."""
    try:
        return _raw_parts(whole)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        # a lone surrogate somewhere: the slow way takes it, and writes the rows anew
        document = _loads(whole)
        rows = document.get("value", document) if isinstance(document, dict) else document
        return [json.dumps(row).encode() for row in (rows if isinstance(rows, list) else [document])]


def _raw_parts(whole: bytes) -> list[bytes]:
    if whole.lstrip()[:1] == b"[":
        return [bytes(raw) for raw in msgspec.json.decode(whole, type=list[msgspec.Raw])]
    page = msgspec.json.decode(whole, type=_Page)
    if isinstance(page.value, msgspec.Raw) and bytes(page.value).lstrip()[:1] == b"[":
        return [bytes(raw) for raw in msgspec.json.decode(page.value, type=list[msgspec.Raw])]
    return [whole]


def ease(value: Any) -> Any:
    """The same value without lone surrogates, and with moments as the decoder takes them (it rounds .9999999 over the end of time)."""
    if isinstance(value, str):
        moment = _MOMENT.fullmatch(value)
        if moment:
            return f"{moment[1]}{moment[2] or ':00'}{(moment[3] or '')[:7]}{moment[4]}"
        return _LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [ease(one) for one in value]
    if isinstance(value, dict):
        return {ease(key): ease(one) for key, one in value.items()}
    return value


def _loads(whole: bytes) -> Any:
    """JSON and nothing more: Python takes NaN and Infinity as well."""
    return json.loads(whole, parse_constant=_refuse_constant)


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _check_utf8(lines: list[bytes]) -> None:
    """The decoder looks only into the strings that it keeps; a file is UTF-8 or it is not."""
    for line in lines:
        if not line.isascii():
            line.decode()
