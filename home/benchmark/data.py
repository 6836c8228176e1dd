"""Ten thousand invented cases with everything behind them, written in bulk. The same rows in every run."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from cases.actions.events import digest
from cases.enums import Action, CaseStatus, DocumentKind, FileKind, Ground, ItemStatus, PostRole, Side, SignMethod
from cases.models import (
    ApprovalItem,
    Case,
    CaseEvent,
    CaseItem,
    Enterprise,
    IssuedDocument,
    ItemFact,
    Plan,
    PlanRow,
    Project,
    ProjectCategory,
    Region,
    ServiceScheme,
    Signature,
    StoredFile,
    TeamMember,
    Unit,
    User,
)
from cases.queries import agencies, eligibility
from home.benchmark import people, story

CASES, ENTERPRISES, ITEMS, LARGE = 10_000, 3_000, 8, 60
OF_THE_OWNER = 497  # every so many cases one of the first enterprise: a page of its own list is full
BATCH = 1_000
S = CaseStatus


class Office:
    """What all cases share: places with their agencies and schemes, the catalogue, the units that decide."""

    def __init__(self, readers: people.Readers, items: int) -> None:
        self.readers, self.per_case = readers, items
        self.today = timezone.localdate()
        self.items = list(ApprovalItem.objects.order_by("code"))
        self.categories = list(ProjectCategory.objects.all())
        self.places: list[tuple[Region, Unit, ServiceScheme]] = []
        for region in Region.objects.filter(level="county").order_by("code"):
            agency, scheme = eligibility.agency_for(region), eligibility.scheme_for(region)
            if agency and scheme:
                self.places.append((region, agency, scheme))
        self.home = next(place for place in self.places if place[0].code == people.COUNTY)
        self._units: dict[tuple[int, int], Unit | None] = {}

    def place(self, number: int) -> tuple[Region, Unit, ServiceScheme]:
        """Three of ten cases in the agent's county, the others spread over all places."""
        return self.home if number % 10 < 3 else self.places[number % len(self.places)]

    def unit(self, item: ApprovalItem, region: Region) -> Unit | None:
        """The deciding unit, asked of the domain once for each pair."""
        key = (item.pk, region.pk)
        if key not in self._units:
            self._units[key] = agencies.deciding_unit(item, region)
        return self._units[key]

    def chosen(self, number: int) -> list[ApprovalItem]:
        """So many items spread over the catalogue; sixty for the first case."""
        count, size = LARGE if number == 0 else self.per_case, len(self.items)
        return [self.items[(number + place * size // count) % size] for place in range(count)]


def _status(number: int, mixed: list[CaseStatus]) -> CaseStatus:
    """The first hundred cases of the agent's county include everything; the first one is under way."""
    return S.UNDERWAY if number == 0 else mixed[number % len(mixed)]


def fill(readers: people.Readers, items: int = ITEMS) -> None:
    """Write everything, unless it is there already; ``items`` of each case."""
    if Case.objects.exists():
        return
    office, mixed = Office(readers, items), story.statuses()
    with transaction.atomic():
        firms = people.enterprises(ENTERPRISES, readers.owner)
        for first in range(0, CASES, BATCH):
            _batch(office, firms, [(number, _status(number, mixed)) for number in range(first, first + BATCH)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _batch(office: Office, firms: list[Enterprise], numbers: list[tuple[int, CaseStatus]]) -> None:
    cases = _cases(office, firms, numbers)
    items = _items(office, cases, numbers)
    _facts(office, items)
    _plans(office, items)
    _events(office, cases, items)
    _documents(office, cases)
    _teams(office, cases)


def _teams(office: Office, cases: list[Case]) -> None:
    """Whoever signed has a team: a quarter of the agency's cases is the agent's, the others are those of colleagues."""
    home = office.home[1].pk
    having = [case for case in cases if case.handling_unit_id == home and story.reached(S(case.status), S.SIGNED)]
    _save(
        TeamMember(
            case=case,
            user=office.readers.colleague if case.pk % 4 else office.readers.agent,
            role=PostRole.SERVICE_AGENT,
            is_lead=True,
        )
        for case in having
    )
    Case.objects.filter(pk__in=[case.pk for case in having]).update(has_team=True)


def _save(rows: Iterable[models.Model]) -> None:
    listed = list(rows)
    if listed:
        type(listed[0])._default_manager.bulk_create(listed, batch_size=BATCH)


def _project(office: Office, firm: Enterprise, number: int, region: Region) -> Project:
    return Project(
        enterprise=firm,
        name=f"年产{number % 90 + 10}万吨示例材料{number:05}号项目",
        project_code=f"2401-{region.code}-04-01-{number:06}",
        category=office.categories[number % len(office.categories)],
        region=region,
        address="示例产业园一号路",
        investment=Decimal(100_000_000 + number * 10_000),
        funding="private",
        land_acquisition="grant",
        scale="新建生产车间两座、仓库一座及配套设施。" * 3,
        benefits="达产后预计年产值六亿元，新增就业二百人。",
        need_land="工业用地约一百亩",
        need_energy="年综合能耗约八百吨标准煤",
        contact_name="联系人（示例）",
        contact_phone="000-00000000",
        created_by=office.readers.owner,
    )


def _cases(office: Office, firms: list[Enterprise], numbers: list[tuple[int, CaseStatus]]) -> list[Case]:
    projects = [
        _project(office, firms[n % len(firms) if n % OF_THE_OWNER else 0], n, office.place(n)[0])
        for n, _status in numbers
    ]
    _save(projects)
    made = []
    for project, (number, status) in zip(projects, numbers, strict=True):
        region, agency, scheme = office.place(number)
        case = Case(
            number=f"SL-{number:06}", project=project, enterprise=project.enterprise, scheme=scheme, region=region,
            first_unit=agency, handling_unit=agency, status=status, created_by=office.readers.owner, ground=Ground.INVESTMENT,
            ground_reference=str(project.investment), submitted_at=_moment(office, number),
        )  # fmt: skip
        for name, since in (("accepted_at", S.ACCEPTED), ("signed_at", S.SIGNED), ("notified_at", S.NOTIFIED)):
            if story.reached(status, since):
                setattr(case, name, _moment(office, number, 5))
        if story.reached(status, S.CLOSED):
            case.closed_at = _moment(office, number, 9)
        elif number % 3:
            case.next_due, case.next_what = office.today + timedelta(days=number % 60 - 15), "item"
        made.append(case)
    _save(made)
    return made


def _moment(office: Office, number: int, later: int = 0) -> datetime:
    day = office.today - timedelta(days=20 + number % 700 - later)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 10, number % 60))


def _items(office: Office, cases: list[Case], numbers: list[tuple[int, CaseStatus]]) -> list[CaseItem]:
    made = []
    for case, (number, status) in zip(cases, numbers, strict=True):
        confirmed = story.reached(status, S.NOTIFIED)
        for place, item in enumerate(office.chosen(number)):
            row = CaseItem(case=case, item=item, status=story.item_status(status, place))
            if confirmed:
                row.unit, row.promised_days = office.unit(item, case.region), item.promised_days
                row.statutory_days, row.statutory_unit = item.statutory_days, item.statutory_unit
                row.agent = office.readers.agent if number % 10 < 3 and place == 0 else None
            if row.status == ItemStatus.PASSED:
                row.done_on, row.file_number = office.today - timedelta(days=10), f"示例〔2026〕{number}-{place}号"
            made.append(row)
    _save(made)
    return made


def _facts(office: Office, items: list[CaseItem]) -> None:
    _save(
        ItemFact(case_item=row, code=code, on=office.today - timedelta(days=20 - 3 * place), by=office.readers.agent)
        for row in items
        for place, code in enumerate(story.FACTS.get(ItemStatus(row.status), ()))
    )


def _plans(office: Office, items: list[CaseItem]) -> None:
    planned = [row for row in items if story.reached(S(row.case.status), S.UNDERWAY)]
    start = office.today - timedelta(days=30)
    plans = {
        row.case_id: Plan(case=row.case, version=1, start=start, finish=start + timedelta(days=90), made_by=office.readers.agent)
        for row in planned
    }  # fmt: skip
    _save(plans.values())
    rows = [
        PlanRow(
            plan=plans[row.case_id], case_item=row, days=row.promised_days or 0, slack=0, critical=place % 3 == 0,
            start=start + timedelta(days=place % 60), end=start + timedelta(days=place % 60 + 14),
        )
        for place, row in enumerate(planned)
    ]  # fmt: skip
    _save(rows)
    for row in rows:
        row.case_item.planned_end = row.end
    CaseItem.objects.bulk_update(planned, ["planned_end"], batch_size=BATCH)


def _events(office: Office, cases: list[Case], items: list[CaseItem]) -> None:
    facts: dict[int, list[dict[str, Any]]] = {}
    for row in items:
        for code in story.FACTS.get(ItemStatus(row.status), ()):
            facts.setdefault(row.case_id, []).append({"item": row.item.code, "code": code, "on": str(office.today)})
    _save(event for case in cases for event in _log(case, office.readers.agent, facts.get(case.pk, [])[:10]))


def _log(case: Case, actor: User, facts: list[dict[str, Any]]) -> list[CaseEvent]:
    """The chained log of one case: its straight way, and what was recorded of its items before the hand-over."""
    rows = [(h.action, h.old, h.new, {"number": case.number}) for h in story.happenings(S(case.status))]
    place = 8 if len(rows) >= 8 else len(rows)
    rows[place:place] = [(Action.RECORD_FACT, S.UNDERWAY, S.UNDERWAY, fact) for fact in facts]
    made: list[CaseEvent] = []
    at = case.submitted_at or timezone.now()
    for seq, (action, old, new, data) in enumerate(rows, 1):
        event = CaseEvent(
            case=case, seq=seq, at=at + timedelta(hours=seq), actor=actor, action=action, old_status=old, new_status=new, data=data
        )  # fmt: skip
        event.previous_hash = made[-1].hash if made else ""
        event.hash = digest(event)
        made.append(event)
    return made


def _documents(office: Office, cases: list[Case]) -> None:
    """The agreement of each case that has one, unsigned while it waits for the enterprise. The bytes are not needed."""
    having = [case for case in cases if story.reached(S(case.status), S.AGREEMENT)]
    files = [
        StoredFile(
            case=case, kind=FileKind.DOCUMENT, name=f"示例-{case.number}.pdf", content_type="application/pdf", size=40_000,
            sha256=hashlib.sha256(str(case.number).encode()).hexdigest(), path=f"benchmark/{case.number}",
        )
        for case in having
    ]  # fmt: skip
    _save(files)
    papers = [
        IssuedDocument(
            case=case, kind=DocumentKind(case.scheme.agreement_kind), number=f"XY-{case.number}", file=stored, data={},
            template_version="0", issued_by=office.readers.agent,
        )
        for case, stored in zip(having, files, strict=True)
    ]  # fmt: skip
    _save(papers)
    _save(
        Signature(
            document=paper, side=side, method=SignMethod.ONLINE, signer=signer, signer_name=signer.name,
            sha256=paper.file.sha256,
        )
        for paper in papers
        for side, signer in ((Side.AGENCY, office.readers.agent), (Side.ENTERPRISE, office.readers.owner))
        if side == Side.AGENCY or story.reached(S(paper.case.status), S.SIGNED)
    )  # fmt: skip
