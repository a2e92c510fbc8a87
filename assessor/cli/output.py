"""One document on standard output, where it can be read or piped."""

import sys
from collections.abc import Sequence

from assessor.model.errors import UsageError

_NO_TEXT = {"pdf", "summary", "xlsx"}


def one_of(formats: Sequence[str], known: Sequence[str]) -> str:
    """The one format that standard output is to take; wrong use where there are several, or where a terminal would show bytes."""
    if len(formats) != 1:
        raise UsageError("--out -", f"standard output takes exactly one of {', '.join(known)}", "say for example --format json")
    if formats[0] in _NO_TEXT and sys.stdout.isatty():
        raise UsageError("--out -", f"{formats[0]} is no text and would garble this terminal", "name a folder with --out, or send it to a file with >")
    return formats[0]


def emit(content: bytes) -> None:
    """The document, and nothing else."""
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
