"""Pilots: every group opens Global Administrator, and each tries in its own way to keep phones out. One trap each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from generator import access, pim, school
from generator.access import apps, contexts, grant, platforms, policy, users
from generator.export import Export
from generator.people import PASSKEY, group, members, person
from generator.roles import GA, ROLE, holds, may_belong, may_hold, onboard

BEGIN, END = "2026-10-12T08:00:00Z", "2027-07-31T22:00:00Z"
_PHONES, _MODIFIED, _BY = platforms("android", "iOS"), "2026-10-13T09:00:00Z", "Ines Albrecht (administration)"
_GUARDED = pim.Settings(longest="PT2H", on_activation=(pim.WHY,), eligible_ends=True, active_ends=True, on_assignment=(pim.MFA, pim.WHY))


@dataclass(frozen=True)
class Pilot:
    """What one group asks for, and the policy that was meant to keep phones out; `policy` replaces what a right one would say."""

    handle: str
    tried: str
    context: str | None = None
    """The authentication context that the group's activation asks for."""
    policy: dict[str, Any] | None = field(default_factory=dict)
    """None: no policy was made."""
    access: str = "member"


PILOTS = (
    Pilot("right", "blocks phones on the context", "c11"),
    Pilot("report-only", "left the policy in report-only mode", "c12", {"state": "enabledForReportingButNotEnforced"}),
    Pilot("disabled", "switched the policy off after a complaint", "c13", {"state": "disabled"}),
    Pilot("role-scoped", "scoped the policy to the role that is not held yet", "c14", {"who": users(roles=(ROLE[GA],))}),
    Pilot("excluded", "excludes a group in which another group is nested", "c15"),
    Pilot("only-ios", "thought of iPhones only", "c16", {"on": platforms("iOS")}),
    Pilot("wrong-context", "made the policy for another context", "c17", {"what": contexts("c71")}),
    Pilot("rule-off", "chose a context and left the rule off", None, None),
    Pilot("no-context", "trusted the policy of the role, which this way never meets", None, None),
    Pilot("owner", "guarded the members and forgot the owners", "c18", {}, "owner"),
    Pilot("managed", "asks for a managed device instead of blocking", "c19", {"grants": grant("compliantDevice")}),
    Pilot("either", "lets MFA stand in for a managed device", "c20", {"grants": grant("mfa", "compliantDevice")}),
    Pilot("browser", "blocks browsers only", "c21", {"clients": ("browser",)}),
    Pilot("campus", "spares the school's own network", "c22", {"places": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}}),
    Pilot("portal", "blocks the admin portals instead of a context", None, {"what": apps(access.PORTALS)}),
    Pilot("azure", "blocks Azure management instead of a context", None, {"what": apps(access.AZURE_MANAGEMENT)}),
    Pilot("filter", "turned the device filter round, so that unknown devices are spared", "c23",
          {"devices": {"deviceFilter": {"mode": "exclude", "rule": 'device.extensionAttribute1 -ne "SAW"'}}}),
    Pilot("unpublished", "asks for a context that is not published", "c24"),
    Pilot("spared-role", "excludes a role that the person holds already", "c25"),
    Pilot("approval", "took approval for a block", None, None),
    Pilot("guest", "covers members and lets a guest activate", "c26"),
    Pilot("second-way", "guards the group and left the person eligible for the role itself", "c27"),
)  # fmt: skip


def pilots(export: Export, emergency: str, approvers: dict) -> dict[str, str]:
    """All pilots; their people by handle. `emergency` is the group that every policy excludes."""
    access.context(export, "c71", "Pilot, first attempt", "Nothing asks for it")
    return {one.handle: _pilot(export, one, emergency, approvers) for one in PILOTS}


def upn(handle: str) -> str:
    """The account of a pilot."""
    return f"pilot_partner.example#EXT#@{school.INITIAL}" if handle == "guest" else f"pilot.{handle}@{school.INITIAL}"


def _pilot(export: Export, pilot: Pilot, emergency: str, approvers: dict) -> str:
    who = person(
        export, f"pilot {pilot.handle}", f"Pilot {pilot.handle}", upn(pilot.handle), guest=pilot.handle == "guest", licences=("p2", "governance"),
        methods=PASSKEY, created="2026-10-12T07:00:00Z",
    )  # fmt: skip
    key = group(export, f"pilot {pilot.handle}", f"PIM-GA-Pilot-{pilot.handle}", f"Pilot: {pilot.tried}", assignable=True, created=BEGIN)
    onboard(export, key)
    member = _settings(pilot, approvers)
    owner = replace(member, context=None) if pilot.access == "owner" else member
    pim.group_policies(export, key, member, owner, modified=_MODIFIED, by=_BY)
    holds(export, key, GA, start=BEGIN)
    may_belong(export, key, who, access=pilot.access, start=BEGIN, end=END)
    _surroundings(export, pilot, who)
    if pilot.context:
        access.context(export, pilot.context, f"Pilot {pilot.handle}", pilot.tried, published=pilot.handle != "unpublished")
    if pilot.policy is not None:
        _policy(export, pilot, who, emergency)
    return who


def _settings(pilot: Pilot, approvers: dict) -> pim.Settings:
    made = replace(_GUARDED, context=pilot.context, context_off="c11" if pilot.handle == "rule-off" else None)
    if pilot.context is None:
        made = replace(made, on_activation=(pim.MFA, pim.WHY))
    return replace(made, approvers=(approvers,)) if pilot.handle == "approval" else made


def _surroundings(export: Export, pilot: Pilot, who: str) -> None:
    if pilot.handle == "excluded":
        outer = group(export, "pilot outer", "CA exclusion: pilots", "Spared while the pilot runs", assignable=True)
        inner = group(export, "pilot inner", "Pilot team", "Whoever takes part")
        members(export, outer, inner)
        members(export, inner, who)
    elif pilot.handle == "spared-role":
        holds(export, who, "Security Reader", start=BEGIN, end=END)
    elif pilot.handle == "second-way":
        may_hold(export, who, GA, start=BEGIN, end=END)


def _policy(export: Export, pilot: Pilot, who: str, emergency: str) -> None:
    spared = {"excluded": {"not_groups": (emergency, group_id(export, "CA exclusion: pilots"))}, "spared-role": {"not_roles": (ROLE["Security Reader"],)}}
    whom = users(everybody=True, **{"not_groups": (emergency,), **spared.get(pilot.handle, {})})
    if pilot.handle == "guest":
        whom = {**whom, "excludeUsers": ["GuestsOrExternalUsers"]}
    right = {"who": whom, "what": contexts(pilot.context) if pilot.context else apps(), "on": _PHONES, "grants": grant("block")}
    if pilot.handle in ("portal", "azure"):
        right["who"] = users(include=(who,))
    made = right | (pilot.policy or {})
    policy(export, f"Pilot {pilot.handle}: not on phones", made.pop("who"), made.pop("what"), created=_MODIFIED, **made)


def group_id(export: Export, name: str) -> str:
    """The id of a group that is there, or an empty string."""
    return next((row["id"] for row in export.rows["groups"] if row["displayName"] == name), "")
