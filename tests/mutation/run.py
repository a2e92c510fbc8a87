"""Mutants of the built-in pack, judged by the checks' own examples in this process: `make mutants`, or `make mutants CHECK=GA-002`.

A mutant is killed where an example is judged otherwise than it says, or where a check passes although something that it needs is missing.
What survives has to stand in `survivors.txt`, whose header says why each kind may.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import signal
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from assessor import assess
from assessor import checkkit as kit
from assessor.assess.acceptance import Exceptions
from assessor.assess.engine import judge
from assessor.model.engagement import resolve
from tests.mutation.operators import Mutant, kind_of, mutants
from tests.test_letter_case import references_in_capitals
from tests.test_nulls import first_of_each_verdict, poorer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.model.result import Result

HERE = Path(__file__).parent
CHECKS = HERE.parents[1] / "checks"
BASELINE = HERE / "survivors.txt"
ENUMS = {one.__name__: one for one in (
    kit.Confidence, kit.Decision, kit.Degree, kit.Gate, kit.Kind, kit.PathClass, kit.Presence, kit.Property, kit.Severity, kit.State,
)}  # fmt: skip
PATIENCE = 2.0
"""Seconds of a mutant that never ends."""


class Endless(BaseException):
    """No `Exception`: the engine would take it for a defect of the check."""


@dataclass(frozen=True)
class Trial:
    """One example of a check, built once; every mutant is put to it."""

    check: kit.Check
    verdict: str | None
    """None: anything but a verdict, because something needed is missing."""
    example: kit.Example
    number: int = 0
    """Of the example, from 1."""
    nulled: bool = False
    """Whether a property is null or absent in it: put only to mutants that forget that, and noticed where they break."""
    in_capitals: bool = False
    """Whether its references stand in capitals: put only to mutants that forget letter case."""

    @cached_property
    def _study(self) -> tuple[kit.Study, Exceptions]:
        tenant, engagement = self.example.build()
        return kit.Study(tenant, engagement, resolve(engagement, tenant)), Exceptions(engagement, tenant)

    def judged(self, check: kit.Check) -> Result:
        """What a (mutated) check says of it."""
        return judge(check, *self._study)

    def notices(self, result: Result) -> bool:
        """Whether the result is other than the example says."""
        if self.nulled:
            return bool(result.verdict == "error")
        if self.verdict is None:
            return result.verdict not in ("not_assessed", "manual")
        return result.verdict != self.verdict or bool(self.example.differences(result))


def trials(check: kit.Check) -> list[Trial]:
    """The check's examples, and what passes with each needed collection taken away."""
    own = [Trial(check, verdict, example, number) for number, (verdict, example) in enumerate(check.examples, 1)]
    own += [Trial(check, "", made, nulled=True) for example in first_of_each_verdict(check) for _, made in poorer(example)]
    needed = sorted(check.needs | check.leans_on, key=str)
    own += [Trial(check, verdict, example.but(references_in_capitals()), in_capitals=True) for verdict, example in check.examples]
    return own + [Trial(check, None, example.but(kit.without(one))) for example in check.passes for one in needed]


def run(path: Path) -> tuple[str, int, list[tuple[str, int, tuple[str, ...]]]]:
    """A module's survivors: (number of mutants, [(name, line, examples that would see it)])."""
    module = importlib.import_module(f"assessor.checks.{path.stem}")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    concerned = [check for check in assess.load(["builtin"]).checks if (path.stem.startswith("_") or _id(path) == check.info.id) and _reads(check, path)]
    put = [trial for check in concerned for trial in trials(check) if trial.verdict is not None or not path.stem.startswith("_")]
    whole = [trial.judged(trial.check) for trial in put]
    found, number = [], 0
    for mutant in mutants(tree, ENUMS):
        number += 1
        mutant.make()
        try:
            code = compile(tree, str(path), "exec")
        finally:
            mutant.undo()
        survives, seen = _survives(code, module, put, whole, mutant)
        if survives:
            found.append((mutant.name(path.stem), mutant.line, seen))
    return path.stem, number, found


def _survives(code: object, module: ModuleType, put: list[Trial], whole: list[Result], mutant: Mutant) -> tuple[bool, tuple[str, ...]]:
    try:
        return _put(code, module, put, whole, mutant)
    except Exception:  # a mutant that cannot even be imported, or judged, is noticed by everybody
        return False, ()


def _put(code: object, module: ModuleType, put: list[Trial], whole: list[Result], mutant: Mutant) -> tuple[bool, tuple[str, ...]]:
    seen = []
    with _mutated(code, module) as check:
        for trial, before in zip(put, whole, strict=True):
            if (trial.in_capitals and not mutant.forgets_case) or (trial.nulled and not mutant.forgets_null):
                continue
            signal.setitimer(signal.ITIMER_REAL, PATIENCE)
            try:
                result = trial.judged(check or trial.check)
            except Endless:
                return False, ()
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            if trial.notices(result):
                return False, ()
            if trial.verdict is not None and not (trial.in_capitals or trial.nulled) and result != replace(before, check=result.check):
                seen.append(f"{trial.check.info.id}.{trial.number}:{'+'.join(_aspects(before, result))}")
    return True, tuple(seen)


def _aspects(before: Result, after: Result) -> Iterator[str]:
    """What an example would have to expect to notice the difference."""
    if [one.key for one in before.findings] != [one.key for one in after.findings]:
        yield "findings"
        return
    pairs = list(zip(before.findings, after.findings, strict=True))
    for name in ("degree", "severity", "confidence", "says", "path"):
        if any(getattr(one, name) != getattr(other, name) for one, other in pairs):
            yield name
    if any(one.evidence != other.evidence for one, other in pairs):
        yield "evidence"
    if (before.notes, before.reason, before.reason_code) != (after.notes, after.reason, after.reason_code):
        yield "beside"
    if before.population != after.population:
        yield "population"


class _mutated:  # noqa: N801  # reads as a phrase: with _mutated(…)
    """The module with the mutant's functions; a helper in its place, so that the checks that import it meet the mutant."""

    def __init__(self, code: object, module: ModuleType) -> None:
        self.code, self.module = code, module
        self.is_helper = module.__name__.rpartition(".")[2].startswith("_")

    def __enter__(self) -> kit.Check | None:
        if not self.is_helper:
            made = ModuleType(self.module.__name__)
            made.__package__ = self.module.__package__
            sys.modules["mutant"] = made
            exec(self.code, made.__dict__)  # noqa: S102
            return next(value for value in vars(made).values() if isinstance(value, kit.Check))
        self.before = dict(vars(self.module))
        try:
            exec(self.code, self.module.__dict__)  # noqa: S102
        except Exception:
            self.__exit__()
            raise
        self.replaced: list[tuple[ModuleType, str, object]] = []
        for other in [one for name, one in sys.modules.items() if name.startswith("assessor.checks.") and one is not self.module]:
            for name, value in vars(other).items():
                if name in self.before and value is self.before[name] and name != "kit" and not name.startswith("__"):
                    self.replaced.append((other, name, value))
        for other, name, _ in self.replaced:
            setattr(other, name, vars(self.module)[name])
        return None

    def __exit__(self, *_: object) -> None:
        if self.is_helper:
            for other, name, value in getattr(self, "replaced", ()):
                setattr(other, name, value)
            vars(self.module).clear()
            vars(self.module).update(self.before)


def _id(path: Path) -> str:
    prefix, number = path.stem.split("_")[:2]
    return f"{prefix.upper()}-{number}"


def _reads(check: kit.Check, path: Path) -> bool:
    """Whether the check's module imports the helper, over other helpers too."""
    if not path.stem.startswith("_"):
        return True
    file = next(one for one in CHECKS.glob("*.py") if one.stem.startswith(check.info.id.lower().replace("-", "_")))
    return path.stem in _imports(file)


def _imports(file: Path, seen: frozenset[str] = frozenset()) -> frozenset[str]:
    for one in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(one, ast.ImportFrom) and one.level == 1:
            names = {one.module} if one.module else {alias.name for alias in one.names}
            for name in names - seen:
                seen = _imports(CHECKS / f"{name}.py", seen | {name})
    return seen


def _lifted(*_: object) -> None:
    raise Endless


def _start() -> None:
    signal.signal(signal.SIGALRM, _lifted)


def explained() -> set[str]:
    """The survivors that stand in the list."""
    lines = BASELINE.read_text(encoding="utf-8").splitlines() if BASELINE.exists() else []
    return {line for line in lines if line and not line.startswith("#")}


def _modules(asked: list[str]) -> list[Path]:
    wanted = tuple(one.lower().replace("-", "_") for one in asked)
    return [one for one in sorted(CHECKS.glob("*.py")) if one.stem != "__init__" and one.stem.startswith(wanted or "")]


def _judge(paths: list[Path], jobs: int, *, seen: bool) -> tuple[int, list[str]]:
    """How many mutants there were, and the names of those that survive."""
    total, survivors = 0, list[str]()
    with ProcessPoolExecutor(jobs, initializer=_start) as pool:
        for stem, number, found in pool.map(run, paths):
            total += number
            survivors += [name for name, _, _ in found]
            print(f"{stem}: {number} mutants, {len(found)} survive", flush=True)
            for name, line, examples in found if seen else ():
                print(f"  {line}: {name.partition(' ')[2]}" + (f"   [{' '.join(examples)}]" if examples else ""), flush=True)
    return total, survivors


def main() -> int:
    """Run, and say which survivors are not in the list; 1 if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="append", default=[], help="only this check, or the helper of this name")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--accept", action="store_true", help="write the list anew")
    parser.add_argument("--seen", action="store_true", help="print survivors, and the examples that would notice them if they expected more")
    asked = parser.parse_args()
    paths = _modules(asked.check)
    total, survivors = _judge(paths, asked.jobs, seen=asked.seen)
    others = {one for one in explained() if one.partition(" ")[0] not in {path.stem for path in paths}}
    if asked.accept:
        head = "# Mutants that survive, for the reasons that README.md gives; written by: python -m tests.mutation.run --accept\n"
        BASELINE.write_text(head + "".join(f"{one}\n" for one in sorted({*survivors, *others})), encoding="utf-8")
    new = sorted(set(survivors) - explained())
    print(f"{total} mutants, {total - len(survivors)} killed, {len(survivors)} survive, {len(new)} of them not in the list")
    for kind, number in Counter(kind_of(one) for one in survivors).most_common():
        print(f"  {number:5} {kind}")
    print("".join(f"new: {one}\n" for one in new), end="")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())
