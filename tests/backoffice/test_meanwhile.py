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
from tests.cast import Cast, case_in

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
    first = threading.Timer(0.4, cache.set, (place, "sent"))
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
