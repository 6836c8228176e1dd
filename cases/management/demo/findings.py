"""Findings and notices as a place has them: proposed by rule and by hand, confirmed and referred, a public notice of praise."""

from datetime import date

from cases.actions import circulars, findings, referrals
from cases.enums import PostRole
from cases.enums_findings import Audience, CircularKind, FindingKind, ReferralState
from cases.management.demo.clock import acting_on
from cases.management.demo.people import PULANDIAN, SHOUGUANG, Cast, person, post
from cases.management.demo_accounts import PASSWORD
from cases.models import Case, Region, Unit

DEV_REFORM, LAND = "210214-dev-reform", f"{SHOUGUANG}-natural-resources"


def build(cast: Cast, running: Case, pulandian: Case, days: list[date]) -> None:
    """What supervision found in the two running cases. ``days``: working days before today, the nearest first."""
    bai = person("inspector", "白督查", PASSWORD)
    post(bai, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    unit, yang = Unit.objects.get(code=DEV_REFORM), cast.unit_agents[DEV_REFORM]
    with acting_on(days[7], 9):
        made = findings.file(
            pulandian, kind=FindingKind.ARBITRARY, unit=unit, by=cast.liu,
            text="（示例）一次性告知之后，窗口又口头要求企业补交清单以外的材料。",
        )  # fmt: skip
        findings.hear(made, days=2, by=bai)
    with acting_on(days[6], 10):
        findings.state(made, text="（示例）情况属实，系新任人员对清单理解有误，已撤回该要求。", by=yang)
    with acting_on(days[5], 10):
        findings.confirm(made, reason="（示例）与告知书及陈述一致，清单外要求材料，认定为乱作为。", by=bai)
    with acting_on(days[4], 10) as day:
        referrals.refer(made, body="普兰店区纪委监委", on=day, reference="示例移送〔2026〕1号", by=bai)
    with acting_on(days[2], 10):
        referrals.track(made, state=ReferralState.TAKEN, by=bai)
    with acting_on(days[1], 16):
        findings.file(
            running, kind=FindingKind.SLOWNESS, unit=running.handling_unit, by=cast.feng,
            text="（示例）企业反映咨询后三个工作日才得到答复，请核实。",
        )  # fmt: skip
    with acting_on(days[0], 9):
        findings.propose(running)  # the review by experts that is past its limit
        # Who speaks for the department that it concerns.
        post(person(f"unit-{LAND}", "田代办", PASSWORD), LAND, PostRole.UNIT_AGENT)
    _praise(cast, days)


def _praise(cast: Cast, days: list[date]) -> None:
    facts = circulars.Facts(
        kind=CircularKind.PRAISE, audience=Audience.PUBLIC, region=Region.objects.get(code=SHOUGUANG),
        unit=Unit.objects.get(code=f"{SHOUGUANG}-agency"), title="关于表扬帮代办服务工作的通报（示例）",
        text="（示例）该单位向企业公开在办项目的路线图和每一步的承诺日期，企业随时可查，特予通报表扬。",
    )  # fmt: skip
    with acting_on(days[3], 9):
        made = circulars.write(facts, by=cast.sun)
    with acting_on(days[2], 15):
        circulars.approve(made, by=cast.feng)
