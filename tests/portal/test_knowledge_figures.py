"""直办率 and 知识库更新率 worked out by hand: the same on the promoter's dashboard, in the statistics of the desk and in public."""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import beyond, public_numbers
from cases.actions import public_letters
from cases.counting import Period
from cases.enums import PostRole
from cases.management.demo import people
from cases.models import Region, User
from portal import figures, reviewing
from portal.models import DirectAnswer, QuestionPage

pytestmark = pytest.mark.usefixtures("pages")
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
NOVEMBER, OCTOBER = Period(date(2026, 11, 1), date(2026, 11, 30)), Period(date(2026, 10, 1), date(2026, 10, 31))
TODAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def november() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


def answered(day: date) -> None:
    made = DirectAnswer.objects.create(words="怎样申请？", page_id=QuestionPage.objects.live()[0].pk)
    at = datetime.combine(day, NOON.timetz())
    DirectAnswer.objects.filter(pk=made.pk).update(at=at)


def asked(day: date) -> None:
    with time_machine.travel(datetime.combine(day, NOON.timetz()), tick=False):
        region = Region.objects.get(code="370783")
        public_letters.send(public_letters.Facts("question", "怎样申请？", region, uuid4()), by=None)
        public_letters.send(public_letters.Facts("complaint", "太慢。", region, uuid4()), by=None)


def officer(role: PostRole) -> User:
    user = people.person(f"reader-{role}", "韩宣讲")
    people.post(user, "370783-agency", role)
    return user


def desk(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def questions() -> None:
    """November: three answered at once, the last day among them, and two sent; October: one answered, one sent."""
    for day in (date(2026, 11, 1), date(2026, 11, 9), date(2026, 11, 20), date(2026, 10, 31)):
        answered(day)
    for day in (date(2026, 11, 2), date(2026, 11, 3), date(2026, 10, 1)):
        asked(day)


@pytest.mark.req("W-067")
def test_questions_answered_directly_on_paper(questions: None) -> None:
    row = beyond.find("direct")
    assert row
    now, before = row.figure(NOVEMBER, TODAY), row.figure(OCTOBER, TODAY)
    assert (now.value, now.count, now.of) == (60, 3, 5)
    assert (before.value, before.count, before.of) == (50, 1, 2)
    nothing = row.figure(Period(date(2026, 9, 1), date(2026, 9, 30)), TODAY)
    assert (nothing.value, nothing.of) == (None, 0), "control: complaints and other months are not counted"


@pytest.mark.req("W-066")
def test_entries_reviewed_in_time_on_paper_and_as_they_stood_on_a_past_day() -> None:
    first, second, third, *others = QuestionPage.objects.live().order_by("pk")
    QuestionPage.objects.exclude(pk__in=[first.pk, second.pk, third.pk]).update(live=False)
    old = timezone.now() - timedelta(days=200)
    days = {first: date(2026, 12, 31), second: TODAY, third: date(2026, 10, 20)}
    for page, day in days.items():
        QuestionPage.objects.filter(pk=page.pk).update(review_by=day, first_published_at=old)
    row = beyond.find("reviewed")
    assert row
    now, before = row.figure(NOVEMBER, TODAY), row.figure(OCTOBER, TODAY)
    assert (round(now.value or 0, 3), now.count, now.of) == (66.667, 2, 3)
    assert (before.count, before.of) == (2, 3)
    page = QuestionPage.objects.get(pk=third.pk)
    page.review_by = date(2027, 6, 30)
    page.save_revision().publish()
    assert (row.figure(NOVEMBER, TODAY).count, row.figure(OCTOBER, TODAY).count) == (3, 3), "nothing was kept of before"
    with time_machine.travel(NOON + timedelta(days=31), tick=False):
        page.review_by = date(2026, 12, 1)
        page.save_revision().publish()
        later = date(2026, 12, 21)
        assert row.figure(Period(later, later), later).count == 1, "control: only the first is in time by then"
        assert row.figure(NOVEMBER, later).count == 2, (
            "the last day of November: the version of then, and the second is late"
        )
    assert others


@pytest.mark.req("W-065", "W-067")
def test_one_definition_serves_dashboard_statistics_and_public_numbers(questions: None) -> None:
    board = reviewing.dashboard(TODAY)
    days = Period(TODAY - reviewing.PERIOD, TODAY)
    for code, rate in (("direct", board.direct), ("reviewed", board.reviewed)):
        figure = beyond.find(code).figure(days, TODAY)  # type: ignore[union-attr]
        assert (figure.count, figure.of) == (rate.part, rate.whole)
    assert public_numbers.indicator("direct") is figures.DIRECT
    assert "direct" in public_numbers.totals()
    assert "reviewed" not in public_numbers.totals(), "control: only what is public"
    page = desk(officer(PostRole.OVERALL_MANAGER)).get(reverse("office:statistics"), {"period": "month"})
    rows = {row.indicator.code: row for row in page.context["others"][1]}
    assert (rows["direct"].value, rows["direct"].before, rows["direct"].change) == ("60.0 %", "50.0 %", "+10.0 points")
    html = page.content.decode()
    assert all(str(row.indicator.definition) in html for row in rows.values())


@pytest.mark.req("W-067")
def test_a_figure_opens_the_questions_that_it_counts_and_hides_letters_of_others(questions: None) -> None:
    address = reverse("office:statistics_things", args=["direct"])
    client = desk(officer(PostRole.OVERALL_MANAGER))
    page = client.get(address, {"period": "month", "part": "counted"})
    assert page.context["table"].paginator.count == 3
    assert "怎样申请？" in page.content.decode()
    rest = client.get(address, {"period": "month", "part": "rest"})
    assert (rest.context["table"].paginator.count, rest.context["hidden"]) == (0, 2), "control: no letter of its desk"
    assert "2 more were counted that you may not read" in rest.content.decode()
    shown = desk(officer(PostRole.POLICY_PRESENTER)).get(address, {"period": "month", "part": "rest"})
    assert shown.context["table"].paginator.count + shown.context["hidden"] == 2
    told = list(
        csv.reader(io.StringIO(client.get(address, {"period": "month", "export": "csv"}).content.decode("utf-8-sig")))
    )
    assert len(told) == 1 + 3
    assert client.get(reverse("office:statistics_things", args=["nothing"])).status_code == 404


@pytest.mark.req("W-066")
def test_entries_behind_the_figure_are_named_and_the_late_ones_apart() -> None:
    late = QuestionPage.objects.live().order_by("pk")[0]
    QuestionPage.objects.filter(pk=late.pk).update(review_by=date(2026, 11, 1))
    client, address = desk(officer(PostRole.OVERALL_MANAGER)), reverse("office:statistics_things", args=["reviewed"])
    said: Callable[[str], list[str]] = lambda part: [  # noqa: E731
        row.record.words
        for row in client.get(address, {"period": "month", "part": part, "per_page": 500}).context["table"].rows
    ]
    assert said("rest") == [late.shown_title or late.title] or len(said("rest")) == 1
    assert len(said("counted")) == QuestionPage.objects.live().count() - 1
