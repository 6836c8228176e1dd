"""The invented cast: two enterprises, two regions, everybody the service needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cases.actions import enterprises
from cases.enums import PostRole
from cases.models import (
    ApprovalItem,
    ChiefContact,
    Enterprise,
    Post,
    ProjectCategory,
    Region,
    Stage,
    TrainingPlan,
    Unit,
    User,
    WorkGroup,
)
from cases.queries import staffing

IN_POST_SINCE = date(2025, 1, 2)
SHOUGUANG = "370783"
PULANDIAN = "210214"
USCC = {"heavy": "91370783MA0TEXT12Y", "other": "91370702MA0TEXT20F", "marine": "91210214MA0TEXT47A"}


@dataclass
class Cast:
    """Who plays what. ``wang`` owns 示例重工 in 寿光 (colleague ``li``); ``zhao`` another firm; ``he`` a firm in 普兰店.

    In 潍坊 the city's chief liaison is ``gao``, the chief contact for industrial projects and their energy review ``luo``.
    """

    wang: User
    li: User
    zhao: User
    he: User
    heavy: Enterprise
    other: Enterprise
    marine: Enterprise
    chen: User
    sun: User
    xu: User
    liu: User
    groups: dict[str, User]
    unit_agents: dict[str, User]
    qian: User
    feng: User
    jin: User
    gao: User
    luo: User


def person(
    key: str, name: str, password: str | None = None, phone: str = "", email: str = "", staff: bool = False
) -> User:
    """An invented person; found again by e-mail."""
    address = email or f"{key}@example.com"
    found = User.objects.filter(email=address).first()
    return found or User.objects.create_user(
        address, password, name=f"{name}（示例）", phone=phone or "0536-0000000", is_staff=staff
    )


def post(user: User, unit_code: str, role: str, group: WorkGroup | None = None) -> Post:
    """Appoint; a second time finds the post."""
    unit = Unit.objects.get(code=unit_code)
    made, _new = Post.objects.get_or_create(
        user=user, unit=unit, role=role, until=None, defaults={"group": group, "since": IN_POST_SINCE}
    )
    user.__dict__.pop("active_posts", None)
    train(user, made)
    return made


def train(user: User, held: Post) -> None:
    """The training that the place requires before the first assignment; everybody of the cast has had it (P-091)."""
    for plan in staffing.lacking(user, held.role, held.unit.region):
        session = plan.sessions.order_by("on").first() or plan.sessions.create(on=IN_POST_SINCE, topic=plan.title)
        session.attendances.get_or_create(user=user, defaults={"recorded_by": user})


def training(region_code: str, by: User) -> None:
    """What 潍坊 and 普兰店 require before the first assignment."""
    TrainingPlan.objects.get_or_create(
        region=Region.objects.get(code=region_code),
        title="帮代办岗前培训",
        year=IN_POST_SINCE.year,
        defaults={
            "roles": [role for role in PostRole.values if role != PostRole.ADMINISTRATOR],
            "before_post": True,
            "content": "服务守则、办理流程、系统操作",
            "made_by": by,
        },
    )


def contact(user: User, unit_code: str, *, item: str = "", category: str = "") -> ChiefContact:
    """The chief contact of the unit's place for an item or a category; a second time finds it."""
    unit = Unit.objects.get(code=unit_code)
    made, _new = ChiefContact.objects.get_or_create(
        region=unit.region,
        item=ApprovalItem.objects.get(code=item) if item else None,
        category=ProjectCategory.objects.get(code=category) if category else None,
        until=None,
        defaults={"user": user, "unit": unit, "since": IN_POST_SINCE, "reason": "示例", "named_by": user},
    )
    return made


def enterprise(name: str, uscc: str, by: User) -> Enterprise:
    """Found again by its code."""
    found = Enterprise.objects.filter(uscc=uscc).first()
    return found or enterprises.create(
        name=name, uscc=uscc, address="示例路 1 号", legal_representative="法人（示例）", by=by
    )


EMAILS = {
    "wang": "demo-enterprise@example.com",
    "he": "demo-enterprise2@example.com",
    "chen": "demo-agent@example.com",
    "sun": "demo-manager@example.com",
    "liu": "demo-chief@example.com",
    "feng": "demo-supervisor@example.com",
    "jin": "demo-admin@example.com",
}


def build(password: str | None = None, demo: bool = False) -> Cast:
    """Everybody, with posts. ``demo`` gives the seven main people the addresses that the start prints."""

    def make(key: str, name: str, phone: str = "") -> User:
        return person(key, name, password, phone, EMAILS.get(key, "") if demo else "")

    wang, li, zhao, he = (
        make("wang", "王建业", "138 0000 0001"),
        make("li", "李会计"),
        make("zhao", "赵老板"),
        make("he", "何海", "139 0000 0002"),
    )
    heavy = enterprise("示例重工（寿光）有限公司", USCC["heavy"], wang)
    heavy.memberships.get_or_create(user=li, defaults={"role": "member"})
    cast = Cast(
        wang, li, zhao, he,
        heavy, enterprise("示例商贸有限公司", USCC["other"], zhao), enterprise("示例海工装备（大连）有限公司", USCC["marine"], he),
        make("chen", "陈帮办", "0536-0000101"), make("sun", "孙主任", "0536-0000100"), make("xu", "徐指导", "0536-0000102"),
        make("liu", "刘首席", "0411-0000200"), {}, {},
        make("qian", "钱联络"), make("feng", "冯督导"), make("jin", "金管理"), make("gao", "高联络", "0536-0000103"),
        make("luo", "罗对接", "0536-0000104"),
    )  # fmt: skip
    training("370700", cast.sun)
    training(PULANDIAN, cast.liu)
    _weifang(cast)
    for category in ProjectCategory.objects.all() if demo else ():
        contact(cast.luo, "370700-agency", category=category.code)
    _pulandian(cast, make)
    return cast


def _weifang(cast: Cast) -> None:
    agency = f"{SHOUGUANG}-agency"
    service = post(cast.chen, agency, PostRole.SERVICE_AGENT)
    service.stages.set(Stage.objects.filter(is_main=True))
    post(cast.sun, agency, PostRole.OVERALL_MANAGER)
    guide = post(cast.xu, agency, PostRole.PROCESS_GUIDE)
    guide.categories.set(ProjectCategory.objects.filter(code__in=["IND", "WHS"]))
    post(cast.qian, agency, PostRole.CHIEF_LIAISON)
    post(cast.gao, "370700-agency", PostRole.CHIEF_LIAISON)
    post(cast.luo, "370700-agency", PostRole.SERVICE_AGENT)
    contact(cast.chen, f"{SHOUGUANG}-agency", category="IND")
    contact(cast.luo, "370700-agency", category="IND")
    contact(cast.luo, "370700-agency", item="L11")
    post(cast.feng, "370700-agency", PostRole.WORK_SUPERVISOR)
    post(cast.jin, "370700-agency", PostRole.ADMINISTRATOR)


def _pulandian(cast: Cast, make: Callable[[str, str], User]) -> None:
    post(cast.liu, "210214-business-environment", PostRole.CHIEF_AGENT)
    names = {"land_planning": "郑专员", "construction": "吴专员", "dispatch": "周专员"}
    for group in WorkGroup.objects.filter(region__code=PULANDIAN, files_flow_table=True):
        user = make(f"group-{group.code}".replace("_", "-"), names.get(group.code, "专员"))
        post(user, group.lead.code, PostRole.GROUP_AGENT, group)
        cast.groups[group.code] = user
    for code, name in (("210214-dev-reform", "杨代办"), ("210214-housing", "朱代办"), ("210214T03-town", "马代办")):
        cast.unit_agents[code] = make(f"unit-{code}".lower(), name)
        post(cast.unit_agents[code], code, PostRole.UNIT_AGENT)
