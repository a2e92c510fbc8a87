"""From a command line to an exit code."""

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from io import TextIOWrapper

from assessor.cli.arguments import parser

OK, FOUND, INCOMPLETE, WRONG, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; every error that a user can mend is one line on standard error."""
    _die_quietly_when_nobody_reads()
    if sys.stderr is None:  # closed by whoever started this; print would fall back on standard output
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # for as long as the process
    if sys.stdout is None:
        return _say("standard output is closed; leave it open, or send it to a file with >")
    _show_what_the_console_cannot()
    gc.set_threshold(50_000, 20, 20)  # a snapshot is many values and hardly a cycle: looking for them so often costs a seventh of the time
    top = parser()
    args = top.parse_args(argv)
    return _run(args.command or "assessor", partial(_command, args) if args.command else partial(_about, top, args))


def _command(args: argparse.Namespace) -> int:
    from importlib import import_module

    return int(import_module(f"assessor.cli.{args.command}").run(args))


def _about(top: argparse.ArgumentParser, args: argparse.Namespace) -> int:
    if args.version:
        from assessor import __version__

        print(f"assessor {__version__}")
    else:
        top.print_help()
    return OK


def _run(command: str, run: Callable[[], int]) -> int:
    from assessor.model.errors import AssessorError

    try:
        code = run()
        sys.stdout.flush()
        return code
    except AssessorError as error:
        return _say(str(error))
    except KeyboardInterrupt:
        print("assessor: interrupted", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:  # a disk that is full, a folder that may not be written: the user's to mend, too
        return _say(f"{error.filename or command}: {error.strerror or error}; check the path, its permissions and the space on the disk")


def _say(message: str) -> int:
    from assessor.report.text import shown

    print(f"assessor: {shown(message, 2000)}", file=sys.stderr)
    return WRONG


def _show_what_the_console_cannot() -> None:
    """A pipe of Windows speaks its code page: a sign that it lacks is spelt out, for no answer may end in the middle of a line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="backslashreplace")


def _die_quietly_when_nobody_reads() -> None:
    # `assessor paths … | head` ends like any other program of a pipe
    if hasattr(signal, "SIGPIPE") and os.name == "posix":
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
