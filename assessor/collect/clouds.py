"""The four clouds: who signs in, where Graph answers, where Azure answers; and roots of one's own, for tests and proxies."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from assessor.model.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """Everything that differs between clouds, so that none of it can be mixed up."""

    name: str
    authority: str
    graph: str
    azure: str

    @property
    def graph_scope(self) -> str:
        """What a token for Graph is asked for."""
        return f"{self.graph}/.default"

    @property
    def azure_scope(self) -> str:
        """What a token for Azure Resource Manager is asked for."""
        return f"{self.azure}/.default"


CLOUDS = {
    one.name: one
    for one in (
        Cloud(name="global", authority="login.microsoftonline.com", graph="https://graph.microsoft.com", azure="https://management.azure.com"),
        Cloud(name="usgov", authority="login.microsoftonline.us", graph="https://graph.microsoft.us", azure="https://management.usgovcloudapi.net"),
        Cloud(name="usgovdod", authority="login.microsoftonline.us", graph="https://dod-graph.microsoft.us", azure="https://management.usgovcloudapi.net"),
        Cloud(name="china", authority="login.chinacloudapi.cn", graph="https://microsoftgraph.chinacloudapi.cn", azure="https://management.chinacloudapi.cn"),
    )
}
"""By name (design: the collector, section 2)."""


def chosen(name: str, graph_url: str | None, azure_url: str | None = None) -> Cloud:
    """The cloud of this name, with other roots where they are given."""
    cloud = CLOUDS[name]
    if graph_url:
        cloud = replace(cloud, graph=root(graph_url, "--graph-url"))
    return replace(cloud, azure=root(azure_url, "--azure-url")) if azure_url else cloud


def root(url: str, option: str) -> str:
    """A root without a slash at its end; https, or http on this machine alone."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageError(option, "is no address", "say for example https://graph.microsoft.com") from None
    if not host or parts.query or parts.fragment or parts.username is not None or parts.scheme not in ("https", "http"):
        raise UsageError(option, "is no address of a Graph root", "say for example https://graph.microsoft.com")
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError(option, "plain http would show the token to everybody on the way", "use https; http is for this machine alone")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether the name is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
