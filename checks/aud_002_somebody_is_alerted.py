"""AUD-002: somebody is alerted when break-glass or sensitive objects are touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assessor import checkkit as kit

from . import _alerts as alerts
from . import _logs as logs

_RULES, _GROUPS = kit.collection.AZURE_ALERT_RULES, kit.collection.AZURE_ACTION_GROUPS
_SETTINGS = kit.collection.AZURE_DIAGNOSTIC_SETTINGS

_KAYA = kit.together(kit.person("kaya"), kit.engagement(sensitive_users=(kit.ident("kaya"),)))
_EXPORTED = logs.setting(logs.SIGN_INS, logs.AUDITS)
_SENSITIVE = kit.tenant(_KAYA, _EXPORTED)
_DECLARED = kit.tenant(kit.break_glass("emergency1"), _EXPORTED)
_TOLD = alerts.action_group("oncall")
_NAMED = f"SigninLogs | where UserId == '{kit.ident('emergency1')}'"
_CHANGED = f"AuditLogs | where TargetResources has '{kit.ident('kaya')}'"


def _query(text: str, **properties: Any) -> kit.Example:
    return _DECLARED.but(alerts.rule("r", text, **properties), _TOLD)


@kit.check(
    id="AUD-002",
    title="Somebody is alerted when break-glass or sensitive objects are touched",
    theme=kit.Theme.AUDITING,
    severity=kit.Severity.HIGH,
    talk=("T11",),
    needs={_RULES, _GROUPS},
    leans_on={_SETTINGS, kit.collection.DOMAINS},
    uses={kit.collection.USERS, kit.collection.GROUPS, kit.collection.GROUP_MEMBERS},
    asks="Does an alert reach somebody when an emergency account signs in, or when a sensitive object is changed (alert rule, Sentinel or another SIEM)?",
    remedy=(
        "Create a log search alert over SigninLogs for the object ids of the emergency accounts, and one over AuditLogs for the sensitive objects (Azure "
        "portal > Monitor > Alerts > Alert rules), evaluated every five minutes, above 0 rows, with an action group that reaches somebody outside the "
        "tenant: a text message, a phone call, or a mailbox elsewhere. Set it off once a year."
    ),
    references=(
        "https://learn.microsoft.com/entra/identity/role-based-access-control/security-emergency-access",
        "https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule",
        "https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups",
    ),
    passes=[
        _query(_NAMED),
        # ids in any case, lists of them, and today's sign-in name, of which a note says that it does not survive a renaming
        _query(_NAMED.upper()),
        _query(f'let accounts = dynamic(["{kit.ident("emergency1")}"]); SigninLogs | where UserId in (accounts)'),
        _query("SigninLogs | where UserPrincipalName =~ 'emergency1@example.onmicrosoft.com'")
            .tells("The alert rule r names emergency1@example.onmicrosoft.com by the sign-in name: once renamed, the account is named no more."),
        # a sensitive object, over the log of changes
        _SENSITIVE.but(alerts.rule("r", _CHANGED), _TOLD),
        # a second rule may be off
        _query(_NAMED).but(alerts.rule("old", _NAMED, enabled=False)),
        # another condition leaves something out, and not the account
        _query(f"SigninLogs | where ResultType != 0 and UserId == '{kit.ident('emergency1')}'"),
        # Azure writes ids in any case; a rule may watch all of a subscription
        _query(_NAMED, scopes=[logs.WORKSPACE.upper()]),
        _query(_NAMED, scopes=["/subscriptions/s"]),
        # a mailbox elsewhere, and somebody's phone beside the tenant's own mailbox
        _DECLARED.but(alerts.rule("r", _NAMED), alerts.action_group("oncall", emails=("alarm@elsewhere.example",))),
        _DECLARED.but(alerts.rule("r", _NAMED), alerts.action_group("oncall", emails=("it@example.onmicrosoft.com",), phones=("555",))),
        # a few quiet minutes after an alert
        _query(_NAMED, muteActionsDuration="PT30M"),
        # the best of several rules that name the account counts: one does nothing, one is weak, one is as it should be
        _query(_NAMED).but(alerts.rule("a", _NAMED, groups=()), alerts.rule("b", _NAMED, muteActionsDuration="P1D")),
        # the same, the worst of them first in the list
        _DECLARED.but(alerts.rule("a", _NAMED, groups=()), alerts.rule("b", _NAMED, muteActionsDuration="P1D"), alerts.rule("r", _NAMED), _TOLD),
        # of two groups that are told one reaches a phone
        _DECLARED.but(alerts.rule("r", _NAMED, groups=("mail", "oncall")), _TOLD, alerts.action_group("mail", emails=("it@example.onmicrosoft.com",))),
        # changes of a sensitive object stand in the audit log; a group has no sign-in name
        kit.tenant(_KAYA, logs.setting(logs.AUDITS), alerts.rule("r", _CHANGED), _TOLD),
        kit.tenant(kit.group("board"), kit.engagement(sensitive_groups=(kit.ident("board"),)), _EXPORTED, _TOLD,
                   alerts.rule("r", f"AuditLogs | where TargetResources has '{kit.ident('board')}'")),
        # one is named by an id that lasts, the other is not: that is told of the other alone
        _query(_NAMED).but(kit.break_glass("emergency2"), alerts.rule("s", "SigninLogs | where UserPrincipalName =~ 'emergency2@example.onmicrosoft.com'"))
            .tells("The alert rule s names emergency2@example.onmicrosoft.com by the sign-in name: once renamed, the account is named no more."),
        # it reads a function of the workspace, behind which either log may be
        kit.tenant(_KAYA, logs.setting(logs.AUDITS), alerts.rule("r", f"EntraChanges() | where TargetId == '{kit.ident('kaya')}'"), _TOLD),
        # quiet for an hour
        _query(_NAMED, muteActionsDuration="PT1H"),
        # one row is enough, however that is written
        _query(_NAMED, criteria={"allOf": [{"query": _NAMED, "operator": "GreaterThanOrEqual", "threshold": 1}]}),
    ],
    partial=[
        # the mailbox goes down with the tenant
        _DECLARED.but(alerts.rule("r", _NAMED), alerts.action_group("oncall", emails=("it@example.onmicrosoft.com",)))
            .finds(
                "emergency1", "is an emergency account, and is named in the alert rule r, which reaches nobody but mailboxes of this tenant",
                confidence=kit.Confidence.LIKELY,
            ),
        # a rule that is silent for a day is better than one that reaches nobody
        _DECLARED.but(alerts.rule("a", _NAMED, groups=()), alerts.rule("b", _NAMED, muteActionsDuration="P1D"), _TOLD),
        # quiet for a day after the first alert
        _query(_NAMED, muteActionsDuration="P1D"),
        # the first sign-ins pass unnoticed
        _query(_NAMED, threshold=5)
            .finds(
                "emergency1", "is an emergency account, and is named in the alert rule r, which lets the first events pass",
                confidence=kit.Confidence.LIKELY,
            ),
        # changes are told, sign-ins of the emergency account are not
        _query(f"AuditLogs | where TargetResources has '{kit.ident('emergency1')}'")
            .finds(
                "emergency1", "is an emergency account, and is named in the alert rule r, which does not look at sign-ins",
                confidence=kit.Confidence.LIKELY,
            ),
        _query(_NAMED, criteria={"allOf": [{"query": _NAMED, "operator": "GreaterThanOrEqual", "threshold": 2}]}),
        _query(_NAMED, criteria={"allOf": [{"query": _NAMED, "operator": "GreaterThan", "threshold": 1}]}),
        # of two conditions one has to be met a second time
        _query(_NAMED, criteria={"allOf": [{"query": _NAMED, "operator": "GreaterThan", "threshold": 0},
                                           {"query": _NAMED, "operator": "GreaterThan", "threshold": 5}]}),
        # whoever holds a role of Azure is told at the mailbox of this tenant
        _DECLARED.but(alerts.rule("r", _NAMED), kit.row(_GROUPS, id="oncall", name="oncall", properties={
            "enabled": True, "armRoleReceivers": [{"name": "owners", "roleId": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}],
        })),
    ],
    fails=[
        # Azure was asked, and there is nothing
        _DECLARED,
        _SENSITIVE
            .finds("kaya", "is declared sensitive, and is named in no alert rule that is on", severity=kit.Severity.MEDIUM, confidence=kit.Confidence.LIKELY),
        _DECLARED.but(_TOLD),
        # a rule about something else, and one that names somebody else
        _query("AuditLogs | where OperationName has 'conditional access policy'"),
        _query(f"SigninLogs | where UserId == '{kit.ident('ana')}'"),
        # an old sign-in name: the account was renamed
        _query("SigninLogs | where UserPrincipalName == 'breakglass@example.onmicrosoft.com'"),
        # named to be left out, or in a comment
        _query(f"SigninLogs | where UserId != '{kit.ident('emergency1')}'"),
        _query(f"SigninLogs | where UserId !in ('{kit.ident('ana')}', '{kit.ident('emergency1')}')"),
        _query(f"SigninLogs | where not (UserId == '{kit.ident('emergency1')}')"),
        _query(f"SigninLogs\n// | where UserId == '{kit.ident('emergency1')}'\n| where UserId == 'x'"),
        # off
        _query(_NAMED, enabled=False),
        _query("SigninLogs | where UserPrincipalName =~ 'emergency1@example.onmicrosoft.com'", enabled=False),
        _query("SigninLogs | where UserId in ((_GetWatchlist('BreakGlass') | project SearchKey))", enabled=False),
        # an action group that could not be read belongs to a rule that is off; the rule that is on tells one that could
        _query("AuditLogs | where OperationName has 'policy'").but(
            alerts.rule("old", _NAMED, enabled=False, groups=("gone",)), kit.gap(_GROUPS, "subscription")),
        # to the other system goes nothing that tells of sign-ins or changes
        _DECLARED.but(logs.setting("RiskyUsers", name="siem", eventHubAuthorizationRuleId="/subscriptions/s/rules/root")),
        # nobody is told: no group, one that is gone, one that is off, one without receivers, one whose only receiver has unsubscribed
        _DECLARED.but(alerts.rule("r", _NAMED, groups=()))
            .finds(
                "emergency1", "is an emergency account, and is named in the alert rule r alone, which reaches nobody",
                confidence=kit.Confidence.LIKELY, shows=("enabled True, action groups: none",),
            ),
        _DECLARED.but(alerts.rule("r", _NAMED, groups=("gone",)), _TOLD),
        _DECLARED.but(alerts.rule("r", _NAMED), alerts.action_group("oncall", enabled=False)),
        _DECLARED.but(alerts.rule("r", _NAMED), alerts.action_group("oncall", phones=())),
        _DECLARED.but(alerts.rule("r", _NAMED), alerts.action_group("oncall", status="Disabled")),
        # the workspace that it watches gets no log of Entra
        _query(_NAMED, scopes=[logs.WORKSPACE + "2"])
            .finds(
                "emergency1", (
                    "is an emergency account, and is named in the alert rule r alone, which watches a workspace that the log it reads does not reach"
                ),
                confidence=kit.Confidence.LIKELY,
            ),
        kit.tenant(kit.break_glass("emergency1"), alerts.rule("r", _NAMED), _TOLD),
        # it gets another log of Entra
        kit.tenant(kit.break_glass("emergency1"), logs.setting("RiskyUsers"), alerts.rule("r", _NAMED), _TOLD),
        kit.tenant(kit.break_glass("emergency1"), logs.setting(logs.AUDITS), alerts.rule("r", _NAMED), _TOLD),
        kit.tenant(_KAYA, logs.setting(logs.SIGN_INS), alerts.rule("r", _CHANGED), _TOLD)
            .finds(
                "kaya", "is declared sensitive, and is named in the alert rule r alone, which watches a workspace that the log it reads does not reach",
                severity=kit.Severity.MEDIUM, confidence=kit.Confidence.LIKELY,
            ),
        # one account of two
        _query(_NAMED).but(kit.break_glass("emergency2")),
        # somebody else's longer name
        _query("SigninLogs | where UserPrincipalName == 'old.emergency1@example.onmicrosoft.com'"),
        # what was read decides, whatever anybody answers
        _DECLARED.but(kit.answer("AUD-002", "pass")),
    ],
    other=[
        # somebody is named, and where the logs go was not read: the workspace that is watched may be empty
        ("not_assessed", _query(_NAMED).but(kit.without(_SETTINGS))),
        ("not_assessed", kit.tenant(kit.break_glass("emergency1"), alerts.rule("r", _NAMED), _TOLD, kit.gap(_SETTINGS, "page"))),
        # what the only setting sends, and where to, was not read
        ("not_assessed", kit.tenant(kit.break_glass("emergency1"), alerts.rule("r", _NAMED), _TOLD, kit.row(_SETTINGS, id="entra", name="entra"))
            .tells("whether the logs of Entra reach what the alert rule r watches is not in the snapshot")),
        # of two rules one watches what certainly gets the logs
        ("pass", _DECLARED.but(alerts.rule("a", _NAMED, scopes=[logs.WORKSPACE + "2"]), alerts.rule("r", _NAMED), _TOLD,
                               kit.row(_SETTINGS, id="other", name="other"))),
        # nobody declared anything: BGA-001 asks for it
        ("not_applicable", kit.tenant()),
        # Azure was not asked
        ("manual", _DECLARED.but(kit.without(_RULES, "not_requested"), kit.without(_GROUPS, "not_requested"))),
        ("manual", _DECLARED.but(kit.without(_GROUPS))),
        ("pass", _DECLARED.but(kit.without(_RULES, "not_requested"), kit.answer("AUD-002", "pass"))),
        # another system may watch what is sent to an event hub or to a partner
        ("manual", _DECLARED.but(logs.setting(logs.SIGN_INS, name="siem", eventHubAuthorizationRuleId="/subscriptions/s/rules/root"))
            .tells(
                "Does an alert reach somebody when an emergency account signs in, or when a sensitive object is changed: logs are sent to an event hub or"
                " a partner, and whether that system watches emergency1@example.onmicrosoft.com is not in the snapshot.",
            )),
        ("pass", _DECLARED.but(logs.setting(logs.SIGN_INS, name="siem", marketplacePartnerId="/subscriptions/s/siem"), kit.answer("AUD-002", "pass"))),
        # whom a watchlist names is not in the snapshot
        ("manual", _query("SigninLogs | where UserId in ((_GetWatchlist('BreakGlass') | project SearchKey))")),
        # a subscription that could not be read may hold the rule, or its action group
        ("manual", _DECLARED.but(kit.gap(_RULES, "subscription"))),
        ("manual", _DECLARED.but(alerts.rule("r", _NAMED, groups=("gone", "oncall")), alerts.action_group("oncall", enabled=False),
                                 kit.gap(_GROUPS, "subscription"))),
        # a rule that was read without what it does
        ("manual", _DECLARED.but(kit.row(_RULES, id="r", name="r"))),
        # the group by which the accounts are declared is named instead of them: who is in it changes without the rule
        ("pass", kit.tenant(
            kit.group("emergency"), kit.plain_member("emergency1", of="emergency"), kit.engagement(break_glass_groups=(kit.ident("emergency"),)),
            alerts.rule("r", f"SigninLogs | where Groups has '{kit.ident('emergency')}'"), _TOLD, _EXPORTED,
        )),
        # another group that the account is in says nothing of it: its members come and go
        ("fail", kit.tenant(
            kit.group("emergency"), kit.plain_member("emergency1", of="emergency"), kit.engagement(break_glass_groups=(kit.ident("emergency"),)),
            kit.plain_member("emergency1", of="staff"), alerts.rule("r", f"SigninLogs | where Groups has '{kit.ident('staff')}'"), _TOLD, _EXPORTED,
        )),
        # an account that is not in the group is not named by it
        ("fail", kit.tenant(
            kit.group("emergency"), kit.plain_member("emergency1", of="emergency"), kit.engagement(break_glass_groups=(kit.ident("emergency"),)),
            kit.break_glass("emergency2"), alerts.rule("r", f"SigninLogs | where Groups has '{kit.ident('emergency')}'"), _TOLD, _EXPORTED,
        )),
    ],
)  # fmt: skip
def somebody_is_alerted(case: kit.Case) -> Iterator[kit.Finding]:
    """An emergency account is used once in years, and a restricted object is hardly ever changed. Each time is either an emergency or an attack, and somebody
    has to know within minutes. Rules are read as text: whoever is named in one that is on, watches a workspace that gets the logs, and reaches somebody
    outside this tenant, is taken as guarded.
    """
    case.lean_on(_SETTINGS, kit.collection.DOMAINS)
    watch = _Watch(case)
    unnamed = []
    for one in case.each(_declared(case)):
        best = watch.best(one)
        if best is None or best.dead:
            unnamed.append((one, best))
            continue
        if best.is_doubtful:
            case.unknown(_SETTINGS, f"whether the logs of Entra reach what the alert rule {best.rule.name} watches is not in the snapshot")
        if best.weak:
            yield _finding(one, kit.Degree.PARTIAL, f"is named in the alert rule {best.rule.name}, {best.weak}", best)
    if unnamed:
        watch.ask_where_unknown(unnamed[0][0].thing)
    for one, best in unnamed:
        says = f"is named in the alert rule {best.rule.name} alone, {best.dead}" if best else "is named in no alert rule that is on"
        yield _finding(one, kit.Degree.FAIL, says, best)


@dataclass(frozen=True)
class _Guarded:
    """Somebody or something that an alert should name."""

    thing: kit.Thing
    names: tuple[str, ...]
    """By which a rule may name it, lasting ones first; in lower case."""
    upn: str | None
    is_break_glass: bool


def _declared(case: kit.Case) -> Iterator[_Guarded]:
    break_glass = {thing.id.lower(): thing for thing in case.resolved.break_glass}
    groups = {thing.id.lower() for thing in case.resolved.break_glass_groups}
    rows = ((row.id.lower(), (row.group_id or "").lower()) for row in case.find(kit.collection.GROUP_MEMBERS) or ())
    members = [(member, group_id) for member, group_id in rows if group_id in groups]
    for thing in break_glass.values():
        within = tuple(group_id for member, group_id in members if member == thing.id.lower())
        yield _Guarded(thing, (thing.id.lower(), *within), _upn(case, thing), is_break_glass=True)
    for thing in case.resolved.sensitive:
        if thing.id.lower() not in break_glass:
            yield _Guarded(thing, (thing.id.lower(),), _upn(case, thing), is_break_glass=False)


def _upn(case: kit.Case, thing: kit.Thing) -> str | None:
    user = case.user(thing.id)
    return str(kit.known(user.user_principal_name, None) or "").lower() or None if user else None


@dataclass(frozen=True)
class _Watcher:
    """A rule that names somebody: why it does nothing (dead), or what is weak about it."""

    rule: alerts.Rule
    dead: str | None
    weak: str | None
    is_doubtful: bool
    """Whether the snapshot does not tell if any log of Entra reaches what it watches."""

    @property
    def rank(self) -> tuple[int, bool]:
        """The best one first."""
        return (2 if self.dead else 1 if self.weak else 0), self.is_doubtful


class _Watch:
    """The rules that are on, and whom they reach."""

    def __init__(self, case: kit.Case) -> None:
        self.case = case
        self.table, groups = case.read(_RULES), case.read(_GROUPS)
        self.rules = alerts.rules(self.table)
        self.groups = {row.id.lower(): row for row in groups}
        self.group_gaps = bool(groups.gaps)
        settings = case.find(_SETTINGS)
        self.exports = logs.exports(settings) if settings else ()
        self.knows_exports = settings is not None and not settings.gaps and len(self.exports) == len(settings.rows)
        self.domains = frozenset(row.id.lower() for row in case.find(kit.collection.DOMAINS) or ())

    def best(self, one: _Guarded) -> _Watcher | None:
        """The rule that guards it best, of those that name it and are on."""
        lasting = [rule for rule in self.rules if rule.on and any(alerts.names(rule.query, name) for name in one.names)]
        passing = [rule for rule in self.rules if rule.on and one.upn and alerts.names(rule.query, one.upn)]
        found = sorted((self._judged(one, rule) for rule in (*lasting, *passing)), key=lambda watcher: watcher.rank)
        if found and found[0].rule not in lasting:
            self.case.note(f"The alert rule {found[0].rule.name} names {one.thing.label} by the sign-in name: once renamed, the account is named no more.")
        return found[0] if found else None

    def _judged(self, one: _Guarded, rule: alerts.Rule) -> _Watcher:
        live = [self.groups[key] for key in rule.action_groups if key in self.groups and alerts.is_live(self.groups[key])]
        weak = None
        if one.is_break_glass and "signinlogs" not in rule.query:
            weak = "which does not look at sign-ins"
        elif (kit.hours(rule.mute) or 0) > 1:
            weak = f"which is silent for {rule.mute} once it has fired"
        elif not rule.fires_at_once:
            weak = "which lets the first events pass"
        elif all(alerts.falls_with(row, self.domains) for row in live):
            weak = "which reaches nobody but mailboxes of this tenant"
        is_fed = self._is_fed(rule)
        dead = "which reaches nobody" if not live else "which watches a workspace that the log it reads does not reach" if is_fed is False else None
        return _Watcher(rule, dead, weak, is_doubtful=is_fed is None)

    def _is_fed(self, rule: alerts.Rule) -> bool | None:
        """Whether a log that the rule reads reaches what it watches; None where the snapshot does not tell."""
        read = [log for log in _LOGS if log.lower() in rule.query] or _LOGS
        sent = {one.lower() for export in self.exports if any(map(export.sends, read)) for one in export.destinations}
        if sent & set(rule.workspaces) if rule.workspaces else sent:
            return True
        return False if self.knows_exports else None

    def ask_where_unknown(self, thing: kit.Thing) -> None:
        """Where something else may well watch what no rule names, a person has to tell."""
        for gone in (self.case.missing(_SETTINGS), self.case.missing(kit.collection.USERS)):
            if gone:
                raise kit.NeedsPerson(f"{_ASKS}: {gone.says}, and no alert rule that is on names {thing.label} by what else is known.")
        if self.table.gaps or len(self.rules) < len(self.table.rows):
            raise kit.NeedsPerson(f"{_ASKS}: not all alert rules could be read, and none of those that were names {thing.label}.")
        if self.group_gaps and any(rule.on and key not in self.groups for rule in self.rules for key in rule.action_groups):
            raise kit.NeedsPerson(f"{_ASKS}: not all action groups could be read, and none of those that were is told of {thing.label}.")
        if any(export.to_siem and _carries(export) for export in self.exports):
            raise kit.NeedsPerson(f"{_ASKS}: logs are sent to an event hub or a partner, and whether that system watches {thing.label} is not in the snapshot.")
        for rule in self.rules:
            if rule.on and rule.reads_watchlist:
                raise kit.NeedsPerson(f"{_ASKS}: whom the watchlist of the alert rule {rule.name} names is not in the snapshot.")


_LOGS = (logs.SIGN_INS, logs.AUDITS)
"""What a rule over people and objects reads; its tables bear the same names."""
_ASKS = "Does an alert reach somebody when an emergency account signs in, or when a sensitive object is changed"


def _carries(export: logs.Export) -> bool:
    return any(map(export.sends, _LOGS))


def _finding(one: _Guarded, degree: kit.Degree, says: str, best: _Watcher | None) -> kit.Finding:
    what = "an emergency account" if one.is_break_glass else "declared sensitive"
    return kit.Finding(
        degree=degree,
        subject=one.thing,
        says=f"is {what}, and {says}",
        evidence=(best.rule.evidence if best else kit.Evidence(_RULES.name, None, f"no enabled rule names {one.thing.id}"),),
        severity=None if one.is_break_glass else kit.Severity.MEDIUM,
        confidence=kit.Confidence.LIKELY,
    )
