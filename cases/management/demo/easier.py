"""The easier ways in the demo case under way: a chain of pre-approvals, a promised paper, a signed commitment, the green channel."""

from datetime import date, timedelta

from django.utils import timezone

from cases.actions import agreements, commitments, gaps, labels, preapprovals
from cases.actions.preapprovals import Missing
from cases.enums_easier import LabelKind
from cases.management.demo import walks
from cases.management.demo.clock import acting_on
from cases.management.demo.people import Cast
from cases.management.demo.progress import Act
from cases.models import Case, CaseItem, PreApproval
from cases.queries import prechain

LAST = 3  # on its day after everything that the roadmap has on it


def _item(case: Case, code: str) -> CaseItem:
    return case.items.select_related("item", "unit", "case").get(item__code=code)


def _apply(case: Case, code: str, cast: Cast, key_points: str, own: tuple[str, ...], days: int) -> PreApproval:
    """Asked for with every formal result that is missing, and with what this item lacks itself."""
    item, due = _item(case, code), timezone.localdate() + timedelta(days=days)
    missing = [
        Missing(text=f"“{group[0].item.name_zh}”的正式结果", due=due, requires=group[0])
        for group in prechain.unfinished_before(item)
    ]
    missing += [Missing(text=text, due=due) for text in own]
    control = "换发正式文件前不得据此开工建设，由审批部门在换发时逐项核验。"
    return preapprovals.apply(item, key_points=key_points, control=control, conditions=missing, by=cast.chen)


def _issue(made: PreApproval, cast: Cast, days: int, reference: str) -> None:
    until = timezone.localdate() + timedelta(days=days)
    preapprovals.issue(made, valid_until=until, reference=reference, by=cast.chen)


def _meet(made: PreApproval, text: str, evidence: str, cast: Cast) -> None:
    condition = made.conditions.get(text=text)
    upload = walks.pdf(f"{evidence[:20]}.pdf", b"3")
    preapprovals.meet(condition, on=timezone.localdate(), evidence=evidence, upload=upload, by=cast.chen)


def land_permit(case: Case, cast: Cast, day: date) -> Act:
    """Pre-approved while the land is still being granted; by the roadmap its formal document comes later and takes its place."""

    def act(_day: date) -> None:
        plot = "用地红线图（盖章）"
        made = _apply(case, "L09", cast, "规划条件和总平面布局已经部门联合审查通过。", (plot,), 60)
        _issue(made, cast, 90, "示例预审〔2026〕3号")
        _meet(made, plot, "示例红线图 2026-07", cast)

    return day, LAST, act


def build(cast: Cast, case: Case, days: tuple[date, date]) -> None:
    """The chain goes on: one in force with a condition met and one open, one asked for; then what was promised and signed."""
    with acting_on(days[0], 14):
        study, chapter = "日照分析报告", "海绵城市、绿建专篇"
        made = _apply(case, "G03", cast, "设计方案已经专家评审会原则通过，修改意见两处。", (study, chapter), 20)
        _issue(made, cast, 45, "示例预审〔2026〕11号")
        _meet(made, chapter, "示例设计院绿建专篇（2026-02）", cast)
    with acting_on(days[1], 9):
        _apply(case, "G04", cast, "总平面图与预审批的设计方案一致。", ("经济技术指标复核表",), 30)
    with acting_on(days[1], 11):
        _promised(case, cast)
        _committed(case, cast)
        _green_channel(case, cast)


def _promised(case: Case, cast: Cast) -> None:
    item = _item(case, "C01")
    document = gaps.offer(
        item, materials=item.materials.filter(may_be_late=True), reason="绿建专篇正在按评审意见修改。",
        due=timezone.localdate() + timedelta(days=21), by=cast.chen,
    )  # fmt: skip
    agreements.sign(document, by=cast.wang)


def _committed(case: Case, cast: Cast) -> None:
    told = "建设资金已经落实\n质量安全措施在开工前到位\n施工扬尘防治费用单列"
    until = timezone.localdate() + timedelta(days=120)
    agreements.sign(
        commitments.offer(_item(case, "C05"), conditions=told, inspect_by=until, by=cast.chen), by=cast.wang
    )


def _green_channel(case: Case, cast: Cast) -> None:
    made = labels.give(
        case, kind=LabelKind.GREEN_CHANNEL, why="列入市级重大项目名单（示例）。", handler=cast.chen, by=cast.sun
    )
    point = made.points.first()
    if point is not None:
        labels.tick(point, note="2026年市级重大项目名单（示例）第 12 项", by=cast.chen)
