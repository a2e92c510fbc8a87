"""What an access token says of itself: who, in which tenant, with which permissions. Nothing of it is trusted, all of it explains."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class Claims:
    """The part of a token's claims that explains refusals."""

    tenant: str | None = None
    kind: str | None = None
    """`application` or `delegated`; None where the token does not tell."""
    identity: str | None = None
    permissions: frozenset[str] | None = None
    """None where the token cannot be read: that is not the same as having none."""

    @property
    def is_application(self) -> bool:
        """Whether no person signed in."""
        return self.kind == "application"


class _Payload(msgspec.Struct):
    tid: str | None = None
    appid: str | None = None
    azp: str | None = None
    oid: str | None = None
    scp: str | None = None
    roles: list[str] | None = None
    idtyp: str | None = None


def read_claims(token: str) -> Claims:
    """The claims of a JWT; an opaque token tells nothing."""
    try:
        _, payload, _ = token.split(".")
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        found = msgspec.json.decode(raw, type=_Payload)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        return Claims()
    if found.scp is not None and found.idtyp != "app":
        return Claims(found.tid, "delegated", found.oid or found.appid, frozenset(found.scp.split()))
    return Claims(found.tid, "application", found.appid or found.azp, frozenset(found.roles or ()))
