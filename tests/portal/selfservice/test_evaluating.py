"""The enterprise evaluates the service online or on site; what was terminated as well (C.5)."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.actions import pausing
from cases.enums import CaseStatus
from cases.models import Evaluation
from portal.models import Kiosk
from tests.cases.kit import fresh
from tests.cast import Cast, case_in

pytestmark = pytest.mark.req("P-080")
ONLINE = ["efficiency", "guide", "convenience", "platform"]
ON_SITE = ["efficiency", "competence", "attitude"]


def asked(door: Client, url: str) -> list[str]:
    """What the form asks beside the whole."""
    names = list(door.get(url).context["form"].fields)
    return [name for name in names if name not in {"version", "level", "comment"}]


@pytest.mark.parametrize(
    ("name", "channel", "names"),
    [("evaluate", "online", ONLINE), ("evaluate_online", "online", ONLINE), ("evaluate_on_site", "on_site", ON_SITE)],
)
def test_each_page_asks_what_its_channel_is_about_and_all_of_it_is_voluntary(
    cast: Cast, as_, name: str, channel: str, names: list[str]
) -> None:
    case, door = case_in(cast, "closed"), as_(cast.wang)
    url = reverse(f"my:{name}", args=[case.uuid])
    assert asked(door, url) == names
    page = door.get(url).content.decode()
    for other in ("evaluate_online", "evaluate_on_site"):
        assert reverse(f"my:{other}", args=[case.uuid]) in page
    every = dict.fromkeys(set(ONLINE) | set(ON_SITE), "2") | {"efficiency": ""}
    assert door.post(url, {"version": case.version, "level": "3", **every}).status_code == 302
    row = Evaluation.objects.get()
    assert (row.channel, row.efficiency) == (channel, None)
    for dimension in {*ONLINE, *ON_SITE} - {"efficiency"}:
        assert getattr(row, dimension) == (2 if dimension in names else None)
    case_page = door.get(reverse("my:case", args=[case.uuid])).content.decode()
    assert {"online": "Service online", "on_site": "Service on site"}[channel] in case_page
    assert "Your evaluation" in case_page
    assert door.get(url)["Location"] == reverse("my:case", args=[case.uuid])


def test_at_a_terminal_of_a_hall_the_service_on_site_is_proposed(cast: Cast, as_) -> None:
    cache.clear()
    kiosk = Kiosk.objects.create(code="WF-01", place="示例大厅一楼")
    case, door = case_in(cast, "closed"), as_(cast.wang)
    assert asked(door, reverse("my:evaluate", args=[case.uuid])) == ONLINE  # the control: elsewhere
    door.get("/kiosk/", {"station": "WF-01", "key": kiosk.key})
    door.force_login(cast.wang, backend="django.contrib.auth.backends.ModelBackend")
    assert asked(door, reverse("my:evaluate", args=[case.uuid])) == ON_SITE
    assert asked(door, reverse("my:evaluate_online", args=[case.uuid])) == ONLINE
    door.post(reverse("my:evaluate", args=[case.uuid]), {"version": case.version, "level": "4", "attitude": "5"})
    assert (Evaluation.objects.get().channel, Evaluation.objects.get().attitude) == ("on_site", 5)


def test_who_comes_again_to_evaluate_is_told_that_it_was_done(cast: Cast, as_) -> None:
    case, door, again = case_in(cast, "closed"), as_(cast.wang), "evaluated already"
    url = reverse("my:evaluate", args=[case.uuid])
    sent = door.post(url, {"version": case.version, "level": "4"}, follow=True).content.decode()
    assert again not in sent, "control: the first press is thanked for itself"
    for page in (door.get(url, follow=True), door.post(url, {"version": case.version, "level": "1"}, follow=True)):
        assert page.content.decode().count(again) == 1
    assert Evaluation.objects.get().level == 4
    assert again not in door.get(reverse("my:case", args=[case.uuid])).content.decode(), "said once"


def test_a_terminated_service_offers_its_evaluation_and_is_not_called_done(cast: Cast, as_) -> None:
    case, door = case_in(cast, "underway"), as_(cast.wang)
    pausing.terminate(case, reason="项目取消", by=cast.sun)
    page = door.get(reverse("my:case", args=[case.uuid]))
    assert page.context["turn"]["state"] == "ended"
    url = reverse("my:evaluate", args=[case.uuid])
    assert url in page.content.decode()
    assert door.post(url, {"version": fresh(case).version, "level": "1"}).status_code == 302
    assert (Evaluation.objects.get().level, fresh(case).status) == (1, CaseStatus.TERMINATED)
    assert url not in door.get(reverse("my:case", args=[case.uuid])).content.decode()
