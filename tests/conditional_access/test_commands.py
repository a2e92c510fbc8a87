"""`assessor whatif`, `assessor gaps`, the importer of folders: as a user calls them."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from assessor.cli import main

GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"


@pytest.fixture
def school(samples):
    return str(samples / "school_after")


def lines(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def request(key, user, **fields):
    return json.dumps(
        {"id": key, "kind": "signIn", "signIn": {"user": {"id": user}, "context": {"kind": "app", "app": "00000003-0000-0000-c000-000000000000"}, **fields}}
    )


def anybody(samples):
    first = (samples / "school_after" / "users.ndjson").read_text(encoding="utf-8").splitlines()[0]
    return json.loads(first)


def test_whatif_answers_one_line_a_request_in_order(school, samples, tmp_path, capsys):
    user = anybody(samples)
    file = tmp_path / "requests.ndjson"
    activation = {"id": "c", "kind": "activation", "target": {"roleDefinitionId": GLOBAL_ADMINISTRATOR}, **json.loads(request("c", user["id"]))}
    activation["kind"] = "activation"
    file.write_text("\n".join([request("b", user["id"]), "", request("a", user["userPrincipalName"]), json.dumps(activation)]), encoding="utf-8")

    assert main(["whatif", school, "--requests", str(file), "--json"]) == 0

    told = lines(capsys)
    assert [one["id"] for one in told] == ["b", "a", "c"]
    assert {**told[0], "id": ""} == {**told[1], "id": ""}
    assert told[2].keys() >= {"resourceLeg", "acLeg", "acRequires", "fallbackMfa"}


def test_whatif_reads_requests_from_standard_input(school, samples, monkeypatch, capsys):
    text = request("x", anybody(samples)["id"], platform="iOS")
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))

    assert main(["whatif", school, "--requests", "-", "--json"]) == 0
    assert lines(capsys)[0]["id"] == "x"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "is no request"),
        ('{"id": "a", "kind": "dream", "signIn": {}}', "is no request"),
        (request("a", "u", platform="toaster"), "toaster"),
        (request("a", "u", ip="here"), "here"),
        (request("a", "u", servicePrincipal={"id": "s"}), "user or of a service principal"),
        ('{"id": "a", "kind": "activation", "signIn": {"user": {"id": "u"}, "context": {"kind": "app", "app": "x"}}}', "target"),
    ],
)
def test_a_request_that_is_none_is_one_line_that_names_file_and_line(school, tmp_path, capsys, line, says):
    file = tmp_path / "requests.ndjson"
    file.write_text("\n" + line, encoding="utf-8")

    assert main(["whatif", school, "--requests", str(file), "--json"]) == 3

    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert f"{file}:2" in errors[0]
    assert says in errors[0]


def test_a_person_sees_every_policy_with_its_reason(school, samples, capsys):
    assert main(["whatif", school, "--user", anybody(samples)["userPrincipalName"], "--platform", "android", "--device", "isCompliant=true"]) == 0

    printed = capsys.readouterr().out
    assert "CA001 Everybody: MFA" in printed
    assert "does not match: clientApps" in printed
    assert "the sign-in: requires" in printed


def test_an_activation_is_told_leg_by_leg(school, samples, capsys):
    command = ["whatif", school, "--user", anybody(samples)["id"], "--activate", "PIM-GA-Platform", "--platform", "iOS"]

    assert main(command) == 0
    assert "the activation: blocked" in capsys.readouterr().out


@pytest.mark.parametrize(
    "more", [["--user", "nobody@nowhere.example"], [], ["--user", "x", "--platform", "toaster"], ["--user", "x", "--activate", "No such role"]]
)
def test_whatif_called_wrongly_is_one_line(school, capsys, more):
    assert main(["whatif", school, *more]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("wanted", ["mfa", "phishing_resistant", "managed_device", "block"])
def test_gaps_are_a_document_or_sentences(samples, capsys, wanted):
    school = str(samples / "school_before")
    assert main(["gaps", school, "--property", wanted, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)

    assert document["property"] == wanted
    assert document["certain"]
    assert main(["gaps", school, "--property", wanted]) == 0
    assert "open: " in capsys.readouterr().out


def test_the_school_before_has_gaps_and_the_school_after_has_none(samples, capsys):
    found = {}
    for name in ("school_before", "school_after"):
        main(["gaps", str(samples / name), "--json"])
        found[name] = json.loads(capsys.readouterr().out)

    assert found["school_before"]["certain"]
    assert found["school_after"]["certain"] == []


# ---- the importer ----


def write(folder, name, document, encoding="utf-8"):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes((document if isinstance(document, str) else json.dumps(document)).encode(encoding))


def plain(key="p1", **more):
    return {
        "id": key,
        "displayName": "P",
        "state": "enabled",
        "conditions": {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}},
        **more,
    }


def test_a_folder_of_policies_becomes_a_snapshot(tmp_path, capsys):
    folder = tmp_path / "export"
    write(folder, "a/p.json", {**plain(), "GrantControls": {"operator": "OR", "builtInControls": ["mfa"]}}, "utf-16")
    write(folder, "locations.json", {"value": [{"id": "l", "@odata.type": "#microsoft.graph.ipNamedLocation", "ipRanges": []}]}, "utf-8-sig")
    write(folder, "template.JSON", [{key: value for key, value in plain().items() if key != "id"}])
    write(folder, "notes.json", {"hello": "world"})

    assert main(["snapshot", "import", "conditional-access", str(folder), "-o", str(tmp_path / "out")]) == 0
    assert "notes.json holds nothing of Conditional Access" in capsys.readouterr().err
    assert main(["snapshot", "verify", str(tmp_path / "out")]) == 0
    assert main(["whatif", str(tmp_path / "out"), "--user", "x", "--guest-type", "serviceProvider", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told["requires"] == ["OR(mfa)"]
    assert len(told["perPolicy"]) == 2


@pytest.mark.parametrize("broken", ["{", "[1]", json.dumps(plain(conditions={"users": {"includeUsers": "All"}})), json.dumps(plain(state=7))])
def test_a_broken_file_is_refused_by_name(tmp_path, capsys, broken):
    write(tmp_path / "export", "good.json", plain())
    write(tmp_path / "export", "deep/broken.json", broken)

    assert main(["snapshot", "import", "conditional-access", str(tmp_path / "export"), "-o", str(tmp_path / "out")]) == 3

    (error,) = capsys.readouterr().err.splitlines()
    assert "broken.json" in error
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("name", "count"), [("ca-j0eyv", 36), ("ca-alexfilipin", 214)])
def test_what_others_export_is_evaluated_and_what_is_unknown_is_named(shared, tmp_path, capsys, name, count):
    assert main(["snapshot", "import", "conditional-access", str(shared / "data" / name), "-o", str(tmp_path / "out")]) == 0
    requests = tmp_path / "r.ndjson"
    signing_in = [
        request(f"{platform}-{client}", "u", platform=platform, clientAppType=client) for platform in ("iOS", "unknown") for client in ("browser", "other")
    ]
    workload = {"servicePrincipal": {"id": "s"}, "context": {"kind": "app", "app": "x"}}
    requests.write_text("\n".join([*signing_in, json.dumps({"id": "w", "kind": "signIn", "signIn": workload})]), encoding="utf-8")
    capsys.readouterr()

    assert main(["whatif", str(tmp_path / "out"), "--requests", str(requests), "--json"]) == 0

    told = lines(capsys)
    assert all(len(one["perPolicy"]) == count for one in told)
    assert all(one["unknown"] for one in told if one["decision"] == "unknown")
    assert {word for one in told for word in one["perPolicy"].values()} >= {"unknown"}
    assert main(["gaps", str(tmp_path / "out"), "--json"]) == 0
