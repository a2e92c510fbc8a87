"""A sign-in decided: every policy, applies or not and why; what is asked for; what is not known.

Microsoft, building-conditional-access-policies (2024-03): all policies that apply must be satisfied, and one block ends it. The
order of conditions is not documented, so the reason of a policy that does not apply is the first that fails here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from assessor.conditional_access.fit import Trit, Want, all_of, any_of
from assessor.conditional_access.grants import Property
from assessor.conditional_access.people import People
from assessor.conditional_access.policy import Policy, Values, World, policies_of
from assessor.model import collections as c
from assessor.model.table import Missing
from assessor.model.tenant import Tenant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from assessor.conditional_access.signin import SignIn, Who


class Decision(StrEnum):
    """What becomes of a sign-in."""

    ALLOWED = "allowed"
    REQUIRES = "requires"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


ENFORCED, REPORTED, OPEN, NOT_ENABLED = "enforced", "reportOnly", "unknown", "policyNotEnabled"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One policy and one sign-in."""

    policy: Policy
    applies: Trit
    """Whether it applies and is enforced."""
    word: str
    """enforced, reportOnly, unknown, or Graph's name of the first condition that fails."""

    def guarantees(self, wanted: Property) -> Trit:
        """Whether nobody gets through without that because of this policy."""
        if self.applies.value is False:
            return self.applies
        return all_of((self.applies, self.policy.demand.proves(wanted)))

    @property
    def blocks(self) -> Trit:
        """Whether it ends the sign-in."""
        return all_of((self.applies, self.policy.demand.blocks))


@dataclass(frozen=True, slots=True)
class Answer:
    """A sign-in decided."""

    decision: Decision
    requires: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    unknown: tuple[Want, ...] = ()

    @property
    def per_policy(self) -> Mapping[str, str]:
        """Words by policy id."""
        return {one.policy.id: one.word for one in self.judgements}

    @property
    def report_only(self) -> tuple[str, ...]:
        """Ids of policies that would apply if they were on."""
        return tuple(one.policy.id for one in self.judgements if one.word == REPORTED)

    def guarantees(self, wanted: Property) -> Trit:
        """Whether nobody gets through without that: one policy must ask for it, or block (lemma of the grants)."""
        return any_of(one.guarantees(wanted) for one in self.judgements)

    @property
    def session(self) -> Mapping[str, Mapping[str, Any]]:
        """Session controls of the policies that apply, by policy id; they gate nothing by themselves (concept-session-lifetime)."""
        return {one.policy.id: one.policy.session for one in self.judgements if one.word == ENFORCED and one.policy.session}


@dataclass(frozen=True)
class ConditionalAccess:
    """All policies of a tenant, read once and put to sign-ins."""

    tenant: Tenant
    world: World
    policies: tuple[Policy, ...]
    missing: Missing | None
    """Why there are no policies to read."""
    _people: dict[Who, People] = field(default_factory=dict)

    @classmethod
    def of(cls, tenant: Tenant, activated: Mapping[str, frozenset[str]] | None = None) -> ConditionalAccess:
        """Everything that a tenant's sign-ins are decided by; `activated` are people who count as active in a role or group, by its id."""
        table, world = tenant.table(c.CONDITIONAL_ACCESS_POLICIES), World(tenant, activated)
        return cls(tenant, world, () if isinstance(table, Missing) else policies_of(tenant, world), table if isinstance(table, Missing) else None)

    def decide(self, sign_in: SignIn) -> Answer:
        """What becomes of a sign-in."""
        if self.missing:
            return Answer(Decision.UNKNOWN, unknown=(Want(self.missing.name, self.missing.says),))
        return decided(tuple(self.judge(policy, sign_in) for policy in self.policies), self._lost())

    def judge(self, policy: Policy, sign_in: SignIn) -> Judgement:
        """One policy."""
        return judged(policy, self._values(sign_in))

    def people(self, who: Who) -> People:
        """Somebody, with what was looked up of him before."""
        if who not in self._people:
            self._people[who] = People(self.world.directory, (who,))
        return self._people[who]

    def _values(self, sign_in: SignIn) -> Values:
        return Values(
            contexts=(sign_in.context,), people=self.people(sign_in.user) if sign_in.user else None,
            workloads=(sign_in.service_principal,) if sign_in.service_principal else (),
            platforms=(sign_in.platform or "unknown",), client_apps=(sign_in.client_app_type or "browser",), places=(sign_in.place,),
            devices=(sign_in.device,), flows=(sign_in.flow,), sign_in_risk=sign_in.sign_in_risk, user_risk=sign_in.user_risk,
            service_principal_risk=sign_in.service_principal_risk, insider_risk=sign_in.insider_risk,
        )  # fmt: skip

    def _lost(self) -> tuple[Want, ...]:
        table = self.tenant.table(c.CONDITIONAL_ACCESS_POLICIES)
        lost = not isinstance(table, Missing) and bool(table.gaps)
        return (Want(table.name, "the policies are in the snapshot in part only"),) if lost else ()


def judged(policy: Policy, values: Values) -> Judgement:
    """One policy put to one sign-in; a condition that surely fails ends it, whatever else is unknown."""
    wants: tuple[Want, ...] = ()
    for name, fit in policy.fits(values):
        if not fit.possible:
            return Judgement(policy, Trit(False), name)
        if not fit.yes:
            wants += tuple(fit.wants(1))
    met = Trit(None, tuple(dict.fromkeys(wants))) if wants else Trit(True)
    if policy.is_report_only:
        return Judgement(policy, Trit(False), REPORTED if met.value else OPEN)
    applies = all_of((policy.is_enforced, met))
    word = {True: ENFORCED, None: OPEN, False: NOT_ENABLED}[applies.value]
    return Judgement(policy, applies, word)


def decided(judgements: tuple[Judgement, ...], lost: tuple[Want, ...] = ()) -> Answer:
    """All policies together: what is certain decides, and what is not certain leaves it open where it could change the word."""
    blocked = any_of(one.blocks for one in judgements)
    if blocked.value:
        return Answer(Decision.BLOCKED, judgements=judgements)
    formulas = {one.policy.demand.formula for one in judgements if one.applies.value}
    requires = tuple(sorted(formula for formula in formulas if formula))
    open_wants = tuple(dict.fromkeys((*_open(judgements), *lost)))
    if blocked.value is None or lost or (open_wants and not requires):
        return Answer(Decision.UNKNOWN, requires, judgements, open_wants)
    return Answer(Decision.REQUIRES if requires else Decision.ALLOWED, requires, judgements, open_wants)


def _open(judgements: Iterable[Judgement]) -> Iterable[Want]:
    """What would tell about policies that may ask for something."""
    for one in judgements:
        asks = one.policy.demand.asks
        if one.applies.value is False or asks.value is False:
            continue
        if one.applies.value is None:
            yield from one.applies.wants
        elif one.policy.demand.blocks.value is None:
            yield from one.policy.demand.blocks.wants
