"""The customer's logo beside the engagement file: a small picture, or an error in one line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assessor.model.errors import EngagementError
from assessor.model.result import Image

if TYPE_CHECKING:
    from pathlib import Path

MOST_BYTES = 512 * 1024
_MEND = "give a PNG, JPEG or SVG of at most 512 kB in the folder of the engagement file"


def read_logo(engagement: Path, name: str) -> Image:
    """The picture of that name in the folder of the engagement file; its bytes tell what it is, never its ending."""
    where = f"{engagement}: engagement.logo"
    folder = engagement.resolve().parent
    file = (folder / name).resolve()
    if not file.is_relative_to(folder):
        raise EngagementError(where, f"{name[:100]!r} leads out of the folder", _MEND)
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise EngagementError(where, f"{name[:100]!r} cannot be read ({getattr(error, 'strerror', None) or error})", _MEND) from None
    media_type = _media_type(content)
    if media_type is None or len(content) > MOST_BYTES:
        raise EngagementError(where, f"{name[:100]!r} is {'too large' if media_type else 'no picture that can be used'}", _MEND)
    return Image(media_type, content)


def _media_type(content: bytes) -> str | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/svg+xml" if _is_plain_svg(content) else None


def _is_plain_svg(content: bytes) -> bool:
    """An SVG without declarations of its own: entities are how a small file becomes a large one."""
    start = re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg[\s>]", content, re.DOTALL)
    return start is not None and b"<!DOCTYPE" not in content and b"<!ENTITY" not in content
