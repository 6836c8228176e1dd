"""The case page, the roadmap, messages, evaluation, home and account."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cases.actions import notes, pausing, scope
from cases.enums import CaseStatus
from cases.management.demo.walks import refreshed
from cases.models import Evaluation, Note, Notice
from cases.queries import documents
from tests.cast import PULANDIAN, Cast, case_in, people

SHOWN = [
    "draft",
    "submitted",
    "accepted",
    "agreement",
    "signed",
    "notified",
    "underway",
    "delivering",
    "completion",
    "closed",
]


@pytest.mark.req("W-064")
@pytest.mark.parametrize("status", SHOWN)
def test_in_every_status_the_page_says_whose_turn_it_is(cast: Cast, as_, status: str) -> None:
    case = case_in(cast, status)
    page = as_(cast.wang).get(reverse("my:case", args=[case.uuid]))
    text = page.content.decode()
    assert page.context["turn"]["title"] in text
    assert str(CaseStatus(status).label) in text
    assert [stage.state for stage in page.context["stages"]].count("current") == 1


def test_a_person_of_the_enterprise_reads_public_events_only(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    notes.write(case, text="内部意见示例", internal=True, by=cast.chen)
    notes.write(case, text="您好，请放心", internal=False, by=cast.chen)
    text = as_(cast.wang).get(reverse("my:case", args=[case.uuid])).content.decode()
    assert "内部意见示例" not in text
    assert "您好，请放心" in text


def test_a_message_reaches_the_agency_once(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    door, url = as_(cast.wang), reverse("my:write", args=[case.uuid])
    for _again in range(2):
        assert door.post(url, {"text": "请问还缺什么？"}).status_code == 302
    assert Note.objects.filter(case=case, internal=False).count() == 1
    assert Notice.objects.filter(kind="message", recipient=cast.chen).count() == 1
    assert door.post(url, {"text": "  "}).status_code == 422


def test_the_roadmap_is_a_picture_and_a_table(cast: Cast, as_) -> None:
    case = case_in(cast, "underway")
    text = as_(cast.wang).get(reverse("my:roadmap", args=[case.uuid])).content.decode()
    assert "<svg" in text
    for row in case.items.all():
        assert text.count(row.item.name) >= 2


def test_before_there_is_a_roadmap_the_page_says_when_it_comes(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    assert "No roadmap yet" in as_(cast.wang).get(reverse("my:roadmap", args=[case.uuid])).content.decode()


@pytest.mark.req("P-080")
def test_the_service_is_evaluated_once_on_five_levels(cast: Cast, as_) -> None:
    case = case_in(cast, "closed")
    door, url = as_(cast.wang), reverse("my:evaluate", args=[case.uuid])
    assert len(door.get(url).context["form"]["level"]) == 5
    for level in ("4", "1"):
        typed = {"version": case.version, "level": level, "efficiency": "5", "attitude": "", "comment": "很周到"}
        assert door.post(url, typed)["Location"] == reverse("my:case", args=[case.uuid])
    row = Evaluation.objects.get(case=case)
    assert (row.level, row.efficiency, row.attitude, row.comment) == (4, 5, None, "很周到")


@pytest.mark.parametrize("level", ["", "0", "6", "x"])
def test_an_impossible_level_is_refused_and_the_comment_kept(cast: Cast, as_, level: str) -> None:
    case = case_in(cast, "closed")
    typed = {"version": case.version, "level": level, "comment": "很周到"}
    answer = as_(cast.wang).post(reverse("my:evaluate", args=[case.uuid]), typed)
    assert list(answer.context["form"].errors) == ["level"]
    assert "很周到" in answer.content.decode()
    assert not Evaluation.objects.exists()


def queries(door, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert door.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("status", SHOWN)
def test_the_first_page_needs_the_same_queries_for_one_case_and_for_three(cast: Cast, as_, status: str) -> None:
    door, url = as_(cast.wang), reverse("my:home")
    case_in(cast, status, name="示例一")
    door.get(url)
    one = queries(door, url)
    case_in(cast, status, name="示例二")
    case_in(cast, status, name="示例三")
    assert queries(door, url) == one
    assert len(door.get(url).context["cards"]) == 3


def test_the_case_page_needs_the_same_queries_for_three_items_and_for_many(cast: Cast, as_) -> None:
    few, many = case_in(cast, "closed", name="示例少"), case_in(cast, "closed", keep=None, name="示例多")
    door = as_(cast.wang)
    door.get(reverse("my:case", args=[few.uuid]))
    counts = {queries(door, reverse("my:case", args=[case.uuid])) for case in (few, many)}
    assert len(counts) == 1
    assert max(counts) <= 25


def test_a_case_under_way_needs_at_most_25_queries_however_many_items(cast: Cast, as_) -> None:
    few, many = case_in(cast, "underway", name="示例少"), case_in(cast, "underway", keep=None, name="示例多")
    door = as_(cast.wang)
    door.get(reverse("my:case", args=[few.uuid]))
    counts = [queries(door, reverse("my:case", args=[case.uuid])) for case in (few, many)]
    assert counts[1] <= counts[0] + 1
    assert max(counts) <= 25


def test_messages_documents_and_items_need_the_same_queries_however_many(cast: Cast, as_) -> None:
    door = as_(cast.wang)
    case_in(cast, "submitted", name="示例一")
    lists = [reverse(f"my:{name}") for name in ("messages", "documents", "enterprises")]
    for url in lists:
        door.get(url)
    before = [queries(door, url) for url in lists]
    case_in(cast, "underway", name="示例二")
    assert [queries(door, url) for url in lists] == before


def test_a_new_person_is_led_to_the_enterprise_and_an_owner_to_the_project(cast: Cast, as_) -> None:
    newcomer = as_(people.person("newcomer", "新人")).get(reverse("my:home")).content.decode()
    assert reverse("my:enterprise_new") in newcomer
    assert reverse("my:project_new") in as_(cast.zhao).get(reverse("my:home")).content.decode()


def test_messages_are_read_one_by_one_or_all(cast: Cast, as_) -> None:
    case_in(cast, "accepted")
    door = as_(cast.wang)
    unread = Notice.objects.filter(recipient=cast.wang, read_at=None)
    count = unread.count()
    assert count >= 2
    door.post(reverse("my:read", args=[unread.first().pk]))
    assert unread.count() == count - 1
    door.post(reverse("my:read_all"), {"next": "https://evil.example/"})
    assert unread.count() == 0
    foreign = Notice.objects.filter(recipient=cast.chen).first()
    assert door.post(reverse("my:read", args=[foreign.pk])).status_code == 404


def test_a_foreign_address_is_never_the_next_page(cast: Cast, as_) -> None:
    answer = as_(cast.wang).post(reverse("my:read_all"), {"next": "https://evil.example/"})
    assert answer["Location"] == reverse("my:messages")


def test_name_phone_and_language_are_changed_on_the_account_and_nothing_else(cast: Cast, as_) -> None:
    door = as_(cast.wang)
    typed = {"name": "王建业", "phone": "138 0000 9999", "language": "en", "is_staff": "on", "email": "x@example.com"}
    answer = door.post(reverse("my:profile"), typed)
    cast.wang.refresh_from_db()
    assert answer.cookies["django_language"].value == "en"
    assert (cast.wang.name, cast.wang.phone, cast.wang.language) == ("王建业", "138 0000 9999", "en")
    assert (cast.wang.is_staff, cast.wang.email) == (False, "wang@example.com")
    assert door.post(reverse("my:profile"), typed | {"phone": "abc"}).status_code == 200
    cast.wang.refresh_from_db()
    assert cast.wang.phone == "138 0000 9999"


def test_the_first_page_of_pulandian_shows_its_own_way(cast: Cast, as_) -> None:
    case = refreshed(case_in(cast, "submitted", PULANDIAN))
    stages = as_(cast.he).get(reverse("my:case", args=[case.uuid])).context["stages"]
    assert "generation" in [stage.code for stage in stages]


def test_after_a_termination_nothing_is_called_done_and_nothing_waits(cast: Cast, as_) -> None:
    case = case_in(cast, "underway")
    scope.add(refreshed(case), "G04", reason="新增地下工程", by=cast.chen)
    door, url = as_(cast.wang), reverse("my:case", args=[case.uuid])
    with translation.override("en"):
        before = door.get(url)
        assert any(row["unsigned"] for row in before.context["items"])  # control
        pausing.terminate(refreshed(case), reason="企业不再建设", by=cast.sun)
        after = door.get(url).context
    assert after["turn"]["whose"] == "Terminated"
    assert not any(row["unsigned"] for row in after["items"])
    assert {row["state"] for row in after["items"] if row["row"].status == "confirmed"} == {"Ended with the service"}
    assert not documents.awaiting_enterprise(case)
