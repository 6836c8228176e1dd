"""Which demand of the two documents is proved by which test. Reads ``docs/requirements.md`` and the markers in ``tests/``."""

import ast
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINE = re.compile(r"^- ([WP]-\d{3}) (.+)$", re.MULTILINE)
MISSING = re.compile(r"^- ([WP]-\d{3}) .+\n  - missing: (.+)$", re.MULTILINE)
ORGANISATION = "(organisation)"


@dataclass(frozen=True)
class Standing:
    """Every number in one of three groups, in the order of the documents."""

    proven: list[str]
    open: list[str]
    outside: list[str]


def _list(root: Path) -> str:
    return (root / "docs" / "requirements.md").read_text(encoding="utf-8")


def numbers(root: Path = ROOT) -> dict[str, str]:
    """Every requirement number with its title, in the order of the documents."""
    return dict(LINE.findall(_list(root)))


def missing(root: Path = ROOT) -> dict[str, str]:
    """Requirement number -> what of it is not there yet, although a test proves the rest."""
    return dict(MISSING.findall(_list(root)))


def _markers(tree: ast.Module) -> dict[int, list[str]]:
    """The numbers of every ``mark.req(...)`` call by its line."""
    found = {}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "req"):
            continue
        found[node.lineno] = [str(arg.value) for arg in node.args if isinstance(arg, ast.Constant)]
    return found


def proofs(root: Path = ROOT) -> dict[str, list[str]]:
    """Requirement number -> the tests (``file:line`` of the marker) that name it."""
    result: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / "tests").rglob("test_*.py")):
        source = path.read_text(encoding="utf-8")
        # To read a file as code takes a hundred times as long as to look whether there is a marker.
        for line, named in (_markers(ast.parse(source)) if ".req(" in source else {}).items():
            for number in named:
                result[number].append(f"{path.relative_to(root).as_posix()}:{line}")
    return dict(result)


def standing(root: Path = ROOT) -> Standing:
    """Proven: named by a test, nothing missing. Outside: a duty of people and offices that no test names. Open: the rest."""
    known, proved, lacking = numbers(root), proofs(root), missing(root)
    made = Standing([], [], [])
    for number, title in known.items():
        if number in proved and number not in lacking:
            made.proven.append(number)
        elif number not in proved and title.endswith(ORGANISATION):
            made.outside.append(number)
        else:
            made.open.append(number)
    return made
