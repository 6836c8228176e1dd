"""A case of 普兰店 on which somebody looks from above, and who speaks for the unit concerned."""

from datetime import datetime
from zoneinfo import ZoneInfo

import time_machine

from cases.enums import CaseStatus, PostRole
from cases.management.demo import people
from cases.models import Case, User
from tests.cast import PULANDIAN, Cast, case_in

CHINA = ZoneInfo("Asia/Shanghai")
SIGNED = datetime(2026, 9, 1, 10, tzinfo=CHINA)  # a Tuesday
LATER = datetime(2026, 11, 10, 10, tzinfo=CHINA)  # a Tuesday, everything planned is past
DEV = "210214-dev-reform"


def running(cast: Cast) -> Case:
    with time_machine.travel(SIGNED, tick=False):
        return case_in(cast, CaseStatus.UNDERWAY, PULANDIAN)


def supervisor() -> User:
    made = people.person("watch", "示例督导员")
    people.post(made, f"{PULANDIAN}-inspection", PostRole.WORK_SUPERVISOR)
    return made


def spokesman() -> User:
    made = people.person("yang", "示例部门人员")
    people.post(made, DEV, PostRole.UNIT_AGENT)
    return made
