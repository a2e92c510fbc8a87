"""`assessor gaps`: sign-ins of privileged people that nothing guards."""

import argparse
import json
from typing import TYPE_CHECKING, Any

import msgspec

from assessor.cli.entry import OK
from assessor.cli.judging import read

if TYPE_CHECKING:
    from assessor.conditional_access import Gaps
    from assessor.model.tenant import Tenant

_WANTED = {
    "mfa": "without MFA",
    "phishing_resistant": "without a phishing-resistant method",
    "managed_device": "from a device that nobody manages",
    "block": "at all",
}
_ANY = {"users": "every privileged person", "apps": "any resource", "platforms": "on any platform", "clientAppTypes": "with any client",
        "locations": "from anywhere", "devices": "on any device", "authenticationFlows": "by any flow"}  # fmt: skip
_SOME = {
    "users": "",
    "apps": "to ",
    "platforms": "on ",
    "clientAppTypes": "with ",
    "locations": "from ",
    "devices": "on a device with ",
    "authenticationFlows": "by ",
}


def run(args: argparse.Namespace) -> int:
    """Print the gaps as sentences, or as the contract's document."""
    from assessor.conditional_access import ConditionalAccess, Property, gaps, gaps_document

    tenant, _ = read(args.snapshot, None)
    found = gaps(ConditionalAccess.of(tenant), Property(args.property))
    if args.json:
        print(msgspec.json.format(json.dumps(gaps_document(found)), indent=1))
    else:
        _print(found, tenant)
    return OK


def _print(found: "Gaps", tenant: "Tenant") -> None:
    from assessor.conditional_access import gaps_document
    from assessor.report.text import shown

    document = gaps_document(found)
    print(f"{found.space.people.count} privileged people; sign-ins {_WANTED[found.wanted]}:")
    for part, word in (("certain", "open"), ("possible", "may be open")):
        for box in document[part]:
            print(shown(f"{word}: {_sentence(box, tenant)}", 1000))
            print(shown(f"  {_nearest(box)}", 500))
    if not found.space.people.count:
        print("nobody is known to hold, or to be able to activate, a privileged role")
    elif not (found.certain or found.possible):
        print("none: every one of them is guarded")
    for says in (*found.notes, *(f"not known: {want.says}" for want in found.unknown)):
        print(shown(f"  {says}", 500))


def _sentence(box: dict[str, Any], tenant: "Tenant") -> str:
    parts = [_ANY[name] if name not in box else _SOME[name] + _listed([_word(name, one, tenant) for one in box[name]]) for name in _ANY]
    lacking = f"; it hangs on {', '.join(box['missing'])}" if "missing" in box else ""
    return ", ".join(parts) + lacking


def _listed(names: list[str]) -> str:
    return ", ".join(names) if len(names) < 6 else f"{', '.join(names[:5])} and {len(names) - 5} more"


def _word(name: str, value: Any, tenant: "Tenant") -> str:
    if name == "users":
        return tenant.principal(value).label
    if name == "apps":
        return _resource(value, tenant)
    if name == "locations":
        return " within ".join(_places(value["in"], tenant)) or "outside every named location"
    if name == "devices":
        return "no registration" if value is None else " ".join(f"{key}={one}" for key, one in value.items()) or "no attribute"
    return "an ordinary sign-in" if value is None else str(value)


def _places(ids: list[str], tenant: "Tenant") -> list[str]:
    from assessor.model import collections as c

    names = {row.id: row.display_name for row in tenant.rows(c.NAMED_LOCATIONS)}
    return [name if isinstance(name := names.get(one), str) else one for one in ids]


def _resource(value: str, tenant: "Tenant") -> str:
    kind, _, name = value.partition(":")
    said = {"authContext": f"the authentication context {name}", "userAction": f"the action {name.rpartition(':')[2]}", "other": "any other resource"}
    return said.get(kind) or _app_names(tenant).get(value, value)


def _app_names(tenant: "Tenant") -> dict[str, str]:
    from assessor import reference

    found = {
        row.app_id.lower(): row.display_name for row in tenant.service_principals.values() if isinstance(row.app_id, str) and isinstance(row.display_name, str)
    }
    for group in reference.app_groups().values():
        found |= {**group.unconfirmed, **group.members}
    return found | dict(reference.privileged_apps())


def _nearest(box: dict[str, Any]) -> str:
    from assessor.conditional_access import FAILS

    near = box["nearestPolicy"]
    return f"nearest: {near['name'] or near['id']}, but for {FAILS.get(near['fails'], near['fails'])}" if near else "no policy comes near"
