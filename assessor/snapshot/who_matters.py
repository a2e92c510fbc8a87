"""Which people and groups matter to privilege, so that a reader need not hold everybody.

A tenant has 200,000 accounts and a few hundred that can become anything. A check asks only for those: somebody who
holds or can activate a role or a group that does, who approves it, who owns something that holds it, whom a
Conditional Access policy names, whom the consultant names. All others are counted and hashed, and not held.

Ids are compared in lower case, since Graph spells a GUID now this way and now that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from assessor.model import collections as c
from assessor.model.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.model.access_rows import ConditionalAccessUsers
    from assessor.model.rows import Approver, Relation, Row
    from assessor.model.table import Missing

    Tables = Mapping[str, Table[Row] | Missing]


def is_group_child(row: Relation, groups: frozenset[str]) -> bool:
    """Whether the child of a relation is itself a group, by its type or because the snapshot knows a group of that id."""
    if row.odata_type == "#microsoft.graph.user":
        return False  # nearly all of them: a million rows are asked
    return (row.odata_type or "").lower() == "#microsoft.graph.group" or row.id.lower() in groups


def group_ids(tables: Tables) -> frozenset[str]:
    """Every group that the snapshot holds."""
    return frozenset(row.id.lower() for row in _rows(tables, c.GROUPS))


def groups_that_matter(tables: Tables, nested: Iterable[Relation], names: frozenset[str]) -> frozenset[str]:
    """Groups that lead to privilege or guard it, and every group nested in one; `nested` are the memberships of groups in groups."""
    first = set(_named_groups(tables)) | set(_assignable_or_named(tables, names)) | names
    # a principal may be a group that is not in the snapshot any more: its members may still be
    return _with_nested(first | set(_principals(tables)) | set(_approvers(tables)), nested)


def people_that_matter(tables: Tables, members: Iterable[Relation], names: frozenset[str]) -> frozenset[str]:
    """Ids and names of all whom the tables name as holder, approver, owner, member or exception; `members` are those of groups that matter."""
    found = {*names, *_principals(tables), *_approvers(tables), *_owners(tables), *_named_users(tables), *_restricted(tables)}
    found.update(row.id.lower() for row in members)
    return frozenset(found)


def _principals(tables: Tables) -> Iterator[str]:
    """Holders of roles and of PIM's groups, directly."""
    yield from (row.principal_id.lower() for row in _rows(tables, c.ROLE_ASSIGNMENTS))
    for held in (c.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, c.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES):
        yield from (row.principal_id.lower() for row in _rows(tables, held))
    for scheduled in (c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES):
        yield from (row.principal_id.lower() for row in _rows(tables, scheduled))
    for row in _rows(tables, c.ADMINISTRATIVE_UNIT_SCOPED_ROLE_MEMBERS):
        if row.role_member_info and row.role_member_info.id:
            yield row.role_member_info.id.lower()


def _approvers(tables: Tables) -> Iterator[str]:
    for policy in _rows(tables, c.ROLE_MANAGEMENT_POLICIES):
        for rule in policy.rules or ():
            for stage in (rule.setting.approval_stages or ()) if rule.setting else ():
                for approver in (*(stage.primary_approvers or ()), *(stage.escalation_approvers or ())):
                    yield from _ids_of(approver)


def _ids_of(approver: Approver) -> Iterator[str]:
    yield from (one.lower() for one in (approver.id, approver.user_id, approver.group_id) if one)


def _owners(tables: Tables) -> Iterator[str]:
    for owners in (c.GROUP_OWNERS, c.SERVICE_PRINCIPAL_OWNERS, c.APPLICATION_OWNERS):
        yield from (row.id.lower() for row in _rows(tables, owners))


def _audiences(tables: Tables) -> Iterator[ConditionalAccessUsers]:
    for policy in _rows(tables, c.CONDITIONAL_ACCESS_POLICIES):
        if users := policy.when.users:
            yield users


def _named_users(tables: Tables) -> Iterator[str]:
    for users in _audiences(tables):
        yield from (one.lower() for one in (*(users.include_users or ()), *(users.exclude_users or ())))


def _named_groups(tables: Tables) -> Iterator[str]:
    for users in _audiences(tables):
        yield from (one.lower() for one in (*(users.include_groups or ()), *(users.exclude_groups or ())))
    yield from (row.id.lower() for row in _rows(tables, c.PIM_GROUPS))
    for scheduled in (c.GROUP_ASSIGNMENT_SCHEDULE_INSTANCES, c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES):
        yield from (row.group_id.lower() for row in _rows(tables, scheduled))


def _assignable_or_named(tables: Tables, names: frozenset[str]) -> Iterator[str]:
    for group in _rows(tables, c.GROUPS):
        name = group.display_name
        if group.is_assignable_to_role is True or (isinstance(name, str) and name.lower() in names):
            yield group.id.lower()


def _restricted(tables: Tables) -> Iterator[str]:
    """Members of restricted administrative units: those whom somebody meant to protect."""
    units = {unit.id.lower() for unit in _rows(tables, c.ADMINISTRATIVE_UNITS) if unit.is_member_management_restricted is True}
    for row in _rows(tables, c.ADMINISTRATIVE_UNIT_MEMBERS):
        if (row.administrative_unit_id or "").lower() in units:
            yield row.id.lower()


def _with_nested(first: set[str], nested: Iterable[Relation]) -> frozenset[str]:
    inside: dict[str, list[str]] = {}
    for row in nested:
        inside.setdefault((row.group_id or "").lower(), []).append(row.id.lower())
    found, todo = set(first), list(first)
    while todo:
        for child in inside.get(todo.pop(), ()):
            if child not in found:
                found.add(child)
                todo.append(child)
    return frozenset(found)


def _rows(tables: Tables, collection: c.Collection[c.R]) -> tuple[c.R, ...]:
    table = tables.get(collection.name)
    return cast("tuple[c.R, ...]", table.rows) if isinstance(table, Table) else ()
