"""Which collections are compared object by object, by which key, and which of their fields are Microsoft's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.model import collections as c
from assessor.model.result import Thing
from assessor.model.words import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from assessor.compare.reading import Row


def _never(_row: Row) -> bool:
    return False


def _always(_row: Row) -> bool:
    return True


def _built_in(row: Row) -> bool:
    return row.get("isBuiltIn") is True or str(row.get("policyType", "")).lower() == "builtin"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectKind:
    """One collection of objects."""

    collection: str
    kind: Kind
    key: str = "id"
    name: str = "displayName"
    ignored: frozenset[str] = frozenset()
    """Fields that say nothing about the object itself."""
    is_microsofts: Callable[[Row], bool] = _never
    """Whether such an object is Microsoft's to make and to label."""
    customers: frozenset[str] = frozenset()
    """Fields of Microsoft's objects that only the customer sets."""

    def key_of(self, row: Row) -> str:
        """The key in one spelling."""
        return str(row.get(self.key) or row.get("id") or "").lower()

    def thing(self, row: Row) -> Thing:
        """The object as a reader knows it."""
        name: Any = row.get(self.name)
        return Thing(self.kind, str(row.get("id") or row.get(self.key) or self.collection), name if isinstance(name, str) else None)


KINDS = (
    ObjectKind(collection=c.GROUPS.name, kind=Kind.GROUP),
    ObjectKind(collection=c.ADMINISTRATIVE_UNITS.name, kind=Kind.ADMINISTRATIVE_UNIT),
    ObjectKind(collection=c.CONDITIONAL_ACCESS_POLICIES.name, kind=Kind.POLICY),
    ObjectKind(collection=c.NAMED_LOCATIONS.name, kind=Kind.UNKNOWN),
    ObjectKind(collection=c.AUTHENTICATION_CONTEXTS.name, kind=Kind.AUTHENTICATION_CONTEXT),
    ObjectKind(collection=c.AUTHENTICATION_STRENGTHS.name, kind=Kind.UNKNOWN, is_microsofts=_built_in),
    ObjectKind(
        collection=c.RESOURCE_ACTIONS.name, kind=Kind.RESOURCE_ACTION, name="name", is_microsofts=_always, customers=frozenset({"authenticationContextId"})
    ),
    ObjectKind(collection=c.ROLE_DEFINITIONS.name, kind=Kind.ROLE, is_microsofts=_built_in, customers=frozenset({"isEnabled"})),
    ObjectKind(collection=c.SUBSCRIBED_SKUS.name, kind=Kind.LICENSE, key="skuId", name="skuPartNumber", ignored=frozenset({"servicePlans"})),
    ObjectKind(collection="authorizationPolicy", kind=Kind.TENANT),
    ObjectKind(collection="securityDefaults", kind=Kind.TENANT),
    ObjectKind(collection="adminConsentRequestPolicy", kind=Kind.TENANT),
    ObjectKind(collection=c.APPLICATIONS.name, kind=Kind.APPLICATION),
)


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One collection of parents and children."""

    name: str
    parent: str
    part: str
    """What the parent is called in an object's description."""
    child: str
    parents: Kind


RELATIONS = (
    RelationKind(c.GROUP_MEMBERS.name, "groupId", "group", "member", Kind.GROUP),
    RelationKind(c.GROUP_OWNERS.name, "groupId", "group", "owner", Kind.GROUP),
    RelationKind(c.ADMINISTRATIVE_UNIT_MEMBERS.name, "administrativeUnitId", "administrativeUnit", "member", Kind.ADMINISTRATIVE_UNIT),
    RelationKind(c.SERVICE_PRINCIPAL_OWNERS.name, "servicePrincipalId", "servicePrincipal", "owner", Kind.SERVICE_PRINCIPAL),
    RelationKind(c.APPLICATION_OWNERS.name, "applicationId", "application", "owner", Kind.APPLICATION),
)
