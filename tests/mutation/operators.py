"""Small changes to a syntax tree, each of which some example has to notice.

A mutant is made in place and undone again, so that a module is parsed once. Declarations (decorators), docstrings, annotations and the
fixed parts of f-strings are left alone: they decide nothing.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import EnumMeta

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
_OTHER_CALL = {"any": "all", "all": "any", "min": "max", "max": "min"}
_FOLDS = frozenset({"lower", "upper", "strip", "casefold"})
_MAKERS = frozenset({
    "access_policy", "application", "auth_context", "break_glass", "custom_role", "eligible", "eligible_member", "engagement", "group", "group_policy",
    "permission", "person", "role_policy", "row", "service_principal", "standing", "standing_member", "tenant", "together", "unit",
})  # fmt: skip
_OPTIONAL = frozenset({"distinct", "severity", "confidence", "path", "control", "sure", "default", "key"})
"""Keywords that a call can go without, so that leaving one out is a mistake that nothing but an example shows."""


@dataclass(frozen=True)
class Mutant:
    """One change: where, what, and how to make and undo it."""

    function: str
    says: str
    """The code before and after; with `function` and `number` it names the mutant from run to run."""
    number: int
    line: int
    make: Callable[[], None]
    undo: Callable[[], None]

    @property
    def forgets_case(self) -> bool:
        """Whether it compares with regard to letter case where the code did not."""
        return self.says.partition(" → ")[0].endswith(tuple(f".{one}()" for one in _FOLDS))

    @property
    def forgets_null(self) -> bool:
        """Whether it takes away what stands in for a null."""
        return kind_of(self.name("m")) == "null and absent"

    def name(self, module: str) -> str:
        """The same in every run, whatever the line."""
        return f"{module} {self.function}: {self.says}" + (f" #{self.number}" if self.number > 1 else "")


def mutants(tree: ast.Module, enums: Mapping[str, EnumMeta]) -> Iterator[Mutant]:
    """Every mutant of what the module's functions do, one at a time: each is undone before the next is made."""
    seen: Counter[tuple[str, str]] = Counter()
    for name, node in _judging(tree):
        for change in _changes(node, enums):
            seen[name, change.says] += 1
            yield Mutant(name, change.says, seen[name, change.says], change.line, change.make, change.undo)


def _judging(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions and methods, and the module's own values that they read; what only examples and declarations read is left out."""
    functions = [one for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    read = {one.id for function in functions for part in function.body for one in ast.walk(part) if isinstance(one, ast.Name)}
    for one in tree.body:
        if isinstance(one, ast.FunctionDef):
            if not _makes_examples(one):
                yield one.name, one
        elif isinstance(one, ast.ClassDef):
            yield from ((f"{one.name}.{part.name}", part) for part in one.body if isinstance(part, ast.FunctionDef))
        elif isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name) and one.targets[0].id in read and not _makes_examples(one):
            yield one.targets[0].id, one


def _makes_examples(node: ast.AST) -> bool:
    """Whether it puts parts of an example together: it stands for no judgement."""
    if isinstance(node, ast.FunctionDef) and (node.name == "part" or ast.unparse(node.returns or ast.Pass()).endswith(("Part", "Example"))):
        return True
    parts = node.body if isinstance(node, ast.FunctionDef) else [node]
    calls = (one.func for part in parts for one in ast.walk(part) if isinstance(one, ast.Call))
    return any(isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "kit" and call.attr in _MAKERS for call in calls)


# ---- changes ----


@dataclass(frozen=True)
class _Change:
    says: str
    line: int
    make: Callable[[], None]
    undo: Callable[[], None]


def _changes(root: ast.AST, enums: Mapping[str, EnumMeta]) -> Iterator[_Change]:
    for parent, field, index, node in _nodes(root):
        for new in _instead(node, enums, is_text=isinstance(parent, ast.JoinedStr | ast.FormattedValue | ast.Expr)):
            yield _swapped(parent, field, index, node, new)
        if isinstance(node, ast.comprehension):
            yield from (_listed(node, "ifs", at) for at in range(len(node.ifs)))
        if isinstance(node, ast.Call):
            yield from (_listed(node, "keywords", at) for at, word in enumerate(node.keywords) if word.arg in _OPTIONAL)


def _nodes(root: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Every node with its place, outermost first; annotations and decorators are left out."""
    for field, value in ast.iter_fields(root):
        if field in ("annotation", "returns", "decorator_list", "type_params", "format_spec"):
            continue
        for index, one in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(one, ast.AST):
                yield root, field, index, one
                yield from _nodes(one)


def _instead(node: ast.AST, enums: Mapping[str, EnumMeta], *, is_text: bool) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield from (ast.Compare(node.left, [new()], node.comparators) for new in _COMPARED[type(node.ops[0])])
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for at in range(len(node.values)):
            rest = node.values[:at] + node.values[at + 1 :]
            yield ast.BoolOp(node.op, rest) if len(rest) > 1 else rest[0]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.If | ast.While) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
        yield type(node)(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.Constant) and not is_text:
        yield from _constants(node)
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield from _members(node, enums)
    elif isinstance(node, ast.Call):
        yield from _calls(node)
    elif isinstance(node, ast.Continue | ast.Break | ast.AugAssign) or (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant)):
        yield ast.Pass()


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)
    elif isinstance(node.value, str) and node.value:  # an empty text is a default: whatever stands in its place changes nothing
        yield ast.Constant(f"{node.value}?")


def _members(node: ast.Attribute, enums: Mapping[str, EnumMeta]) -> Iterator[ast.AST]:
    """The next word of an enumeration for the one that stands there."""
    of = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id if isinstance(node.value, ast.Name) else ""
    if of in enums and node.attr in enums[of].__members__:
        every = list(enums[of].__members__)
        yield ast.Attribute(node.value, every[(every.index(node.attr) + 1) % len(every)], node.ctx)


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _OTHER_CALL:
        yield ast.Call(ast.Name(_OTHER_CALL[node.func.id], ast.Load()), node.args, node.keywords)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _FOLDS and not node.args:
        yield node.func.value


def _swapped(parent: ast.AST, field: str, index: int | None, old: ast.AST, new: ast.AST) -> _Change:
    def put(node: ast.AST) -> None:
        if index is None:
            setattr(parent, field, node)
        else:
            getattr(parent, field)[index] = node

    ast.copy_location(new, old)
    ast.fix_missing_locations(new)
    return _Change(f"{_short(old)} → {_short(new)}", getattr(old, "lineno", 0), lambda: put(new), lambda: put(old))


def _listed(node: ast.AST, field: str, at: int) -> _Change:
    """One of a node's list left out."""
    one = getattr(node, field)[at]
    where = one.value if isinstance(one, ast.keyword) else one
    word = f"{one.arg}={_short(where)}" if isinstance(one, ast.keyword) else f"if {_short(where)}"
    return _Change(f"{word} → nothing", where.lineno, lambda: getattr(node, field).pop(at), lambda: getattr(node, field).insert(at, one))


def _short(node: ast.AST) -> str:
    head = node if not isinstance(node, ast.If | ast.While) else node.test
    text = ast.unparse(head).splitlines()[0] if not isinstance(node, ast.Pass) else "pass"
    return text if len(text) <= 90 else f"{text[:87]}…"


# ---- kinds ----


def kind_of(name: str) -> str:
    """What sort of thing a surviving mutant changes, by its name: README.md explains each."""
    before, _, after = name.partition(": ")[2].partition(" → ")
    if re.search(rf"\.({'|'.join(_FOLDS)})\(\)$", before) and not after.endswith("()"):
        return "letter case"
    if re.fullmatch(r".* or (\(\)|\[\]|\{\}|''|0|None)", before) or before == "''" or ".known(" in before:
        return "null and absent"
    if before.startswith(("'", '"')) or re.fullmatch(r"f['\"].*", before) or "', '.join" in before or "len(" in before or re.fullmatch(r"\d+", before):
        return "words and counts in sentences"
    if after == "nothing" and re.match(r"\w+=", before):
        return "what a finding says of itself"
    return "logic"
