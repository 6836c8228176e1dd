"""The history of the exchange with other systems, and what is taken from where (W-061)."""

from django.db.models import Q, QuerySet

from cases import permissions
from cases.enums import PostRole
from cases.enums_exchange import ABOUT_CASES, ExchangeKind
from cases.models import Exchange, Unit, User
from cases.permissions import CHIEF_ROLES

K = ExchangeKind
# The columns a file needs, and those that may stand in it besides.
COLUMNS: dict[ExchangeKind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    K.STATUS_IMPORT: (
        ("DFSJZJ", "SPSXSLBM", "BLZT", "BLSJ"),
        ("BLYJ", "BLCS", "BLR", "TBCXMC", "TBCXSX", "PFWH", "SJYXBS"),
    ),
    K.ENTERPRISE_IMPORT: (("统一社会信用代码", "企业名称"), ("法定代表人", "注册地址")),
    K.ENQUIRY_IMPORT: (("工单编号", "来电时间", "诉求内容"), ("办件编号", "统一社会信用代码")),
    K.LIST_IMPORT: (("年度", "名单级别", "行政区划", "项目名称"), ("统一社会信用代码", "项目代码")),
}
# The national system's own number of the line, or the hotline's; the others are known by what they say.
KEY_COLUMN = {K.STATUS_IMPORT: "DFSJZJ", K.ENQUIRY_IMPORT: "工单编号"}
# What follows a refused line of the same thing is refused too.
CHAIN_COLUMN = {K.STATUS_IMPORT: "SPSXSLBM"}


def may(user: User, kind: str) -> bool:
    """What is about cases belongs to the heads of agencies, the rest to administrators."""
    if kind in ABOUT_CASES:
        return any(post.role in CHIEF_ROLES for post in user.active_posts)
    return permissions.may_administer(user)


def kinds_for(user: User) -> list[ExchangeKind]:
    return [kind for kind in ExchangeKind if may(user, kind)]


def unit_of(user: User, kind: str) -> Unit:
    """For which unit the person exchanges."""
    roles = CHIEF_ROLES if kind in ABOUT_CASES else {PostRole.ADMINISTRATOR}
    return next(post.unit for post in user.active_posts if post.role in roles)


def visible_to(user: User) -> QuerySet[Exchange]:
    """Exchanges of one's own, and those of one's unit that one might have made; the bytes stay where they are."""
    own = Q(by=user)
    for post in user.active_posts:
        if post.role in CHIEF_ROLES:
            own |= Q(unit=post.unit_id, kind__in=ABOUT_CASES)
        if post.role == PostRole.ADMINISTRATOR:
            own |= Q(unit=post.unit_id) & ~Q(kind__in=ABOUT_CASES)
    return Exchange.objects.filter(own).select_related("by", "unit", "done", "trial").defer("content", "lines")
