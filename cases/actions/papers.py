"""Documents of a case: rendered from data, stored once, known by their hash; and the signatures under them."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import checkcodes
from cases.actions import files, numbers, paper_data, progress_codes
from cases.documents import mark, receipt
from cases.documents.render import Rendered
from cases.enums import DocumentKind, FileKind, ItemStatus, Side, SignMethod
from cases.models import Case, IssuedDocument, Signature, Unit, User

# Letters of the number, and the title that the file carries.
FORMS: dict[DocumentKind, tuple[str, str]] = {
    DocumentKind.RECEIPT: ("HZ", "申请回执"),
    DocumentKind.CORRECTION: ("BZ", "补正告知书"),
    DocumentKind.AGREEMENT: ("XY", "帮代办服务协议"),
    DocumentKind.AUTHORISATION: ("WT", "代办服务委托书"),
    DocumentKind.MINUTES: ("JY", "会议纪要"),
    DocumentKind.NOTIFICATION: ("GZ", "一次性告知书"),
    DocumentKind.FLOW_TABLE: ("LC", "代办服务流程表"),
    DocumentKind.ROADMAP: ("LX", "手续办理路线图"),
    DocumentKind.SUSPENSION: ("ZZ", "代办服务中止单"),
    DocumentKind.RESUMPTION: ("XB", "续办委托书"),
    DocumentKind.COMPLETION: ("BJ", "代办服务办结单"),
    DocumentKind.MAILING: ("YJ", "邮寄送达登记"),
    DocumentKind.VISIT: ("SM", "上门服务记录"),
    DocumentKind.TRANSFER: ("ZB", "转办单"),
    DocumentKind.SUPERVISION: ("DB", "督办单"),
    DocumentKind.HANDOVER: ("JJ", "材料交接单"),
    DocumentKind.PRE_APPROVAL: ("YS", "预审批意见"),
    DocumentKind.GAP_PROMISE: ("RQ", "容缺受理承诺书"),
    DocumentKind.COMMITMENT: ("CN", "告知承诺书"),
    DocumentKind.PARALLEL: ("BL", "并联申请表"),
    DocumentKind.SUPPLEMENT: ("BG", "代办事项变更确认单"),
    DocumentKind.WINDOW: ("CK", "窗口交接单"),
    DocumentKind.FOLLOW_UP: ("HF", "回访记录"),
}


def take_number(case: Case, kind: DocumentKind) -> str:
    """A number for a document of this kind; printed on it, so it is taken before rendering."""
    return numbers.document_number(FORMS[kind][0], case.region.code, timezone.localdate().year)


def later(number: str, replaces: IssuedDocument) -> str:
    """``number`` with the version behind it, for a paper that goes on under the number of the one that it replaces."""
    return f"{number}-{replaces.version + 1}"


def issue(
    case: Case,
    kind: DocumentKind,
    number: str,
    rendered: Rendered,
    data: Any,
    *,
    by: User | None,
    for_enterprise: bool = True,
    replaces: IssuedDocument | None = None,
    unit: Unit | None = None,
) -> IssuedDocument:
    """Store the very bytes once, with the data and template they came from; a new version replaces the old one.

    Here every paper gets its check code and the QR code that leads to the public check. ``unit``: who issues it, when it
    is not the handling agency.
    """
    title, code = FORMS[kind][1], checkcodes.make()
    sheet = rendered.marked(mark.mark(number, checkcodes.grouped(code), settings.WAGTAILADMIN_BASE_URL))
    stored = files.keep(case, f"{title}-{number}.pdf", "application/pdf", sheet.pdf, kind=FileKind.DOCUMENT, by=by)
    made = IssuedDocument.objects.create(
        case=case,
        kind=kind,
        number=number,
        check_code=code,
        unit=unit or case.handling_unit,
        version=replaces.version + 1 if replaces else 1,
        file=stored,
        data=paper_data.as_json(data),
        template_version=rendered.template_version,
        issued_by=by,
        for_enterprise=for_enterprise,
    )
    if replaces:
        replaces.replaced_by = made
        replaces.save(update_fields=["replaced_by"])
    return made


def withdraw(document: IssuedDocument) -> None:
    """It is no longer in force and nothing takes its place; it stays on record."""
    document.withdrawn_at = timezone.now()
    document.save(update_fields=["withdrawn_at"])


def sign_for_agency(document: IssuedDocument, by: User) -> Signature:
    """The agency signs by issuing: the name is printed on the form."""
    return Signature.objects.create(
        document=document,
        side=Side.AGENCY,
        method=SignMethod.ONLINE,
        signer=by,
        signer_name=by.name,
        signer_phone=by.phone,
        sha256=document.file.sha256,
    )


def issue_receipt(case: Case, *, by: User) -> IssuedDocument:
    """《申请回执》: number, items and every file with its check value (电子签名法 §11)."""
    with transaction.atomic():
        number = take_number(case, DocumentKind.RECEIPT)
        received = paper_data.local(case.submitted_at or timezone.now())
        data = receipt.Receipt(
            kind=receipt.ReceiptKind.APPLICATION,
            number=number,
            case_number=case.number or "",
            project=paper_data.facts(case),
            applicant=case.enterprise.name,
            unit=case.handling_unit.name_zh,
            items=tuple(
                row.item.name_zh for row in case.items.exclude(status=ItemStatus.DONE_BEFORE).select_related("item")
            ),
            files=tuple(
                receipt.ReceivedFile(
                    material=stored.material.name_zh if stored.material else "",
                    filename=stored.name,
                    size=paper_data.size_words(stored.size),
                    sha256=stored.sha256,
                    received_at=paper_data.local(stored.uploaded_at),
                )
                for stored in case.files.filter(kind=FileKind.MATERIAL, removed_at__isnull=True).select_related(
                    "material"
                )
            ),
            received_at=received,
            issued_at=received.date(),
            progress_code=progress_codes.give(case, by=by).printed,
            progress_page=f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/progress/",
        )
        return issue(case, DocumentKind.RECEIPT, number, receipt.receipt(data), data, by=by)
