"""What a mutant is, and that it can be undone."""

import ast
from enum import Enum

from tests.mutation.operators import kind_of, mutants


class Degree(Enum):
    FAIL = 1
    PARTIAL = 2


def changed(source: str) -> list[str]:
    tree = ast.parse(source)
    found = []
    for mutant in mutants(tree, {"Degree": Degree}):
        mutant.make()
        found.append(ast.unparse(tree.body[-1]))
        mutant.undo()
    assert ast.unparse(tree) == ast.unparse(ast.parse(source))
    return found


def body(code: str) -> list[str]:
    return [one.partition("\n    ")[2] for one in changed(f"def f(x, y):\n    {code}")]


def test_a_comparison_is_turned_and_moved_by_one() -> None:
    assert body("return x < y") == ["return x <= y", "return x >= y"]


def test_of_two_conditions_each_is_left_out_and_they_are_joined_otherwise() -> None:
    assert body("return x and y") == ["return x or y", "return y", "return x"]


def test_a_statement_is_left_out() -> None:
    assert body("x(y)") == ["pass"]


def test_a_filter_is_left_out() -> None:
    assert body("return [a for a in x if a]") == ["return [a for a in x]"]


def test_letter_case_is_forgotten() -> None:
    assert body("return x.lower()") == ["return x"]


def test_docstrings_and_sentences_stay_as_they_are() -> None:
    assert body("'''Says.'''\n    return f'a {x}'") == []


def test_a_declaration_is_not_judged() -> None:
    assert changed("@check(number=1, fails=[x and y])\ndef f(x):\n    return x") == []


def test_the_modules_own_values_are_changed_where_a_function_reads_them() -> None:
    assert changed("def f():\n    return DAYS\nUNREAD = 4\nDAYS = 90") == ["DAYS = 91"]


def test_two_mutants_of_one_function_never_have_one_name() -> None:
    names = []
    for mutant in mutants(ast.parse("def f(x):\n    return (x < 1, x < 1)"), {}):
        names.append(mutant.name("m"))
    assert len(names) == len(set(names)) == 6


def test_a_survivor_tells_its_kind() -> None:
    assert kind_of("m f: one.id.lower() → one.id") == "letter case"
    assert kind_of("m f: rows or () → rows") == "null and absent"
    assert kind_of("m f: len(names) < 6 → len(names) <= 6") == "words and counts in sentences"
    assert kind_of("m f: x and y → y") == "logic"


def test_a_word_of_an_enumeration_is_taken_for_the_next() -> None:
    assert body("return kit.Degree.PARTIAL") == ["return kit.Degree.FAIL"]
