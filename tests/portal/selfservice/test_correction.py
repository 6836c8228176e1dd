"""Answer a request for correction: only what was asked can be changed."""

from decimal import Decimal

import pytest
from django.urls import reverse

from cases.actions import intake
from cases.management.demo.walks import pdf, refreshed
from cases.models import Case
from portal.selfservice.papers import Paper
from tests.cast import Cast, case_in


@pytest.fixture
def asked(cast: Cast) -> Case:
    """Asked for: the investment and one paper."""
    case = case_in(cast, "submitted")
    paper = case.materials.filter(source="applicant").first()
    points = [
        intake.Point(what="总投资", why="与备案表不一致", field="investment"),
        intake.Point(what=paper.name_zh, why="缺少盖章页", material_id=paper.pk),
    ]
    intake.request_correction(case, points, by=cast.chen)
    return refreshed(case)


def paper_of(case: Case) -> Paper:
    return Paper(case.corrections.get().points.get(field="").material)


def answer(door, case: Case, **changes):
    typed = {"version": case.version, "way": "send", "investment": "33000", "investment_unit": "wan"} | changes
    return door.post(reverse("my:correction", args=[case.uuid]), typed)


def test_the_page_says_what_why_and_by_when(cast: Cast, as_, asked: Case) -> None:
    page = as_(cast.wang).get(reverse("my:correction", args=[asked.uuid])).content.decode()
    for words in ("总投资", "与备案表不一致", "缺少盖章页", str(asked.corrections.get().due.year)):
        assert words in page
    assert 'name="investment"' in page
    assert 'name="contact_phone"' not in page


def test_the_asked_field_and_paper_are_changed_and_sent_back_once(cast: Cast, as_, asked: Case) -> None:
    door, paper = as_(cast.wang), paper_of(asked)
    for _again in range(2):
        sent = answer(door, asked, **{paper.input_name: [pdf("盖章.pdf")]})
        assert sent["Location"] == reverse("my:case", args=[asked.uuid])
    case = refreshed(asked)
    assert (case.status, case.project.investment) == ("submitted", Decimal("330000000.00"))
    assert case.events.filter(action="answer_correction").count() == 1
    assert case.files.filter(material=paper.first, removed_at=None).count() == 1


def test_without_the_paper_nothing_is_sent_and_no_field_changes(cast: Cast, as_, asked: Case) -> None:
    sent = answer(as_(cast.wang), asked)
    case = refreshed(asked)
    assert sent.status_code == 422
    assert "still missing" in sent.content.decode()
    assert "33000" in sent.content.decode()
    assert (case.status, case.project.investment) == ("correcting", Decimal("320000000.00"))


def test_an_answer_that_changes_nothing_is_refused_and_says_what_to_do(cast: Cast, as_) -> None:
    case = case_in(cast, "submitted")
    intake.request_correction(
        case, [intake.Point(what="总投资", why="与备案表不一致", field="investment")], by=cast.chen
    )
    case = refreshed(case)
    sent = answer(as_(cast.wang), case, investment="32000")
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "Nothing that was asked for has changed yet" in page
    assert 'href="#id_investment"' in page
    assert refreshed(case).status == "correcting"
    assert answer(as_(cast.wang), case).status_code == 302  # control: 330 million


def test_saving_keeps_the_change_without_sending_it(cast: Cast, as_, asked: Case) -> None:
    sent = answer(as_(cast.wang), asked, way="save")
    case = refreshed(asked)
    assert sent["Location"] == reverse("my:correction", args=[asked.uuid])
    assert (case.status, case.project.investment) == ("correcting", Decimal("330000000.00"))


def test_what_was_not_asked_cannot_be_smuggled_in(cast: Cast, as_, asked: Case) -> None:
    other = asked.materials.exclude(pk=paper_of(asked).first.pk).first()
    before = asked.files.count()
    answer(
        as_(cast.wang),
        asked,
        way="save",
        contact_phone="138 9999 9999",
        name="别的项目",
        **{f"paper-{other.pk}": [pdf()]},
    )
    case = refreshed(asked)
    assert (case.project.contact_phone, case.project.name) == (asked.project.contact_phone, asked.project.name)
    assert case.files.count() == before


@pytest.mark.parametrize("value", ["0", "viel", ""])
def test_an_impossible_value_is_refused_at_its_field(cast: Cast, as_, asked: Case, value: str) -> None:
    sent = answer(as_(cast.wang), asked, investment=value, **{paper_of(asked).input_name: [pdf()]})
    assert sent.status_code == 422
    assert 'href="#id_investment"' in sent.content.decode()
    assert refreshed(asked).status == "correcting"
