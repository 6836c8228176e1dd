"""Appraisals through the pages of the desk."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.actions import appraisal_counts, appraisals, jobs
from cases.enums import PostRole
from cases.management.demo import people
from cases.models import (
    Appraisal,
    AppraisalCriterion,
    AppraisalFigure,
    AppraisalObjection,
    AppraisalResult,
    Job,
    ReferenceVersion,
    User,
)
from tests import appraising as kit
from tests.appraising import Place, figure, result, told
from tests.backoffice.forms import problems, send, shown
from tests.cast import Cast

SignIn = Callable[[User], Client]


def at(name: str, row: Any) -> str:
    return reverse(f"office:{name}", args=[row.pk])


def names_what_is_late(agent: Client, own: AppraisalResult, facts: str) -> None:
    """The items beside their fact, on the page of the facts and in the form, which says what goes with a fact."""
    on_time = figure(own, "on_time")
    late = re.search(r"([^<>]+): promised until [^<]+ working days? past the limit", facts)
    assert late, "the item that was late, its promised day and its days are read beside the fact"
    assert facts.count("past the limit</small>") == on_time.of - on_time.count
    contest = agent.get(at("appraisal_contest", on_time)).content.decode()
    assert late.group(0).strip() in contest
    assert "with it go all its items in this figure" in contest
    assert "the result of the unit stays as it is" in contest
    other_kind = agent.get(at("appraisal_contest", figure(own, "praise"))).content.decode()
    assert "with it go all its items" not in other_kind


@pytest.mark.req("P-092")
def test_an_appraisal_goes_from_draft_to_final_through_the_desk(cast: Cast, place: Place, at_desk: SignIn) -> None:
    desk, agent, other = at_desk(place.watch), at_desk(cast.chen), at_desk(place.other)
    assert problems(send(desk, reverse("office:appraisal_draft"), region=place.region.pk, period=kit.QUARTER)) == ""
    row = Appraisal.objects.get()
    assert agent.get(at("appraisal", row)).status_code == 404, "nobody is told yet"
    assert at_desk(cast.sun).get(at("appraisal", row)).status_code == 404, "nor the manager whose own unit is in it"
    assert problems(send(desk, at("appraisal_tell", row))) == ""
    own = result(row, person=cast.chen)
    page = agent.get(at("appraisal_result", own)).content.decode()
    assert "27.78" in page
    on_time = figure(own, "on_time")
    assert at("appraisal_facts", on_time) in page
    facts = agent.get(at("appraisal_facts", on_time)).content.decode()
    assert reverse("office:case", args=[place.bad.uuid]) in facts
    names_what_is_late(agent, own, facts)
    typed = {"text": "企业要求延后领取。", "named": [f"case:{place.bad.pk}"]}
    form = shown(agent, at("appraisal_contest", on_time)) | typed
    for _turn in range(2):  # a double click
        assert agent.post(at("appraisal_contest", on_time), form).status_code == 302
    objection = AppraisalObjection.objects.get()
    page = desk.get(at("appraisal_decide", objection))
    assert page.context["closed"], "whoever drafted it does not decide"
    assert "than drafted the appraisal, who is not judged in it. Who can: " in page.content.decode()
    assert other.get(reverse("office:home")).content.decode().count(at("appraisal_decide", objection)) == 1
    listed = other.get(at("appraisal", row)).content.decode().partition("<h2>Objections</h2>")[2].partition("</ul>")[0]
    assert at("appraisal_decide", objection) in listed
    names = {said["code"]: said["name_en"] for said in row.rules["person"]["criteria"]}
    assert [code for code, name in names.items() if name in listed] == [objection.code], "the criterion, and no other"
    refused = send(other, at("appraisal_decide", objection), outcome="upheld", excluded=None, reason="属实。")
    assert "excluded" in refused.context["form"].errors
    assert problems(send(other, at("appraisal_decide", objection), outcome="upheld", reason="属实。")) == ""
    page = agent.get(at("appraisal_result", own)).content.decode()
    assert "72.22" in page
    assert "属实。" in page
    assert at("appraisal_facts", on_time) in page, "the figure before stays open"
    hint = "The result of the unit still counts them"
    assert hint not in page
    of_unit = AppraisalResult.objects.get(appraisal=row, unit=own.unit, person=None)
    assert hint in other.get(at("appraisal_result", of_unit)).content.decode()
    assert problems(send(desk, at("appraisal_finish", row))) != "", "its days are not over"
    with time_machine.travel(datetime(2026, 10, 26, 10, tzinfo=kit.CHINA), tick=False):
        desk = at_desk(place.watch)  # two weeks later one signs in again
        assert problems(send(desk, at("appraisal_finish", row))) == ""
        praise = desk.get(at("appraisal_result", own)).context["actions"]
        notice = shown(desk, praise[0][1])
    row.refresh_from_db()
    assert row.number
    assert (str(notice["unit"]), str(notice["person"])) == (str(own.unit_id), str(cast.chen.pk))


@pytest.mark.req("P-092")
def test_who_takes_out_everything_is_warned_and_the_result_says_that_it_was_taken_out(
    cast: Cast, place: Place, at_desk: SignIn
) -> None:
    row = told(place)
    own, desk = result(row, person=cast.chen), at_desk(place.other)
    on_time, overdue = figure(own, "on_time"), figure(own, "overdue")
    bad = f"case:{place.bad.pk}"
    part = appraisals.contest(overdue, text="示例", named=[bad], by=cast.chen)
    form = desk.get(at("appraisal_decide", part)).context["form"]
    assert [key for key, _words in form.fields["excluded"].choices] == [bad], "what the objection names"
    assert "emptied" not in form.fields, "control: something is left"
    assert problems(send(desk, at("appraisal_decide", part), outcome="upheld", reason="属实。")) == ""
    objection, before = appraisals.contest(on_time, text="示例", named=[], by=cast.chen), result(row, person=cast.chen)
    address, everything = at("appraisal_decide", objection), list(on_time.facts)
    assert f"instead of {before.points}" in desk.get(address).context["form"].fields["emptied"].help_text
    typed = {"outcome": "upheld", "excluded": everything, "reason": "属实。"}
    assert "Nothing would be left" in problems(send(desk, address, **typed))
    assert problems(send(desk, address, **typed, emptied="on")) == ""
    page = at_desk(cast.chen).get(at("appraisal_result", own))
    shown = page.content.decode()
    assert "1 fact taken out after an objection" in shown
    assert "All 2 facts were taken out after an objection; nothing is left" in shown
    names = {said["code"]: said["name_en"] for said in row.rules["person"]["criteria"]}
    assert page.context["emptied"] == [names[on_time.code]]
    assert names[on_time.code] not in page.context["left_out"], "it happened, and was taken out"
    assert page.context["left_out"], "control: of other criteria nothing happened"
    sheet = list(
        csv.DictReader(io.StringIO(desk.get(f"{at('appraisal', row)}?export=csv").content.decode("utf-8-sig")))
    )
    out = {
        line["Criterion"]: line["Facts taken out after an objection"]
        for line in sheet
        if line["Person"] == cast.chen.name
    }
    assert {out[names[on_time.code]], out[names[overdue.code]]} == {"2", "1"}
    assert set(out.values()) == {"2", "1", "0"}
    paper = pypdf.PdfReader(io.BytesIO(desk.get(f"{at('appraisal', row)}?export=pdf").content))
    assert "taken out" in " ".join("".join(page.extract_text() for page in paper.pages).split())


@pytest.mark.req("P-092")
def test_a_personal_result_is_nowhere_on_the_pages_of_others(cast: Cast, place: Place, at_desk: SignIn) -> None:
    row = told(place)
    own, unit = result(row, person=cast.chen), result(row, unit=place.agency)
    colleague = people.person("colleague", "示例同事")
    people.post(colleague, place.agency.code, PostRole.SERVICE_AGENT)
    client = at_desk(colleague)
    for name, found in (
        ("appraisal_result", own),
        ("appraisal_facts", figure(own, "on_time")),
        ("appraisal_contest", figure(own, "on_time")),
    ):
        assert client.get(at(name, found)).status_code == 404, name
    for address in (at("appraisal", row), f"{at('appraisal', row)}?export=csv"):
        page = client.get(address).content.decode()
        assert "33.33" in page, "control: the own unit's result is there"
        assert cast.chen.name not in page
        assert "27.78" not in page
    assert client.get(at("appraisal_result", unit)).status_code == 200
    export = at_desk(cast.chen).get(f"{at('appraisal', row)}?export=csv").content.decode()
    assert "27.78" in export
    assert at_desk(cast.wang).get(at("appraisal", row)).status_code == 403
    assert at_desk(cast.liu).get(at("appraisal", row)).status_code == 404


def test_who_may_not_see_a_case_reads_the_number_and_not_the_case(cast: Cast, place: Place, at_desk: SignIn) -> None:
    row = told(place)
    with time_machine.travel(datetime(2026, 10, 26, 10, tzinfo=kit.CHINA), tick=False):
        appraisals.finish(row, by=place.watch)
        stranger = people.person("stranger", "示例外人")
        people.post(stranger, "370783-agency", PostRole.ADMINISTRATOR)
        found = figure(result(row, unit=place.department), "on_time")
        page = at_desk(stranger).get(at("appraisal_facts", found)).content.decode()
        assert str(place.bad.number) not in page
        assert place.bad.project.name not in page
        assert at_desk(stranger).get(at("appraisal_facts", found)).context["hidden"] == 2
        seen = at_desk(place.watch).get(at("appraisal_facts", found)).content.decode()
        assert str(place.bad.number) in seen, "control"


def test_pages_ask_the_same_for_one_result_and_for_many(cast: Cast, place: Place, at_desk: SignIn) -> None:
    row = told(place)
    desk, own = at_desk(place.watch), result(row, unit=place.department)
    places = [
        at("appraisal", row),
        f"{at('appraisal', row)}?export=csv",
        reverse("office:appraisals"),
        at("appraisal_facts", figure(own, "on_time")),
    ]

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(address).status_code == 200
        return len(seen)

    before = [max(asked(address), asked(address)) for address in places]
    lines = AppraisalFigure.objects.filter(result=own)
    for number in range(24):
        user = people.person(f"many-{number}", f"示例人员{number}")
        more = AppraisalResult.objects.create(
            appraisal=row, subject="person", unit=own.unit, person=user, points=1, weight=1, facts=1
        )
        wanted = [said["code"] for said in row.rules["person"]["criteria"]]
        facts = lines.first().facts
        AppraisalFigure.objects.bulk_create(
            AppraisalFigure(result=more, code=code, count=1, of=1, facts=facts) for code in wanted
        )
    for year in range(2001, 2025):
        Appraisal.objects.create(
            region=row.region, period=str(year), since=row.since, until=row.until, counted_on=row.counted_on, rules=row.rules,
            drafted_by=place.watch,
        )  # fmt: skip
    assert [asked(address) for address in places] <= before


def test_the_list_filters_what_is_to_be_decided(cast: Cast, place: Place, at_desk: SignIn) -> None:
    row = told(place)
    desk = at_desk(place.other)
    place_of = reverse("office:appraisals")
    assert at("appraisal", row) in desk.get(place_of).content.decode()
    assert at("appraisal", row) not in desk.get(place_of, {"todo": "true"}).content.decode()
    appraisals.contest(figure(result(row, person=cast.chen), "on_time"), text="示例", named=[], by=cast.chen)
    assert at("appraisal", row) in desk.get(place_of, {"todo": "true"}).content.decode()
    assert "370783" not in at_desk(cast.liu).get(place_of, {"export": "csv"}).content.decode()


def test_an_administrator_changes_criteria_with_a_reason(cast: Cast, at_desk: SignIn) -> None:
    client = at_desk(cast.jin)
    line = AppraisalCriterion.objects.get(sheet__code="person", measure="on_time")
    address = reverse("office:reference_row", args=["criteria", line.pk])
    assert problems(send(client, address, zero_at="100", reason="x")) != "", "two equal values make no points"
    assert problems(send(client, address, zero_at="85", reason="示例通知")) == ""
    assert ReferenceVersion.objects.filter(model="appraisalcriterion", reason="示例通知").exists()
    for kind in ("appraisal", "criteria"):
        assert client.get(reverse("office:reference_list", args=[kind])).status_code == 200
        assert client.get(reverse("office:reference_add", args=[kind])).status_code == 200


@pytest.mark.req("P-092")
def test_a_large_place_shows_how_far_its_count_is_and_then_the_draft(
    place: Place, at_desk: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appraisal_counts, "AT_ONCE", 1)
    desk = at_desk(place.watch)
    sent = send(desk, reverse("office:appraisal_draft"), region=place.region.pk, period=kit.QUARTER)
    job = Job.objects.get()
    address = at("appraisal_count", job)
    assert sent["Location"] == address
    page = desk.get(address).content.decode()
    assert 'http-equiv="refresh"' in page
    assert address in desk.get(reverse("office:appraisals")).content.decode()
    assert at_desk(place.other).get(address).status_code == 404
    jobs.run(job.pk)
    row = Appraisal.objects.get()
    assert desk.get(address)["Location"] == at("appraisal", row)
    page = desk.get(at("appraisal", row)).content.decode()
    assert "Cases, findings and notices counted" in page
    assert "Facts counted" not in page
    assert "?export=pdf" in page
    paper = desk.get(at("appraisal", row), {"export": "pdf"})
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
