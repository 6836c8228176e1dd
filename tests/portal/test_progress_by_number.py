"""Progress by number: with the code that only the enterprise has, without signing in, nothing about the project, no guessing (W-064)."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from cases.actions import progress_codes
from cases.enums import CaseStatus, DocumentKind
from cases.models import Case, ProgressCode
from cases.queries import open_progress, story
from portal import following
from tests.cases.kit import refused
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db
S = CaseStatus


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    cache.clear()


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, S.UNDERWAY)


def ask(client: Client, number: str, code: str, **more: Any) -> Any:
    client.cookies["django_language"] = "en"
    return client.post("/progress/", {"number": number, "code": code}, **more)


def said(response: Any) -> str:
    main = re.sub(r"(?s)^.*<main|</main>.*$", "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|name=\"csrf[^>]+|value=\"[^\"]*\"", " ", main))


@pytest.mark.req("W-064")
def test_number_and_code_show_stage_turn_and_dates_without_signing_in(client: Client, case: Case) -> None:
    page = ask(client, f" {str(case.number).lower()} ", case.progress_code.printed.lower())
    text = said(page)
    assert page.status_code == 200
    assert case.number in text
    assert story.whose_turn(case).sentence in text or "The agency carries the items" in text
    assert [step.state for step in page.context["found"].stages] == [step.state for step in story.stages(case)]
    assert "sessionid" not in client.cookies
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("typed", ["{wide}", "{dashes}", "{bare}", "{blanks}"])
def test_a_number_may_be_typed_in_any_width_and_with_any_dashes(client: Client, case: Case, typed: str) -> None:
    number = str(case.number)
    wide = number.lower().translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    said_ = typed.format(
        wide=wide, dashes=number.replace("-", "—"), bare=number.replace("-", ""), blanks=number.replace("-", " ")
    )
    assert ask(client, said_, case.progress_code.code).context["found"].number == number
    assert ask(client, said_[:-1], case.progress_code.code).context["found"] is None, "control: another number"


def test_nothing_of_the_project_its_people_or_its_items_is_shown(client: Client, case: Case) -> None:
    text = ask(client, str(case.number), case.progress_code.code).content.decode()
    secrets = [
        case.project.name, case.project.address, case.project.contact_name, case.project.contact_phone, case.enterprise.name,
        case.enterprise.uscc, *case.items.values_list("item__name_zh", flat=True), *case.items.values_list("item__name_en", flat=True),
        *(place.user.name for place in case.team.select_related("user")),
    ]  # fmt: skip
    assert case.number in text  # the control: the page is the right one
    assert [word for word in secrets if word and word in text] == []


def test_an_unknown_number_and_a_wrong_code_get_the_same_answer(client: Client, case: Case) -> None:
    unknown = said(ask(client, "BDB-000000-2026-9999", case.progress_code.code))
    wrong = said(ask(client, str(case.number), "0000-0000-0000"))
    assert unknown == wrong
    assert "do not belong together" in wrong


def test_a_draft_has_no_code_and_cannot_be_found(cast: Cast, client: Client) -> None:
    draft = case_in(cast, S.DRAFT)
    assert not hasattr(draft, "progress_code")
    assert open_progress.find("", "0" * 12) is None
    with refused(says="no number yet"):
        progress_codes.renew(draft, by=cast.wang)


def test_after_ten_wrong_tries_a_network_waits_and_a_right_one_costs_nothing(client: Client, case: Case) -> None:
    right = str(case.number), case.progress_code.code
    for _n in range(following.TRIES + 2):
        assert ask(client, *right).status_code == 200
    for _n in range(following.TRIES):
        assert ask(client, str(case.number), "1111-1111-1111").status_code == 200
    assert ask(client, *right).status_code == 429
    assert ask(client, *right, REMOTE_ADDR="198.51.100.7").status_code == 200


@pytest.mark.parametrize("number", ["", "x" * 5000, "'; DROP TABLE", "\x00", "潍"])
def test_odd_input_is_answered(number: str, client: Client, db: None) -> None:
    assert ask(client, number, number).status_code == 200


def test_the_code_stands_on_the_enterprises_page_and_receipt_and_can_be_renewed(
    client: Client, case: Case, cast: Cast
) -> None:
    client.force_login(cast.wang, backend="django.contrib.auth.backends.ModelBackend")
    old = case.progress_code.printed
    for name in ("case", "receipt"):
        assert old in client.get(reverse(f"my:{name}", args=[case.uuid])).content.decode()
    page = client.post(reverse("my:progress_code", args=[case.uuid]), follow=True)
    new = ProgressCode.objects.get(case=case)
    assert new.printed != old
    assert new.made_by == cast.wang
    assert new.printed in page.content.decode()
    assert open_progress.find(str(case.number), old) is None
    assert open_progress.find(str(case.number), new.printed) is not None
    assert client.get(reverse("my:progress_code", args=[case.uuid])).status_code == 405


def test_a_stranger_and_the_agency_cannot_renew_it(case: Case, cast: Cast, client: Client) -> None:
    with refused(says="Only the enterprise"):
        progress_codes.renew(case, by=cast.agent if hasattr(cast, "agent") else cast.jin)
    client.force_login(cast.jin, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("my:progress_code", args=[case.uuid])).status_code == 404


@pytest.mark.parametrize("status", [S.SUBMITTED, S.AGREEMENT, S.DELIVERING, S.CLOSED])
def test_every_state_of_both_schemes_can_be_read(status: str, cast: Cast, client: Client) -> None:
    for case in (case_in(cast, status), case_in(cast, status, region=PULANDIAN)):
        page = ask(client, str(case.number), ProgressCode.objects.get(case=case).code)
        assert page.context["found"].turn.sentence
        assert case.documents.filter(kind=DocumentKind.RECEIPT).exists()
