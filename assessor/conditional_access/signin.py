"""A sign-in as `assessor whatif` takes it: who, to what, from where, with what (the contract's fields, in its spelling)."""

from __future__ import annotations

import ipaddress
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

EXTERNAL_TYPES = ("internalGuest", "b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "otherExternalUser", "serviceProvider")
PLATFORMS = ("windows", "macOS", "linux", "android", "iOS", "windowsPhone", "unknown")
CLIENT_APPS = ("browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other")
FLOWS = ("deviceCodeFlow", "authenticationTransfer")
REGISTER_SECURITY_INFO = "urn:user:registersecurityinfo"
REGISTER_DEVICE = "urn:user:registerdevice"

ExternalType = Literal["internalGuest", "b2bCollaborationGuest", "b2bCollaborationMember", "b2bDirectConnectUser", "otherExternalUser", "serviceProvider"]


class Part(msgspec.Struct, rename="camel", frozen=True, kw_only=True, omit_defaults=True):
    """A part of a request."""


class Who(Part, frozen=True, kw_only=True):
    """A person; type and home tenant where the sign-in tells them."""

    id: str
    external_type: ExternalType | None = None
    home_tenant: str | None = None


class Workload(Part, frozen=True, kw_only=True):
    """A service principal."""

    id: str
    single_tenant: bool | None = None
    managed_identity: bool | None = None


class Context(Part, frozen=True, kw_only=True):
    """What is asked for: a resource, a user action or an authentication context."""

    kind: Literal["app", "userAction", "authContext"]
    app: str | None = None
    action: str | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        """One of the three, and named."""
        wanted = {"app": "app", "userAction": "action", "authContext": "value"}[self.kind]
        if not getattr(self, wanted):
            raise ValueError(f"a context of kind {self.kind} needs `{wanted}`")

    @property
    def name(self) -> str:
        """As a value of the dimension `apps`."""
        if self.kind == "app":
            return (self.app or "").lower()
        return f"userAction:{self.action}" if self.kind == "userAction" else f"authContext:{self.value}"


MICROSOFT_GRAPH = Context(kind="app", app="00000003-0000-0000-c000-000000000000")
"""What is asked for where a request does not say: an activation, among others, is asked of it."""


class Place(Part, frozen=True, kw_only=True):
    """Where a sign-in comes from. A country of null is one that the address is not mapped to; absent, nobody says."""

    ip: str | None = None
    country: str | None | UnsetType = UNSET
    gps_country: str | None = None
    mfa_trusted_ip: bool | None | UnsetType = UNSET
    """None in gap analysis: nobody knows whether the address is among the service settings' MFA trusted IPs."""
    compliant_network: bool = False


class SignIn(Part, frozen=True, kw_only=True):
    """One sign-in; what is left out stands for what the contract says."""

    context: Context = MICROSOFT_GRAPH
    user: Who | None = None
    service_principal: Workload | None = None
    platform: str | None = None
    client_app_type: str | None = None
    ip: str | None = None
    country: str | None | UnsetType = UNSET
    gps_country: str | None = None
    mfa_trusted_ip: bool | None = None
    compliant_network: bool | None = None
    device: dict[str, Any] | None = None
    sign_in_risk: str | None = None
    user_risk: str | None = None
    service_principal_risk: str | None = None
    insider_risk: str | None = None
    authentication_flow: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no sign-in is."""
        if (self.user is None) == (self.service_principal is None):
            raise ValueError("a sign-in is of a user or of a service principal")
        _known("platform", self.platform, PLATFORMS)
        _known("clientAppType", self.client_app_type, (*CLIENT_APPS, "easSupported"))
        _known("authenticationFlow", self.authentication_flow, (*FLOWS, "none"))
        if self.ip is not None:
            ipaddress.ip_address(self.ip)

    @property
    def place(self) -> Place:
        """Where it comes from."""
        return Place(
            ip=self.ip, country=self.country, gps_country=self.gps_country,
            mfa_trusted_ip=bool(self.mfa_trusted_ip), compliant_network=bool(self.compliant_network),
        )  # fmt: skip

    @property
    def flow(self) -> str | None:
        """The session's transfer method; None for an ordinary one."""
        return None if (self.authentication_flow or "none").lower() == "none" else self.authentication_flow


class Target(Part, frozen=True, kw_only=True):
    """What is activated: a role, or membership or ownership of a group."""

    role_definition_id: str | None = None
    group_id: str | None = None
    access_id: Literal["member", "owner"] | None = None

    def __post_init__(self) -> None:
        """One of the two."""
        if (self.role_definition_id is None) == (self.group_id is None):
            raise ValueError("a target is a roleDefinitionId, or a groupId with accessId")


class Request(Part, frozen=True, kw_only=True):
    """One line of `--requests`."""

    id: str
    kind: Literal["signIn", "activation"]
    sign_in: SignIn
    target: Target | None = None

    def __post_init__(self) -> None:
        """An activation has a target."""
        if self.kind == "activation" and self.target is None:
            raise ValueError("an activation needs a `target`")


def document(sign_in: SignIn) -> dict[str, Any]:
    """A sign-in as a request spells it; what was left out stays out."""
    made: dict[str, Any] = msgspec.to_builtins(sign_in)
    return {**made, "context": msgspec.to_builtins(sign_in.context)}


def _known(name: str, value: str | None, words: tuple[str, ...]) -> None:
    if value is not None and value.lower() not in {word.lower() for word in words}:
        raise ValueError(f"{name} {value} is none of {', '.join(words)}")
