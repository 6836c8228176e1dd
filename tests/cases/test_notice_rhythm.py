"""Public notices of praise and criticism come regularly (P-092): the rhythm of the scheme, and the ladder that watches it."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import resolve

from cases.actions import circulars
from cases.actions.circulars import Facts
from cases.enums_findings import Audience, CircularKind
from cases.enums_ladder import Watch
from cases.models import Alert, Circular, Region, ServiceScheme, Unit, User
from cases.queries import circulars as readers
from tests.cases import supervised
from tests.cases.test_watched_outside import again, at, look, steps, told
from tests.cast import PULANDIAN, Cast

pytestmark = pytest.mark.usefixtures("fresh_ladder")

AGENCY = "210214-dev-reform"


@pytest.fixture
def watch(cast: Cast) -> User:
    """Whoever supervises 普兰店, where a case was accepted on the first of September."""
    supervised.running(cast)
    return supervised.supervisor()


def issue(day: date, cast: Cast, watch: User, audience: Audience = Audience.PUBLIC) -> Circular:
    unit = Unit.objects.get(code=AGENCY)
    facts = Facts(CircularKind.PRAISE, audience, unit.region, unit, "表扬通报（示例）", "本季度全部按时办结。")
    with at(day):
        return circulars.approve(circulars.write(facts, by=again(watch)), by=again(cast.liu))


@pytest.mark.req("P-092", "P-070")
def test_a_public_notice_is_due_every_three_months_and_watched(cast: Cast, watch: User) -> None:
    (one,) = readers.schedule()
    assert (one.region.code, one.last, one.due) == (PULANDIAN, None, date(2026, 12, 1))
    look(date(2026, 11, 13))
    assert not Alert.objects.filter(what=Watch.CIRCULAR).exists()
    for day in (date(2026, 11, 17), date(2026, 12, 2), date(2026, 12, 29)):
        look(day)
    alert = Alert.objects.get(what=Watch.CIRCULAR)
    assert steps(alert) == ["remind", "urge", "supervise"]
    assert told("alert_remind", Watch.CIRCULAR) == {watch}
    assert cast.liu in told("alert_supervise", Watch.CIRCULAR)
    assert resolve(urlsplit(alert.address).path).view_name == "office:circular_write"
    issue(date(2026, 12, 30), cast, watch, Audience.INTERNAL)
    assert Alert.objects.get(what=Watch.CIRCULAR).ended_on is None
    made = issue(date(2026, 12, 30), cast, watch)
    assert Alert.objects.get(what=Watch.CIRCULAR).ended_on == date(2026, 12, 30)
    (one,) = readers.schedule()
    assert (one.last, one.due) == (date(2026, 12, 30), date(2027, 3, 30))
    # A notice that was withdrawn told nobody anything.
    with at(date(2026, 12, 31)):
        circulars.withdraw(made, reason="数据有误。", by=again(cast.liu))
    look(date(2027, 1, 4))
    assert Alert.objects.get(what=Watch.CIRCULAR).ended_on is None
    assert readers.schedule()[0].due == date(2026, 12, 1)


def test_where_the_scheme_has_no_rhythm_nobody_is_reminded(watch: User) -> None:
    ServiceScheme.objects.filter(code="one_three_n").update(notice_months=0)
    assert readers.schedule() == []
    look(date(2026, 12, 29))
    assert not Alert.objects.filter(what=Watch.CIRCULAR).exists()


def test_a_place_without_cases_has_nothing_to_tell(cast: Cast) -> None:
    assert readers.schedule() == []


def test_one_reads_of_the_places_that_one_looks_over(cast: Cast, watch: User, client: Client) -> None:
    assert [one.region.code for one in readers.schedule(again(watch))] == [PULANDIAN]
    assert readers.schedule(again(cast.feng)) == []
    client.force_login(watch)
    client.cookies["django_language"] = "en"
    page = client.get("/office/praise-and-criticism/").content.decode()
    assert "last issued: none yet" in page
    place = Region.objects.get(code=PULANDIAN)
    form = client.get(f"/office/praise-and-criticism/write/?audience=public&region={place.pk}").content.decode()
    chosen = BeautifulSoup(form, "html.parser").select("[name=audience][checked], [name=region] option[selected]")
    assert [field["value"] for field in chosen] == ["public", str(place.pk)]
