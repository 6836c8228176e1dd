"""The lamp of an open item as a condition on many rows: the one that burns on its page and that Statistics counts (C.7).

What a lamp says follows from dated facts, so no column holds it. Nearly all clocks only run: for these the day of acceptance
tells the colour, by the length of the promise. Special procedures, extensions and corrected facts are the few whose clocks are
read one by one (``clocks.colour``), and of these only those that could burn.
"""

from bisect import bisect_left
from datetime import date, timedelta

from django.db.models import Case as Choice
from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from cases.enums import BLZT, ItemStatus, OpenDate
from cases.models import CaseItem, ItemFact
from cases.queries import calendars, clocks, statistics
from cases.worktime import WorkCalendar

AT_AUTHORITY = (ItemStatus.HANDLING, ItemStatus.SPECIAL)  # accepted, and no decision yet
NOT_BEGUN = (ItemStatus.CONFIRMED, ItemStatus.RECEIVED, ItemStatus.CORRECTING)
OPEN = (*AT_AUTHORITY, *NOT_BEGUN)
LONGEST = 60  # working days: longer promises are rare and read one by one
ACCEPTED = "accepted_on"  # what the condition asks of a row


def in_hand() -> Q:
    """Items of cases that were accepted and are not over."""
    over = Q(case__status__in=statistics.GONE) | Q(case__closed_at__isnull=False)
    return Q(case__accepted_at__isnull=False) & ~over


def colour(item: CaseItem) -> str:
    """The lamp of an open item; of another one nothing. Its case and its facts should be read with it."""
    case = item.case
    over = case.accepted_at is None or case.closed_at is not None or case.status in statistics.GONE
    return "" if over or item.status not in OPEN else clocks.colour(item)


def burning(rows: QuerySet[CaseItem], lamp: str, today: date) -> QuerySet[CaseItem]:
    """Those of the rows that have this lamp."""
    cal = calendars.current()
    open_ones = rows.filter(in_hand(), status__in=OPEN)
    accepted = ItemFact.objects.filter(case_item=OuterRef("pk"), code=BLZT.ACCEPTED).order_by("-pk").values("on")[:1]
    read = open_ones.annotate(**{ACCEPTED: Subquery(accepted)})
    late, near = _until(today - timedelta(days=1), cal, whole=True), _until(today, cal, whole=False)
    runs = Q(status=ItemStatus.HANDLING, promised_days__lte=LONGEST) & ~Q(Exists(_turns()))
    past, close = runs & Q(**{f"{ACCEPTED}__lte": late}), runs & Q(**{f"{ACCEPTED}__lte": near})
    own = _read_one_by_one(read, near)
    red = past | Q(pk__in=own["red"])
    yellow = (close & ~past) | Q(pk__in=own["yellow"])
    standing = Q(status__in=NOT_BEGUN) | Q(status=ItemStatus.SPECIAL) | Q(promised_days=None)
    grey = standing & ~Q(pk__in=[*own["red"], *own["yellow"]])
    found = {"red": red, "yellow": yellow, "grey": grey, "green": ~(red | yellow | grey)}[lamp]
    return read.filter(found)


def _turns() -> QuerySet[ItemFact]:
    """Facts by which a clock does more than run from the last acceptance on."""
    turning = Q(code__in=(BLZT.SPECIAL_START, BLZT.EXTENDED)) | Q(corrects__isnull=False)
    return ItemFact.objects.filter(turning, case_item=OuterRef("pk"))


def _until(end: date, cal: WorkCalendar, *, whole: bool) -> Choice:
    """By the length of the promise: the last day of acceptance from which it ends (``whole``), or turns yellow, by ``end``."""
    cases = [When(promised_days=days, then=Value(_latest(days, end, cal, whole=whole))) for days in range(LONGEST + 1)]
    return Choice(*cases, default=None, output_field=DateField())


def _latest(days: int, end: date, cal: WorkCalendar, *, whole: bool) -> date:
    """The last first day of a promise of so many days that is over, or yellow, by ``end``."""

    def there(back: int) -> bool:
        limit = clocks.Limit(OpenDate.PROMISED, end - timedelta(days=back), days, "wd", (), None)
        return (limit.last_day(end, cal) if whole else clocks.turns_yellow(limit, end, cal)) <= end

    back = bisect_left(range(4 * days + 60), True, key=there)
    return end - timedelta(days=back)


def _read_one_by_one(read: QuerySet[CaseItem], near: Choice) -> dict[str, list[int]]:
    """By lamp: the items at an authority whose clocks do more than run. What is stopped ends later than if it were not, so
    most need no reading; what was corrected may have been accepted on any day."""
    moved = Q(Exists(ItemFact.objects.filter(case_item=OuterRef("pk"), corrects__isnull=False)))
    close = Q(**{f"{ACCEPTED}__lte": near}) | Q(status=ItemStatus.SPECIAL) | Q(promised_days__gt=LONGEST) | moved
    rows = read.filter(Q(promised_days__gt=LONGEST) | Q(Exists(_turns())), close, status__in=AT_AUTHORITY)
    found: dict[str, list[int]] = {"red": [], "yellow": [], "green": [], "grey": []}
    for row in clocks.remember(rows.select_related(None).prefetch_related(None).order_by()):
        found[clocks.colour(row)].append(row.pk)
    return found
