"""The warning rules in force as values, read once and kept until one changes."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.enums import Watched
from cases.models import ReferenceVersion, WarningRule
from cases.queries import reference
from cases.queries.held import Held


@dataclass(frozen=True)
class Rule:
    """When a lamp turns yellow: ``percent`` of the time left or ``days`` working days. ``version``: of the reference row."""

    name_zh: str
    name_en: str
    percent: int
    days: int
    version: int

    def words(self) -> str:
        """The rule with its version, as a lamp names it."""
        name = self.name_en if (get_language() or "").startswith("en") else self.name_zh
        return _("%(name)s, version %(n)s") % {"name": name, "n": self.version}


# Where no rule is in use nothing turns yellow; what is overdue is red all the same.
NONE = Rule("", "", -100, -1, 0)


def _read() -> dict[str, Rule]:
    name = reference.model_name(WarningRule)
    numbers = dict(ReferenceVersion.objects.filter(model=name).values_list("key").annotate(Max("number")))
    found: dict[str, Rule] = {}
    for row in WarningRule.objects.filter(active=True).order_by("order", "code"):
        version = numbers.get(reference.identity(row), 1)
        found.setdefault(row.clock, Rule(row.name_zh, row.name_en, row.yellow_percent, row.yellow_days, version))
    return found


_HELD = Held("cases.warnings.version", _read)


def forget() -> None:
    """Called by the writer of the rules once the change is committed."""
    _HELD.forget()


def rule(clock: Watched) -> Rule:
    """The rule in force for a clock."""
    return _HELD.current().get(clock, NONE)
