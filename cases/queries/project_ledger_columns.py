"""The columns of the ledger of projects (domain C.11): what each is called, of what kind it is and what it reads of a line."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache, partial

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.daywords import date_words, lamp_word, local_day
from cases.enums_finish import BenefitStatus, FollowUpKind
from cases.enums_work import ProblemKind
from cases.listwords import clauses, listed
from cases.models import Meeting, Stage
from cases.queries.flows import flow_type
from cases.queries.project_ledger import Line, StageLine, list_level, stages, town_of

Value = str | int | Decimal | date | None
WAN = Decimal(10_000)
EASIER = {
    "preapproval": _("Items pre-approved"),
    "gap": _("Items with late papers"),
    "commitment": _("Items on commitment"),
    "parallel": _("Items handled in parallel"),
}


NEEDS = {
    "need_land": _("land"),
    "need_planning": _("planning"),
    "need_energy": _("energy use"),
    "need_emission": _("discharge of pollutants"),
    "need_funding": _("funds"),
}


class Kind(StrEnum):
    """How a column is shown and written: numbers and days stay what they are in a spreadsheet."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"
    LAMP = "lamp"


@dataclass(frozen=True)
class Column:
    """A column: ``read`` gives its value, of a lamp the colour; ``brief``: its name below the heading of its chapter."""

    code: str
    label: str | Promise
    read: Callable[[Line], Value]
    kind: Kind = Kind.TEXT
    brief: str | Promise = ""

    def plain(self, line: Line) -> Value:
        """The value as a file has it: a lamp as its word."""
        value = self.read(line)
        return _lamp(str(value), get_language()) if self.kind == Kind.LAMP and value else value


def word(row: Model, field: str) -> str:
    """The label of a choice in the reader's language: of ten thousand rows most say the same few words."""
    return _label(type(row), field, getattr(row, field), get_language())


@lru_cache(maxsize=2048)
def _label(model: type[Model], field: str, value: object, _language: str | None) -> str:
    choices: dict[object, object] = dict(model._meta.get_field(field).flatchoices)  # type: ignore[union-attr]
    return str(choices.get(value, value))


@lru_cache(maxsize=32)
def _lamp(colour: str, _language: str | None) -> str:
    return lamp_word(colour)


@dataclass(frozen=True)
class Chapter:
    """Columns that belong together."""

    title: str | Promise
    columns: tuple[Column, ...]


FIRST = ("case", "name", "owner", "category", "investment", "region", "lead", "status", "items", "done", "now", "open")


def chapters() -> list[Chapter]:
    """Every column there is, in the order of the ledger; each stage of the reference data has its own."""
    return [
        Chapter(_("Project"), PROJECT),
        Chapter(_("Service"), SERVICE),
        *(Chapter(stage.name, _of_stage(stage)) for stage in stages()),
        Chapter(_("Steering"), STEERING),
        Chapter(_("Completion and after"), END),
    ]


def chosen(codes: Iterable[str]) -> list[Column]:
    """These columns in the order of the ledger; the usual ones where none is named, all for ``all``."""
    wanted = set(codes)
    every = [column for chapter in chapters() for column in chapter.columns]
    if "all" in wanted:
        return every
    return [column for column in every if column.code in wanted] or [column for column in every if column.code in FIRST]


def side_by_side(columns: Sequence[Column], most: int) -> list[tuple[str, list[Column]]]:
    """What stands side by side on paper: everything where there is room for it, else chapter by chapter, each with its title
    and with the name of the project before its columns."""
    if len(columns) <= most:
        return [("", list(columns))]
    codes, room = {column.code for column in columns}, most - 1
    name = [column for column in PROJECT if column.code == "name"]
    found: list[tuple[str, list[Column]]] = []
    for chapter in chapters():
        mine = [column for column in chapter.columns if column.code in codes and column not in name]
        found += [(str(chapter.title), name + mine[at : at + room]) for at in range(0, len(mine), room)]
    return found


def stays(columns: Sequence[Column]) -> str:
    """The column that says of which project a line is: its name, else what stands first."""
    codes = [column.code for column in columns]
    return "name" if "name" in codes else codes[0]


def leading(columns: Sequence[Column]) -> int:
    """How many columns of a file stand up to that one, the running number among them."""
    return 2 + [column.code for column in columns].index(stays(columns))


def table(lines: Iterable[Line], columns: Sequence[Column]) -> list[list[Value]]:
    """The cells of a file: the running number and the value of every column."""
    reads = [column.plain if column.kind == Kind.LAMP else column.read for column in columns]
    return [[line.number, *[read(line) for read in reads]] for line in lines]


def head(columns: Sequence[Column]) -> list[str]:
    """The words over ``table``."""
    return [gettext("No."), *(str(column.label) for column in columns)]


def _needs(line: Line) -> str:
    project = line.case.project
    needs = ((label, getattr(project, name).strip()) for name, label in NEEDS.items())
    return clauses(gettext("%(what)s: %(need)s") % {"what": label, "need": need} for label, need in needs if need)


def _way(line: Line) -> str:
    """One person, or several: of the team and of those who act through items."""
    if not line.team:
        return ""
    people = {member.user_id for member in line.team} | line.acting.keys()
    return gettext("one to one") if len(people) == 1 else gettext("team")


@lru_cache(maxsize=256)
def _flow(category: str, funding: str, _language: str | None) -> str:
    return str(flow_type(category, funding).label)


def _flow_type(line: Line) -> str:
    project = line.case.project
    return _flow(project.category.code, project.funding, get_language())


def _matters(line: Line) -> str:
    """What has to be coordinated, and between whom: open problems that need more than their lead unit, and requests to units."""
    names = {item.pk: item.item.name for item in line.items} if line.problems else {}
    said = []
    for problem in line.problems:
        units = [unit.name for unit in problem.wanted.all() if unit.pk != problem.lead_id]
        if problem.kind == ProblemKind.PROBLEM and not units:
            continue
        what = names.get(problem.case_item_id or 0, "") or word(problem, "kind")
        words = {"what": what, "text": problem.text, "units": listed([problem.lead.name, *units])}
        said.append(gettext("%(what)s: %(text)s (%(units)s)") % words)
    return clauses(said)


def _day(value: date | None) -> str:
    """A day inside a sentence, short."""
    return date_words(value, short=True) if value else ""


def _suspended(line: Line) -> str:
    said = []
    for row in line.suspensions:
        words = {"start": _day(row.start), "end": _day(row.end), "why": word(row, "ground")}
        sentence = gettext("%(start)s to %(end)s: %(why)s") if row.end else gettext("since %(start)s: %(why)s")
        said.append(sentence % words)
    return clauses(said)


def _benefits(line: Line) -> str:
    said = []
    for row in line.benefits:
        words = {"policy": row.policy, "status": word(row, "status")}
        amount = row.granted if row.status == BenefitStatus.GRANTED else None
        said.append(
            gettext("%(policy)s: %(amount)s yuan granted") % {"policy": row.policy, "amount": f"{amount:,.2f}"}
            if amount
            else gettext("%(policy)s: %(status)s") % words
        )
    return clauses(said)


def _delivered(line: Line) -> str:
    return listed(dict.fromkeys(word(row, "method") for row in line.deliveries))


def _followed(line: Line) -> str:
    made = [row for row in line.follow_ups if row.on and row.kind != FollowUpKind.CALL_BACK]
    if not made:
        return ""
    last = max(made, key=lambda row: (row.on or date.min, row.pk))
    return f"{_day(last.on)} {word(last, 'outcome')}".strip()


def _rated(line: Line) -> str:
    rating = getattr(line.case, "evaluation", None)
    return word(rating, "level") if rating else ""


def _remarks(line: Line) -> str:
    case = line.case
    said = [word(row, "kind") for row in line.labels if row.ended_on is None]
    if case.pilot_since:
        said.append(gettext("pilot project since %(day)s") % {"day": _day(case.pilot_since)})
    return clauses(said)


def _wanted(line: Line) -> str:
    units = dict.fromkeys(
        unit.name for problem in line.problems for unit in (problem.lead, *problem.wanted.all()) if unit
    )
    return listed(units)


def _easier(kind: str, line: Line) -> int:
    return line.easier.get(kind, 0)


def _met(line: Line) -> str:
    """Each with its day; of those that were several of a kind, which of them."""
    kinds = Counter(row.kind for row in line.meetings)
    return listed(f"{_meeting(row, kinds[row.kind] > 1)} {_day(row.held_on)}" for row in line.meetings)


def _meeting(row: Meeting, several: bool) -> str:
    kind = word(row, "kind")
    return gettext("%(meeting)s no. %(number)s") % {"meeting": kind, "number": row.number} if several else kind


def _staged(read: Callable[[StageLine], Value], code: str, line: Line) -> Value:
    """What a column says of a stage; of one that the project does not have, nothing."""
    stage = line.stages.get(code)
    return read(stage) if stage else None


STAGE: tuple[tuple[str, str | Promise, Callable[[StageLine], Value], Kind], ...] = (
    ("ps", _("planned start"), lambda stage: stage.planned[0], Kind.DAY),
    ("pe", _("planned end"), lambda stage: stage.planned[1], Kind.DAY),
    ("as", _("began"), lambda stage: stage.actual[0], Kind.DAY),
    ("ae", _("completed"), lambda stage: stage.actual[1], Kind.DAY),
    ("d", _("items done"), lambda stage: stage.done, Kind.NUMBER),
    ("t", _("items in all"), lambda stage: stage.total, Kind.NUMBER),
    ("n", _("items at hand"), lambda stage: listed(stage.now), Kind.LONG),
    ("l", _("lamp"), lambda stage: stage.lamp, Kind.LAMP),
)


def _of_stage(stage: Stage) -> tuple[Column, ...]:
    return tuple(
        Column(
            f"{stage.code.lower()}{key}",
            gettext("%(stage)s: %(what)s") % {"stage": stage.name, "what": what},
            partial(_staged, read, stage.code),
            kind,
            what,
        )
        for key, what, read, kind in STAGE
    )


PROJECT = (
    Column("case", _("Case number"), lambda line: line.case.number or ""),
    Column("code", _("National project code"), lambda line: line.case.project.project_code),
    Column("name", _("Project"), lambda line: line.case.project.name, Kind.LONG),
    Column("owner", _("Enterprise"), lambda line: line.case.enterprise.name, Kind.LONG),
    Column("uscc", _("Unified social credit code"), lambda line: line.case.enterprise.uscc),
    Column("category", _("Category of project"), lambda line: line.case.project.category.name),
    Column("funding", _("Source of funds"), lambda line: word(line.case.project, "funding")),
    Column("f", _("Type of approval flow"), _flow_type),
    Column("scheme", _("Service scheme"), lambda line: line.case.scheme.name),
    Column("ground", _("Ground of eligibility"), lambda line: word(line.case, "ground")),
    Column("list", _("Year and level of the list"), lambda line: list_level(line.case)),
    Column("region", _("Region"), lambda line: line.case.region.name),
    Column("town", _("Town, street or park"), lambda line: town_of(line.case)),
    Column("investment", _("Investment (10,000 yuan)"), lambda line: line.case.project.investment / WAN, Kind.NUMBER),
    Column("land", _("Land area (m²)"), lambda line: line.case.project.land_area, Kind.NUMBER),
    Column("floor", _("Floor area (m²)"), lambda line: line.case.project.floor_area, Kind.NUMBER),
    Column("scale", _("Scale and content of construction"), lambda line: line.case.project.scale, Kind.LONG),
    Column("needs", _("Needs of the five factors"), _needs, Kind.LONG),
    Column("contact", _("Contact person"), lambda line: line.case.project.contact_name),
    Column("phone", _("Contact phone"), lambda line: line.case.project.contact_phone),
)
SERVICE = (
    Column("status", _("Status"), lambda line: word(line.case, "status")),
    Column("first", _("Agency of first contact"), lambda line: line.case.first_unit.name, Kind.LONG),
    Column(
        "lead", _("First contact for the enterprise"), lambda line: listed(m.user.name for m in line.team if m.is_lead)
    ),
    Column("l", _("Chief agent or chief liaison"), lambda line: listed(line.chiefs)),
    Column("team", _("Team"), lambda line: listed(member.user.name for member in line.team), Kind.LONG),
    Column("a", _("Agents of items and groups"), lambda line: listed(line.acting.values()), Kind.LONG),
    Column("way", _("Way of service"), _way),
    Column("applied", _("Applied"), lambda line: local_day(line.case.submitted_at), Kind.DAY),
    Column("signed", _("Entrusted"), lambda line: local_day(line.case.signed_at), Kind.DAY),
    Column("paper", _("Number of the agreement"), lambda line: line.agreement),
    Column("items", _("Items entrusted"), lambda line: len(line.items), Kind.NUMBER),
    Column("done", _("Items done"), lambda line: sum(stage.done for stage in line.stages.values()), Kind.NUMBER),
    Column("met", _("Meetings held"), _met, Kind.LONG),
    Column("told", _("Told once and for all"), lambda line: local_day(line.case.notified_at), Kind.DAY),
    Column("plan", _("Version of the roadmap"), lambda line: line.plan.version if line.plan else None, Kind.NUMBER),
    Column(
        "now",
        _("Items at hand"),
        lambda line: listed(n for stage in line.stages.values() for n in stage.now),
        Kind.LONG,
    ),
)
STEERING = (
    *(Column(kind, label, partial(_easier, kind), Kind.NUMBER) for kind, label in EASIER.items()),
    Column("open", _("Open problems"), lambda line: clauses(row.text for row in line.problems), Kind.LONG),
    Column("m", _("Matters to coordinate"), _matters, Kind.LONG),
    Column("wanted", _("Departments to coordinate"), _wanted, Kind.LONG),
    Column("report", _("Last weekly report until"), lambda line: line.reported, Kind.DAY),
    Column("came", _("Trips of the enterprise"), lambda line: line.came, Kind.NUMBER),
    Column("visits", _("Visits to the enterprise"), lambda line: line.visits, Kind.NUMBER),
    Column("benefits", _("Policy benefits"), _benefits, Kind.LONG),
    Column("stopped", _("Suspended and resumed"), _suspended, Kind.LONG),
)
END = (
    Column("started", _("Works began"), lambda line: line.works.started, Kind.DAY),
    Column("built", pgettext_lazy("day", "Works completed"), lambda line: line.works.completed, Kind.DAY),
    Column("closed", pgettext_lazy("day", "Finished"), lambda line: local_day(line.case.closed_at), Kind.DAY),
    Column("sent", _("How the results were handed over"), _delivered),
    Column("archive", _("Archive number"), lambda line: line.case.archive_number),
    Column("rated", _("Evaluation"), _rated),
    Column("followed", _("Follow-up visit"), _followed),
    Column("remarks", _("Further remarks"), _remarks, Kind.LONG),
)
