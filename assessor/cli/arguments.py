"""What can be typed. Only the standard library is imported here, so that --help answers at once."""

import argparse
import sys
from pathlib import Path
from typing import NoReturn

STANDARD = ("html", "pdf", "summary", "json", "csv", "xlsx", "plan", "prompts")
"""What `assess` writes when nobody names formats: what is handed over."""

ALONE = ("json", "md", "sarif", "junit", "plan", "prompts")
"""What goes to standard output when it is asked for alone and no folder is named: what is piped or pasted."""

FORMATS = (*STANDARD, "md", "sarif", "junit")
"""What `assess` can write; tickets and pipelines ask for the rest by name."""

COMPARED = ("html", "pdf", "md", "json", "xlsx")
"""What `compare` writes."""

SEVERITIES = ("critical", "high", "medium", "low", "info")

PROPERTIES = ("mfa", "phishing_resistant", "managed_device", "block")

RISKS, INSIDER_RISKS = ("none", "low", "medium", "high"), ("none", "minor", "moderate", "elevated")
"""Levels that a condition can name, and none."""

AUTH = ("browser", "device-code", "azure-cli", "certificate", "secret", "managed-identity", "workload-identity", "token")
"""Ways to sign in, as the collector knows them (a test compares)."""

EPILOG = "Exit codes: 0 done, 1 findings at or over --fail-on, 2 not all could be assessed (--strict), 3 wrong use or unreadable input, 130 interrupted."


class Parser(argparse.ArgumentParser):
    """Wrong use is one line and exit code 3."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and where the mend is."""
        line = " ".join(message.split())
        print(f"{self.prog}: {line}; see: {self.prog} --help", file=sys.stderr)
        sys.exit(3)


def parser() -> Parser:
    """The whole command line."""
    top = Parser(prog="assessor", description="Who can become administrator of a Microsoft Entra tenant, judged offline from one snapshot.", epilog=EPILOG)
    top.add_argument("--version", action="store_true", help="print the version")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _assess(commands)
    _compare(commands)
    _collect(commands)
    _permissions(commands)
    _paths(commands)
    _whatif(commands)
    _gaps(commands)
    _blast(commands)
    _cut(commands)
    _checks(commands)
    _engagement(commands)
    _snapshot(commands)
    _demo(commands)
    return top


def _command(commands: "argparse._SubParsersAction[Parser]", name: str, help_text: str) -> Parser:
    made = commands.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".", epilog=EPILOG)
    volume = made.add_mutually_exclusive_group()
    volume.add_argument("--quiet", action="store_true", help="nothing but results and errors")
    volume.add_argument("--verbose", action="store_true", help="say what is being done")
    return made


def _judging(made: Parser) -> None:
    made.add_argument("--engagement", type=Path, metavar="FILE", help="the engagement file; else the one beside the snapshot")
    _which_checks(made)


def _which_checks(made: Parser) -> None:
    made.add_argument("--checks", type=_list, metavar="ID,…", help="only these checks")
    _packs(made)


def _packs(made: Parser) -> None:
    made.add_argument("--packs", type=_list, metavar="NAME,…", help="only these of the installed packs of checks (ours is called builtin)")
    made.add_argument("--pack", type=Path, action="append", metavar="DIR", help="a folder with checks of your own, besides; its code runs on this machine")


def _assess(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "assess", "snapshot → verdicts, score, reports")
    made.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    where = "folder for the reports; - for standard output (one format; pdf, summary and xlsx only into a pipe or file)"
    made.add_argument("-o", "--out", metavar="DIR", help=where)
    alone = f"one of {', '.join(ALONE)} alone goes to standard output without --out"
    made.add_argument("--format", type=_formats, metavar="F,…", help=f"of {','.join(FORMATS)}; default: {','.join(STANDARD)}; {alone}")
    _judging(made)
    made.add_argument("--before", type=Path, metavar="SNAPSHOT", help="an earlier snapshot of the tenant: the summary and the reports show what became of it")
    made.add_argument("--language", choices=("en", "de"), help="language of the reports")
    over = f"exit with 1 if a finding that nobody accepted is at or over it: {', '.join(SEVERITIES)}"
    made.add_argument("--fail-on", choices=SEVERITIES, metavar="SEVERITY", help=over)
    made.add_argument("--strict", action="store_true", help="exit with 2 if something could not be assessed (1 goes before 2)")


def _compare(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "compare", "two snapshots or more → what changed, for whom, and because of what")
    made.add_argument("before", type=Path, metavar="BEFORE", help="a folder or a .zip")
    made.add_argument("after", type=Path, nargs="+", metavar="AFTER", help="a folder or a .zip; several make a series, put into order of time")
    made.add_argument("-o", "--out", metavar="DIR", help="folder for the reports; - for standard output (one format)")
    wanted = f"of {','.join(COMPARED)}; default: all; one of json and md goes to standard output without --out"
    made.add_argument("--format", type=_compared, metavar="F,…", help=wanted)
    made.add_argument("--engagement", type=Path, metavar="FILE", help="the engagement file for all of them; else the one beside the last")
    _which_checks(made)
    made.add_argument("--across-tenants", action="store_true", help="compare snapshots of two tenants")
    what = "regressed: a check that got worse, or, in a series, a finding that is back; new: also a finding that was not there before"
    made.add_argument("--fail-on", choices=("regressed", "new"), metavar="WHAT", help=f"exit with 1 if there is one. {what}")


def _collect(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "collect", "Graph → snapshot")
    made.add_argument("-o", "--out", type=Path, required=True, metavar="PATH", help="folder of the snapshot, or .zip")
    made.add_argument("--auth", choices=AUTH, default="browser", metavar="KIND", help=f"how to sign in: {', '.join(AUTH)} (default browser)")
    made.add_argument("--tenant", metavar="ID", help="id or domain of the tenant")
    made.add_argument("--client-id", metavar="ID", help="application to sign in as or with")
    made.add_argument("--certificate", type=Path, metavar="FILE", help="with --auth certificate: .pem or .pfx, its password in ASSESSOR_CERTIFICATE_PASSWORD")
    made.add_argument("--cloud", choices=("global", "usgov", "usgovdod", "china"), default="global", metavar="NAME", help="global, usgov, usgovdod, china")
    made.add_argument("--graph-url", metavar="URL", help="another Graph root; plain http only for this machine itself")
    made.add_argument("--azure-url", metavar="URL", help="another root of Azure Resource Manager")
    made.add_argument("--scope", choices=("privileged", "full"), default="privileged", help="what privilege can be reached from (default), or everything")
    made.add_argument("--only", type=_list, default=(), metavar="NAME,…", help="only these collections, and those that they hang on")
    made.add_argument("--azure", action="store_true", help="also read diagnostic settings, alert rules, action groups and root roles of Azure")
    made.add_argument("--resume", action="store_true", help="go on with a run that was broken off")
    made.add_argument("--deadline", type=float, default=3600, metavar="SECONDS", help="give up on a collection after this time (default 3600)")
    made.add_argument("--preflight", action="store_true", help="sign in, say what would be read and what will be missing, and stop")


def _permissions(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "permissions", "what collecting takes, and why; all of it only reads")
    forms = ("text", "json", "markdown", "script", "manifest")
    made.add_argument("--format", choices=forms, default="text", help="script: for the Azure CLI, gives an application the permissions; manifest: by name")


def _paths(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "paths", "who can become what, and how")
    made.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    made.add_argument("--to", metavar="ROLE", help="display name, template id or object id; default: every role of tier 0")
    made.add_argument("--scope", default="/", metavar="SCOPE", help="with --to: / or /administrativeUnits/ID (default /)")
    made.add_argument("--from", dest="principal", metavar="PRINCIPAL", help="only this principal, by id or user principal name")
    form = made.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the document of the contract, on standard output")
    form.add_argument("--export", choices=("graphml", "opengraph"), help="the whole privilege graph for another tool, on standard output")


def _blast(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "blast", "how far one principal reaches: every role it can become, everything it controls on the way")
    made.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    made.add_argument("principal", metavar="PRINCIPAL", help="a person, application or group, by id or name")
    made.add_argument("--json", action="store_true", help="machine-readable, on standard output")


def _cut(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "cut", "the smallest set of removals after which only the approved can become a role")
    made.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    made.add_argument("--to", metavar="ROLE", default="Global Administrator", help="display name, template id or object id (default: Global Administrator)")
    made.add_argument("--keep", type=_list, default=(), metavar="PRINCIPAL,…", help="approved besides the break-glass accounts of the engagement file")
    made.add_argument("--engagement", type=Path, metavar="FILE", help="the engagement file; else the one beside the snapshot")
    made.add_argument("--json", action="store_true", help="machine-readable, on standard output")


def _whatif(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "whatif", "Conditional Access, evaluated for one sign-in or for a file of them")
    made.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    made.add_argument("--requests", metavar="FILE", help="one request a line, as the contract shows; - for standard input")
    made.add_argument("--json", action="store_true", help="the contract's line, on standard output")
    _who(made)
    what = made.add_mutually_exclusive_group()
    what.add_argument("--app", metavar="APP", help="appId or name of the resource (default: Microsoft Graph)")
    what.add_argument("--user-action", metavar="ACTION", help="registersecurityinfo or registerdevice")
    what.add_argument("--auth-context", metavar="C", help="an authentication context, such as c1")
    made.add_argument("--activate", metavar="WHAT", help="the sign-in activates this role, or membership of this group: name or id")
    _circumstances(made)


def _who(made: Parser) -> None:
    who = made.add_mutually_exclusive_group()
    who.add_argument("--user", metavar="USER", help="object id or user principal name")
    who.add_argument("--service-principal", metavar="ID", help="object id")
    made.add_argument("--guest-type", metavar="TYPE", help="internalGuest, b2bCollaborationGuest …, where the sign-in tells it")
    made.add_argument("--home-tenant", metavar="ID", help="of a guest")


def _circumstances(made: Parser) -> None:
    made.add_argument("--platform", metavar="P", help="android, iOS, windows, windowsPhone, macOS, linux or unknown (default)")
    made.add_argument("--client", metavar="C", help="browser (default), mobileAppsAndDesktopClients, exchangeActiveSync or other")
    made.add_argument("--ip", metavar="ADDRESS")
    made.add_argument("--country", type=_country, metavar="XX", help="that the address is mapped to")
    made.add_argument("--gps-country", type=_country, metavar="XX", help="as the Authenticator app reports it")
    made.add_argument("--mfa-trusted-ip", action="store_true", help="the address is one of the MFA trusted IPs")
    made.add_argument("--compliant-network", action="store_true")
    made.add_argument("--device", metavar="NAME=VALUE", action="append", help="an attribute of a registered device, such as isCompliant=true")
    made.add_argument("--flow", metavar="F", help="deviceCodeFlow or authenticationTransfer")
    for name, levels in (("sign-in-risk", RISKS), ("user-risk", RISKS), ("insider-risk", INSIDER_RISKS)):
        made.add_argument(f"--{name}", choices=levels, metavar="LEVEL", help=", ".join(levels))


def _gaps(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "gaps", "sign-ins of privileged people that nothing guards")
    made.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    made.add_argument("--property", choices=PROPERTIES, default="mfa", help="what every sign-in should prove (default: mfa)")
    made.add_argument("--json", action="store_true", help="the document of the contract, on standard output")


def _checks(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "checks", "the catalogue, read, tested and added to; without a word of these it lists")
    _listing(made)
    inner = made.add_subparsers(dest="what", metavar="WHAT", parser_class=Parser)
    _listing(_word(inner, "list", "the checks, one a line"))
    show = _word(inner, "show", "everything about one check")
    show.add_argument("id", metavar="ID")
    _packs(show)
    show.add_argument("--json", action="store_true", help="machine-readable, on standard output")
    test = _word(inner, "test", "checks against their own examples and against missing data: those of --pack, else of all packs")
    test.add_argument("id", nargs="?", metavar="ID", help="only this one")
    _packs(test)
    new = _word(inner, "new", "a skeleton that runs as it stands")
    new.add_argument("id", metavar="ID", help="such as ACME-001")
    new.add_argument("-o", "--out", type=Path, metavar="DIR", help="the folder of your pack (default: this one)")
    new.add_argument("--title", metavar="TEXT", help="what is true where the check passes")
    new.add_argument("--theme", metavar="THEME", help="a chapter of the catalogue, or one of your own")
    _packs(new)
    made.set_defaults(what="list", id=None)


def _word(inner: "argparse._SubParsersAction[Parser]", name: str, help_text: str) -> Parser:
    """A word of `checks`; what it is not told stays as it was told before the word."""
    made = inner.add_parser(name, help=help_text, description=help_text[0].upper() + help_text[1:] + ".", epilog=EPILOG, argument_default=argparse.SUPPRESS)
    made.add_argument("--quiet", action="store_true", help="nothing but results and errors")
    return made


def _listing(made: Parser) -> None:
    _packs(made)
    made.add_argument("--theme", type=_list, metavar="THEME,…", help="only these chapters")
    made.add_argument("--severity", type=_severities, metavar="S,…", help=f"only these: {', '.join(SEVERITIES)}")
    made.add_argument("--talk", type=_list, metavar="T01,…", help="only what is about these statements of the talk")
    made.add_argument("--framework", type=_list, metavar="WORD,…", help="only what answers a framework or a control of one; a part of its name is enough")
    made.add_argument("--text", metavar="WORDS", help="only with all of these words in id, title, theme, rationale or remedy")
    made.add_argument("--json", action="store_true", help="machine-readable, on standard output")


def _engagement(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "engagement", "what a tenant cannot tell about itself")
    inner = made.add_subparsers(dest="what", metavar="WHAT", parser_class=Parser, required=True)
    init = _command(inner, "init", "a commented engagement file for a snapshot: candidates, thresholds, questions")
    init.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    init.add_argument("-o", "--out", metavar="FILE", help="default: SNAPSHOT.engagement.toml beside the snapshot; - for standard output")
    init.add_argument("--force", action="store_true", help="write over a file that is there")
    _packs(init)


def _snapshot(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "snapshot", "look at a snapshot, check it, redact it to share it, convert one from elsewhere")
    inner = made.add_subparsers(dest="what", metavar="WHAT", parser_class=Parser, required=True)
    info = _command(inner, "info", "what a snapshot holds and what it lacks")
    info.add_argument("snapshot", type=Path, metavar="SNAPSHOT")
    info.add_argument("--json", action="store_true", help="machine-readable, on standard output")
    verify = _command(inner, "verify", "check every file of a snapshot against its manifest")
    verify.add_argument("snapshot", type=Path, metavar="SNAPSHOT")
    _redact(inner)
    load = _command(inner, "import", "make a snapshot of another tool's export")
    load.add_argument("kind", choices=("scubagear", "conditional-access"), help="ProviderSettingsExport.json, or a folder of policies")
    load.add_argument("file", type=Path, metavar="FILE")
    load.add_argument("-o", "--out", type=Path, required=True, metavar="PATH", help="folder, or .zip")


def _redact(inner: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(inner, "redact", "the same tenant under pseudonyms: judged the same, and fit to be shared")
    made.description = (
        "Write a copy of a snapshot in which every id, name, address, domain and text is replaced, the same thing by the same pseudonym everywhere. "
        "Microsoft's own ids and words, times, numbers, switches and the countries of named locations stay, for the checks rest on them. "
        "What this version does not know is replaced."
    )
    made.add_argument("snapshot", type=Path, metavar="SNAPSHOT", help="a folder or a .zip")
    made.add_argument("-o", "--out", type=Path, required=True, metavar="PATH", help="folder, or .zip")
    key = "32 random bytes or more, for the same pseudonyms in several snapshots of a tenant; default: a key that is made up and forgotten"
    made.add_argument("--key-file", type=Path, metavar="FILE", help=key)
    beside = "also redact this engagement file, to PATH.engagement.toml: whom it means and what it sets, without anything that anybody wrote"
    made.add_argument("--engagement", type=Path, metavar="FILE", help=beside)
    made.add_argument("--map", type=Path, metavar="FILE", help="also write what became of what, readable for you alone; keep it back")


def _demo(commands: "argparse._SubParsersAction[Parser]") -> None:
    made = _command(commands, "demo", "the whole job on the bundled sample tenant")
    made.add_argument("-o", "--out", type=Path, default=Path("demo"), metavar="DIR", help="folder for the reports (default: demo)")


def _list(text: str) -> tuple[str, ...]:
    """Nothing is not everything: a variable of a script that is empty names no check, and no answer is better than one to another question."""
    found = tuple(one.strip() for one in text.split(",") if one.strip())
    if not found:
        raise argparse.ArgumentTypeError("is empty")
    return found


def _country(text: str) -> str:
    if not (len(text) == 2 and text.isascii() and text.isalpha()):
        raise argparse.ArgumentTypeError(f"{text}: not a code of two letters, such as DE")
    return text


def _formats(text: str) -> tuple[str, ...]:
    return _of(text, FORMATS)


def _severities(text: str) -> tuple[str, ...]:
    return _of(text, SEVERITIES, "no severity; they are")


def _compared(text: str) -> tuple[str, ...]:
    return _of(text, COMPARED)


def _of(text: str, known: tuple[str, ...], says: str = "not written by this version, which writes") -> tuple[str, ...]:
    wanted = tuple(one.lower() for one in _list(text))
    if unknown := [one for one in wanted if one not in known]:
        raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: {says} {', '.join(known)}")
    return tuple(dict.fromkeys(wanted))
