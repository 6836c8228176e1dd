"""Weekly reports: drafted from what happened, corrected, approved by another person, joined for the government."""

import io
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import docx
import pytest
import time_machine
from django.db import IntegrityError, transaction

from cases.actions import problems, weekly
from cases.documents.weekly import data_of
from cases.documents.weekly import weekly as printed
from cases.enums import CaseStatus
from cases.enums_work import ReportLevel, ReportStatus
from cases.exceptions import BadInput, CaseError, NotAllowed, Stale
from cases.management.demo import walks
from cases.models import CalendarFeed, Case, Notice, Unit, User, WeeklyReport
from cases.queries import daily, feeds, letters
from cases.queries import weekly as readers
from tests.cases.documents_data import text
from tests.cases.kit import refused
from tests.cast import PULANDIAN, Cast, case_in

S, L, R = CaseStatus, ReportLevel, ReportStatus
CHINA = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 2, 10, tzinfo=CHINA)
TUESDAY = datetime(2026, 11, 3, 10, tzinfo=CHINA)
FRIDAY = datetime(2026, 11, 6, 16, tzinfo=CHINA)


@pytest.fixture
def case(cast: Cast) -> Case:
    """Signed on Monday; on Tuesday the item of 发改 passes."""
    with time_machine.travel(MONDAY, tick=False):
        made = case_in(cast, S.UNDERWAY, PULANDIAN)
    with time_machine.travel(TUESDAY, tick=False):
        walks.pass_item(made.items.get(item__code="L01"), cast.unit_agents["210214-dev-reform"])
    return made


def drafted(user: User, level: str = L.AGENT) -> WeeklyReport:
    return weekly.draft(user.active_posts[0].pk, level, by=user)


def approved(user: User, by: User) -> WeeklyReport:
    report = drafted(user)
    weekly.submit(report, by=user)
    return weekly.approve(report, by=by)


@pytest.mark.req("P-051", "P-052", "P-067")
def test_agents_owe_a_report_on_the_day_of_the_scheme_and_only_with_something_running(case: Case, cast: Cast) -> None:
    yang, town = cast.unit_agents["210214-dev-reform"], cast.unit_agents["210214T03-town"]
    with time_machine.travel(FRIDAY - timedelta(days=1), tick=False):
        assert readers.owed_by(yang) == []  # no report day since the signing
    with time_machine.travel(FRIDAY, tick=False):
        (owed,) = readers.owed_by(yang)
        assert (owed.since, owed.until, owed.weeks) == (date(2026, 11, 2), date(2026, 11, 6), 1)
        assert [duty.kind for duty in daily.duties(yang) if duty.kind.startswith("report")] == ["report_agent"]
        assert readers.owed_by(town) == []  # nothing of the town's runs
        assert {one.level for one in readers.owed_by(cast.groups["dispatch"])} == {L.AGENT, L.GOVERNMENT}
        assert {one.level for one in readers.owed_by(cast.groups["construction"])} == {L.AGENT}
        for nobody in (cast.liu, cast.chen, cast.feng, cast.he):
            assert readers.owed_by(nobody) == [], nobody
            with refused(NotAllowed, says="You owe no such report"):
                weekly.draft(yang.active_posts[0].pk, L.AGENT, by=nobody)


@pytest.mark.req("P-067", "P-068")
def test_the_draft_says_what_really_happened_in_three_parts(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    with time_machine.travel(TUESDAY, tick=False):
        wanted = list(Unit.objects.filter(code="210214-housing"))
        problems.raise_problem(case, kind="problem", text="红线与管线冲突", wanted=wanted, by=yang)
    with time_machine.travel(FRIDAY, tick=False):
        made = drafted(yang)
        again = drafted(yang)
    assert made == again  # a second press finds the draft
    assert f"{case.project.name}（{case.number}）：事项办理中，已办结事项1/1。" in made.progress
    assert "办结（通过）" in made.progress
    assert "2026年11月3日" in made.progress
    assert made.problems == f"{case.project.name}：红线与管线冲突"
    assert "协调普兰店区住房和城乡建设局研究解决" in made.suggestions
    # Control: another unit's agent reports nothing of that item.
    with time_machine.travel(FRIDAY, tick=False):
        other = drafted(cast.groups["construction"])
    assert "企业投资项目备案" not in other.progress


@pytest.mark.req("P-067")
def test_a_missed_week_is_made_up_for_and_nothing_is_told_twice(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    with time_machine.travel(FRIDAY + timedelta(days=7), tick=False):
        (owed,) = readers.owed_by(yang)
        assert (owed.since, owed.until, owed.weeks) == (date(2026, 11, 2), date(2026, 11, 13), 2)
        assert "2 周" in daily.duties(yang)[0].sentence or "2周" in daily.duties(yang)[0].sentence
        first = drafted(yang)
        assert "办结（通过）" in first.progress
        assert readers.owed_by(yang) == []
    with time_machine.travel(FRIDAY + timedelta(days=14), tick=False):
        (owed,) = readers.owed_by(yang)
        assert (owed.since, owed.weeks) == (date(2026, 11, 14), 1)
        assert "办结（通过）" not in drafted(yang).progress


def test_the_author_corrects_and_each_part_says_something(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    with time_machine.travel(FRIDAY, tick=False):
        report = drafted(yang)
        with refused(BadInput, says="Each of the three parts", field="problems"):
            weekly.correct(report, progress="x", problems=" ", suggestions="无。", by=yang)
        with refused(NotAllowed, says="Only its author"):
            weekly.correct(report, progress="x", problems="x", suggestions="x", by=cast.liu)
        weekly.correct(report, progress="已备案", problems="无。", suggestions="无。", by=yang, version=report.version)
        with refused(Stale):
            weekly.correct(report, progress="旧页面", problems="x", suggestions="x", by=yang, version=1)
        weekly.submit(report, by=yang)
        with refused(CaseError, says="handed in"):
            weekly.correct(report, progress="x", problems="x", suggestions="x", by=yang)
    report.refresh_from_db()
    assert report.progress == "已备案"


@pytest.mark.req("P-051", "P-052", "P-067")
def test_a_report_is_approved_by_somebody_above_and_goes_to_the_dispatch_group(case: Case, cast: Cast) -> None:
    yang, group, dispatch = (
        cast.unit_agents["210214-dev-reform"], cast.groups["land_planning"], cast.groups["dispatch"],
    )  # fmt: skip
    with time_machine.travel(FRIDAY, tick=False):
        report = drafted(yang)
        with refused(CaseError, says="does not wait for approval"):
            weekly.approve(report, by=group)
        weekly.submit(report, by=yang)
        assert {duty.kind for duty in daily.duties(group)} >= {"approval"}
        for nobody in (yang, cast.unit_agents["210214-housing"], cast.chen, cast.feng):
            with refused(NotAllowed, says="never by its author"):
                weekly.approve(report, by=nobody)
        with refused(BadInput, field="why"):
            weekly.send_back(report, why="", by=group)
        weekly.send_back(report, why="请写明文号", by=group)
        assert "请写明文号" in letters.body(Notice.objects.get(kind="report_returned", recipient=yang))
        weekly.submit(report, by=yang)
        done = weekly.approve(report, by=group)
    assert (done.status, done.approved_by) == (R.APPROVED, group)
    assert {n.recipient for n in Notice.objects.filter(kind="report_approved")} == {yang, dispatch}
    with pytest.raises(IntegrityError), transaction.atomic():
        WeeklyReport.objects.filter(pk=done.pk).update(approved_by=None)


@pytest.mark.req("P-067", "P-068")
def test_approved_reports_are_joined_for_the_government_with_a_copy_to_the_office(case: Case, cast: Cast) -> None:
    yang, dispatch = cast.unit_agents["210214-dev-reform"], cast.groups["dispatch"]
    with time_machine.travel(FRIDAY, tick=False):
        first, second = approved(yang, cast.groups["land_planning"]), approved(cast.groups["land_planning"], cast.liu)
        waiting = drafted(cast.groups["construction"])
        joint = drafted(dispatch, L.GOVERNMENT)
        assert set(joint.sources.all()) == {first, second}
        assert waiting not in joint.sources.all()
        assert "【普兰店区发展和改革委员会】" in joint.progress
        weekly.submit(joint, by=dispatch)
        sent = weekly.approve(joint, by=cast.liu)
    assert (sent.status, sent.number) == (R.SENT, "HB-210214-2026-0001")
    assert {n.recipient for n in Notice.objects.filter(kind="report_sent")} == {dispatch, cast.liu}
    assert readers.to_join(sent.region, sent.until).count() == 0  # nothing is joined twice
    pdf, word = sent.files.order_by("pk")
    assert bytes(pdf.content).startswith(b"%PDF")
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(bytes(word.content))).paragraphs]
    said = text(printed(data_of(sent)))
    for part in ("一、项目进展情况", "二、存在问题", "三、解决问题的建议"):
        assert part in said
        assert part in paragraphs
    assert "普兰店区人民政府：" in said
    assert "抄送：重大项目工作专班办公室" in said
    assert paragraphs[-1] == "主送：普兰店区人民政府　　抄送：重大项目工作专班办公室"


@pytest.mark.req("P-067", "P-068")
def test_the_report_days_stand_in_the_calendar_of_who_reports(case: Case, cast: Cast) -> None:
    def days(user: User) -> list[str]:
        feed = CalendarFeed(user=user, case=None)
        return [f"{row.summary} {row.day}" for row in feeds.entries(feed, "") if row.uid.startswith("report-")]

    with time_machine.travel(TUESDAY, tick=False):
        assert days(cast.unit_agents["210214-dev-reform"]) == ["报送周报：代办员周报 2026-11-06"]
        assert days(cast.groups["dispatch"]) == ["报送周报：代办员周报 2026-11-06", "报送周报：报政府周报 2026-11-06"]
        for nobody in (cast.unit_agents["210214T03-town"], cast.liu, cast.chen, cast.he):
            assert days(nobody) == [], nobody


def test_there_is_one_report_to_the_government_a_week(case: Case, cast: Cast) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        made = drafted(cast.groups["dispatch"], L.GOVERNMENT)
    made.pk = None
    made.author = cast.liu
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_who_may_read_a_report(case: Case, cast: Cast) -> None:
    yang = cast.unit_agents["210214-dev-reform"]
    with time_machine.travel(FRIDAY, tick=False):
        report = drafted(yang)
        assert readers.visible_to(cast.liu).count() == 0  # a draft is its author's
        weekly.submit(report, by=yang)
    sees = [user for user in (yang, cast.liu, cast.groups["dispatch"]) if report in readers.visible_to(user)]
    assert sees == [yang, cast.liu, cast.groups["dispatch"]]
    for nobody in (cast.unit_agents["210214-housing"], cast.chen, cast.feng, cast.jin, cast.he):
        assert readers.visible_to(nobody).count() == 0, nobody


def test_the_report_to_the_government_tells_each_fact_once_in_sentences(case: Case, cast: Cast) -> None:
    yang, group = cast.unit_agents["210214-dev-reform"], cast.groups["land_planning"]
    with time_machine.travel(TUESDAY, tick=False):
        wanted = list(Unit.objects.filter(code="210214-housing"))
        problems.raise_problem(case, kind="problem", text="红线与管线冲突", wanted=wanted, by=yang)
    with time_machine.travel(FRIDAY, tick=False):
        approved(yang, group)
        own = drafted(group)
        weekly.correct(
            own,
            progress=f"{own.progress}\n组内另行踏勘一次。",
            problems=own.problems,
            suggestions=own.suggestions,
            by=group,
        )
        weekly.submit(own, by=group)
        weekly.approve(own, by=cast.liu)
        joint = drafted(cast.groups["dispatch"], L.GOVERNMENT)
    assert joint.progress.count(case.number or "?") == 1
    assert (
        joint.progress.count("办结（通过）：企业投资项目备案（2026年11月3日")
        == joint.progress.count("办结（通过）")
        == 1
    )
    assert "已开会议" in joint.progress  # the meetings by their names
    assert "组内另行踏勘一次。" in joint.progress  # what people wrote stays
    for raw in ("JY-", "WT-", "→", "登记会议情况"):
        assert raw not in joint.progress, raw
    assert joint.problems.count("红线与管线冲突") == joint.suggestions.count("红线与管线冲突") == 1
    # Control: the agent of the unit does not tell the meetings of others.
    assert "已开会议" not in WeeklyReport.objects.get(author=yang).progress
    assert "已开会议" in WeeklyReport.objects.get(pk=own.pk).progress
