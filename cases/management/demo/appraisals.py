"""Two appraisals as a place has them: one final, and one of the last quarter that was told and is contested (P-092)."""

from datetime import date

from django.utils import timezone

from cases import appraisal as law
from cases import worktime
from cases.actions import appraisals, circulars, finishing, followups, items
from cases.enums import BLZT, CaseStatus, PostRole
from cases.enums_findings import Audience, CircularKind
from cases.management.demo import walks
from cases.management.demo.clock import acting_on
from cases.management.demo.people import SHOUGUANG, Cast, person, post
from cases.management.demo_accounts import PASSWORD
from cases.models import Appraisal, Case, Region, Unit, User
from cases.queries import appraisals as readers
from cases.queries import calendars

FEW = {"L01", "L08", "L09"}
MOST_LATE = 15  # working days


def build(cast: Cast) -> None:
    """``qiu`` drafts both; what is contested is left to 冯, the supervisor of the demo."""
    qiu = person("appraiser", "邱考评", PASSWORD)
    post(qiu, "370700-agency", PostRole.WORK_SUPERVISOR)
    region = Region.objects.get(code=SHOUGUANG)
    last, before = law.periods_before(timezone.localdate())[:2]
    with acting_on(_day(before, 20)):
        _closed(cast, "示例粮油仓储项目")
    _praise(cast, _day(before, 40))
    _closed_late(cast, _day(last, 10))
    with acting_on(_day(last, 20)):
        _closed(cast, "示例阀门制造项目")
    first = _drafted(region, before, qiu, _after(law.period_days(before)[1], 3))
    with acting_on(_after(law.period_days(before)[1], 12)):
        appraisals.finish(first, by=cast.feng)
    told_on = max(_after(law.period_days(last)[1], 1), calendars.current().previous_workday(timezone.localdate()))
    second = _drafted(region, last, qiu, told_on)
    own = second.results.select_related(*readers.RESULT_PARTS).get(person=cast.chen)
    line = next(one for one in readers.lines([own])[own.pk] if one.rule["measure"] == "on_time")
    late = [key for key, (count, of) in line.figure.facts.items() if count < of]
    appraisals.contest(
        line.figure, text="（示例）该事项因企业要求补充勘测而延后，逾期不应计入本人。", named=late, by=cast.chen
    )


def _day(period: str, working_days: int) -> date:
    return _after(law.period_days(period)[0], working_days)


def _after(day: date, working_days: int) -> date:
    return worktime.due(day, working_days, "wd", calendars.current()).date


def _closed(cast: Cast, name: str) -> Case:
    """A case that went all its way on one day, with the visit that is owed afterwards."""
    return _over(walks.draft(cast, name=name, keep=FEW), cast)


def _over(case: Case, cast: Cast) -> Case:
    case = walks.walk(case, CaseStatus.CLOSED, cast)
    rated = {"efficiency": 5, "guide": 5, "convenience": 5, "platform": 5}
    finishing.evaluate(case, level=5, dimensions=rated, comment="（示例）满意。", by=cast.wang)
    answer = followups.Answer(
        "phone", timezone.localdate(), case.project.contact_name, "（示例）没有别的要求。", "settled"
    )
    followups.record(walks.refreshed(case), answer, by=cast.chen)
    return walks.refreshed(case)


def _closed_late(cast: Cast, day: date) -> None:
    """One of its items was decided long past its limit."""
    with acting_on(day):
        case = walks.walk(walks.draft(cast, name="示例印染改造项目", keep=FEW), CaseStatus.UNDERWAY, cast)
        late = case.items.select_related("item").get(item__code="L01")
        for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
            items.record(late, code=code, on=day, by=cast.chen)
            late.refresh_from_db()
    with acting_on(_after(day, MOST_LATE)):
        items.record(late, code=BLZT.PASSED, on=timezone.localdate(), file_number="示例许〔2026〕1号", by=cast.chen)
        late.refresh_from_db()
        _over(walks.refreshed(case), cast)


def _praise(cast: Cast, day: date) -> None:
    with acting_on(day):
        region = Region.objects.get(code=SHOUGUANG)
        facts = circulars.Facts(
            kind=CircularKind.PRAISE, audience=Audience.INTERNAL, region=region, unit=Unit.objects.get(code=f"{SHOUGUANG}-agency"),
            title="关于表扬全程帮代办服务的通报（示例）", text="（示例）项目一次受理、当日办结，企业零跑动，特予通报表扬。",
        )  # fmt: skip
        circulars.approve(circulars.write(facts, by=cast.sun), by=cast.feng)


def _drafted(region: Region, period: str, by: User, day: date) -> Appraisal:
    with acting_on(day, 9):
        return appraisals.tell(appraisals.draft(region, period, by=by), days=5, by=by)
