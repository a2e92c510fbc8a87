"""Which resource, user action or authentication context a policy is about.

Microsoft, concept-conditional-access-cloud-apps (2026-01), concept-filter-for-applications (2026-03); What-If's examples 2 and 3
(beta/api/conditionalaccessroot-evaluate): a request for a context meets only policies that name it, and policies for all
resources also meet the registration of security information. Of the registration of devices nothing is documented [U].
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assessor import reference
from assessor.conditional_access.fit import NO, YES, Fit, Trit, Want, any_of, but_not, fit_of, unknown_all
from assessor.conditional_access.rules import Compare, Node, RuleError, Value, evaluate, holds, known, parse
from assessor.conditional_access.signin import REGISTER_SECURITY_INFO, Context
from assessor.conditional_access.strange import strange_members
from assessor.model import collections as c
from assessor.model.access_rows import ConditionalAccessApplications
from assessor.model.rows import UNSET
from assessor.model.table import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.model.access_rows import Filter
    from assessor.model.rows import ServicePrincipal
    from assessor.model.tenant import Tenant

_POLICIES = c.CONDITIONAL_ACCESS_POLICIES.name


class Apps:
    """What the snapshot and the dated tables tell of applications."""

    def __init__(self, tenant: Tenant) -> None:
        """Indexed when somebody asks."""
        self.tenant = tenant

    @cached_property
    def by_app_id(self) -> dict[str, ServicePrincipal]:
        """Service principals by appId in lower case."""
        rows = self.tenant.rows(c.SERVICE_PRINCIPALS)
        return {row.app_id.lower(): row for row in rows if isinstance(row.app_id, str)}

    def in_group(self, app: str, group: str) -> Trit:
        """Whether an app belongs to a group of apps such as Office365; by the dated table, since Graph does not tell."""
        listed = reference.app_groups()[group]
        if app in listed.members:
            return YES
        return Trit.unknown("appGroups", f"whether {app} belongs to {listed.name}: Microsoft names it and gives no id") if app in listed.unconfirmed else NO

    def attributes(self, app: str) -> Mapping[str, Value] | Want:
        """Custom security attributes of an app as Set_attribute, in lower case; or what would tell."""
        row, table = self.by_app_id.get(app), self.tenant.table(c.SERVICE_PRINCIPALS)
        if row is not None:
            return row_attributes(row)
        if isinstance(table, Missing) or table.gaps or self.tenant.scope != "full":
            return Want(c.SERVICE_PRINCIPALS.name, f"custom security attributes of the application {app}")
        return {}


def row_attributes(row: ServicePrincipal) -> Mapping[str, Value] | Want:
    """Custom security attributes as Set_attribute, in lower case; they are read only by those who may."""
    if row.custom_security_attributes is UNSET:
        return Want(c.SERVICE_PRINCIPALS.name, f"custom security attributes of {row.id}: reading them needs Attribute Assignment Reader")
    found: dict[str, Value] = {}
    for group, values in (row.custom_security_attributes or {}).items():
        for name, value in values.items() if isinstance(values, Mapping) else ():
            if "@" not in name:
                found[f"{group}_{name}".lower()] = tuple(map(str, value)) if isinstance(value, list) else value
    return found


class AttributeFilter:
    """A filter on custom security attributes, of applications or of service principals."""

    def __init__(self, row: Filter, what: str) -> None:
        """`what` names the filter in sentences."""
        self.mode, self.what = (row.mode or "").lower(), what
        self.node: Node | None = None
        self.trouble: Want | None = None
        try:
            self.node = parse(row.rule or "")
        except RuleError as error:
            self.trouble = Want(_POLICIES, f"{what} {error}")
        if self.mode not in ("include", "exclude"):
            self.trouble = Want(_POLICIES, f"{what} has the mode {row.mode}, which this version does not know")

    def finds(self, attributes: Mapping[str, Value] | Want) -> Trit:
        """Whether the rule is true, whatever the mode."""
        if self.trouble or self.node is None:
            return Trit(None, (self.trouble,) if self.trouble else ())
        if isinstance(attributes, Want):
            return Trit(None, (attributes,))
        return evaluate(self.node, lambda compare: self._compare(compare, attributes))

    def _compare(self, compare: Compare, attributes: Mapping[str, Value]) -> Trit:
        head, _, name = compare.attribute.partition(".")
        if head != "customsecurityattribute" or not name:
            return Trit.unknown(_POLICIES, f"{self.what} asks for {compare.attribute}, which this version does not know")
        return known(holds(compare, attributes.get(name)))


class Resources:
    """The applications condition of one policy."""

    def __init__(self, apps: Apps, row: ConditionalAccessApplications | None, raw: Any, policy: str) -> None:
        """Lists in lower case, the filter read once."""
        row = row or ConditionalAccessApplications()
        self.apps, self.policy = apps, policy
        self.included, self.excluded = _lower(row.include_applications), _lower(row.exclude_applications)
        self.actions = _lower(row.include_user_actions)
        self.contexts = _lower(row.include_authentication_context_class_references)
        self.filter = AttributeFilter(row.application_filter, f"the application filter of {policy}") if row.application_filter else None
        self.strange = strange_members(raw, ConditionalAccessApplications)

    def fit(self, contexts: Sequence[Context]) -> Fit:
        """Which of these the policy is about; one kind alone stands in a policy."""
        found = fit_of(contexts, self._matches)
        for name in self.strange:
            want = Want(_POLICIES, f"{self.policy} has applications.{name}, which this version does not know")
            doubt = unknown_all(len(contexts), want)
            found = found.but_not(doubt) if name.startswith("exclude") else found | doubt
        return found

    def _matches(self, context: Context) -> Trit:
        if context.kind == "authContext":
            return known((context.value or "").lower() in self.contexts)
        if context.kind == "userAction":
            return self._action((context.action or "").lower())
        app = (context.app or "").lower()
        return but_not(self._in(app, self.included, "include"), self._in(app, self.excluded, "exclude"))

    def _action(self, action: str) -> Trit:
        if action in self.actions:
            return YES
        if "all" not in self.included:
            return NO
        if action == REGISTER_SECURITY_INFO:
            return YES
        return Trit.unknown(_POLICIES, f"whether {self.policy}, which is for all resources, meets {action}: Microsoft does not say")

    def _in(self, app: str, listed: frozenset[str], mode: str) -> Trit:
        if "all" in listed or app in listed:
            return YES
        found = [self.apps.in_group(app, group) for group in sorted(listed & reference.app_groups().keys())]
        found += [self._odd(word) for word in sorted(listed) if _is_odd(word)]
        if self.filter and self.filter.mode not in ("include", "exclude"):
            found.append(self.filter.finds({}))
        elif self.filter and self.filter.mode == mode:
            found.append(self.filter.finds(self.apps.attributes(app)))
        return any_of(found)

    def _odd(self, word: str) -> Trit:
        return Trit.unknown(_POLICIES, f"what {self.policy} means by the application {word}")

    @property
    def exempts_baseline_scopes(self) -> bool:
        """All resources but some: low-privileged scopes may be exempt (concept-enforcement-resource-exclusions, 2026-05); the setting is not in Graph."""
        return "all" in self.included and bool(self.excluded or (self.filter and self.filter.mode == "exclude"))


def _is_odd(word: str) -> bool:
    """A word in place of an appId that nobody knows: ids have dashes, groups of apps are in the table."""
    return word not in ("all", "none") and "-" not in word and word not in reference.app_groups()


def _lower(listed: list[str] | None) -> frozenset[str]:
    return frozenset(one.strip().lower() for one in listed or ())
