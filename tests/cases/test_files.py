"""What people upload: taken when it is what its name says, kept once with its hash; everything else is refused in words."""

import contextlib
import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from cases.actions import applications, files, intake
from cases.enums import CaseStatus, FileKind
from cases.exceptions import BadInput, NotAllowed
from cases.models import Case, StoredFile
from cases.queries import files as readers
from tests.cases.kit import fresh, office, pdf, pdf_with, picture, refused
from tests.cast import PULANDIAN, Cast, case_in


@pytest.fixture
def draft(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.DRAFT)


def put(case: Case, upload: SimpleUploadedFile, cast: Cast) -> StoredFile:
    return files.store(case, upload, kind=FileKind.MATERIAL, by=cast.wang, material=case.materials.first())


@pytest.mark.req("W-064")
@pytest.mark.parametrize(
    "upload",
    [pdf(), picture(), picture("照片.JPG", "JPEG"), office(), office("表.xlsx", "xl/workbook.xml")],
    ids=lambda upload: upload.name,
)
def test_a_good_file_is_kept_outside_the_web_root_with_its_hash(
    draft: Case, cast: Cast, upload: SimpleUploadedFile
) -> None:
    upload.seek(0)
    stored = put(draft, upload, cast)
    kept = Path(settings.PRIVATE_ROOT) / stored.path
    upload.seek(0)
    assert kept.read_bytes() == upload.read()
    assert stored.sha256 == hashlib.sha256(kept.read_bytes()).hexdigest()
    assert stored.size == kept.stat().st_size
    assert Path(settings.MEDIA_ROOT) not in kept.parents
    assert Path(settings.STATIC_ROOT) not in kept.parents
    assert stored.name not in stored.path


def test_an_empty_file_is_refused(draft: Case, cast: Cast) -> None:
    with refused(BadInput, says="is empty", field="file"):
        put(draft, SimpleUploadedFile("材料.pdf", b""), cast)


def test_a_file_over_the_limit_is_refused_and_one_at_the_limit_is_taken(
    draft: Case, cast: Cast, settings: Settings
) -> None:
    upload = pdf()
    settings.UPLOAD_MAX_BYTES = upload.size - 1
    with refused(BadInput, says="is larger than", field="file"):
        put(draft, upload, cast)
    settings.UPLOAD_MAX_BYTES = upload.size
    upload.seek(0)
    assert put(draft, upload, cast).size == upload.size


EXE = b"MZ\x90\x00" + b"\x00" * 200


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("程序.exe", EXE),
        SimpleUploadedFile("程序.pdf", EXE),
        SimpleUploadedFile("程序.png", EXE),
        SimpleUploadedFile("程序.docx", EXE),
        SimpleUploadedFile("网页.html", b"<script>alert(1)</script>"),
        SimpleUploadedFile("图.svg", b"<svg onload='alert(1)'/>"),
        SimpleUploadedFile("压缩.zip", office().read()),
        SimpleUploadedFile("没有后缀", pdf().read()),
        SimpleUploadedFile(".pdf", pdf().read()),
        SimpleUploadedFile("其实是图.pdf", picture().read()),
        SimpleUploadedFile("其实是别的图.jpg", picture().read()),
        SimpleUploadedFile("其实是表.docx", office("表.xlsx", "xl/workbook.xml").read()),
        SimpleUploadedFile("半个.pdf", pdf().read()[:60]),
        SimpleUploadedFile("半个.png", picture().read()[:40]),
    ],
    ids=lambda upload: upload.name,
)
def test_a_file_that_is_not_what_its_name_says_is_refused(draft: Case, cast: Cast, upload: SimpleUploadedFile) -> None:
    upload.seek(0)
    with refused(BadInput, says="cannot be taken", field="file"):
        put(draft, upload, cast)


def script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def open_action(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = made.make_indirect(script())


def open_action_written_inside(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = script()


def page_action_inside_a_list(made: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=script(), Rect=[0, 0, 1, 1])
    made.pages[0].Annots = pikepdf.Array([link])


def starts_a_program(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


def named_scripts(made: pikepdf.Pdf) -> None:
    made.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["a", script()]))


def carries_a_file(made: pikepdf.Pdf) -> None:
    made.attachments["表.xlsx"] = b"anything"


def dynamic_form(made: pikepdf.Pdf) -> None:
    made.Root.AcroForm = pikepdf.Dictionary(XFA=made.make_stream(b"<xdp/>"), Fields=[])


@pytest.mark.parametrize(
    "trick",
    [
        open_action, open_action_written_inside, page_action_inside_a_list, starts_a_program, named_scripts,
        carries_a_file, dynamic_form,
    ],
)  # fmt: skip
def test_a_pdf_that_acts_by_itself_is_refused(draft: Case, cast: Cast, trick: Callable[[pikepdf.Pdf], None]) -> None:
    with refused(BadInput, says="cannot be taken", field="file"):
        put(draft, pdf_with(trick), cast)


def test_a_pdf_with_a_plain_link_and_a_form_field_is_taken(draft: Case, cast: Cast) -> None:
    def harmless(made: pikepdf.Pdf) -> None:
        address = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.com/")
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=address, Rect=[0, 0, 1, 1])
        made.pages[0].Annots = pikepdf.Array([link])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=[])

    assert put(draft, pdf_with(harmless), cast).pk


@pytest.mark.parametrize(
    "upload",
    [
        office("炸弹.docx", **{"word/big.xml": b"0" * (files.MAX_UNPACKED + 1)}),
        office("许多.docx", **{f"word/{n}.xml": b"" for n in range(2001)}),
        office("宏.docx", **{"word/vbaProject.bin": b"macro"}),
        office("控件.xlsx", "xl/workbook.xml", **{"xl/activeX/a.bin": b"x"}),
        office("嵌入.docx", **{"word/embeddings/a.exe": b"MZ"}),
        office("爬出.docx", **{"word/../../etc/passwd": b"x"}),
    ],
    ids=lambda upload: upload.name,
)
def test_a_package_that_bursts_or_runs_is_refused(draft: Case, cast: Cast, upload: SimpleUploadedFile) -> None:
    upload.seek(0)
    with refused(BadInput, says="cannot be taken", field="file"):
        put(draft, upload, cast)


def test_whatever_bytes_arrive_the_answer_is_a_sentence_and_never_a_crash(draft: Case, cast: Cast) -> None:
    chance = random.Random(20260214)
    for good in (pdf(), picture(), picture("照片.jpg", "JPEG"), office(), office("表.xlsx", "xl/workbook.xml")):
        good.seek(0)
        whole = good.read()
        for _round in range(60):
            broken = bytearray(whole)
            for _hit in range(chance.randint(1, 12)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            cut = chance.randint(1, len(broken)) if chance.random() < 0.3 else len(broken)
            upload = SimpleUploadedFile(good.name or "", bytes(broken[:cut]))
            with contextlib.suppress(BadInput):
                put(draft, upload, cast)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\我\\材料.pdf", "材料.pdf"),
        ("/etc/材料.pdf", "材料.pdf"),
        ("材\r\nSet-Cookie: a=b.pdf", "材Set-Cookie: a=b.pdf"),
        ("材料\u202efdp.pdf", "材料fdp.pdf"),
    ],
)
def test_only_the_readable_end_of_a_name_is_kept(draft: Case, cast: Cast, sent: str, kept: str) -> None:
    upload = pdf()
    upload._name = sent  # as a client that knows no manners would send it
    stored = put(draft, upload, cast)
    assert stored.name == kept
    assert stored.path == f"{stored.uuid.hex[:2]}/{stored.uuid.hex}"


def test_the_same_bytes_twice_are_one_file(draft: Case, cast: Cast) -> None:
    first = put(draft, pdf("甲.pdf"), cast)
    upload = pdf("甲.pdf")
    upload.seek(0)
    first_bytes = (Path(settings.PRIVATE_ROOT) / first.path).read_bytes()
    again = put(draft, SimpleUploadedFile("乙.pdf", first_bytes), cast)
    assert again.pk == first.pk
    assert draft.files.filter(kind=FileKind.MATERIAL).count() == 1
    other = files.store(
        draft, SimpleUploadedFile("甲.pdf", first_bytes), kind=FileKind.MATERIAL, by=cast.wang, material=draft.materials.last()
    )  # fmt: skip
    assert other.pk != first.pk  # control: another paper may be answered with the same bytes


def test_a_storage_that_takes_nothing_leaves_no_row(
    draft: Case, cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    blocked = tmp_path / "full"
    blocked.write_bytes(b"a file where a folder should be")
    good, settings.PRIVATE_ROOT = settings.PRIVATE_ROOT, blocked
    with refused(BadInput, says="could not be stored", field="file"):
        put(draft, pdf(), cast)
    with refused(BadInput, says="could not be stored"):
        applications.submit(draft, by=cast.wang)
    settings.PRIVATE_ROOT = good
    assert put(draft, pdf(), cast).pk
    assert applications.submit(draft, by=cast.wang).number


def test_an_application_that_was_submitted_takes_no_more_files_even_from_a_page_left_open(
    draft: Case, cast: Cast
) -> None:
    stored = put(draft, pdf(), cast)
    left_open = fresh(draft)
    applications.submit(draft, by=cast.wang)
    with refused(NotAllowed, says="only while the application is being filled in"):
        put(left_open, pdf(text=b"late"), cast)
    stored.case = left_open
    with refused(NotAllowed, says="only while the application is being filled in"):
        files.remove(stored, by=cast.wang)


def test_a_file_goes_only_into_a_paper_and_an_item_of_its_own_case(draft: Case, cast: Cast) -> None:
    other = case_in(cast, CaseStatus.DRAFT, PULANDIAN)
    with refused(NotAllowed, says="does not belong to the case"):
        files.store(draft, pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=other.materials.first())
    with refused(NotAllowed, says="does not belong to the case"):
        files.store(draft, pdf(), kind=FileKind.MATERIAL, by=cast.wang, case_item=other.items.first())


def test_strangers_and_officers_add_and_remove_nothing(draft: Case, cast: Cast) -> None:
    stored = put(draft, pdf(), cast)
    for user in (cast.zhao, cast.chen, cast.sun, cast.feng, cast.jin):
        with refused(NotAllowed):
            files.store(draft, pdf(text=b"x"), kind=FileKind.MATERIAL, by=user, material=draft.materials.first())
        with refused(NotAllowed):
            files.remove(stored, by=user)
    files.remove(stored, by=cast.li)  # control: the colleague may
    stored.refresh_from_db()
    assert stored.removed_at is not None
    assert stored not in readers.visible_to(cast.wang)


def test_during_a_correction_what_was_handed_in_before_stays_on_record(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.DRAFT)
    before = put(case, pdf(), cast)
    applications.submit(case, by=cast.wang)
    point = intake.Point(what="申请表", why="没有盖章", material_id=case.materials.first().pk)
    intake.request_correction(case, [point], by=cast.chen)
    with refused(NotAllowed, says="stays on record"):
        files.remove(before, by=cast.wang)
    with refused(NotAllowed, says="Only the papers that the agency asked for"):
        files.store(case, pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=case.materials.last())
    added = put(case, pdf(text=b"new"), cast)
    files.remove(added, by=cast.wang)
    assert before in readers.visible_to(cast.chen)


def test_papers_printed_for_the_service_are_not_among_the_enterprises_files(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.ACCEPTED, PULANDIAN)
    minutes = case.documents.filter(kind="minutes").first()
    assert minutes is not None
    assert minutes.for_enterprise is False
    assert minutes.file in readers.visible_to(cast.liu)
    assert minutes.file not in readers.visible_to(cast.he)
    assert case.documents.get(kind="receipt").file in readers.visible_to(cast.he)
