"""The boards: for each post its panels, in the order of the page. A new figure is a line here; what it counts is a list or an indicator."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from backoffice.boards import joint, machine
from backoffice.boards.numbers import Lot, days
from backoffice.boards.panels import (
    Bars,
    Beyond,
    Figures,
    Indicated,
    Lamps,
    Listed,
    Measured,
    Panel,
    Rows,
    Shares,
    Words,
)
from cases.enums import PostRole
from cases.queries import statistics
from cases.queries.boards import Ask


@dataclass(frozen=True)
class Board:
    """What a post reads. ``lead``: a sentence under the title."""

    lead: Words
    panels: tuple[Panel, ...]

    def ask(self, today: date) -> Ask:
        """What is counted over all cases, once for all panels."""
        codes = dict.fromkeys(code for panel in self.panels for code in panel.codes)
        splits = dict.fromkeys(split for panel in self.panels for split in panel.splits)
        return Ask(days(today), tuple(codes), tuple(splits))


def listed(label: Words, place: str, query: str = "", tone: str = "") -> Listed:
    return Listed(label, Lot(place, query), tone)


def month(*codes: str | Beyond) -> Figures:
    """Indicators of the last days."""
    return Figures(
        _("The last 30 days"),
        _("Compared with the 30 days before. Each figure opens its cases; the definitions stand under Statistics."),
        tuple(Indicated(code) if isinstance(code, str) else code for code in codes),
    )


NOW, NOW_HELP = _("Now"), _("Each figure opens the list that it counts.")
OPEN = listed(_("Open cases"), "cases", "status=open")
NEW = listed(_("New applications"), "cases", "status=submitted", "due")
LATE = listed(_("Overdue cases"), "cases", "status=open&lamp=red", "late")
SOON = listed(_("Cases due within 7 days"), "cases", "status=open&due=week", "due")
TO_CONFIRM = listed(_("Items to be confirmed and told once"), "cases", "status=signed", "due")
TO_PLAN = listed(_("Roadmaps to be set"), "cases", "status=notified", "due")
PROBLEMS = listed(_("Open problems and requests"), "problems", "status=open", "due")
ORDERS = listed(_("Open supervision orders"), "orders", "status=open", "due")
MEETINGS = listed(_("Meetings to be held"), "meetings", "state=ahead")
TO_APPROVE = listed(_("Weekly reports waiting for approval"), "reports", "status=submitted", "due")
COORDINATE = listed(_("Early warnings: coordination meeting"), "alerts", "state=open&rung=coordinate", "late")
# The highest figure of a board counts the steps above its own too: no warning climbs out of sight.
FROM_COORDINATE = listed(
    _("Early warnings: coordination meeting or higher"), "alerts", "state=open&rung=from_coordinate", "late"
)
FROM_SUPERVISE = listed(_("Early warnings: supervision or higher"), "alerts", "state=open&rung=from_supervise", "late")
BAD = listed(_("Bad evaluations to be put right"), "rectifications", "state=open", "late")
VISITS = listed(_("Follow-up visits overdue"), "follow_ups", "state=late", "late")
LETTERS = listed(_("Letters of the public to be answered"), "letters", "state=open", "due")

LAMPS = Lamps(
    _("Lamps by place"),
    _("Open cases by the lamp of their next date. A place counts with everything that lies in it."),
)
NEXT = Rows(
    _("What comes next"),
    _("Open early warnings, the most urgent first."),
    Lot("alerts", "state=open&sort=due"),
    _("No early warning is open."),
)
MINE = Rows(
    _("Mine to do"),
    _("Early warnings about what you have to do, the most urgent first."),
    Lot("alerts", "state=open&mine=true&sort=due"),
    _("No early warning is about you."),
)
LOAD = Bars(
    _("Load of each agent"),
    _("Open items by the agent of the item; without one they are the first contact's of the case."),
    "open_items",
    statistics.AGENT,
)
BY_CATEGORY = Bars(
    _("Cases by category"), _("Cases in hand by the category of the project."), "in_hand", statistics.CATEGORY
)
BY_UNIT = Bars(
    _("Where the items lie"), _("Open items by the department that decides them."), "open_items", statistics.UNIT
)

R = PostRole
BOARDS: dict[PostRole, Board] = {
    R.OVERALL_MANAGER: Board(
        _("The service of the place as a whole: what is late, what will be, and how the last 30 days went."),
        (
            Figures(NOW, NOW_HELP, (OPEN, NEW, LATE, SOON, COORDINATE, FROM_SUPERVISE, PROBLEMS, ORDERS, BAD, TO_APPROVE)),
            LAMPS,
            month("received", "finished", "on_time", "elapsed", "trips", "satisfied"),
            NEXT,
            BY_UNIT,
        ),
    ),
    R.PROCESS_GUIDE: Board(
        _("What has to be planned, and where applications are sent back."),
        (
            Figures(NOW, NOW_HELP, (
                NEW, TO_CONFIRM, TO_PLAN, LATE, SOON, MEETINGS,
                listed(_("Requests for a preliminary check"), "problems", "status=open&kind=pre_review", "due"),
                listed(_("Dates that the calendar moved"), "moved"),
            )),
            month("first_time", "corrected", "refused", "approval", "elapsed", "parallel"),
            Rows(_("Roadmaps to be set"), _("Cases that were told once and have no roadmap yet."),
                 Lot("cases", "status=notified"), _("Every case that was told once has its roadmap.")),
            BY_CATEGORY,
        ),
    ),
    R.CHIEF_LIAISON: Board(
        _("What comes from other agencies and goes to them, and the work of your own agency."),
        (
            Figures(NOW, NOW_HELP, (
                listed(_("Transfers without an answer"), "cases", "transfer=offered", "due"),
                listed(_("Transfers taken over"), "cases", "transfer=accepted"),
                OPEN, NEW, LATE, SOON, LETTERS, BAD, VISITS,
            )),
            Rows(_("Transfers without an answer"), _("Cases that were offered to you or that you offered."),
                 Lot("cases", "transfer=offered"), _("Every offer is answered.")),
            month("received", "finished", "on_time", "trips", "visits", "satisfied"),
            NEXT,
            LOAD,
        ),
    ),
    R.CHIEF_AGENT: Board(
        _("Meetings, flow tables and agents of the place, and what waits for your decision."),
        (
            Figures(NOW, NOW_HELP, (
                listed(_("Projects in the generation stage"), "cases", "status=generation"),
                MEETINGS,
                listed(_("Early warnings: flow tables"), "alerts", "state=open&what=flow_table", "late"),
                listed(_("Hand-overs between groups not acknowledged"), "handovers", "state=open", "due"),
                listed(_("Results waiting at windows"), "items", "window=true", "due"),
                OPEN, LATE, SOON, FROM_COORDINATE, PROBLEMS, ORDERS, BAD, TO_APPROVE,
            )),
            LAMPS,
            month("received", "finished", "tables_in_time", "to_tables", "on_time", "satisfied"),
            NEXT,
            LOAD,
        ),
    ),
    R.GROUP_AGENT: Board(
        _("The items, flow tables and meetings of your group."),
        (
            Figures(NOW, NOW_HELP, (
                listed(_("Open items of the cases"), "items", "status=open"),
                listed(_("Open items of your unit"), "items", "status=open&mine=true"),
                listed(_("Early warnings: flow tables"), "alerts", "state=open&what=flow_table", "late"),
                listed(_("Meetings that ask your unit"), "meetings", "asked=true&state=ahead", "due"),
                listed(_("Meetings that gave your unit a task"), "meetings", "task=true", "due"),
                listed(_("Open problems that your unit leads"), "problems", "ours=true&status=open", "due"),
                listed(_("Supervision orders that your unit answers"), "orders", "ours=true&status=issued", "late"),
                TO_APPROVE,
                Measured(joint.due),
                Measured(joint.to_join),
                Measured(joint.unsent),
            )),
            MINE,
            month("tables_in_time", "on_time", "overdue", "approval", "correction"),
            BY_UNIT,
        ),
    ),
    R.WORK_SUPERVISOR: Board(
        _("Findings, orders, inspections and complaints, and which departments are late."),
        (
            Figures(NOW, NOW_HELP, (
                listed(_("Open findings"), "findings", "status=open", "due"),
                listed(_("Findings proposed, the unit not yet heard"), "findings", "status=proposed", "due"),
                listed(_("Statements of units overdue"), "findings", "late=true", "late"),
                ORDERS,
                listed(_("Answers to orders overdue"), "orders", "late=true", "late"),
                listed(_("Open inspections"), "inspections", "status=open"),
                listed(_("Answers to inspections overdue"), "inspections", "late=true", "late"),
                listed(_("Complaints to be answered"), "letters", "kind=complaint&state=open", "late"),
                listed(_("Notices waiting for approval"), "circulars", "status=draft", "due"),
                FROM_SUPERVISE, BAD,
            )),
            Rows(_("Findings to weigh"), _("Open findings, the newest first."),
                 Lot("findings", "status=open"), _("No finding is open.")),
            month("overdue", "on_time", "bad", "put_right", "called_back"),
            LAMPS,
            Bars(_("Items past the promised limit by department"),
                 _("Share of the items whose clock ran and that are past their promised limit."),
                 "overdue", statistics.UNIT),
        ),
    ),
    R.POLICY_PRESENTER: Board(
        _("What the public asks, which pages age, and which enterprises have got their benefits."),
        (
            Figures(NOW, NOW_HELP, (
                listed(_("Questions to be answered"), "letters", "kind=question&state=open", "due"),
                listed(_("Letters overdue"), "letters", "state=late", "late"),
                listed(_("Published pages to be reviewed"), "alerts", "state=open&what=page", "due"),
                listed(_("Open cases without a policy benefit"), "cases", "status=open&benefit=none"),
                listed(_("Benefits applied for"), "cases", "benefit=applied"),
                listed(_("Benefits granted"), "cases", "benefit=granted"),
                listed(_("Enterprises served"), "enterprises"),
            )),
            Rows(_("Questions to be answered"), _("The most urgent first."),
                 Lot("letters", "kind=question&state=open&sort=due"), _("Every question is answered.")),
            month(
                Beyond("direct"), Beyond("reviewed"), "received", "finished", "gap", "commitment", "preapproval", "satisfied",
            ),
            BY_CATEGORY,
        ),
    ),
    R.ADMINISTRATOR: Board(
        _("Whether the installation does its work: tasks, mails, storage, calendar. Cases are not an administrator's to see."),
        (
            Figures(_("Work and mails"),
                    _("What waits for moments is normal; a number that stays shows that the worker stands still."), (
                Measured(machine.queue),
                listed(_("Background work under way"), "jobs", "state=open"),
                listed(_("Background work that failed"), "jobs", "state=failed", "late"),
                listed(_("Mails to be sent"), "mails", "state=owed"),
                Measured(machine.oldest),
                listed(_("Mails that failed and are tried again"), "mails", "state=failing", "due"),
                listed(_("Mails given up"), "mails", "state=given_up", "late"),
                listed(_("Letters to be answered by the administration"), "letters", "state=open", "due"),
            )),
            Figures(_("Store and calendar"), _("Measured on this machine at this moment."), (
                Measured(machine.room), Measured(machine.files), Measured(machine.calendar),
            )),
            Rows(_("Background work that failed"), _("The last first; it can be started again on its page."),
                 Lot("jobs", "state=failed"), _("No background work failed.")),
            Shares(_("Files by kind"), _("Room taken by the files of each kind, removed ones not counted."),
                   machine.kinds, _("No file is stored yet.")),
        ),
    ),
}  # fmt: skip
