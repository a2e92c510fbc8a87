"""Device filters put to a device.

Microsoft, concept-condition-filters-for-devices (2025-05): a device that is not registered has no attribute at all, and
extension attributes are seen only of devices that Intune manages, that are compliant or that are hybrid joined. What a
negative comparison with one of them says of any other registered device the page leaves open [U].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from assessor.conditional_access.fit import NO, YES, Trit, negated
from assessor.conditional_access.rules import Compare, Node, RuleError, Value, evaluate, holds, known, parse

if TYPE_CHECKING:
    from assessor.model.access_rows import Filter

Device: TypeAlias = Mapping[str, Any] | None
"""Attributes as the filter language names them; None for a device that is not registered."""

ATTRIBUTES = frozenset(
    {"deviceid", "displayname", "deviceownership", "enrollmentprofilename", "iscompliant", "manufacturer", "mdmappid", "model", "operatingsystem",
     "operatingsystemversion", "physicalids", "profiletype", "systemlabels", "trusttype"}
)  # fmt: skip
_EXTENSION = re.compile(r"extensionattribute(?:[1-9]|1[0-5])")
_INTUNE = "0000000a-0000-0000-c000-000000000000"
_POLICIES = "conditionalAccessPolicies"


class DeviceFilter:
    """One filter, read once."""

    def __init__(self, row: Filter, policy: str) -> None:
        """`policy` is the name of the policy, for sentences."""
        self.mode, self.policy = (row.mode or "").lower(), policy
        self.node: Node | None = None
        self.trouble: Trit | None = None
        try:
            self.node = parse(row.rule or "")
        except RuleError as error:
            self.trouble = Trit.unknown(_POLICIES, f"the device filter of {policy} {error}")
        if self.mode not in ("include", "exclude"):
            self.trouble = Trit.unknown(_POLICIES, f"the device filter of {policy} has the mode {row.mode}, which this version does not know")

    def matches(self, device: Device) -> Trit:
        """Whether a policy with this filter applies to the device: include where the rule is true, exclude where it is false."""
        if self.trouble or self.node is None:
            return self.trouble or NO
        facts = None if device is None else {key.lower(): value for key, value in device.items()}
        met = evaluate(self.node, lambda compare: self._compare(compare, facts))
        return met if self.mode == "include" else negated(met)

    def _compare(self, compare: Compare, facts: Mapping[str, Any] | None) -> Trit:
        extension = bool(_EXTENSION.fullmatch(compare.attribute))
        if not extension and compare.attribute not in ATTRIBUTES:
            return Trit.unknown(_POLICIES, f"the device filter of {self.policy} asks for {compare.attribute}, which this version does not know")
        if facts is None:
            return YES if compare.negative else NO
        if extension and not _is_managed(facts):
            says = f"{compare.attribute} of a device that is registered and not managed: what {self.policy} makes of it is not documented"
            return Trit.unknown(_POLICIES, says) if compare.negative else NO
        return known(holds(compare, _value(facts.get(compare.attribute))))


def _is_managed(facts: Mapping[str, Any]) -> bool:
    joined = str(facts.get("trusttype") or "").lower() == "serverad"
    return facts.get("iscompliant") is True or joined or str(facts.get("mdmappid") or "").lower() == _INTUNE


def _value(raw: Any) -> Value:
    if isinstance(raw, list | tuple):
        return tuple(str(one) for one in raw)
    return raw if raw is None or isinstance(raw, bool) else str(raw)
