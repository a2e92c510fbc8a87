"""Large invented tenants as snapshots: many ordinary people and groups, and a privileged part that grows slowly.

python tests/bench/tenant.py OUT --users 20000 --groups 3000 --memberships 60000 --seed 7
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "sample_exports"))

from generator import access, governance, pim, school, settings
from generator.endpoints import AZURE, ENDPOINTS
from generator.export import Export
from generator.ids import uid
from generator.people import PASSKEY, group, members, person, unit
from generator.roles import GA, PRIVILEGED, ROLE, belongs, definitions, holds, mark_admins, may_belong, may_hold, onboard, over

TAKEN_AT, BEGIN, END = "2026-11-16T06:30:00Z", "2026-08-31T08:00:00Z", "2027-07-31T22:00:00Z"
UNITS, ROLE_GROUPS = 40, 25
_PLAN_SERVICES = (
    "exchange", "SharePoint", "MicrosoftOffice", "TeamspaceAPI", "SCO", "AADPremiumService", "MultiFactorService", "RMSOnline", "YammerEnterprise", "Sway",
    "ProjectWorkManagement", "MicrosoftStream", "Deskless", "OfficeForms", "To-Do", "PowerAppsService", "ProcessSimple", "WhiteboardServices", "Bing",
    "MicrosoftKaizala", "LearningAppServiceInTeams", "WindowsDefenderATP", "AzureAdvancedThreatAnalytics", "ccibotsprod", "DYN365-CDS",
)  # fmt: skip
_USER = (
    '{"id":"%s","userPrincipalName":"%s@examplevalley.example","displayName":"%s","userType":"%s","accountEnabled":%s,"onPremisesSyncEnabled":true,'
    '"onPremisesImmutableId":"%s==","createdDateTime":"20%02d-08-16T07:00:00Z","externalUserState":null,"assignedPlans":%s,"assignedLicenses":'
    '[{"disabledPlans":[],"skuId":"4b590615-0888-425a-a965-b3bf7789848d"}],"mail":"%s@examplevalley.example","passwordPolicies":"None","identities":'
    '[{"signInType":"userPrincipalName","issuer":"examplevalleyschools.onmicrosoft.com","issuerAssignedId":"%s@examplevalley.example"}],"signInActivity":'
    '{"lastSignInDateTime":"2026-%02d-%02dT%02d:%02d:00Z","lastSignInRequestId":"%s","lastNonInteractiveSignInDateTime":"2026-11-%02dT05:00:00Z",'
    '"lastNonInteractiveSignInRequestId":"%s","lastSuccessfulSignInDateTime":"2026-11-%02dT05:00:00Z","lastSuccessfulSignInRequestId":"%s"},'
    '"isManagementRestricted":false}\n'
)
_DETAILS = (
    '{"id":"%s","userPrincipalName":"%s@examplevalley.example","userDisplayName":"%s","userType":"member","isAdmin":false,"isSsprRegistered":%s,'
    '"isSsprEnabled":true,"isSsprCapable":%s,"isMfaRegistered":%s,"isMfaCapable":%s,"isPasswordlessCapable":false,"methodsRegistered":%s,'
    '"isSystemPreferredAuthenticationMethodEnabled":true,"systemPreferredAuthenticationMethods":[],'
    '"userPreferredMethodForSecondaryAuthentication":"none","lastUpdatedDateTime":"2026-11-16T00:30:00Z"}\n'
)
_GROUP = (
    '{"id":"%s","displayName":"Course group %05d","description":"Made for a course","isAssignableToRole":%s,"securityEnabled":true,"mailEnabled":%s,'
    '"groupTypes":%s,"membershipRule":null,"membershipRuleProcessingState":null,"onPremisesSyncEnabled":%s,"visibility":"Private",'
    '"createdDateTime":"2024-02-06T09:00:00Z","isManagementRestricted":false}\n'
)
_MEMBER = '{"groupId":"%s","id":"%s","@odata.type":"%s"}\n'
_UNIT_MEMBER = '{"administrativeUnitId":"%s","id":"%s","@odata.type":"#microsoft.graph.user"}\n'


class LargeTenant(Export):
    """A small privileged part made of builders, and ordinary rows that are streamed behind it."""

    def __init__(self, users: int, groups: int, memberships: int, seed: int) -> None:
        """Sizes of the ordinary part; the privileged one follows from the number of users."""
        super().__init__("bench", TAKEN_AT)
        chance = random.Random(seed)  # noqa: S311 - invented data, the same in every run
        self.sizes, self.chance = (users, groups, memberships), chance
        self.ordinary = [_guid(chance) for _ in range(users)]
        self.ordinary_groups = [_guid(chance) for _ in range(groups)]
        self.streams = {
            "users": self._users, "userRegistrationDetails": self._details, "groups": self._groups, "groupMembers": self._memberships,
            "administrativeUnitMembers": self._unit_members,
        }  # fmt: skip

    def collection(self, folder: Path, name: str) -> dict:
        """Stream the large collections behind the few rows that the builders made."""
        entry = super().collection(folder, name)
        if name not in self.streams:
            return entry
        path = folder / f"{name}.ndjson"
        data = path.read_bytes()
        seal, length, count = hashlib.sha256(data), len(data), len(self.rows[name])
        with path.open("ab") as file:
            for line in self.streams[name]():
                raw = line.encode()
                seal.update(raw)
                length, count = length + len(raw), count + 1
                file.write(raw)
        return {"status": "collected", "count": count, "bytes": length, "sha256": seal.hexdigest(), "endpoint": ENDPOINTS[name][0]}

    def _users(self) -> Iterator[str]:
        chance, plans = random.Random(1), _plan_lists(random.Random(2))  # noqa: S311
        for number, key in enumerate(self.ordinary):
            name, request = f"u{number:06}", f"{key[:24]}{number:012x}"
            seen = (chance.randrange(1, 12), chance.randrange(1, 29), chance.randrange(24), chance.randrange(60))
            day = chance.randrange(1, 16)
            kind, enabled = ("Guest" if number % 97 == 0 else "Member"), ("false" if number % 41 == 0 else "true")
            yield _USER % (key, name, f"Person {number:06}", kind, enabled, key[:22], 15 + number % 12, plans[chance.randrange(len(plans))], name, name, *seen,
                           request, day, request, day, request)  # fmt: skip

    def _details(self) -> Iterator[str]:
        for number, key in enumerate(self.ordinary):
            capable = "false" if number % 9 == 0 else "true"
            methods = "[]" if number % 9 == 0 else '["mobilePhone","microsoftAuthenticatorPush","softwareOneTimePasscode"]'
            yield _DETAILS % (key, f"u{number:06}", f"Person {number:06}", capable, capable, capable, capable, methods)

    def _groups(self) -> Iterator[str]:
        for number, key in enumerate(self.ordinary_groups):
            mail = number % 3 == 0
            words = ("false", "true" if mail else "false", '["Unified"]' if mail else "[]", "true" if number % 3 == 1 else "null")
            yield _GROUP % (key, number, *words)

    def _memberships(self) -> Iterator[str]:
        users, groups = self.ordinary, self.ordinary_groups
        chance, seen = random.Random(3), set()  # noqa: S311
        for number in range(self.sizes[2]):
            parent = chance.randrange(len(groups))
            if number % 50 == 0 and parent:  # nesting, without cycles
                pair, kind = (groups[parent], groups[chance.randrange(parent)]), "#microsoft.graph.group"
            else:
                pair, kind = (groups[parent], users[chance.randrange(len(users))]), "#microsoft.graph.user"
            if pair not in seen:
                seen.add(pair)
                yield _MEMBER % (*pair, kind)

    def _unit_members(self) -> Iterator[str]:
        keys = [row["id"] for row in self.rows["administrativeUnits"]]
        for number, user in enumerate(self.ordinary[: len(self.ordinary) // 4]):
            yield _UNIT_MEMBER % (keys[number % len(keys)], user)


def _guid(chance: random.Random) -> str:
    text = f"{chance.getrandbits(128):032x}"
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:]}"


def _plan_lists(chance: random.Random) -> list[str]:
    """Fifty lists of 15 to 25 plans, most of them short, as text."""
    pattern = '{"assignedDateTime":"20%02d-08-16T07:0%d:00Z","capabilityStatus":"%s","service":"%s","servicePlanId":"%s"}'
    found = []
    for _ in range(50):
        services = chance.sample(_PLAN_SERVICES, 15 + int(11 * chance.random() ** 8))
        year = chance.randrange(18, 26)
        plans = (pattern % (year, at % 10, "Deleted" if chance.random() < 0.1 else "Enabled", one, uid("plan", one)) for at, one in enumerate(services))
        found.append("[" + ",".join(plans) + "]")
    return found


def generate(folder: Path, users: int = 20_000, groups: int = 3_000, memberships: int = 60_000, seed: int = 7) -> None:
    """Write a sealed snapshot of that size."""
    out = LargeTenant(users, groups, memberships, seed)
    definitions(out)
    people = _people(out, 40 + users // 1000)
    _units(out)
    role_groups = _role_groups(out, people)
    _direct(out, people)
    _policies(out)
    _conditional_access(out, people)
    _tenant(out)
    _audits(out, people, role_groups)
    mark_admins(out)
    out.miss("not_requested", *AZURE)
    out.write(folder)


def _people(out: Export, number: int) -> list[str]:
    return [
        person(out, f"bench admin {one}", f"Administrator {one:03}", f"adm.{one:03}@{school.INITIAL}", licences=("p2", "governance"), methods=PASSKEY,
               last_seen=one % 20 + 0.2)
        for one in range(number)
    ]  # fmt: skip


def _units(out: Export) -> None:
    for number in range(UNITS):
        unit(out, f"bench unit {number}", f"School {number:02}", "All of one school", rule=f'(user.department -eq "School {number:02}")')


def _role_groups(out: Export, people: list[str]) -> list[str]:
    """Path A for most roles, over a unit for some, path B for the last few."""
    guarded = pim.Settings(longest="PT4H", on_activation=(pim.WHY,), context="c1", eligible_ends=True, active_ends=True, on_assignment=(pim.MFA, pim.WHY))
    tenant_wide = (GA, "Privileged Role Administrator", "Security Administrator", "Conditional Access Administrator", "Intune Administrator")
    found = []
    for number in range(ROLE_GROUPS):
        key = group(out, f"bench role group {number}", f"PIM-Role-{number:02}", "Holds a role", assignable=True)
        onboard(out, key)
        pim.group_policies(out, key, guarded, guarded)
        holders = [people[(number * 7 + step) % len(people)] for step in range(4)]
        if number < len(tenant_wide):
            holds(out, key, tenant_wide[number], start=BEGIN)
        elif number < ROLE_GROUPS - 4:
            holds(out, key, "Helpdesk Administrator", scope=over(uid("unit", f"bench unit {number}")), start=BEGIN)
        else:
            may_hold(out, key, "Exchange Administrator" if number % 2 else "SharePoint Administrator", start=BEGIN, end=END)
        for one in holders:
            if number < ROLE_GROUPS - 4:
                may_belong(out, key, one, start=BEGIN, end=END)
            else:
                belongs(out, key, one, start=BEGIN, end=END)
        found.append(key)
    return found


def _direct(out: Export, people: list[str]) -> None:
    for one in people[:2]:
        holds(out, one, GA, start=BEGIN)
    for number, one in enumerate(people[2:22]):
        may_hold(out, one, PRIVILEGED[number % len(PRIVILEGED)], start=BEGIN, end=END)
    for number, one in enumerate(people[22:32]):
        holds(out, one, "User Administrator", scope=over(uid("unit", f"bench unit {number}")), start=BEGIN)


def _policies(out: Export) -> None:
    used = {row["roleDefinitionId"] for name in ("roleAssignments", "roleEligibilityScheduleInstances") for row in out.rows[name]}
    for role in sorted({ROLE[name] for name in PRIVILEGED} | used):
        pim.role_policy(out, role)


def _conditional_access(out: LargeTenant, people: list[str]) -> None:
    school.common_access(out)
    access.context(out, "c1", "Privileged activation", "For PIM")
    access.resource_actions(out, (), None)
    emergency = group(out, "bench emergency", "CA exclusion", "Break-glass accounts")
    members(out, emergency, *people[:2])
    everybody = access.users(everybody=True, not_groups=(emergency,))
    access.policy(out, "MFA", everybody, access.apps(), grants=access.grant("mfa"))
    access.policy(out, "No legacy", everybody, access.apps(), clients=("exchangeActiveSync", "other"), grants=access.grant("block"))
    access.policy(out, "Not on mobile", everybody, access.contexts("c1"), on=access.platforms("android", "iOS"), grants=access.grant("block"))
    for number in range(25):  # as many again as a large tenant has for its courses, apps and groups
        named = tuple(out.ordinary_groups[number * 3 : number * 3 + 2])
        access.policy(
            out, f"Courses {number:02}", access.users(groups=named), access.apps(uid("app", str(number))), grants=access.grant("mfa", "compliantDevice")
        )


def _tenant(out: Export) -> None:
    school.organization(out, synced=True)
    school.subscriptions(out, faculty=50_000, p2=100, governance=100)
    settings.authorization(out, tight=True)
    settings.consent(out, ())
    settings.security_defaults(out)
    settings.methods(out, passkeys=True)
    settings.cross_tenant(out)
    settings.admin_center(out, restricted=True)
    settings.synchronization(out)
    graph = school.graph(out)
    for number in range(300):
        principal, _ = school.app(out, f"bench app {number}", f"Application {number:03}")
        school.permits(out, principal, graph, "User.Read.All" if number % 3 else "EduRoster.Read.All")
        school.delegated(out, principal, graph, "openid profile User.Read")
    governance.alerts(out)


def _audits(out: Export, people: list[str], role_groups: list[str]) -> None:
    for number in range(1_500):
        person_id, key = people[number % len(people)], role_groups[number % len(role_groups)]
        governance.activation(out, person_id, key, when=out.time(minutes=-number * 29))
    governance.sorted_audits(out)


def main() -> None:
    """Write one tenant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    for name, value in (("users", 20_000), ("groups", 3_000), ("memberships", 60_000), ("seed", 7)):
        parser.add_argument(f"--{name}", type=int, default=value)
    chosen = parser.parse_args()
    generate(chosen.out, chosen.users, chosen.groups, chosen.memberships, chosen.seed)


if __name__ == "__main__":
    main()
