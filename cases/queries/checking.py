"""What anybody learns of a paper that he holds: by its number and check code, and by its bytes; nothing else of the case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from cases import checkcodes, signers
from cases.enums import Side, SignMethod
from cases.enums_work import ReportLevel
from cases.models import IssuedDocument, Signature, Unit, WeeklyReport

NOBODY = "0" * checkcodes.LENGTH


@dataclass(frozen=True)
class SideState:
    """One side of a paper: signed on which day and how, a scan that waits to be compared, or not signed yet."""

    side: Side
    signed_on: date | None = None
    method: str = ""
    waiting: bool = False
    signature: Signature | None = None

    @property
    def label(self) -> str:
        return str(self.side.label)

    @property
    def how(self) -> str:
        return str(SignMethod(self.method).label) if self.method else ""


def sides(document: IssuedDocument, rows: Iterable[Signature] | None = None) -> list[SideState]:
    """Every side that signs a paper of this kind, the issuing side first: it signs by issuing."""
    given = document.signatures.all() if rows is None else rows
    valid = {row.side: row for row in given if row.rejected_at is None}
    return [
        _state(document, side, valid.get(side), index == 0) for index, side in enumerate(signers.sides(document.kind))
    ]


def _state(document: IssuedDocument, side: Side, row: Signature | None, issues: bool) -> SideState:
    if row is None:
        day = timezone.localdate(document.issued_at) if issues else None
        return SideState(side, day, SignMethod.ONLINE if issues else "")
    if row.method == SignMethod.PAPER and row.confirmed_at is None:
        return SideState(side, waiting=True, method=row.method, signature=row)
    return SideState(side, timezone.localdate(row.signed_at), row.method, signature=row)


def missing(document: IssuedDocument) -> list[Side]:
    """Sides whose signed scan may be filed now."""
    if document.replaced_by_id is not None or document.withdrawn_at is not None:
        return []
    given = {row.side for row in document.signatures.all() if row.rejected_at is None}
    return [
        side for side in signers.sides(document.kind) if side not in given and signers.may_be_filed(document.kind, side)
    ]


@dataclass(frozen=True)
class Paper:
    """What the public check may say of a paper; ``original`` and ``scans`` are SHA-256 values to compare with."""

    kind: str
    number: str
    code: str
    unit: Unit | None
    issued_at: datetime
    sides: list[SideState]
    original: frozenset[str]
    scans: frozenset[str] = frozenset()
    replaced_by: str = ""
    withdrawn_at: datetime | None = None


def of_document(document: IssuedDocument) -> Paper:
    """A paper of a case."""
    rows = list(document.signatures.select_related("scan"))
    valid = (row for row in rows if row.scan and row.confirmed_at and not row.rejected_at)
    return Paper(
        kind=str(document.get_kind_display()),
        number=document.number,
        code=document.check_code,
        unit=document.unit,
        issued_at=document.issued_at,
        sides=sides(document, rows),
        original=frozenset({document.file.sha256}),
        scans=frozenset(row.scan.sha256 for row in valid if row.scan),
        replaced_by=document.replaced_by.number if document.replaced_by else "",
        withdrawn_at=document.withdrawn_at,
    )


def of_report(report: WeeklyReport) -> Paper:
    """The weekly report that was sent to the government, as PDF and as DOCX (P-068)."""
    sent = report.approved_at or report.drafted_at
    return Paper(
        kind=str(ReportLevel(report.level).label),
        number=report.number,
        code=report.check_code,
        unit=report.unit,
        issued_at=sent,
        sides=[SideState(Side.AGENCY, timezone.localdate(sent), SignMethod.ONLINE)],
        original=frozenset(report.files.values_list("sha256", flat=True)),
    )


def find(number: str, code: str) -> Paper | None:
    """The paper, if number and code belong together. One answer, and the same work, for an unknown number and a wrong code."""
    wanted = number.strip().upper()[:40]
    document = IssuedDocument.objects.select_related("file", "unit", "replaced_by").filter(number=wanted).first()
    sent = WeeklyReport.objects.exclude(number="").select_related("unit").filter(number=wanted).first()
    known = document or sent
    if not checkcodes.same(known.check_code if known else NOBODY, code):
        return None
    return of_document(document) if document else of_report(sent) if sent else None


def compare(paper: Paper, sha256: str) -> str:
    """``original``, ``scan`` (a signed paper that was filed), or ``other``: nothing more is told of a file."""
    return "original" if sha256 in paper.original else "scan" if sha256 in paper.scans else "other"
