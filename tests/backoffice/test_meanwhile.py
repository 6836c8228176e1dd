"""The case went on while a form was open, or the same form came twice at the same moment."""

import threading
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from backoffice.urls import urlpatterns
from cases.actions import intake
from cases.enums import CaseStatus as S
from cases.models import Case, Note, User
from tests.backoffice.forms import shown
from tests.cast import PULANDIAN, Cast, case_in

SignIn = Callable[[User], Client]


def at(name: str, case: Case, *args: Any) -> str:
    return reverse(f"office:{name}", args=[case.uuid, *args])


def status(case: Case) -> str:
    return Case.objects.get(pk=case.pk).status


def test_a_form_that_is_out_of_date_and_out_of_turn_gives_back_what_was_typed(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)
    agent, url = at_desk(cast.chen), at("accept", case)
    data = shown(agent, url) | {"ground": "major_list", "reference": "名单"}
    intake.decline(case, reason="不在名单内", by=cast.sun)
    answer = agent.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "is not possible while the case is" in page
    assert 'value="名单"' in page
    assert cast.sun.name in page
    assert answer.context["closed"]  # no button that could only be refused again
    # The control: a press of a button alone leads to the case.
    assert agent.post(url, {"version": data["version"]})["Location"] == at("case", case)
    assert status(case) == S.DECLINED


def test_no_form_breaks_when_it_comes_out_of_turn(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.SUBMITTED)
    intake.decline(case, reason="不在名单内", by=cast.sun)
    for user in (cast.chen, cast.sun):
        for pattern in urlpatterns:
            if str(pattern.pattern).count("<") == 1 and "<uuid:case>" in str(pattern.pattern):
                answer = at_desk(user).post(at(pattern.name, case), {"text": "写了很多", "reason": "x", "seen": "x"})
                assert answer.status_code in {200, 302, 403, 404, 405, 409, 422}, pattern.name


def test_the_second_of_two_presses_waits_for_the_first(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent, url = at_desk(cast.chen), at("message", case)
    data = shown(agent, url) | {"text": "请补充一份材料"}
    place = f"office.sent.{cast.chen.pk}.{data['token']}"
    cache.set(place, "sending")
    first = threading.Timer(0.4, cache.set, (place, at("case", case)))
    first.start()
    answer = agent.post(url, data)
    first.join()
    assert answer.status_code == 302
    assert not Note.objects.filter(case=case).exists()


def test_a_refused_form_may_be_sent_again(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent, url = at_desk(cast.chen), at("message", case)
    data = shown(agent, url)
    assert agent.post(url, data | {"text": ""}).status_code == 422
    assert agent.post(url, data | {"text": "请补充"}).status_code == 302
    assert Note.objects.filter(case=case).count() == 1


def test_what_another_window_changed_is_taken_over_and_what_both_changed_is_marked(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent, url = at_desk(cast.chen), at("set_plan", case)
    old = shown(agent, url)
    alone, both, mine = [name for name in old if name.startswith("days_")][:3]
    theirs = old | {alone: old[alone] + 3, both: old[both] + 2, "reason": "甲的理由"}
    assert agent.post(url, theirs | {"token": "other"}).status_code == 302
    answer = agent.post(url, old | {both: old[both] + 9, mine: old[mine] + 5, "reason": "乙的理由"})
    form, page = answer.context["form"], answer.content.decode()
    assert answer.status_code == 409
    assert (form[alone].value(), form[both].value(), form[mine].value()) == (
        str(old[alone] + 3), str(old[both] + 9), str(old[mine] + 5),
    )  # fmt: skip
    assert page.count('class="meanwhile"') == 2  # not beside what only this window changed
    assert f"{form[alone].label}: {old[alone]} → {old[alone] + 3}" in page
    assert f"{form[both].label}: {old[both]} → {old[both] + 2}" in page
    # Sent again with open eyes: the other's change stays.
    again = {bound.name: bound.value() for bound in form if bound.value() is not None}
    assert agent.post(url, again).status_code == 302
    days = {f"days_{row.case_item.item.code}": row.planned for row in case.plans.get(current=True).rows.all()}
    assert (days[alone], days[both], days[mine]) == (old[alone] + 3, old[both] + 9, old[mine] + 5)


def test_a_made_up_memory_of_the_form_breaks_nothing(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.UNDERWAY)
    agent, url = at_desk(cast.chen), at("set_plan", case)
    old = shown(agent, url) | {"reason": "理由"}
    assert agent.post(url, old | {"token": "other"}).status_code == 302
    for number, made_up in enumerate(("[", "[1]", '{"start": {"x": 1}}')):
        assert agent.post(url, old | {"shown": made_up, "token": f"n{number}"}).status_code == 409


def test_a_flow_table_keeps_the_row_that_another_window_changed(cast: Cast, at_desk: SignIn) -> None:
    case = case_in(cast, S.NOTIFIED, PULANDIAN)
    table = next(row for row in case.flow_tables.order_by("pk") if row.rows.exists() or row.version == 0)
    chief, url = at_desk(cast.liu), at("file_flow_table", case, table.pk)
    old = shown(chief, url) | {"unnamed": "承办单位周内指定"}
    mine, theirs = [name for name in old if name.startswith("days_")][:2]
    assert chief.post(url, old | {theirs: old[theirs] + 4, "token": "other", "reason": "甲"}).status_code == 302
    answer = chief.post(url, old | {mine: old[mine] + 1, "reason": "乙"})
    form = answer.context["form"]
    assert answer.status_code == 409
    assert (form[mine].value(), form[theirs].value()) == (str(old[mine] + 1), str(old[theirs] + 4))
