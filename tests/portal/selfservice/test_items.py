"""Choose all or some of the approvals, answer the deciding questions, mark what is done."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.cast import Cast, case_in


def form_of(door: Client, case: Case, **changes: Any) -> dict[str, Any]:
    """What a browser would send back unchanged, with ``changes`` (None takes a field out)."""
    form = door.get(reverse("my:items", args=[case.uuid])).context["form"]
    sent: dict[str, Any] = {"version": case.version, "way": "next"}
    for row in form.rows:
        for name in row.fields:
            value = row[name].value()
            if value not in (None, "", False):
                sent[f"{row.item.code}-{name}"] = value
    sent |= changes
    return {name: value for name, value in sent.items() if value is not None}


def send(door: Client, case: Case, **changes: Any):
    return door.post(reverse("my:items", args=[case.uuid]), form_of(door, case, **changes))


def codes(case: Case, **where: Any) -> set[str]:
    return set(case.items.filter(**where).values_list("item__code", flat=True))


def test_the_page_has_three_groups_with_reason_authority_and_limit(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    page = as_(cast.wang).get(reverse("my:items", args=[case.uuid]))
    groups = {group["code"]: group["rows"] for group in page.context["groups"]}
    assert all(groups[name] for name in ("needed", "depends", "not_needed"))
    assert all(row.proposal.reason for rows in groups.values() for row in rows)
    assert all(row.proposal.question for row in groups["depends"])
    text = page.content.decode()
    first = groups["needed"][0].item
    for words in (first.name, first.department.name, f"{first.promised_days} working day"):
        assert words in text


@pytest.mark.req("W-013")
def test_some_items_can_be_left_out_and_others_taken(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    assert codes(case) == {"L01", "L08", "L09"}
    answer = send(door, case, **{"L08-taken": None, "G01-taken": "on"})
    assert answer["Location"] == reverse("my:materials", args=[case.uuid])
    assert codes(case) == {"L01", "L09", "G01"}


def test_sending_the_page_unchanged_changes_no_item(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    before = list(case.items.order_by("pk").values())
    send(as_(cast.wang), case)
    assert list(case.items.order_by("pk").values()) == before


@pytest.mark.req("W-013")
def test_all_that_is_needed_can_be_taken_with_one_press(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    needed = {row.item.code for row in door.get(reverse("my:items", args=[case.uuid])).context["groups"][0]["rows"]}
    send(door, case, way="all")
    assert needed <= codes(case)


def open_question(door: Client, case: Case) -> str:
    groups = door.get(reverse("my:items", args=[case.uuid])).context["groups"]
    return next(row.item.code for row in groups[1]["rows"] if row.proposal.answer is None)


@pytest.mark.parametrize(("word", "taken"), [("yes", True), ("no", False), ("unsure", False)])
def test_a_deciding_answer_takes_or_leaves_the_item(cast: Cast, as_, word: str, taken: bool) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    code = open_question(door, case)
    send(door, case, **{f"{code}-answer": word})
    case.project.refresh_from_db()
    assert case.project.answers.get(code) == (word if word != "unsure" else None)
    assert (code in codes(case)) is taken


def test_an_answer_can_be_taken_back(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    code = open_question(door, case)
    send(door, case, **{f"{code}-answer": "yes"})
    case.refresh_from_db()
    send(door, case, **{f"{code}-answer": "no"})
    case.project.refresh_from_db()
    assert (case.project.answers[code], code in codes(case)) == ("no", False)


def test_what_is_done_keeps_its_date_and_file_number(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    typed = {"L01-done": "on", "L01-done_on": "2026-03-02", "L01-done_reference": "示例备〔2026〕1号"}
    send(as_(cast.wang), case, **typed)
    row = case.items.get(item__code="L01")
    assert (row.status, str(row.done_on), row.done_reference) == ("done_before", "2026-03-02", "示例备〔2026〕1号")


@pytest.mark.parametrize("day", ["", str(timezone.localdate() + timedelta(days=2)), "32.13.2026"])
def test_done_without_a_possible_date_is_refused_at_that_date(cast: Cast, as_, day: str) -> None:
    case = case_in(cast, "draft")
    answer = send(
        as_(cast.wang),
        case,
        **{"L01-done": "on", "L01-done_on": day, "L01-done_reference": "示例备号", "G01-taken": "on"},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#L01-done_on"' in page
    assert "示例备号" in page
    assert codes(case, status="proposed") == {"L01", "L08", "L09"}


def test_help_can_be_chosen_instead_of_acting(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    send(as_(cast.wang), case, **{"L01-mode": "assist"})
    assert codes(case, assist_mode="assist") == {"L01"}


@pytest.mark.req("W-012")
def test_for_an_item_of_the_province_only_help_is_offered_and_nothing_else_is_taken(cast: Cast, as_) -> None:
    case = case_in(cast, "draft", keep={"L01", "X02"})
    rows = {
        row.item.code: row for row in as_(cast.wang).get(reverse("my:items", args=[case.uuid])).context["form"].rows
    }
    assert [value for value, _label in rows["X02"].fields["mode"].choices] == ["assist"]
    assert [value for value, _label in rows["L01"].fields["mode"].choices] == ["act", "assist"]  # control
    answer = send(as_(cast.wang), case, **{"X02-mode": "act"})
    assert answer.status_code == 422
    assert codes(case, assist_mode="assist") == {"X02"}


def test_an_old_tab_is_told_that_somebody_changed_the_case(cast: Cast, as_) -> None:
    case = case_in(cast, "draft")
    door = as_(cast.wang)
    old = form_of(door, case, **{"L08-taken": None})
    send(as_(cast.li), case, **{"G01-taken": "on"})
    answer = door.post(reverse("my:items", args=[case.uuid]), old)
    assert answer.status_code == 422
    assert "Somebody else changed" in answer.content.decode()
    assert codes(case) == {"L01", "L08", "L09", "G01"}
