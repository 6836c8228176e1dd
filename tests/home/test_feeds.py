"""Calendar subscriptions: a secret address, the owner's rights at every reading, and good manners towards programs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import feeds, items
from cases.enums import BLZT, CaseStatus
from cases.exceptions import NotAllowed
from cases.models import CalendarFeed, Case, TeamMember, User
from home import feeds as front
from tests.cases.test_ics import unfolded
from tests.cast import PULANDIAN, Cast, case_in


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY)


def read(token: str, **headers: str):  # type: ignore[no-untyped-def]
    return Client(headers=headers).get(reverse("home:feed", args=[token]))


def days(token: str) -> list[str]:
    return [line for line in unfolded(read(token).content) if line.startswith("SUMMARY")]


def test_a_calendar_program_reads_the_dates_without_signing_in(cast: Cast, case: Case) -> None:
    _feed, token = feeds.make(case, by=cast.wang)
    answer = read(token)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    text = "\n".join(unfolded(answer.content))
    assert case.project.name in text
    assert "按路线图" in text
    assert f"/my/cases/{case.uuid}/" in text
    assert not answer.cookies
    assert "private" in answer["Cache-Control"]


def test_only_the_hash_of_the_address_is_kept(cast: Cast, case: Case) -> None:
    feed, token = feeds.make(case, by=cast.wang)
    assert token not in str(CalendarFeed.objects.filter(pk=feed.pk).values())
    assert len(token) >= 43


def test_what_nobody_may_know_is_not_in_it(cast: Cast, case: Case) -> None:
    _feed, token = feeds.make(None, by=cast.chen)
    text = read(token).content.decode()
    for private in (case.project.contact_name, case.project.contact_phone, cast.wang.email, case.enterprise.uscc):
        assert private not in text


def test_an_unknown_a_revoked_and_a_renewed_address_do_not_exist(cast: Cast, case: Case) -> None:
    _old, first = feeds.make(case, by=cast.wang)
    assert read(first).status_code == 200
    _new, second = feeds.make(case, by=cast.wang)
    assert [read(token).status_code for token in ("x" * 43, first, second)] == [404, 404, 200]
    assert feeds.revoke(case, by=cast.li) == 0, "another one's subscription stays"
    assert feeds.revoke(case, by=cast.wang) == 1
    assert read(second).status_code == 404


def test_whoever_lost_the_right_finds_an_empty_calendar(cast: Cast, case: Case) -> None:
    _feed, token = feeds.make(case, by=cast.li)
    assert days(token)
    cast.li.memberships.all().delete()
    answer = read(token)
    assert answer.status_code == 200
    assert "BEGIN:VEVENT" not in answer.content.decode()
    assert case.project.name not in answer.content.decode()


def test_an_account_that_was_closed_reads_nothing(cast: Cast, case: Case) -> None:
    _feed, token = feeds.make(case, by=cast.wang)
    User.objects.filter(pk=cast.wang.pk).update(is_active=False)
    assert days(token) == []


def test_nobody_subscribes_to_a_case_of_others(cast: Cast, case: Case) -> None:
    with pytest.raises(NotAllowed):
        feeds.make(case, by=cast.zhao)


def test_a_person_reads_what_is_theirs_and_not_all_they_may_see(cast: Cast, case: Case) -> None:
    other = case_in(cast, CaseStatus.UNDERWAY, name="示例项目乙")
    TeamMember.objects.filter(case=other).delete()
    _feed, token = feeds.make(None, by=cast.chen)
    text = "".join(days(token))
    assert case.project.name in text
    assert other.project.name not in text
    _feed, mine = feeds.make(None, by=cast.wang)
    assert other.project.name in "".join(days(mine)), "control: to its enterprise it is its own"


def test_an_unchanged_calendar_is_not_sent_again(cast: Cast, case: Case) -> None:
    _feed, token = feeds.make(case, by=cast.wang)
    first = read(token)
    again = read(token, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert read(token, if_modified_since=first["Last-Modified"]).status_code == 304
    assert read(token).content == first.content
    item = case.items.select_related("item", "case").get(item__code="L01")
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED, BLZT.PASSED):
        items.record(item, code=code, on=timezone.localdate(), file_number="示例1号", by=cast.chen)
    changed = read(token, if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_the_entry_of_a_date_keeps_its_name_when_the_date_moves(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.NOTIFIED, PULANDIAN)
    _feed, token = feeds.make(case, by=cast.liu)

    def entries() -> dict[str, str]:
        text = "\n".join(unfolded(read(token).content))
        return dict(re.findall(r"UID:(\S+)\nDTSTAMP:\S+\nDTSTART;VALUE=DATE:(\d+)", text))

    before = entries()
    case.flow_tables.update(due=timezone.localdate() + timedelta(days=40))
    after = entries()
    assert before.keys() == after.keys() != set()
    assert set(before.values()) != set(after.values())


def test_an_impatient_program_is_asked_to_wait(cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "MOST", 3)
    _feed, token = feeds.make(case, by=cast.wang)
    _other, patient = feeds.make(case, by=cast.li)
    assert [read(token).status_code for _n in range(5)] == [200, 200, 200, 429, 429]
    assert read(token)["Retry-After"] == "3600"
    assert read(patient).status_code == 200, "control: another address is not punished"


@pytest.mark.parametrize(("who", "name"), [("wang", "case_calendar"), ("wang", "calendar"), ("chen", "office")])
def test_the_owner_makes_renews_and_stops_it_on_a_page(cast: Cast, case: Case, who: str, name: str) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(getattr(cast, who))
    places = {"case_calendar": reverse("my:case_calendar", args=[case.uuid]), "calendar": reverse("my:calendar")}
    url = places.get(name, reverse("office:calendar"))
    assert "Make an address" in client.get(url).content.decode()
    page = client.post(url, {"way": "make"}).content.decode()
    address = re.search(r'value="http://testserver(/calendar/[\w-]+\.ics)"', page)
    assert address
    assert Client().get(address[1]).status_code == 200
    later = client.get(url).content.decode()
    assert address[1] not in later, "it is shown once"
    assert "Stop the subscription" in later
    assert "no longer works" in client.post(url, {"way": "revoke"}).content.decode()
    assert Client().get(address[1]).status_code == 404


def test_a_case_of_others_has_no_page(cast: Cast, case: Case) -> None:
    client = Client()
    client.force_login(cast.zhao)
    assert client.post(reverse("my:case_calendar", args=[case.uuid]), {"way": "make"}).status_code == 404
    assert not CalendarFeed.objects.exists()
