"""The skeleton of a check: it runs as it stands, and its author writes over it."""

import argparse
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from assessor.model.errors import UsageError

TITLE = "Nobody but emergency accounts holds Global Administrator for good"
THEME = "own-checks"

_ID = re.compile(r"[A-Z]{2,6}-[0-9]{3}")
_THEME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_SKELETON = '''"""{id}: {title}."""

from collections.abc import Iterator

from assessor import checkkit as kit


@kit.check(
    id="{id}",
    title="{title}",
    theme="{theme}",
    severity=kit.Severity.MEDIUM,
    # without one of these there is no verdict; `leans_on` and `uses` are weaker
    needs=kit.WAYS,
    remedy="What an administrator does on Monday: make the assignment eligible in Privileged Identity Management.",
    references=("https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices",),
    # the examples are tests and documentation: put small tenants together from parts, and begin with the traps
    passes=[
        kit.tenant(kit.eligible(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        # an activation that happens to run is not standing
        kit.tenant(kit.activated(kit.GLOBAL_ADMINISTRATOR, to="ana")),
    ],
    fails=[
        kit.tenant(kit.standing(kit.GLOBAL_ADMINISTRATOR, to="ana")),
        kit.tenant(kit.standing_member("ana", of="admins"), kit.standing(kit.GLOBAL_ADMINISTRATOR, to="admins")),
    ],
    other=[
        # missing is not empty: what could not be read is never a pass
        ("not_assessed", kit.tenant(kit.without(kit.collection.ROLE_ASSIGNMENT_SCHEDULE_INSTANCES, "forbidden"))),
        # a check over nothing does not apply
        ("not_applicable", kit.tenant()),
    ],
)
def judge(case: kit.Case) -> Iterator[kit.Finding]:
    """Why it matters: what an attacker does with it. The report prints these sentences."""
    for one in case.each(case.people_to(kit.GLOBAL_ADMINISTRATOR)):
        if one.path_class is kit.PathClass.PERMANENT:
            yield kit.Finding(
                degree=kit.Degree.FAIL,
                subject=one.principal,
                says="holds Global Administrator with no end date",
                evidence=one.paths[0].evidence,
                path=one.paths[0].edges,
            )
'''


def write_skeleton(args: argparse.Namespace, taken: Collection[str]) -> Path:
    """The file that was written; `UsageError` for an id that is taken or none, and for words that could not stand in code."""
    from assessor.report.writing import make_folder, write_whole

    out, said = getattr(args, "out", Path()), getattr(args, "title", None)
    check_id, title, theme = _id(args.id, taken, out), _title(said or TITLE), _theme(args.theme or THEME)
    make_folder(out)
    slug = re.sub(r"[^a-z0-9]+", "_", (said or "new check").lower()).strip("_")[:60] or "new_check"
    text = _SKELETON.format(id=check_id, title=title, theme=theme)
    return write_whole(out / f"{check_id.lower().replace('-', '_')}_{slug}.py", text.encode())


def _id(said: str, taken: Collection[str], out: Path) -> str:
    if not _ID.fullmatch(said):
        raise UsageError(f"checks new {said}", "a check needs an id of the form ACME-001", "two to six capitals, a hyphen, three digits")
    if said in taken:
        raise UsageError(f"checks new {said}", "the id is taken", f"see it with: assessor checks show {said}")
    if there := next(_claiming(said, out), None):
        raise UsageError(f"checks new {said}", f"the id is taken by {there}", "take the next number")
    return said


def _claiming(check_id: str, out: Path) -> Iterator[Path]:
    """Files of the folder that bear the id, by name or by text; none of them is run."""
    start, said = check_id.lower().replace("-", "_"), f'"{check_id}"'
    for path in sorted(out.glob("*.py")):
        if path.stem == start or path.stem.startswith(f"{start}_") or f"id={said}" in path.read_text(encoding="utf-8", errors="replace"):
            yield path


def _title(said: str) -> str:
    title = said.strip().rstrip(".")
    if not title or not title.isprintable() or set('"\\') & set(title):
        raise UsageError(f"--title {said}", "a title is one line without quotation marks and backslashes", "say what is true where the check passes")
    return title


def _theme(said: str) -> str:
    if not _THEME.fullmatch(said):
        raise UsageError(f"--theme {said}", "is not of the form some-words", "say for example --theme break-glass")
    return said
