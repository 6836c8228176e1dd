"""Papers, originals and charges of the demo cases: versions, what waits for the enterprise, receipts, what is owed."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from cases.actions import fees, materials, originals
from cases.enums_papers import Handover
from cases.management.demo import walks
from cases.management.demo.clock import acting_on
from cases.management.demo.people import Cast
from cases.models import Case
from cases.queries import ledger

ENTERPRISE = "王建业（示例）"
DEFERRED = "首次缴费期限已过，征收部门同意延期至此日。"
FORM = "项目名称：年产五万吨示例新材料项目\n建设单位：示例重工有限公司\n总建筑面积：42000平方米"


def build(cast: Cast, running: Case, suspended: Case, day: date) -> None:
    """Done on one working day of the past."""
    with acting_on(day, 10):
        _papers(running, cast)
        _originals(running, cast)
        _charge(running, cast, "G08", "水土保持补偿费", "水土保持法第三十二条", Decimal(93380), 20)
        _charge(suspended, cast, "C09", "城市基础设施配套费", "省级收费目录清单", Decimal(3150000), 20, DEFERRED)


def _papers(case: Case, cast: Cast) -> None:
    """The enterprise brings one that expires, the agent fills in two; the enterprise has confirmed the first of them."""
    wanted = [line.name_zh for line in ledger.wanted(ledger.lines(case)) if line.name_zh]
    if len(wanted) < 3:
        return
    until = timezone.localdate() + timedelta(days=30)
    materials.add(case, wanted[0], upload=walks.pdf(f"{wanted[0][:20]}.pdf"), valid_until=until, by=cast.wang)
    first = materials.add(case, wanted[1], filled=FORM, by=cast.chen)
    materials.confirm(case, [first.pk], by=cast.wang)
    materials.add(case, wanted[1], filled=f"{FORM}\n计容面积：41200平方米", note="补充计容面积", by=cast.chen)
    materials.add(case, wanted[2], upload=walks.pdf(f"{wanted[2][:20]}.pdf", b"2"), by=cast.chen)


def _originals(case: Case, cast: Cast) -> None:
    today = timezone.localdate()
    given = originals.Facts(
        kind=Handover.TAKEN, on=today, papers={"不动产权证书": 1, "营业执照": 1}, giver=ENTERPRISE, taker=cast.chen.name
    )
    originals.sign(originals.hand_over(case, given, by=cast.chen), by=cast.wang)
    back = originals.Facts(
        kind=Handover.RETURNED, on=today, papers={"营业执照": 1}, giver=cast.chen.name, taker=ENTERPRISE
    )
    originals.hand_over(case, back, by=cast.chen)


def _charge(
    case: Case, cast: Cast, code: str, name: str, basis: str, amount: Decimal, days: int, note: str = ""
) -> None:
    item = case.items.select_related("item", "case").get(item__code=code)
    due = timezone.localdate() + timedelta(days=days)
    facts = fees.Facts(name=name, basis=basis, amount=amount, due=due, note=note)
    fees.record(item, facts, by=cast.chen)
