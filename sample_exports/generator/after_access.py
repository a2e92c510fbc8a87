"""Conditional Access of the school after the project."""

from __future__ import annotations

from generator import access, school
from generator.access import actions, apps, contexts, grant, platforms, policy, session, users
from generator.export import Export

_RESISTANT = access.STRENGTH_PHISHING_RESISTANT


def policies(out: Export, emergency: str, people: str, roles: tuple[str, ...]) -> None:
    """All policies; `emergency` is the only exclusion, `people` are the accounts that may activate a role."""
    school.common_access(out)
    access.context(out, "c1", "Privileged activation", "Asked for by PIM when a role or a role-holding group is activated")
    access.context(out, "c2", "Protected actions", "Asked for when Conditional Access itself is changed")
    access.resource_actions(out, access.CORE_PROTECTED + access.EXTENDED_PROTECTED, "c2")
    everybody, privileged = users(everybody=True, not_groups=(emergency,)), users(groups=(people,))

    policy(out, "CA001 Everybody: MFA", everybody, apps(), grants=grant("mfa"))
    policy(out, "CA002 Everybody: no legacy authentication", everybody, apps(), clients=("exchangeActiveSync", "other"), grants=grant("block"))
    policy(
        out,
        "CA003 Everybody: no device code flow, no authentication transfer",
        everybody,
        apps(),
        flows="deviceCodeFlow,authenticationTransfer",
        grants=grant("block"),
    )
    policy(out, "CA004 Everybody: MFA for admin portals and Azure management", everybody, apps(access.PORTALS, access.AZURE_MANAGEMENT), grants=grant("mfa"))
    policy(out, "CA005 Everybody: MFA to register security information", everybody, actions(access.REGISTER_INFO), grants=grant("mfa"))
    policy(out, "CA006 Everybody: MFA to register a device", users(everybody=True), actions(access.REGISTER_DEVICE), grants=grant("mfa"))
    policy(
        out,
        "CA007 Everybody: risky sign-in asks for MFA anew",
        everybody,
        apps(),
        sign_in_risk=("high", "medium"),
        grants=grant("mfa"),
        sessions=session(every_time=True),
    )
    policy(
        out,
        "CA008 Everybody: risky user changes the password",
        everybody,
        apps(),
        user_risk=("high",),
        sessions=session(every_time=True),
        grants=grant("mfa", "passwordChange", operator="AND"),
    )

    policy(out, "CA101 Privileged people: phishing-resistant MFA", privileged, apps(), grants=grant(by=_RESISTANT), created="2026-10-01T10:00:00Z")
    policy(
        out,
        "CA102 Privileged people: managed devices",
        users(groups=(people,), roles=roles, not_groups=(emergency,)),
        apps(),
        grants=grant("compliantDevice"),
        created="2026-10-01T10:00:00Z",
    )
    policy(
        out,
        "CA103 Privileged people: sign in anew every four hours",
        privileged,
        apps(),
        sessions=session(hours=4, never_persistent=True),
        created="2026-10-01T10:00:00Z",
    )
    policy(
        out,
        "CA104 Privileged people: no unknown device platforms",
        privileged,
        apps(),
        on=platforms("all", without=access.KNOWN_PLATFORMS),
        grants=grant("block"),
        created="2026-10-01T10:00:00Z",
    )
    policy(
        out,
        "CA105 Privileged people: risky sign-in asks for a passkey",
        privileged,
        apps(),
        sign_in_risk=("high", "medium", "low"),
        grants=grant(by=_RESISTANT),
        sessions=session(every_time=True),
        created="2026-10-01T10:00:00Z",
    )
    policy(
        out,
        "CA106 Privileged people: phishing-resistant MFA to register a device",
        users(groups=(people, emergency)),
        actions(access.REGISTER_DEVICE),
        grants=grant(by=_RESISTANT),
        created="2026-10-01T10:00:00Z",
    )

    policy(
        out,
        "CA201 Privileged activation: not on mobile devices",
        everybody,
        contexts("c1"),
        on=platforms("android", "iOS"),
        grants=grant("block"),
        created="2026-10-01T10:00:00Z",
    )
    policy(
        out,
        "CA202 Privileged activation and protected actions: phishing-resistant MFA, every time",
        users(everybody=True),
        contexts("c1", "c2"),
        grants=grant(by=_RESISTANT),
        sessions=session(every_time=True),
        created="2026-10-01T10:00:00Z",
    )
    policy(
        out,
        "CA203 Privileged activation and protected actions: managed devices",
        privileged,
        contexts("c1", "c2"),
        grants=grant("compliantDevice"),
        created="2026-10-01T10:00:00Z",
    )
    policy(
        out,
        "CA204 Privileged activation and protected actions: no unknown device platforms",
        privileged,
        contexts("c1", "c2"),
        on=platforms("all", without=access.KNOWN_PLATFORMS),
        grants=grant("block"),
        created="2026-10-01T10:00:00Z",
    )

    policy(
        out, "CA301 Emergency access: phishing-resistant MFA", users(groups=(emergency,)), apps(), grants=grant(by=_RESISTANT), created="2026-09-21T10:00:00Z"
    )
