"""《转办单》: printed with the offer, printed again with the answer."""

from django.utils import timezone

from cases.actions import paper_data, papers
from cases.documents import transfer as slip
from cases.documents.parts import UNSIGNED
from cases.enums import DocumentKind
from cases.models import IssuedDocument, Transfer, User
from cases.queries import routing
from cases.routes import Channel, TransferScope, TransferStatus

CHANNELS = {
    Channel.EMAIL: "电子邮件",
    Channel.NETWORK: "网络共享",
    Channel.PLATFORM: "平台上传",
    Channel.COURIER: "快递",
    Channel.BY_HAND: "上门送达",
}
FORMS = {"original": "原件", "copy": "复印件", "electronic": "电子件"}
LEVELS = {"state": "国家级", "province": "省级", "city": "市级", "county": "县级", "town": "镇级"}
OUTCOMES = {TransferStatus.ACCEPTED: "接收", TransferStatus.RETURNED: "退回"}


def print_slip(row: Transfer, by: User) -> IssuedDocument:
    """The slip as it stands now; one with the answer replaces the one that went out. Between agencies, not for the enterprise."""
    number = papers.take_number(row.case, DocumentKind.TRANSFER)
    data = _data(row, number, by)
    made = papers.issue(
        row.case,
        DocumentKind.TRANSFER,
        number,
        slip.transfer(data),
        data,
        by=by,
        for_enterprise=False,
        replaces=row.document,
    )
    papers.sign_for_agency(made, by)
    row.document = made
    row.save(update_fields=["document"])
    return made


def _data(row: Transfer, number: str, by: User) -> slip.TransferSlip:
    today = timezone.localdate()
    answered = row.status in OUTCOMES
    sent_on = timezone.localtime(row.offered_at).date()
    chosen = [
        one for one in routing.standings(row.case) if row.scope == TransferScope.CASE or one.row.pk == row.case_item_id
    ]
    return slip.TransferSlip(
        number=number,
        case_number=row.case.number or "",
        project=paper_data.facts(row.case),
        scope="整案转办" if row.scope == TransferScope.CASE else "单个事项直接联系",
        from_unit=row.from_unit.name_zh,
        to_unit=row.to_unit.name_zh,
        to_person=row.to_user.name,
        to_phone=row.to_unit.phone,
        reason=row.decision.reason,
        items=tuple(
            slip.TransferredItem(
                name=one.row.item.name_zh,
                authority=one.unit.name_zh if one.unit else one.row.item.department_text_zh,
                level=LEVELS[one.level],
            )
            for one in chosen
        ),
        channel=CHANNELS[Channel(row.channel)],
        reference=row.reference,
        papers=tuple(
            slip.TransferredPaper(name=one.name, form=FORMS[one.form], copies=one.copies) for one in row.papers.all()
        ),
        offered_at=paper_data.local(row.offered_at),
        answer_by=row.due,
        issued_at=today,
        outcome=OUTCOMES.get(TransferStatus(row.status), ""),
        answer=row.answer,
        sender_signature=paper_data.signed_by(row.offered_by, sent_on),
        receiver_signature=paper_data.signed_by(by, today) if answered else UNSIGNED,
    )
