"""Results that are said to be there: passed, with neither the document nor its number on record."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from cases.enums import CaseStatus, FileKind, ItemStatus
from cases.enums_finish import HandedKind, WindowWay
from cases.models import Case, CaseItem, HandedPaper, StoredFile

RUNNING = (CaseStatus.UNDERWAY, CaseStatus.DELIVERING, CaseStatus.COMPLETION)
PASSED = (ItemStatus.PASSED, ItemStatus.PASSED_WITH_GAP)


def on_record() -> Exists:
    """Whether an item has its result document."""
    rows = StoredFile.objects.filter(case_item=OuterRef("pk"), kind=FileKind.RESULT, removed_at__isnull=True)
    return Exists(rows.order_by())


def missing(case: Case) -> QuerySet[CaseItem]:
    """Items that passed without a result document and without a file number."""
    found = case.items.filter(status__in=PASSED, file_number="").exclude(on_record())
    return found.select_related("item")


def without_copy(case: Case) -> QuerySet[CaseItem]:
    """Results of which no copy lies on a shelf yet (P-079)."""
    return case.items.filter(status__in=PASSED, kept_copy__isnull=True).select_related("item")


def at_window(found: QuerySet[CaseItem]) -> QuerySet[CaseItem]:
    """Of these items, those whose result lies at the window: passed while the case runs, and neither fetched with a slip (P-078)
    nor here as a document."""
    document = StoredFile.objects.filter(case_item=OuterRef("pk"), kind=FileKind.RESULT, removed_at__isnull=True)
    fetched = HandedPaper.objects.filter(
        case_item=OuterRef("pk"), kind=HandedKind.RESULT, handover__way=WindowWay.FROM_WINDOW
    )
    running = found.filter(status__in=PASSED, case__status__in=RUNNING)
    return running.exclude(Exists(document)).exclude(Exists(fetched))


def sentence() -> str:
    """What an item says until its result is there."""
    return _("The result is missing: neither the document nor its file number is on record.")


def named(rows: Iterable[CaseItem], lacking: Iterable[CaseItem]) -> list[str]:
    """Names of ``rows``; those whose result is missing say so."""
    without = {row.pk for row in lacking}
    return [
        _("%(item)s (result missing)") % {"item": row.item.name} if row.pk in without else row.item.name for row in rows
    ]
