"""Notes for operators: what nobody judges and everybody who works in this tenant should know. Each only where it applies, and with the reason.

Facts: Microsoft's pages on PIM, restricted management units and Security Copilot, and the talk (T12, T14 to T17, T20, T21), as of `kit.AS_OF`.
"""

from collections.abc import Sequence

from assessor import checkkit as kit

c = kit.collection
ACTIVATE_ROLES = "https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles"
ACTIVATE_GROUPS = "https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadgroup"
ACTIVATE_AZURE = "https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles"
SHORT = "https://aka.ms/pim"
REFRESH = "https://aka.ms/pim/tokenrefresh"
UNIT_HOUR, OVERAGE = 4, 6
"""US dollars for a provisioned and for an overage unit of Security Copilot, list price as published in 2025 and 2026; regions and contracts differ."""
MONTH = 730
"""Hours."""


def _not_visible(study: kit.Study, _: Sequence[kit.Result]) -> kit.OperatorNote | None:
    people = _who_activates(study)
    if not people:
        return None
    return kit.OperatorNote(
        talk="T14",
        title="An activation is not visible at once",
        why=f"{_counted(people, 'principal')} here can activate a role or a group.",
        says=(
            "A role arrives with the next token. Sign out and in again, or wait up to 15 minutes; the admin centers take it up first, PowerShell and other "
            "sessions later.",
            "After the end, a token that was issued before can still work for about an hour.",
            "The link below asks for a new token. Microsoft does not document it: use it, and do not rely on it.",
        ),
        links=(("Token refresh (unofficial)", REFRESH),),
    )


def _direct_links(study: kit.Study, results: Sequence[kit.Result]) -> kit.OperatorNote | None:
    switch, blocked = _is_restricted(study), _failing(results, "CAP-011")
    if not _who_activates(study) or not (switch or blocked):
        return None
    reasons = ["the switch 'Restrict access to Microsoft Entra admin center' is on" if switch else ""]
    reasons.append(f"a policy blocks the portals for {_counted(len(blocked), 'person', 'people')} who are only eligible (CAP-011)" if blocked else "")
    says = [
        "Who is only eligible counts as no administrator until the activation. The pages of PIM open by their own addresses all the same.",
    ]
    if blocked:
        says.append(
            "These links do not help people whom Conditional Access blocks on Microsoft Admin Portals: the token is refused, and they can never activate. "
            "Mend CAP-011."
        )
    return kit.OperatorNote(
        talk="T15 T16",
        title="Direct links to PIM",
        why=f"In this tenant {' and '.join(one for one in reasons if one)}.",
        says=tuple(says),
        links=(
            ("Shortest way to PIM", SHORT),
            ("My roles, in the Entra admin center", ACTIVATE_ROLES),
            ("My groups, in the Entra admin center", ACTIVATE_GROUPS),
            ("My roles, in the Azure portal", ACTIVATE_AZURE),
        ),
    )


def _no_myaccess(study: kit.Study, _: Sequence[kit.Result]) -> kit.OperatorNote | None:
    packages = len(study.tenant.rows(c.ACCESS_PACKAGES))
    if not packages or not _who_activates(study):
        return None
    return kit.OperatorNote(
        talk="T17",
        title="PIM is not in My Access",
        why=f"This tenant has {_counted(packages, 'access package')}, so people know myaccess.microsoft.com and will look there.",
        says=(
            "My Access hands out packages and answers reviews. Roles and groups are activated in PIM.",
            "My Access is none of the Microsoft Admin Portals: a policy on those does not reach it, and the other way round.",
        ),
        links=(("PIM", SHORT),),
    )


def _data_too(study: kit.Study, _: Sequence[kit.Result]) -> kit.OperatorNote | None:
    units = sum(kit.known(one.is_member_management_restricted, False) is True for one in study.tenant.units.values())
    declared = len(study.resolved.sensitive)
    if not units and not declared:
        return None
    parts = [_counted(units, "restricted management unit") if units else "", f"{_counted(declared, 'object')} declared sensitive" if declared else ""]
    return kit.OperatorNote(
        talk="T12",
        title="The data needs protection of its own",
        why=f"This tenant has {' and '.join(one for one in parts if one)}.",
        says=(
            "A restricted unit keeps administrators from changing accounts and groups. It does nothing for what lies in SharePoint, Teams, Exchange or "
            "OneDrive.",
            "Site owners and SharePoint Administrators still reach the data: look at site permissions, sharing, and sensitivity labels and policies in "
            "Microsoft Purview.",
        ),
    )


def _audited(study: kit.Study, _: Sequence[kit.Result]) -> kit.OperatorNote | None:
    roles = any(one.state == "eligible" for one in study.holdings)
    groups = bool(study.tenant.rows(c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES))
    if not roles and not groups:
        return None
    says = []
    if roles:
        says.append("Roles: Privileged Identity Management > Microsoft Entra roles > Resource audit; in the audit log service PIM, category RoleManagement.")
    if groups:
        says.append("Groups: Audit logs, service PIM, category GroupManagement; also Privileged Identity Management > Groups > the group > Resource audit.")
    says.append("Filter by service and category, not by the name of the activity, which is the same for both. Entra keeps 30 days (7 without a P1 licence).")
    what = "roles and groups" if roles and groups else "roles" if roles else "groups"
    return kit.OperatorNote(talk="T20", title="Where activations are audited", why=f"In this tenant {what} are activated.", says=tuple(says))


def _copilot(_: kit.Study, results: Sequence[kit.Result]) -> kit.OperatorNote | None:
    open_ones = [one for one in results if one.verdict in (kit.Verdict.FAIL, kit.Verdict.PARTIAL)]
    if not open_ones:
        return None
    return kit.OperatorNote(
        talk="T21",
        title="Questions for Security Copilot, and what it costs",
        why=f"{_counted(len(open_ones), 'check')} found something; the file prompts.txt holds questions about it.",
        says=(
            "The prompts ask about this tenant's findings. Nothing in this report needs Security Copilot, and its answers are no evidence: hold them "
            "against the rows here.",
            f"Security Copilot is paid by capacity. A provisioned unit (SCU) costs about {UNIT_HOUR} US dollars an hour, whether it is used or not: about "
            f"{UNIT_HOUR * MONTH:,} US dollars a month for one. Overage units cost about {OVERAGE} US dollars each. List prices of {kit.AS_OF}, approximate; "
            "look them up.",
            "Tenants with Microsoft 365 E5 may have units included. Capacity that was made for a trial runs on until it is deleted in Azure.",
        ),
        links=(("What Security Copilot costs", "https://azure.microsoft.com/pricing/details/microsoft-security-copilot/"),),
    )


def _who_activates(study: kit.Study) -> int:
    """Principals with an eligible role, membership or ownership."""
    roles = {one.principal_id for one in study.holdings if one.state == "eligible"}
    groups = {row.principal_id.lower() for row in study.tenant.rows(c.GROUP_ELIGIBILITY_SCHEDULE_INSTANCES)}
    held_by_groups = {one for one in roles if one in study.tenant.groups}
    return len((roles | groups) - held_by_groups) or len(roles | groups)


def _is_restricted(study: kit.Study) -> bool:
    """By the switch; where Graph does not tell, by what a person answered."""
    row = next(iter(study.tenant.rows(c.ADMIN_UX_SETTING)), None)
    said = str(row.restrict_non_admin_access).lower() if row else ""
    answer = study.engagement.answers.get("TEN-001")
    return said == "true" or (said != "false" and answer is not None and str(answer.answer) == "pass")


def _failing(results: Sequence[kit.Result], check: str) -> list[str]:
    return [finding.subject.id for one in results if one.check.id == check and one.verdict is kit.Verdict.FAIL for finding in one.findings if finding.counts]


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


NOT_VISIBLE = kit.Note(1, _not_visible)
DIRECT_LINKS = kit.Note(2, _direct_links)
NO_MYACCESS = kit.Note(3, _no_myaccess)
AUDITED = kit.Note(4, _audited)
DATA_TOO = kit.Note(5, _data_too)
COPILOT = kit.Note(6, _copilot)
