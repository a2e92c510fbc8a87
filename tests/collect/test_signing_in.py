"""Tokens: asked for anew when they end, shown to one host, and never told to anybody."""

import subprocess
import sys
from dataclasses import dataclass

import pytest

from assessor.collect import SignIn, SignInError, chosen, signin
from assessor.collect.signin import Tokens
from assessor.collect.token import read_claims
from assessor.model.errors import UsageError
from tests.collect.conftest import APPLICATION, Snapshot, jwt
from tests.collect.graph import Graph

SECRET = "S3cr3t~value~that~nobody~may~see"


@dataclass
class Renewable:
    """A credential that gives its tokens in turn, and what it was asked."""

    tokens: list[str]

    def __post_init__(self):
        self.claims = []

    async def get_token(self, *_, claims=None, **__):
        from azure.core.credentials import AccessToken

        self.claims.append(claims)
        return AccessToken(self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0], 4_000_000_000)


@pytest.fixture
def renewable(monkeypatch):
    made = Renewable(["first", "second"])
    monkeypatch.setattr("assessor.collect.run.tokens", lambda _, __: Tokens(made, "secret"))
    return made


def test_a_claims_challenge_in_the_middle_of_a_run_is_answered(before, gather, samples, renewable):
    with Graph(before, page_size=7) as graph:
        graph.challenge = "second"
        got = gather(graph)

    assert '{"access_token":{}}' in renewable.claims
    assert got.everything() == Snapshot(samples / "school_before").everything()


@pytest.mark.usefixtures("renewable")
def test_a_token_that_ends_in_the_middle_of_a_run_is_renewed(before, gather, samples):
    with Graph(before, page_size=7, token="second") as graph:
        got = gather(graph)
    assert got.everything() == Snapshot(samples / "school_before").everything()


def test_a_ready_made_token_that_has_ended_stops_the_run_and_keeps_what_was_read(before, gather, tmp_path, samples):
    with Graph(before) as graph:
        graph.token = "another"
        with pytest.raises(SignInError, match="go on with --resume"):
            gather(graph)
        assert (tmp_path / "out.partial").is_dir()
        assert not (tmp_path / "out").exists()
        graph.token = None
        got = gather(graph, resume=True)

    assert got.everything() == Snapshot(samples / "school_before").everything()


def test_a_challenge_that_a_ready_made_token_cannot_answer_says_so(before, gather):
    with Graph(before) as graph:
        graph.challenge = "newer"
        with pytest.raises(SignInError, match="newer sign-in"):
            gather(graph)


@pytest.mark.parametrize("url", ["http://graph.example.org", "http://10.0.0.7:8080", "ftp://127.0.0.1", "https://user:pw@graph.example.org", "https://", "//x"])
def test_a_root_that_would_show_the_token_is_refused(url):
    with pytest.raises(UsageError):
        chosen("global", url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost:1/", "http://[::1]:9", "https://graph.example.org/root"])
def test_a_root_of_ones_own_is_taken(url):
    assert chosen("global", url).graph == url.rstrip("/")


def test_every_cloud_has_its_own_hosts():
    from assessor.collect import CLOUDS

    assert set(CLOUDS) == {"global", "usgov", "usgovdod", "china"}
    assert len({one.graph for one in CLOUDS.values()}) == 4
    assert CLOUDS["china"].graph_scope == "https://microsoftgraph.chinacloudapi.cn/.default"


@pytest.mark.parametrize("kind", ["browser", "device-code", "azure-cli", "managed-identity", "secret", "token"])
def test_every_kind_makes_its_credential(kind, monkeypatch):
    monkeypatch.setenv("ASSESSOR_CLIENT_SECRET", SECRET)
    monkeypatch.setenv("ASSESSOR_ACCESS_TOKEN", APPLICATION)
    how = SignIn(kind=kind, tenant="322252ff-13b8-57da-9b8c-ce08a39f3c99", client_id="835d226a-eb77-59c8-b960-7e0dd4cfd9fa")
    assert isinstance(signin.tokens(how, chosen("usgov", None)), Tokens)


def test_a_workload_identity_is_made_of_its_file(monkeypatch, tmp_path):
    monkeypatch.setenv("AZURE_FEDERATED_TOKEN_FILE", str(tmp_path / "token"))
    how = SignIn(kind="workload-identity", tenant="322252ff-13b8-57da-9b8c-ce08a39f3c99", client_id="835d226a-eb77-59c8-b960-7e0dd4cfd9fa")
    assert signin.tokens(how, chosen("global", None))


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (SignIn(kind="secret"), "--tenant"), (SignIn(kind="certificate", tenant="t", client_id="c"), "--certificate"),
        (SignIn(kind="token"), "ASSESSOR_ACCESS_TOKEN"), (SignIn(kind="secret", tenant="t", client_id="c"), "never taken from the command line"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_in_one_line(how, says, monkeypatch):
    for name in ("ASSESSOR_ACCESS_TOKEN", "ASSESSOR_CLIENT_SECRET", "AZURE_CLIENT_SECRET", "AZURE_TENANT_ID", "AZURE_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", open("/dev/null"))  # noqa: SIM115
    with pytest.raises(UsageError, match=says) as caught:
        signin.tokens(how, chosen("global", None))
    assert "\n" not in str(caught.value)


def test_the_token_and_the_secret_are_in_no_file_no_line_and_no_argument(before, tmp_path, monkeypatch):
    token = jwt(idtyp="app", appid="x", roles=[]) + "tail-of-the-signature"
    with Graph(before) as graph:
        command = [sys.executable, "-m", "assessor", "collect", "--verbose", "--out", tmp_path / "out", "--auth", "token", "--graph-url", graph.url]
        monkeypatch.setenv("ASSESSOR_ACCESS_TOKEN", token)
        done = subprocess.run([*command], capture_output=True, text=True, check=False)
        graph.token = "other"
        failed = subprocess.run(
            [*command[:-4], "--auth", "token", "--graph-url", graph.url, "--out", tmp_path / "two"], capture_output=True, text=True, check=False
        )

    assert (done.returncode, failed.returncode) == (0, 3)
    assert failed.stderr.strip().count("\n") <= 60
    said = done.stdout + done.stderr + failed.stdout + failed.stderr
    said += "".join(file.read_text() for file in tmp_path.rglob("*") if file.is_file())
    assert token not in said
    assert token.split(".")[1] not in said
    assert "Traceback" not in said


def test_a_failed_sign_in_shows_nothing_that_looks_like_a_token():
    line = signin.one_line(ValueError(f"AADSTS7000215: bad {APPLICATION}\nTrace ID: 1"))
    assert APPLICATION not in line
    assert "\n" not in line


def test_claims_tell_who_signed_in():
    assert read_claims(jwt(scp="User.Read Policy.Read.All", oid="o")).permissions == {"User.Read", "Policy.Read.All"}
    assert read_claims(jwt(scp="x", oid="o")).kind == "delegated"
    assert read_claims(APPLICATION).is_application
    assert read_claims("opaque").permissions is None
    assert read_claims("a.b.c").permissions is None
