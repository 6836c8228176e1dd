"""What the tests of transfers share: an offer of a case, an item asked for, who was told."""

from typing import Any

from cases.actions import transfers
from cases.models import Case, Notice, Transfer, Unit, User
from cases.routes import Channel
from tests.cast import Cast

CITY = {"L11", "G01", "G10", "L01"}
PAPERS = (transfers.Paper("帮代办服务申请", "copy", 2), transfers.Paper("备案证明"))
SENDING = transfers.Sending(Channel.PLATFORM, papers=PAPERS)


def again(user: User) -> User:
    """The person with nothing remembered."""
    return User.objects.get(pk=user.pk)


def offer(cast: Cast, case: Case, **changes: Any) -> Transfer:
    """The whole case to the city, by the agent."""
    given = {
        "to_unit": Unit.objects.get(code="370700-agency"), "to_user": cast.gao, "reason": "主要事项属市级权限",
        "sending": SENDING, "by": cast.chen,
    } | changes  # fmt: skip
    return transfers.offer_case(case, **given)


def lend(cast: Cast, case: Case, code: str = "L11", **changes: Any) -> Transfer:
    """One item to its chief contact."""
    given = {"reason": "节能审查在市里", "sending": SENDING, "by": cast.chen} | changes
    return transfers.offer_item(case.items.get(item__code=code), **given)


def told(user: User, kind: str) -> int:
    """How often somebody got a message of this kind."""
    return Notice.objects.filter(recipient=user, kind=kind).count()
