"""The catalogue for people: which checks, in columns, and one in full."""

import argparse
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assessor import reference
from assessor.cli.checks_mended import sections
from assessor.model.errors import UsageError
from assessor.report.text import prose, shown

if TYPE_CHECKING:
    from assessor.assess import Catalogue
    from assessor.checkkit import Check
    from assessor.checkkit.remedy import Remedy

_WIDEST, _NARROWEST = 110, 40


def filtered(catalogue: "Catalogue", args: argparse.Namespace) -> "list[Check]":
    """The checks that all filters let through; within one filter any of its words does."""
    _refuse_strange_themes(args.theme or (), {one.info.theme for one in catalogue.checks})
    return [one for one in catalogue.checks if _matches(one, args)]


def _refuse_strange_themes(themes: Sequence[str], known: set[str]) -> None:
    if strange := [one for one in themes if one not in known]:
        raise UsageError(f"--theme {','.join(strange)}", "no loaded check has that theme", f"themes: {', '.join(sorted(known))}")


def _matches(one: "Check", args: argparse.Namespace) -> bool:
    info = one.info
    everything = " ".join((info.id, info.title, info.theme, info.rationale, info.remedy)).lower()
    controls = [f"{name} {reference.framework_name(name)} {control}".lower() for name, ids in info.frameworks.items() for control in ids]
    return (
        (not args.theme or info.theme in args.theme)
        and (not args.severity or str(info.severity) in args.severity)
        and (not args.talk or bool({word.upper() for word in args.talk} & set(info.talk)))
        and (not args.framework or any(word.lower() in control for word in args.framework for control in controls))
        and all(word in everything for word in (args.text or "").lower().split())
    )


def columns(checks: "Sequence[Check]") -> Iterator[str]:
    """Id, severity, theme and title, one check a line; the pack where there are several. For a terminal by chapters, wrapped to its width."""
    several = len({one.info.pack for one in checks}) > 1
    titles = {one.info.id: f"{shown(one.info.title, 200)}{f' ({shown(one.info.pack, 40)})' if several else ''}" for one in checks}
    yield from _by_theme(checks, titles) if sys.stdout.isatty() else _flat(checks, titles)


def _flat(checks: "Sequence[Check]", titles: Mapping[str, str]) -> Iterator[str]:
    width = max((len(one.info.theme) for one in checks), default=0)
    return (f"{one.info.id:<8} {one.info.severity:<10}{one.info.theme:<{width}}  {titles[one.info.id]}" for one in checks)


def _by_theme(checks: "Sequence[Check]", titles: Mapping[str, str]) -> Iterator[str]:
    theme = ""
    for one in checks:
        if one.info.theme != theme:
            theme = one.info.theme
            yield f"\n{theme}"
        start = f"  {one.info.id:<8} {one.info.severity:<10}"
        yield from textwrap.wrap(titles[one.info.id], max(_width(), _NARROWEST), initial_indent=start, subsequent_indent=" " * len(start))


def in_full(one: "Check", remedy: "Remedy | None" = None) -> Iterator[str]:
    """Everything about one check and how it is mended, wrapped to the terminal."""
    info = one.info
    talk = f" · talk {' '.join(info.talk)}" if info.talk else ""
    yield from _wrapped(f"{info.id}  {info.title}", "")
    yield f"{info.severity} · {info.theme} · pack {shown(info.pack)}{talk}"
    yield from _section("Why it matters", prose(info.rationale))
    yield from _section("What to do", prose(info.remedy))
    for heading, paragraphs in sections(one, remedy):
        yield from _section(heading, paragraphs)
    yield from _section("What it reads", _reads(one))
    yield from _section("Permissions of the collector", [", ".join(info.permissions) or "none"])
    yield from _section("What a person answers where data cannot tell", [one.asks] if one.asks else [])
    yield from _section("Thresholds that the engagement file may set", (f"{each.name} = {each.default} ({each.unit}): {each.says}" for each in info.thresholds))
    yield from _section("Frameworks", (f"{reference.framework_name(key)}: {', '.join(ids)}" for key, ids in sorted(info.frameworks.items())))
    yield from _section("Examples", [_examples(one)])
    yield from _section("References", info.references, wrap=False)


def _reads(one: "Check") -> Iterator[str]:
    said = (("needed, else no verdict", one.needs), ("leaned on, else no pass", one.leans_on), ("used where it is there", one.uses))
    return (f"{words}: {', '.join(sorted(map(str, ones)))}" for words, ones in said if ones)


def _examples(one: "Check") -> str:
    said = (("pass", one.passes), ("are partial", one.partial), ("fail", one.fails), ("have no verdict", one.other))
    return ", ".join(f"{len(ones)} {word}" for word, ones in said if ones)


def _section(heading: str, paragraphs: Iterable[str], *, wrap: bool = True) -> Iterator[str]:
    written = list(paragraphs)
    if written:
        yield ""
        yield heading
        for one in written:
            yield from _wrapped(one, "  ") if wrap else [f"  {shown(one, 2000)}"]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(shown(text, 4000), max(_NARROWEST, min(_width(), _WIDEST)), initial_indent=indent, subsequent_indent=indent + "  " * (not indent))


def _width() -> int:
    return shutil.get_terminal_size((_WIDEST, 24)).columns
