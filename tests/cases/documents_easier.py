"""Facts of the four papers of the easier ways, as the document tests print them."""

from datetime import date

from cases.documents.commitment import Commitment, commitment
from cases.documents.gap import GapPromise, gap_promise
from cases.documents.parallel import Parallel, ParallelItem, SharedPaper, parallel
from cases.documents.parts import Party, ProjectFacts
from cases.documents.preapproval import Ground, Missing, PreApproval, preapproval
from cases.documents.render import Rendered

DAY, LATER = date(2026, 12, 14), date(2027, 1, 29)
CASE, USCC = "WF-2026-000012", "91370783MA0TEXT01X"


def a_preapproval(project: ProjectFacts) -> PreApproval:
    return PreApproval(
        number="YS-370783-2026-0001",
        case_number=CASE,
        project=project,
        item="建设工程规划许可证核发",
        authority="寿光市自然资源和规划局（示例）",
        basis="《城乡规划法》第40条",
        necessary="规划条件已经明确。",
        key_points="总平面方案已经专家审查通过。",
        control="未取得正式文件前不得开工。",
        conditions=(Missing(text="建设用地规划许可证正式结果", due=LATER), Missing(text="人防审批意见", due=LATER)),
        stands_on=(Ground(name="建设用地规划许可证核发", number="YS-370783-2026-0000"),),
        reference="示例预审〔2026〕1号",
        valid_until=LATER,
        issued_at=DAY,
    )


def a_gap(project: ProjectFacts) -> GapPromise:
    return GapPromise(
        number="RQ-370783-2026-0001",
        case_number=CASE,
        project=project,
        uscc=USCC,
        item="建设工程规划许可证核发",
        authority="寿光市自然资源和规划局（示例）",
        papers=("人防审批意见（民用建筑）",),
        reason="人防部门正在办理。",
        due=LATER,
        issued_at=DAY,
    )


def a_commitment(project: ProjectFacts) -> Commitment:
    return Commitment(
        number="CN-370783-2026-0001",
        case_number=CASE,
        project=project,
        uscc=USCC,
        item="生产建设项目水土保持方案审批",
        authority="寿光市水利局（示例）",
        basis="《水土保持法》第25条",
        conditions="方案由有能力的单位编制。\n弃渣场已落实。",
        inspect_by=LATER,
        issued_at=DAY,
    )


def a_parallel(project: ProjectFacts) -> Parallel:
    return Parallel(
        number="BL-370783-2026-0001",
        case_number=CASE,
        project=project,
        applicant=Party(name=project.owner, uscc=USCC, representative="示例甲", contact="示例乙", phone="0536-0000001"),
        stage="工程建设许可",
        items=(
            ParallelItem(name="建设工程设计方案审查", authority="示例甲局"),
            ParallelItem(name="建设工程规划许可证核发", authority="示例乙局"),
        ),
        papers=(SharedPaper(name="总平面图", serves=("建设工程设计方案审查", "建设工程规划许可证核发")),),
        unit="寿光市帮代办服务中心（示例）",
        issued_at=DAY,
    )


def easier_documents(project: ProjectFacts) -> dict[str, Rendered]:
    """The four papers, printed for one project."""
    return {
        "preapproval": preapproval(a_preapproval(project)),
        "gap": gap_promise(a_gap(project)),
        "commitment": commitment(a_commitment(project)),
        "parallel": parallel(a_parallel(project)),
    }
