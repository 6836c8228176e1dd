"""The files that the house tests read."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDERS = ("cases", "home", "portal", "backoffice", "config", "tests", "templates", "static", "docs", ".ci")


def name_of(path: Path) -> str:
    """The path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


def ours(*suffixes: str, folders: tuple[str, ...] = FOLDERS) -> Iterator[Path]:
    """Every file of ours with one of these suffixes."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and path.is_file() and "__pycache__" not in path.parts:
                yield path
