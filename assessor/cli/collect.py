"""`assessor collect`: Graph → snapshot."""

import argparse
import importlib.util
import signal
import sys
from typing import TYPE_CHECKING

from assessor.cli.entry import OK
from assessor.model.errors import UsageError

if TYPE_CHECKING:
    from assessor.collect import Collected, Settings


def run(args: argparse.Namespace) -> int:
    """Collect, or say what collecting would do; an interrupt leaves what --resume goes on with."""
    _check_extra()
    from assessor.collect import collect, preflight

    settings = _settings(args)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if args.preflight:
        preflight(settings, print)
        return OK
    try:
        collected = collect(settings)
    except KeyboardInterrupt:
        if settings.half.exists():
            print(f"what was read is kept in {settings.half}; go on with --resume", file=sys.stderr)
        raise
    if not args.quiet:
        _tell(collected)
    print(args.out)
    return OK


def _settings(args: argparse.Namespace) -> "Settings":
    from assessor.collect import Patience, Settings, SignIn, chosen

    return Settings(
        out=args.out, how=SignIn(kind=args.auth, tenant=args.tenant, client_id=args.client_id, certificate=args.certificate),
        cloud=chosen(args.cloud, args.graph_url, args.azure_url), scope=args.scope, only=args.only, azure=args.azure, resume=args.resume,
        quiet=args.quiet, patience=Patience(deadline=args.deadline),
    )  # fmt: skip


def _tell(collected: "Collected") -> None:
    from assessor.collect.progress import summary

    def say(sentence: str) -> None:
        print(sentence, file=sys.stderr)

    summary(collected.rows, say)
    for note in collected.notes:
        say(note)


def _check_extra() -> None:
    if not all(importlib.util.find_spec(name) for name in ("msgraph", "azure.identity")):
        raise UsageError("collect", "the collector is not installed", "install entra-assessor[collect]")
