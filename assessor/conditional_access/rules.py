"""The language of filters, for devices and for custom security attributes: read into a tree, put to things that have attributes.

Microsoft, concept-condition-filters-for-devices (2025-05) and concept-filter-for-applications (2026-03): comparisons with
-eq -ne -startsWith -notStartsWith -endsWith -notEndsWith -contains -notContains -in -notIn, joined by -and, -or, -not and
brackets, without regard to case. A value that is not there fails every positive comparison and meets every negative one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from assessor.conditional_access.fit import NO, YES, Trit, all_of, any_of, negated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TOKEN = re.compile(r"""\s*(?:(?P<text>"(?:[^"`\\]|[`\\].)*"|'(?:[^'`\\]|[`\\].)*')|(?P<mark>[()\[\],])|(?P<word>[^\s()\[\],"']+))""")
_ESCAPED = re.compile(r"[`\\](.)")
_ALIASES = {"equals": "eq", "notequals": "ne", "not_contains": "notcontains"}
_POSITIVE = {"eq": "eq", "ne": "eq", "startswith": "startswith", "notstartswith": "startswith", "endswith": "endswith", "notendswith": "endswith",
             "contains": "contains", "notcontains": "contains", "in": "in", "notin": "in"}  # fmt: skip
_NEGATIVE = frozenset({"ne", "notstartswith", "notendswith", "notcontains", "notin"})
_DEEPEST = 60


class RuleError(ValueError):
    """A rule that is not written in the language as this version knows it."""


@dataclass(frozen=True, slots=True)
class Compare:
    """An attribute, an operator, and one or more values."""

    attribute: str
    """In lower case, without `device.` before it."""
    operator: str
    """The positive one."""
    negative: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Join:
    """-and, -or or -not over parts."""

    word: str
    parts: tuple[Node, ...]


Node: TypeAlias = "Compare | Join"
Value: TypeAlias = "str | bool | tuple[str, ...] | None"


def parse(rule: str) -> Node:
    """The tree of a rule; RuleError where it is none."""
    return _Parser(_tokens(rule)).whole()


def comparisons(node: Node) -> Iterator[Compare]:
    """Every comparison of a rule."""
    if isinstance(node, Compare):
        yield node
    else:
        for part in node.parts:
            yield from comparisons(part)


def evaluate(node: Node, compare: Callable[[Compare], Trit]) -> Trit:
    """A rule, with somebody who can answer for each comparison."""
    if isinstance(node, Compare):
        return compare(node)
    parts = (evaluate(part, compare) for part in node.parts)
    if node.word == "not":
        return negated(next(parts))
    return all_of(parts) if node.word == "and" else any_of(parts)


def holds(compare: Compare, value: Value) -> bool:
    """Whether a comparison is true of a value; None is one that is not there."""
    return _positive(compare, value) is not compare.negative


def _positive(compare: Compare, value: Value) -> bool:
    if value is None:
        return False
    wanted = [one.lower() for one in compare.values]
    if isinstance(value, tuple):
        return any(one.lower() in wanted for one in value)
    text = str(value).lower()
    if compare.operator in ("eq", "in"):
        return text in wanted
    return any(_part(compare.operator, text, one) for one in wanted)


def _part(operator: str, text: str, part: str) -> bool:
    if operator == "startswith":
        return text.startswith(part)
    return text.endswith(part) if operator == "endswith" else part in text


def _tokens(rule: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = rule.strip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or match.end() == at:
            raise RuleError(f"cannot be read from {text[at : at + 20]!r}")
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    return found


class _Parser:
    """Recursive descent: or, and, not, brackets, comparison."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def whole(self) -> Node:
        node = self._either()
        if self._at < len(self._tokens):
            raise RuleError(f"has {self._tokens[self._at][1]!r} where it should end")
        return node

    def _either(self) -> Node:
        return self._joined("or", self._both)

    def _both(self) -> Node:
        return self._joined("and", self._single)

    def _joined(self, word: str, inner: Callable[[], Node]) -> Node:
        parts = [inner()]
        while self._operator(self._peek()) == word:
            self._next()
            parts.append(inner())
        return parts[0] if len(parts) == 1 else Join(word, tuple(parts))

    def _single(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise RuleError("is nested too deeply")
        try:
            if self._operator(self._peek()) == "not":
                self._next()
                return Join("not", (self._single(),))
            return self._bracket() if self._peek() == ("mark", "(") else self._comparison()
        finally:
            self._depth -= 1

    def _bracket(self) -> Node:
        self._expect("(")
        node = self._either()
        self._expect(")")
        return node

    def _comparison(self) -> Node:
        kind, attribute = self._next()
        operator = self._operator(self._next())
        if kind != "word" or operator not in _POSITIVE:
            raise RuleError(f"has no comparison at {attribute!r}")
        name = attribute.lower().removeprefix("device.")
        return Compare(name, _POSITIVE[operator], operator in _NEGATIVE, self._values())

    def _values(self) -> tuple[str, ...]:
        if self._peek() != ("mark", "["):
            return (self._value(),)
        self._expect("[")
        values = [self._value()]
        while self._peek() == ("mark", ","):
            self._next()
            values.append(self._value())
        self._expect("]")
        return tuple(values)

    def _value(self) -> str:
        kind, text = self._next()
        if kind == "mark":
            raise RuleError(f"has {text!r} where a value should be")
        return _ESCAPED.sub(r"\1", text[1:-1]) if kind == "text" else text

    def _operator(self, token: tuple[str, str]) -> str | None:
        kind, text = token
        if kind != "word" or not text.startswith("-"):
            return None
        word = text[1:].lower()
        return _ALIASES.get(word, word)

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else ("end", "the end")

    def _next(self) -> tuple[str, str]:
        token = self._peek()
        if token[0] == "end":
            raise RuleError("ends too early")
        self._at += 1
        return token

    def _expect(self, mark: str) -> None:
        kind, text = self._next()
        if (kind, text) != ("mark", mark):
            raise RuleError(f"has {text!r} where {mark!r} should be")


def known(value: bool) -> Trit:
    """Yes or no."""
    return YES if value else NO
