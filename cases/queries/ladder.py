"""The rules of the ladder in force as values, and the dates on which it keeps silent."""

from datetime import date

from django.db.models import F, Max, Q

from cases.enums_ladder import Rung
from cases.ladder import Rule
from cases.models import Case, LadderRule, ReferenceVersion
from cases.queries import reference
from cases.queries.held import Held


def _read() -> tuple[Rule, ...]:
    name = reference.model_name(LadderRule)
    numbers = dict(ReferenceVersion.objects.filter(model=name).values_list("key").annotate(Max("number")))
    return tuple(
        Rule(
            row.watched, Rung(row.rung), row.days, row.name_zh, row.name_en, numbers.get(reference.identity(row), 1)
        )
        for row in LadderRule.objects.filter(active=True)
    )  # fmt: skip


_HELD = Held("cases.ladder.version", _read)


def forget() -> None:
    """Called by the writer of the rules once the change is committed."""
    _HELD.forget()


def rules() -> tuple[Rule, ...]:
    """Every rule in use."""
    return _HELD.current()


def silent(case: Case, today: date) -> set[tuple[str, str, date]]:
    """(what, label, day) of dates that were put off beyond today, or acknowledged on the step where they stand."""
    said = Q(put_off_until__gte=today) | Q(acknowledged=F("rung"))
    return set(case.alerts.filter(said, ended_on=None).values_list("what", "label", "due"))
