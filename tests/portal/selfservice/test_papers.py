"""Papers: several per material, checked, private, taken out again; what is missing is shown."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from cases.enums import FileKind
from cases.management.demo.walks import pdf
from cases.models import Case, StoredFile
from portal.selfservice import papers
from tests.cast import Cast, case_in


def wanted(case: Case) -> list[papers.Paper]:
    return [paper for paper in papers.all_papers(papers.by_item(case)) if paper.wanted]


def upload(door, case: Case, way: str = "stay", **files):
    return door.post(reverse("my:materials", args=[case.uuid]), {"version": case.version, "way": way} | files)


@pytest.mark.req("W-064")
def test_several_files_for_one_paper_are_kept_with_their_hash(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    paper = wanted(case)[0]
    answer = upload(as_(cast.wang), case, **{paper.input_name: [pdf("一.pdf", b"a"), pdf("二.pdf", b"b")]})
    assert answer["Location"] == reverse("my:materials", args=[case.uuid])
    found = case.files.filter(material=paper.first)
    assert sorted(found.values_list("name", flat=True)) == ["一.pdf", "二.pdf"]
    assert all(len(row.sha256) == 64 for row in found)


def test_the_same_files_sent_twice_are_kept_once(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    name = wanted(case)[0].input_name
    for _again in range(2):
        upload(as_(cast.wang), case, **{name: [pdf()]})
    assert case.files.count() == 1


def test_a_chosen_file_is_stored_also_when_one_just_continues(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    answer = upload(as_(cast.wang), case, way="next", **{wanted(case)[0].input_name: [pdf()]})
    assert answer["Location"] == reverse("my:check", args=[case.uuid])
    assert case.files.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("空.pdf", b"", "is empty"),
        ("程序.exe", b"MZ", "only PDF, JPG, PNG"),
        ("假.pdf", b"no pdf at all", "only PDF, JPG, PNG"),
        ("大.pdf", b"x" * 2000, "is larger than"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_the_good_one_beside_it_is_kept(
    cast: Cast, as_, settings, name, content, words
) -> None:
    settings.UPLOAD_MAX_BYTES = 1500
    case = case_in(cast, "draft")
    first, second = wanted(case)[:2]
    answer = upload(
        as_(cast.wang),
        case,
        **{first.input_name: [SimpleUploadedFile(name, content)], second.input_name: [pdf("好.pdf")]},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert name in strip_tags(page)  # Chinese words in an English page are marked as such
    assert words in page
    assert list(case.files.values_list("name", flat=True)) == ["好.pdf"]


def test_a_file_can_be_taken_out_twice_with_one_result(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    upload(door, case, **{wanted(case)[0].input_name: [pdf()]})
    stored = StoredFile.objects.get(case=case, kind=FileKind.MATERIAL)
    for _again in range(2):
        assert door.post(reverse("my:remove_file", args=[case.uuid, stored.uuid])).status_code == 302
    stored.refresh_from_db()
    assert stored.removed_at is not None
    assert door.get(reverse("files:download", args=[stored.uuid])).status_code == 404


def test_a_paper_that_several_items_ask_for_has_one_place(cast: Cast, as_) -> None:
    case = case_in(cast, "draft", keep=None)
    groups = papers.by_item(case)
    names = [paper.first.name_zh for paper in papers.all_papers(groups)]
    assert len(names) == len(set(names))
    assert any(group.shared for group in groups)
    rows = case.materials.exclude(case_item__status="done_before").values_list("name_zh", flat=True)
    assert set(names) == set(rows)


def test_missing_papers_are_counted_and_named(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    before = door.get(reverse("my:materials", args=[case.uuid])).context
    assert (before["given"], before["wanted"]) == (0, len(wanted(case)))
    upload(door, case, **{wanted(case)[0].input_name: [pdf()]})
    page = door.get(reverse("my:materials", args=[case.uuid]))
    assert page.context["given"] == 1
    assert "Still needed" in page.content.decode()


def test_after_sending_no_paper_can_be_added(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    before = case.files.count()
    upload(as_(cast.wang), case, **{f"paper-{case.materials.first().pk}": [pdf()]})
    assert case.files.count() == before
