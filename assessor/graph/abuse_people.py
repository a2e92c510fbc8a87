"""Into a person: password resets, sign-in methods, federated domains, synchronisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.graph.protection import reset
from assessor.model import collections as c
from assessor.model.result import Evidence, Thing, Void
from assessor.model.tenant import known
from assessor.model.words import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.graph.actors import Actor
    from assessor.graph.room import Draw, Room
    from assessor.model.rows import User

_KINDS = {"reset_password": "ResetPassword", "set_methods": "SetAuthMethods"}
_DO = {"reset_password": "can reset the password of", "set_methods": "can set a sign-in method of"}
_INITIAL = ".onmicrosoft.com"


def into_person(room: Room, user_id: str) -> Iterator[Draw]:
    """Everybody who can sign in as this person; nothing is said of somebody whom the snapshot does not hold."""
    row = room.tenant.users.get(user_id)
    if row is None:
        return
    person = room.tenant.principal(user_id)
    for actor in room.actors.with_power("reset_password", "set_methods"):
        if room.covers(actor, user_id):
            yield from _reset(room, actor, person, row)
    if not _is_external(row):
        yield from _federate(room, person, row)
        yield from _sync(room, person, row)


def _reset(room: Room, actor: Actor, person: Thing, row: User) -> Iterator[Draw]:
    sure, by_group = _reach(room, actor, person)
    if sure is None and not by_group:
        return
    void = (
        Void("role_assignable", f"{person.label} is member or owner of a role-assignable group, which keeps lesser administrators away") if by_group else None
    )
    void = void or _unusable(person, row) or room.restriction(actor, person)
    doubt = "; whether being eligible protects is contested" if sure is Confidence.POSSIBLE and actor.certainty is not Confidence.POSSIBLE else ""
    weak, more = _weakness(actor, row)
    yield room.draw(
        _KINDS[actor.power], actor, person, (person.kind, person.id.lower()), f"{actor.said} {_DO[actor.power]} {person.label}{more}{doubt}",
        certainty=max(sure or Confidence.CERTAIN, weak, key=_rank), evidence=(_holds(room, person),), void=void,
        between_activations=sure is Confidence.POSSIBLE,
    )  # fmt: skip


def _reach(room: Room, actor: Actor, person: Thing) -> tuple[Confidence | None, bool]:
    if actor.permission and actor.power == "set_methods":
        return Confidence.CERTAIN, False  # an application's permission knows no protected people but those of restricted units
    return reset(actor, room.protections.of(person.id))


def _weakness(actor: Actor, row: User) -> tuple[Confidence, str]:
    """A new password alone: no use where a second factor is asked for, nor for somebody whose password is kept on premises without writeback."""
    if actor.power != "reset_password":
        return Confidence.CERTAIN, ""
    if row.on_premises_sync_enabled is True:
        return Confidence.POSSIBLE, ", where passwords are written back on premises"
    return Confidence.LIKELY, ", where no second factor stands in the way"


def _unusable(person: Thing, row: User) -> Void | None:
    if row.account_enabled is False:
        return Void("disabled", f"{person.label} is disabled: nobody signs in with the account")
    if _is_external(row):
        return Void("external", f"{person.label} comes from another directory, which keeps the password")
    return None


def _is_external(row: User) -> bool:
    return known(row.user_type, "").lower() == "guest" or "#ext#" in known(row.user_principal_name, "").lower()


def _federate(room: Room, person: Thing, row: User) -> Iterator[Draw]:
    domain = known(row.user_principal_name, "").rpartition("@")[2].lower()
    if not domain or domain.endswith(_INITIAL):
        return
    for actor in room.actors.with_power("federate"):
        if actor.scope == "/":
            why = f"{actor.said} can federate {domain} with an identity provider of their own and sign in as {person.label}"
            evidence = Evidence(c.USERS.name, row.id, f"userPrincipalName in {domain}")
            yield room.draw("FederateDomain", actor, person, (person.kind, person.id.lower()), why, certainty=Confidence.LIKELY, evidence=(evidence,),
                            void=_unusable(person, row))  # fmt: skip


def _sync(room: Room, person: Thing, row: User) -> Iterator[Draw]:
    if row.on_premises_sync_enabled is not True:
        return
    for actor in room.actors.with_power("sync"):
        if actor.role_id and actor.scope == "/":
            why = f"{actor.said} writes what is synchronised, the password of {person.label} included"
            evidence = Evidence(c.USERS.name, row.id, "onPremisesSyncEnabled true")
            yield room.draw("SyncTakeover", actor, person, (person.kind, person.id.lower()), why, certainty=Confidence.LIKELY, evidence=(evidence,),
                            void=_unusable(person, row))  # fmt: skip


def _holds(room: Room, person: Thing) -> Evidence:
    roles = sorted(room.roles.get(one).name for one in room.protections.of(person.id).roles)
    return Evidence(c.USERS.name, person.id, f"stands in {', '.join(roles[:3]) if roles else 'no role'}")


def _rank(one: Confidence) -> int:
    return list(Confidence).index(one)
