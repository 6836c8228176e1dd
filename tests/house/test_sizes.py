"""A file that grows past its budget wants a wall."""

import ast
from collections.abc import Iterator

from tests.house.files import name_of, ours

FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES = 400, 50, 150


def test_no_python_file_is_longer_than_400_lines() -> None:
    sizes = {
        name_of(p): len(p.read_text(encoding="utf-8").splitlines()) for p in ours(".py") if "migrations" not in p.parts
    }
    assert {name: lines for name, lines in sizes.items() if lines > FILE_LINES} == {}


def _functions() -> Iterator[tuple[str, int]]:
    for path in ours(".py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{name_of(path)}:{node.name}", (node.end_lineno or 0) - node.lineno + 1


def test_no_function_is_longer_than_50_lines() -> None:
    assert {name: lines for name, lines in _functions() if lines > FUNCTION_LINES} == {}


def test_no_template_is_longer_than_150_lines() -> None:
    sizes = {
        name_of(p): len(p.read_text(encoding="utf-8").splitlines())
        for p in ours(".html", ".txt")
        if "templates" in p.parts
    }
    assert {name: lines for name, lines in sizes.items() if lines > TEMPLATE_LINES} == {}
