"""Signing in: one named way, never a guess between several; the secret comes from the environment or a prompt.

azure-identity is imported when somebody signs in. What it says when it fails is cut to one line that holds no secret.
"""

from __future__ import annotations

import asyncio
import getpass
import inspect
import os
import re
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.model.errors import AssessorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from azure.core.credentials import AccessToken

    from assessor.collect.clouds import Cloud

KINDS = ("browser", "device-code", "azure-cli", "certificate", "secret", "managed-identity", "workload-identity", "token")
"""Values of `--auth`."""

GRAPH_TOKEN, AZURE_TOKEN = "ASSESSOR_ACCESS_TOKEN", "ASSESSOR_AZURE_ACCESS_TOKEN"
SECRET, CERTIFICATE_PASSWORD = "ASSESSOR_CLIENT_SECRET", "ASSESSOR_CERTIFICATE_PASSWORD"

GRAPH_COMMAND_LINE_TOOLS = "14d82eec-204b-4c2f-b7e8-296a70dab67e"
"""Microsoft's own application for people at a keyboard; `--client-id` names another."""

_EARLY = 300
_TOGETHER = 10.0
_TOKEN_LIKE = re.compile(r"[A-Za-z0-9_\-./+=~]{60,}")


class SignInError(AssessorError):
    """Nobody is signed in (any more)."""


class NeedsClaimsError(Exception):
    """Graph wants a newer sign-in than a ready-made token can give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """How somebody signs in; nothing of it is secret."""

    kind: str
    tenant: str | None = None
    client_id: str | None = None
    certificate: Path | None = None


class Tokens:
    """A credential as the SDK wants it: fetched once at a time, kept until shortly before it ends, thrown away when Graph refuses it."""

    def __init__(self, credential: Any, kind: str) -> None:
        self._credential, self._kind = credential, kind
        self._held: dict[tuple[str, ...], AccessToken] = {}
        self._answered: dict[tuple[str, ...], tuple[str, float]] = {}  # requests that left together are challenged together
        self._lock = asyncio.Lock()

    async def get_token(self, *scopes: str, claims: str | None = None, enable_cae: bool = True, **_: Any) -> AccessToken:
        """A token for these scopes (the interface of azure-core's AsyncTokenCredential)."""
        async with self._lock:
            held = self._held.get(scopes)
            if held is None or self._is_new(scopes, claims) or held.expires_on - time.time() < _EARLY:
                self._held[scopes] = held = await self._fetch(scopes, claims, enable_cae)
            return held

    def _is_new(self, scopes: tuple[str, ...], claims: str | None) -> bool:
        if not claims:
            return False
        before, now = self._answered.get(scopes), time.monotonic()
        if before and before[0] == claims and now - before[1] < _TOGETHER:
            return False
        self._answered[scopes] = (claims, now)
        return True

    def forget(self) -> None:
        """Ask for new ones from now on."""
        self._held.clear()

    async def close(self) -> None:
        """Let go of the credential's own connections."""
        closing = getattr(self._credential, "close", None)
        found = closing() if closing else None
        if inspect.isawaitable(found):
            await found

    async def _fetch(self, scopes: tuple[str, ...], claims: str | None, enable_cae: bool) -> AccessToken:
        given = {"claims": claims, "enable_cae": enable_cae} if claims else {"enable_cae": enable_cae}
        try:
            if inspect.iscoroutinefunction(self._credential.get_token):
                found = await self._credential.get_token(*scopes, **given)
            else:
                found = await asyncio.to_thread(self._credential.get_token, *scopes, **given)
        except AssessorError:
            raise
        except NeedsClaimsError:
            raise SignInError(GRAPH_TOKEN, "Graph asks for a newer sign-in than this token", "get a new token, and go on with --resume") from None
        except Exception as error:  # azure-identity, msal and the transport have an error family each
            raise SignInError(f"--auth {self._kind}", f"the sign-in failed ({one_line(error)})", "check the account, the tenant and the kind") from None
        return found


class _ReadyMade:
    """A token that somebody else fetched; it cannot be renewed."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self._tokens = tokens

    def get_token(self, *scopes: str, claims: str | None = None, **_: Any) -> AccessToken:
        from azure.core.credentials import AccessToken

        if claims:
            raise NeedsClaimsError
        token = self._tokens.get(scopes[0])
        if token is None:
            raise SignInError(AZURE_TOKEN, "is not set", "put a token for Azure Resource Manager into it, or leave out --azure")
        return AccessToken(token, int(time.time()) + 86400)


def tokens(how: SignIn, cloud: Cloud) -> Tokens:
    """The credential of this kind; UsageError where something is missing that only the user can give."""
    return Tokens(_MAKERS[how.kind](how, cloud), how.kind)


def has_azure_token(how: SignIn) -> bool:
    """Whether Azure Resource Manager can be asked: every kind can, but a ready-made token is for one audience."""
    return how.kind != "token" or bool(os.environ.get(AZURE_TOKEN))


def one_line(error: BaseException) -> str:
    """An error in one line that holds nothing as long as a token."""
    text = " ".join(str(error).split()) or type(error).__name__
    return _TOKEN_LIKE.sub("…", text)[:300]


def _token(_: SignIn, cloud: Cloud) -> Any:
    graph = os.environ.get(GRAPH_TOKEN, "").strip()
    if not graph:
        raise UsageError("--auth token", f"{GRAPH_TOKEN} is not set", "put a token for Graph into it")
    azure = os.environ.get(AZURE_TOKEN, "").strip()
    return _ReadyMade({cloud.graph_scope: graph} | ({cloud.azure_scope: azure} if azure else {}))


def _secret(how: SignIn, cloud: Cloud) -> Any:
    from azure.identity.aio import ClientSecretCredential

    tenant, client = _application(how)
    return ClientSecretCredential(tenant, client, _asked(SECRET, "AZURE_CLIENT_SECRET", "Client secret: "), authority=cloud.authority)


def _certificate(how: SignIn, cloud: Cloud) -> Any:
    from azure.identity.aio import CertificateCredential

    tenant, client = _application(how)
    if how.certificate is None:
        raise UsageError("--auth certificate", "no certificate was named", "say --certificate FILE (.pem or .pfx)")
    if not how.certificate.is_file():
        raise UsageError(str(how.certificate), "there is no such file", "name the certificate with its private key (.pem or .pfx)")
    password = os.environ.get(CERTIFICATE_PASSWORD)
    try:
        return CertificateCredential(tenant, client, str(how.certificate), password=password, authority=cloud.authority)
    except ValueError as error:
        raise UsageError(str(how.certificate), f"cannot be used ({one_line(error)})", f"is its password in {CERTIFICATE_PASSWORD}?") from None


def _browser(how: SignIn, cloud: Cloud) -> Any:
    from azure.identity import InteractiveBrowserCredential

    return InteractiveBrowserCredential(client_id=how.client_id or GRAPH_COMMAND_LINE_TOOLS, authority=cloud.authority, **_tenant(how))


def _device_code(how: SignIn, cloud: Cloud) -> Any:
    from azure.identity import DeviceCodeCredential

    def prompt(address: str, code: str, _: object) -> None:
        print(f"To sign in, open {address} and enter the code {code}", file=sys.stderr, flush=True)

    client = how.client_id or GRAPH_COMMAND_LINE_TOOLS
    return DeviceCodeCredential(client_id=client, authority=cloud.authority, prompt_callback=prompt, **_tenant(how))


def _azure_cli(how: SignIn, _: Cloud) -> Any:
    from azure.identity.aio import AzureCliCredential

    return AzureCliCredential(**_tenant(how))


def _managed(how: SignIn, _: Cloud) -> Any:
    from azure.identity.aio import ManagedIdentityCredential

    return ManagedIdentityCredential(**({"client_id": how.client_id} if how.client_id else {}))


def _workload(how: SignIn, cloud: Cloud) -> Any:
    from azure.identity.aio import WorkloadIdentityCredential

    client = {"client_id": how.client_id} if how.client_id else {}
    try:
        return WorkloadIdentityCredential(authority=cloud.authority, **_tenant(how), **client)
    except ValueError as error:
        raise UsageError("--auth workload-identity", one_line(error), "set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_FEDERATED_TOKEN_FILE") from None


_MAKERS: dict[str, Callable[[SignIn, Cloud], Any]] = {
    "browser": _browser, "device-code": _device_code, "azure-cli": _azure_cli, "certificate": _certificate, "secret": _secret,
    "managed-identity": _managed, "workload-identity": _workload, "token": _token,
}  # fmt: skip


def _tenant(how: SignIn) -> dict[str, str]:
    tenant = how.tenant or os.environ.get("AZURE_TENANT_ID")
    return {"tenant_id": tenant} if tenant else {}


def _application(how: SignIn) -> tuple[str, str]:
    tenant, client = _tenant(how).get("tenant_id"), how.client_id or os.environ.get("AZURE_CLIENT_ID")
    if not tenant or not client:
        raise UsageError(f"--auth {how.kind}", "an application signs in to one tenant", "say --tenant ID and --client-id ID")
    return tenant, client


def _asked(*names_and_prompt: str) -> str:
    """A secret from the first variable that is set, else from a person at a terminal; never from an argument."""
    *names, prompt = names_and_prompt
    for name in names:
        if value := os.environ.get(name):
            return value
    if not sys.stdin.isatty():
        raise UsageError("--auth secret", f"{names[0]} is not set", "put the secret into it: it is never taken from the command line")
    return getpass.getpass(prompt)
