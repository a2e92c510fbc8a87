"""What the author of a check wrote above its examples: the comment there says why the example is one, and so it is its caption."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.checkkit import Check

_LISTS = ("passes", "partial", "fails", "other")


def captions(check: Check) -> tuple[str, ...]:
    """A caption for each example of the check, in their order; empty where there is none. A comment stands for the example below it."""
    counts = {"passes": len(check.passes), "partial": len(check.partial), "fails": len(check.fails), "other": len(check.other)}
    source = _source(check)
    call = _declaration(source, check.info.id) if source else None
    if source is None or call is None:
        return ("",) * sum(counts.values())
    comments = _comments(source)
    lists = {one.arg: one.value for one in call.keywords if one.arg in _LISTS}
    return tuple(said for name in _LISTS for said in _of_list(lists.get(name), counts[name], comments))


def _source(check: Check) -> str | None:
    try:
        return inspect.getsource(inspect.getmodule(check.judge) or check.judge)
    except (OSError, TypeError):
        return None


def _declaration(source: str, check_id: str) -> ast.Call | None:
    """The call of the decorator that declares this check."""
    calls = (one for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef) for one in node.decorator_list if isinstance(one, ast.Call))
    return next((one for one in calls if any(_is_id(word, check_id) for word in one.keywords)), None)


def _is_id(word: ast.keyword, check_id: str) -> bool:
    return word.arg == "id" and isinstance(word.value, ast.Constant) and word.value.value == check_id


def _comments(source: str) -> dict[int, str]:
    """Comments that have a line of their own, by line."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {one.start[0]: one.string.lstrip("# ") for one in tokens if one.type == tokenize.COMMENT and one.line.lstrip().startswith("#")}


def _of_list(value: ast.expr | None, count: int, comments: dict[int, str]) -> Iterator[str]:
    elements = value.elts if isinstance(value, ast.List | ast.Tuple) else []
    shares = _shares(elements, count)
    if shares is None:
        yield from [""] * count
        return
    last = value.lineno if value else 0
    for element, share in zip(elements, shares, strict=True):
        said = " ".join(comments[line] for line in range(last, element.lineno) if line in comments)
        last = element.end_lineno or element.lineno
        yield from [said] * share


def _shares(elements: Sequence[ast.expr], count: int) -> list[int] | None:
    """How many examples each element stands for: one, or for a single `*…` what the others leave; None where nobody can tell."""
    starred = sum(isinstance(one, ast.Starred) for one in elements)
    rest = count - (len(elements) - starred)
    if starred > 1 or rest < 0 or (not starred and rest):
        return None
    return [rest if isinstance(one, ast.Starred) else 1 for one in elements]
