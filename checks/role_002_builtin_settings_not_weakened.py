"""ROLE-002: PIM settings of built-in roles are not modified."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from assessor import checkkit as kit

from . import _roles as roles

_USER_ADMINISTRATOR = "fe930be7-5e62-47db-91af-98c3a49a38b1"
_REPORTS_READER = "4a5d8f65-41da-4de4-8968-e035b65339cf"
_HYBRID_IDENTITY_ADMINISTRATOR = "8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2"
_MFA_IS_PRESET = frozenset({
    kit.GLOBAL_ADMINISTRATOR, kit.PRIVILEGED_ROLE_ADMINISTRATOR, "194ae4cb-b126-40b2-bd5b-6091b380977d", "29232cdf-9323-42fd-ade2-1d097af3e4de",
    "f28a1f50-f6e7-4571-818b-6a12f2af6b6c", _USER_ADMINISTRATOR,
})  # fmt: skip
"""Global, Privileged Role, Security, Exchange, SharePoint and User Administrator (2026-08, from exports: Microsoft does not document it role by role)."""


def _all_but(*left_out: str) -> kit.Part:
    """The policy of Global Administrator without some of its rules."""

    def part(draft: Any) -> None:
        for policy in draft.rows["roleManagementPolicies"]:
            policy["rules"] = [rule for rule in policy["rules"] if rule["id"] not in left_out]

    return part


def _reworded(rule_id: str, **properties: object) -> kit.Part:
    """A rule of every policy with other properties."""

    def part(draft: Any) -> None:
        for policy in draft.rows["roleManagementPolicies"]:
            for rule in policy["rules"]:
                rule.update(properties if rule["id"] == rule_id else {})

    return part


@kit.check(
    id="ROLE-002",
    title="PIM settings of built-in roles are not modified",
    theme=kit.Theme.PRIVILEGED_ROLES,
    severity=kit.Severity.MEDIUM,
    talk=("T02",),
    needs=kit.POLICIES,
    uses={kit.collection.ROLE_DEFINITIONS, kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES},
    remedy=(
        "Set the weakened settings back to Microsoft's default or stricter (Entra admin center > ID Governance > Privileged Identity Management > Microsoft "
        "Entra roles > Settings > the role > Edit). Where people reach the role through a PIM group, harden the group's own settings instead; where somebody "
        "is eligible for the role itself, harden the role as well. Do one of the two, or both, never neither."
    ),
    references=(
        "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-how-to-change-default-settings",
        "https://learn.microsoft.com/graph/identity-governance-pim-rules-overview",
        "https://learn.microsoft.com/graph/api/unifiedrolemanagementpolicy-list-rules",
    ),
    passes=[
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), kit.role_policy(_REPORTS_READER)),
        # the default differs per role: without MFA and never touched is no modification
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), kit.role_policy(_HYBRID_IDENTITY_ADMINISTRATOR, mfa=False)),
        # nor does it follow from a touched policy, where nobody knows that MFA was preset
        kit.tenant(kit.role_policy(_HYBRID_IDENTITY_ADMINISTRATOR, mfa=False, duration="PT4H", modified=-20)),
        # stricter is told in the notes
        kit.tenant(kit.role_policy(
            kit.GLOBAL_ADMINISTRATOR, duration="PT1H", approvers=("ana", "bob"), ticket=True, permanent_active=False, permanent_eligible=False,
            assignment_asks=("MultiFactorAuthentication", "Justification"), modified=-20,
        ))
            .tells(
                "Modified, and as strict as Microsoft's default or stricter: Global Administrator (an activation asks for approval, an active assignment "
                "asks for MFA, an activation asks for a ticket, an active assignment must end, an eligible assignment must end, an activation lasts up to"
                " 1 hours, not 8).",
            ),
        # an authentication context takes the place of MFA: only one of the two is ever there
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, mfa=False, context="c1", modified=-20))
            .tells("Modified, and as strict as Microsoft's default or stricter: Global Administrator (an activation asks for the authentication context c1)."),
        # touched and set back
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, modified=-20))
            .tells("Modified, and as strict as Microsoft's default or stricter: Global Administrator (set back to the default)."),
        # the same by other words: PT480M is PT8H, null is empty, letter case is nothing
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="PT480M"), _reworded("Enablement_Admin_Eligibility", enabledRules=None),
                   _reworded("Enablement_Admin_Assignment", enabledRules=["justification"]),
                   _reworded("Notification_Admin_Admin_Eligibility", notificationLevel="all", notificationRecipients=None),
                   _reworded("Notification_Requestor_Admin_Eligibility", notificationLevel=None),
                   _reworded("AuthenticationContext_EndUser_Assignment", claimValue="")),
        # the documentation says true here and real tenants false
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), _reworded("Expiration_EndUser_Assignment", isExpirationRequired=False)),
        # a duration behind a switch that is off
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), _reworded("Expiration_Admin_Assignment", maximumDuration="P365D")),
        # mails to a mailbox in place of the default recipients still reach somebody
        kit.tenant(kit.role_policy(
            kit.GLOBAL_ADMINISTRATOR, silent=("Notification_Admin_EndUser_Assignment",), recipients=("soc@example.org",), modified=-20,
        ))
            .tells(
                "Modified, and as strict as Microsoft's default or stricter: Global Administrator (mail to administrators about activations goes out "
                "differently).",
            ),
        # a custom role has no default of Microsoft's to be weaker than
        kit.tenant(
            kit.custom_role("helper"), kit.role_policy(kit.ident("helper"), duration="P1D", modified=-20), kit.role_policy(kit.GLOBAL_ADMINISTRATOR),
        ),
        # group policies are other checks'
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), kit.group_policy("admins", duration="P1D", modified=-20)),
        # without MFA from the first day on: where nobody touched the policy, nobody took it away
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, mfa=False)),
        # other than the default and nothing less, whenever it was made so: further recipients, critical mails alone, a context without a name
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), _reworded("Notification_Admin_Admin_Eligibility", notificationRecipients=["soc@example.org"]),
                   _reworded("Notification_Approver_Admin_Assignment", notificationLevel="Critical"),
                   _reworded("AuthenticationContext_EndUser_Assignment", isEnabled=True, claimValue=None))
            .tells(
                "Modified, and as strict as Microsoft's default or stricter: Global Administrator (an activation asks for the authentication context (none "
                "named), mail to administrators about eligible assignments goes out differently, mail to approvers about active assignments goes out "
                "differently).",
            ),
    ],
    fails=[
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="P1D", modified=-20)),
        kit.tenant(kit.role_policy(_REPORTS_READER, justification=False, modified=-20))
            .finds(
                "policy of Reports Reader", "is weaker than Microsoft's default, modified on 2026-10-12: an activation does not ask for a justification",
                shows=("Enablement_EndUser_Assignment: enabledRules ['MultiFactorAuthentication']",),
            ),
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, assignment_asks=(), modified=-20)),
        # default recipients off and nobody else: silent
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, silent=("Notification_Admin_EndUser_Assignment",), modified=-20))
            .finds(
                "policy of Global Administrator", (
                    "is weaker than Microsoft's default, modified on 2026-10-12: no mail to administrators about activations goes out"
                ),
                severity=kit.Severity.HIGH, shows=("Notification_Admin_EndUser_Assignment: isDefaultRecipientsEnabled false, notificationRecipients []",),
            ),
        # MFA was preset here and is gone
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, mfa=False, modified=-20))
            .finds(
                "policy of Global Administrator", (
                    "is weaker than Microsoft's default, modified on 2026-10-12: an activation does not ask for MFA, which Microsoft presets for this role"
                ),
                severity=kit.Severity.HIGH, confidence=kit.Confidence.LIKELY,
                shows=("Enablement_EndUser_Assignment: enabledRules ['Justification'], no authentication context",),
            ),
        # approval does not make up for a day-long activation: each setting is held against its own default
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="PT12H", approvers=("ana", "bob"), modified=-20)),
        # a difference without a date of change is a difference all the same
        kit.tenant(kit.role_policy(_USER_ADMINISTRATOR, duration="PT10H"))
            .finds(
                "policy of User Administrator", "is weaker than Microsoft's default: an activation lasts up to 10 hours, not 8",
                confidence=kit.Confidence.LIKELY,
            ),
        # one rule is not there, and another one is weaker
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, duration="P1D", modified=-20), _all_but("Approval_EndUser_Assignment")),
        # MFA that is gone may never have been there; a day-long activation was set by somebody
        kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, mfa=False, duration="P1D", modified=-20))
            .finds(
                "policy of Global Administrator", (
                    "is weaker than Microsoft's default, modified on 2026-10-12: an activation lasts up to 24 hours, not 8; an activation does not ask for "
                    "MFA, which Microsoft presets for this role"
                ),
                severity=kit.Severity.HIGH,
            ),
        # MFA was preset for these three as well
        kit.tenant(*(kit.role_policy(role, mfa=False, modified=-20) for role in (
            "194ae4cb-b126-40b2-bd5b-6091b380977d", "29232cdf-9323-42fd-ade2-1d097af3e4de", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
        )))
            .finds("policy of Security Administrator", severity=kit.Severity.HIGH, confidence=kit.Confidence.LIKELY)
            .finds("policy of Exchange Administrator", confidence=kit.Confidence.LIKELY)
            .finds("policy of SharePoint Administrator", confidence=kit.Confidence.LIKELY),
    ],
    other=[
        # no policies at all: "all of nothing" is no pass
        ("not_applicable", kit.tenant(kit.two_break_glass_accounts())),
        ("not_applicable", kit.tenant(kit.without_pim(), kit.outside_pim(kit.GLOBAL_ADMINISTRATOR, to="ana"))),
        ("not_assessed", kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR, modified=-20), _all_but("Enablement_EndUser_Assignment"))),
        ("not_assessed", kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), _reworded("Expiration_EndUser_Assignment", maximumDuration="soon"))),
        # what the eligible people are guarded by is told from the eligibility, and the verdict does not hang on it
        ("pass", kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), kit.without(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES))
            .tells("Which roles people activate under the role's own settings is not known: the eligible assignments are not in the snapshot.")),
        ("pass", kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana"))
            .tells(
                "The role's own settings guard an activation where somebody, or a group, is eligible for the role itself. There the default has to be "
                "hardened, or the eligibility moved into a PIM group: Global Administrator (at the default).",
            )),
        # whether it asks for approval, the rule does not say
        ("not_assessed", kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), _reworded("Approval_EndUser_Assignment", setting=None))),
        # a role that neither the snapshot nor Microsoft's list knows may be the customer's own, and those have no default
        ("not_assessed", kit.tenant(kit.role_policy(kit.ident("nobody knows"), duration="P1D"))
            .tells(f"whether {kit.ident('nobody knows')} is a built-in role is not in the snapshot")),
        # deleted accounts, emergency accounts and custom roles are left out of what is told
        ("pass", kit.tenant(kit.role_policy(kit.GLOBAL_ADMINISTRATOR), kit.deleted("ghost"), kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ghost"),
                            kit.break_glass("emergency1"), kit.eligible(_REPORTS_READER, to="emergency1"), kit.custom_role("helper"),
                            kit.eligible(kit.ident("helper"), to="bob"), kit.eligible(_USER_ADMINISTRATOR, to="ana"))
            .tells(
                "The role's own settings guard an activation where somebody, or a group, is eligible for the role itself. There the default has to be "
                "hardened, or the eligibility moved into a PIM group: User Administrator.",
            )),
    ],
)  # fmt: skip
def builtin_settings_not_weakened(case: kit.Case) -> Iterator[kit.Finding]:
    """Every built-in role comes with PIM settings that Microsoft chose, and whoever is made eligible for it later gets them without a further thought. A
    setting weakened for somebody's comfort, such as a whole day for one activation or no mail to anybody, is then weak for all of them, and nobody looks
    there while the group in front of the role is the one that is cared for. Stricter settings are welcome and are named in the notes.
    """
    changed: list[str] = []
    default: set[str] = set()
    for role, policy in case.each((role, policy) for role, policy in case.role_policies() if role.built_in is not False):
        differences = list(_differences(case, role, policy))
        weaker = [one for one in differences if one.weaker]
        if weaker:
            yield from _weaker(case, role, policy, weaker)
        elif differences or _when(policy):
            changed.append(f"{role.name} ({', '.join(one.says for one in differences) or 'set back to the default'})")
        if not differences:
            default.add(role.id)
    if changed:
        case.note(f"Modified, and as strict as Microsoft's default or stricter: {'; '.join(changed)}.")
    _tell_own_paths(case, default)


class _Difference(NamedTuple):
    rule: str
    says: str
    weaker: bool
    observed: str
    is_sure: bool = True


def _when(policy: kit.PimPolicy) -> datetime | None:
    moment: datetime | None = kit.known(policy.row.last_modified_date_time)
    return moment


def _weaker(case: kit.Case, role: kit.Role, policy: kit.PimPolicy, weaker: list[_Difference]) -> Iterator[kit.Finding]:
    if role.built_in is None:
        case.unknown(kit.collection.ROLE_DEFINITIONS, f"whether {role.name} is a built-in role is not in the snapshot")
        return
    moment = _when(policy)
    sure = moment is not None and any(one.is_sure for one in weaker)
    yield kit.Finding(
        degree=kit.Degree.FAIL,
        subject=policy.thing,
        says=f"is weaker than Microsoft's default{f', modified on {moment:%Y-%m-%d}' if moment else ''}: {'; '.join(one.says for one in weaker)}",
        evidence=tuple(policy.evidence(one.rule, one.observed) for one in weaker),
        severity=kit.Severity.HIGH if role.tier0 else None,
        confidence=kit.Confidence.CERTAIN if sure else kit.Confidence.LIKELY,
    )


# ---- one policy against the defaults ----


def _differences(case: kit.Case, role: kit.Role, policy: kit.PimPolicy) -> Iterator[_Difference]:
    unknown = []
    for rule_id, facts in kit.pim_defaults("role").items():
        rule = policy.rule(rule_id)
        found = None if rule is None else _compared(rule_id, facts, rule)
        if found is None:
            unknown.append(rule_id)
        else:
            yield from found
    if unknown:
        case.unknown(kit.collection.ROLE_MANAGEMENT_POLICIES, f"{roles.names(unknown)} in the policy of {role.name} cannot be read from the snapshot")
    yield from _mfa(role, policy)


def _compared(rule_id: str, facts: Any, rule: kit.PolicyRule) -> list[_Difference] | None:
    """What differs; None where the rule does not say."""
    if "enabledRules" in facts:
        return _asked(rule_id, facts, rule)
    if "isDefaultRecipientsEnabled" in facts:
        return _mails(rule_id, rule)
    if "isExpirationRequired" in facts:
        return _end(rule_id, rule)
    if "maximumDuration" in facts:
        return _duration(rule_id, facts, rule)
    return _switch(rule_id, rule)


_ASKED = {"multifactorauthentication": "MFA", "justification": "a justification", "ticketing": "a ticket"}
_WHEN = {
    "Enablement_EndUser_Assignment": "an activation",
    "Enablement_Admin_Assignment": "an active assignment",
    "Enablement_Admin_Eligibility": "an eligible assignment",
    "Expiration_Admin_Assignment": "an active assignment",
    "Expiration_Admin_Eligibility": "an eligible assignment",
}


def _asked(rule_id: str, facts: Any, rule: kit.PolicyRule) -> list[_Difference]:
    wanted, now = _words(facts["enabledRules"]), _words(rule.enabled_rules)
    further = (now - wanted - _words(facts.get("differsByRole"))) & _ASKED.keys()
    observed = f"enabledRules {sorted(rule.enabled_rules or [])}"
    lost = [_Difference(rule_id, f"{_WHEN[rule_id]} does not ask for {_ASKED[word]}", True, observed) for word in sorted(wanted - now)]
    return lost + [_Difference(rule_id, f"{_WHEN[rule_id]} asks for {_ASKED[word]}", False, observed) for word in sorted(further)]


def _words(words: Iterable[str] | None) -> set[str]:
    return {word.lower() for word in words or ()}


def _mails(rule_id: str, rule: kit.PolicyRule) -> list[_Difference] | None:
    if rule.is_default_recipients_enabled is None:
        return None
    observed = f"isDefaultRecipientsEnabled {str(rule.is_default_recipients_enabled).lower()}, notificationRecipients {rule.notification_recipients or []}"
    about = _mail(rule_id)
    if not rule.is_default_recipients_enabled and not rule.notification_recipients:
        return [_Difference(rule_id, f"no {about} goes out", True, observed)]
    is_default = not rule.notification_recipients and (rule.notification_level or "all").lower() == "all"
    return [] if is_default else [_Difference(rule_id, f"{about} goes out differently", False, observed)]


def _mail(rule_id: str) -> str:
    _, to, event = rule_id.split("_", 2)
    whom = {"Admin": "administrators", "Requestor": "the person concerned", "Approver": "approvers"}[to]
    what = {"Admin_Eligibility": "eligible assignments", "Admin_Assignment": "active assignments", "EndUser_Assignment": "activations"}[event]
    return f"mail to {whom} about {what}"


def _end(rule_id: str, rule: kit.PolicyRule) -> list[_Difference] | None:
    # by default an assignment may have no end, so every end is stricter, and its length lies behind the switch
    if rule.is_expiration_required is None:
        return None
    observed = f"isExpirationRequired true, maximumDuration {rule.maximum_duration}"
    return [_Difference(rule_id, f"{_WHEN[rule_id]} must end", False, observed)] if rule.is_expiration_required else []


def _duration(rule_id: str, facts: Any, rule: kit.PolicyRule) -> list[_Difference] | None:
    now, default = kit.hours(rule.maximum_duration), kit.hours(facts["maximumDuration"])
    if now is None or default is None:
        return None
    says = f"an activation lasts up to {now:g} hours, not {default:g}"
    return [] if now == default else [_Difference(rule_id, says, now > default, f"maximumDuration {rule.maximum_duration}")]


def _switch(rule_id: str, rule: kit.PolicyRule) -> list[_Difference] | None:
    """Approval and the authentication context: off by default, so on is stricter."""
    if rule_id.startswith("Approval"):
        is_on = rule.setting.is_approval_required if rule.setting else None
        says = "an activation asks for approval"
    else:
        is_on = rule.is_enabled
        says = f"an activation asks for the authentication context {rule.claim_value or '(none named)'}"
    return None if is_on is None else [_Difference(rule_id, says, False, "on")] if is_on else []


def _mfa(role: kit.Role, policy: kit.PimPolicy) -> Iterator[_Difference]:
    # that MFA is not asked for is a modification only where it was preset and the policy was touched; elsewhere it is a weakness that PIM-002 judges
    rule = policy.rule("Enablement_EndUser_Assignment")
    if rule and role.id in _MFA_IS_PRESET and _when(policy) and not policy.requires_mfa and not policy.context:
        observed = f"enabledRules {sorted(rule.enabled_rules or [])}, no authentication context"
        yield _Difference(rule.id, "an activation does not ask for MFA, which Microsoft presets for this role", True, observed, is_sure=False)


# ---- whose way runs through it ----


def _tell_own_paths(case: kit.Case, default: set[str]) -> None:
    table = case.find(kit.collection.ROLE_ELIGIBILITY_SCHEDULE_INSTANCES)
    if table is None:
        case.note("Which roles people activate under the role's own settings is not known: the eligible assignments are not in the snapshot.")
        return
    held = {row.role_definition_id for row in table if not case.is_deleted(row.principal_id) and not case.is_break_glass(row.principal_id)}
    own = sorted({(role.name, role.id in default) for role in map(case.role, held) if role.built_in is not False})
    if own:
        listed = ", ".join(f"{name}{' (at the default)' if is_default else ''}" for name, is_default in own)
        case.note(
            "The role's own settings guard an activation where somebody, or a group, is eligible for the role itself. There the default has to be hardened, or "
            f"the eligibility moved into a PIM group: {listed}."
        )
