"""From rows to the data of printed documents. Documents are official and therefore Chinese, whatever the reader's language."""

import dataclasses
import json
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cases.documents import agreement, authorisation, notification, supplement
from cases.documents.parts import CHIEF_AGENT, HANDLER, Contact, Party, ProjectFacts, Signature
from cases.enums import DayUnit, DocumentKind, ItemStatus, LinkKind, PostRole
from cases.models import ApprovalItem, Case, CaseItem, CaseMaterial, User
from cases.queries import people

UNNAMED = "尚未指定"  # an agent on a printed form


def facts(case: Case) -> ProjectFacts:
    project = case.project
    return ProjectFacts(
        name=project.name,
        code=project.project_code,
        place=f"{project.region.name_zh}{project.address}",
        owner=case.enterprise.name,
    )


def owner(case: Case) -> Party:
    enterprise, project = case.enterprise, case.project
    return Party(
        name=enterprise.name,
        uscc=enterprise.uscc,
        representative=enterprise.legal_representative,
        contact=project.contact_name,
        phone=project.contact_phone,
        address=enterprise.address or project.address,
    )


def agency(case: Case, chief: User) -> Party:
    """The agency as the agreement names it: its own facts, and whoever leads it where nobody else is entered."""
    unit = case.handling_unit
    leads = people.in_posts(unit, frozenset({PostRole.OVERALL_MANAGER, PostRole.CHIEF_AGENT})).order_by("pk")
    lead, team = leads.first(), [place for place in case.team.all() if place.until is None and place.is_lead]
    return Party(
        name=unit.name_zh,
        uscc=unit.uscc,
        representative=unit.head or (lead.name if lead else ""),
        contact=team[0].user.name if team else chief.name,
        phone=unit.phone,
        address=unit.address,
    )


def signed_by(user: User, on: date) -> Signature:
    """The agency's person who signs by issuing."""
    return Signature(name=user.name, phone=user.phone, signed_on=on, method="电子签名")


def unit_seal(case: Case, on: date) -> Signature:
    return Signature(name=case.handling_unit.name_zh, signed_on=on, method="电子签名")


def form_words(case: Case, annex: str = "") -> tuple[str, str]:
    """Number of the annex and who keeps the agency's copy: the policy's own words in 1+3+N, plain ones elsewhere."""
    if case.scheme.agreement_kind == DocumentKind.AUTHORISATION:
        return annex, CHIEF_AGENT
    return "", HANDLER


def seal_of(item: CaseItem, on: date | None, *, electronic: bool) -> Signature:
    """The seal of the deciding department; on its own paper it is of ink, and ours only names it."""
    return Signature(name=authority(item), signed_on=on, method="电子签名" if electronic else "")


def limit(days: int | None, unit: str) -> str:
    """“20个工作日” as lists print it; “即办” for nought; empty when the law names none."""
    if days is None:
        return ""
    if days == 0:
        return "即办"
    return f"{days}个{'工作日' if unit != DayUnit.CALENDAR else '自然日'}"


def authority(item: CaseItem) -> str:
    return item.unit.name_zh if item.unit else item.item.department_text_zh


def level(item: ApprovalItem) -> str:
    return {"state": "国家级", "province": "省级", "city": "市级", "county": "县级", "town": "镇级"}[item.level]


def promised(item: CaseItem) -> int:
    return item.promised_days if item.promised_days is not None else item.item.promised_days


def statutory(item: CaseItem) -> str:
    if item.promised_days is None:
        return limit(item.item.statutory_days, item.item.statutory_unit)
    return limit(item.statutory_days, item.statutory_unit)


def entrusted(items: list[CaseItem]) -> tuple[agreement.EntrustedItem, ...]:
    return tuple(
        agreement.EntrustedItem(
            name=item.item.name_zh,
            authority=authority(item),
            level=level(item.item),
            mode="代办" if item.assist_mode == "act" else "帮办",
            statutory_limit=statutory(item),
            promised_limit=limit(promised(item), DayUnit.WORKING),
        )
        for item in items
    )


def changed(item: CaseItem) -> supplement.ChangedItem:
    """An item that came in or went out after signing, as the confirmation lists it (P-004)."""
    gone = item.status == ItemStatus.DROPPED
    return supplement.ChangedItem(
        change="取消" if gone else "增加",
        name=item.item.name_zh,
        authority=authority(item),
        level=level(item.item),
        mode="代办" if item.assist_mode == "act" else "帮办",
        statutory_limit=statutory(item),
        promised_limit=limit(promised(item), DayUnit.WORKING),
        reason=item.why,
        changed_on=item.dropped_on if gone else item.added_on,
    )


def material_line(paper: CaseMaterial) -> notification.MaterialLine:
    forms = {"original": "原件", "copy": "复印件", "electronic": "电子件"}
    sources = {"applicant": "申请人", "authority": "政府部门核发", "intermediary": "中介机构", "result": "其他事项结果"}
    return notification.MaterialLine(
        name=paper.name_zh,
        form=forms[paper.form],
        copies=str(paper.copies),
        source=sources[paper.source],
        may_be_late=paper.may_be_late,
    )


def predecessors(item: ApprovalItem, present: set[str]) -> tuple[str, ...]:
    """Names of the items of this case that must come first."""
    rows = [link for link in item.links.all() if link.requires and link.kind != LinkKind.SOFT]
    return tuple(link.requires.name_zh for link in rows if link.requires and link.requires.code in present)


def notified(items: list[CaseItem]) -> tuple[notification.NotifiedItem, ...]:
    present = {item.item.code for item in items}
    return tuple(
        notification.NotifiedItem(
            name=item.item.name_zh,
            authority=authority(item),
            level=level(item.item),
            stage=item.item.stage.name_zh,
            predecessors=predecessors(item.item, present),
            materials=tuple(material_line(paper) for paper in item.materials.all()),
            statutory_limit=statutory(item),
            promised_limit=limit(promised(item), DayUnit.WORKING),
            fees=item.fee_note or item.item.fee_zh,
        )
        for item in items
    )


def _needs(items: list[CaseItem]) -> dict[str, set[str]]:
    """{code: every item of the case that must come before it, however far}; a recommendation holds nothing up."""
    present = {item.item.code for item in items}
    needs = {
        row.item.code: {
            link.requires.code for link in row.item.links.all() if link.requires and link.kind != LinkKind.SOFT
        }
        & present
        for row in items
    }
    for _round in needs:
        needs = {code: before.union(*(needs[other] for other in before)) for code, before in needs.items()}
    return needs


def flow(items: list[CaseItem]) -> tuple[notification.FlowStep, ...]:
    """The order of handling by stage; within a stage only what needs nothing of one another stands side by side (W-075)."""
    needs, stages = _needs(items), dict[str, list[CaseItem]]()
    for item in items:
        stages.setdefault(item.item.stage.name_zh, []).append(item)
    made = []
    for label, rows in stages.items():
        left, waves = list(rows), []
        while left:
            codes = {row.item.code for row in left}
            wave = [row for row in left if not needs[row.item.code] & (codes - {row.item.code})] or left[:1]
            waves.append(tuple(row.item.name_zh for row in wave))
            left = [row for row in left if row not in wave]
        made.append(notification.FlowStep(label=label, waves=tuple(waves)))
    return tuple(made)


def contacts(case: Case) -> tuple[Contact, ...]:
    """Whom the enterprise may ask: the team, or the agency's window."""
    team = [place for place in case.team.all() if place.until is None]
    found: list[Contact] = [
        Contact(
            role="首席联系人" if place.is_lead else "服务团队",
            name=place.user.name,
            phone=place.user.phone,
            place=case.handling_unit.name_zh,
        )
        for place in team
    ]
    if case.officer_name:
        found.append(
            Contact(
                role="服务企业专员",
                name=case.officer_name,
                phone=case.officer_phone,
                place=f"{case.officer_unit}{case.officer_post}",
            )
        )
    return tuple(found) or (
        Contact(role="帮代办机构", name=case.handling_unit.name_zh, phone=case.handling_unit.phone),
    )


def centre(case: Case) -> str:
    """“普兰店区市民服务中心”: the hall of the district, as annex 3 prints it."""
    return f"{case.handling_unit.region.name_zh}市民服务中心"


def build_authorisation(case: Case, chief: User, contents: tuple[str, ...], on: date) -> authorisation.Authorisation:
    return authorisation.Authorisation(
        project=facts(case),
        chief_agent=chief.name,
        contents=contents,
        issued_at=on,
        centre=centre(case),
        agent_signature=signed_by(chief, on),
        unit_signature=unit_seal(case, on),
    )


def build_agreement(case: Case, chief: User, items: list[CaseItem], number: str, on: date) -> agreement.Agreement:
    return agreement.Agreement(
        number=number,
        owner=owner(case),
        unit=agency(case, chief),
        project=facts(case),
        items=entrusted(items),
        issued_at=on,
        answer_days=case.term("answer_wd"),
        feedback_days=case.term("feedback_wd"),
        hotline=case.handling_unit.phone,
        unit_signature=Signature(name=chief.name, phone=chief.phone, signed_on=on, method="电子签名"),
    )


def size_words(size: int) -> str:
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def local(moment: datetime) -> datetime:
    return timezone.localtime(moment)


def as_json(data: Any) -> dict[str, Any]:
    """A dataclass of a document as plain JSON, kept beside the bytes."""
    made: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(data), default=str, ensure_ascii=False))
    return made
