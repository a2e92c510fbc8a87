"""What the report tells of roles in use and of the ways to tier 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.model.holdings import State
from assessor.model.result import Reach, RoleUse
from assessor.model.words import Kind, PathClass
from assessor.reference import tier0_roles
from assessor.reference.roles import GLOBAL_ADMINISTRATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.checkkit.study import Study
    from assessor.model.holdings import Holding


def tier0_reaches(study: Study) -> tuple[Reach, ...]:
    """Who can become each role of tier 0 over the tenant, and over every smaller scope in use; Global Administrator first."""
    wide = [(role_id, "/") for role_id in tier0_roles()]
    scoped = [(role_id, scope) for role_id, scope in study.graph.targets() if role_id in tier0_roles() and scope != "/"]
    reaches = [study.graph.reach(role_id, scope) for role_id, scope in (*wide, *scoped)]
    return tuple(sorted(reaches, key=lambda one: (one.role.id != GLOBAL_ADMINISTRATOR, (one.role.name or "").lower(), one.role.id, one.scope)))


def roles_in_use(study: Study) -> tuple[RoleUse, ...]:
    """One line a role that somebody holds or is eligible for, privileged ones first."""
    by_role: dict[str, list[Holding]] = {}
    for one in study.holdings:
        by_role.setdefault(one.role_id, []).append(one)
    uses = [_use(study, role_id, held) for role_id, held in by_role.items()]
    return tuple(sorted(uses, key=lambda one: (not one.tier0, not one.privileged, (one.role.name or "").lower(), one.role.id)))


def _use(study: Study, role_id: str, held: Sequence[Holding]) -> RoleUse:
    role = study.roles.get(role_id)
    kinds = {one.principal_id: study.tenant.principal(one.principal_id).kind for one in held}
    people = {scope: study.graph.reach(role_id, scope).principals for scope in {one.scope for one in held}}
    given = (one for ones in people.values() for one in ones if one.path_class is not PathClass.CONTROL)
    everybody = {one.principal.id: one for one in given if one.principal.kind is Kind.USER}
    standing = {key for key, one in everybody.items() if one.is_standing}
    return RoleUse(
        role=role.thing,
        privileged=role.privileged,
        tier0=role.tier0,
        standing=len(standing),
        eligible=len(everybody.keys() - standing),
        groups=sum(kind is Kind.GROUP for kind in kinds.values()),
        service_principals=sum(kind is Kind.SERVICE_PRINCIPAL for kind in kinds.values()),
        scoped=sum(one.scope != "/" for one in held if one.state is not State.ACTIVATED),
        in_table=role.in_table or role.built_in is False,
    )
