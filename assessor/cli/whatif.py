"""`assessor whatif`: Conditional Access, evaluated, for one sign-in typed by a person or for many written by a program."""

import argparse
import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assessor.cli.entry import OK
from assessor.cli.judging import read
from assessor.cli.named import role
from assessor.model.errors import UsageError
from assessor.model.tenant import known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.conditional_access import Activation, Activations, Answer, Request, Target
    from assessor.model.tenant import Tenant

_APP = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|all|office365|microsoftadminportals")


def run(args: argparse.Namespace) -> int:
    """Answer the requests of a file, or the one that the flags make."""
    from assessor.conditional_access import Activations, ConditionalAccess

    if args.requests and (args.user or args.service_principal or args.activate):
        raise UsageError("--requests", "says itself who signs in", "leave out --user, --service-principal and --activate")
    requests = list(_requests(args.requests)) if args.requests else [_typed(args)]
    tenant, _ = read(args.snapshot, None, frozenset(_names(requests)))
    requests = [_resolved(one, tenant) for one in requests] if args.requests else [_found(requests[0], tenant, args)]
    decider = Activations(ConditionalAccess.of(tenant))
    for request in requests:
        if args.requests or args.json:
            print(json.dumps(_document(request, decider), ensure_ascii=True))
        else:
            _print(request, decider)
    return OK


# ---- requests ----


def _requests(file: str) -> "Iterator[Request]":
    """One request a line; - is standard input."""
    import msgspec

    from assessor.conditional_access import Request

    name = "standard input" if file == "-" else file
    for number, line in enumerate(_text(file).splitlines(), 1):
        if line.strip():
            try:
                yield msgspec.json.decode(line, type=Request)
            except (msgspec.MsgspecError, ValueError, RecursionError) as error:
                raise UsageError(f"{name}:{number}", f"is no request ({error})", "one JSON object a line, as the contract's `whatif` shows") from None


def _text(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise UsageError(file, f"cannot be read ({error.strerror or error})", "give a file with one request a line, or -") from None
    except UnicodeDecodeError:
        raise UsageError(file, "is not UTF-8", "write one JSON object a line in UTF-8") from None


def _typed(args: argparse.Namespace) -> "Request":
    """The request that the flags make; names are resolved when the snapshot is read."""
    import msgspec

    from assessor.conditional_access import Request

    if not (args.user or args.service_principal):
        raise UsageError("whatif", "nobody signs in", "give --user or --service-principal, or --requests FILE")
    sign_in = {key: value for key, value in _fields(args).items() if value is not None}
    made: dict[str, Any] = {"id": "1", "kind": "activation" if args.activate else "signIn", "signIn": sign_in}
    if args.activate:
        made["target"] = {"roleDefinitionId": args.activate}
    try:
        return msgspec.convert(made, Request)
    except (msgspec.ValidationError, ValueError) as error:
        raise UsageError("whatif", str(error), "see: assessor whatif --help") from None


def _fields(args: argparse.Namespace) -> dict[str, Any]:
    person = {"id": args.user, "externalType": args.guest_type, "homeTenant": args.home_tenant} if args.user else None
    return {
        "user": person, "servicePrincipal": {"id": args.service_principal} if args.service_principal else None, "context": _context(args),
        "platform": args.platform, "clientAppType": args.client, "ip": args.ip, "country": args.country, "gpsCountry": args.gps_country,
        "mfaTrustedIp": args.mfa_trusted_ip or None, "compliantNetwork": args.compliant_network or None, "device": _device(args.device),
        "signInRisk": args.sign_in_risk, "userRisk": args.user_risk, "insiderRisk": args.insider_risk, "authenticationFlow": args.flow,
    }  # fmt: skip


def _context(args: argparse.Namespace) -> dict[str, str]:
    if args.auth_context:
        if not re.fullmatch("c[1-9][0-9]?", args.auth_context):
            raise UsageError(f"--auth-context {args.auth_context}", "is no authentication context", "say c1 to c99")
        return {"kind": "authContext", "value": args.auth_context}
    if args.user_action:
        action = args.user_action.removeprefix("urn:user:")
        if action not in ("registersecurityinfo", "registerdevice"):
            raise UsageError(f"--user-action {args.user_action}", "is no user action", "say registersecurityinfo or registerdevice")
        return {"kind": "userAction", "action": f"urn:user:{action}"}
    return {"kind": "app", "app": args.app or "00000003-0000-0000-c000-000000000000"}


def _device(pairs: list[str] | None) -> dict[str, Any] | None:
    """NAME=VALUE, as the filter language names attributes; true and false are what they say."""
    if not pairs:
        return None
    split = [pair.partition("=") for pair in pairs]
    if bare := [pair for pair, (name, sign, _) in zip(pairs, split, strict=True) if not (name and sign)]:
        raise UsageError(f"--device {bare[0]}", "is not of the form NAME=VALUE", "say for example --device isCompliant=true")
    return {name: {"true": True, "false": False}.get(value.lower(), value) for name, _, value in split}


def _names(requests: "list[Request]") -> "Iterator[str]":
    """Ids and names of the users asked for: the reader keeps them although no privilege leads to them."""
    yield from (one.sign_in.user.id.lower() for one in requests if one.sign_in.user)


# ---- names to ids ----


def _resolved(request: "Request", tenant: "Tenant") -> "Request":
    """A user principal name in place of an id is as good."""
    import msgspec

    user = request.sign_in.user
    if user is None or "@" not in user.id or user.id.lower() in tenant.users:
        return request
    key = next(
        (row.id for row in tenant.users.values() if isinstance(row.user_principal_name, str) and row.user_principal_name.lower() == user.id.lower()), user.id
    )
    replaced = msgspec.structs.replace
    return replaced(request, sign_in=replaced(request.sign_in, user=replaced(user, id=key)))


def _found(request: "Request", tenant: "Tenant", args: argparse.Namespace) -> "Request":
    """The typed request with ids in place of names; a name that nobody has is refused."""
    import msgspec

    request = _resolved(request, tenant)
    user = request.sign_in.user
    if user and not user.external_type and user.id.lower() not in tenant.users:
        raise UsageError(f"--user {args.user}", "nobody of that name or id in the snapshot", "say an object id or a user principal name")
    workload = request.sign_in.service_principal
    if workload and tenant.service_principals and workload.id.lower() not in tenant.service_principals:
        raise UsageError(f"--service-principal {workload.id}", "nobody of that id in the snapshot", "say the object id of a service principal")
    if args.activate:
        request = msgspec.structs.replace(request, target=_target(tenant, args.activate))
    return msgspec.structs.replace(request, sign_in=_with_app(request.sign_in, tenant))


def _target(tenant: "Tenant", said: str) -> "Target":
    """A role, or membership of a group, by name or id."""
    from assessor.conditional_access import Target
    from assessor.model.roles import Roles

    if found := role(Roles(tenant), "--activate", said):
        return Target(role_definition_id=found.id)
    wanted = said.lower()
    groups = [tenant.groups[wanted]] if wanted in tenant.groups else [one for one in tenant.groups.values() if known(one.display_name, "").lower() == wanted]
    if len(groups) > 1:
        raise UsageError(f"--activate {said}", f"{len(groups)} groups have that name", "say the object id of the one that is meant")
    if groups:
        return Target(group_id=groups[0].id, access_id="member")
    raise UsageError(f"--activate {said}", "no role and no group of that name or id", "say its display name or its id")


def _with_app(sign_in: Any, tenant: "Tenant") -> Any:
    """An application by its display name, in the dated table or in the tenant."""
    import msgspec

    from assessor import reference

    said = (sign_in.context.app or "").lower()
    names = {(row.display_name or "").lower(): row.app_id for row in tenant.service_principals.values() if isinstance(row.display_name, str)}
    names |= {name.lower(): key for key, name in reference.privileged_apps().items()}
    key = names.get(said) if sign_in.context.kind == "app" else None
    if sign_in.context.kind == "app" and key is None and not _APP.fullmatch(said):
        raise UsageError(f"--app {sign_in.context.app}", "no application of that name in the snapshot", "say its appId, or its name as the portal shows it")
    return msgspec.structs.replace(sign_in, context=msgspec.structs.replace(sign_in.context, app=key)) if isinstance(key, str) else sign_in


# ---- answers ----


def _document(request: "Request", decider: "Activations") -> dict[str, Any]:
    from assessor.conditional_access import activation_document, answer_document

    if request.kind == "activation" and request.target:
        return activation_document(request.id, decider.decide(request.target, request.sign_in))
    return answer_document(request.id, decider.access.decide(request.sign_in))


def _print(request: "Request", decider: "Activations") -> None:
    if request.kind == "activation" and request.target:
        activation = decider.decide(request.target, request.sign_in)
        _print_answer("the sign-in to the resource", activation.resource)
        if activation.context:
            _print_answer("the authentication context", activation.context)
        _print_activation(activation)
    else:
        _print_answer("the sign-in", decider.access.decide(request.sign_in))


def _print_answer(what: str, answer: "Answer") -> None:
    from rich.table import Table
    from rich.text import Text

    from assessor.report.text import shown

    table = Table(title=f"policies and {what}", title_justify="left", expand=False)
    for head in ("policy", "applies", "why, and what it asks for"):
        table.add_column(head, overflow="fold")
    for one in sorted(answer.judgements, key=lambda one: (one.policy.label, one.policy.id)):
        table.add_row(*(Text(shown(cell, 300)) for cell in _cells(one)))
    console = _console()
    if table.row_count:
        console.print(table)
    asked = f": {', '.join(answer.requires)}" if answer.requires else ""
    console.print(Text(shown(f"{what}: {answer.decision}{asked}", 1000)))
    for want in answer.unknown:
        console.print(Text(f"  not known: {shown(want.says, 300)} ({want.collection})"))
    for one in answer.judgements:
        if one.word == "enforced" and one.policy.resources.exempts_baseline_scopes:
            says = f"  note: {one.policy.label} leaves resources out: whether basic scopes alone are exempt is a setting that Graph does not show"
            console.print(Text(shown(says, 400)))


def _cells(judgement: Any) -> tuple[str, str, str]:
    policy, word = judgement.policy, judgement.word
    asks = "block" if policy.demand.blocks.value else policy.demand.formula or ("session controls only" if policy.session else "nothing")
    said = {"enforced": ("yes", asks), "reportOnly": ("report-only", f"would ask for {asks}"), "unknown": ("unknown", asks)}
    return (policy.label, *said.get(word, ("no", f"does not match: {word}" if word != "policyNotEnabled" else "is not enabled")))


def _print_activation(activation: "Activation") -> None:
    from rich.text import Text

    from assessor.report.text import shown

    asked = f": {', '.join(activation.context_requires)}" if activation.context_requires else ""
    back = " (no policy names the context: PIM falls back to MFA)" if activation.fallback_mfa else ""
    _console().print(Text(f"what PIM asks for: {activation.context_leg}{shown(asked, 1000)}{back}\nthe activation: {activation.decision}"))
    for want in activation.unknown:
        _console().print(Text(f"  not known: {shown(want.says, 300)} ({want.collection})"))


def _console() -> Any:
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else int(os.environ.get("COLUMNS", "160")), highlight=False)
