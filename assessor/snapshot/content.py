"""From the bytes of a file to its lines: digests, zstd, byte order marks, UTF-16; in pieces, never the whole file."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assessor.model.errors import SnapshotError
from assessor.snapshot import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    import zstandard

    from assessor.snapshot.store import Store

_BITE = 1024
_AGAIN = "copy the snapshot again, or have it made again"


@dataclass(slots=True)
class Seal:
    """What was read of a file; whole only after its last piece."""

    length: int = 0
    sha256: str = ""
    """Of the file as it lies there."""
    content_sha256: str = ""
    """Of its uncompressed content."""
    _lying: Any = field(default_factory=hashlib.sha256)

    def of_file(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, counted and hashed on the way."""
        for chunk in chunks:
            self.length += len(chunk)
            self._lying.update(chunk)
            yield chunk
        self.sha256 = self._lying.hexdigest()
        self.content_sha256 = self.content_sha256 or self.sha256

    def of_content(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        """The unpacked pieces, hashed on the way."""
        content = hashlib.sha256()
        for chunk in chunks:
            content.update(chunk)
            yield chunk
        self.content_sha256 = content.hexdigest()


@dataclass(frozen=True, slots=True)
class Block:
    """Some whole lines of a file, without their line ends."""

    first: int
    """Number of the first line, from 1."""
    lines: list[bytes]
    is_ascii: bool
    """Of all lines: then they are UTF-8, and nobody has to look at each."""


def content(store: Store, name: str, seal: Seal | None = None, limits: layout.Limits | None = None) -> Iterator[bytes]:
    """The file's text as UTF-8 pieces without byte order mark; fills `seal` where one is given."""
    bounds, where = limits or layout.LIMITS, f"{store.where}/{name}"
    chunks = store.chunks(name)
    if seal:
        chunks = seal.of_file(chunks)
    if name.endswith(".zst"):
        chunks = _unpacked(chunks, where, bounds)
        if seal:
            chunks = seal.of_content(chunks)
    return _as_utf8(chunks)


def whole(store: Store, name: str, seal: Seal | None = None, limits: layout.Limits | None = None) -> bytes:
    """All of a file that cannot be read in pieces (the manifest, a JSON array), within bounds."""
    bounds = limits or layout.LIMITS
    if store.size(name) > bounds.whole_bytes:
        raise _too_large(f"{store.where}/{name}", bounds.whole_bytes)
    held, total = [], 0
    for chunk in content(store, name, seal, bounds):
        total += len(chunk)
        if total > bounds.whole_bytes * 2:  # UTF-16 grows on its way to UTF-8
            raise _too_large(f"{store.where}/{name}", bounds.whole_bytes)
        held.append(chunk)
    return b"".join(held)


def blocks(chunks: Iterator[bytes], where: str, limits: layout.Limits | None = None) -> Iterator[Block]:
    """The lines of a text, some at a time."""
    bounds, first, held, length = limits or layout.LIMITS, 1, list[bytes](), 0
    for chunk in chunks:
        head, newline, tail = chunk.rpartition(b"\n")
        if newline:
            text = b"".join((*held, head))
            lines = text.split(b"\n")
            yield Block(first, lines, text.isascii())
            first, held, length = first + len(lines), [], 0
        held.append(tail)
        length += len(tail)
        if length > bounds.line_bytes:
            raise SnapshotError(f"{where}:{first}", f"the line is longer than {bounds.line_bytes} bytes", "is it one Graph object a line?")
    if rest := b"".join(held):
        yield Block(first, [rest], rest.isascii())


def _unpacked(chunks: Iterator[bytes], where: str, limits: layout.Limits) -> Iterator[bytes]:
    """Any number of zstd frames, one after the other; a cut one is refused."""
    import zstandard  # most snapshots are not compressed, and start without it

    total = 0
    try:
        for piece in _frames(chunks, zstandard.ZstdDecompressor(), where):
            total += len(piece)
            if total > limits.file_bytes:
                raise _too_large(where, limits.file_bytes)
            yield piece
    except zstandard.ZstdError as error:
        raise SnapshotError(where, f"cannot be unpacked ({' '.join(str(error).split())})", _AGAIN) from None


def _frames(chunks: Iterator[bytes], unpacker: zstandard.ZstdDecompressor, where: str) -> Iterator[bytes]:
    """In small bites: a frame may blow one byte up to 32 thousand, and a bite's output is held whole."""
    frame = None
    for chunk in chunks:
        for start in range(0, len(chunk), _BITE):
            bite = chunk[start : start + _BITE]
            while bite:
                frame = frame or unpacker.decompressobj()
                yield frame.decompress(bite)
                bite, frame = (frame.unused_data, None) if frame.eof else (b"", frame)
    if frame is not None:
        raise SnapshotError(where, "ends in the middle of a zstd frame", _AGAIN)


def _as_utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """UTF-8 without its mark, and UTF-16 turned into UTF-8."""
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) >= len(codecs.BOM_UTF8):
            break
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # a lone surrogate becomes U+FFFD: names are strangers' text and must not break a reader
        decoder = codecs.getincrementaldecoder("utf-16")("replace")
        yield decoder.decode(start).encode()
        for chunk in chunks:
            yield decoder.decode(chunk).encode()
        yield decoder.decode(b"", True).encode()
        return
    yield start.removeprefix(codecs.BOM_UTF8)
    yield from chunks


def _too_large(where: str, limit: int) -> SnapshotError:
    return SnapshotError(where, f"is larger than {limit} bytes", "no tenant needs that; have the snapshot made again")
