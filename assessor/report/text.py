"""Strings that strangers wrote, made fit to be read: nothing hides, nothing turns round, nothing floods a page."""

import re
import unicodedata

LIMIT = 160
"""Characters of a name that a page shows when nobody says otherwise."""

_MARKED = frozenset({"Cc", "Cf", "Zl", "Zp"})
_LOST = "\N{REPLACEMENT CHARACTER}"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def shown(text: str | None, limit: int = LIMIT) -> str:
    """The text with invisible and turning characters made visible, lone surrogates replaced, its middle left out where it is longer than `limit`."""
    if not text:
        return ""
    if len(text) <= limit and text.isprintable():
        return text
    return _shortened([_visible(one) for one in _ends(text, limit)], limit)


def prose(text: str | None) -> tuple[str, ...]:
    """Paragraphs of a text of ours or of a pack: line breaks inside a paragraph are only its typing."""
    paragraphs = (" ".join(block.split()) for block in (text or "").split("\n\n"))
    return tuple(shown(one, 4000) for one in paragraphs if one)


def whole(text: str) -> str:
    """The text as UTF-8 can hold it: every lone surrogate becomes U+FFFD, nothing else changes."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def for_xml(text: str) -> str:
    """The text without what no XML document may hold, escaped or not."""
    return _NOT_IN_XML.sub(_LOST, whole(text))


def _ends(text: str, limit: int) -> str:
    """What can be seen of the text at most: a name of megabytes costs no more than one of a line."""
    return text if len(text) <= 2 * limit + 1 else text[: limit + 1] + text[-limit:]


def _visible(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Cs":
        return _LOST
    return f"\u27e8U+{ord(character):04X}\u27e9" if kind in _MARKED or _is_none(character) else character


def _is_none(character: str) -> bool:
    """Whether Unicode says that this is no character and never will be: no document of XML may hold two of them, and a chart is one."""
    return ord(character) & 0xFFFE == 0xFFFE or "\ufdd0" <= character <= "\ufdef"


def _shortened(pieces: list[str], limit: int) -> str:
    """Two thirds from the front and one from the back: names differ at both ends, and no mark is cut in half."""
    if sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    back = _fitting(pieces[::-1], (limit - 1) // 3)[::-1]
    front = _fitting(pieces, limit - 1 - sum(map(len, back)))
    return "".join((*front, "\u2026", *back))


def _fitting(pieces: list[str], room: int) -> list[str]:
    taken: list[str] = []
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            break
        taken.append(piece)
    return taken
