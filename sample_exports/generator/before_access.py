"""Conditional Access of the school before the project: many policies, many holes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator import access, school
from generator.access import apps, contexts, grant, platforms, policy, users
from generator.people import group, members
from generator.roles import GA, ROLE

if TYPE_CHECKING:
    from generator.before import School
    from generator.export import Export

_ADMIN_ROLES = tuple(
    ROLE[name]
    for name in (GA, "Privileged Role Administrator", "Security Administrator", "User Administrator", "Helpdesk Administrator", "Exchange Administrator")
)
_REPORT_ONLY = "enabledForReportingButNotEnforced"


def policies(out: Export, cast: School, gone_group: str) -> None:
    """All policies; `gone_group` was deleted and is still named."""
    school.common_access(out)
    home = access.country_location(out, "home", "Home countries", "DE", "AT")
    access.context(out, "c1", "Privileged activation", "For PIM")
    access.context(out, "c2", "Protected actions", "For changes of Conditional Access")
    access.context(out, "c3", "Confidential files", "Planned for SharePoint, never used")
    access.context(out, "c4", "Old step-up", "Not published any more", published=False)
    access.context(out, "c5", "Second step-up", "No policy was ever made")
    access.resource_actions(out, ("conditionalAccessPolicies/delete",), "c2")

    excluded = group(out, "ca-exclusions", "CA exclusions (temporary)", "Whoever has trouble with MFA")
    members(out, excluded, *(cast.people[one] for one in ("emergency", "albrecht", "berg", "haddad", "scanner")))
    cast.groups["ca-exclusions"] = excluded

    # guards whoever holds a role, not whoever may activate one; scoped administrators are not seen at all
    policy(out, "Admins: MFA", users(roles=_ADMIN_ROLES, not_groups=(excluded,)), apps(), grants=grant("mfa"))
    policy(out, "All users: MFA (pilot)", users(everybody=True, not_groups=(excluded,)), apps(), state=_REPORT_ONLY, grants=grant("mfa"))
    policy(out, "Office 365: MFA or managed device", users(everybody=True, not_groups=(excluded,)), apps("Office365"), grants=grant("mfa", "compliantDevice"))
    policy(out, "Block legacy authentication", users(everybody=True, not_groups=(excluded,)), apps(), clients=("exchangeActiveSync",), grants=grant("block"))
    policy(
        out, "Only from home countries", users(everybody=True), apps(), grants=grant("block"), places={"includeLocations": ["All"], "excludeLocations": [home]}
    )
    # excluding the role does not help people who are only eligible: they cannot reach PIM to activate it
    policy(
        out,
        "Staff: no admin portals",
        users(groups=(cast.groups["staff"],), not_roles=_ADMIN_ROLES),
        apps(access.PORTALS, access.AZURE_MANAGEMENT),
        grants=grant("block"),
    )
    policy(
        out,
        "PIM: no activation on mobile (test)",
        users(everybody=True),
        contexts("c1"),
        on=platforms("android", "iOS"),
        state=_REPORT_ONLY,
        grants=grant("block"),
    )
    policy(out, "Protected actions: MFA", users(roles=(ROLE[GA],)), contexts("c2"), state="disabled", grants=grant("mfa"))
    policy(
        out,
        "Risk: high user risk and high sign-in risk",
        users(everybody=True, not_groups=(excluded,)),
        apps(),
        sign_in_risk=("high",),
        user_risk=("high",),
        grants=grant("block"),
    )
    policy(out, "Pilot group: managed devices", users(groups=(gone_group,)), apps(), grants=grant("compliantDevice"))
