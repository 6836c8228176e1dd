"""Texts are collected from code and templates, kept, checked and compiled without any tool outside Python."""

import gettext
import os
from pathlib import Path

import pytest

from home import translations

PYTHON = """
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

TITLE = _("Work list")
WORDS = ngettext("%(n)d case", "%(n)d cases", 2)
MONTH = pgettext("calendar", "May")
"""
TEMPLATE = """{% load i18n %}
<p>{% translate "Good day" %}</p>
    {% blocktranslate trimmed with name=user.name %}
      Signed in as {{ name }}
    {% endblocktranslate %}
{{ form|default:_("Nothing yet") }}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A very small house with two areas in use."""
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "words.py").write_text(PYTHON, encoding="utf-8")
    for folder in ("office", "my", "components"):
        (tmp_path / "templates" / folder).mkdir(parents=True)
        (tmp_path / "templates" / folder / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def _ids(area: str, root: Path) -> list[translations.Key]:
    return sorted(translations.key_of(message) for message in translations.collect(area, root) if message.id)


def _write(area: str, root: Path, text: str) -> None:
    path = translations.po_path(area, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(translations.HEADER + text, encoding="utf-8")


def test_a_call_inside_an_f_string_is_collected(house: Path) -> None:
    (house / "cases" / "words.py").write_text("x = f\"<b>{_('Coming next')}</b>\"\n", encoding="utf-8")
    assert _ids("cases", house) == [("", "Coming next")]


def test_code_gives_plain_plural_and_context_messages(house: Path) -> None:
    assert _ids("cases", house) == [("", "%(n)d case"), ("", "Work list"), ("calendar", "May")]


def test_a_template_belongs_to_the_area_of_its_folder(house: Path) -> None:
    expected = [("", "Good day"), ("", "Nothing yet"), ("", "Signed in as %(name)s")]
    assert [_ids(area, house) for area in ("backoffice", "portal", "home")] == [expected] * 3


def test_an_update_keeps_translations_and_drops_what_nobody_asks_for(house: Path) -> None:
    _write("cases", house, 'msgid "Work list"\nmsgstr "工作列表"\n\nmsgid "Gone"\nmsgstr "没有了"\n')
    assert translations.update("cases", house) == 3
    stored = {
        translations.key_of(m)[1]: translations.translation(m) for m in translations.stored("cases", house) if m.id
    }
    assert stored == {"Work list": "工作列表", "May": "", "%(n)d case": ""}
    before = translations.po_path("cases", house).read_bytes()
    translations.update("cases", house)
    assert translations.po_path("cases", house).read_bytes() == before


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('msgid "Good day"\nmsgstr ""\n', "not translated: 'Good day'"),
        ('#, fuzzy\nmsgid "Good day"\nmsgstr "您好"\n', "marked fuzzy: 'Good day'"),
        ('msgid "Signed in as %(name)s"\nmsgstr "已登录：%(nane)s"\n', "placeholders differ: '已登录：%(nane)s'"),
        ('msgid "Gone"\nmsgstr "没有了"\n', "no longer used: 'Gone'"),
        ("", "missing in the file: 'Good day'"),
    ],
)
def test_what_is_not_in_order_is_named(house: Path, text: str, fault: str) -> None:
    _write("portal", house, text)
    assert [found for found in translations.check_area("portal", house) if fault in found] != []


def test_one_message_with_two_translations_is_named(house: Path) -> None:
    _write("portal", house, 'msgid "Good day"\nmsgstr "您好"\n')
    _write("home", house, 'msgid "Good day"\nmsgstr "你好"\n')
    assert translations.check_agreement(house) == ["translated differently: 'Good day': home '你好', portal '您好'"]


def test_a_message_id_in_chinese_is_named(house: Path) -> None:
    (house / "cases" / "words.py").write_text('from x import _\n_("办结")\n', encoding="utf-8")
    _write("cases", house, 'msgid "办结"\nmsgstr "办结"\n')
    assert translations.check_area("cases", house) == ["cases: message id must be English: '办结'"]


def test_compiled_texts_are_what_python_reads_and_are_made_again_only_when_outdated(house: Path) -> None:
    _write("portal", house, 'msgid "Good day"\nmsgstr "您好"\n')
    mo = translations.po_path("portal", house).with_suffix(".mo")
    assert translations.compile_outdated(house) == [mo]
    assert translations.compile_outdated(house) == []
    with mo.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Good day") == "您好"
    os.utime(mo, (0, 0))
    assert translations.compile_outdated(house) == [mo]
