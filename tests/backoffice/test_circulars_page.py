"""Notices of praise and criticism at the desk: one approves what one has read, and reads who can approve."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.actions import circulars
from cases.enums_findings import CircularStatus
from cases.models import Circular, Post, Unit, User
from tests.backoffice.forms import problems, send, shown
from tests.cases.test_circulars import facts
from tests.cast import SHOUGUANG, Cast

SignIn = Callable[[User], Client]


@pytest.mark.req("W-095")
@pytest.mark.parametrize(("door", "status"), [("circular_approve", "issued"), ("circular_return", "returned")])
def test_a_stale_page_decides_nothing_and_comes_back_with_the_new_words(
    cast: Cast, at_desk: SignIn, door: str, status: str
) -> None:
    made, approver = circulars.write(facts(), by=cast.sun), at_desk(cast.feng)
    address = reverse(f"office:{door}", args=[made.pk])
    assert "本季度全部按时办结。" in approver.get(address).content.decode()
    typed = shown(approver, address) | {"reason": "请写明季度。"}
    circulars.change(made, facts(title="新的标题（示例）", text="第一段。\n第二段，换过了。"), by=cast.sun)
    answer = approver.post(address, typed)
    assert "changed meanwhile" in problems(answer)
    words = answer.content.decode()
    for said in ("新的标题（示例）", "第一段。\n第二段，换过了。", "Notice of praise", "Internal"):
        assert said in words
    made.refresh_from_db()
    assert made.status == CircularStatus.DRAFT
    # Control: what came back was read; the next press is about that.
    form = answer.context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert problems(approver.post(address, again)) == ""
    made.refresh_from_db()
    assert (made.status, made.text) == (status, "第一段。\n第二段，换过了。")


@pytest.mark.req("W-095")
def test_who_can_approve_stands_where_it_is_written_and_read(cast: Cast, at_desk: SignIn) -> None:
    write, unit = reverse("office:circular_write"), Unit.objects.get(code=f"{SHOUGUANG}-agency")
    typed = {"region": unit.region_id, "unit": unit.pk, "title": "表扬通报（示例）", "text": "全部按时办结。"}

    def read(writer: User) -> set[bool]:
        """Whether the message, the draft and the closed page of the act say ``wanted``."""
        desk = at_desk(writer)
        assert problems(send(desk, write, **typed)) == ""
        made = Circular.objects.latest("pk")
        draft, closed = (reverse(f"office:{name}", args=[made.pk]) for name in ("circular", "circular_approve"))
        (message,) = [str(one) for one in desk.get(draft).context["messages"]]
        return {wanted in told for told in (message, *(desk.get(page).content.decode() for page in (draft, closed)))}

    Post.objects.filter(user=cast.gao).delete()  # the other head above the place
    wanted = f"Who can approve: {cast.feng.name}."
    assert read(cast.sun) == {True}
    wanted = "has to be appointed"  # the only other head works in the unit concerned
    assert read(cast.feng) == {True}
    # Control: what is issued waits for nobody.
    made = circulars.approve(Circular.objects.get(written_by=cast.sun), by=cast.feng)
    assert at_desk(cast.sun).get(reverse("office:circular", args=[made.pk])).context["waits"] == ""
