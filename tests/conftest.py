"""What every test stands on: no network, the samples, and the shared material where there is any."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent

NO_SHARED = "needs the folder `shared` beside the repository, or ASSESSOR_SHARED: contracts and public data that are not part of it"


def shared_folder() -> Path | None:
    """The shared material: where ASSESSOR_SHARED says, else beside the repository; None where there is none."""
    folder = Path(os.environ.get("ASSESSOR_SHARED") or ROOT.parent / "shared")
    return folder if folder.is_dir() else None


class NetworkForbiddenError(AssertionError):
    """A test tried to leave this machine."""


def _is_loopback(address: Any) -> bool:
    host = address[0] if isinstance(address, tuple) else address
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _guard(method: str) -> Any:
    real = getattr(socket.socket, method)

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        """Refuse every address of another machine; `sendto` has the address last, the others have it alone."""
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(arguments[-1]):
            raise NetworkForbiddenError(f"socket.{method} to {arguments[-1]!r}: tests never leave this machine")
        return real(self, *arguments)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _an_interrupt_arrives() -> None:
    """A run in the background of a script has SIGINT ignored, and every process that it starts inherits that: tests that send one would wait in vain."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, method, _guard(method))
    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **named: Any) -> Any:
        if host is not None and not _is_loopback(host.decode() if isinstance(host, bytes) else host):
            raise NetworkForbiddenError(f"the name {host!r} was looked up: tests never leave this machine")
        return resolve(host, *arguments, **named)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The snapshots that come with the repository."""
    return ROOT / "sample_exports"


@pytest.fixture(scope="session")
def shared() -> Path:
    """Contracts and public data that lie beside the repository on the developers' machines."""
    folder = shared_folder()
    if folder is None:
        pytest.skip(NO_SHARED)
    return folder
