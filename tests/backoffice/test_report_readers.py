"""Who reads which report: every post against every report, on the page, as file and by mail; what a reader may not see stays shut."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db.models import Exists, OuterRef
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import rhythms
from cases.actions import report_mails
from cases.actions import summaries as acts
from cases.enums import CaseStatus, PostRole
from cases.exceptions import NotAllowed
from cases.management.demo.people import person, post
from cases.models import CaseItem, Notice, Post, Region, ReportSubscription, User, WorkGroup
from cases.models.organisation import DISPATCHING
from cases.queries import weekly
from cases.reports import REPORTS
from tests.backoffice.test_past_limit import SEEN, at, late
from tests.cases.kit import refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

__all__ = ["late"]
pytestmark = pytest.mark.django_db
Desk = Callable[[User], Client]
R = PostRole
READS = {R.OVERALL_MANAGER, R.WORK_SUPERVISOR, R.CHIEF_AGENT, R.CHIEF_LIAISON}


def holder(role: str, unit: str = f"{SHOUGUANG}-agency", group: WorkGroup | None = None) -> User:
    """Somebody with this post and no other."""
    user = person(f"holder-{role}-{group.code if group else ''}", "示例任职")
    held = post(user, unit, PostRole(role))
    if group is not None:
        Post.objects.filter(pk=held.pk).update(group=group, unit=group.lead)
    return User.objects.get(pk=user.pk)


def address(code: str, region: str, export: str = "") -> str:
    time = rhythms.key(REPORTS[code].rhythms[0], rhythms.around(REPORTS[code].rhythms[0], timezone.localdate()))
    return f"{reverse('office:summary', args=[code])}?region={region}&time={time}" + (
        f"&export={export}" if export else ""
    )


@pytest.mark.req("W-072", "P-068", "W-031")
@pytest.mark.parametrize("role", PostRole.values)
def test_every_post_against_every_report(role: str, cast: Cast, at_desk: Desk) -> None:
    """Of the own place those who lead or look over it; of the neighbour nobody."""
    case_in(cast, CaseStatus.SIGNED)
    user, reads = holder(role), role in READS
    client = at_desk(user)
    assert (client.get(reverse("office:summaries")).status_code == 200) is reads
    assert (reverse("office:summaries") in client.get(reverse("office:statistics")).content.decode()) is reads
    for code in REPORTS:
        own = client.get(address(code, SHOUGUANG))
        assert (own.status_code, bool(reads and own.context["told"])) == (200 if reads else 403, reads), code
        assert client.get(address(code, SHOUGUANG, "csv")).status_code == (200 if reads else 403), code
        far = client.get(address(code, PULANDIAN))
        assert not (reads and far.context["told"]), "control: of another place nothing is told"
        rhythm, place = REPORTS[code].rhythms[0], Region.objects.get(code=SHOUGUANG)
        if reads:
            report_mails.subscribe(REPORTS[code], place, rhythm, language="en", by=user)
        else:
            with refused(NotAllowed):
                report_mails.subscribe(REPORTS[code], place, rhythm, language="en", by=user)
    assert ReportSubscription.objects.count() == (len(REPORTS) if reads else 0)


@pytest.mark.req("P-017", "P-032")
def test_of_the_groups_the_one_that_dispatches_reads_them(cast: Cast, at_desk: Desk) -> None:
    case_in(cast, CaseStatus.SIGNED, PULANDIAN)
    place = Region.objects.get(code=PULANDIAN)
    dispatch = weekly.dispatch_group(place)
    assert dispatch
    for group in WorkGroup.objects.filter(region=place):
        client = at_desk(holder(R.GROUP_AGENT, group=group))
        for code in REPORTS:
            expected = 200 if group == dispatch else 403
            assert client.get(address(code, PULANDIAN)).status_code == expected, (group.code, code)
    unit_agent = holder(R.UNIT_AGENT, group=dispatch)
    assert at_desk(unit_agent).get(reverse("office:summaries")).status_code == 403, (
        "control: a post, not a group, reads"
    )


def test_what_dispatches_is_told_with_the_posts_and_of_no_other_post(cast: Cast) -> None:
    rows = Post.objects.annotate(here=Exists(WorkGroup.objects.filter(DISPATCHING, pk=OuterRef("group"))))
    told = {one.pk for row in rows for one in row.user.active_posts if one.dispatches}
    assert told == {row.pk for row in rows if row.here} != set()


@pytest.mark.req("W-072")
def test_a_reader_opens_the_cases_he_may_see_and_the_list_says_so(late: CaseItem, cast: Cast, at_desk: Desk) -> None:
    """The liaison of the city is told of the county's sums; its cases stay shut to her, to the manager they open."""
    city, words = person("city", "示例市联络"), "this list shows only those that you may see"
    post(city, "370700-agency", PostRole.CHIEF_LIAISON)
    with at(SEEN):
        liaison, manager = at_desk(User.objects.get(pk=city.pk)), at_desk(cast.sun)
        seen, whole = (client.get(address("yearly", SHOUGUANG)) for client in (liaison, manager))
        assert [one.rows for one in seen.context["told"].content.tables] == [
            one.rows for one in whole.context["told"].content.tables
        ]
        link = next(url for url in urls(whole) if "/in_hand/" in url)
        page = reverse("office:case", args=[late.case.uuid])
        assert (page in urls(whole), page in urls(seen)) == (True, False)
        for client, opens in ((manager, True), (liaison, False)):
            found = client.get(link).content.decode()
            assert (str(late.case.number) in found) is opens
            assert words in found
        assert words not in manager.get(reverse("office:statistics_cases", args=["in_hand"])).content.decode(), (
            "control"
        )


def urls(page: Any) -> list[str]:
    """What the cells of a report open."""
    return [cell.url for part in page.context["sections"] for row in part.rows for cell in row if cell.url]


@pytest.mark.req("P-068")
def test_a_mail_ends_with_the_post_that_reads(cast: Cast) -> None:
    user, place, report = holder(R.CHIEF_LIAISON), Region.objects.get(code=SHOUGUANG), REPORTS["monthly"]
    made = report_mails.subscribe(report, place, report.rhythms[0], language="en", by=user)
    ReportSubscription.objects.filter(pk=made.pk).update(since=date(2026, 10, 1))
    assert report_mails.run(date(2026, 11, 1)) == 1
    Post.objects.filter(user=user).update(role=R.SERVICE_AGENT)
    assert report_mails.run(date(2026, 12, 1)) == 0, "control: the same person without the post"
    assert Notice.objects.filter(recipient=user, kind="report_stopped").count() == 1
    with refused(NotAllowed):
        acts.ask(report, acts.scope(place, "2026-11"), by=User.objects.get(pk=user.pk))
