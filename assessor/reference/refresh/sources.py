"""Source files as they come: JSON in any of Unicode's encodings, lists with commas, pages in Markdown."""

from __future__ import annotations

import codecs
import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Made:
    """A table made anew."""

    table: dict[str, Any]
    notes: tuple[str, ...] = ()
    """What the source did not say."""


class SourceError(Exception):
    """A source that cannot be used, in one line: which, why, and the mend."""

    def __init__(self, where: object, what: str, mend: str) -> None:
        super().__init__(f"{where}: {what}; {mend}")


def text(path: Path) -> str:
    """The whole file; PowerShell writes UTF-16."""
    try:
        raw = path.read_bytes()
        return raw.decode("utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    except OSError as error:
        raise SourceError(path, f"cannot be read ({error.strerror or error})", "name a file that is there") from error
    except UnicodeDecodeError as error:
        raise SourceError(path, "is no text in UTF-8 or UTF-16", "save it as UTF-8") from error


def document(path: Path) -> Any:
    """A JSON document."""
    try:
        return json.loads(text(path))
    except ValueError as error:
        raise SourceError(path, f"is no JSON ({error})", "name the file that holds the service's answer") from error


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, however deep, with members as Graph writes them (PowerShell capitalises their names)."""
    if isinstance(value, dict):
        named = {key[:1].lower() + key[1:]: inner for key, inner in value.items()}
        yield named
        for inner in named.values():
            yield from objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


def rows(path: Path) -> list[dict[str, str]]:
    """A list with commas, by the names in its first line."""
    return list(csv.DictReader(text(path).splitlines()))
