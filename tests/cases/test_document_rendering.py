"""Rendering: hostile and rare characters, the same bytes for the same facts, threads, fonts, archivable files."""

import hashlib
import io
import re
import threading
from dataclasses import replace
from datetime import date

import pypdf
import pytest
import typst

from cases.documents.agreement import agreement
from cases.documents.authorisation import authorisation
from cases.documents.correction import correction
from cases.documents.flowtable import flow_table
from cases.documents.glyphs import BLANK, fit, printable
from cases.documents.mailing import mailing
from cases.documents.minutes import minutes
from cases.documents.notification import notification
from cases.documents.receipt import receipt
from cases.documents.render import produce, template_version
from cases.documents.transfer import transfer
from tests.cases.documents_data import (
    DAY,
    PROJECT,
    a_correction,
    a_flow_table,
    a_mailing,
    a_notification,
    a_receipt,
    a_transfer,
    an_agreement,
    an_authorisation,
    every_document,
    some_minutes,
    text,
)

HOSTILE = '#import "x.typ": * #panic("boom") $x^2$ ] [ \\ *粗* _斜_ `code` <label> @ref // /* "引" \'号\' {{7*7}}'


def test_hostile_values_are_printed_as_text_and_never_executed() -> None:
    shown = re.sub(r"\s", "", HOSTILE)
    project = replace(PROJECT, name=HOSTILE, owner=HOSTILE, place=HOSTILE)
    for form, made in every_document(project).items():
        assert shown in text(made), form
    for made in (
        agreement(an_agreement(word=HOSTILE)),
        notification(a_notification(word=HOSTILE)),
        correction(a_correction(word=HOSTILE)),
        receipt(a_receipt(word=HOSTILE)),
        minutes(some_minutes(word=HOSTILE)),
        flow_table(a_flow_table(word=HOSTILE)),
        mailing(a_mailing(word=HOSTILE)),
        transfer(a_transfer(word=HOSTILE)),
    ):
        assert shown in text(made)


def test_characters_without_a_glyph_become_a_box_and_a_note_names_them() -> None:
    made = authorisation(an_authorisation(replace(PROJECT, name="示例😀𠮷項目\ue000")))
    assert "（项目名称）示例□□項目□，" in text(made)
    assert set(made.missing) == {"😀", "𠮷", "\ue000"}
    assert "无法印刷的字符：U+E000；U+1F600GRINNINGFACE；U+20BB7CJKUNIFIEDIDEOGRAPH-20BB7。" in text(made)
    plain = authorisation(an_authorisation())
    assert plain.missing == ()
    assert "无法印刷" not in text(plain)


def test_an_emoji_in_a_project_name_is_named_on_every_form() -> None:
    for form, made in every_document(replace(PROJECT, name="示例🚀基地")).items():
        assert "示例□基地" in text(made), form
        assert "U+1F680ROCKET" in text(made), form


def test_what_cannot_be_seen_is_not_printed() -> None:
    assert fit("a\u202eb\u200bc\x00d\ud800e\ufe0f") == ("abcde", frozenset())
    assert fit("a\r\nb\tc\u00a0d") == ("a\nb c d", frozenset())
    assert fit("e\u0301") == ("é", frozenset())


def test_rare_characters_of_names_are_in_the_fonts() -> None:
    assert all(ord(character) in printable() for character in "龘䶮堃喆犇镕㐀〔〕①㎡" + BLANK)


def test_the_same_facts_give_the_same_bytes_and_other_facts_do_not() -> None:
    first, second = every_document(), every_document()
    assert {form: made.sha256 for form, made in first.items()} == {form: made.sha256 for form, made in second.items()}
    assert all(made.sha256 == hashlib.sha256(made.pdf).hexdigest() for made in first.values())
    later = authorisation(replace(an_authorisation(), issued_at=date(2026, 12, 15)))
    assert later.sha256 != first["authorisation"].sha256


def test_threads_print_side_by_side_and_agree() -> None:
    hashes: list[str] = []

    def work() -> None:
        hashes.extend(authorisation(an_authorisation()).sha256 for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hashes) == 20
    assert len(set(hashes)) == 1


def test_every_file_is_archivable_and_embeds_only_the_two_document_fonts() -> None:
    for form, made in every_document().items():
        reader = pypdf.PdfReader(io.BytesIO(made.pdf))
        assert b"pdfaid:part>2<" in made.pdf.replace(b" ", b""), form
        assert len(reader.pages) == made.pages, form
        names = set()
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
                descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
                assert "/FontFile3" in descriptor, form
                names.add(str(descriptor["/FontName"]).split("+")[-1].split("-")[0])
        assert names <= {"NotoSerifSC", "NotoSansSC"}, form


def test_a_template_has_a_version_of_its_own() -> None:
    versions = {template_version(form) for form in every_document()}
    assert len(versions) == len(every_document())
    assert all(re.fullmatch(r"[0-9a-f]{12}", version) for version in versions)


@pytest.mark.parametrize("name", ["../secrets", "absent", "templates/base"])
def test_only_templates_of_the_house_can_be_named(name: str) -> None:
    with pytest.raises(ValueError, match="no such template"):
        template_version(name)


def test_a_value_that_is_not_plain_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot be printed: object"):
        produce("authorisation", {"project": object()}, issued_at=DAY)


def test_control_markup_would_run_if_data_were_source() -> None:
    """Control for the hostile values: the same words as Typst source do run, so the test above proves something."""
    with pytest.raises(typst.TypstError, match="boom"):
        typst.compile(b'#panic("boom")')
