"""Every numbered paper carries its number, check code and QR code; a preview carries none."""

import io
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pikepdf
import pypdf
import pytest
import segno
from django.conf import settings

from cases import checkcodes
from cases.documents import mark as marks
from cases.documents.mark import mark, symbol
from cases.documents.render import TEMPLATES
from cases.enums import CaseStatus
from cases.models import IssuedDocument
from tests.cases.documents_data import every_document, pages
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

MARK = mark("BZ-370783-2026-0001", "7F3K-Q9TB-02XM", "https://bdb.example.com/")


def test_the_qr_code_holds_the_address_of_the_check_with_number_and_code() -> None:
    parts = urlsplit(MARK.address)
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "bdb.example.com", "/check/")
    assert parse_qs(parts.query) == {"number": ["BZ-370783-2026-0001"], "code": ["7F3KQ9TB02XM"]}
    assert checkcodes.same("7F3KQ9TB02XM", MARK.code)


def test_the_symbol_is_drawn_from_that_address(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[str] = []
    real = segno.make_qr

    def watch(content: str, **options: object) -> segno.QRCode:
        given.append(content)
        return real(content, **options)

    monkeypatch.setattr(marks.segno, "make_qr", watch)
    every_document()["receipt"].marked(MARK).pdf  # noqa: B018  # printing is what is watched
    assert given == [MARK.address]
    assert symbol(MARK.address) != symbol(MARK.address + "1")


def test_every_form_prints_the_mark_on_its_first_page_and_stays_as_long_as_it_was() -> None:
    for form, made in every_document().items():
        marked = made.marked(MARK)
        first = pages(marked)[0]
        assert "编号BZ-370783-2026-0001" in first, form
        assert "校验码7F3K-Q9TB-02XM" in first, form
        assert "https://bdb.example.com/check/" in first, form
        assert marked.pages == made.pages, form
        assert _pictures(marked.pdf) > _pictures(made.pdf), form
        assert "校验码" not in pages(made)[0], f"{form}: a print without a number has nothing to check"


def _pictures(pdf: bytes) -> int:
    """Pictures that a screen reader can name."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts = [part for part in opened.objects if isinstance(part, pikepdf.Dictionary)]
        return sum(1 for part in parts if part.get("/S") == "/Figure")


def test_both_copies_of_a_form_in_two_copies_carry_the_mark() -> None:
    found = pages(every_document()["authorisation"].marked(MARK))
    assert ["校验码7F3K-Q9TB-02XM" in page for page in found] == [True, True]


def test_no_form_goes_past_the_one_place_that_prints_the_mark() -> None:
    for path in TEMPLATES.glob("*.typ"):
        if path.stem not in {"base", "annex"}:
            assert re.search(r"#show: body => (paper|sheet|copies)\(|^#set page", path.read_text("utf-8"), re.M), (
                path.stem
            )


@pytest.mark.django_db
@pytest.mark.parametrize("region", [SHOUGUANG, PULANDIAN])
def test_every_issued_paper_prints_its_own_code_and_leads_to_its_own_check(cast: Cast, region: str) -> None:
    case_in(cast, CaseStatus.CLOSED, region)
    found = IssuedDocument.objects.select_related("file", "unit", "case")
    assert found.count() >= 5
    for paper in found:
        data = (Path(settings.PRIVATE_ROOT) / paper.file.path).read_bytes()
        first = re.sub(r"\s", "", pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text())
        assert f"编号{paper.number}" in first, paper
        assert f"校验码{paper.printed_code}" in first, paper
        assert paper.unit == paper.case.handling_unit
    assert len({paper.check_code for paper in found}) == found.count()
