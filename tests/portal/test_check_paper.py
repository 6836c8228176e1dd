"""Anybody who holds a paper can check it: number and code or the QR code; a file by its bytes; nobody by guessing (C.8)."""

import io
import re
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone

from cases import checkcodes, signers
from cases.actions import agreements, weekly
from cases.enums import CaseStatus, DocumentKind
from cases.models import Case, IssuedDocument, StoredFile, WeeklyReport
from cases.queries import documents
from cases.queries.checking import find as checking_of
from home import limits
from portal import checking
from tests.cases.kit import pdf
from tests.cast import Cast, case_in

pytestmark = pytest.mark.django_db
S = CaseStatus


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.AGREEMENT)


@pytest.fixture
def paper(case: Case) -> IssuedDocument:
    return documents.awaiting_enterprise(case).get()


def ask(client: Client, number: str, code: str, **more: Any) -> Any:
    client.cookies["django_language"] = "en"
    return client.get("/check/", {"number": number, "code": code}, **more)


def issued(paper: IssuedDocument) -> bytes:
    """The bytes as they lie in the private files."""
    return (Path(settings.PRIVATE_ROOT) / paper.file.path).read_bytes()


def said(response: Any) -> str:
    """The text of the page's own part."""
    main = re.sub(r"(?s)^.*<main|</main>.*$", "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|name=\"csrf[^>]+", " ", main))


def test_a_paper_is_found_by_its_number_and_code_without_signing_in(client: Client, paper: IssuedDocument) -> None:
    page = ask(client, paper.number, paper.printed_code)
    assert page.status_code == 200
    text = said(page)
    for told in ("Real and in force", "Agreement", paper.number, str(paper.unit.name_en), "Not signed yet"):
        assert told in text
    assert ask(client, paper.number.lower(), f" {paper.check_code.lower()} ").context["paper"].number == paper.number
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"


def test_nothing_about_people_or_the_project_is_shown(
    client: Client, cast: Cast, case: Case, paper: IssuedDocument
) -> None:
    agreements.sign(paper, by=cast.wang, ip="192.0.2.1")
    text = ask(client, paper.number, paper.printed_code).content.decode()
    assert "Signed online" in text
    hidden = [
        cast.wang.name, cast.wang.phone, cast.wang.email, case.enterprise.name, case.enterprise.uscc, case.project.name,
        case.project.contact_phone, case.number, paper.file.sha256, "192.0.2.1", str(case.uuid), str(paper.uuid),
    ]  # fmt: skip
    assert [fact for fact in hidden if fact and str(fact) in text] == []


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(client: Client, paper: IssuedDocument) -> None:
    wrong = ask(client, paper.number, "0000-0000-0000")
    unknown = ask(client, "XY-370783-2026-9999", "0000-0000-0000")
    assert wrong.status_code == unknown.status_code == 200
    assert said(wrong).replace(paper.number, "") == said(unknown).replace("XY-370783-2026-9999", "")
    assert "No such paper" in said(wrong)
    # The sign that stands for "no paper" is not a key to one.
    assert "paper" not in wrong.context


def test_guessing_ends_after_ten_wrong_answers_and_right_ones_do_not_count(
    client: Client, paper: IssuedDocument
) -> None:
    for _try in range(15):
        assert ask(client, paper.number, paper.printed_code).status_code == 200
    for _try in range(10):
        assert ask(client, paper.number, checkcodes.make()).status_code == 200
    assert ask(client, paper.number, paper.printed_code).status_code == 429, (
        "also the right code: a guesser learns nothing"
    )
    assert "Too many wrong tries" in said(ask(client, paper.number, paper.printed_code))
    assert ask(client, paper.number, paper.printed_code, REMOTE_ADDR="198.51.100.7").status_code == 200
    posted = client.post("/check/", {"number": paper.number, "code": paper.printed_code})
    assert posted.status_code == 429


def test_control_without_the_limit_guessing_would_go_on(
    client: Client, paper: IssuedDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "TRIES", 10_000)
    assert {ask(client, paper.number, checkcodes.make()).status_code for _try in range(30)} == {200}
    assert ask(client, paper.number, paper.printed_code).status_code == 200


def test_codes_are_random_and_cannot_be_told_from_the_number(cast: Cast, paper: IssuedDocument) -> None:
    made = {checkcodes.make() for _try in range(2000)}
    assert len(made) == 2000
    assert set("".join(made)) == set(checkcodes.LETTERS)
    assert IssuedDocument.objects.exclude(check_code=paper.check_code).count() == IssuedDocument.objects.count() - 1


def compare(client: Client, paper: IssuedDocument, data: bytes, name: str = "mine.pdf") -> Any:
    client.cookies["django_language"] = "en"
    held = SimpleUploadedFile(name, data)
    return client.post("/check/", {"number": paper.number, "code": paper.printed_code, "file": held})


def test_the_issued_file_is_equal_and_one_changed_bit_is_not(client: Client, paper: IssuedDocument) -> None:
    data = issued(paper)
    assert "byte for byte, the one that was issued" in said(compare(client, paper, data))
    for at in (0, len(data) // 2, len(data) - 1):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        assert "Not equal" in said(compare(client, paper, changed))
    assert "Not equal" in said(compare(client, paper, data + b"\n"))


def test_nothing_of_a_compared_file_is_kept(client: Client, paper: IssuedDocument) -> None:
    before = list(StoredFile.objects.values())
    compare(client, paper, b"x" * 3_000_000)
    assert list(StoredFile.objects.values()) == before


def test_the_scan_that_the_agency_confirmed_is_equal_too(client: Client, cast: Cast, paper: IssuedDocument) -> None:
    scan = pdf("scan.pdf", b"signed").read()
    signature = agreements.hand_in_paper(paper, SimpleUploadedFile("scan.pdf", scan), by=cast.wang)
    assert "being compared" in said(ask(client, paper.number, paper.printed_code))
    assert "Not equal" in said(compare(client, paper, scan))
    agreements.confirm_paper(signature, by=cast.chen)
    assert "the scan of the signed paper" in said(compare(client, paper, scan))
    assert "Signed and sealed on paper" in said(ask(client, paper.number, paper.printed_code))


def test_a_replaced_paper_names_the_newer_one(client: Client, cast: Cast, case: Case, paper: IssuedDocument) -> None:
    agreements.offer(case, by=cast.sun)
    newer = documents.awaiting_enterprise(case).get()
    assert newer != paper
    text = said(ask(client, paper.number, paper.printed_code))
    assert "Real, but replaced" in text
    assert newer.number in text


@pytest.mark.parametrize(
    "query", ["", "?number=", "?number=%00&code=%00", "?number=" + "9" * 5000 + "&code=1", "?code=x"]
)
def test_hostile_questions_are_answered_with_the_form(client: Client, query: str) -> None:
    assert client.get(f"/check/{query}").status_code == 200


def test_every_kind_of_paper_says_who_signs_it() -> None:
    assert set(signers.SIDES) == set(DocumentKind)
    assert all(named for named in signers.SIDES.values())


def test_the_weekly_report_to_the_government_is_checked_the_same_way(client: Client, cast: Cast) -> None:
    today, office = timezone.localdate(), cast.liu.posts.get()
    report = WeeklyReport.objects.create(
        level="government", region=office.unit.region, unit=office.unit, author=cast.groups["dispatch"], since=today,
        until=today, due=today, progress="某项目进展", problems="无", suggestions="无", status="submitted",
    )  # fmt: skip
    weekly.approve(report, by=cast.liu)
    report.refresh_from_db()
    printed = report.files.get(content_type="application/pdf")
    first = re.sub(r"\s", "", pypdf.PdfReader(io.BytesIO(printed.content)).pages[0].extract_text())
    assert f"校验码{checkcodes.grouped(report.check_code)}" in first
    page = ask(client, report.number, report.check_code)
    assert "Real and in force" in said(page)
    assert str(report.unit.name_en) in said(page)
    assert "某项目进展" not in page.content.decode()
    held = SimpleUploadedFile("x.pdf", bytes(printed.content))
    page = client.post("/check/", {"number": report.number, "code": report.check_code, "file": held})
    assert "byte for byte, the one that was issued" in said(page)
    assert "No such paper" in said(ask(client, report.number, "0" * 12))


def test_a_report_without_a_number_is_no_paper(client: Client, cast: Cast) -> None:
    today, office = timezone.localdate(), cast.liu.posts.get()
    draft = WeeklyReport.objects.create(
        level="agent", region=office.unit.region, unit=office.unit, author=cast.liu, since=today, until=today, due=today,
        progress="x", problems="x", suggestions="x",
    )  # fmt: skip
    assert checking_of("", draft.check_code) is None
    assert checking_of(" ", draft.check_code) is None


def test_one_visitor_behind_a_proxy_does_not_shut_the_door_for_another(
    client: Client, paper: IssuedDocument, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _try in range(12):
        last = ask(client, paper.number, checkcodes.make(), headers={"x-forwarded-for": "10.9.8.7, 203.0.113.5"})
    assert last.status_code == 429
    spoofed = ask(client, paper.number, paper.printed_code, headers={"x-forwarded-for": "192.0.2.77, 203.0.113.5"})
    assert spoofed.status_code == 429, "what the visitor writes himself does not count"
    other = ask(client, paper.number, paper.printed_code, headers={"x-forwarded-for": "203.0.113.6"})
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
    ],
)
def test_a_household_has_one_network(rf: RequestFactory, address: str, network: str) -> None:
    assert limits.network(rf.get("/", REMOTE_ADDR=address)) == network
