"""What comes after the turn at hand: the next step of the way, or the next day of the roadmap that people wait for."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from cases.enums import CaseStatus
from cases.exceptions import CaseError
from cases.models import Case, CaseItem
from cases.queries import milestones, moved, sentences_dates, stopped
from cases.queries.trials import Bench, saved

S = CaseStatus


def then(case: Case, items: Sequence[CaseItem] | None = None) -> str:
    """One sentence under “whose turn, until when”; empty where nothing comes any more.

    ``items``: every item of the case as ``catalogue.items_of`` reads them, if the caller has them.
    """
    if case.status == S.UNDERWAY:
        return _by_plan(case, items) or _("Then the results are handed over to you.")
    return {
        S.DRAFT: _("Then the agency checks whether the project can be served."),
        S.SUBMITTED: _("Then the government decides on the project.")
        if case.scheme.generation_review
        else _("Then you get the agreement to sign."),
        S.CORRECTING: _("Then the agency checks the application again."),
        S.GENERATION: _("Then you get the agreement to sign."),
        S.ACCEPTED: _("Then you get the agreement to sign."),
        S.AGREEMENT: _("Then the agency confirms the items and tells you once what is needed."),
        S.SIGNED: _("Then you get the roadmap with the dates of all items."),
        S.NOTIFIED: _("Then the items begin, each with its date on the roadmap."),
        S.SUSPENDED: _("Then the work goes on where it stopped, and the roadmap is set anew."),
        S.DELIVERING: _("Then you confirm that everything was handed over."),
        S.COMPLETION: _("Then you can say how the service was."),
    }.get(S(case.status), "")


def _by_plan(case: Case, items: Sequence[CaseItem] | None) -> str:
    """The next milestone of the roadmap in force that is not reached, and when it will come as things stand."""
    bench = Bench(case, rows=items)
    if bench.plan is None:
        return ""
    groups = moved.waited_for(bench)
    done = {task.code for task in bench.basis.tasks if task.done_on}
    promised = moved.days(groups, saved(bench.plan, bench.plan_rows))
    ahead = [(day, name) for name, day in promised.items() if day and name != "WORKS" and not set(groups[name]) <= done]
    if not ahead:
        return ""
    day, name = min(ahead)
    said = _("Then, by the roadmap: %(what)s on %(day)s.") % {"what": milestones.word(name), "day": _day(day)}
    if ended := stopped.of_codes(case, stopped.held_up(case), groups[name]):
        words = _("Then: %(what)s. It waits for %(items)s; its day is open until that is settled.")
        return words % {"what": milestones.word(name), "items": stopped.names(ended)}
    now = _now(bench, groups[name])
    return f"{said} {_('As things stand it will be %(day)s.') % {'day': _day(now)}}" if now and now != day else said


def _day(day: date) -> str:
    """In words, and whether it may still move."""
    return sentences_dates.told(day.isoformat())


def _now(bench: Bench, codes: tuple[str, ...]) -> date | None:
    try:
        return moved.last(bench.schedule(bench.in_force), codes)
    except CaseError:
        return None  # what cannot be counted any more is said on the roadmap's own pages
