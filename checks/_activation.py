"""Whose way which PIM policy guards: the policies that people meet when they activate, and nobody else's.

Path A, an eligible member of a group that holds the role: the group's member policy. Direct eligibility, and path B, a member of a group
that is eligible for the role: the role's own. Path C: both, and what one of the two asks is asked on that way. A group that is an eligible
member of another: each person activates the membership of the outer group, under that one's member policy. Owner policies are not here.

Ways are walked edge by edge and never taken from a person's best path: whoever is activated at this moment, or stands, may still come by
a weaker way, and it would not show there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from assessor import checkkit as kit

NEEDS: frozenset[kit.Collection[Any]] = frozenset({*kit.POLICIES, *kit.WAYS, kit.collection.GROUPS})
"""What ways and their policies rest on."""

Stops: TypeAlias = Callable[[kit.PimPolicy], bool]
"""Whether a policy does what a check asks, so that the ways through it need no more."""


@dataclass(frozen=True)
class Activation:
    """Something that people can activate on their way to a role."""

    step: kit.Step
    people: tuple[kit.Thing, ...]
    """Who can, break-glass accounts left out; by id."""


@dataclass(frozen=True)
class Guarded:
    """A policy, and whose way to what it guards."""

    policy: kit.PimPolicy
    roles: tuple[kit.Role, ...]
    """What its activations lead to; by name."""
    people: tuple[kit.Thing, ...]
    rows: tuple[kit.Evidence, ...]
    """The eligibilities that are activated under it."""

    @property
    def opens(self) -> str:
        """The roles, and how many people, in words."""
        return f"{listed(role.name for role in self.roles)} for {counted(len(self.people), 'person', 'people')}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """Some names, and how many more."""
    every = sorted(set(names))
    return ", ".join(every[:most]) + (f" and {len(every) - most} more" if len(every) > most else "")


def counted(number: int, one: str, many: str) -> str:
    """A number with its word."""
    return f"{number} {one if number == 1 else many}"


# ---- roles ----


def roles_in_use(case: kit.Case) -> tuple[kit.Role, ...]:
    """Every role that somebody holds or is eligible for; what the snapshot lacks to tell is remembered."""
    case.ways_to(kit.GLOBAL_ADMINISTRATOR)  # remembers pages that were lost, also where nobody is left to judge
    return tuple(case.role(role_id) for role_id in sorted({role_id for role_id, _ in case.targets()}))


def privileged_roles(case: kit.Case) -> tuple[kit.Role, ...]:
    """Those that are privileged, of tier 0, or of whom nobody can tell."""
    return tuple(role for role in roles_in_use(case) if role.tier0 or role.privileged is not False)


# ---- activations and their policies ----


def activations(case: kit.Case, role: kit.Role, stops: Stops | None = None) -> Iterator[Activation]:
    """Everything that people can activate on a way to the role, over whatever scope; ways through a policy that `stops` are left out."""
    for scope in sorted({scope for role_id, scope in case.targets() if role_id == role.id}):
        case.ways_to(role.id, scope)  # remembers what is not known of the groups on these ways
        for step in _steps_toward(case, role.thing, scope, stops):
            if kit.Gate.ACTIVATION in step.edge.gates and (people := _people(case, step.edge.source, stops)):
                yield Activation(step, tuple(people[key] for key in sorted(people)))


def guarded(case: kit.Case, roles: Iterable[kit.Role]) -> tuple[Guarded, ...]:
    """The policies that guard somebody's way to one of the roles: what a check of PIM's settings judges."""
    return merged(_open(case, roles, None))


def left_open(case: kit.Case, roles: Iterable[kit.Role], stops: Callable[[kit.Role], Stops]) -> tuple[Guarded, ...]:
    """Those among them by which somebody comes to a role without meeting any policy that stops; by policy."""
    return merged(found for role in roles for found in _open(case, [role], stops(role)))


def _open(case: kit.Case, roles: Iterable[kit.Role], stops: Stops | None) -> Iterator[Guarded]:
    for role in roles:
        for one in activations(case, role, stops):
            if policy := policy_of(case, one.step):
                yield Guarded(policy, (role,), one.people, one.step.edge.evidence)


def policy_of(case: kit.Case, step: kit.Step) -> kit.PimPolicy | None:
    """The policy that is evaluated when the step is activated; where it should be there and is not, the case remembers it."""
    target = step.edge.target
    return case.policy_of_role(case.role(target.id)) if target.kind is kit.Kind.ROLE else case.policy_of_group(target.id, "member")


def merged(found: Iterable[Guarded]) -> tuple[Guarded, ...]:
    """Each policy once, with everything that was found of it; by policy."""
    by_policy: dict[str, list[Guarded]] = {}
    for one in found:
        by_policy.setdefault(one.policy.row.id.lower(), []).append(one)
    return tuple(_one(by_policy[key]) for key in sorted(by_policy))


def _one(parts: list[Guarded]) -> Guarded:
    roles = {role.id: role for part in parts for role in part.roles}
    people = {thing.id: thing for part in parts for thing in part.people}
    rows = tuple(dict.fromkeys(row for part in parts for row in part.rows))
    by_name = sorted(roles.values(), key=lambda role: (role.name, role.id))
    return Guarded(parts[0].policy, tuple(by_name), tuple(people[key] for key in sorted(people)), rows)


def policy_rows(case: kit.Case) -> Iterator[Any]:
    """PIM's policies of roles and groups, whoever uses them; of one that was listed without its rules, nobody knows what it asks: it is remembered."""
    for row in case.find(kit.collection.ROLE_MANAGEMENT_POLICIES) or ():
        if kit.known(row.rules, []):
            yield row
        else:
            case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"the rules of the PIM policy {row.id} are not in the snapshot")


# ---- walking ----


def _steps_toward(case: kit.Case, target: kit.Thing, scope: str, stops: Stops | None) -> Iterator[kit.Step]:
    waiting, seen = [target], {target.id.lower()}
    while waiting:
        for step in case.graph.steps_into(waiting.pop(), scope):
            if not _leads_on(case, step, stops):
                continue
            yield step
            source = step.edge.source
            if source.kind is kit.Kind.GROUP and source.id.lower() not in seen:
                seen.add(source.id.lower())
                waiting.append(source)


def _leads_on(case: kit.Case, step: kit.Step, stops: Stops | None) -> bool:
    if step.voided or step.is_control:
        return False
    if stops is None or kit.Gate.ACTIVATION not in step.edge.gates:
        return True
    policy = policy_of(case, step)
    return policy is not None and not stops(policy)


def _people(case: kit.Case, source: kit.Thing, stops: Stops | None) -> dict[str, kit.Thing]:
    if source.kind is not kit.Kind.GROUP:
        return {source.id.lower(): source} if is_person(case, source) else {}
    sources = (step.edge.source for step in _steps_toward(case, source, "/", stops))
    return {one.id.lower(): one for one in sources if is_person(case, one)}


def is_person(case: kit.Case, thing: kit.Thing) -> bool:
    """Whether somebody can activate who is no break-glass account; whoever is deleted has no step in the graph."""
    # one that the snapshot does not hold counts: whoever can activate is a person
    return thing.kind in (kit.Kind.USER, kit.Kind.UNKNOWN) and not case.is_break_glass(thing)


# ---- what a policy says ----


def says_rule(case: kit.Case, policy: kit.PimPolicy, rule_id: str) -> bool:
    """Whether the policy holds the rule; where it does not, what it says is not known, and the case remembers that."""
    if policy.rule(rule_id) is None:
        case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"the rule {rule_id} of the {policy.thing.label} is not in the snapshot")
        return False
    return True


def approvers(case: kit.Case, policy: kit.PimPolicy, *, of_groups: bool = True) -> tuple[kit.Thing, ...]:
    """The people whom a policy names to approve, by themselves or as members of a group; deleted ones left out, disabled ones not."""
    found: dict[str, kit.Thing] = {}
    for entry in policy.approvers:
        approver_id = entry.user_id or entry.group_id or entry.id
        if not approver_id:
            case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"whom an approver of the {policy.thing.label} means is not known")
        elif not _is_group(case, approver_id, entry.group_id, entry.odata_type):
            found |= {approver_id.lower(): case.thing(approver_id)} if not case.is_deleted(approver_id) else {}
        elif of_groups:
            found |= members_of(case, approver_id)
    return tuple(found[key] for key in sorted(found))


def _is_group(case: kit.Case, approver_id: str, group_id: str | None, odata_type: str | None) -> bool:
    return bool(group_id) or (odata_type or "").lower().endswith("groupmembers") or case.thing(approver_id).kind is kit.Kind.GROUP


def members_of(case: kit.Case, group_id: str) -> dict[str, kit.Thing]:
    """People who are or can become members of a group, nested groups too; a group that could not be read is remembered."""
    found: dict[str, kit.Thing] = {}
    waiting, seen = [group_id], {group_id.lower()}
    while waiting:
        current = waiting.pop()
        members = case.members(current)
        if not members and case.presence(current) is kit.Presence.NOT_KNOWN:
            case.unknown(kit.collection.GROUP_MEMBERS, f"the members of the group {current} are not in the snapshot")
        for one in members:
            thing = case.thing(one.principal_id)
            if thing.kind is kit.Kind.GROUP and one.principal_id not in seen:
                seen.add(one.principal_id)
                waiting.append(one.principal_id)
            elif thing.kind in (kit.Kind.USER, kit.Kind.UNKNOWN) and not case.is_deleted(one.principal_id):
                found[one.principal_id] = thing
    return found
