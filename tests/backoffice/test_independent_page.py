"""The page of a bad evaluation: what was rated, and who calls back and checks it (C.5)."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.actions import finishing, followups, pausing, rectifying
from cases.enums import CaseStatus
from cases.models import Case, Rectification, User
from tests.backoffice.forms import send
from tests.cases.kit import fresh
from tests.cast import Cast, case_in

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.req("P-080")
MOST = 30


@pytest.fixture(params=[CaseStatus.CLOSED, CaseStatus.TERMINATED])
def rated(cast: Cast, request: pytest.FixtureRequest) -> Case:
    """Badly rated online, by whichever way the service ended; the head has answered himself."""
    case = case_in(cast, CaseStatus.UNDERWAY if request.param == CaseStatus.TERMINATED else CaseStatus.CLOSED)
    if request.param == CaseStatus.TERMINATED:
        pausing.terminate(case, reason="项目取消", by=cast.sun)
    finishing.evaluate(fresh(case), level=2, dimensions={"guide": 1}, comment="指南不清", by=cast.li)
    bad = Rectification.objects.get()
    rectifying.measure(bad, cause="guide", text="改写指南。", by=cast.sun)
    rectifying.reply(bad, text="指南已改写。", by=cast.sun)
    return fresh(case)


def shown(client: Client, case: Case) -> str:
    return str(client.get(reverse("office:case_after", args=[case.uuid])).content.decode())


def buttons(client: Client, case: Case) -> set[str]:
    text = shown(client, case)
    names = ("assign_rectification", "reply_rectification", "call_back", "check_rectification")
    return {name for name in names if reverse(f"office:{name}", args=[case.uuid]) in text}


def test_the_desk_reads_the_channel_and_its_dimensions(rated: Case, cast: Cast, at_desk: SignIn) -> None:
    text = shown(at_desk(cast.sun), rated)
    for words in ("Service online", "Accuracy of the guides: Very dissatisfied", "Ease of using the platform: –"):
        assert words in text
    assert "Attitude: " not in text
    assert cast.li.name not in text


def test_the_page_says_who_can_and_offers_it_to_nobody_else(rated: Case, cast: Cast, at_desk: SignIn) -> None:
    sun, qian, feng = at_desk(cast.sun), at_desk(cast.qian), at_desk(cast.feng)
    assert f"Who can check: {cast.qian.name}" in shown(sun, rated)
    assert buttons(sun, rated) == {"assign_rectification", "reply_rectification"}
    assert buttons(feng, rated) == {"call_back"}
    called = {
        "way": "phone",
        "on": timezone.localdate().isoformat(),
        "person": "王",
        "said": "好",
        "outcome": "settled",
    }
    url = reverse("office:call_back", args=[rated.uuid])
    assert send(sun, url, **called).status_code == 403
    assert send(at_desk(cast.xu), url, **called).status_code == 302
    assert [("check_rectification" in buttons(one, rated)) for one in (sun, qian, feng)] == [False, True, True]
    url = reverse("office:check_rectification", args=[rated.uuid])
    refusal = send(sun, url, result="已改进")
    assert refusal.status_code == 403
    assert f"Who can: {cast.qian.name}." in refusal.content.decode()
    assert send(feng, url, result="已改进").status_code == 302
    assert Rectification.objects.get().closed_by == cast.feng


def test_the_page_costs_the_same_however_many_steps_it_has(rated: Case, cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.qian)

    def cost() -> int:
        shown(client, rated)
        with CaptureQueriesContext(connection) as seen:
            shown(client, rated)
        return len(seen)

    few = cost()
    for n in range(5):
        rectifying.reply(Rectification.objects.get(), text=f"再答{n}", by=cast.sun)
    said = followups.Answer("phone", timezone.localdate(), "王", "好", "settled")
    assert cost() == few <= MOST
    followups.record(fresh(rated), said, call_back=True, by=cast.xu)
