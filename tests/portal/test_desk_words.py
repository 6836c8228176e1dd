"""The publishing side speaks Chinese: what Wagtail leaves in English stands in a catalogue of ours, `locale/desk`."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from django.test import RequestFactory
from django.utils import translation
from wagtail.admin.views.i18n import js_catalog

from home import translations
from home.translations import HAN, LATIN, PLACEHOLDER

# Names, and figures without a word.
ALIKE = {
    "ID",
    "URL",
    "Wagtail API v2",
    "Wagtail API v3",
    "%(range_start)s - %(range_end)s",
}
# The same meaning in this house's words; a word of ours that means something else has a context of its own.
OUR_WORDS = {
    "(optional)",
    "Add",
    "All",
    "Change",
    "Code",
    "Edit this page",
    "Filter",
    "History",
    "Name",
    "New",
    "Not started",
    "Rejected",
    "Show",
    "This field is required.",
    "To",
}
AREAS = ("desk", "desk/djangojs")
NO_WORDS = re.compile(f"<[^>]*>|{PLACEHOLDER.pattern}")
Say = Callable[[Message], str]


def on_pages(message: Message) -> str:
    """What a page shows of a message, for a number other than one."""
    context = message.context
    if isinstance(message.id, tuple):
        one, many = message.id
        return translation.npgettext(context, one, many, 2) if context else translation.ngettext(one, many, 2)
    return translation.pgettext(context, message.id) if context else translation.gettext(message.id)


def in_scripts(language: str) -> Say:
    """What the scripts of the desk show: they have the catalogue that the desk's own view sends them."""
    with translation.override(language):
        script = js_catalog(RequestFactory().get("/")).content.decode()
    found = re.search(r"const newcatalog = (\{.*?\});\n", script, re.DOTALL)
    said = json.loads(found[1]) if found else {}

    def say(message: Message) -> str:
        text = said.get("\x04".join(part for part in translations.key_of(message) if part), "")
        return text if isinstance(text, str) else text[0]

    return say


def faults(texts: Catalog, say: Say) -> Iterator[str]:
    """Texts that are said in English, or with other placeholders than the English has."""
    for message in (m for m in texts if m.id):
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        text = say(message)
        asked, given = ({m[0] for m in PLACEHOLDER.finditer(t.replace("%%", ""))} for t in (forms[-1], text))
        english = not text or text in forms or (not HAN.search(text) and LATIN.search(NO_WORDS.sub("", text)))
        if english and forms[0] not in ALIKE:
            yield f"English: {forms[0]}"
        elif given != asked:
            yield f"placeholders: {forms[0]}"


def test_every_text_of_the_installed_parts_of_wagtail_is_chinese() -> None:
    texts = translations.library()
    with translation.override("zh-hans"):
        assert list(faults(texts, on_pages)) == []
        strange = Catalog()
        strange.add("Nobody has put this into Chinese")  # control: one text too many is seen
        assert list(faults(strange, on_pages)) == ["English: Nobody has put this into Chinese"]
    assert len(texts) > 1500
    assert {message.id[0] if isinstance(message.id, tuple) else message.id for message in texts} >= ALIKE


def test_every_text_of_the_desks_scripts_is_chinese() -> None:
    texts = translations.library("djangojs")
    assert list(faults(texts, in_scripts("zh-hans"))) == []
    assert len(list(faults(texts, in_scripts("en")))) == len(texts) > 50  # control


def test_no_word_of_ours_changes_the_meaning_of_a_word_of_the_desk() -> None:
    theirs: dict[translations.Key, set[str]] = {}
    for _part, message in translations.wagtails("zh_Hans", "django"):
        theirs.setdefault(translations.key_of(message), set()).add(translations.translation(message))
    ours = [m for area in translations.AREAS if area not in AREAS for m in translations.stored(area) if m.id]
    said = {translations.key_of(m): translations.translation(m) for m in ours}
    changed = {key[1] for key in said.keys() & theirs.keys() if theirs[key] - {said[key], ""}}
    assert changed == OUR_WORDS
    with translation.override("zh-hans"):
        assert [translation.gettext(word) for word in ("Copy", "Choose", "Pages")] == ["复制", "选择", "页面"]


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for area in AREAS:
        path = translations.po_path(area, tmp_path)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(translations.po_path(area), path)
    return tmp_path


@pytest.mark.parametrize("area", AREAS)
def test_a_text_that_is_taken_out_and_one_that_wagtail_no_longer_has_are_reported(area: str, copied: Path) -> None:
    assert translations.check_area(area, copied) == []
    path = translations.po_path(area, copied)
    whole = path.read_text(encoding="utf-8")
    entry = next(part for part in whole.split("\n\n") if '\nmsgid "A network error occurred' in part)
    path.write_text(
        whole.replace(entry, '#: wagtail.admin\nmsgid "Gone with an upgrade"\nmsgstr "没有了"'), encoding="utf-8"
    )
    missing = translations.key_of(next(m for m in translations.stored(area) if m.id and str(m.id) in entry))[1]
    assert translations.check_area(area, copied) == [
        f"{area}: missing in the file: {missing!r}",
        f"{area}: no longer used: 'Gone with an upgrade'",
    ]


@pytest.mark.parametrize("area", AREAS)
def test_collecting_the_texts_changes_nothing_as_long_as_wagtail_does_not(area: str, copied: Path) -> None:
    before = translations.po_path(area, copied).read_bytes()
    assert translations.update(area, copied) > 0
    assert translations.po_path(area, copied).read_bytes() == before
