"""A redacted snapshot: judged the same, without a name, an address or an id of the tenant, and attacked with what tenants really hold."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
import stat
import subprocess
import sys
import uuid
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessor import assess, reference
from assessor.model.engagement import Engagement, ExceptionEntry
from assessor.model.errors import SnapshotError
from assessor.model.result import Assessment
from assessor.snapshot import read_engagement, read_key, read_tenant, redact_snapshot, redact_words, verify
from assessor.snapshot.redact_names import Pseudonyms
from tests.snapshot.conftest import TENANT, Make

SAMPLES = ("school_before", "school_midway", "school_after", "school_partial")
KEY = b"only for these tests, 32 bytes.."
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NAMES = frozenset({"displayName", "userPrincipalName", "mail", "userDisplayName", "principalDisplayName", "issuerAssignedId", "resultReason"})
OBJECTS = ("users", "groups", "servicePrincipals", "applications", "administrativeUnits", "conditionalAccessPolicies", "namedLocations", "accessPackages")
"""Collections whose names and ids are the tenant's own; display names of roles and products are Microsoft's."""


@pytest.fixture(scope="module")
def redacted(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every sample, redacted by one key."""
    out = tmp_path_factory.mktemp("redacted")
    for name in SAMPLES:
        redact_snapshot(samples / name, out / name, key=KEY)
    return {name: out / name for name in SAMPLES}


def text_of(path: Path) -> str:
    """All that is in a snapshot, in lower case."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(f"{one}\n{archive.read(one).decode()}" for one in archive.namelist()).lower()
    return "\n".join(f"{one.name}\n{one.read_text(encoding='utf-8')}" for one in sorted(path.iterdir())).lower()


def rows_of(path: Path, collection: str) -> list[dict[str, Any]]:
    file = path / f"{collection}.ndjson"
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def leaves(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the name of its property."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, key)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, name)


# ---- judged the same ----


def judgement(path: Path) -> Assessment:
    return assess.assess(read_tenant(path), Engagement(), assess.load(["builtin"]))


def gist(judged: Assessment) -> Any:
    """What must not change; which of several equal ways is shown goes by the order of ids, and that does."""
    return {
        result.check.id: (
            result.verdict, result.reason_code, result.population, len(result.notes),
            Counter((one.degree, one.severity, one.confidence) for one in result.findings),
        )
        for result in judged.results
    }  # fmt: skip


def ways(path: Path) -> Any:
    """Who reaches which role of tier 0, and by what: kinds, classes and gates."""
    got = subprocess.run([sys.executable, "-m", "assessor", "paths", str(path), "--json"], capture_output=True, text=True, check=True)
    return [
        (
            role["target"]["id"],
            Counter((one["principal"]["kind"], one["standing"], one["class"], len(one["paths"])) for one in role["principals"]),
            Counter((way["class"], tuple(way["gates"]), tuple(edge["kind"] for edge in way["edges"])) for one in role["principals"] for way in one["paths"]),
            [one["collection"] for one in role.get("unknown", ())],
        )
        for role in json.loads(got.stdout)
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_redacted_sample_is_judged_as_the_sample_itself(samples: Path, redacted: dict[str, Path], name: str) -> None:
    before, after = judgement(samples / name), judgement(redacted[name])
    assert gist(after) == gist(before)
    assert after.score == before.score


@pytest.mark.parametrize("name", SAMPLES)
def test_the_ways_into_tier_0_are_the_same(samples: Path, redacted: dict[str, Path], name: str) -> None:
    assert ways(redacted[name]) == ways(samples / name)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_redacted_sample_keeps_the_contract(redacted: dict[str, Path], shared: Path, name: str) -> None:
    assert verify(redacted[name]) == []
    got = subprocess.run([sys.executable, str(shared / "contract" / "check.py"), "snapshot", str(redacted[name])], capture_output=True, text=True, check=False)
    assert got.returncode == 0, got.stdout + got.stderr
    assert [line for line in got.stdout.splitlines() if line.startswith("warning") and "accessReviewDefinitions" not in line] == []


def test_the_gaps_of_a_manifest_point_at_the_same_rows(samples: Path, redacted: dict[str, Path]) -> None:
    for name in SAMPLES:
        before, after = (json.loads((path / "manifest.json").read_text(encoding="utf-8"))["collections"] for path in (samples / name, redacted[name]))
        assert {one: (entry["status"], entry.get("count"), entry.get("reason"), len(entry.get("gaps", ()))) for one, entry in after.items()} == {
            one: (entry["status"], entry.get("count"), entry.get("reason"), len(entry.get("gaps", ()))) for one, entry in before.items()
        }


# ---- nothing of the tenant's own is left ----


@pytest.mark.parametrize("name", SAMPLES)
def test_no_name_address_domain_or_id_of_a_sample_is_left(samples: Path, redacted: dict[str, Path], name: str) -> None:
    text, path = text_of(redacted[name]), samples / name
    ids = {row["id"] for one in (*OBJECTS, "organization", "unresolvedIds", "pimGroups", "directoryRoles") for row in rows_of(path, one)}
    ids |= {row["principalId"] for one in ("roleAssignments", "groupEligibilityScheduleInstances") for row in rows_of(path, one)}
    named = [{key: row[key] for key in NAMES & row.keys()} for one in (*OBJECTS, "organization", "userRegistrationDetails") for row in rows_of(path, one)]
    microsofts = {row["displayName"] for row in rows_of(path, "roleDefinitions") if row["isBuiltIn"]} | {"Microsoft Graph", "Member"}
    said = {value for _, value in leaves([*named, *audited(path)]) if len(value) > 4}
    said = {one for one in said if not any(one in name for name in microsofts)}  # a group may be called as a part of a role
    domains = {row["id"] for row in rows_of(path, "domains")}
    assert [one for one in sorted(ids | domains | said) if one.lower() in text] == []


def audited(path: Path) -> list[dict[str, str]]:
    """Who did what to whom, and why."""
    return [{key: value} for row in rows_of(path, "directoryAudits") for key, value in leaves(row) if key in NAMES]


@pytest.mark.parametrize("name", SAMPLES)
def test_no_part_of_a_persons_name_is_left(samples: Path, redacted: dict[str, Path], name: str) -> None:
    text, people = words(text_of(redacted[name])), rows_of(samples / name, "users")
    parts = {part for row in people for part in words(f"{row['displayName']} {row['userPrincipalName']}")}
    tables = (path.read_text(encoding="utf-8") for path in Path(reference.__file__).parent.glob("data/*.json"))
    products = [json.dumps(rows_of(samples / name, one)) for one in ("subscribedSkus", "roleDefinitions")]
    microsofts = words(" ".join((Path(redact_words.__file__).read_text(encoding="utf-8"), *tables, *products, "example onmicrosoft")))
    assert len(parts) > 10
    assert parts & text - microsofts == set()


def words(text: str) -> set[str]:
    """Of four letters and more, in lower case; camelCase is several."""
    return {part.lower() for part in re.findall(r"[^\W\d_]{4,}", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))}


# ---- consistent ----


def test_one_key_gives_the_same_bytes_and_another_key_shares_no_id_with_them(samples: Path, redacted: dict[str, Path], tmp_path: Path) -> None:
    redact_snapshot(samples / "school_after", tmp_path / "again", key=KEY)
    redact_snapshot(samples / "school_after", tmp_path / "other")
    assert text_of(tmp_path / "again") == text_of(redacted["school_after"])
    users = [{row["id"] for row in rows_of(path, "users")} for path in (redacted["school_after"], tmp_path / "other")]
    assert len(users[0]) == len(users[1])
    assert not users[0] & users[1]


def test_two_snapshots_redacted_by_one_key_compare_as_they_did(samples: Path, redacted: dict[str, Path]) -> None:
    def compared(before: Path, after: Path) -> Any:
        command = [sys.executable, "-m", "assessor", "compare", str(before), str(after), "--format", "json", "--quiet", "--engagement", "/dev/null"]
        document = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        return (
            document["score"],
            [(one["id"], one["change"]) for one in document["checks"]],
            Counter((one["change"], one["check"]) for one in document["findings"]),
            Counter((one["collection"], one["change"]) for one in document["objects"]),
            Counter((one["role"]["id"], one["change"], one["before"], one["after"]) for one in document["access"]),
        )

    assert compared(redacted["school_before"], redacted["school_after"]) == compared(samples / "school_before", samples / "school_after")


ANA = "5F0C2A11-9B3D-4E6F-8A01-2B3C4D5E6F70"
BEA = "6a1d3b22-8c4e-4f70-9b12-3c4d5e6f7081"
TEAM = "7b2e4c33-7d5f-4081-8c23-4d5e6f708192"
UNIT = "8c3f5d44-6e60-4192-9d34-5e6f70819203"
GLOBAL_ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10"
SID = "S-1-12-1-1594632721-1315871549-1848836490-1886346813"


def packed(*ids: str) -> str:
    """Ids as Graph packs them into the id of an assignment: their bytes as Windows lays them down, base64url."""
    return base64.urlsafe_b64encode(b"".join(uuid.UUID(one).bytes_le for one in ids)).decode().rstrip("=")


HOSTILE: dict[str, list[dict[str, Any]]] = {
    "organization": [{"id": TENANT.upper(), "displayName": "Zyxwv Holding", "verifiedDomains": [{"name": "Zyxwv.COM", "isDefault": True}],
                      "securityComplianceNotificationPhones": ["+49 170 5551234"], "street": "Quellenweg 7", "postalCode": "70193"}],
    "users": [
        {"id": ANA, "userPrincipalName": "ana.quork@zyxwv.com", "displayName": "Ana Quork", "mail": "Ana.Quork@Zyxwv.com", "userType": "Member",
         "onPremisesImmutableId": base64.b64encode(uuid.UUID(BEA).bytes_le).decode(), "onPremisesSecurityIdentifier": SID, "securityIdentifier": SID,
         "otherMails": ["quork.private@mail.example"], "proxyAddresses": ["SMTP:ana.quork@zyxwv.com", "smtp:aq@zyxwv.com"], "employeeId": "4711",
         "extension_5f0c2a119b3d4e6f8a012b3c4d5e6f70_quorkCode": "Quork-7", "favouriteOfQuork": {"Quork": ["Quork", 4711, {"deep": "ana.quork@zyxwv.com"}]},
         "mobilePhone": "+49 170 5551234", "onPremisesDistinguishedName": "CN=Ana Quork,OU=Quorks,DC=zyxwv,DC=com", "birthday": "1987-06-05T00:00:00Z",
         "onPremisesExtensionAttributes": {"extensionAttribute1": "Quork-SAW"}, "jobTitle": "Chief Quork", "accountEnabled": True,
         "createdDateTime": "2026-01-02T03:04:05Z"},
        {"id": BEA, "userPrincipalName": "bea_partner.example#EXT#@zyxwv.onmicrosoft.com", "displayName": "Qu", "userType": "Guest",
         "mail": "bea@partner.example"},
    ],
    "groups": [{"id": TEAM, "displayName": "Quorks of Ana Quork <ana.quork@zyxwv.com>", "membershipRule":
                f"(user.department -eq \"Quork's \\\"Dept\\\"\") or (user.userType -eq \"Guest\") and user.objectId -in ['{ANA}'] "
                "or (user.extension_5f0c2a119b3d4e6f8a012b3c4d5e6f70_quorkCode -startsWith 'Quork')"}],
    "administrativeUnits": [{"id": UNIT, "displayName": "Zyxwv Nord"}],
    "groupMembers": [{"groupId": TEAM.upper(), "id": ANA.lower(), "@odata.type": "#microsoft.graph.user"}],
    "roleAssignments": [{"id": f"{packed(GLOBAL_ADMINISTRATOR, ANA)}-1", "principalId": ANA.lower(), "roleDefinitionId": GLOBAL_ADMINISTRATOR,
                         "directoryScopeId": f"/administrativeUnits/{UNIT.upper()}"}],
    "applications": [{"id": "9d406e55-5f71-42a3-8e45-6f7081920314", "appId": "ae517f66-4082-43b4-9f56-708192031425", "displayName": "Quork portal",
                      "keyCredentials": [{"customKeyIdentifier": "UXVvcmsgdGh1bWJwcmludA==", "displayName": "CN=quork.zyxwv.com, O=Zyxwv",
                                          "keyId": "bf628077-3193-44c5-8067-819203142536", "usage": "Verify", "type": "AsymmetricX509Cert"}],
                      "web": {"redirectUris": ["https://quork.zyxwv.com/signin?who=ana", "http://localhost:8080/quork"]},
                      "identifierUris": ["api://quork-api", "https://zyxwv.com/quork"], "notes": "ask Ana"}],
    "conditionalAccessPolicies": [{"id": "c0739188-22a4-45d6-8178-920314253647", "displayName": "Quork: MFA for ana.quork@zyxwv.com", "state": "enabled",
                                   "conditions": {"users": {"includeUsers@odata.type": "#Collection(String)", "includeUsers": [ANA, "All"],
                                                            "quorks@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('quork')"},
                                                  "excludeQuorks": {"members": ["Quork"]},
                                                  "devices": {"deviceFilter": {"mode": "exclude", "rule": "device.displayName -startsWith \"QUORK-PC\""}}}}],
    "namedLocations": [{"id": "d184a299-13b5-46e7-8289-031425364758", "@odata.type": "#microsoft.graph.ipNamedLocation", "displayName": "Quork HQ",
                        "isTrusted": True, "ipRanges": [{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.64/26"}]}],
    "azureAlertRules": [{"id": "/subscriptions/e295b3aa-04c6-47f8-939a-142536475869/resourceGroups/rg-quork/providers/microsoft.insights/x/quork-alert",
                         "properties": {"criteria": {"allOf": [{"query": f"// Quork's rule\nSigninLogs | where UserId == \"{ANA.lower()}\" // and Quork\n"
                             "| where UserPrincipalName =~ 'ana.quork@zyxwv.com'"}]}}}],
    "quorkStuff": [{"id": ANA.replace("-", ""), "who": "Ana Quork", "upn": "ana.quork@zyxwv.com", "state": "Quork", "Quork": [["Quork"]], "number": 4711}],
}  # fmt: skip
SECRETS = (
    "quork", "zyxwv", "ana.", "bea", "partner", "4711", "5551234", "quellenweg", "70193", "203.0.113", "1987", "uxvvcms", "s-1-12", "1594632721",
    "localhost:",
    packed(GLOBAL_ADMINISTRATOR, ANA), packed(ANA), base64.b64encode(uuid.UUID(BEA).bytes_le).decode(), TENANT,
    *(form for one in (ANA, BEA, TEAM, UNIT) for form in (one, one.replace("-", ""))),
    *(row["id"] for name in ("applications", "conditionalAccessPolicies", "namedLocations") for row in HOSTILE[name]),
)  # fmt: skip


@pytest.fixture
def hostile(snapshot_of: Make, tmp_path: Path) -> Path:
    """Names, addresses and ids wherever a tenant can put them, redacted."""
    asker = {"kind": "delegated", "id": ANA, "permissions": ["User.Read.All", "Quork.Read"]}
    gaps = {"groupMembers": {"status": "partial", "gaps": [{"key": "groupId", "value": TEAM, "reason": "forbidden", "httpStatus": 403}],
                             "endpoint": f"/v1.0/groups/{TEAM}/members?who=quork"}}  # fmt: skip
    found = snapshot_of(HOSTILE, manifest={"identity": asker, "collector": {"name": "quork collector", "version": "quork"}}, entries=gaps)
    redact_snapshot(found, tmp_path / "redacted", key=KEY)
    return tmp_path / "redacted"


def test_nothing_of_a_hostile_tenant_is_left(hostile: Path) -> None:
    text = text_of(hostile)
    assert [one for one in SECRETS if one.lower() in text] == []


def test_one_id_is_one_pseudonym_wherever_and_however_it_is_written(hostile: Path) -> None:
    names = Pseudonyms(KEY, frozenset())
    ana, team, unit = (names.id(one).lower() for one in (ANA, TEAM, UNIT))
    text = {name: json.dumps(rows_of(hostile, name)).lower() for name in HOSTILE}
    assert all(ana in text[name] for name in ("users", "groups", "groupMembers", "roleAssignments", "conditionalAccessPolicies", "azureAlertRules"))
    assert rows_of(hostile, "groupMembers") == [{"groupId": team, "id": ana, "@odata.type": "#microsoft.graph.user"}]
    assert rows_of(hostile, "roleAssignments")[0]["directoryScopeId"] == f"/administrativeUnits/{unit}"
    (unknown,) = hostile.glob("unknown*.ndjson")
    assert json.loads(unknown.read_text(encoding="utf-8"))["id"] == ana.replace("-", "")
    manifest = json.loads((hostile / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tenantId"] == rows_of(hostile, "organization")[0]["id"] == names.id(TENANT)
    assert manifest["identity"]["id"] == ana
    assert manifest["collections"]["groupMembers"]["gaps"] == [{"key": "groupId", "value": team, "reason": "forbidden", "httpStatus": 403}]
    assert manifest["collections"]["groupMembers"]["endpoint"].startswith(f"/v1.0/groups/{team}/members?")
    assert base64.b64decode(rows_of(hostile, "users")[0]["onPremisesImmutableId"]) == uuid.UUID(names.id(BEA)).bytes_le


def test_what_the_checks_rest_on_stays(hostile: Path) -> None:
    (ana, bea), names = rows_of(hostile, "users"), Pseudonyms(KEY, frozenset())
    assert (ana["userType"], ana["accountEnabled"], ana["createdDateTime"]) == ("Member", True, "2026-01-02T03:04:05Z")
    assert ana["mail"] == ana["userPrincipalName"] == names.address("ana.quork@zyxwv.com")
    assert ana["userPrincipalName"].endswith("@" + rows_of(hostile, "organization")[0]["verifiedDomains"][0]["name"])
    assert re.fullmatch(r"person-\w+#EXT#@tenant-\w+\.onmicrosoft\.com", bea["userPrincipalName"])
    (location,) = rows_of(hostile, "namedLocations")
    (network,) = location["ipRanges"]
    assert (location["isTrusted"], ipaddress.ip_network(network["cidrAddress"]).prefixlen) == (True, 26)
    assert rows_of(hostile, "roleAssignments")[0]["roleDefinitionId"] == GLOBAL_ADMINISTRATOR
    rule = rows_of(hostile, "groups")[0]["membershipRule"]
    assert re.match(r'\(user\.department -eq "x.*"\) or \(user\.userType -eq "Guest"\) and user\.objectId -in \[', rule)
    query = rows_of(hostile, "azureAlertRules")[0]["properties"]["criteria"]["allOf"][0]["query"]
    assert re.fullmatch(r'//\nSigninLogs \| where UserId == "[0-9a-f-]{36}" //\n\| where UserPrincipalName =~ \'person-\w+@domain-\w+\.example\'', query)
    assert rows_of(hostile, "applications")[0]["keyCredentials"][0]["usage"] == "Verify"


def test_a_condition_that_nobody_knows_stays_one(hostile: Path) -> None:
    """A member that this version does not know makes the answer unknown; it must not vanish with its name."""
    conditions = rows_of(hostile, "conditionalAccessPolicies")[0]["conditions"]
    (strange,) = (key for key in conditions if key not in ("users", "devices"))
    assert strange.startswith("exclude")
    assert conditions["users"]["includeUsers@odata.type"] == "#Collection(String)"
    assert [key.rpartition("@")[2] for key in conditions["users"] if key.startswith("x")] == ["odata.context"]
    assert any(conditions[strange].values())


# ---- pseudonyms ----


@given(st.uuids())
def test_an_id_becomes_another_id_of_the_same_form(one: uuid.UUID) -> None:
    made = Pseudonyms(KEY, frozenset()).id(str(one))
    assert GUID.fullmatch(made)
    assert uuid.UUID(made).version == 4
    assert made.replace("-", "") == Pseudonyms(KEY, frozenset()).id(one.hex.upper())


@given(st.ip_addresses(v=4), st.integers(1, 32), st.ip_addresses(v=4), st.integers(1, 32))
def test_ranges_that_lie_in_each_other_still_do(one: ipaddress.IPv4Address, length: int, other: ipaddress.IPv4Address, size: int) -> None:
    names = Pseudonyms(KEY, frozenset())
    nets = [ipaddress.ip_network(f"{address}/{bits}", strict=False) for address, bits in ((one, length), (other, size))]
    made = [ipaddress.ip_network(names.address_range(str(net))) for net in nets]
    assert [net.prefixlen for net in made] == [length, size]
    assert made[0].overlaps(made[1]) == nets[0].overlaps(nets[1])


@pytest.mark.parametrize(("name", "pattern"), [
    ("Sync_SRV01_0a1b2c3d4e5f@a.onmicrosoft.com", r"Sync_[0-9a-f]{10}_[0-9a-f]{10}@tenant-.*\.onmicrosoft\.com"),
    ("ADToAADSyncServiceAccount@a.onmicrosoft.us", r"ADToAADSyncServiceAccount-\w+@tenant-.*\.onmicrosoft\.us"),
    ("sync@a.example", r"person-\w+@domain-\w+\.example"),
    ("a@sub.a.example", r"person-\w+@sub-\w+\.domain-\w+\.example"),
])  # fmt: skip
def test_accounts_that_are_told_by_their_names_still_are(name: str, pattern: str) -> None:
    assert re.fullmatch(pattern, Pseudonyms(KEY, frozenset()).address(name))


# ---- the command ----


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "assessor", "snapshot", "redact", *map(str, arguments)], capture_output=True, text=True, check=False)


def test_the_command_writes_a_zip_and_says_what_is_not_redacted(samples: Path, tmp_path: Path) -> None:
    got = command(samples / "school_partial", "--out", tmp_path / "shared.zip")
    assert (got.returncode, got.stdout) == (0, f"{tmp_path / 'shared.zip'}\n")
    assert got.stderr == "school_partial.engagement.toml is not redacted: keep it back, or redact it with --engagement\n"
    assert verify(tmp_path / "shared.zip") == []
    assert "example valley" not in text_of(tmp_path / "shared.zip")


def test_the_map_is_for_its_owner_alone_and_only_where_it_is_asked_for(samples: Path, tmp_path: Path) -> None:
    got = command(samples / "school_partial", "--out", tmp_path / "shared", "--map", tmp_path / "map.json", "--quiet")
    assert (got.returncode, got.stdout, got.stderr) == (0, "", "")
    assert stat.S_IMODE((tmp_path / "map.json").stat().st_mode) == 0o600
    told = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert [told[row["id"]] for row in rows_of(samples / "school_partial", "users")] == [row["id"] for row in rows_of(tmp_path / "shared", "users")]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["map.json", "shared"]


def test_the_key_stands_nowhere_in_what_is_written(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(KEY)
    assert command(samples / "school_partial", "--out", tmp_path / "out", "--key-file", tmp_path / "key").returncode == 0
    assert KEY.decode() not in text_of(tmp_path / "out")
    assert KEY.hex() not in text_of(tmp_path / "out")


@pytest.mark.parametrize("name", SAMPLES)
def test_an_engagement_file_is_redacted_with_the_snapshot_and_means_the_same(samples: Path, tmp_path: Path, name: str) -> None:
    file = samples / f"{name}.engagement.toml"
    got = command(samples / name, "--out", tmp_path / "shared", "--engagement", file)
    made = tmp_path / "shared.engagement.toml"
    assert (got.returncode, got.stdout, got.stderr) == (0, f"{tmp_path / 'shared'}\n{made}\n", "")

    def judged(snapshot: Path, engagement: Path) -> Any:
        said = read_engagement(engagement)
        found = assess.assess(read_tenant(snapshot, said.names), said, assess.load(["builtin"]))
        excepted = {one.check.id: sum(bool(finding.exception) for finding in one.findings) for one in found.results}
        return gist(found), found.score, excepted, len(found.engagement_problems)

    assert judged(tmp_path / "shared", made) == judged(samples / name, file)
    text = made.read_text(encoding="utf-8").lower()
    assert [one for one in ("example valley", "consulting", "head of it", "holm", "contractor", "emergency", "@examplevalley") if one in text] == []
    assert not set(GUID.findall(file.read_text(encoding="utf-8"))) & set(GUID.findall(text))


def test_an_exception_for_a_display_name_finds_what_is_called_so(snapshot_of: Make, tmp_path: Path) -> None:
    folder = snapshot_of({"users": [{"id": ANA, "displayName": "Ana Quork"}], "groups": [{"id": TEAM, "displayName": "Quorks"}]})
    said = Engagement(exceptions=tuple(ExceptionEntry(check="GA-*", subject=one, reason="Quork") for one in ("quorks", "ANA QUORK", "*", "Quork gone")))
    redact_snapshot(folder, tmp_path / "out", key=KEY, engagement=(said, tmp_path / "out.engagement.toml"))
    got = read_engagement(tmp_path / "out.engagement.toml").exceptions
    (ana,), (team,) = rows_of(tmp_path / "out", "users"), rows_of(tmp_path / "out", "groups")
    assert [one.subject for one in got[:3]] == [team["displayName"], ana["displayName"], "*"]
    assert {one.reason for one in got} == {"redacted"}
    assert "quork" not in (tmp_path / "out.engagement.toml").read_text(encoding="utf-8").lower()


def _there(folder: Path) -> list[object]:
    (folder / "out").mkdir()
    (folder / "out" / "x").touch()
    return []


def _short(folder: Path) -> list[object]:
    (folder / "key").write_bytes(b"short")
    return ["--key-file", folder / "key"]


def _mapped(folder: Path) -> list[object]:
    (folder / "map").write_text("mine", encoding="utf-8")
    return ["--map", folder / "map"]


@pytest.mark.parametrize(("prepare", "says"), [
    (_there, "out: is there already; give another name, or take it away first"),
    (_short, "key: has 5 bytes, and a key has at least 32; give a file of 32 random bytes or more"),
    (lambda folder: ["--key-file", folder / "none"], "none: cannot be read (No such file or directory); give a file of 32 random bytes or more"),
    (_mapped, "map: cannot be made (File exists); give the name of a file that is not there yet"),
])  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_leaves_nothing(samples: Path, tmp_path: Path, prepare: Callable[[Path], list[object]], says: str) -> None:
    arguments = prepare(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    got = command(samples / "school_partial", "--out", tmp_path / "out", *arguments)
    assert (got.returncode, got.stdout) == (3, "")
    assert got.stderr.rstrip("\n").endswith(says)
    assert got.stderr.count("\n") == 1
    assert sorted(tmp_path.rglob("*")) == before


def test_a_damaged_snapshot_is_refused_and_nothing_is_written(snapshot_of: Make, tmp_path: Path) -> None:
    folder = snapshot_of({"users": [{"id": ANA}]})
    (folder / "users.ndjson").write_text('{"id": "changed"}\n', encoding="utf-8")
    with pytest.raises(SnapshotError, match="bytes, and the manifest says"):
        redact_snapshot(folder, tmp_path / "out", map_to=tmp_path / "map")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["contoso"]


def test_a_snapshot_is_not_written_into_itself(snapshot_of: Make) -> None:
    folder = snapshot_of({"users": []})
    with pytest.raises(SnapshotError, match="lies in the snapshot itself"):
        redact_snapshot(folder, folder / "out")


def test_a_key_is_all_bytes_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(bytes(range(64)))
    assert read_key(tmp_path / "key") == bytes(range(64))


@pytest.mark.parametrize("depth", [300, 700, 5000])
def test_a_line_of_any_depth_is_redacted_or_refused_in_one_line(snapshot_of: Make, tmp_path: Path, depth: int) -> None:
    nested = b'{"id":"1","quork":' + b"[" * depth + b'"quork"' + b"]" * depth + b"}\n"
    folder = snapshot_of({"users.ndjson": nested})
    says = None
    try:
        redact_snapshot(folder, tmp_path / "out", key=KEY)
    except SnapshotError as error:
        says = str(error)
    assert says is None or "nested too deeply" in says
    assert (tmp_path / "out").exists() == (says is None)
    assert says or "quork" not in text_of(tmp_path / "out")
