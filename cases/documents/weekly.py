"""周报 of the dispatch group's lead unit to the government, copy to the office of the task force (P-068)."""

from dataclasses import dataclass
from datetime import date

from cases.documents.render import Rendered, produce
from cases.models import WeeklyReport

PARTS = (("progress", "项目进展情况"), ("problems", "存在问题"), ("suggestions", "解决问题的建议"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One of the three fixed parts."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """What the report shows. ``weeks``: more than one when a week was missed and is made up for."""

    number: str
    title: str
    unit: str
    addressee: str
    copy_to: str
    since: date
    until: date
    weeks: int
    sections: tuple[Section, ...]
    approved_by: str
    issued_at: date


def data_of(report: WeeklyReport) -> Weekly:
    """The report's row as it is printed."""
    region = report.region.name_zh
    return Weekly(
        number=report.number,
        title="重大项目帮办代办工作周报",
        unit=report.unit.name_zh,
        addressee=f"{region}人民政府",
        copy_to="重大项目工作专班办公室",
        since=report.since,
        until=report.until,
        weeks=report.weeks,
        sections=tuple(Section(name=name, text=getattr(report, field)) for field, name in PARTS),
        approved_by=report.approved_by.name if report.approved_by else "",
        issued_at=report.until if report.approved_at is None else report.approved_at.date(),
    )


def weekly(data: Weekly) -> Rendered:
    """Print the report."""
    return produce("weekly", data, issued_at=data.issued_at)
