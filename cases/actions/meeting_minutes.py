"""The minutes of a meeting as a numbered paper: only what was entered, nothing made up."""

from datetime import datetime

from django.utils import timezone, translation

from cases.actions import paper_data, papers
from cases.daywords import plain_day
from cases.documents import minutes as form
from cases.enums import DocumentKind, MeetingKind
from cases.models import Case, IssuedDocument, Meeting, MeetingTask, Opinion, User


def issue(case: Case, meeting: Meeting, *, by: User) -> IssuedDocument:
    """Print and number the minutes. The enterprise gets those of the joint review."""
    number = papers.take_number(case, DocumentKind.MINUTES)
    with translation.override("zh-hans"):
        data = _data(case, meeting, number, by)
    return papers.issue(
        case, DocumentKind.MINUTES, number, form.minutes(data), data, by=by,
        for_enterprise=meeting.kind == MeetingKind.JOINT_REVIEW,
    )  # fmt: skip


def _data(case: Case, meeting: Meeting, number: str, by: User) -> form.Minutes:
    held_on = meeting.held_on or timezone.localdate()
    held_at = timezone.make_aware(datetime.combine(held_on, meeting.at)) if meeting.at else held_on
    opinions = meeting.opinions.select_related("unit", "case_item__item")
    return form.Minutes(
        number=number,
        heading=f"{str(meeting.get_kind_display()).removesuffix('会议')}会议纪要"
        + (f"（第{meeting.number}次）" if meeting.number > 1 else ""),
        host=case.handling_unit.name_zh,
        project=paper_data.facts(case),
        held_at=held_at,
        place=meeting.place,
        chair=case.handling_unit.name_zh,
        recorder=by.name,
        attendance=tuple(form.Attendance(unit=unit.name_zh) for unit in meeting.attended.order_by("code")),
        invited=tuple(unit.name_zh for unit in meeting.units.order_by("code")),
        people=meeting.people,
        subjects=tuple(row.item.name_zh for row in meeting.items.select_related("item").order_by("item__code")),
        summary=meeting.minutes,
        opinions=tuple(_opinion(row) for row in opinions),
        decisions=tuple(_decision(row) for row in meeting.tasks.select_related("unit")),
        issued_at=timezone.localdate(),
    )


def _opinion(row: Opinion) -> form.Opinion:
    said = (("合规性", row.get_compliance_display()), ("可行性", row.get_feasibility_display()))
    return form.Opinion(
        unit=row.unit.name_zh,
        subject=row.case_item.item.name_zh if row.case_item else "项目整体",
        verdict="；".join(f"{label}：{words}" for label, words in said if words),
        text=row.text,
    )


def _decision(row: MeetingTask) -> str:
    """The decision with who has to do it and by when."""
    text = row.text.rstrip("。")
    if row.unit is None:
        return f"{text}。"
    until = f"，{plain_day(row.due)}前完成" if row.due else ""
    return f"{text}（责任单位：{row.unit.name_zh}{until}）。"
