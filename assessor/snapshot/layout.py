"""What a snapshot's files are called, how large they may be, and how the whole is named by one digest."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "entra-assessor-snapshot"
VERSION = 1
MANIFEST = "manifest.json"

ENDINGS = (".ndjson", ".ndjson.zst", ".json")
"""Of a collection's file, in order of preference; writers use the first."""

COLLECTION_NAME = re.compile(r"[a-z][A-Za-z0-9]*")

GIB = 1024**3
MIB = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on what a reader takes in: a snapshot is a stranger's file."""

    file_bytes: int = 4 * GIB
    """One file, as it lies there and unpacked."""
    whole_bytes: int = 512 * MIB
    """A file that must be held whole: the manifest, a JSON array."""
    line_bytes: int = 64 * MIB
    names: int = 10_000
    """Files in the folder or zip."""


LIMITS = Limits()
"""The limits of every reader that is not told others; tests lower them."""


def collection_of(file: str) -> str | None:
    """The collection that a file of this name holds; None for any other file."""
    stem, dot, ending = file.partition(".")
    is_data = file != MANIFEST and dot + ending in ENDINGS and COLLECTION_NAME.fullmatch(stem)
    return stem if is_data else None


def snapshot_digest(content: Mapping[str, str]) -> str:
    """The digest of a whole snapshot from the SHA-256 of each collection's uncompressed content: folder, zip and zst agree."""
    lines = "".join(f"{name} {content[name]}\n" for name in sorted(content))
    return "sha256:" + hashlib.sha256(lines.encode()).hexdigest()
