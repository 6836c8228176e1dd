"""A longer legal limit by decision: once, for at most ten working days unless the law says otherwise (行政许可法 §42)."""

from datetime import date

from django.utils.translation import gettext as _

from cases.daywords import date_words
from cases.enums import BLZT, OpenDate
from cases.exceptions import BadInput
from cases.models import CaseItem
from cases.queries import calendars, clocks


def check(item: CaseItem, *, on: date, days: int, ground: str, decision: str) -> None:
    """Refuse what the law does not know, with the field that is wrong, before the decision is recorded."""
    facts = clocks.valid_facts(item)
    limit = clocks.limits(item, facts).get(OpenDate.STATUTORY)
    most = clocks.longest_extension(item)
    if limit is None or most == 0:
        raise BadInput(_("This item has no legal limit that could be extended."), field="code")
    if any(fact.code == BLZT.EXTENDED and fact.limit_days for fact in clocks.since_acceptance(facts)):
        raise BadInput(_("The limit was extended already: the law allows it once."), field="code")
    if not 1 <= days <= most:
        raise BadInput(_("The limit can be extended by 1 to %(most)s days.") % {"most": most}, field="limit_days")
    if not ground.strip():
        raise BadInput(_("Give the ground of the extension: the enterprise has to be told."), field="note")
    if not decision.strip():
        raise BadInput(_("Enter the number of the decision."), field="file_number")
    due = limit.last_day(on, calendars.current())
    if on > due:
        raise BadInput(
            _("The limit ended on %(day)s; an extension has to be decided before.") % {"day": date_words(due)},
            field="on",
        )
