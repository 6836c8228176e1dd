"""Notices of praise and criticism: two pairs of eyes, a number, nobody named unless agreed, withdrawn with a trace."""

import io
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pypdf
import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import circulars, findings
from cases.actions.circulars import Facts
from cases.enums import PostRole
from cases.enums_findings import Audience, CircularAct, CircularKind, CircularStatus, FindingKind
from cases.exceptions import BadInput, NotAllowed, Stale, StepNotAllowed
from cases.management.demo import people
from cases.models import Circular, CircularStep, Finding, Notice, Post, Region, Unit, User
from cases.queries import circulars as readers
from cases.queries import findings as of_findings
from cases.queries import letters
from tests.cases import supervised
from tests.cases.kit import refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast

S = CircularStatus
PUBLIC = {"audience": Audience.PUBLIC}


def facts(**more: Any) -> Facts:
    given: dict[str, Any] = {
        "kind": CircularKind.PRAISE, "audience": Audience.INTERNAL, "region": Region.objects.get(code=SHOUGUANG),
        "unit": Unit.objects.get(code=f"{SHOUGUANG}-agency"), "title": "表扬通报（示例）", "text": "本季度全部按时办结。",
    }  # fmt: skip
    return Facts(**(given | more))


@pytest.mark.req("W-095", "P-092")
def test_one_writes_another_approves_and_the_public_reads_it(cast: Cast, client: Client) -> None:
    made = circulars.write(facts(**PUBLIC), by=cast.sun)
    assert (made.status, made.number) == (S.DRAFT, None)
    assert readers.published() == []
    assert readers.owed(cast.feng) == [made]
    with refused(NotAllowed, says="written by one person and approved by another"):
        circulars.approve(made, by=cast.sun)
    circulars.approve(made, by=cast.feng)
    assert made.number is not None
    assert made.number.startswith(f"TB-{SHOUGUANG}-")
    address = reverse("portal:circular", args=[made.number])
    assert "本季度全部按时办结。" in client.get(address).content.decode()
    told = Notice.objects.filter(kind="circular_issued").select_related("recipient")
    assert cast.sun in {row.recipient for row in told}
    assert all("%(" not in "".join(letters.words(row, "en")) for row in told)
    pages = pypdf.PdfReader(io.BytesIO(circulars.print_it(made).pdf)).pages
    assert made.number in pages[0].extract_text()


@pytest.mark.req("W-095")
def test_a_withdrawn_notice_says_only_that_and_keeps_its_trace(cast: Cast, client: Client) -> None:
    made = circulars.approve(circulars.write(facts(**PUBLIC), by=cast.sun), by=cast.feng)
    with refused(BadInput, field="reason"):
        circulars.withdraw(made, reason=" ", by=cast.feng)
    circulars.withdraw(made, reason="数据有误。", by=cast.feng)
    page = client.get(reverse("portal:circular", args=[made.number])).content.decode()
    assert "本季度全部按时办结。" not in page
    assert made.title not in page
    assert readers.published() == []
    assert [row.act for row in made.steps.all()] == [CircularAct.WRITE, CircularAct.APPROVE, CircularAct.WITHDRAW]
    assert Circular.objects.get(pk=made.pk).text == "本季度全部按时办结。"
    with refused(StepNotAllowed, says="Withdrawn"):
        circulars.approve(made, by=cast.feng)


def test_an_internal_notice_is_not_on_the_portal(cast: Cast, client: Client) -> None:
    made = circulars.approve(circulars.write(facts(), by=cast.sun), by=cast.feng)
    assert client.get(reverse("portal:circular", args=[made.number])).status_code == 404
    assert made in readers.visible_to(cast.chen)
    assert made not in readers.visible_to(cast.he)


@pytest.mark.req("W-095", "P-092")
@pytest.mark.parametrize("text", ["陈帮办态度好。", "示例商户电话13800000001。", "见a@example.com。"])
def test_a_public_notice_names_nobody_and_gives_no_numbers(cast: Cast, text: str) -> None:
    with refused(BadInput, says="must not say", field="text"):
        circulars.write(facts(**PUBLIC, text=text), by=cast.sun)
    assert circulars.write(facts(text=text), by=cast.sun).pk, "inside it may be said"


@pytest.mark.req("W-095")
def test_a_person_is_named_only_when_chosen_and_approved_by_another(cast: Cast) -> None:
    made = circulars.write(facts(**PUBLIC, text="陈帮办上门服务。", person=cast.chen, names_person=True), by=cast.sun)
    with refused(BadInput, field="text"):
        circulars.write(facts(**PUBLIC, text="陈帮办上门服务。", person=cast.chen), by=cast.sun)
    circulars.approve(made, by=cast.feng)
    assert made.names_person


def test_criticism_rests_on_a_finding_that_stands(cast: Cast) -> None:
    with refused(BadInput, says="rests on a confirmed finding", field="finding"):
        circulars.write(facts(kind=CircularKind.CRITICISM), by=cast.sun)
    made = circulars.write(facts(), by=cast.sun)
    with pytest.raises(IntegrityError), transaction.atomic():
        Circular.objects.filter(pk=made.pk).update(kind=CircularKind.CRITICISM)


def confirmed(cast: Cast) -> tuple[Finding, User, User]:
    """A confirmed finding about a unit of 普兰店, and two who look over the place."""
    case, watch, second = supervised.running(cast), supervised.supervisor(), people.person("manager", "示例统筹负责人")
    people.post(second, f"{PULANDIAN}-inspection", PostRole.OVERALL_MANAGER)
    unit = Unit.objects.get(code=supervised.DEV)
    made = findings.file(case, kind=FindingKind.ARBITRARY, unit=unit, text="口头加要材料。", by=cast.liu)
    findings.hear(made, days=3, by=watch)
    findings.state(made, text="情况属实。", by=cast.unit_agents[supervised.DEV])
    findings.confirm(made, reason="属实。", by=watch)
    return made, watch, second


def criticism(finding: Finding) -> Facts:
    place = Region.objects.get(code=PULANDIAN)
    return facts(kind=CircularKind.CRITICISM, finding=finding, unit=finding.unit, region=place)


@pytest.mark.req("W-095")
def test_praise_rests_on_no_finding_of_misconduct(cast: Cast) -> None:
    found, watch, second = confirmed(cast)
    told = criticism(found)
    praise = replace(told, kind=CircularKind.PRAISE)
    with refused(BadInput, says="Praise rests on no finding", field="finding"):
        circulars.write(praise, by=watch)
    made = circulars.write(told, by=watch)
    with refused(BadInput, says="Praise rests on no finding", field="finding"):
        circulars.change(made, praise, by=watch)
    # What was drafted before this was refused is not issued either.
    Circular.objects.filter(pk=made.pk).update(kind=CircularKind.PRAISE)
    with refused(BadInput, field="finding"):
        circulars.approve(Circular.objects.get(pk=made.pk), by=second)
    circulars.change(made, replace(praise, finding=None), by=watch)  # control: praise without a finding goes out
    assert circulars.approve(made, by=second).number


@pytest.mark.req("W-095", "P-092")
def test_a_criticism_that_is_out_ends_its_finding_and_one_that_was_withdrawn_does_not(cast: Cast) -> None:
    made, watch, second = confirmed(cast)
    told = criticism(made)
    notice = circulars.write(told, by=watch)
    assert not of_findings.followed(made), "a draft is nothing yet"
    circulars.approve(notice, by=second)
    assert of_findings.followed(made)
    circulars.withdraw(notice, reason="数据有误。", by=second)
    with refused(NotAllowed, says="another person than confirmed it"):
        findings.close(made, words="已通报。", by=watch)
    again = circulars.approve(circulars.write(told, by=watch), by=second)
    findings.close(made, words="已通报。", by=watch)
    circulars.withdraw(again, reason="数据有误。", by=second)
    assert of_findings.why_nothing_more(made) == "", "it was out that day"


def test_returned_with_the_reason_changed_and_approved(cast: Cast) -> None:
    made = circulars.write(facts(), by=cast.sun)
    circulars.send_back(made, reason="请写明季度。", by=cast.feng)
    assert readers.owed(cast.sun) == [made]
    with refused(NotAllowed):
        circulars.change(made, facts(), by=cast.feng)
    circulars.change(made, facts(text="三季度全部按时办结。"), by=cast.sun)
    circulars.approve(made, by=cast.feng)
    assert made.text == "三季度全部按时办结。"


@pytest.mark.parametrize("who", ["chen", "he", "liu", "jin"])
def test_nobody_else_writes_or_approves(cast: Cast, who: str) -> None:
    nobody = getattr(cast, who)
    with refused(NotAllowed):
        circulars.write(facts(), by=nobody)
    made = circulars.write(facts(), by=cast.sun)
    with refused(NotAllowed):
        circulars.approve(made, by=nobody)


def test_whoever_it_is_about_does_not_approve_it_and_reads_who_can(cast: Cast) -> None:
    Post.objects.filter(user=cast.gao).delete()  # the other head above the place
    made = circulars.write(facts(), by=cast.feng)
    nobody = "Nobody can approve this notice yet"
    with refused(NotAllowed, says=f"own person or unit. {nobody}"):
        circulars.approve(made, by=cast.sun)
    with refused(NotAllowed, says=f"approved by another. {nobody}"):
        circulars.send_back(made, reason="x", by=cast.feng)
    assert not Notice.objects.filter(kind="circular_to_approve").exists()
    second = people.person("second", "示例督导员")
    people.post(second, "370700-agency", PostRole.WORK_SUPERVISOR)
    for by, why in ((cast.sun, "person or unit"), (cast.feng, "approved by another"), (cast.chen, "over the place")):
        with refused(NotAllowed, says=f"{why}. Who can approve: {second.name}."):
            circulars.approve(made, by=by)
    assert circulars.approve(made, by=second).number


def test_the_steps_of_a_notice_are_written_once(cast: Cast) -> None:
    row = circulars.write(facts(), by=cast.sun).steps.get()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CircularStep.objects.filter(pk=row.pk).update(text="x")


@pytest.mark.req("W-095")
def test_nobody_approves_or_returns_words_that_were_not_read(cast: Cast) -> None:
    made = circulars.write(facts(), by=cast.sun)
    read = Circular.objects.get(pk=made.pk)
    seen = readers.wording(read)
    circulars.change(made, facts(text="换了一段话。"), by=cast.sun)
    for given in ({"seen": seen}, {"seen": ""}, {}):
        with refused(Stale, says="changed meanwhile"):
            circulars.approve(read, by=cast.feng, **given)
        with refused(Stale, says="changed meanwhile"):
            circulars.send_back(read, reason="请写明季度。", by=cast.feng, **given)
    circulars.approve(read, by=cast.feng, seen=readers.wording(made))
    assert read.text == "换了一段话。"


def test_the_wording_is_all_that_a_notice_says(cast: Cast) -> None:
    made = circulars.write(facts(), by=cast.sun)
    assert {name.removesuffix("_id") for name in readers.SAYS} == {one.name for one in fields(Facts)}
    others = {
        "audience": Audience.PUBLIC,
        "person": cast.chen,
        "title": "别的",
        "unit": Unit.objects.exclude(pk=made.unit_id)[0],
    }
    for name, value in others.items():
        changed = Circular.objects.get(pk=made.pk)
        assert readers.wording(changed) == readers.wording(made)
        setattr(changed, name, value)
        assert readers.wording(changed) != readers.wording(made), name


@pytest.mark.req("W-095")
@pytest.mark.parametrize("named", [True, False])
def test_the_person_is_one_of_the_unit_also_on_the_day_of_issue(cast: Cast, named: bool) -> None:
    """Named or not: a notice counts in the appraisal of the person whom it is about."""
    about = {"person": cast.feng, "names_person": named}
    with refused(BadInput, says="holds no post in this unit", field="person"):
        circulars.write(facts(**about), by=cast.sun)
    made = circulars.write(facts(**about | {"person": cast.chen}), by=cast.sun)
    with refused(BadInput, field="person"):
        circulars.change(made, facts(**about), by=cast.sun)
    Post.objects.filter(user=cast.chen).update(until=timezone.localdate() - timedelta(days=1))
    with refused(BadInput, says="holds no post in this unit", field="person"):
        circulars.approve(made, by=cast.feng)
    Post.objects.filter(user=cast.chen).update(until=timezone.localdate())  # control: the last day is one in post
    assert circulars.approve(made, by=cast.feng).number
