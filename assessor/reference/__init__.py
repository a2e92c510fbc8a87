"""Dated facts about Microsoft Entra: built-in roles, default PIM rules, service plans. Read from data files when asked, not before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from assessor.reference.frameworks import Control, Framework, Relation, controls_by_check, framework_name, frameworks
from assessor.reference.roles import TIER0
from assessor.reference.tables import as_of, document

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "TIER0",
    "AppGroup",
    "BuiltinRole",
    "Control",
    "Framework",
    "Relation",
    "Strengths",
    "app_groups",
    "as_of",
    "builtin_role",
    "builtin_roles",
    "carries_pim",
    "controls_by_check",
    "document",
    "framework_name",
    "frameworks",
    "pim_defaults",
    "pim_plans",
    "privileged_apps",
    "service_plan",
    "service_plans",
    "strengths",
    "tier0_roles",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltinRole:
    """A role that Microsoft ships, as it stood on the date of the table; a snapshot's own value wins."""

    template_id: str
    """In lower case, as every id of this table."""
    name: str
    privileged: bool
    """Microsoft's preview label; it moves, and it marks some readers too."""
    unit_assignable: bool
    """Can be given over one administrative unit."""
    status: str
    """assignable, not-shown-in-portal, deprecated or system-assigned."""
    tier0: bool
    """Whoever holds it can take the tenant."""


@cache
def builtin_roles() -> Mapping[str, BuiltinRole]:
    """Every built-in role that the table knows, by template id; roles arrive about monthly, so an unknown id is no error."""
    rows = [
        BuiltinRole(
            template_id=row["templateId"],
            name=row["name"],
            privileged=row["privileged"],
            unit_assignable=row["unitAssignable"],
            status=row["status"],
            tier0=row["tier0"],
        )
        for row in document("builtin_roles")["roles"]
    ]
    return MappingProxyType({role.template_id: role for role in rows})


def builtin_role(template_id: str) -> BuiltinRole | None:
    """The built-in role of that template id, in whatever case the id is written."""
    return builtin_roles().get(template_id.lower())


def tier0_roles() -> frozenset[str]:
    """Template ids of the tier-0 core."""
    return TIER0


@cache
def pim_defaults(kind: Literal["role", "group"]) -> Mapping[str, Mapping[str, object]]:
    """Microsoft's default PIM rules by rule id: the facts that are compared, and no others.

    What `differsByRole` lists is a default for some roles and not for others: neither its presence nor its absence is a modification.
    """
    rules = document("pim_defaults")["kinds"][kind]
    return MappingProxyType({rule: MappingProxyType(facts) for rule, facts in rules.items()})


@cache
def service_plans() -> Mapping[str, str]:
    """Service plan ids by short name: P1, P2, GOVERNANCE …."""
    return MappingProxyType({plan["key"]: plan["id"] for plan in document("service_plans")["plans"]})


def service_plan(name: str) -> str:
    """The id of the service plan with that short name; KeyError where there is none."""
    return service_plans()[name]


@cache
def pim_plans() -> frozenset[str]:
    """Ids of the service plans of which any one carries Privileged Identity Management."""
    return frozenset(plan["id"] for plan in document("service_plans")["plans"] if plan["carriesPim"])


def carries_pim(plan_id: str | None, name: str | None) -> bool | None:
    """Whether a plan carries Privileged Identity Management; None for one that the table does not know and whose name speaks of P2 or Governance."""
    known = (plan_id or "").lower()
    if known in pim_plans() or known in service_plans().values():
        return known in pim_plans()
    return None if re.search(document("service_plans")["namesOfPim"], name or "", re.IGNORECASE) else False


@dataclass(frozen=True, slots=True, kw_only=True)
class AppGroup:
    """A group of applications that policies name by a word; Graph does not tell who belongs to it, and membership drifts."""

    name: str
    members: Mapping[str, str]
    """Names by appId in lower case."""
    unconfirmed: Mapping[str, str]
    """Documented by name, while no page gives the id."""


@cache
def app_groups() -> Mapping[str, AppGroup]:
    """Groups of applications by the word of the policies in lower case."""
    rows = document("app_groups")["groups"]
    groups = [AppGroup(name=row["name"], members=_by_id(row["members"]), unconfirmed=_by_id(row["unconfirmed"])) for row in rows]
    return MappingProxyType({group.name.lower(): group for group in groups})


@cache
def privileged_apps() -> Mapping[str, str]:
    """Names by appId of resources through which privilege is used."""
    return _by_id(document("app_groups")["privileged"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Strengths:
    """What Microsoft's authentication methods are worth, and the built-in strengths."""

    built_in: Mapping[str, tuple[str, ...]]
    """Allowed combinations by id."""
    phishing_resistant: frozenset[str]
    multifactor_alone: frozenset[str]
    """Methods that are more than one factor by themselves; in lower case, as all of them."""
    single_factors: frozenset[str]


@cache
def strengths() -> Strengths:
    """The dated table of authentication methods and built-in strengths."""
    table = document("strengths")
    sets = {key: frozenset(one.lower() for one in table[key]) for key in ("phishingResistant", "multifactorAlone", "singleFactors")}
    return Strengths(
        built_in=MappingProxyType({row["id"]: tuple(row["allowedCombinations"]) for row in table["builtIn"]}),
        phishing_resistant=sets["phishingResistant"],
        multifactor_alone=sets["multifactorAlone"],
        single_factors=sets["singleFactors"],
    )


def _by_id(rows: list[dict[str, str]]) -> Mapping[str, str]:
    return MappingProxyType({row["id"].lower(): row["name"] for row in rows})
