"""Every text of the user interface exists in both languages."""

import ast
import re
from pathlib import Path

import pytest

from home import translations
from home.translations import HAN
from tests.house.files import name_of, ours

NUMBERED = re.compile(r"\b[PWCD]-0\d\d(?!\d)")

# Chinese that is data: printed forms (always Chinese), reference rows, page content, demo data, search words.
CHINESE_IS_DATA = (
    "cases/documents/",
    "cases/reference/",
    "cases/management/",
    "cases/demo/",
    "cases/actions/archiving.py",
    "cases/actions/finishing.py",
    "cases/actions/exchange",
    "cases/actions/followups.py",
    "cases/actions/intake.py",
    "cases/actions/meeting_minutes.py",
    "cases/actions/paper_data.py",
    "cases/actions/papers.py",
    "cases/actions/planning.py",
    "cases/actions/preview.py",
    "cases/actions/reference_calendar.py",
    "cases/actions/transfer_papers.py",
    "cases/queries/exchange",
    "cases/actions/windows.py",
    "cases/package.py",
    "cases/redaction.py",
    "cases/queries/archiving.py",
    "home/benchmark/",
    "home/blocks.py",
    "home/management/commands/load_demo.py",
    "home/models/settings.py",
    "home/search/",
    "home/styleguide.py",
    "portal/blocks.py",
    "portal/content/",
    "portal/editorial.py",
    "portal/loading.py",
    "portal/management/",
    "portal/models/",
    "templates/500.html",
    "templates/home/styleguide.html",
)
# A language is called by its own name, and units are written as they are in each language.
ALLOWED_WORDS = {
    "backoffice/forms/base.py": {"年", "月", "日"},
    "backoffice/forms/reference.py": {
        "元旦",
        "春节",
        "清明节",
        "劳动节",
        "端午节",
        "中秋节",
        "国庆节",
        "国办发明电〔",
        "号",
    },
    "home/charts/axis.py": {"年", "月"},
    "cases/daywords.py": {"一二三四五六日", "年", "月", "日", "日（星期", "）"},
    "home/words.py": {"元", "万元", "亿元"},
    "config/settings.py": {"帮代办", "帮代办服务"},
    "home/management/commands/serve.py": {"帮代办"},
}
OWN_NAMES = {"中文", "简体中文"}
TEMPLATE_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)
RUN = re.compile("[\u3000-\u303f\uff00-\uffef\u3400-\u9fff]*[\u3400-\u9fff][\u3000-\u303f\uff00-\uffef\u3400-\u9fff]*")


def _literals(source: str) -> str:
    """The string literals with Chinese of a Python file as they are written, without docstrings."""
    tree = ast.parse(source)
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and HAN.search(n.value) and id(n) not in told
    )
    return "\n".join(ast.get_source_segment(source, node) or node.value for node in strings)


def _chinese(path: Path) -> set[str]:
    text = path.read_text(encoding="utf-8")
    if not RUN.search(text):
        return set()
    text = _literals(text) if path.suffix == ".py" else TEMPLATE_COMMENT.sub("", text)
    return set(RUN.findall(text)) - OWN_NAMES - ALLOWED_WORDS.get(name_of(path), set())


def test_every_text_is_collected_and_translated() -> None:
    assert translations.check() == []


def _renamed(source: str) -> set[str]:
    """Names under which a function that translates is imported and the collector would not find its texts."""
    froms = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
    ]
    names = {name.asname for node in froms for name in node.names if name.asname and "gettext" in name.name}
    return names - set(translations.KEYWORDS)


def test_what_translates_has_a_name_that_the_collector_knows() -> None:
    folders = ("cases", "home", "portal", "backoffice", "config")
    found = {name_of(path): _renamed(path.read_text(encoding="utf-8")) for path in ours(".py", folders=folders)}
    assert {name: names for name, names in found.items() if names} == {}
    head = "from django.utils.translation import gettext as "
    assert (_renamed(head + "_"), _renamed(head + "_now")) == (set(), {"_now"})


def test_no_chinese_is_written_into_code_or_templates() -> None:
    found = {
        name_of(path): words
        for path in ours(
            ".py",
            ".html",
            ".txt",
            ".js",
            folders=("cases", "home", "portal", "backoffice", "config", "templates", "static"),
        )
        if not name_of(path).startswith(CHINESE_IS_DATA)
        and "migrations" not in path.parts
        and (words := _chinese(path))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.py", '"""说明"""\nx = "办结"  # 注释', {"办结"}),
        ("a.py", 'x = "[\\u4e00-\\u9fff]"', set()),
        ("a.html", "{# 注释 #}<p>办结</p>", {"办结"}),
        ("a.html", "<p>Done</p>", set()),
    ],
)
def test_the_search_tells_text_from_speech_about_it(name: str, text: str, expected: set[str], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    source = _literals(text) if path.suffix == ".py" else TEMPLATE_COMMENT.sub("", text)
    assert set(RUN.findall(source)) == expected
    assert bool(HAN.search(source)) == bool(expected)


def test_no_text_names_a_requirement_by_its_number() -> None:
    """People do not have the list of requirements; the number belongs into a docstring."""
    found = [
        (area, message.id)
        for area in translations.AREAS
        for message in translations.stored(area)
        if NUMBERED.search(str(message.id)) or NUMBERED.search(translations.translation(message))
    ]
    assert found == []
    assert NUMBERED.search("（P-079）。")  # control
