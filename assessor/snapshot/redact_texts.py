"""Texts without names: whatever is not one of Microsoft's own words, a time or a number is replaced."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from assessor.snapshot import redact_words as w

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.snapshot.redact_names import Pseudonyms

_ID = r"(?<![0-9A-Fa-f])[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}(?![0-9A-Fa-f])"
_ADDRESS = r"""[^\s"'()<>,;:/|=@\[\]]{1,200}@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+"""
_WORD = r"[^\W_]+(?:\.[^\W_]+)*"
_IDS, _ADDRESSES = re.compile(_ID), re.compile(_ADDRESS)
_PARTS = re.compile(rf"(?P<id>{_ID})|(?P<address>{_ADDRESS})|(?P<word>{_WORD})")
_QUOTED = re.compile(r"""(?P<quoted>"(?:[^"\\`]|[\\`].)*"|'(?:[^'\\`]|[\\`].)*')|(?P<comment>//[^\n]*)|(?P<rest>(?:[^"'/]|/(?!/))+)|(?P<lone>.)""", re.DOTALL)
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?"
    r"|P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    re.IGNORECASE,
)
_CONTEXT = re.compile(r"c[1-9]\d?", re.IGNORECASE)
_SMALL = re.compile(r"\d{1,2}|\d\.\d{1,2}")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*\.?")
_URL = re.compile(r"(https?://)([^/?#\s]*)(.*)", re.IGNORECASE | re.DOTALL)
_ACTION = re.compile(r"microsoft\.[a-z0-9.]+[/-][a-z0-9./$_-]+", re.IGNORECASE)
_PRODUCT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,80}")
_CODE = re.compile(r"[A-Za-z]{2}|\d{1,3}(\.\d{1,3}){0,3}")
_SYNC_APPLICATION = re.compile(r"connectsyncprovisioning_", re.IGNORECASE)
_HELD = 1 << 16


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Microsoft's own words, in lower case."""

    values: frozenset[str]
    """What may stay as a whole value."""
    names: frozenset[str]
    """What may stay as a display name."""
    parts: frozenset[str]
    """What may stay between the ids of a path."""
    outside: frozenset[str]
    """What may stay outside the quotes of a rule."""
    inside: frozenset[str]
    """What may stay inside them."""


class Texts:
    """Each method takes a text of one kind and gives what may be handed on."""

    def __init__(self, names: Pseudonyms, vocabulary: Vocabulary) -> None:
        """The same text is asked for again and again, so answers are kept for a while."""
        self._names, self._words = names, vocabulary
        self.value, self.strict = _remembered(self._value), _remembered(self._strict)
        self.composed, self.rule = _remembered(partial(self._composed, known=vocabulary.parts)), _remembered(self._rule)
        self.attribute = _remembered(partial(self._literal, known=vocabulary.inside))

    def name(self, text: str, kind: str) -> str:
        """A display name or a description."""
        if _is_blank(text) or text.casefold() in self._words.names:
            return text
        if found := _SYNC_APPLICATION.match(text):
            return found[0] + self._names.tag(text)
        return self._plain(text) or self._names.name(text, kind)

    def domain(self, text: str) -> str:
        """A domain, where one is expected."""
        is_domain = not _is_blank(text) and text.casefold() not in self._words.values and _DOMAIN.fullmatch(text)
        return self._names.domain(text) if is_domain else self.value(text)

    def network(self, text: str) -> str:
        """An IP address or range; what is none is replaced by something that is none either."""
        try:
            return self._names.address_range(text)
        except ValueError:
            return self.value(text)

    def immutable_id(self, text: str) -> str:
        """The anchor of a synchronised object."""
        return text if _is_blank(text) else self._names.base64(text)

    def kept_id(self, text: str) -> str:
        """An id in a field that holds only Microsoft's."""
        return text if _IDS.fullmatch(text) else self.composed(text)

    def action(self, text: str) -> str:
        """An action of a role."""
        return text if _ACTION.fullmatch(text) else self.composed(text)

    def product(self, text: str) -> str:
        """The technical name of a product or service."""
        return text if _PRODUCT.fullmatch(text) else self.value(text)

    def code(self, text: str) -> str:
        """The code of a country, or the number of a version."""
        return text if _CODE.fullmatch(text) else self.value(text)

    def activity(self, text: str) -> str:
        """The name of an activity in the audit log, which is put together from few words."""
        return text if all(one.casefold() in _ACTIVITIES for one in re.findall(r"\w+", text)) else self.value(text)

    def key(self, text: str) -> str:
        """The name of a property that this version does not know: a customer may have made it up."""
        head = next((one for one in ("include", "exclude") if text.startswith(one)), "")
        return head + self._composed(text.removeprefix(head), frozenset())

    def _value(self, text: str) -> str:
        listed = re.split(r"[,\s]+", text.strip().casefold())
        if _is_blank(text) or all(one in self._words.values for one in listed) or text.casefold() in self._words.values:
            return text
        if _TIME.fullmatch(text) or _CONTEXT.fullmatch(text):
            return text
        return self._plain(text) or self._place(text) or self._names.name(text, "text")

    def _strict(self, text: str) -> str:
        return text if _is_blank(text) else self._plain(text) or self._names.name(text, "text")

    def _plain(self, text: str) -> str | None:
        """An id or an address that is the whole text."""
        if _IDS.fullmatch(text):
            return self._names.id(text)
        return self._names.address(text) if _ADDRESSES.fullmatch(text) else None

    def _place(self, text: str) -> str | None:
        """A web or network address that is the whole text."""
        if url := _URL.fullmatch(text):
            return f"{url[1]}{self._names.domain(url[2])}{'/' + self._names.word(url[3]) if url[3].strip('/') else url[3]}"
        try:
            return self._names.address_range(text)
        except ValueError:
            return None

    def _composed(self, text: str, known: frozenset[str]) -> str:
        """Ids mapped, known words kept, everything else replaced, and what stands between left as it is."""
        if _is_blank(text) or text.casefold() in known or (known and _TIME.fullmatch(text)):
            return text
        is_alone = bool(re.fullmatch(_WORD, text))
        return _PARTS.sub(lambda found: self._part(found, known, is_alone), text)

    def _part(self, found: re.Match[str], known: frozenset[str], is_alone: bool) -> str:
        text = found[0]
        if found["id"]:
            return self._names.id(text)
        if found["address"]:
            return self._names.address(text)
        if text.casefold() in known or (not is_alone and _SMALL.fullmatch(text)) or _CONTEXT.fullmatch(text):
            return text
        return ".".join(one if one.casefold() in known else self._names.word(one) for one in text.split("."))

    def _literal(self, text: str, known: frozenset[str]) -> str:
        return text if _TIME.fullmatch(text) else self._composed(text, known)

    def _rule(self, text: str) -> str:
        """A membership rule, a filter or a query: what is quoted is a value, what is not is a word of the language; comments go."""
        return "".join(self._stretch(found) for found in _QUOTED.finditer(text))

    def _stretch(self, found: re.Match[str]) -> str:
        if quoted := found["quoted"]:
            return quoted[0] + self._literal(quoted[1:-1], self._words.inside) + quoted[-1]
        if found["comment"]:
            return "//"
        return found["lone"] or self._composed(found["rest"], self._words.outside)


_ACTIVITIES = frozenset(w.ACTIVITIES.casefold().split())


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _remembered(function: Callable[[str], str]) -> Callable[[str], str]:
    return lru_cache(_HELD)(function)
