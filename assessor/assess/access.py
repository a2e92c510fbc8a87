"""What Conditional Access does for privileged people: what a sign-in meets on each platform, whom each policy reaches, Global Administrator on a phone."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from assessor.checkkit.chains import Chain, chains
from assessor.conditional_access import OTHER_APP, Context, Gaps, Outcome, PhoneProof, Property, Who, enforcement, gaps_in, space_of
from assessor.conditional_access.people import People
from assessor.model.access_facts import AccessFacts, AccessPolicyUse, PhoneStep, SignInCell, SignInMatrix, SignInRow, Unproven
from assessor.model.result import Thing
from assessor.model.tenant import known
from assessor.model.words import Kind
from assessor.reference.roles import GLOBAL_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.checkkit.study import Study
    from assessor.conditional_access import Gap, Policy
    from assessor.conditional_access.spaces import Space
    from assessor.model.pim import PimPolicy

PLATFORMS = ("windows", "macOS", "linux", "iOS", "android", "unknown")
_RESOURCES = (("admin_portals", "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"), ("other_apps", OTHER_APP))
_WHERE = {"admin_portals": "the admin portals", "other_apps": "an app that no policy names"}
_MODERN = ("browser", "mobileAppsAndDesktopClients")
_MOST = 12
"""Sentences on gaps; the command `gaps` tells all."""


def access_facts(study: Study) -> AccessFacts:
    """The chapter on Conditional Access; one sentence where its policies are missing."""
    access = study.conditional_access
    if access.missing:
        return AccessFacts(missing=access.missing.says)
    ids, wants = access.world.directory.privileged()
    users = study.tenant.users
    who = tuple(Who(id=users[one].id if one in users else one) for one in ids)
    spaces = {name: _space(study, who, app) for name, app in _RESOURCES}
    found = {name: {wanted: gaps_in(access, wanted, space) for wanted in Property} for name, space in spaces.items()}
    return AccessFacts(
        people=len(who),
        phishable=_phishable(study, who, [of[Property.PHISHING_RESISTANT] for of in found.values()]),
        matrices=tuple(_matrix(study, name, spaces[name], found[name]) for name, _ in _RESOURCES) if who else (),
        policies=tuple(_policy(one, People(access.world.directory, who)) for one in sorted(access.policies, key=_order)),
        gaps=tuple(_sentences(study, found)),
        walk=tuple(_walk(study)),
        unknown=tuple(want.says for want in wants),
    )


def _phishable(study: Study, who: Sequence[Who], found: Sequence[Gaps]) -> Unproven:
    """Who is in a gap of any resource; break-glass accounts are the business of their own checks."""
    ours = sum(1 << at for at, one in enumerate(who) if not _guarded(study, one))
    certain = reduce(or_, (gap.box[0] for gaps in found for gap in gaps.certain), 0) & ours
    possible = reduce(or_, (gap.box[0] for gaps in found for gap in gaps.possible), 0) & ours
    return Unproven(ours.bit_count(), certain.bit_count(), (possible & ~certain).bit_count())


def _order(policy: Policy) -> tuple[bool, bool, str, str]:
    return policy.state != "enabled", not policy.is_report_only, policy.label.lower(), policy.id


# ---- sign-ins ----


def _space(study: Study, who: Sequence[Who], app: str) -> Space:
    """Modern sign-ins to one resource, of these people, from everywhere."""
    access = study.conditional_access
    space = space_of(access, who, [one for one in access.policies if one.is_enforced.value is not False])
    return replace(space, contexts=(Context(kind="app", app=app),), platforms=PLATFORMS, client_apps=_MODERN, flows=(None,))


def _matrix(study: Study, resource: str, space: Space, found: dict[Property, Gaps]) -> SignInMatrix:
    classes: dict[tuple[bool, tuple[SignInCell, ...]], list[Thing]] = {}
    for at, who in enumerate(space.people.people):
        cells = tuple(_cell(found, 1 << at, 1 << on) for on in range(len(PLATFORMS)))
        key = (who.id.lower() in study.break_glass_ids, cells)
        classes.setdefault(key, []).append(study.tenant.principal(who.id))
    rows = [SignInRow(tuple(sorted(people, key=lambda one: (one.label.lower(), one.id))), guarded, cells) for (guarded, cells), people in classes.items()]
    return SignInMatrix(resource, PLATFORMS, tuple(sorted(rows, key=_weakest_first)))


def _weakest_first(row: SignInRow) -> tuple[bool, int, int, str]:
    proofs = sum(len(cell.proofs) + 3 * ("block" in cell.proofs) for cell in row.cells)
    return row.break_glass, proofs, -len(row.people), row.people[0].id


def _cell(found: dict[Property, Gaps], person: int, platform: int) -> SignInCell:
    """A property holds where no gap meets the person on the platform; a possible gap leaves it open."""

    def of(gaps: Sequence[Gap]) -> list[Gap]:
        return [one for one in gaps if one.box[0] & person and one.box[2] & platform]

    sure = [wanted for wanted in Property if not of(found[wanted].certain) and not of(found[wanted].possible)]
    doubt = [gap for wanted in Property if not of(found[wanted].certain) for gap in of(found[wanted].possible)]
    if Property.BLOCK in sure:
        return SignInCell(("block",))
    if Property.PHISHING_RESISTANT in sure and Property.MFA in sure:
        sure.remove(Property.MFA)
    wants = dict.fromkeys(want.says for gap in doubt for want in gap.missing)
    order = (Property.PHISHING_RESISTANT, Property.MFA, Property.MANAGED_DEVICE)
    return SignInCell(tuple(one.value for one in order if one in sure), tuple(wants))


def _sentences(study: Study, found: dict[str, dict[Property, Gaps]]) -> Iterator[str]:
    """Gaps without MFA, in words; break-glass accounts are the business of their own checks."""
    said = 0
    for name, of in found.items():
        space = of[Property.MFA].space
        for gap in of[Property.MFA].certain:
            people = [study.tenant.principal(who.id).label for at, who in enumerate(space.people.people) if gap.box[0] >> at & 1 and not _guarded(study, who)]
            if people and said < _MOST:
                said += 1
                near = f" Nearest is the policy {gap.nearest.in_words}." if gap.nearest else ""
                yield f"{_named(people)} can sign in to {_WHERE[name]} without MFA on {_on(gap.box[2])}{_from(gap, space)}.{near}"


_PLATFORM = {"windows": "Windows", "linux": "Linux", "android": "Android", "unknown": "unknown platforms"}


def _guarded(study: Study, who: Who) -> bool:
    return who.id.lower() in study.break_glass_ids


def _on(bits: int) -> str:
    listed = [_PLATFORM.get(one, one) for at, one in enumerate(PLATFORMS) if bits >> at & 1]
    return "any platform" if len(listed) == len(PLATFORMS) else _and(listed)


def _from(gap: Gap, space: Space) -> str:
    full = space.full
    narrowed = [word for at, word in ((4, "from some places"), (5, "with some devices")) if gap.box[at] != full[at]]
    return f", {' and '.join(narrowed)}" if narrowed else ""


def _named(names: list[str]) -> str:
    ordered = sorted(names, key=str.lower)
    return _and(ordered) if len(ordered) < 5 else f"{', '.join(ordered[:4])} and {len(ordered) - 4} more"


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# ---- policies ----

_STATES = {"enabled": "on", "disabled": "off", "enabledforreportingbutnotenforced": "report-only"}
_CONTROLS = {
    "block": "block", "mfa": "MFA", "compliantDevice": "a compliant device", "domainJoinedDevice": "a hybrid-joined device",
    "approvedApplication": "an approved app", "compliantApplication": "an app with protection", "passwordChange": "a new password",
    "riskRemediation": "the removal of a risk",
}  # fmt: skip


def _policy(policy: Policy, people: People) -> AccessPolicyUse:
    fit = policy.users(people)
    return AccessPolicyUse(
        policy=Thing(Kind.POLICY, policy.id, known(policy.row.display_name)),
        state=_STATES.get(policy.state, policy.state),
        demands=_demands(policy),
        about=_about(policy),
        reached=fit.yes.bit_count(),
        maybe=(fit.possible & ~fit.yes).bit_count(),
    )


def _demands(policy: Policy) -> str:
    if policy.demand.blocks.value:
        return "blocks"
    words = [_control(policy, one.word) for one in policy.demand.controls]
    asked = (" or " if policy.demand.operator == "OR" else " and ").join(words)
    session = "session controls" if policy.session else ""
    return " and ".join(one for one in (f"asks for {asked}" if asked else "", session) if one) or "asks for nothing"


def _control(policy: Policy, word: str) -> str:
    if word.startswith("strength:"):
        proven = policy.demand.proves(Property.PHISHING_RESISTANT).value
        return "phishing-resistant MFA" if proven else "an authentication strength"
    return "terms of use" if word.startswith("tou:") else "a custom control" if word.startswith("custom:") else _CONTROLS.get(word, word)


_APPS = {
    "all": "all resources", "office365": "Office 365", "microsoftadminportals": "the admin portals",
    "797f4846-ba00-4fd7-ba43-dac1f8f63013": "Azure management",
}  # fmt: skip
_ACTIONS = {"urn:user:registersecurityinfo": "registering security information", "urn:user:registerdevice": "registering a device"}


def _about(policy: Policy) -> str:
    found = policy.resources
    if found.contexts:
        return f"authentication context {_and(sorted(found.contexts, key=lambda one: (len(one), one)))}"
    if found.actions:
        return _and(sorted(_ACTIONS.get(one, one) for one in found.actions))
    named = [_APPS[one] for one in _APPS if one in found.included]
    rest = len(found.included - _APPS.keys() - {"none"})
    named += [f"{rest} app{'' if rest == 1 else 's'}"] if rest and "all" not in found.included else []
    left = f", but {len(found.excluded)}" if found.excluded else ""
    narrowed = [word for word, one in _narrowed(policy) if one]
    return (_and(named) if named else "no resource") + left + (f"; only certain {_and(narrowed)}" if narrowed else "")


def _narrowed(policy: Policy) -> Iterator[tuple[str, object]]:
    when = policy.when
    clients = {one.lower() for one in when.client_app_types or ()} - {"all"}
    yield from (("platforms", when.platforms), ("clients", clients), ("places", when.locations), ("devices", when.devices))
    yield from (("flows", when.authentication_flows), ("risks", when.sign_in_risk_levels or when.user_risk_levels))


# ---- Global Administrator on a phone ----

_BEST = (Outcome.BLOCKED, Outcome.SPOOFABLE, Outcome.ONE_PLATFORM, Outcome.MANAGED, Outcome.UNKNOWN, Outcome.NOT_BLOCKED)
_DEGREES = {Outcome.BLOCKED: "pass", Outcome.SPOOFABLE: "pass", Outcome.ONE_PLATFORM: "partial", Outcome.MANAGED: "partial", Outcome.UNKNOWN: "unknown"}
_OUTCOMES = {
    Outcome.BLOCKED: "Blocked on iPhone and Android, whatever the client, the place and the device, and whatever platform the phone claims to be.",
    Outcome.SPOOFABLE: "Blocked on iPhone and Android. The platform is what the device claims: a phone that claims another one is not met by this block.",
    Outcome.ONE_PLATFORM: "Blocked on one kind of phone only.",
    Outcome.MANAGED: "Not blocked; a managed device is asked for, and a phone can be one.",
    Outcome.UNKNOWN: "Not known.",
    Outcome.NOT_BLOCKED: "Goes through: no enabled policy stops it.",
}


def _walk(study: Study) -> Iterator[PhoneStep]:
    """The worst chain of anybody but break-glass accounts, step by step."""
    role = study.roles.get(GLOBAL_ADMINISTRATOR).thing
    every = [one for one in chains(study.graph, study.policies, role) if one.principal.id.lower() not in study.break_glass_ids]
    if not every:
        return
    judged = [(one, _best(study, one)) for one in every]
    chain, proof = min(judged, key=lambda one: (-_badness(one[1]), one[0].principal.id, one[0].in_words))
    people = len({one.principal.id for one in every})
    whose = "the only person" if people == 1 else f"the weakest way of {people} people"
    counted = "" if people == 1 else ", as member or owner, whether or not they hold it as well"
    yield PhoneStep("The way", "", f"{chain.in_words} ({whose} who can activate Global Administrator{counted}).")
    for policy in chain.activations:
        yield PhoneStep("What PIM asks for", *_asked(study, chain, policy))
    near = f" Nearest is the policy {proof.nearest.in_words}." if proof.nearest else ""
    shown = near if proof.outcome not in (Outcome.BLOCKED, Outcome.SPOOFABLE) else ""
    yield PhoneStep("Activating it on a phone", _DEGREES.get(proof.outcome, "fail"), f"{_OUTCOMES[proof.outcome]}{shown}{_wants(proof)}")
    use = study.using(GLOBAL_ADMINISTRATOR).use_proof(chain.principal.id)
    yield PhoneStep("Using it on a phone", _DEGREES.get(use.outcome, "fail"), f"{_OUTCOMES[use.outcome]}{_wants(use)}")


def _best(study: Study, chain: Chain) -> PhoneProof:
    return min((study.phones.proof(chain.principal.id, policy) for policy in chain.activations), key=_badness)


def _badness(proof: PhoneProof) -> int:
    return _BEST.index(proof.outcome)


def _wants(proof: PhoneProof) -> str:
    return f" It would take: {'; '.join(want.says for want in proof.unknown[:2])}." if proof.unknown else ""


def _asked(study: Study, chain: Chain, policy: PimPolicy | None) -> tuple[str, str]:
    if policy is None:
        return "unknown", "The PIM policy is not in the snapshot."
    of = policy.thing.label
    if policy.context is None:
        return ("partial", f"{of}: MFA; no authentication context, so only policies on the resource can stop a phone.") if policy.requires_mfa else (
            "fail", f"{of}: neither MFA nor an authentication context.")  # fmt: skip
    found = enforcement(study.conditional_access, chain.principal.id, policy.context)
    if found.falls_back:
        return "partial", f"{of}: the authentication context {policy.context}, which no policy names: PIM falls back to MFA."
    word = {True: "pass", False: "fail", None: "unknown"}[found.holds.value]
    how = {True: "enforced for this person", False: "which no enabled policy enforces for this person", None: "of which it is not known whether it is enforced"}
    return word, f"{of}: the authentication context {policy.context}, {how[found.holds.value]}."
