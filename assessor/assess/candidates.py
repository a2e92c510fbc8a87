"""Who and what looks like an emergency account, its group, or something sensitive. Looks are told with their reasons and never believed."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from assessor.graph.voids import in_restricted_unit
from assessor.model import collections as c
from assessor.model.drafts import Candidate
from assessor.model.holdings import State
from assessor.model.tenant import known
from assessor.model.words import Kind, PathClass
from assessor.reference.roles import GLOBAL_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.checkkit.study import Study
    from assessor.model.rows import User

_OWN_DOMAINS = (".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn")
_NAMES = re.compile(r"break.?glass|emergency|emerg[-_.]|notfall|(^|[-_.])bg([-_.\d]|$)")
_SENSITIVE_NAMES = re.compile(r"confidential|vertraulich|\b(secret|hr|human resources|personal|payroll|board|vorstand|legal|finance|health)\b")
_ENOUGH = 3
"""So many of the five signs make a permanent Global Administrator a candidate."""


class Candidates:
    """What the snapshot suggests, worked out once."""

    def __init__(self, study: Study) -> None:
        """Nobody is declared yet: the study is one without an engagement."""
        self._study, self._tenant = study, study.tenant
        self._left_out = _left_out(study)
        ways = study.graph.reach(GLOBAL_ADMINISTRATOR).principals
        self._permanent = frozenset(one.principal.id.lower() for one in ways if one.path_class is PathClass.PERMANENT and one.principal.kind is Kind.USER)

    def accounts(self) -> tuple[Candidate, ...]:
        """Emergency accounts: the likeliest first."""
        found = [one for key, user in self._tenant.users.items() if (one := self._account(key, user))]
        return tuple(sorted(found, key=lambda one: (len(one.doubts), -len(one.reasons), one.thing.label.lower(), one.thing.id)))

    def _account(self, key: str, user: User) -> Candidate | None:
        name = str(known(user.user_principal_name, ""))
        called_so = bool(_NAMES.search(f"{name.partition('@')[0]} {known(user.display_name, '')}".lower()))
        if "#ext#" in name.lower() or not (called_so or key in self._permanent):
            return None
        signs = {
            "cloud-only": user.on_premises_sync_enabled in (False, None),
            "of the tenant's onmicrosoft.com domain": name.lower().endswith(_OWN_DOMAINS),
            "without a licence": user.assigned_licenses in ([], None),
            f"left out by {_policies(self._policies_without(key))}": self._policies_without(key) > 0,
            "called so, which proves nothing": called_so,
        }
        reasons = tuple(says for says, holds in signs.items() if holds)
        if not called_so and len(reasons) < _ENOUGH:
            return None
        standing = ("permanent Global Administrator",) if key in self._permanent else ()
        return Candidate(self._tenant.principal(key), standing + reasons, tuple(self._doubts(key, user)))

    def _doubts(self, key: str, user: User) -> Iterator[str]:
        if key not in self._permanent:
            yield "no permanent Global Administrator"
        if user.account_enabled is False:
            yield "disabled"
        if user.on_premises_sync_enabled is True:
            yield "synchronised from on premises"

    def _policies_without(self, user_id: str) -> int:
        return len(set().union(*(policies for key, policies in self._left_out.items() if key == user_id or user_id in self._inside(key))))

    def _inside(self, group_id: str) -> frozenset[str]:
        if group_id not in self._tenant.groups:
            return frozenset()
        return frozenset(one.principal_id.lower() for one in self._study.memberships.of(group_id) if one.state is not State.ELIGIBLE)

    def account_groups(self, accounts: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """Groups that policies leave out and that hold candidates alone."""
        ids = {one.thing.id.lower() for one in accounts}
        said = ((key, policies, self._inside(key)) for key, policies in self._left_out.items())
        return self._listed(
            (key, f"left out by {_policies(len(policies))}; {_all(inside)} above") for key, policies, inside in said if inside and inside <= ids
        )

    def sensitive_users(self, known_ones: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """People whom somebody has put into a restricted management unit."""
        inside = {key for key in self._tenant.users if in_restricted_unit(self._tenant, key)}
        return self._listed((key, "in a restricted management unit") for key in inside - {one.thing.id.lower() for one in known_ones})

    def sensitive_groups(self, known_ones: Iterable[Candidate]) -> tuple[Candidate, ...]:
        """Groups that are guarded already, that policies leave out, or that are called like something confidential."""
        taken = {one.thing.id.lower() for one in known_ones}
        return self._listed((key, says) for key in self._tenant.groups if key not in taken for says in self._worth_guarding(key))

    def _worth_guarding(self, key: str) -> Iterator[str]:
        group = self._tenant.groups[key]
        if in_restricted_unit(self._tenant, key):
            yield "in a restricted management unit"
        if self._left_out.get(key) and group.is_assignable_to_role is not True:
            yield f"left out by {_policies(len(self._left_out[key]))}: whoever joins it is asked for less"
        if _SENSITIVE_NAMES.search(str(known(group.display_name, "")).lower()):
            yield "called like something confidential"

    def _listed(self, said: Iterable[tuple[str, str]]) -> tuple[Candidate, ...]:
        reasons: defaultdict[str, list[str]] = defaultdict(list)
        for key, says in said:
            reasons[key].append(says)
        found = [Candidate(self._tenant.principal(key), tuple(ones)) for key, ones in reasons.items()]
        return tuple(sorted((one for one in found if one.thing.kind in (Kind.USER, Kind.GROUP)), key=lambda one: (one.thing.label.lower(), one.thing.id)))


def _left_out(study: Study) -> dict[str, set[str]]:
    """Id of a user or group → the policies, enabled and report-only ones, that name it as left out."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for policy in study.tenant.rows(c.CONDITIONAL_ACCESS_POLICIES):
        users = policy.when.users
        if users and str(known(policy.state, "")).lower() != "disabled":
            for one in (*(users.exclude_users or ()), *(users.exclude_groups or ())):
                found[one.lower()].add(policy.id)
    return dict(found)


def _policies(number: int) -> str:
    return f"{number} Conditional Access {'policy' if number == 1 else 'policies'}"


def _all(inside: frozenset[str]) -> str:
    return "its one member stands" if len(inside) == 1 else f"its {len(inside)} members stand"
