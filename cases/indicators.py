"""The indicators of the service (domain C.10): their words, their units, their targets. How they count is in ``cases.counting``."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases import counting as by
from cases import counting_load as load
from cases.counting import Rule, Ways
from cases.enums import SuspensionGround


class Unit(StrEnum):
    """What a value is measured in."""

    COUNT = "count"
    SHARE = "share"
    DAYS = "days"
    PER_CASE = "per_case"

    @property
    def places(self) -> int:
        """Decimal places that people are shown. Trips are to be none: one in a hundred cases must not look like none."""
        return {"count": 0, "per_case": 2}.get(self.value, 1)


class Of(StrEnum):
    """What a value is said of."""

    ITEMS = "items"
    CASES = "cases"
    """Cases are counted: each for every department, stage, level and item that its items have."""
    COURSE = "course"
    """The way of a case as a whole, which is that of none of its items."""


@dataclass(frozen=True)
class Indicator:
    """One indicator. ``better``: 1 when more is better, -1 when less is, 0 when neither; ``target`` in the unit of its value."""

    code: str
    unit: Unit
    rule: Rule
    better: int = 0
    target: float | None = None
    of: Of = Of.ITEMS
    label: str | Promise = field(kw_only=True)
    definition: str | Promise = field(kw_only=True)

    def good(self, value: float | None) -> bool | None:
        """Whether the target is met; None without a target or a value."""
        if self.target is None or value is None or not self.better:
            return None
        return value >= self.target if self.better > 0 else value <= self.target


@dataclass(frozen=True)
class Chapter:
    """Indicators that are read together."""

    title: str | Promise
    indicators: tuple[Indicator, ...]


C, S, D, P = Unit.COUNT, Unit.SHARE, Unit.DAYS, Unit.PER_CASE
I = Indicator  # noqa: E741  one line per indicator is easier to check against the definitions
# fmt: off
CHAPTERS = (
    Chapter(_("Cases"), (
        I("received", C, by.received, of=Of.CASES, label=pgettext_lazy("indicator", "Accepted"), definition=_(
          "Cases accepted in the period.")),
        I("finished", C, by.finished, of=Of.CASES, label=pgettext_lazy("indicator", "Finished"), definition=_(
          "Cases whose completion was confirmed in the period.")),
        I("in_hand", C, by.in_hand, of=Of.CASES, label=pgettext_lazy("indicator", "In hand"), definition=_(
          "Cases accepted and not over on the last day of the period, or today.")),
        I("suspended", S, by.suspended, -1, of=Of.COURSE, label=pgettext_lazy("indicator", "Suspended"), definition=_(
          "Cases with an agreement in which a suspension began, of all with an agreement that ran in the "
          "period.")),
        I("resumed", S, by.resumed, 1, of=Of.COURSE, label=pgettext_lazy("indicator", "Resumed"), definition=_(
          "Suspensions that began in the period and have ended since, of all that began in it.")),
        *(I(f"suspended_{ground.value}", S, load.suspended_for(ground.value), -1, of=Of.COURSE,
            label=format_lazy(_("Suspended: {ground}"), ground=ground.label), definition=_(
            "Cases with an agreement in which a suspension on this ground began, of all with an agreement that ran in the "
            "period.")) for ground in SuspensionGround),
    )),
    Chapter(_("Items"), (
        I("open_items", C, by.open_items, label=pgettext_lazy("indicator", "Open items"), definition=_(
          "Items of cases in hand without a decision on the last day of the period, or today; by agent, this is the load: "
          "an item without an agent of its own is the first contact's.")),
        I("red_lamps", C, load.burning("red"), -1, 0, label=pgettext_lazy("indicator", "Red lamps"), definition=_(
          "Open items with a red lamp on the last day of the period, or today: past their promised limit, or in a special "
          "procedure that is past its own limit.")),
        I("yellow_lamps", C, load.burning("yellow"), label=pgettext_lazy("indicator", "Yellow lamps"), definition=_(
          "Open items with a yellow lamp on the last day of the period, or today: little is left of their promised limit, by "
          "the warning rule in force, and no special procedure stops the clock.")),
        I("finished_of_due", S, by.finished_of_due, 1, label=pgettext_lazy("indicator", "Finished of what was due"), definition=_(
          "Items whose promised limit ended in the period and that were decided by its end, of all whose limit "
          "ended in it.")),
        I("on_time", S, by.on_time, 1, 100, label=pgettext_lazy("indicator", "Decided in time"), definition=_(
          "Items decided within the promised limit, special procedures not counted, of all decided in the "
          "period.")),
        I("early", S, by.early, 1, label=pgettext_lazy("indicator", "Decided early"), definition=_(
          "Items decided in fewer working days than promised, of all decided in the period.")),
        I("days_gained", D, by.days_gained, 1, label=pgettext_lazy("indicator", "Days gained"), definition=_(
          "Working days promised and not needed, added up over the items decided early.")),
        I("compression", S, by.compression, 1, label=pgettext_lazy("indicator", "Promised shorter than the law"), definition=_(
          "One minus the promised days by the legal days, both added up over the items decided in the period; "
          "calendar days as working days. Only items with a legal limit and a promised one count: where the law sets no "
          "limit, or nothing was promised, there is nothing to compare.")),
        I("overdue", S, by.overdue, -1, 0, label=pgettext_lazy("indicator", "Past the promised limit"), definition=_(
          "Items past their promised limit on the day of decision or, when open, on the last day of the period, "
          "of all whose clock ran in it. Special procedures stop the clock. A case is “overdue” (red lamp) for any date that "
          "has passed; that is not counted here.")),
    )),
    Chapter(_("How long it takes"), (
        I("approval", D, by.mean_of("approval"), -1, label=pgettext_lazy("indicator", "Approval time, mean"), definition=_(
          "Working days on the authority's own clock, without corrections and special procedures; items decided "
          "in the period.")),
        I("approval_median", D, by.median_of("approval"), -1, label=pgettext_lazy("indicator", "Approval time, median"), definition=_(
          "Working days on the authority's own clock: half of the items decided in the period took no longer.")),
        I("elapsed", D, by.mean_of("elapsed"), -1, label=pgettext_lazy("indicator", "From filing to result, mean"), definition=_(
          "Working days from the first filing to the decision, everything included.")),
        I("elapsed_median", D, by.median_of("elapsed"), -1, label=pgettext_lazy("indicator", "From filing to result, median"), definition=_(
          "Working days from the first filing to the decision: half of the items decided in the period took no longer.")),
        I("correction", D, by.mean_of("correction"), -1, label=pgettext_lazy("indicator", "In correction, mean"), definition=_(
          "Working days in which the enterprise was asked to correct.")),
        I("correction_median", D, by.median_of("correction"), -1, label=pgettext_lazy("indicator", "In correction, median"), definition=_(
          "Working days in which the enterprise was asked to correct: half of the items decided in the period needed no more.")),
        I("special", D, by.mean_of("special"), label=pgettext_lazy("indicator", "In special procedures, mean"), definition=_(
          "Working days of hearings, expert reviews, publication and the like, which no limit counts (Administrative Licensing Law, "
          "§45).")),
        I("special_median", D, by.median_of("special"), label=pgettext_lazy("indicator", "In special procedures, median"), definition=_(
          "Working days of special procedures, which no limit counts: half of the items decided in the period needed no more.")),
    )),
    Chapter(_("Applications for items"), (
        I("first_time", S, by.first_time, 1, label=pgettext_lazy("indicator", "Accepted at once"), definition=_(
          "Items accepted without refusal or correction, of those filed in the period that were answered.")),
        I("corrected", S, by.corrected, -1, label=pgettext_lazy("indicator", "Corrected"), definition=_(
          "Items filed in the period for which a correction was asked, of all filed in it.")),
        I("refused", S, by.refused, -1, label=pgettext_lazy("indicator", "Refused"), definition=_(
          "Items filed in the period that were not taken or not accepted at least once, of all filed in it.")),
    )),
    Chapter(_("Zero trips"), (
        I("trips", P, by.trips, -1, 0, of=Of.COURSE, label=pgettext_lazy("indicator", "Trips of enterprises"), definition=_(
          "How often enterprises came, per case in hand in the period.")),
        I("visits", P, by.visits, 1, of=Of.COURSE, label=pgettext_lazy("indicator", "Visits paid to enterprises"), definition=_(
          "How often agents and officers came to an enterprise or ran an errand, per case in hand in the "
          "period.")),
        I("handovers", C, load.handed, of=Of.COURSE, label=pgettext_lazy("indicator", "Hand-overs"), definition=_(
          "Papers handed over with windows, projects handed from one group to the next, and work handed from one agent to "
          "another in the period, of cases in hand in it; by agent, they are the first contact's.")),
        I("online", S, by.online, 1, label=pgettext_lazy("indicator", "Wholly online"), definition=_(
          "Items decided in the period with no step at a window, of those whose way was recorded.")),
    )),
    Chapter(_("Easier ways"), (
        I("gap", S, by.way_used(Ways.GAP), 1, label=pgettext_lazy("indicator", "Accepted with gaps"), definition=_(
          "Items decided in the period with a paper promised for later, of those whose guide allows it.")),
        I("commitment", S, by.way_used(Ways.COMMITMENT), 1, label=pgettext_lazy("indicator", "On a commitment"), definition=_(
          "Items decided in the period on the enterprise's commitment, of those whose guide allows it.")),
        I("preapproval", S, by.way_used(Ways.PREAPPROVAL), 1, label=pgettext_lazy("indicator", "Pre-approved"), definition=_(
          "Items decided in the period after a pre-approval, of those whose guide allows it.")),
        I("parallel", S, by.way_used(Ways.PARALLEL), 1, label=pgettext_lazy("indicator", "In parallel"), definition=_(
          "Items decided in the period with a common form, set of materials and start, of all decided in it.")),
        I("gaps_kept", S, by.gaps_kept, 1, 100, label=pgettext_lazy("indicator", "Promises kept"), definition=_(
          "Late papers promised for a day in the period that were there by it, of all promised for such a day.")),
    )),
    Chapter(_("Evaluation"), (
        I("satisfied", S, by.satisfied, 1, of=Of.COURSE, label=pgettext_lazy("indicator", "Satisfied"), definition=_(
          "Evaluations of the levels 5 to 3, of all given in the period; silence is not counted.")),
        I("bad", S, by.bad, -1, 0, of=Of.COURSE, label=pgettext_lazy("indicator", "Bad evaluations"), definition=_(
          "Evaluations of the levels 2 and 1, of all given in the period.")),
        I("put_right", S, by.put_right, 1, 100, of=Of.COURSE, label=pgettext_lazy("indicator", "Put right"), definition=_(
          "Bad evaluations of the period whose rectification is closed.")),
        I("called_back", S, by.called_back, 1, 100, of=Of.COURSE, label=pgettext_lazy("indicator", "Called back"), definition=_(
          "Bad evaluations of the period after which the enterprise was called back.")),
    )),
    Chapter(_("Projects"), (
        I("tables_in_time", S, by.tables_in_time, 1, 100, of=Of.COURSE,
          label=pgettext_lazy("indicator", "Flow tables in time"), definition=_(
          "Flow tables due in the period that were filed by their day, of all due in it.")),
        I("to_tables", D, by.between("signed", "tables_filed"), -1,
          of=Of.COURSE, label=pgettext_lazy("indicator", "From signing to the last flow table"), definition=_(
          "Calendar days, median; projects whose last table was filed in the period.")),
        I("to_start", D, by.between("signed", "started"), -1,
          of=Of.COURSE, label=pgettext_lazy("indicator", "From signing to the construction permit"), definition=_(
          "Calendar days, median; projects that got it in the period.")),
        I("to_works_done", D, by.between("signed", "completed"), -1,
          of=Of.COURSE, label=pgettext_lazy("indicator", "From signing to the completed works"), definition=_(
          "Calendar days, median; projects whose works were completed in the period.")),
        I("to_certificate", D, by.between("signed", "certified"), -1,
          of=Of.COURSE, label=pgettext_lazy("indicator", "From signing to the title certificate"), definition=_(
          "Calendar days, median; projects whose building was first registered in the period.")),
        I("to_end", D, by.between("signed", "closed"), -1,
          of=Of.COURSE, label=pgettext_lazy("indicator", "From signing to the end"), definition=_(
          "Calendar days, median; projects finished in the period.")),
    )),
)
# fmt: on
INDICATORS = {row.code: row for chapter in CHAPTERS for row in chapter.indicators}
