"""Nobody sees or touches what is another enterprise's."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import files
from cases.enums import FileKind
from cases.management.demo.walks import pdf
from cases.models import Case
from portal.selfservice import urls
from tests.cast import Cast, case_in

CASE_PAGES = (
    "case",
    "roadmap",
    "case_calendar",
    "roadmap_network",
    "roadmap_ways",
    "roadmap_forecast",
    "roadmap_versions",
    "roadmap_wall",
    "officer",
    "write",
    "items",
    "materials",
    "ledger",
    "add_material",
    "confirm_material",
    "fees",
    "check",
    "receipt",
    "withdraw",
    "correction",
    "evaluate",
    "evaluate_online",
    "evaluate_on_site",
    "progress_code",
    "easier",
    "benefits",
)
STATUSES = ("draft", "submitted", "agreement")


def case_urls(case: Case) -> list[str]:
    found = [reverse(f"my:{name}", args=[case.uuid]) for name in CASE_PAGES]
    found += [reverse("my:project", args=[case.uuid, page]) for page in ("basics", "money", "scale", "contact")]
    found.append(reverse("my:remove_file", args=[case.uuid, uuid.uuid4()]))
    found += [
        reverse(f"my:{name}", args=[case.uuid, 1])
        for name in ("object_material", "sign_originals", "pay_fee", "late_paper")
    ]
    found.append(reverse("my:claim", args=[case.uuid, "invented"]))
    document = case.documents.filter(kind="agreement").first()
    found += [
        reverse(f"my:{name}", args=[case.uuid, document.uuid if document else uuid.uuid4()])
        for name in ("sign", "sign_paper")
    ]
    return found


def test_every_case_address_is_in_the_sweep() -> None:
    with_case = {pattern.name for pattern in urls.urlpatterns if "<uuid:uuid>" in str(pattern.pattern)}
    others = {
        "project",
        "remove_file",
        "object_material",
        "sign_originals",
        "pay_fee",
        "late_paper",
        "sign",
        "sign_paper",
        "claim",
    }
    of_lists = {"checklist", "share_ticks", "ticks_seen", "remove_ticks"}  # no case: test_checklists sweeps them
    assert with_case == {*CASE_PAGES} | others | of_lists


@pytest.mark.parametrize("status", STATUSES)
def test_a_stranger_finds_nothing_at_any_address_of_a_case(cast: Cast, as_, status: str) -> None:
    case = case_in(cast, status)
    stranger = as_(cast.zhao)
    before = Case.objects.values().get(pk=case.pk)
    for url in case_urls(case):
        assert stranger.get(url).status_code == 404, url
        assert stranger.post(url, {"version": case.version, "truth": "on", "text": "x"}).status_code == 404, url
    assert Case.objects.values().get(pk=case.pk) == before


def test_the_owner_is_the_control_of_the_sweep(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    answers = {
        as_(cast.wang).get(reverse(f"my:{name}", args=[case.uuid])).status_code
        for name in ("case", "items", "materials", "check")
    }
    assert answers == {200}


def test_an_officer_sees_no_case_under_my_even_one_of_the_own_agency(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    assert as_(cast.sun).get(reverse("my:case", args=[case.uuid])).status_code == 404


def test_without_signing_in_every_address_leads_to_the_door(cast: Cast) -> None:
    case = case_in(cast, "draft")
    simple = [reverse(f"my:{pattern.name}") for pattern in urls.urlpatterns if "<" not in str(pattern.pattern)]
    simple += [reverse("my:join", args=["token"]), reverse("my:enterprise", args=[cast.heavy.pk])]
    for url in [*simple, *case_urls(case)]:
        answer = Client().get(url)
        assert answer.status_code == 302, url
        assert answer["Location"].startswith("/accounts/login/"), url


def test_a_stranger_sees_neither_the_people_of_an_enterprise_nor_its_files(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    stored = files.store(case, pdf(), kind=FileKind.MATERIAL, by=cast.wang, material=case.materials.first())
    stranger = as_(cast.zhao)
    assert stranger.get(reverse("my:enterprise", args=[cast.heavy.pk])).status_code == 404
    assert stranger.get(reverse("files:download", args=[stored.uuid])).status_code == 404
    assert as_(cast.wang).get(reverse("files:download", args=[stored.uuid])).status_code == 200
    assert stranger.post(reverse("my:remove_file", args=[case.uuid, stored.uuid])).status_code == 404


def test_pages_of_a_stranger_hold_no_trace_of_the_project(cast: Cast, as_) -> None:
    case_in(cast, "submitted", name="金丝雀示例项目")
    for name in ("home", "messages", "documents", "enterprises"):
        page = as_(cast.zhao).get(reverse(f"my:{name}")).content.decode()
        assert not re.search("金丝雀", page), name
    assert "金丝雀" in as_(cast.wang).get(reverse("my:home")).content.decode()
