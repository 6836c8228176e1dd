"""What tests of the easier ways share: items of a running case with a given standing, promises, chains."""

import uuid
from datetime import date, timedelta

from django.utils import timezone

from cases.actions import agreements, gaps, items, preapprovals
from cases.actions.preapprovals import Missing
from cases.enums import BLZT, CaseStatus, DocumentKind, FileKind
from cases.enums_easier import GapStatus
from cases.models import Case, CaseItem, DeferredMaterial, IssuedDocument, PreApproval, StoredFile, User
from cases.queries import prechain
from tests.cast import Cast, case_in

CHAIN = {"L01", "L08", "L09", "G03", "G04", "C01", "C05"}
KEY_POINTS, CONTROL = "总平面方案已经专家审查通过", "未取得正式文件前不得开工，由自然资源部门核验"


def soon(days: int = 20) -> date:
    return timezone.localdate() + timedelta(days=days)


def underway(cast: Cast, keep: set[str] | None = None) -> Case:
    return case_in(cast, CaseStatus.UNDERWAY, keep=keep or CHAIN)


def item(case: Case, code: str) -> CaseItem:
    return case.items.select_related("item", "unit", "case").get(item__code=code)


def begin(row: CaseItem, by: User) -> CaseItem:
    """Received and accepted today."""
    for code in (BLZT.RECEIVED, BLZT.ACCEPTED):
        items.record(row, code=code, on=timezone.localdate(), by=by)
    return row


def pass_(row: CaseItem, by: User) -> CaseItem:
    begin(row, by)
    items.record(row, code=BLZT.PASSED, on=timezone.localdate(), file_number=f"示例〔2026〕{row.pk}号", by=by)
    return row


def applied(row: CaseItem, by: User, *, due: date | None = None, extra: str = "补齐示例材料") -> PreApproval:
    """A pre-approval applied for, with everything that is missing named."""
    day = due or soon()
    missing = [
        Missing(text=f"{group[0].item.name_zh}正式结果", due=day, requires=group[0])
        for group in prechain.unfinished_before(row)
    ]
    if extra:
        missing.append(Missing(text=extra, due=day))
    return preapprovals.apply(row, key_points=KEY_POINTS, control=CONTROL, conditions=missing, by=by)


def preapproved(row: CaseItem, by: User, *, due: date | None = None, extra: str = "补齐示例材料") -> PreApproval:
    """A pre-approval that the department issued."""
    found = applied(row, by, due=due, extra=extra)
    preapprovals.issue(found, valid_until=(due or soon()) + timedelta(days=10), reference="示例预审〔2026〕1号", by=by)
    found.refresh_from_db()
    return found


def promised(row: CaseItem, cast: Cast, due: date | None = None) -> DeferredMaterial:
    """A late paper that the enterprise has promised."""
    late = row.materials.filter(may_be_late=True)[:1]
    document = gaps.offer(row, materials=late, reason="测绘单位尚未出具", due=due or soon(), by=cast.chen)
    agreements.sign(document, by=cast.wang)
    return document.gaps.get()


def gap_of(row: CaseItem, by: User) -> DeferredMaterial:
    """A promised paper put there by hand, whatever the catalogue says of the item: for tests of the codes alone."""
    number = f"RQ-{uuid.uuid4().hex[:12]}"
    stored = StoredFile.objects.create(
        case=row.case, kind=FileKind.DOCUMENT, name="x.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        path=number,
    )  # fmt: skip
    document = IssuedDocument.objects.create(
        case=row.case, kind=DocumentKind.GAP_PROMISE, number=number, file=stored, data={}, template_version="0"
    )
    return DeferredMaterial.objects.create(
        case_item=row, material=row.materials.all()[0], status=GapStatus.PROMISED, reason="x", due=soon(),
        document=document, by=by,
    )  # fmt: skip
