"""GOV-005: Partner access is least privilege."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

_RELATIONSHIPS = kit.collection.DELEGATED_ADMIN_RELATIONSHIPS
_GA, _READER = kit.GLOBAL_ADMINISTRATOR, "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
_ELSEWHERE = "22222222-2222-4222-8222-222222222222"


def _partner(*roles: str, status: str = "active", **properties: Any) -> kit.Part:
    details = {"unifiedRoles": [{"roleDefinitionId": one} for one in roles]}
    return kit.row(_RELATIONSHIPS, **{"id": kit.ident("partner"), "displayName": "Partner support", "status": status, "accessDetails": details, **properties})


@kit.check(
    id="GOV-005",
    title="Partner access is least privilege",
    theme=kit.Theme.GOVERNANCE,
    severity=kit.Severity.MEDIUM,
    needs={_RELATIONSHIPS},
    uses={kit.collection.ROLE_DEFINITIONS},
    remedy=(
        "Microsoft 365 admin center > Settings > Partner relationships: ask the partner for a new relationship (granular delegated admin privileges) with the "
        "few roles that the work needs, for a short time and without automatic extension, then end the old one."
    ),
    references=(
        "https://learn.microsoft.com/partner-center/customers/gdap-introduction",
        "https://learn.microsoft.com/graph/api/resources/delegatedadminrelationship",
    ),
    passes=[
        kit.tenant(_partner(_READER)),
        kit.tenant(_partner(_READER, customer={"tenantId": "11111111-1111-4111-8111-111111111111"})),
    ],
    fails=[
        kit.tenant(_partner(_GA))
            .finds("Partner support", "gives a partner Global Administrator"),
        kit.tenant(_partner(_READER, _GA.upper())),
        # on its way out, and still there
        kit.tenant(_partner(_GA, status="terminating")),
        kit.tenant(_partner(_GA), _partner(_READER, id="second", accessDetails=kit.UNSET)),
    ],
    other=[
        # no extension by itself, in Graph's two ways to say so; and half a year
        ("fail", kit.tenant(_partner(_GA, autoExtendDuration="PT0S")).finds("Partner support", "gives a partner Global Administrator")),
        ("fail", kit.tenant(_partner(_GA, autoExtendDuration="P0D")).finds("Partner support", "gives a partner Global Administrator")),
        ("fail", kit.tenant(_partner(_GA, autoExtendDuration="P180D")).finds("Partner support", "gives a partner Global Administrator, and extends itself")),
        ("not_applicable", kit.tenant()),
        ("not_applicable", kit.tenant(_partner(_GA, status="terminated"))),
        ("not_applicable", kit.tenant(_partner(_GA, status="created"))),
        # this tenant is the partner, of somebody else
        ("not_applicable", kit.tenant(_partner(_GA, customer={"tenantId": _ELSEWHERE}))),
        ("not_assessed", kit.tenant(_partner(_GA, accessDetails=None))),
        ("not_assessed", kit.tenant(_partner(_GA, status="unknownFutureValue"))
            .tells(
                "whether the relationship Partner support is active is not known: its status is unknownfuturevalue",
                "Graph lists such relationships on the partner's side: look at Microsoft 365 admin center > Settings > Partner relationships, too.",
            )),
    ],
)  # fmt: skip
def partner_access_is_least(case: kit.Case) -> Iterator[kit.Finding]:
    """Whoever takes over the partner takes over every customer in which the partner may do everything. A relationship with a role of tier 0 makes the
    partner's helpdesk an administrator here, outside every policy and review of this tenant.
    """
    relationships = [row for row in case.read(_RELATIONSHIPS) if _concerns(case, row)]
    if not relationships:
        case.note("Graph lists such relationships on the partner's side: look at Microsoft 365 admin center > Settings > Partner relationships, too.")
    for row in case.each(relationships):
        roles = _roles(row)
        if roles is None:
            case.unknown(_RELATIONSHIPS, f"which roles the relationship {_name(row)} gives is not in the snapshot")
            continue
        strong = [case.role(one) for one in roles if case.role(one).tier0]
        if strong:
            yield _finding(row, [role.name for role in strong])


_ACTIVE = frozenset({"active", "activated", "terminationrequested", "terminating", "expiring"})
_NOT_THERE = frozenset({"created", "approvalpending", "approved", "expired", "terminated"})


def _concerns(case: kit.Case, row: Any) -> bool:
    """Whether it gives somebody else access to this tenant now."""
    customer = row.customer.get("tenantId") if isinstance(row.customer, dict) else None
    if isinstance(customer, str) and customer.lower() != case.tenant_thing().id.lower():
        return False
    status = str(kit.known(row.status, "")).lower()
    if status in _NOT_THERE:
        return False
    if status not in _ACTIVE:
        case.unknown(_RELATIONSHIPS, f"whether the relationship {_name(row)} is active is not known: its status is {status or 'not in the snapshot'}")
        return False
    return True


def _roles(row: Any) -> tuple[str, ...] | None:
    listed = row.access_details.get("unifiedRoles") if isinstance(row.access_details, dict) else None
    if not isinstance(listed, list):
        return None
    return tuple(str(one.get("roleDefinitionId") or "") for one in listed if isinstance(one, dict))


def _name(row: Any) -> str:
    return str(kit.known(row.display_name, row.id) or row.id)


def _finding(row: Any, names: list[str]) -> kit.Finding:
    longer = kit.known(row.auto_extend_duration, "")
    extends = ", and extends itself" if longer and str(longer) not in ("PT0S", "P0D") else ""
    return kit.Finding(
        degree=kit.Degree.FAIL,
        subject=kit.Thing(kit.Kind.RELATIONSHIP, row.id, _name(row)),
        says=f"gives a partner {' and '.join(sorted(names))}{extends}",
        evidence=(kit.Evidence(_RELATIONSHIPS.name, row.id, f"status {row.status}, unifiedRoles with {', '.join(sorted(names))}"),),
    )
