"""What the checks of Conditional Access share: which sign-ins are looked at, and a gap in words that a person understands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from assessor import checkkit as kit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

T = TypeVar("T")
Box: TypeAlias = tuple[int, ...]
Proof: TypeAlias = "Callable[[kit.AccessPolicy], kit.Trit]"

NEEDS: frozenset[kit.Collection[Any]] = frozenset({kit.collection.CONDITIONAL_ACCESS_POLICIES})
USES: frozenset[kit.Collection[Any]] = frozenset({
    kit.collection.ROLE_ASSIGNMENTS, kit.collection.USERS, kit.collection.GROUPS, kit.collection.NAMED_LOCATIONS, kit.collection.ROLE_DEFINITIONS,
    kit.collection.AUTHENTICATION_CONTEXTS, kit.collection.AUTHENTICATION_STRENGTHS, kit.collection.SERVICE_PRINCIPALS, kit.collection.SECURITY_DEFAULTS,
})  # fmt: skip
"""What a gap rests on beside the policies and the ways."""

REGISTRATION = "urn:user:registersecurityinfo"
OLD_CLIENTS = ("exchangeActiveSync", "other")
ORDINARY = (kit.ANY_MEMBER, kit.ANY_GUEST)
"""A member and a guest who are in no group and hold no role."""

UNKNOWABLE = frozenset({"mfaTrustedIps", "appGroups"})
"""What no snapshot holds: a gap that hangs on it alone is told as likely guarded."""

_SHOWN, _NAMED = 20, 5
_SYNCHRONISATION = frozenset({"d29b2b05-8046-44ba-8758-1e26182fcf32", "a92aed5d-d78a-4d16-b381-09adb37eb3b0"})


@dataclass(frozen=True, slots=True)
class Part:
    """Which sign-ins are looked at; what is not said is not restricted. Contexts guard activations, which other checks judge."""

    kinds: frozenset[str] = frozenset({"app"})
    apps: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    clients: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()

    def box(self, space: kit.Space) -> Box:
        """As a box of the space; where no policy tells flows apart, the only one stands for all of them."""
        flows = _bits(space.flows, lambda one: one in self.flows) if self.flows and len(space.flows) > 1 else space.full[6]
        return (
            space.full[0], _bits(space.contexts, self._has), _within(space.platforms, self.platforms), _within(space.client_apps, self.clients),
            space.full[4], space.full[5], flows,
        )  # fmt: skip

    def _has(self, context: kit.Context) -> bool:
        if context.kind == "userAction":
            return (context.action or "").lower() in self.actions
        return context.kind in self.kinds and (not self.apps or (context.app or "").lower() in self.apps)


def _bits(values: Sequence[object], wanted: Callable[..., bool]) -> int:
    return sum(1 << at for at, value in enumerate(values) if wanted(value))


def _within(values: Sequence[str], wanted: Collection[str]) -> int:
    return _bits(values, lambda one: not wanted or one in wanted)


def asks(policy: kit.AccessPolicy) -> kit.Trit:
    """Whether a policy demands anything at all; a client that can answer no demand is stopped by each."""
    return policy.demand.asks


def indexes(bits: int) -> Iterator[int]:
    """Places of the bits that are set."""
    return (at for at in range(bits.bit_length()) if bits >> at & 1)


# ---- who ----


def administrators(case: kit.Case) -> tuple[kit.Who, ...]:
    """Everybody who holds or can activate a privileged role, but for break-glass and for accounts that only synchronise directories."""
    people = case.privileged()
    machines = only_synchronise(case)
    if left := [who.id for who in people if who.id.lower() in machines]:
        case.note(f"Left out, for no person signs in with it: {', '.join(case.thing(one).label for one in left)} (directory synchronisation).")
    return tuple(who for who in people if who.id.lower() not in machines)


def only_synchronise(case: kit.Case) -> frozenset[str]:
    """Accounts of the directory synchronisation, by id in lower case."""
    held: dict[str, set[str]] = {}
    for one in case.resting.world.directory.holdings:
        held.setdefault(one.principal_id, set()).add(one.role_id)
    return frozenset(key for key, roles in held.items() if roles <= _SYNCHRONISATION and _named_as_one(case, key))


def _named_as_one(case: kit.Case, user_id: str) -> bool:
    """By the names that the synchronisation itself gives its accounts; whoever else is in those roles is judged as everybody."""
    row = case.user(user_id)
    return bool(row and str(kit.known(row.user_principal_name, "")).lower().startswith(("sync_", "adtoaadsyncserviceaccount")))


def holders(case: kit.Case, wanted: Callable[[kit.Holding], bool]) -> frozenset[str]:
    """Ids in lower case of everybody who has, or can come to, one of these holdings; a group's are its members', also those who are eligible."""
    directory, found = case.resting.world.directory, set[str]()
    for one in filter(wanted, directory.holdings):
        found |= behind(directory, one)
    return frozenset(found)


def behind(directory: kit.Directory, one: kit.Holding) -> frozenset[str]:
    """The holder of a role, or everybody who is or can become a member of the group that holds it."""
    return directory.members(one.principal_id, eligible=True).ids if directory.is_group(one.principal_id) else frozenset({one.principal_id})


def guarded_by_defaults(case: kit.Case) -> bool:
    """Whether security defaults stand in for policies, so that there are none to judge; says so."""
    if any(policy.is_enforced.value is not False for policy in case.resting.policies):
        return False
    rows = case.find(kit.collection.SECURITY_DEFAULTS)
    on = next((row.is_enabled for row in rows or ()), None)
    if on is True:
        case.note("Security defaults are on and no policy is: see CAP-012.")
    elif case.missing(kit.collection.SECURITY_DEFAULTS):
        case.unknown(kit.collection.SECURITY_DEFAULTS, "no policy is on, and whether security defaults are is not in the snapshot")
    return on is True or rows is None


# ---- gaps ----


def gaps(case: kit.Case, survey: kit.Survey, within: Box) -> kit.Found:
    """The gaps of a part; those that hang on missing data are remembered, or noted where no snapshot could tell."""
    found = survey.gaps(within)
    likely: list[kit.SignInGap] = []
    for gap in found.possible:
        tellable = [want for want in gap.missing if want.collection not in UNKNOWABLE]
        for want in tellable:
            case.unknown(want.collection, want.says)
        if gap.missing and not tellable:
            likely.append(gap)
    if likely:
        gap = max(likely, key=lambda one: (one.box[0].bit_count(), one.box))
        says = f"{_subject(case, found, gap).label} {sentence(case, found, gap)}"
        more = f" ({len(likely) - 1} more like it)" if len(likely) > 1 else ""
        case.note(f"Likely guarded, which no snapshot can tell: {gap.missing[0].says}. Without it, {says}{more}.")
    for note in found.notes:
        case.note(f"{note[:1].upper()}{note[1:]}.")
    return found


Degree: TypeAlias = "Callable[[kit.SignInGap], kit.Degree]"


def findings(
    case: kit.Case, found: kit.Found, degree: Degree = lambda _: kit.Degree.FAIL, asked: str = "", severity: kit.Severity | None = None, kind: str = "",
) -> Iterator[kit.Finding]:  # fmt: skip
    """One finding a box, the worst and widest first; `asked` says what sign-ins get where the policies alone do not, `kind` tells findings apart."""
    ranked = sorted(found.certain, key=lambda gap: (degree(gap) is not kit.Degree.FAIL, -gap.box[0].bit_count(), gap.box))
    for gap in ranked[:_SHOWN]:
        says = sentence(case, found, gap, asked)
        distinct = ";".join(one for one in (kind, _distinct(found, gap)) if one)
        yield kit.Finding(degree=degree(gap), subject=_subject(case, found, gap), says=says, evidence=evidence(gap), distinct=distinct, severity=severity)
    if len(ranked) > _SHOWN:
        case.note(f"{len(ranked) - _SHOWN} more gaps are not listed here; `assessor gaps` lists all of them.")


def first(case: kit.Case, found: Iterable[kit.Finding]) -> Iterator[kit.Finding]:
    """As many findings as anybody reads, the worst first."""
    yield from some(case, sorted(found, key=lambda one: one.degree is not kit.Degree.FAIL))


def some(case: kit.Case, found: Sequence[T]) -> Sequence[T]:
    """As many of what was found as anybody reads; says how many more there are."""
    if len(found) > _SHOWN:
        case.note(f"{len(found) - _SHOWN} more like these are not listed here.")
    return found[:_SHOWN]


def evidence(gap: kit.SignInGap) -> tuple[kit.Evidence, ...]:
    """The nearest policy and the condition by which it fails."""
    if gap.nearest is None:
        return (kit.Evidence("conditionalAccessPolicies", None, "no policy covers this sign-in, nor fails by one condition alone"),)
    return (kit.Evidence("conditionalAccessPolicies", gap.nearest.policy.id, f"state {gap.nearest.policy.row.state}, fails by {gap.nearest.fails}"),)


def _subject(case: kit.Case, found: kit.Found, gap: kit.SignInGap) -> kit.Thing:
    people = [found.space.people.people[at] for at in indexes(gap.box[0])]
    return case.thing(people[0].id) if len(people) == 1 and people[0] not in ORDINARY else case.tenant_thing()


def _distinct(found: kit.Found, gap: kit.SignInGap) -> str:
    """From what the box says, users left out: of two largest boxes with the same rest there is only one."""
    parts = []
    for at, name in enumerate(("", "apps", "platforms", "clients", "locations", "devices", "flows")):
        if at and gap.box[at] != found.part[at]:
            labels = sorted(str(_values(found.space, at)[index]) for index in indexes(gap.box[at]))
            text = "+".join(labels)
            parts.append(f"{name}={text if len(text) < 60 else hashlib.sha256(text.encode()).hexdigest()[:10]}")
    return ";".join(parts)


def _values(space: kit.Space, at: int) -> Sequence[object]:
    spots: Sequence[object] = [tuple(sorted(each.lower() for each in one.inside)) for one in space.spots] or ["anywhere"]
    return (
        [one.id for one in space.people.people], [one.name for one in space.contexts], space.platforms, space.client_apps, spots, space.devices, space.flows,
    )[at]  # fmt: skip


# ---- words ----

_PLATFORMS = {
    "windows": "on Windows", "macOS": "on a Mac", "linux": "on Linux", "android": "on an Android phone", "iOS": "on an iPhone",
    "windowsPhone": "on a Windows phone", "unknown": "on a platform that is not recognised",
}  # fmt: skip
_CLIENTS = {
    "browser": "in a browser", "mobileAppsAndDesktopClients": "in a native app", "exchangeActiveSync": "by Exchange ActiveSync", "other": "in an old client",
}  # fmt: skip
_FLOWS = {None: "", "deviceCodeFlow": "by device code flow", "authenticationTransfer": "by authentication transfer"}
_FAILS = {
    "users": "which does not mean them", "application": "which is not about that resource", "userActions": "which is not about that",
    "apps": "which is not about that resource", "platforms": "which leaves that platform out", "devicePlatform": "which leaves that platform out",
    "clientApps": "which leaves that kind of client out", "clientAppTypes": "which leaves that kind of client out", "location": "which leaves that place out",
    "locations": "which leaves that place out", "devices": "which leaves that device out", "authenticationFlow": "which is about other flows",
    "authenticationFlows": "which is about other flows", "policyNotEnabled": "which is not on",
}  # fmt: skip
_CONTROLS = {
    "mfa": "MFA", "compliantDevice": "a compliant device", "domainJoinedDevice": "a hybrid joined device", "approvedApplication": "an approved app",
    "compliantApplication": "a protected app", "passwordChange": "a new password", "riskRemediation": "remediation of the risk",
}  # fmt: skip


def sentence(case: kit.Case, found: kit.Found, gap: kit.SignInGap, asked: str = "") -> str:
    """A gap as a predicate: of the person whom it is about, or of the tenant."""
    people = [found.space.people.people[at] for at in indexes(gap.box[0])]
    alone = len(people) == 1 and people[0] not in ORDINARY
    verb = "can" if alone else f"lets {named(label(case, who) for who in people)}"
    where = ", ".join(part for part in (_apps(case, found, gap), *_how(case, found, gap)) if part)
    near = f"; nearest is the policy {gap.nearest.policy.label}, {_FAILS.get(gap.nearest.fails, gap.nearest.fails)}" if gap.nearest else ""
    return f"{verb} {where}: {asked or _asked(case, gap)}{near or '; no policy comes near'}"


def label(case: kit.Case, who: kit.Who) -> str:
    """A person, or somebody who stands for many, in words."""
    return {kit.ANY_MEMBER.id: "any member who is in no group", kit.ANY_GUEST.id: "any guest who is in no group"}.get(who.id) or case.thing(who.id).label


def named(labels: Iterable[str]) -> str:
    """A few names, and how many more."""
    listed = list(labels)
    if len(listed) > _NAMED + 1:
        return f"{', '.join(listed[:_NAMED])} and {len(listed) - _NAMED} more"
    return " and ".join((", ".join(listed[:-1]), listed[-1])) if len(listed) > 1 else "".join(listed)


def _apps(case: kit.Case, found: kit.Found, gap: kit.SignInGap) -> str:
    contexts = [found.space.contexts[at] for at in indexes(gap.box[1])]
    apps = [one for one in contexts if one.kind == "app"]
    registers = any(one.kind == "userAction" for one in contexts)
    if not apps:
        return "register sign-in methods"
    every = len(apps) == sum(1 for at in indexes(found.part[1]) if found.space.contexts[at].kind == "app")
    what = "every resource in question" if every and len(apps) > 1 else named(app_name(case, one.app or "") for one in apps)
    return f"sign in to {what}{' and register sign-in methods' if registers else ''}"


def app_name(case: kit.Case, app: str) -> str:
    """A resource by name."""
    if app == kit.OTHER_APP:
        return "any application that no policy names"
    groups = kit.app_groups().values()
    known = next((names[app.lower()] for names in (kit.privileged_apps(), *(g.unconfirmed for g in groups)) if app.lower() in names), None)
    row = case.resting.world.apps.by_app_id.get(app.lower())
    return known or (kit.known(row.display_name) if row else None) or app


def _how(case: kit.Case, found: kit.Found, gap: kit.SignInGap) -> Iterator[str]:
    witness, whole = gap.witness, [gap.box[at] == found.part[at] for at in range(len(gap.box))]
    yield "on any platform" if whole[2] and found.part[2].bit_count() > 1 else _PLATFORMS.get(witness.platform or "", f"on {witness.platform}")
    yield "in any client" if whole[3] and found.part[3].bit_count() > 2 else " or ".join(_CLIENTS[found.space.client_apps[at]] for at in indexes(gap.box[3]))
    yield "from anywhere" if whole[4] else _place(case, found, gap)
    yield "" if whole[5] else _device(gap)
    flows = [_FLOWS.get(found.space.flows[at], "") for at in indexes(gap.box[6])]
    yield "" if "" in flows else " or ".join(flows)  # where an ordinary sign-in is among them, the other flows say nothing more


def _place(case: kit.Case, found: kit.Found, gap: kit.SignInGap) -> str:
    inside = found.space.spots[next(indexes(gap.box[4]))].inside
    rows = {row.id.lower(): kit.known(row.display_name, row.id) for row in case.find(kit.collection.NAMED_LOCATIONS) or ()}
    return f"from {named(rows.get(one.lower(), 'the compliant network') for one in inside)}" if inside else "from outside every named location"


def _device(gap: kit.SignInGap) -> str:
    device = gap.witness.device
    return "on a device that is not registered" if device is None else f"on a device with {', '.join(f'{key} {value}' for key, value in device.items())}"


def _asked(case: kit.Case, gap: kit.SignInGap) -> str:
    answer = case.resting.decide(gap.witness)
    asked = " and ".join(_formula(case, one) for one in answer.requires)
    return f"asked for {asked} only" if asked else "asked for nothing" if answer.decision is kit.Decision.ALLOWED else "asked for nothing that is certain"


def _formula(case: kit.Case, formula: str) -> str:
    operator, _, rest = formula.rstrip(")").partition("(")
    return f" {operator.lower()} ".join(_control(case, word) for word in rest.split(","))


def _control(case: kit.Case, word: str) -> str:
    kind, _, key = word.partition(":")
    if kind == "strength":
        names = {row.id.lower(): kit.known(row.display_name) for row in case.find(kit.collection.AUTHENTICATION_STRENGTHS) or ()}
        return f"the strength {names.get(key.lower()) or key}"
    return {"tou": "terms of use", "custom": "a custom control"}.get(kind) or _CONTROLS.get(word, word)
