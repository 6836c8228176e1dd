"""The same invented people in every test, and cases that walked the real way."""

from typing import Any

from cases.management.demo import people, walks
from cases.management.demo.people import PULANDIAN, SHOUGUANG, Cast
from cases.models import Case
from tests import recorded

FEW = {"L01", "L08", "L09"}


def case_in(cast: Cast, status: str, region: str = SHOUGUANG, keep: set[str] | None = FEW, **changes: Any) -> Case:
    """A case of 示例重工 (寿光, 0+N) or 示例海工 (普兰店, 1+3+N) that has come to ``status``; three items unless told."""

    def walked() -> int:
        return walks.walk(walks.draft(cast, region, keep, **changes), status, cast).pk

    told = (str(status), region, sorted(keep) if keep is not None else None, sorted(changes.items()))
    return walks.refreshed(Case(pk=recorded.replayed("case", told, walked)))


__all__ = ["FEW", "PULANDIAN", "SHOUGUANG", "Cast", "case_in", "people"]
