"""Facts of the papers of the end, as the document tests print them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from cases.documents.archive import ArchivedFile, ArchiveFolder, ArchiveList, archive_list
from cases.documents.followup import FollowUpRecord, follow_up
from cases.documents.parts import ProjectFacts
from cases.documents.render import Rendered
from cases.documents.window import HandedLine, WindowSlip, window_slip

DAY = date(2026, 12, 14)
MOMENT = datetime(2026, 12, 14, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
UNIT = "寿光市帮代办服务中心（示例）"
DIGEST = "0123456789abcdef" * 4


def a_window_slip(project: ProjectFacts, *, to_window: bool = False, note: str = "") -> WindowSlip:
    return WindowSlip(
        number="潍帮交〔2026〕3号",
        case_number="WF-2026-000012",
        project=project,
        to_window=to_window,
        agency=UNIT,
        unit="寿光市住房和城乡建设局（示例）",
        window="综合窗口 3 号",
        on=DAY,
        window_person="示例窗口",
        agency_person="示例乙",
        papers=(HandedLine(name="施工许可证", kind="办理结果", number="示例许〔2026〕1号", form="原件", copies=2),),
        note=note,
        issued_at=DAY,
    )


def an_archive_list(project: ProjectFacts, *, word: str = "服务协议") -> ArchiveList:
    row = ArchivedFile(path=f"02_agreement/001_{word}.pdf", title=word, number="示例1号", size="12 KB", sha256=DIGEST)
    return ArchiveList(
        number="DA-370783-2026-0001",
        case_number="WF-2026-000012",
        version=1,
        project=project,
        uscc="91370783MA3TEXT01X",
        unit=UNIT,
        shelves=("示例柜 3-2",),
        retention="30年",
        folders=(
            ArchiveFolder(code="01_application", name="申请", files=()),
            ArchiveFolder(code="02_agreement", name="委托", files=(row,)),
        ),
        events=12,
        last_hash=DIGEST,
        made_at=MOMENT,
        issued_at=DAY,
    )


def a_follow_up(project: ProjectFacts, *, left: str = "") -> FollowUpRecord:
    return FollowUpRecord(
        number="HF-370783-2026-0001",
        case_number="WF-2026-000012",
        project=project,
        unit=UNIT,
        occasion="办结回访",
        way="电话回访",
        on=DAY,
        person="示例甲",
        asked_by="示例乙",
        said="证照齐全，一趟没跑。",
        outcome="有待跟进事项" if left else "无遗留问题",
        left=left,
        issued_at=DAY,
    )


def finishing_documents(project: ProjectFacts) -> dict[str, Rendered]:
    """The forms of the end."""
    return {
        "archive": archive_list(an_archive_list(project)),
        "followup": follow_up(a_follow_up(project)),
        "window": window_slip(a_window_slip(project)),
    }
