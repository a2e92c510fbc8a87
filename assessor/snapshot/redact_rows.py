"""Rows without names: which property holds what kind of text. What this version does not know is replaced, not kept."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from assessor.model import collections as c
from assessor.model import rows as model
from assessor.snapshot import redact_words as w

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.snapshot.redact_texts import Texts

Change: TypeAlias = Callable[[str], str]

_RULES = frozenset({"membershipRule", "rule", "query"})
_COMPOSED = frozenset(
    {
        "queryRoot", "scope", "scopes", "actionGroups", "servicePrincipalNames", "referencedBy", "resourceScopes", "type", "audiences", "capabilities",
        "permissionGrantPoliciesAssigned", "permissionGrantPolicyIdsAssignedToDefaultUserRole", "defaultUserRoleOverrides", "permissions",
    }
)  # fmt: skip
_ACTIONS = frozenset({"allowedResourceActions", "excludedResourceActions"})
_KEPT_IDS = frozenset(
    {
        ("subscribedSkus", "skuId"), ("assignedLicenses", "skuId"), ("assignedLicenses", "disabledPlans"), ("servicePlans", "servicePlanId"),
        ("assignedPlans", "servicePlanId"), ("directoryRoles", "roleTemplateId"), ("tasks", "taskDefinitionId"), ("authorizationPolicy", "guestUserRoleId"),
    }
)  # fmt: skip
"""Where an id is Microsoft's by the meaning of the property."""
_PRODUCTS = frozenset(
    {
        ("subscribedSkus", "skuPartNumber"), ("servicePlans", "servicePlanName"), ("servicePlans", "servicePlanType"), ("assignedPlans", "service"),
        ("provisionedPlans", "service"),
    }
)  # fmt: skip
"""Where a technical name is that of a product of Microsoft."""
_CODES = frozenset({"countriesAndRegions", "policyVersion", "version"})
_NETWORKS = frozenset({"cidrAddress", "lowerAddress", "upperAddress", "ipAddress"})
_DOMAINS = frozenset({"issuer", "publisherDomain", "domainName", "allowedDomains", "blockedDomains"})
_NAMES = frozenset({"name", "description", "displayName", "descriptionForAdmins", "descriptionForReviewers", "resultReason", "accountName", "notes"})
_KINDS = {
    "users": "person", "user": "person", "roleMemberInfo": "person", "lastModifiedBy": "person", "createdBy": "person", "userDisplayName": "person",
    "groups": "group", "servicePrincipals": "app", "applications": "app", "appDisplayName": "app", "administrativeUnits": "unit",
    "conditionalAccessPolicies": "policy", "namedLocations": "location", "roleDefinitions": "role", "accessPackages": "package", "accessPackage": "package",
    "accessReviewDefinitions": "review", "lifecycleWorkflows": "workflow", "organization": "organisation",
}  # fmt: skip
_MOST_FIELDS = 10_000
"""So many properties of one object are remembered; a file of made-up names may hold more."""


@dataclass(slots=True)
class _Field:
    """One property, at its place."""

    key: str
    """Its name in the redacted row."""
    name: str
    text: Change
    known: bool = True
    """Whether this version knows what stands here: then numbers stay."""
    inner: dict[str, _Field] = field(default_factory=dict)


class Rows:
    """Rows of one collection."""

    def __init__(self, texts: Texts, collection: str) -> None:
        """Of a collection that the contract does not list nothing is known."""
        known = collection in c.BY_NAME
        self._texts, self._collection = texts, collection
        self._top = _Field("", collection, texts.value if known else texts.strict, known)

    def redacted(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row with the same shape, and nothing of the tenant's own in it."""
        return self._object(row, self._top)

    def _object(self, value: dict[str, Any], place: _Field) -> dict[str, Any]:
        made, inner = {}, place.inner
        for key, one in value.items():
            part = inner.get(key) or self._field(key, place)
            made[part.key] = part.text(one) if type(one) is str else one if one is None or type(one) is bool else self._other(one, part)
        return _in_order(made) if "lowerAddress" in made else made

    def _other(self, value: Any, place: _Field) -> Any:
        if isinstance(value, dict):
            return self._object(value, place)
        if isinstance(value, list):
            return [place.text(one) if type(one) is str else self._other(one, place) for one in value]
        if value is None or isinstance(value, bool):
            return value
        return value if place.known else int(bool(value))

    def _field(self, key: str, parent: _Field) -> _Field:
        made = self._annotation(key, parent) or self._property(key, parent)
        if len(parent.inner) < _MOST_FIELDS:
            parent.inner[key] = made
        return made

    def _annotation(self, key: str, parent: _Field) -> _Field | None:
        """OData's own members (`@odata.type`, `members@odata.context`, `#microsoft.graph.restore`)."""
        about, mark, what = key.partition("@odata.")
        if not mark and not key.startswith("#"):
            return None
        name = f"{self._name(about)}{mark}{self._texts.composed(what)}" if mark else self._texts.composed(key)
        return _Field(name, key, self._texts.composed, parent.known)

    def _name(self, key: str) -> str:
        return key if key in PROPERTIES else self._texts.key(key)

    def _property(self, key: str, parent: _Field) -> _Field:
        if parent.name == "customSecurityAttributes" or parent.text is self._texts.attribute:  # as the filters of policies name them
            return _Field(self._texts.attribute(key), key, self._texts.attribute, False)
        if not parent.known or key not in PROPERTIES:
            return _Field(self._name(key), key, self._texts.strict, False)
        return _Field(key, key, self._change(key, parent))

    def _change(self, key: str, parent: _Field) -> Change:
        """What happens to a text of this property; what no line here names is replaced unless it is a word of Microsoft, a time or an id."""
        return self._by_place(parent.name, key) or next((change for keys, change in self._by_key() if key in keys), None) or self._by_form(key, parent)

    def _by_place(self, parent: str, key: str) -> Change | None:
        texts, at = self._texts, (parent, key)
        if at in _KEPT_IDS:
            return texts.kept_id
        if at in _PRODUCTS:
            return texts.product
        if parent == "resourceActions" and key in ("id", "name"):
            return texts.action
        return texts.domain if at in (("domains", "id"), ("verifiedDomains", "name")) else None

    def _by_key(self) -> Iterator[tuple[frozenset[str], Change]]:
        texts = self._texts
        yield _RULES, texts.rule
        yield _COMPOSED, texts.composed
        yield _ACTIONS, texts.action
        yield _CODES, texts.code
        yield _NETWORKS, texts.network
        yield _DOMAINS, texts.domain
        yield frozenset({"onPremisesImmutableId"}), texts.immutable_id
        yield frozenset({"activityDisplayName"}), texts.activity

    def _by_form(self, key: str, parent: _Field) -> Change:
        if key == "id" or key.endswith(("Id", "Ids")):
            return self._texts.composed
        if key in _NAMES or key.endswith("DisplayName"):
            return partial(self._texts.name, kind=_KINDS.get(key) or _KINDS.get(parent.name) or "name")
        return self._texts.value


def _in_order(made: dict[str, Any]) -> dict[str, Any]:
    """A range still begins below its end."""
    ends = (made.get("lowerAddress"), made.get("upperAddress"))
    try:
        first, last = sorted(ipaddress.ip_address(one) for one in ends)  # type: ignore[arg-type]  # what is no address raises
    except (ValueError, TypeError):
        return made
    return made | {"lowerAddress": str(first), "upperAddress": str(last)}


def named_collections() -> list[tuple[str, str]]:
    """Collections whose objects have names of a kind, with the word for the kind."""
    return [(name, kind) for name, kind in _KINDS.items() if name in c.BY_NAME]


def _of_rows() -> Iterator[str]:
    """Every property that our own rows read."""
    left: list[type] = [*model.Row.__subclasses__()]
    while left:
        row = left.pop()
        left += row.__subclasses__()
        yield from (one.encode_name for one in msgspec.structs.fields(row))


PROPERTIES = frozenset((*w.PROPERTIES.split(), *_of_rows()))
