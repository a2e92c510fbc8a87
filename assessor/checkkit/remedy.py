"""What a pack says about mending its checks: the portal way, what it takes, and where it is safe a script with the tenant's own ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from assessor.checkkit import powershell
from assessor.graph.removal import Removal, removal_of
from assessor.graph.steps import Step
from assessor.model.holdings import State
from assessor.model.plan import Effort, Script
from assessor.model.tenant import known
from assessor.model.words import Kind
from assessor.reference import tier0_roles

if TYPE_CHECKING:
    from assessor.checkkit.study import Study
    from assessor.model.plan import OperatorNote
    from assessor.model.result import CheckInfo, Finding, Result, Thing

AS_OF = "2026-11"
"""When menus, cmdlets, paths and permissions were held against Microsoft's documentation."""

MOST_ROWS = 100
"""Lines of one script: nobody reviews more at once."""

Write: TypeAlias = "Callable[[Job], Script | str]"
"""A script, or why there is none for this tenant."""


@dataclass(frozen=True)
class Job:
    """One check that found something, with everything that a script may be made of."""

    check: CheckInfo
    findings: tuple[Finding, ...]
    """Those that count."""
    study: Study

    @property
    def break_glass(self) -> tuple[tuple[str, str], ...]:
        """(id, name) of the declared emergency accounts that the tenant holds."""
        return tuple((one.id, one.label) for one in self.study.resolved.break_glass)

    def is_break_glass(self, object_id: str) -> bool:
        """Whether a script has to keep away from it."""
        return object_id.lower() in self.study.break_glass_ids

    @cached_property
    def removals(self) -> tuple[Removal, ...]:
        """What each finding's subject holds by the first step of the way, or by the role that the finding is about; each once."""
        found = (removal for finding in self.findings for removal in _held(self, finding))
        return tuple({one.key: one for one in found if not self.is_break_glass(one.source.id)}.values())

    def can_be_eligible(self, who: Thing) -> bool:
        """Whether an eligible assignment should take the place of a standing one: for an enabled member of this tenant."""
        user = self.study.tenant.users.get(who.id.lower())
        return bool(user and known(user.account_enabled, True) and known(user.user_type, "Member") != "Guest")

    def opens_tier0(self, removal: Removal) -> bool:
        """Whether taking this away touches who can become Global Administrator or another role of tier 0; what nobody is behind opens nothing."""
        if removal.source.kind is Kind.UNKNOWN:
            return False
        if removal.family == "role":
            return removal.target.id.lower() in tier0_roles()
        return any(one.principal_id.lower() == removal.target.id.lower() and one.role_id.lower() in tier0_roles() for one in self.study.holdings)

    def script(
        self,
        body: str,
        *,
        scopes: Iterable[str],
        changes: str,
        rows: Iterable[powershell.Row] | None = None,
        left_out: str = "",
        role: str = "Privileged Role Administrator",
    ) -> Script | str:
        """The opening, the table of rows and the body as one script; a sentence instead where rows are wanted and none is fit for one.

        A row stays out if a value in it is no id by its pattern, or is the id of an emergency account.
        """
        wanted = [row for row in rows or () if not self._touches_break_glass(row)]
        fit = [row for row in wanted if row.is_safe]
        if rows is not None and not fit:
            odd = "The ids of these objects are not of the form that Microsoft gives them: a script is not written with them."
            return odd if wanted else "Only emergency accounts are concerned, and no script touches one: do it by hand, with care."
        if not powershell.is_guid(self.study.tenant.organization.id):
            return "The snapshot's tenant id is not of the form that Microsoft gives them: a script is not written with it."
        needed = tuple(sorted(set(scopes)))
        parts = [self._opening(needed, role), *([powershell.table("Rows", fit[:MOST_ROWS]), ""] if fit else []), body.strip("\n"), ""]
        left = " ".join(one for one in (left_out, _too_many(wanted, fit)) if one)
        return Script(text="\n".join(parts), scopes=needed, changes=changes, left_out=left, role=role)

    def _touches_break_glass(self, row: powershell.Row) -> bool:
        return any(isinstance(value, str) and self.is_break_glass(value) for value in row.values.values())

    def _opening(self, scopes: tuple[str, ...], role: str) -> str:
        tenant = self.study.tenant
        return powershell.Opening(
            check=self.check.id, title=self.check.title, tenant=tenant.organization.id, taken_at=tenant.taken_at, as_of=AS_OF,
            break_glass=self.break_glass, scopes=scopes, role=role, cloud=tenant.facts.cloud,
        ).text  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """How the findings of one check are mended. Menu steps are dated by `AS_OF`."""

    check: str
    portal: tuple[str, ...]
    """Menu steps, in order, each a whole sentence."""
    effort: Effort
    takes: str
    """Hours, and who has to agree."""
    owner: str
    """Who in the organisation does it."""
    undo: str
    after: tuple[str, ...] = ()
    """Ids of checks that come first where they are open."""
    caution: tuple[str, ...] = ()
    """What has to be true before, whatever is open."""
    graph: Literal["", "remove", "eligible"] = ""
    """What it does to ways to tier 0: takes them away, or makes standing ones eligible."""
    script: Write | None = None
    no_script: str = ""
    """Why there is only the portal; needed where there is no script."""

    def __post_init__(self) -> None:
        """Refuse what could not be carried out."""
        if not (self.portal and self.takes and self.owner and self.undo):
            raise ValueError(f"remedy of {self.check}: portal steps, effort in hours, owner and the way back are all needed")
        if bool(self.script) == bool(self.no_script):
            raise ValueError(f"remedy of {self.check}: a script, or why there is none")


@dataclass(frozen=True, slots=True)
class Note:
    """Something for operators that no check judges; the function says whether it applies to this tenant."""

    place: int
    """Where it stands among the notes."""
    write: Callable[[Study, Sequence[Result]], OperatorNote | None]


def _held(job: Job, finding: Finding) -> Iterable[Removal]:
    if finding.path and finding.path[0].source.id == finding.subject.id:
        found = removal_of(Step(finding.path[0], State.PERMANENT))
        return [found] if found else []
    first, _, scope = finding.distinct.partition(":")
    scope = f"/administrativeUnits/{scope}" if scope.lower() in job.study.tenant.units else scope
    if scope.startswith("/") and powershell.is_guid(first):
        return [Removal("role", finding.subject, job.study.roles.get(first).thing, scope)]
    group = first.partition("/")[0]
    if group.lower() in job.study.tenant.groups and finding.subject.kind in (Kind.USER, Kind.GROUP, Kind.SERVICE_PRINCIPAL):
        return [Removal("member", finding.subject, job.study.tenant.principal(group), "/")]
    return []


def _too_many(wanted: list[powershell.Row], fit: list[powershell.Row]) -> str:
    odd, more = len(wanted) - len(fit), len(fit) - MOST_ROWS
    parts = [f"{odd} of {len(wanted)} objects are left out because their id has not the form that Microsoft gives ids." if odd else ""]
    parts.append(f"Only the first {MOST_ROWS} objects are in it: {more} more follow in another run of the assessment." if more > 0 else "")
    return " ".join(one for one in parts if one)
