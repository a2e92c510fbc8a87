"""Into an application or its service principal: owners, administrators of applications, permissions over applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.graph.room import edge_between
from assessor.model import collections as c
from assessor.model.result import Evidence, Thing, Void
from assessor.model.tenant import Presence, known
from assessor.model.words import Confidence, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.graph.room import Draw, Room
    from assessor.model.rows import Application, Relation, ServicePrincipal

MICROSOFT_TENANTS = frozenset({"f8cdef31-a31e-4b4a-93e4-5f571e91255a", "72f988bf-86f1-41af-91ab-2d7cd011db47"})
"""Home of Microsoft's own applications: Microsoft Services and Microsoft."""
_SECRET = "can add a secret to"  # noqa: S105  # words of a sentence


def is_first_party(row: ServicePrincipal) -> bool:
    """Whether it is Microsoft's own."""
    return known(row.app_owner_organization_id, "").lower() in MICROSOFT_TENANTS


def into_service_principal(room: Room, sp_id: str) -> Iterator[Draw]:
    """Everybody who can sign in as this service principal. A managed identity is controlled from Azure, which is outside this data."""
    row = room.tenant.service_principals.get(sp_id)
    if row is None or known(row.service_principal_type, "").lower() == "managedidentity":
        return
    target, void = room.tenant.principal(sp_id), _void(row)
    abroad = known(row.app_owner_organization_id, room.tenant.id).lower() != room.tenant.id.lower()
    sure = Confidence.LIKELY if abroad else Confidence.CERTAIN  # its home may lock its credentials (app instance property lock)
    yield from _owners(room, c.SERVICE_PRINCIPAL_OWNERS, "service_principal_id", target, sure, void)
    yield from _administrators(room, target, known(row.app_id), ("add_sp_secret", "own_sp", "add_secret"), sure, void)
    for app in _applications(room, known(row.app_id)):
        evidence = Evidence(c.APPLICATIONS.name, app.id, f"appId {known(app.app_id)}")
        yield edge_between("AppInstance", application(app), target, f"{target.label} is the service principal of {application(app).label}", (evidence,),
                           void=void, control=False)  # fmt: skip


def into_application(room: Room, app_id: str) -> Iterator[Draw]:
    """Everybody who can add a secret to this application, and so sign in as its service principal."""
    row = next((one for one in room.tenant.rows(c.APPLICATIONS) if one.id.lower() == app_id), None)
    if row is None:
        return
    target = application(row)
    yield from _owners(room, c.APPLICATION_OWNERS, "application_id", target, Confidence.CERTAIN, None)
    yield from _administrators(room, target, known(row.app_id), ("add_app_secret", "own_app", "add_secret"), Confidence.CERTAIN, None)


def application(row: Application) -> Thing:
    """An application as a node."""
    return Thing(Kind.APPLICATION, row.id, known(row.display_name))


def _applications(room: Room, app_id: str | None) -> list[Application]:
    return [one for one in room.tenant.rows(c.APPLICATIONS) if app_id and known(one.app_id, "").lower() == app_id.lower()]


def _void(row: ServicePrincipal) -> Void | None:
    name = known(row.display_name, row.id)
    if row.account_enabled is False:
        return Void("disabled", f"{name} is disabled: nobody signs in with it")
    return Void("first_party", f"{name} is Microsoft's own, which takes no foreign secrets") if is_first_party(row) else None


def _owners(room: Room, collection: c.Collection[Relation], parent: str, target: Thing, sure: Confidence, void: Void | None) -> Iterator[Draw]:
    for row in room.tenant.rows(collection):
        if (getattr(row, parent) or "").lower() != target.id.lower() or room.tenant.presence(row.id) is Presence.DELETED:
            continue
        owner = room.tenant.principal(row.id, row.odata_type)
        robot = owner.kind is Kind.SERVICE_PRINCIPAL
        may = not robot or room.actors.has((owner.kind, owner.id.lower()), "add_secret", "add_secret_owned")
        evidence = Evidence(collection.name, f"{getattr(row, parent)}/{row.id}", "owner")
        why = f"{owner.label} owns {target.label} and {_SECRET} it" + ("" if may else ", if it is ever given the permission for what it owns")
        yield edge_between("AddSecret", owner, target, why, (evidence,), certainty=sure if may else Confidence.POSSIBLE, void=void)


def _administrators(room: Room, target: Thing, app_id: str | None, powers: tuple[str, ...], sure: Confidence, void: Void | None) -> Iterator[Draw]:
    node = (target.kind, target.id.lower())
    objects = (target.id, *(one for one in (app_id,) if one), *(one.id for one in _applications(room, app_id)))
    for actor in room.actors.with_power(*powers):
        if actor.node == node or not room.covers(actor, *objects):
            continue
        owner = actor.power.startswith("own")
        why = f"{actor.said} can make themselves owner of {target.label}" if owner else f"{actor.said} {_SECRET} {target.label}"
        yield room.draw("AddOwner" if owner else "AddSecret", actor, target, node, why, certainty=sure, void=void)
