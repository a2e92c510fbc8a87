"""A collector that is in a hurry, put before the fake Graph."""

from __future__ import annotations

import base64
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from assessor.collect import Patience, Settings, SignIn, chosen, collect
from assessor.collect.gate import Pace
from assessor.collect.words import Bucket
from tests.collect.graph import Graph
from tests.collect.tenant import Tenant

FAST = {bucket: Pace(rate=2000, burst=2000) for bucket in Bucket}
HURRY = Patience(deadline=20, backoff=0.01, backoff_most=0.05)
TENANT = "322252ff-13b8-57da-9b8c-ce08a39f3c99"


def jwt(**claims) -> str:
    """A token as Graph's are formed, signed by nobody."""
    payload = base64.urlsafe_b64encode(json.dumps({"tid": TENANT, **claims}).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJub25lIn0.{payload}.x"


APPLICATION = jwt(idtyp="app", appid="835d226a-eb77-59c8-b960-7e0dd4cfd9fa", roles=["Directory.Read.All", "Policy.Read.All"])


@dataclass
class Snapshot:
    """What lies at a path."""

    path: Path

    @property
    def manifest(self) -> dict:
        return json.loads((self.path / "manifest.json").read_text())

    @property
    def collections(self) -> dict[str, dict]:
        return self.manifest["collections"]

    def rows(self, name: str) -> list[dict]:
        file = self.path / f"{name}.ndjson"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def everything(self) -> dict[str, list[str]]:
        """Rows of all collections in an order of their own, to be compared with another snapshot's."""
        return {
            file.stem: sorted(json.dumps(json.loads(line), sort_keys=True) for line in file.read_text().splitlines()) for file in self.path.glob("*.ndjson")
        }


@pytest.fixture(autouse=True)
def _extra() -> None:
    if importlib.util.find_spec("msgraph") is None:
        pytest.skip("needs the packages of the extra [collect]")


@pytest.fixture
def token(monkeypatch) -> str:
    monkeypatch.setenv("ASSESSOR_ACCESS_TOKEN", APPLICATION)
    monkeypatch.setenv("ASSESSOR_AZURE_ACCESS_TOKEN", "azure")
    return APPLICATION


@pytest.fixture
def gather(tmp_path, token):  # signs in
    """`gather(graph, …)`: a snapshot of that Graph."""

    def run(graph: Graph, name: str = "out", **given) -> Snapshot:
        out = tmp_path / name
        made = {"scope": "full", "paces": FAST, "patience": HURRY, "quiet": True, **given}
        collect(Settings(out=out, how=SignIn(kind="token"), cloud=chosen("global", graph.url, graph.azure_url), **made))
        return Snapshot(out)

    return run


@pytest.fixture
def after(samples) -> Tenant:
    return Tenant.of_snapshot(samples / "school_after")


@pytest.fixture
def before(samples) -> Tenant:
    return Tenant.of_snapshot(samples / "school_before")
