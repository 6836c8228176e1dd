"""The ledger of projects: every column of C.11 says what the record says, for one line and for many at the same price."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import contacts, items, jobs, ledger_files, pausing, together
from cases.enums import BLZT, CaseStatus, ItemStatus, JobState
from cases.enums_work import ContactWay
from cases.exceptions import BadInput, NotAllowed
from cases.models import Case, Job, LedgerFile, LedgerPart, User
from cases.queries import project_ledger
from cases.queries import project_ledger_columns as ledger
from cases.queries.project_ledger_columns import Value
from tests.cases.easier_kit import begin, item, pass_, underway
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

pytestmark = pytest.mark.django_db


def row(case: Case, code: str = "all") -> dict[str, Value]:
    """{column: value} of one case."""
    [line] = project_ledger.lines([case.pk])
    return {column.code: column.read(line) for column in ledger.chosen([code])}


@pytest.mark.req("W-072")
def test_a_finished_case_fills_the_ledger_from_its_record(cast: Cast) -> None:
    case = fresh(case_in(cast, CaseStatus.ARCHIVED))
    today = timezone.localdate()
    said = row(case)
    project = case.project
    assert said["case"] == case.number
    assert (said["name"], said["owner"], said["uscc"]) == (project.name, case.enterprise.name, case.enterprise.uscc)
    assert said["investment"] == project.investment / 10_000
    assert (said["contact"], said["phone"]) == (project.contact_name, project.contact_phone)
    assert said["lead"] == next(member.user.name for member in case.team.filter(is_lead=True))
    assert said["way"] == ("一对一" if case.team.filter(until=None).count() == 1 else "团队")
    assert (said["applied"], said["signed"], said["told"]) == (today, today, today)
    assert said["paper"] == case.documents.get(kind="agreement").number
    assert (said["items"], said["done"], said["plan"]) == (3, 3, 1)
    assert str(case.meetings.get().held_on) in str(said["met"])
    assert (said["closed"], said["archive"]) == (today, case.archive_number)
    assert said["sent"] == case.deliveries.get().get_method_display()
    assert (said["came"], said["open"], said["now"]) == (0, "", "")


@pytest.mark.req("W-072")
def test_each_stage_has_its_days_its_count_what_is_at_hand_and_its_lamp(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L08", "L09", "V01"})
    stages = {entry.item.code: entry.item.stage.code.lower() for entry in case.items.select_related("item__stage")}
    stage, today = stages["L08"], timezone.localdate()
    own = [code for code, its in stages.items() if its == stage]
    plan = {
        line.case_item.item.code: line for line in case.plans.get(current=True).rows.select_related("case_item__item")
    }
    before = row(case)
    assert before[f"{stage}ps"] == min(plan[code].start for code in own)  # type: ignore[type-var]
    assert before[f"{stage}pe"] == max(plan[code].end for code in own)  # type: ignore[type-var]
    assert (before[f"{stage}as"], before[f"{stage}n"], before[f"{stage}d"], before[f"{stage}t"]) == (
        None,
        "",
        0,
        len(own),
    )
    assert before[f"{stage}l"] != "blue"
    begin(item(case, "L08"), cast.chen)
    going = row(case)
    assert going[f"{stage}as"] == today
    assert going[f"{stage}n"] == going["now"] == item(case, "L08").item.name
    for code in own:
        if code == "L08":
            items.record(item(case, code), code=BLZT.PASSED, on=today, file_number="示例1号", by=cast.chen)
        else:
            pass_(item(case, code), cast.chen)
    ended = row(case)
    assert (ended[f"{stage}ae"], ended[f"{stage}l"], ended[f"{stage}d"]) == (today, "blue", len(own))
    # The control: what is past its planned end is red, whatever the others are.
    rest = next(code for code in stages if code not in own)
    case.plans.get(current=True).rows.filter(case_item__item__code=rest).update(end=today - timedelta(days=1))
    assert row(case)[f"{stages[rest]}l"] == "red"


def test_trips_pauses_and_easier_ways_are_counted_from_what_really_happened(cast: Cast) -> None:
    case = underway(cast)
    today = timezone.localdate()
    assert (row(case)["came"], row(case)["parallel"]) == (0, 0)
    came = contacts.Facts(
        way=ContactWay.ENTERPRISE_CAME, on=today, people="陈帮办（示例）", place="政务服务大厅", purpose="签字",
        why_came="须本人签字",
    )  # fmt: skip
    contacts.record(case, came, by=cast.chen)
    group = together.form_group(case, rows=[item(case, "G03"), item(case, "G04")], by=cast.chen)
    assert row(case)["parallel"] == 0, "control: a group that has not begun is a plan"
    together.start(group, on=today, file_number="并联1号", filed="platform", by=cast.chen)
    pausing.suspend(case, ground="policy", explanation="示例", tried="多次会商", start=today, by=cast.sun)
    said = row(fresh(case))
    assert (said["came"], said["parallel"], said["gap"]) == (1, 2, 0)
    assert str(today) in str(said["stopped"])


def test_the_ledger_shows_what_applied_and_only_what_one_may_see(cast: Cast) -> None:
    mine, draft = case_in(cast, CaseStatus.SUBMITTED), case_in(cast, CaseStatus.DRAFT)
    other = case_in(cast, CaseStatus.SUBMITTED, PULANDIAN)
    assert list(project_ledger.found(cast.chen)) == [mine]
    assert list(project_ledger.found(cast.liu)) == [other]
    assert draft.number is None
    assert list(project_ledger.found(cast.wang)) == [], "an enterprise reads its own cases elsewhere"


def test_many_lines_cost_as_many_queries_as_one(cast: Cast) -> None:
    keys = [case_in(cast, CaseStatus.CLOSED, name=f"示例项目{n}").pk for n in range(3)]
    project_ledger.lines(keys)

    def asked(some: list[int]) -> int:
        with CaptureQueriesContext(connection) as seen:
            columns = ledger.chosen(["all"])
            assert len(ledger.table(project_ledger.lines(some), columns)) == len(some)
        return len(seen)

    assert asked(keys) == asked(keys[:1])


def test_columns_have_codes_of_their_own_and_come_in_the_order_of_the_ledger(reference: None) -> None:
    every = [column.code for column in ledger.chosen(["all"])]
    assert len(every) == len(set(every)) > 60
    assert [column.code for column in ledger.chosen(["name", "case"])] == ["case", "name"]
    assert [column.code for column in ledger.chosen(["no-such-column"])] == [c for c in every if c in ledger.FIRST]
    assert set(ledger.FIRST) <= set(every)
    assert len("&".join(f"c={code}" for code in every)) < 930, "a kept view holds every column"


# ---- files made in the background


def asked(cast: Cast, form: str = "csv", *, by: User | None = None, keys: list[int] | None = None) -> Job:
    by = by or cast.chen
    keys = list(project_ledger.found(by).values_list("pk", flat=True)) if keys is None else keys
    return ledger_files.ask(keys, form=form, columns=["case", "name", "investment", "applied"], by=by)


def text(made: LedgerFile) -> list[str]:
    return bytes(made.content).decode("utf-8-sig").splitlines()


def test_a_file_is_made_batch_by_batch_and_a_killed_worker_loses_nothing(cast: Cast) -> None:
    cases = [case_in(cast, CaseStatus.SUBMITTED, name=f"示例项目{n}") for n in range(5)]
    job = asked(cast)
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING, leased_until=None, runner="")
    LedgerFile.objects.all().delete()
    job.refresh_from_db()
    work = ledger_files.MakeLedger()
    job.last_key, job.counts = 0, {}
    first = work.batch(job, 2)
    assert (first.last_key, first.rows) == (2, 2)
    job.last_key, job.counts = first.last_key, dict(first.counts)  # what a worker wrote before it was killed
    job.save()
    assert LedgerPart.objects.count() == 1
    assert jobs.run(job.pk, size=2)
    made = LedgerFile.objects.get(job=job)
    lines = text(made)
    assert made.rows == 5
    assert [line.split(",")[0] for line in lines[1:]] == ["1", "2", "3", "4", "5"]
    assert [line.split(",")[1] for line in lines[1:]] == [case.number for case in cases]
    assert not LedgerPart.objects.exists()


def test_a_file_has_the_types_of_the_screen_after_it_was_kept_as_json(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    job = asked(cast, "csv")
    jobs.run(job.pk)
    number, code, name, investment, applied = text(LedgerFile.objects.get(job=job))[1].split(",")
    assert (number, code, name) == ("1", case.number, case.project.name)
    assert Decimal(investment) == case.project.investment / 10_000
    assert date.fromisoformat(applied) == timezone.localdate()


def test_what_one_may_no_longer_see_is_left_out_when_the_file_is_made(cast: Cast) -> None:
    mine, other = case_in(cast, CaseStatus.SUBMITTED), case_in(cast, CaseStatus.SUBMITTED, PULANDIAN)
    job = asked(cast, keys=[mine.pk, other.pk])
    jobs.run(job.pk)
    assert LedgerFile.objects.get(job=job).rows == 1


def test_nothing_or_too_much_or_by_a_stranger_is_refused(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.SUBMITTED)
    with refused(BadInput, says="selection is empty"):
        asked(cast, keys=[])
    with refused(BadInput, says="At most"):
        asked(cast, keys=[case.pk] * (ledger_files.MOST + 1))
    with refused(BadInput, says="XLSX or CSV", field="form"):
        asked(cast, "exe")
    with refused(NotAllowed):
        asked(cast, by=cast.wang, keys=[case.pk])


def test_files_are_forgotten_after_a_week(cast: Cast) -> None:
    case_in(cast, CaseStatus.SUBMITTED)
    job = asked(cast)
    jobs.run(job.pk)
    assert ledger_files.sweep() == 0, "control: it is young"
    LedgerFile.objects.update(made_at=timezone.now() - timedelta(days=8))
    assert ledger_files.sweep() == 1


def test_an_item_done_before_or_taken_out_moves_no_day_of_its_stage(cast: Cast) -> None:
    case = case_in(cast, CaseStatus.UNDERWAY, keep={"L01", "L08", "L09"})
    stage = item(case, "L08").item.stage.code.lower()
    case.items.filter(item__code="L09").update(status=ItemStatus.DROPPED)
    assert row(case)["items"] == 2
    case.items.filter(item__code="L08").update(status=ItemStatus.DONE_BEFORE, done_on=date(2020, 1, 1))
    assert row(case)[f"{stage}as"] is None
    assert row(case)[f"{stage}ae"] != date(2020, 1, 1)
