"""Demo of the trial: pilot projects, a liaison officer, an item added after signing, files for other systems."""

from collections.abc import Mapping
from datetime import date

from cases.actions import exchange, exchange_exports, officers, scope
from cases.management.demo.clock import acting_on
from cases.management.demo.people import Cast
from cases.management.demo.walks import refreshed
from cases.models import Case

DAYS = (38, 21, 10)  # working days ago on which projects were taken into the trial, one after the other


def build(cast: Cast, days: Mapping[int, date], running: Case, on_time: Case, handed_up: Case, closed: Case) -> None:
    """Everybody is invented; the export and the trial of an import stand in the history of the exchange."""
    officers.name_officer(
        refreshed(running),
        name="示例专员",
        unit="寿光市发展和改革局（示例）",
        post="副科长",
        phone="0536-0000016",
        by=cast.wang,
    )
    for case, ago in zip((running, closed, on_time), DAYS, strict=True):
        with acting_on(days[ago]):
            officers.set_pilot(refreshed(case), pilot=True, reason="首批试点项目", by=cast.sun)
    scope.add(refreshed(handed_up), "G04", reason="输水管线下穿道路，需补办人防手续。", by=cast.luo)
    exchange_exports.export("national_export", numbers=[running.number or ""], by=cast.sun)
    asked = refreshed(on_time)
    rows = f"工单编号,来电时间,诉求内容,办件编号\nGD-示例-0001,{asked.accepted_at:%Y-%m-%d},请问规划许可何时能办好？,{on_time.number}\n"
    exchange.try_import("enquiry_import", name="12345工单（示例）.csv", content=rows.encode(), by=cast.sun)
