"""The rollout of the service (W-080 to W-083): phases, pilot projects, problems with their solutions, numbers of the trial."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from cases import worktime
from cases.counting import Lines
from cases.daywords import local_day
from cases.enums_reports import Rhythm
from cases.indicators import INDICATORS
from cases.models import Case, Problem, RolloutPhase
from cases.queries import calendars, rollout, statistics
from cases.queries.pilots import LEAST, MOST, Place
from cases.queries.rollout import Pilot
from cases.reports import parts
from cases.reports.base import Cell, Column, Content, Kind, Plain, Scope, Table, row
from cases.tally import Tally

CODES = ("finished_of_due", "on_time", "overdue", "approval_median", "trips", "satisfied")


class Rollout(Plain):
    """How far the rollout is in each region, and what the trial has shown."""

    code = "rollout"
    title = gettext_lazy("Rollout and trial")
    question = gettext_lazy(
        "How far is the rollout in each region, which problems did the trial bring, and what has it shown?"
    )
    rhythms = (Rhythm.YEAR, Rhythm.MONTH)

    def tell(self, tally: Tally, scope: Scope) -> Content:
        day = min(scope.period.end, scope.today)
        phases, cases = list(rollout.of_region(scope.region)), rollout.pilots(scope.region, day)
        places = rollout.places(phases, cases, day)
        issues = list(rollout.issues(cases, scope.period.start, day))
        solved = sum(1 for one in issues if _solved(one, day))
        words = {
            "place": scope.region.name, "time": scope.time, "pilots": len(cases),
            "regions": len({one.case.region_id for one in cases}), "issues": len(issues), "solved": solved,
        }  # fmt: skip
        said = (
            _(
                "%(place)s, %(time)s. Pilot projects: %(pilots)s, regions that have any: %(regions)s. "
                "Problems that stood in the time: %(issues)s, solved: %(solved)s."
            )
            % words
        )
        tables = (
            _phases(phases, day), _numbers(cases, places, scope, day), _cases(cases), _issues(issues, day),
            parts.definitions(CODES),
        )  # fmt: skip
        return Content((said,), tables, (said,), tuple(_warning(place) for place in rollout.faults(places)))


def _warning(place: Place) -> str:
    words = {"region": place.region.name, "number": place.number, "least": LEAST, "most": MOST}
    if place.over:
        said = ngettext(
            "The trial of %(region)s ended with %(number)s pilot project; the policy wants %(least)s to %(most)s.",
            "The trial of %(region)s ended with %(number)s pilot projects; the policy wants %(least)s to %(most)s.",
            place.number,
        )
        return said % words
    return (
        ngettext(
            "%(region)s has %(number)s pilot project; the policy wants %(least)s to %(most)s.",
            "%(region)s has %(number)s pilot projects; the policy wants %(least)s to %(most)s.",
            place.number,
        )
        % words
    )


def _solved(one: Problem, day: date) -> bool:
    """Whether it was solved by the day."""
    solved = local_day(one.solved_at)
    return solved is not None and solved <= day


def _phases(phases: list[RolloutPhase], day: date) -> Table:
    """As the phases stood on the day: what ended later had neither an end nor an evaluation yet."""
    rows = tuple(
        row(
            one.region.name, Cell(str(one.get_phase_display()), opens=f"phase:{one.pk}"), state(one, day), one.begins,
            rollout.planned_end(one, day), *((one.ended_on, one.evaluation) if rollout.ended(one, day) else (None, "")),
        )
        for one in phases
    )  # fmt: skip
    columns = (
        Column(_("Region")), Column(_("Phase")), Column(_("State")), Column(_("Begins"), Kind.DAY), Column(_("Planned end"), Kind.DAY),
        Column(_("Really ended"), Kind.DAY), Column(pgettext("phase", "Evaluation"), Kind.LONG),
    )  # fmt: skip
    return Table(_("Phases"), columns, rows)


def state(phase: RolloutPhase, day: date) -> str:
    """How far a phase is on the day."""
    if rollout.ended(phase, day):
        return _("Ended")
    if phase.begins > day:
        return _("Ahead")
    planned = rollout.planned_end(phase, day)
    return _("Past its planned end") if planned and planned < day else _("Running")


def _numbers(cases: list[Pilot], places: list[Place], scope: Scope, day: date) -> Table:
    """The numbers of the trial in the time, per region: the same indicators as everywhere, over the pilot projects alone."""
    found = Case.objects.filter(pk__in=[one.case.pk for one in cases])
    lines = statistics.lines(found, scope.period, scope.today) if cases else Lines([], [], scope.today)
    raised = rollout.raised(cases, day)
    rows = []
    for place in places:
        some = lines.of((statistics.REGION, place.region.pk))
        new, solved = raised.get(place.region.pk, (0, 0))
        values = (parts.measured(INDICATORS[code].rule(some, scope.period).value, code) for code in CODES)
        wanted = _("as wanted") if place.within else _("too few") if place.number < LEAST else _("too many")
        rows.append(row(place.region.name, place.number, wanted, new, solved, *values))
    columns = (
        Column(_("Region")), Column(_("Pilot projects"), Kind.NUMBER), Column(_("Number of projects")),
        Column(_("Problems so far"), Kind.NUMBER), Column(_("Solved of these"), Kind.NUMBER), *parts.headed(CODES),
    )  # fmt: skip
    note = _("The policy wants %(least)s to %(most)s pilot projects in each region.") % {"least": LEAST, "most": MOST}
    return Table(_("The trial in numbers"), columns, tuple(rows), note, chart=1)


def _cases(cases: list[Pilot]) -> Table:
    rows = tuple(
        row(
            one.region.name, Cell(one.case.number or "", opens=f"case:{one.case.uuid}"), one.case.project.name, one.since,
            str(one.status.label),
        )
        for one in cases
    )  # fmt: skip
    columns = (
        Column(_("Region")), Column(_("Case")), Column(_("Project"), Kind.LONG), Column(_("Pilot project since"), Kind.DAY),
        Column(_("Status")),
    )  # fmt: skip
    return Table(_("Pilot projects"), columns, rows)


def _issues(issues: list[Problem], day: date) -> Table:
    """As they stood on the day: what was solved later was still open."""
    cal = calendars.current()

    def ending(one: Problem) -> tuple[str, str, date | None, int | None]:
        raised, solved = local_day(one.raised_at), local_day(one.solved_at)
        if solved is None:
            return str(one.get_status_display()), "", None, None
        if not raised or solved > day:
            return _("Not solved by then"), "", None, None
        return str(one.get_status_display()), one.result, solved, worktime.used(raised, solved, cal)

    rows = tuple(
        row(
            one.case.region.name, Cell(one.case.number or "", opens=f"case:{one.case.uuid}"), local_day(one.raised_at), one.text,
            one.lead.name, *ending(one),
        )
        for one in issues
    )  # fmt: skip
    columns = (
        Column(_("Region")), Column(_("Case")), Column(_("Raised"), Kind.DAY), Column(_("Problem"), Kind.LONG), Column(_("Lead unit")),
        Column(_("State")), Column(_("Solution"), Kind.LONG), Column(_("Solved"), Kind.DAY), Column(_("Working days"), Kind.NUMBER),
    )  # fmt: skip
    return Table(_("Problems and solutions"), columns, rows)
