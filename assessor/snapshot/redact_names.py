"""Pseudonyms by a key: the same for the same thing wherever it stands, and nothing to compute them back from without the key."""

from __future__ import annotations

import base64
import binascii
import hmac
import ipaddress
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, MutableMapping

_MICROSOFTS_PATTERN = re.compile(r"0{31}[0-5]|[0-9a-f]{8}00000000c000000000000000|[0-9a-f]{8}00000ff1ce00000000000000")
"""Built-in strengths and policies, and the first applications of Microsoft; no random id looks like that."""
_MICROSOFTS_DOMAIN = (".mail.onmicrosoft.com", ".onmicrosoft.com", ".onmicrosoft.us", ".onmicrosoft.de", ".partner.onmschina.cn", ".onmschina.cn")
_SYNC = re.compile(r"(sync)_.*_[0-9a-f]+|(sync)_.*|(adtoaadsyncserviceaccount).*", re.IGNORECASE | re.DOTALL)
"""Accounts of the synchronisation, which are told by their names."""


class Pseudonyms:
    """What a thing is called in the redacted snapshot; letter case makes no difference, as in Entra."""

    def __init__(self, key: bytes, kept: Container[str], told: MutableMapping[str, str] | None = None) -> None:
        """`kept`: ids of Microsoft (hex digits, lower case); `told` takes what became of what, where somebody wants to know."""
        self._key, self._kept, self._told = key, kept, told
        self.domain = lru_cache(10_000)(self._domain)

    def id(self, text: str) -> str:
        """An object id, with or without dashes: another id of the same form. An id of Microsoft stays."""
        plain = text.replace("-", "").lower()
        if plain in self._kept or _MICROSOFTS_PATTERN.fullmatch(plain):
            return text
        made = _as_random(self._digest("id", plain)[:16]).hex()
        dashed = f"{made[:8]}-{made[8:12]}-{made[12:16]}-{made[16:20]}-{made[20:]}"
        return self._tell(text, dashed if "-" in text else made)

    def tag(self, text: str) -> str:
        """Ten hexadecimal digits that stand for any text."""
        return self._digest("text", text.casefold()).hex()[:10]

    def word(self, text: str) -> str:
        """A word of an id or of a rule."""
        return f"x{self.tag(text)}"

    def name(self, text: str, kind: str) -> str:
        """What somebody or something is called."""
        return self._tell(text, f"{kind}-{self.tag(text)}")

    def _domain(self, text: str) -> str:
        """A domain: one below another stays below it, and Microsoft's own suffix stays."""
        plain = text.strip().rstrip(".").lower()
        own = next((one for one in _MICROSOFTS_DOMAIN if plain.endswith(one)), None)
        if own:
            return self._tell(text, f"tenant-{self.tag(plain.removesuffix(own))}{own}")
        *below, name, top = ["", *plain.split(".")] if "." not in plain else plain.split(".")
        parts = [f"sub-{self.tag(one)}" for one in below]
        return self._tell(text, ".".join((*parts, f"domain-{self.tag(f'{name}.{top}')}", "example")))

    def address(self, text: str) -> str:
        """A mail address or user principal name: who and where by themselves; guests and accounts of the synchronisation can still be told."""
        local, _, domain = text.rpartition("@")
        who, mark, _ = re.split("(#ext#)", local, maxsplit=1, flags=re.IGNORECASE) if "#ext#" in local.lower() else (local, "", "")
        return self._tell(text, f"{self._who(who)}{mark}@{self.domain(domain)}")

    def base64(self, text: str) -> str:
        """An id in base64 (of an object in the local directory): that of the pseudonym."""
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        made = bytes.fromhex(self.id(_of_windows(raw).hex())) if len(raw) == 16 else b""
        return self._tell(text, base64.b64encode(_of_windows(made) or self._digest("base64", text)[:16]).decode())

    def address_range(self, text: str) -> str:
        """An IP address or a range of them; ranges that lie in each other still do, and their sizes stay."""
        place = ipaddress.ip_interface(text.strip())
        bits, first = place.max_prefixlen, int(place.ip)
        made = self._scattered(first, bits)
        if first == int(place.network.network_address):
            made = made >> (bits - place.network.prefixlen) << (bits - place.network.prefixlen)
        length = f"/{place.network.prefixlen}" if "/" in text else ""
        return self._tell(text, f"{ipaddress.ip_address(made) if bits == 32 else ipaddress.IPv6Address(made)}{length}")

    def _who(self, local: str) -> str:
        found = _SYNC.fullmatch(local)
        if not found:
            return f"person-{self.tag(local)}"
        whole, sync, cloud = found.groups()
        return f"Sync_{self.tag(local)}_{self.tag(local)}" if whole else f"sync_account-{self.tag(local)}" if sync else f"{cloud}-{self.tag(local)}"

    def _scattered(self, number: int, bits: int) -> int:
        """Each bit is turned over or not by what the bits before it are."""
        made = 0
        for place in range(bits):
            before, bit = number >> (bits - place), number >> (bits - place - 1) & 1
            made = made << 1 | bit ^ self._digest(f"ip{bits}.{place}", f"{before:x}")[0] & 1
        return made

    def _digest(self, what: str, text: str) -> bytes:
        return hmac.digest(self._key, f"{what}:{text}".encode("utf-8", "surrogatepass"), "sha256")

    def _tell(self, old: str, new: str) -> str:
        if self._told is not None:
            self._told[old] = new
        return new


def _as_random(raw: bytes) -> bytes:
    """The marks of a random id (version 4)."""
    return bytes((*raw[:6], raw[6] & 0x0F | 0x40, raw[7], raw[8] & 0x3F | 0x80, *raw[9:]))


def _of_windows(raw: bytes) -> bytes:
    """The first three parts of an id the other way round, as Windows lays it down; the same way back."""
    return raw[3::-1] + raw[5:3:-1] + raw[7:5:-1] + raw[8:]
