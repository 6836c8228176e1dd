"""Who may import whom is written in pyproject.toml and held."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

from tests.house.files import ROOT, name_of, ours


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_import_goes_down() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout


def test_an_import_that_goes_up_is_noticed(tmp_path: Path) -> None:
    for name in ("cases", "home", "portal", "backoffice", "config"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    enums = tmp_path / "cases" / "enums.py"
    enums.write_text(enums.read_text(encoding="utf-8") + "\nimport home.words\n", encoding="utf-8")
    assert "broken" in _lint(tmp_path).stdout.lower()


def test_the_domain_knows_no_request_and_no_response() -> None:
    """import-linter cannot forbid a part of Django."""
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in ours(".py", folders=("cases",))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.http", "django.shortcuts"))
    ]
    assert found == []
