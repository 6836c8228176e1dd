"""Zero trips: every contact by its way, trips of both sides counted, wrong entries corrected and never changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone, translation

from cases.actions import contacts, items
from cases.actions.contacts import Facts
from cases.enums import BLZT, CaseStatus, DocumentKind
from cases.enums_work import ContactWay, FilingPlace
from cases.exceptions import BadInput, CaseError, NotAllowed, StepNotAllowed
from cases.models import Case, Contact, ItemFact
from cases.queries import contacts as readers
from cases.queries import story
from tests.cases.kit import fresh, refused
from tests.cast import PULANDIAN, Cast, case_in

W = ContactWay


@pytest.fixture
def case(cast: Cast) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY)


def facts(way: str = W.AGENT_VISIT, **changes: object) -> Facts:
    given = {"people": "陈帮办（示例）", "purpose": "取材料", "place": "示例产业园", "on": timezone.localdate()}
    return Facts(way=way, **(given | changes))  # type: ignore[arg-type]


@pytest.mark.req("W-001")
def test_trips_of_both_sides_are_counted_by_way(case: Case, cast: Cast) -> None:
    nothing = readers.trips(case)
    assert (nothing.came, nothing.visits) == (0, 0)
    assert set(nothing.ways) == set(W)
    contacts.record(case, facts(), by=cast.chen)
    contacts.record(case, facts(W.OFFICER_VISIT, people="规划局科员（示例）"), by=cast.chen)
    contacts.record(case, facts(W.ONLINE, place=""), by=cast.chen)
    contacts.record(case, facts(W.ENTERPRISE_CAME, place="窗口", why_came="原件核验"), by=cast.chen)
    found = readers.trips(fresh(case))
    assert (found.came, found.visits, found.ways[W.ONLINE]) == (1, 2, 1)
    other = case_in(cast, CaseStatus.UNDERWAY, name="别的示例项目")
    assert readers.trips(other).visits == 0


@pytest.mark.req("W-001")
def test_a_trip_of_the_enterprise_asks_why(case: Case, cast: Cast) -> None:
    with refused(BadInput, says="so that it can be avoided", field="why_came"):
        contacts.record(case, facts(W.ENTERPRISE_CAME, why_came=" "), by=cast.chen)
    made = contacts.record(case, facts(W.ENTERPRISE_CAME, why_came="签字须本人"), by=cast.chen)
    assert made.why_came == "签字须本人"
    # Control: another way keeps no such reason.
    assert contacts.record(case, facts(why_came="签字须本人"), by=cast.chen).why_came == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(case=case, way=W.ENTERPRISE_CAME, on=made.on, people="x", purpose="x", by=cast.chen)


@pytest.mark.req("W-004")
def test_a_visit_is_printed_and_anything_else_is_not(case: Case, cast: Cast) -> None:
    item = case.items.get(item__code="L01")
    for way in W:
        why = "原件核验" if way == W.ENTERPRISE_CAME else ""
        made = contacts.record(case, facts(way, items=[item], vehicle="公务车", why_came=why), by=cast.chen)
        assert list(made.items.all()) == [item]
        assert (made.document is not None) == (way in {W.AGENT_VISIT, W.OFFICER_VISIT})
    printed = case.documents.filter(kind=DocumentKind.VISIT)
    assert sorted(row.data["way"] for row in printed) == ["审批人员上门审批倒跑腿", "帮代办人员上门代跑腿"]
    assert all(row.for_enterprise and row.data["vehicle"] == "公务车" for row in printed)


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"way": "by_balloon"}, "way", "Choose the way"),
        ({"on": timedelta(days=1)}, "on", "cannot lie in the future"),
        ({"on": timedelta(days=-4000)}, "on", "too far away"),
        ({"people": " "}, "people", "Name the people"),
        ({"purpose": ""}, "purpose", "what came of it"),
        ({"place": ""}, "place", "Name the place"),
    ],
)
def test_a_contact_says_who_where_and_what_for(
    change: dict[str, Any], field: str, says: str, case: Case, cast: Cast
) -> None:
    # Days from today, counted when the test runs: what was collected before midnight may run after it.
    given = {name: timezone.localdate() + value if name == "on" else value for name, value in change.items()}
    with refused(BadInput, says=says, field=field):
        contacts.record(case, facts(**given), by=cast.chen)


def test_an_item_of_another_case_is_refused(case: Case, cast: Cast) -> None:
    foreign = case_in(cast, CaseStatus.UNDERWAY, name="别的示例项目").items.first()
    with refused(BadInput, says="does not belong to the case", field="items"):
        contacts.record(case, facts(items=[foreign]), by=cast.chen)


@pytest.mark.req("W-001")
def test_a_wrong_entry_is_corrected_by_a_new_one_and_stays_readable(case: Case, cast: Cast) -> None:
    wrong = contacts.record(case, facts(W.ENTERPRISE_CAME, why_came="误记"), by=cast.chen)
    with refused(BadInput, says="Say what was wrong", field="what_was_wrong"):
        contacts.correct(wrong, facts(), what_was_wrong="", by=cast.chen)
    right = contacts.correct(wrong, facts(), what_was_wrong="是我们上门", by=cast.chen)
    assert (right.corrects, right.way) == (wrong, W.AGENT_VISIT)
    assert readers.trips(case).came == 0
    assert readers.trips(case).visits == 1
    with refused(CaseError, says="corrected already"):
        contacts.correct(wrong, facts(), what_was_wrong="又一次", by=cast.chen)
    contacts.correct(right, None, what_was_wrong="没有去成", by=cast.chen)
    assert readers.trips(case).visits == 0
    assert case.contacts.count() == 3
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Contact.objects.filter(pk=wrong.pk).update(place="x")


def test_a_corrected_visit_replaces_its_record(case: Case, cast: Cast) -> None:
    wrong = contacts.record(case, facts(), by=cast.chen)
    right = contacts.correct(wrong, facts(place="项目现场"), what_was_wrong="地点", by=cast.chen)
    assert wrong.document is not None
    wrong.document.refresh_from_db()
    assert wrong.document.replaced_by == right.document


@pytest.mark.req("W-004")
def test_contacts_belong_to_those_who_work_on_the_case_while_it_is_open(case: Case, cast: Cast) -> None:
    for nobody in (cast.wang, cast.zhao, cast.feng, cast.jin, cast.liu):
        with refused(NotAllowed, says="belongs to"):
            contacts.record(case, facts(), by=nobody)
    draft = case_in(cast, CaseStatus.DRAFT, name="示例草稿")
    with refused(StepNotAllowed):
        contacts.record(draft, facts(), by=cast.chen)
    pulandian = case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)
    assert contacts.record(pulandian, facts(), by=cast.unit_agents["210214-dev-reform"]).pk


def test_the_log_says_the_way_the_day_and_the_place(case: Case, cast: Cast) -> None:
    made = contacts.record(case, facts(), by=cast.chen)
    contacts.correct(made, None, what_was_wrong="记错了", by=cast.chen)
    with translation.override("en"):
        back, first = (entry.sentence for entry in story.timeline(case, cast.wang, limit=2))
    assert first.startswith("Record a contact: An agent came and ran the errand")
    assert first.endswith("示例产业园")
    assert "did not take place" in back
    assert "记错了" in back


@pytest.mark.req("W-004", "P-066")
def test_a_step_names_its_way_and_a_filing_its_place(case: Case, cast: Cast) -> None:
    item, today = case.items.get(item__code="L01"), timezone.localdate()
    with refused(BadInput, field="way"):
        items.record(item, code=BLZT.RECEIVED, on=today, way="by_balloon", by=cast.chen)
    made = items.record(item, code=BLZT.RECEIVED, on=today, way=W.ONLINE, filed=FilingPlace.PLATFORM, by=cast.chen)
    assert (made.way, made.filed) == (W.ONLINE, FilingPlace.PLATFORM)
    with refused(BadInput, says="belongs to the filing itself", field="filed"):
        items.record(item, code=BLZT.ACCEPTED, on=today, filed=FilingPlace.WINDOW, by=cast.chen)
    with translation.override("en"):
        said = story.timeline(case, cast.wang, limit=1)[0].sentence
    assert said.endswith("On the national investment project platform · Wholly online")
    again = items.correct(made, note="日期", by=cast.chen)
    assert (again.way, again.filed) == (W.ONLINE, FilingPlace.PLATFORM)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ItemFact.objects.update(way="")
