"""BGA-005: Emergency accounts do nothing else."""

from collections.abc import Iterator
from typing import Any

from assessor import checkkit as kit

_MEMBERS, _POLICIES = kit.collection.GROUP_MEMBERS, kit.collection.CONDITIONAL_ACCESS_POLICIES
_GA, _READER = kit.GLOBAL_ADMINISTRATOR, "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
_TWO = kit.two_break_glass_accounts()


def _bare(**properties: Any) -> kit.Part:
    return kit.person("emergency2", **properties)


@kit.check(
    id="BGA-005",
    title="Emergency accounts do nothing else",
    theme=kit.Theme.BREAK_GLASS,
    severity=kit.Severity.LOW,
    talk=("T03",),
    needs={kit.collection.USERS, _MEMBERS, kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES},
    leans_on={kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES, kit.collection.ROLE_ASSIGNMENTS},
    uses={kit.collection.GROUPS, _POLICIES},
    judges_without_pim=True,
    remedy=(
        "Take the account out of every group but the one that policies name for emergency accounts, leave it Global Administrator alone, and take its "
        "mailbox and its licences away (Entra admin center > Entra ID > Users > the account > Groups, Assigned roles, Licenses)."
    ),
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",),
    passes=[
        kit.tenant(_TWO),
        # the group that policies exclude, or include, is not another
        kit.tenant(_TWO, kit.group("spared"), kit.plain_member("emergency2", of="spared"), kit.plain_member("ana", of="spared"),
                   kit.access_policy("mfa", "mfa", without_groups=("spared",))),
        kit.tenant(_TWO, kit.group("spared"), kit.plain_member("emergency2", of="spared"), kit.plain_member("ana", of="spared"),
                   kit.access_policy("keys", "mfa", users=(), groups=("spared",))),
        # a group of emergency accounts alone
        kit.tenant(_TWO, kit.group("emergency"), kit.plain_member("emergency1", of="emergency"), kit.plain_member("emergency2", of="emergency")),
        # filled by a rule: nobody put it there
        kit.tenant(_TWO, kit.group("everybody", groupTypes=["DynamicMembership"], membershipRule="user.accountEnabled -eq true", isAssignableToRole=False),
                   kit.plain_member("emergency2", of="everybody"), kit.plain_member("ana", of="everybody")),
        # the way by which the account is Global Administrator
        kit.tenant(kit.break_glass("emergency1"), kit.standing(_GA, to="admins"), kit.standing_member("emergency1", of="admins"),
                   kit.standing_member("ana", of="admins"), kit.standing(_GA, to="emergency1")),
    ],
    partial=[
        kit.tenant(_TWO, kit.group("staff", isAssignableToRole=False), kit.plain_member("emergency2", of="staff"), kit.plain_member("ana", of="staff"))
            .finds("emergency2", "is a member of staff", shows=("member",)),
        kit.tenant(_TWO, kit.standing(_READER, to="emergency2"))
            .finds("emergency2", "holds Directory Readers as well"),
        kit.tenant(_TWO, kit.eligible(_READER, to="emergency2"))
            .finds("emergency2", "is eligible for Directory Readers as well"),
        kit.tenant(_TWO, kit.unit("school"), kit.standing(_READER, to="emergency2", scope=kit.unit_scope("school"))),
        kit.tenant(_TWO, _bare(mail="emergency2@example.org"))
            .finds("emergency2", "has a mailbox", distinct="mailbox"),
        kit.tenant(kit.without_pim(), kit.break_glass("e1"), kit.outside_pim(_GA, to="e1"), kit.outside_pim(_READER, to="e1")),
        # a group of nobody's role, beside one that holds Global Administrator; and a policy that is for no group
        kit.tenant(_TWO, kit.standing_member("emergency2", of="admins"), kit.plain_member("ana", of="admins"), kit.standing(_READER, to="admins"),
                   kit.access_policy("mfa", "mfa")).finds("emergency2", "is a member of admins"),
        kit.tenant(_TWO, kit.standing(_GA, to="emergency2", scope=kit.unit_scope("school")), kit.unit("school")),
    ],
    other=[
        ("not_applicable", kit.tenant(kit.standing(_GA, to="ana"))),
        ("pass", kit.tenant(kit.without_pim(), kit.break_glass("e1"), kit.outside_pim(_GA, to="e1"))),
        ("not_assessed", kit.tenant(_TWO, kit.gap(_MEMBERS, "more"))),
        # what was seen is told, and the verdict waits for the rest
        ("not_assessed", kit.tenant(_TWO, _bare(mail="emergency2@example.org"), kit.gap(_MEMBERS, "more"))),
        # which groups policies name cannot be told
        ("not_assessed", kit.tenant(_TWO, kit.group("spared"), kit.plain_member("emergency2", of="spared"), kit.plain_member("ana", of="spared"),
                                    kit.without(_POLICIES))
            .tells("whether spared, of which emergency2@example.onmicrosoft.com is a member, is a group for emergencies alone is not in the snapshot")),
        ("not_assessed", kit.tenant(
            kit.row(kit.collection.USERS, id=kit.ident("e1"), userPrincipalName="e1@example.onmicrosoft.com"), kit.break_glass("e1"),
            kit.standing(_GA, to="e1"),
        )),
        # what kind of group it is, nobody can tell
        ("not_assessed", kit.tenant(_TWO, kit.group("staff"), kit.plain_member("emergency2", of="staff"), kit.plain_member("ana", of="staff"),
                                    kit.without(kit.collection.GROUPS))),
    ],
)  # fmt: skip
def emergency_accounts_do_nothing_else(case: kit.Case) -> Iterator[kit.Finding]:
    """Every group, role and mailbox of an emergency account is one more place where somebody touches it: mail that can be answered, a list that shows its
    name, a licence that is taken away by mistake. It should be good for one thing, and silent until then.
    """
    for gap in case.read(_MEMBERS).gaps:
        case.unknown(_MEMBERS, gap.says(_MEMBERS.name, None), gap.reason_code)
    for account in case.each(case.resolved.break_glass):
        yield from _groups(case, account)
        yield from _roles(case, account)
        yield from _mailbox(case, account)


def _finding(account: kit.Thing, distinct: str, says: str, evidence: kit.Evidence) -> kit.Finding:
    return kit.Finding(degree=kit.Degree.PARTIAL, subject=account, says=says, distinct=distinct, evidence=(evidence,))


# ---- groups ----


def _groups(case: kit.Case, account: kit.Thing) -> Iterator[kit.Finding]:
    joined = sorted({(row.group_id or "").lower() for row in case.read(_MEMBERS) if row.id.lower() == account.id.lower()})
    for group in (case.thing(one) for one in joined):
        if _is_for_emergencies(case, group):
            continue
        if gone := case.missing(_POLICIES) or case.missing(kit.collection.GROUPS):
            case.unknown(gone.name, f"whether {group.label}, of which {account.label} is a member, is a group for emergencies alone is not in the snapshot")
            continue
        row = kit.Evidence(_MEMBERS.name, f"{group.id}/{account.id}", "member")
        yield _finding(account, group.id, f"is a member of {group.label}", row)


def _is_for_emergencies(case: kit.Case, group: kit.Thing) -> bool:
    """Named by a policy, of emergency accounts alone, filled by a rule, or the way by which the account is Global Administrator."""
    row = case.group(group.id)
    if row and "dynamicmembership" in (one.lower() for one in kit.known(row.group_types) or ()):
        return True
    if any(one.principal_id == group.id.lower() and one.role_id == _GA for one in case.holdings()):
        return True
    if all(case.is_break_glass(one.principal_id) for one in case.members(group.id)):
        return True
    return any(group.id.lower() in _named(policy) for policy in case.find(_POLICIES) or ())


def _named(policy: Any) -> set[str]:
    users = policy.when.users
    return {one.lower() for one in (*(users.include_groups or ()), *(users.exclude_groups or ()))} if users else set()


# ---- roles, mailbox ----


def _roles(case: kit.Case, account: kit.Thing) -> Iterator[kit.Finding]:
    for one in case.holdings():
        if one.principal_id == account.id.lower() and (one.role_id != _GA or one.scope != "/"):
            how = "is eligible for" if one.state is kit.State.ELIGIBLE else "holds"
            yield _finding(account, f"{one.role_id}{one.scope}", f"{how} {case.role(one.role_id).name} as well", one.evidence)


def _mailbox(case: kit.Case, account: kit.Thing) -> Iterator[kit.Finding]:
    row = case.user(account.id)
    if row is None or row.mail is kit.UNSET:
        case.unknown(kit.collection.USERS, f"whether {account.label} has a mailbox is not in the snapshot")
    elif row.mail:
        yield _finding(account, "mailbox", "has a mailbox", kit.Evidence(kit.collection.USERS.name, account.id, f"mail {row.mail}"))
