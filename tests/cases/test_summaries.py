"""Summary reports: all of them in one list, counted part by part, kept with the day of the count, for those who see the place."""

import pkgutil
from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from cases import beyond, reports, rhythms, tally
from cases.actions import jobs, officers, summaries
from cases.enums import CaseStatus, JobKind, JobState, PostRole
from cases.enums_reports import Rhythm
from cases.exceptions import NotAllowed
from cases.management.demo.people import person, post
from cases.models import Job, Region, ReportEdition, User
from cases.queries import statistics
from cases.queries import summaries as readers
from cases.reports import REPORTS, base, parts
from cases.reports.base import Scope
from tests.cases.kit import refused
from tests.cast import PULANDIAN, SHOUGUANG, Cast, case_in

S = CaseStatus
SHARED = {"base", "files", "parts", "summary", "written"}
pytestmark = pytest.mark.django_db


def asked(code: str = SHOUGUANG, rhythm: Rhythm = Rhythm.YEAR) -> Scope:
    today = timezone.localdate()
    return Scope(Region.objects.get(code=code), rhythm, rhythms.around(rhythm, today), today)


@pytest.fixture
def two(cast: Cast) -> Cast:
    """A closed case and a running one in 寿光, one in 普兰店."""
    case_in(cast, S.CLOSED)
    case_in(cast, S.UNDERWAY)
    case_in(cast, S.SIGNED, PULANDIAN)
    return cast


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cases are already too many to be counted while one waits."""
    monkeypatch.setattr(summaries, "AT_ONCE", 1)


def test_every_module_of_the_room_is_a_report_in_the_list() -> None:
    modules = {module.name for module in pkgutil.iter_modules(reports.__path__)} - SHARED
    assert set(REPORTS) == modules


@pytest.mark.parametrize("code", REPORTS)
def test_a_report_says_what_it_answers_and_tells_it_of_a_place_where_nothing_happened(code: str, cast: Cast) -> None:
    report = REPORTS[code]
    assert str(report.title).strip()
    with translation.override("en"):
        assert str(report.question).strip().endswith("?")
    for rhythm in report.rhythms:
        content = reports.read(report, asked(rhythm=rhythm))
        assert content.paragraphs
        assert content.short
        for table in content.tables:
            assert all(len(row) == len(table.columns) for row in table.rows), table.title


@pytest.mark.parametrize("code", REPORTS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_what_is_kept_is_what_was_told(code: str, language: str, two: Cast) -> None:
    report = REPORTS[code]
    with translation.override(language):
        content = reports.read(report, asked(rhythm=report.rhythms[0]))
        assert base.again(base.kept(content)) == content


@pytest.mark.req("W-065")
def test_a_summary_says_what_statistics_say(two: Cast) -> None:
    scope = asked()
    (row,) = [
        row for row in _indicators(scope) if row[0].value == str(statistics.indicators.INDICATORS["received"].label)
    ]
    assert (row[3].value, row[4].value) == (2, 2)
    lines = statistics.lines(statistics.served(two.sun), scope.period)
    values = [
        round(value, one.unit.places) if (value := one.rule(lines, scope.period).value) is not None else None
        for chapter in statistics.indicators.CHAPTERS
        for one in chapter.indicators
        if one.code in parts.EVERY
    ]
    values += [
        round(value, 1) if (value := one.figure(scope.period, scope.today).value) is not None else None
        for one in beyond.every()
    ]
    labels = [
        str(one.label)
        for one in (*statistics.indicators.INDICATORS.values(), *(one.indicator for one in beyond.every()))
    ]
    assert [row[0].value for row in _indicators(scope)] == labels
    assert {"direct", "reviewed"} <= {one.indicator.code for one in beyond.every()}
    assert [row[3].value for row in _indicators(scope)] == values


def _indicators(scope: Scope) -> tuple[tuple[base.Cell, ...], ...]:
    return reports.read(REPORTS["yearly"], scope).tables[0].rows


def test_the_place_is_counted_with_everything_in_it_and_nothing_beside_it(two: Cast) -> None:
    def received(code: str) -> object:
        return _indicators(asked(code))[0][3].value

    assert (received(SHOUGUANG), received("370700"), received(PULANDIAN)) == (2, 2, 1)
    places = reports.read(REPORTS["yearly"], asked("370700")).tables[2]
    county = Region.objects.get(code=SHOUGUANG)
    assert [(row[0].value, row[1].value) for row in places.rows] == [(county.name, 2)]
    assert places.rows[0][1].opens == f"figure:received?part=counted&region={county.pk}"


@pytest.mark.parametrize("code", REPORTS)
def test_read_in_parts_of_one_it_says_the_same(code: str, two: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    report, sizes = REPORTS[code], list[int]()
    scope, real = asked(rhythm=report.rhythms[-1]), statistics.part

    def part(keys: list[int], since: date, today: date) -> object:
        sizes.append(len(keys))
        return real(keys, since, today)

    whole = reports.read(report, scope)
    monkeypatch.setattr(statistics, "part", part)
    found = reports.tallied(report, scope, 1)
    assert report.tell(found, scope) == whole
    assert sizes == ([0, 1, 1] if report.counted else [])


def test_a_large_place_is_counted_in_the_background_and_kept_in_every_language(two: Cast, large: None) -> None:
    report, scope = REPORTS["yearly"], asked()
    assert summaries.tell(report, scope) is None
    job = summaries.ask(report, scope, by=two.sun)
    jobs.run(job.pk, size=1)
    job.refresh_from_db()
    assert (job.state, job.total, job.done, job.counts) == (JobState.DONE, 2, 2, {"counted": 2})
    assert "tally" not in job.data
    for language in ("en", "zh-hans"):
        with translation.override(language):
            told = summaries.tell(report, scope)
            assert told is not None
            assert told.content == reports.read(report, scope)
            assert (told.cases, told.counted_on) == (2, timezone.localdate())


def test_a_small_place_is_counted_when_it_is_opened_and_nothing_is_kept(two: Cast) -> None:
    assert summaries.tell(REPORTS["yearly"], asked()) is not None
    assert not ReportEdition.objects.exists()
    assert not Job.objects.exists()


def test_a_count_that_was_killed_goes_on_and_says_the_same(
    two: Cast, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, scope = REPORTS["yearly"], asked()
    job = summaries.ask(report, scope, by=two.sun)
    real, parts = statistics.part, list[list[int]]()

    def part(keys: list[int], since: date, today: date) -> object:
        parts.append(keys)
        if len(parts) == 3:
            raise OSError("the lamp went out")
        return real(keys, since, today)

    monkeypatch.setattr(statistics, "part", part)
    with pytest.raises(OSError, match="lamp"):
        jobs.run(job.pk, size=1)
    job.refresh_from_db()
    assert (job.done, job.state, ReportEdition.objects.count()) == (1, JobState.RUNNING, 0)
    Job.objects.update(leased_until=timezone.now() - timedelta(minutes=1))
    jobs.run(job.pk, size=1)
    read = [key for keys in parts for key in keys]
    assert len(read) == len(set(read)) + 1, "only the batch at hand was read twice"
    told = summaries.tell(report, scope)
    assert told is not None
    assert told.content == reports.read(report, scope)


def test_counted_anew_it_says_what_is_true_by_then(two: Cast, large: None) -> None:
    report, scope = REPORTS["monthly"], asked(rhythm=Rhythm.MONTH)
    jobs.run(summaries.ask(report, scope, by=two.sun).pk)
    first = summaries.tell(report, scope)
    case_in(two, S.UNDERWAY, name="示例项目丙")
    assert summaries.tell(report, scope) == first, "what was kept stays until it is counted anew"
    jobs.run(summaries.ask(report, scope, by=two.sun).pk)
    again = summaries.tell(report, scope)
    assert (first and first.cases, again and again.cases) == (2, 3)
    assert ReportEdition.objects.count() == 1


def test_a_time_that_is_not_over_is_counted_anew_every_night_and_once_after_it(two: Cast, large: None) -> None:
    report, scope = REPORTS["monthly"], asked(rhythm=Rhythm.MONTH)
    jobs.run(summaries.ask(report, scope, by=two.sun).pk)
    assert summaries.renew(scope.today) == 0, "counted today already"
    after, seen = scope.period.end + timedelta(days=1), []
    for day in (scope.today + timedelta(days=1), after, after + timedelta(days=1)):
        asked_for = summaries.renew(day)
        for job in Job.objects.filter(kind=JobKind.REPORT, state__in=jobs.OPEN):
            jobs.run(job.pk)
        seen.append((asked_for, ReportEdition.objects.get().counted_on))
    # On the last day of a month the first night is already the one after it.
    last = scope.today == scope.period.end
    assert seen == [(1, scope.today + timedelta(days=1)), (int(not last), after), (0, after)]


def test_what_was_a_report_once_is_not_counted_anew(two: Cast, large: None) -> None:
    jobs.run(summaries.ask(REPORTS["monthly"], asked(rhythm=Rhythm.MONTH), by=two.sun).pk)
    ReportEdition.objects.update(report="former")
    assert summaries.renew(timezone.localdate() + timedelta(days=1)) == 0


def test_who_asks_twice_gets_the_count_that_is_being_made(two: Cast, large: None) -> None:
    report, scope = REPORTS["monthly"], asked(rhythm=Rhythm.MONTH)
    one = summaries.ask(report, scope, by=two.sun)
    assert summaries.ask(report, scope, by=two.sun) == one
    assert summaries.ask(REPORTS["departments"], scope, by=two.sun) != one
    assert Job.objects.filter(kind=JobKind.REPORT).count() == 2


@pytest.mark.req("W-065")
def test_a_report_is_for_those_who_lead_or_look_over_the_place(two: Cast) -> None:
    scope = asked()
    for user in (two.chen, two.xu, two.liu, two.wang, two.jin):
        assert SHOUGUANG not in set(readers.regions(user).values_list("code", flat=True)), user.name
        with refused(NotAllowed):
            summaries.ask(REPORTS["yearly"], scope, by=user)
    for user in (two.sun, two.feng, two.qian, two.gao):
        assert SHOUGUANG in set(readers.regions(user).values_list("code", flat=True)), user.name
        summaries.ask(REPORTS["yearly"], scope, by=user)
    # Control: it counts what the manager of the place sees.
    assert readers.counted(scope.region, scope.period.start).count() == statistics.served(two.sun).count() == 2


def test_who_holds_the_post_no_more_reads_nothing(two: Cast) -> None:
    former = person("former", "示例前任")
    held = post(former, f"{SHOUGUANG}-agency", PostRole.OVERALL_MANAGER)
    assert readers.regions(User.objects.get(pk=former.pk)).exists()
    held.until = held.since = timezone.localdate() - timedelta(days=1)
    held.save()
    assert not readers.regions(User.objects.get(pk=former.pk)).exists()


@pytest.mark.req("W-081", "W-082")
def test_the_rollout_report_names_pilot_projects_and_warns_of_too_few(two: Cast) -> None:
    scope = asked()
    case = two_running(two)
    assert reports.read(REPORTS["rollout"], scope).warnings == ()
    officers.set_pilot(case, pilot=True, reason="试点", by=two.sun)
    with translation.override("en"):
        content = reports.read(REPORTS["rollout"], scope)
    assert content.warnings == (f"{scope.region.name_en} has 1 pilot project; the policy wants 3 to 5.",)
    assert [row[1].value for row in content.tables[2].rows] == [case.number]
    assert [cell.value for cell in content.tables[1].rows[0][:3]] == [scope.region.name_en, 1, "too few"]


def two_running(cast: Cast) -> object:
    return statistics.served(cast.sun).get(status=S.UNDERWAY)


def test_the_tally_of_nothing_has_every_figure() -> None:
    found = tally.count(
        statistics.Lines([], [], date(2026, 1, 1)), [tally.Ask("now", rhythms.parse("2026")[1], ("on_time",))]
    )
    assert (found.all("now")["on_time"].value, found.all("now")["on_time"].of) == (None, 0)
