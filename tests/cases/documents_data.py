"""Facts that the document tests print: plainly invented, one builder for each form."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pypdf

from cases.documents.agreement import Agreement, EntrustedItem, agreement
from cases.documents.authorisation import Authorisation, authorisation
from cases.documents.completion import Completion, completion
from cases.documents.correction import Correction, CorrectionPoint, correction
from cases.documents.flowtable import FlowRow, FlowTable, flow_table
from cases.documents.handover import HandedPaper, HandoverSlip, handover
from cases.documents.mailing import MailedDocument, Mailing, mailing
from cases.documents.minutes import Attendance, Minutes, Opinion, minutes
from cases.documents.notification import FlowStep, MaterialLine, Notification, NotifiedItem, notification
from cases.documents.parts import Contact, Party, ProjectFacts
from cases.documents.receipt import Receipt, ReceiptKind, ReceivedFile, receipt
from cases.documents.render import Rendered
from cases.documents.resumption import Resumption, resumption
from cases.documents.roadmap import Roadmap, RoadmapRow, roadmap
from cases.documents.supervision import Supervision, supervision
from cases.documents.supplement import ChangedItem, Supplement, supplement
from cases.documents.suspension import Suspension, suspension
from cases.documents.transfer import TransferredItem, TransferredPaper, TransferSlip, transfer
from cases.documents.visit import Visit, visit
from tests.cases.documents_easier import easier_documents
from tests.cases.documents_finishing import finishing_documents

DAY = date(2026, 12, 14)
MOMENT = datetime(2026, 12, 14, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
UNIT = "寿光市帮代办服务中心（示例）"
PROJECT = ProjectFacts(
    name="示例复合材料生产项目",
    code="2611-210214-04-01-123456",
    owner="大连示例新材料有限公司",
    place="示例街道示例路1号",
)
NO_CODE = replace(PROJECT, code="")
DIGEST = "0123456789abcdef" * 4


def an_authorisation(
    project: ProjectFacts = PROJECT, *, contents: tuple[str, ...] = ("企业投资项目备案",)
) -> Authorisation:
    return Authorisation(project=project, chief_agent="示例乙", contents=contents, issued_at=DAY)


def a_suspension(project: ProjectFacts = PROJECT) -> Suspension:
    return Suspension(
        project=project,
        ground="建设单位未能及时缴纳各类行政事业性收费",
        explanation="配套费经两次告知仍未缴纳",
        suspended_on=DAY,
        issued_at=DAY,
    )


def a_completion(project: ProjectFacts = PROJECT) -> Completion:
    return Completion(project=project, completed_on=DAY, issued_at=DAY)


def an_agreement(project: ProjectFacts = PROJECT, *, items: int = 3, word: str = "示例事项") -> Agreement:
    rows = tuple(
        EntrustedItem(
            name=f"{word}{index + 1}号",
            authority="自然资源和规划",
            level="县级",
            mode="代办",
            statutory_limit="20个工作日",
            promised_limit="5个工作日",
        )
        for index in range(items)
    )
    return Agreement(
        number="潍帮协〔2026〕0012号",
        owner=Party(name=project.owner, uscc="91370783MA0TEXT12Y", representative="示例丙", contact="示例甲"),
        unit=Party(name=UNIT, contact="示例乙", phone="12345"),
        project=project,
        items=rows,
        issued_at=DAY,
    )


def a_notification(project: ProjectFacts = PROJECT, *, items: int = 3, word: str = "示例事项") -> Notification:
    rows = tuple(
        NotifiedItem(
            name=f"{word}{index + 1}号",
            authority="住房城乡建设",
            level="县级",
            stage="施工许可",
            predecessors=("建设工程规划许可证核发",),
            materials=(
                MaterialLine(name="施工许可申请表", form="电子件", copies="1", source="申请人", may_be_late=True),
            ),
            statutory_limit="7个工作日",
            promised_limit="1个工作日",
            fees="城市基础设施配套费",
        )
        for index in range(items)
    )
    return Notification(
        number="潍帮告〔2026〕0012号",
        project=project,
        unit=UNIT,
        items=rows,
        flow=(
            FlowStep(label="立项", waves=(("企业投资项目备案", "节能审查"), ("可行性研究报告审批",))),
            FlowStep(label="施工许可", waves=((word,),)),
        ),
        contacts=(Contact(role="服务热线", name="帮代办窗口", phone="12345"),),
        issued_at=DAY,
    )


def a_correction(project: ProjectFacts = PROJECT, *, word: str = "营业执照") -> Correction:
    return Correction(
        number="潍帮补〔2026〕0003号",
        case_number="WF-2026-000012",
        subject="帮代办服务申请",
        project=project,
        unit=UNIT,
        points=(CorrectionPoint(what=word, why="图片不清晰", request="重新上传"),),
        due_on=date(2026, 12, 21),
        issued_at=DAY,
    )


def a_receipt(project: ProjectFacts = PROJECT, *, word: str = "企业投资项目备案") -> Receipt:
    return Receipt(
        kind=ReceiptKind.APPLICATION,
        number="潍帮收〔2026〕0012号",
        case_number="WF-2026-000012",
        project=project,
        applicant=project.owner,
        unit=UNIT,
        items=(word,),
        files=(ReceivedFile(material="章程", filename="章程.pdf", size="1.2 MB", sha256=DIGEST),),
        received_at=MOMENT,
        issued_at=DAY,
        progress_code="7F3K-Q9TB-02XM",
        progress_page="https://bdb.example.com/progress/",
    )


def some_minutes(project: ProjectFacts = PROJECT, *, word: str = "企业投资项目备案") -> Minutes:
    return Minutes(
        number="潍帮纪〔2026〕5号",
        heading="协调联审会议纪要",
        host=UNIT,
        project=project,
        held_at=MOMENT,
        place="三楼会议室",
        chair="示例丁",
        recorder="示例乙",
        attendance=(Attendance(unit="发展改革部门", people="示例甲"),),
        summary="会议听取了汇报。\n现纪要如下。",
        opinions=(Opinion(unit="发展改革部门", subject=word, verdict="同意", text="符合产业政策。"),),
        decisions=("一次性告知建设单位。",),
        issued_at=DAY,
    )


def a_flow_table(project: ProjectFacts = PROJECT, *, rows: int = 2, word: str = "企业投资项目备案") -> FlowTable:
    row = FlowRow(
        authority="发展改革部门", item=word, agent="示例甲", materials=("申请表",), fees="不收费", planned="5个工作日"
    )
    return FlowTable(
        number="普帮流〔2026〕3号",
        group="立项用地规划和工程建设许可组",
        project=project,
        rows=(row,) * rows,
        signed_on=date(2026, 11, 23),
        due_on=DAY,
        issued_at=DAY,
    )


def a_roadmap(project: ProjectFacts = PROJECT, *, rows: int = 2, word: str = "企业投资项目备案") -> Roadmap:
    row = RoadmapRow(
        name=word,
        authority="发展改革部门",
        stage="立项用地规划许可",
        starts_on=DAY,
        ends_on=date(2027, 1, 8),
        length="15个工作日",
        critical=True,
    )
    return Roadmap(number="潍帮图〔2026〕12号", project=project, unit=UNIT, rows=(row,) * rows, issued_at=DAY)


def a_resumption(project: ProjectFacts = PROJECT) -> Resumption:
    return Resumption(
        number="普帮续〔2026〕1号",
        project=project,
        centre="普兰店区市民服务中心",
        chief_agent="示例乙",
        suspended_on=date(2026, 11, 2),
        ground="政策性调整",
        resumed_on=DAY,
        contents=("建筑工程施工许可证核发",),
        issued_at=DAY,
    )


def a_supplement(project: ProjectFacts = PROJECT, *, word: str = "示例新增事项") -> Supplement:
    return Supplement(
        number="BG-370783-2026-0001",
        owner=Party(name=project.owner),
        unit=UNIT,
        project=project,
        base="XY-370783-2026-0007",
        base_title="帮代办服务协议",
        signed_on=date(2026, 11, 2),
        items=(
            ChangedItem(
                change="增加", name=word, authority="示例局", level="县级", mode="代办", promised_limit="5个工作日",
                reason="新增地下工程", changed_on=DAY,
            ),
            ChangedItem(
                change="取消", name="企业投资项目备案", authority="示例局", level="县级", mode="帮办", reason="已经办结",
                changed_on=DAY,
            ),
        ),
        issued_at=DAY,
    )  # fmt: skip


def a_mailing(project: ProjectFacts = PROJECT, *, word: str = "建设用地规划许可证") -> Mailing:
    return Mailing(
        number="潍帮邮〔2026〕7号",
        case_number="WF-2026-000012",
        project=project,
        unit=UNIT,
        recipient="示例甲",
        recipient_phone="138****0001",
        address=project.place,
        carrier="邮政",
        tracking_number="1234567890123",
        sent_at=MOMENT,
        documents=(MailedDocument(name=word, form="原件"),),
        issued_at=DAY,
    )


def a_visit(project: ProjectFacts = PROJECT) -> Visit:
    return Visit(
        number="SM-370783-2026-0001",
        case_number="WF-2026-000012",
        project=project,
        unit=UNIT,
        way="审批人员上门审批倒跑腿",
        visited_on=DAY,
        place="示例产业园纬一路以北",
        people="示例乙、示例丙",
        met="示例甲",
        purpose="现场核对总平面图。\n结果：当场收取材料三份。",
        items=("建设工程规划许可证核发",),
        vehicle="示例车牌",
        issued_at=DAY,
    )


def a_transfer(project: ProjectFacts = PROJECT, *, word: str = "固定资产投资项目节能审查") -> TransferSlip:
    return TransferSlip(
        number="潍帮转〔2026〕3号",
        case_number="WF-2026-000012",
        project=project,
        scope="整案转办",
        from_unit=UNIT,
        to_unit="潍坊市行政审批服务局（示例）",
        to_person="示例乙",
        to_phone="0536-0000001",
        reason="主要审批事项属市级权限。",
        items=(TransferredItem(name=word, authority="潍坊市发展和改革委员会", level="市级"),),
        channel="快递",
        reference="邮政 1234567890123",
        papers=(TransferredPaper(name="可行性研究报告", form="复印件", copies=2),),
        offered_at=MOMENT,
        answer_by=DAY,
        issued_at=DAY,
    )


def a_supervision(project: ProjectFacts = PROJECT, *, word: str = "示例事项", answer: str = "") -> Supervision:
    return Supervision(
        number="潍帮督〔2026〕2号",
        case_number="WF-2026-000012",
        project=project,
        unit="寿光市自然资源和规划局（示例）",
        issuer=UNIT,
        item=word,
        ground="事项超过期限",
        facts=f"{word}：应于2026年12月8日（星期二）前完成，超期4个工作日",
        demand=f"立即办结{word}，并说明超期原因。",
        days=3,
        due=date(2026, 12, 17),
        issued_at=DAY,
        answer=answer,
    )


def a_handover(project: ProjectFacts = PROJECT, *, word: str = "不动产权证书") -> HandoverSlip:
    return HandoverSlip(
        number="JJ-370783-2026-0001",
        case_number="WF-2026-000012",
        project=project,
        unit=UNIT,
        direction="企业交代办机构",
        giver="示例甲",
        taker="示例乙",
        handed_on=DAY,
        papers=(HandedPaper(name=word, copies=1), HandedPaper(name="营业执照", copies=2)),
        left=(HandedPaper(name=word, copies=1),),
        note="用毕即还",
        issued_at=DAY,
    )


def every_document(project: ProjectFacts = PROJECT) -> dict[str, Rendered]:
    """All forms, printed for one project."""
    return (
        {
            "authorisation": authorisation(an_authorisation(project)),
            "suspension": suspension(a_suspension(project)),
            "completion": completion(a_completion(project)),
            "agreement": agreement(an_agreement(project)),
            "notification": notification(a_notification(project)),
            "correction": correction(a_correction(project)),
            "receipt": receipt(a_receipt(project)),
            "minutes": minutes(some_minutes(project)),
            "flowtable": flow_table(a_flow_table(project)),
            "roadmap": roadmap(a_roadmap(project)),
            "resumption": resumption(a_resumption(project)),
            "mailing": mailing(a_mailing(project)),
            "visit": visit(a_visit(project)),
            "transfer": transfer(a_transfer(project)),
            "supervision": supervision(a_supervision(project)),
            "handover": handover(a_handover(project)),
            "supplement": supplement(a_supplement(project)),
        }
        | easier_documents(project)
        | finishing_documents(project)
    )


def pages(made: Rendered) -> list[str]:
    """The text of every page without white space and zero-width breaks, its footer included."""
    reader = pypdf.PdfReader(io.BytesIO(made.pdf))
    return [re.sub(r"[\s\u200b]", "", page.extract_text()) for page in reader.pages]


def text(made: Rendered) -> str:
    return "".join(pages(made))
