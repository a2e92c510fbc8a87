"""One way to Graph: the SDK's authentication, pipeline and HTTP client; raw bytes out, never a model.

The SDK's own retry and redirects are off (`engine` and `gate` do better, and a redirect could lead away); the guard is
the pipeline's last stop. Only the chosen host ever gets the token.
"""

from __future__ import annotations

import binascii
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import msgspec

from assessor.collect.answers import Answer
from assessor.collect.clouds import is_loopback
from assessor.collect.guard import Guard
from assessor.collect.signin import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.collect.signin import Tokens

CLIENTS, TIMEOUT, CONNECT = 4, 100.0, 30.0
_NO_BODY = msgspec.Raw(b"null")
_SAFE = "/:?&=$,@()'!*;~%"


class _BatchPart(msgspec.Struct):
    id: str
    status: int
    headers: dict[str, str | int] | None = None
    body: msgspec.Raw = msgspec.field(default_factory=lambda: _NO_BODY)


class _BatchAnswer(msgspec.Struct):
    responses: list[_BatchPart]


_BATCH = msgspec.json.Decoder(_BatchAnswer)


@dataclass(frozen=True, slots=True)
class Request:
    """A request below the root, as a person would write it, or the address of a next page as Graph gave it."""

    url: str
    """`/v1.0/groups?$top=999`, or an absolute address."""
    body: bytes | None = None
    """Of getByIds; every other request is a GET."""


class Client:
    """Requests to one root with one credential; several connections in turn."""

    def __init__(self, root: str, scope: str, tokens: Tokens) -> None:
        self.root, self.guard, self._tokens = root, Guard(root), tokens
        made = [_adapter(root, scope, tokens, self.guard) for _ in range(CLIENTS)]
        self._https, self._adapters = [http for http, _ in made], cycle([adapter for _, adapter in made])

    def address(self, url: str) -> str:
        """The absolute address."""
        return url if "://" in url else self.root + quote(url, safe=_SAFE)

    async def ask(self, request: Request) -> Answer:
        """Send one request and give back what came, failures included; raises only what nobody can mend by asking again."""
        import httpx

        try:
            response = await next(self._adapters).send_primitive_async(_information(self.address(request.url), request.body), "bytes", None)
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            return Answer(0, fault=f"{type(error).__name__}: {one_line(error)}")
        except binascii.Error:  # a claims challenge that is no base64: as if there were none
            return Answer(401, fault="a challenge that cannot be read")
        return Answer(response.status_code, response.content, {name.lower(): value for name, value in response.headers.items()})

    async def ask_together(self, version: str, urls: Sequence[str]) -> list[Answer]:
        """Up to 20 GETs in one $batch; a failure of the whole is the failure of each."""
        parts = [{"id": str(number), "method": "GET", "url": self._relative(version, url)} for number, url in enumerate(urls)]
        answer = await self.ask(Request(f"/{version}/$batch", msgspec.json.encode({"requests": parts})))
        if answer.status != 200:
            return [answer] * len(urls)
        try:
            found = {part.id: part for part in _BATCH.decode(answer.body).responses}
        except msgspec.DecodeError:
            return [Answer(0, fault="the answer to $batch is cut off")] * len(urls)
        return [_inner(found.get(part["id"])) for part in parts]

    def forget_token(self) -> None:
        """The next request signs in anew."""
        self._tokens.forget()

    async def close(self) -> None:
        """Close all connections."""
        for http in self._https:
            await http.aclose()

    def _relative(self, version: str, url: str) -> str:
        return self.address(url).removeprefix(f"{self.root}/{version}")


def _inner(part: _BatchPart | None) -> Answer:
    if part is None:
        return Answer(0, fault="$batch left a part unanswered")
    return Answer(part.status, bytes(part.body), {name.lower(): str(value) for name, value in (part.headers or {}).items()})


def _information(url: str, body: bytes | None) -> Any:
    from kiota_abstractions.method import Method
    from kiota_abstractions.native_response_handler import NativeResponseHandler
    from kiota_abstractions.request_information import RequestInformation
    from kiota_http.middleware.options import ResponseHandlerOption

    made = RequestInformation()
    made.http_method = Method.GET if body is None else Method.POST
    made.url = url
    made.headers.try_add("Accept", "application/json")
    if body is not None:
        made.headers.try_add("Content-Type", "application/json")
        made.content = body
    made.add_request_options([ResponseHandlerOption(NativeResponseHandler())])
    return made


def _adapter(root: str, scope: str, tokens: Tokens, guard: Guard) -> tuple[Any, Any]:
    from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
    from msgraph.graph_request_adapter import GraphRequestAdapter

    host = urlsplit(root).hostname or ""
    http = _pipeline(root, guard)
    provider = AzureIdentityAuthenticationProvider(tokens, scopes=[scope], allowed_hosts=[host])
    adapter = GraphRequestAdapter(provider, http)
    adapter.base_url = f"{root}/v1.0"
    return http, adapter


def _pipeline(root: str, guard: Guard) -> Any:
    import httpx
    from kiota_http.kiota_client_factory import KiotaClientFactory
    from kiota_http.middleware import BaseMiddleware
    from kiota_http.middleware.options import RedirectHandlerOption, RetryHandlerOption
    from msgraph_core import GraphClientFactory
    from msgraph_core.middleware import GraphTelemetryHandler

    class LastStop(BaseMiddleware):  # type: ignore[misc]  # of an extra that carries no types
        """Asks the guard about what would really be sent."""

        async def send(self, request: httpx.Request, transport: httpx.AsyncBaseTransport) -> httpx.Response:
            guard.check(request.method, str(request.url), request.content)
            return await super().send(request, transport)

    local = is_loopback(urlsplit(root).hostname or "")
    made = httpx.AsyncClient(timeout=httpx.Timeout(TIMEOUT, connect=CONNECT), http2=True, trust_env=not local)
    options = {
        RetryHandlerOption.get_key(): RetryHandlerOption(max_retries=0, should_retry=True),
        RedirectHandlerOption.get_key(): RedirectHandlerOption(should_redirect=False),
    }
    middleware = KiotaClientFactory.get_default_middleware(options)
    return GraphClientFactory.create_with_custom_middleware([*middleware, GraphTelemetryHandler(), LastStop()], client=made)
