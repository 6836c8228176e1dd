"""The tables of the desk."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from backoffice import drawing
from backoffice.columns import (
    ITEM_TONES,
    LONG_LINK,
    NUMBER,
    ORDER_TONES,
    PROBLEM_TONES,
    ROW_LINK,
    DayColumn,
    DueColumn,
    LampColumn,
    LeftColumn,
    ProgressColumn,
    StatusColumn,
    TwoLines,
    case_address,
)
from cases import whatif
from cases.enums import OpenDate
from cases.enums_work import OrderStatus
from cases.models import (
    Case,
    CaseItem,
    DateMove,
    Enterprise,
    IssuedDocument,
    Meeting,
    Problem,
    SupervisionOrder,
    WeeklyReport,
)
from cases.queries import calendars, items, milestones
from home.templatetags import look

# Rows of the desk's tables stand as cards on a phone; what orders them stays above as a line of links.
FOLDS = {"class": "table folds sorts"}


class DeskTable(tables.Table):
    """Words for the empty table; ``caption`` is read out."""

    caption: Any = ""
    empty_title: Any = gettext_lazy("Nothing here")
    empty_text: Any = gettext_lazy(
        "No row fits the filter, or none has come to you yet. Clear the filter to see all you may see."
    )

    class Meta:
        attrs = FOLDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The library forgets what the class says of an empty table unless it is handed in."""
        super().__init__(*args, **({"empty_text": self.empty_text} | kwargs))

    def body(self) -> SafeString:
        """The rows of the page; templates/django_tables2/desk.html draws them itself for tables without this."""
        return drawing.body(self)


class CaseTable(DeskTable):
    """Cases: what, whose, where, in which state, how far, due when."""

    caption = gettext_lazy("Cases")
    number = tables.Column(linkify=lambda record: case_address("case", record.uuid), attrs=ROW_LINK)
    project = TwoLines(
        accessor="project__name", below="enterprise__name", verbose_name=gettext_lazy("Project and enterprise")
    )
    region = TwoLines(
        accessor="region__name",
        below="project__category__name",
        order_by="region__code",
        verbose_name=gettext_lazy("Region and category"),
    )
    status = StatusColumn()
    items = ProgressColumn(
        empty_values=(), order_by="items_done", verbose_name=gettext_lazy("Items done"), attrs=NUMBER
    )
    next_due = DueColumn()

    class Meta(DeskTable.Meta):
        model = Case
        fields = ("number", "project", "region", "status", "items", "next_due")


class CaseExport(tables.Table):
    """The columns of the case list when it is taken away: one fact per column."""

    number = tables.Column()
    project = tables.Column(accessor="project__name", verbose_name=gettext_lazy("Project"))
    code = tables.Column(accessor="project__project_code", verbose_name=gettext_lazy("National project code"))
    enterprise = tables.Column(accessor="enterprise__name")
    uscc = tables.Column(accessor="enterprise__uscc", verbose_name=gettext_lazy("Unified social credit code"))
    region = tables.Column(accessor="region__name", order_by="region__code")
    category = tables.Column(accessor="project__category__name", verbose_name=gettext_lazy("Category"))
    scheme = tables.Column(accessor="scheme__name", verbose_name=gettext_lazy("Service scheme"))
    investment = tables.Column(
        accessor="project__investment", verbose_name=gettext_lazy("Investment (yuan)"), localize=False
    )
    status = tables.Column(accessor="get_status_display", order_by="status", verbose_name=gettext_lazy("Status"))
    items_done = tables.Column(verbose_name=gettext_lazy("Items done"))
    items_total = tables.Column(verbose_name=gettext_lazy("Items in all"))
    next_due = DueColumn()
    submitted_at = DayColumn()
    accepted_at = DayColumn()
    signed_at = DayColumn()
    closed_at = DayColumn()

    class Meta:
        model = Case
        fields = ("number", "project")


class ItemTable(DeskTable):
    """Items of cases: for those who handle them."""

    caption = gettext_lazy("Items")
    item = tables.Column(
        linkify=lambda record: reverse("office:item", args=[record.case.uuid, record.pk]),
        attrs=LONG_LINK,
        order_by=("item__code",),
    )
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    unit = TwoLines(
        accessor="unit__name",
        below="agent__name",
        order_by="unit__code",
        verbose_name=gettext_lazy("Deciding unit and agent"),
    )
    status = StatusColumn(tones=ITEM_TONES)
    lamp = LampColumn(verbose_name=gettext_lazy("Lamp"))
    due = LeftColumn(accessor="planned_end", verbose_name=gettext_lazy("Planned end"), order_by="planned_end")

    class Meta(DeskTable.Meta):
        model = CaseItem
        fields = ("item", "case", "unit", "status", "lamp", "due")

    def render_due(self, value: Any, record: CaseItem, column: LeftColumn) -> Any:
        return column.render(value, record) if items.runs(record) else look.cdate(value, short=True)


class ItemExport(tables.Table):
    """The columns of the list of items when it is taken away."""

    code = tables.Column(accessor="item__code")
    item = tables.Column(accessor="item__name", order_by="item__code")
    case = tables.Column(accessor="case__number", verbose_name=gettext_lazy("Case"))
    project = tables.Column(accessor="case__project__name", verbose_name=gettext_lazy("Project"))
    unit = tables.Column(accessor="unit__name", order_by="unit__code", verbose_name=gettext_lazy("Deciding unit"))
    agent = tables.Column(accessor="agent__name", verbose_name=gettext_lazy("Agent"))
    status = tables.Column(accessor="get_status_display", order_by="status", verbose_name=gettext_lazy("Status"))
    lamp = LampColumn(verbose_name=gettext_lazy("Lamp"))
    due = DayColumn(accessor="planned_end", verbose_name=gettext_lazy("Planned end"))
    file_number = tables.Column()

    class Meta:
        model = CaseItem
        fields = ("code", "item")


class MovedTable(DeskTable):
    """Dates that a change of the working calendar moved."""

    caption = gettext_lazy("Dates that the calendar moved")
    empty_text: Any = gettext_lazy("No change of the working calendar has moved a date of your cases.")
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    what = tables.Column(linkify=lambda record: case_address("case_plan", record.case.uuid), attrs=ROW_LINK)
    item = tables.Column(
        accessor="case_item__item__name",
        default="–",
        order_by="case_item__item__code",
        verbose_name=gettext_lazy("Item"),
    )
    old = DayColumn()
    new = DayColumn()
    days = tables.Column(
        empty_values=(), orderable=False, verbose_name=gettext_lazy("Working days later"), attrs=NUMBER
    )
    source = tables.Column(accessor="version__reason", default="–", orderable=False, verbose_name=gettext_lazy("Why"))
    at = DayColumn(verbose_name=gettext_lazy("Counted anew on"))

    class Meta(DeskTable.Meta):
        model = DateMove
        fields = ("case", "what", "item", "old", "new", "days", "source", "at")

    def render_what(self, record: DateMove) -> str:
        """Which milestone, where it is one."""
        kind, _line, name = record.ref.partition(":")
        return milestones.word(name) if kind == OpenDate.MILESTONE else record.get_what_display()

    def render_days(self, record: DateMove) -> str:
        return f"{self.value_days(record):+d}"

    def value_days(self, record: DateMove) -> int:
        """Working days by the calendar in force; positive is later."""
        return whatif.signed(record.old, record.new, calendars.current())


class MeetingTable(DeskTable):
    """Meetings with the opinions asked and given."""

    caption = gettext_lazy("Meetings")
    kind = tables.Column(linkify=lambda record: case_address("case_meetings", record.case.uuid), attrs=ROW_LINK)
    number = tables.Column(attrs=NUMBER)
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    planned_on = DueColumn()
    place = tables.Column()
    opinions = tables.Column(
        empty_values=(), orderable=False, verbose_name=gettext_lazy("Opinions given"), attrs=NUMBER
    )
    tasks = tables.Column(empty_values=(), orderable=False, verbose_name=gettext_lazy("Tasks done"), attrs=NUMBER)
    held_on = DayColumn()

    class Meta(DeskTable.Meta):
        model = Meeting
        fields = ("kind", "number", "case", "planned_on", "at", "place", "opinions", "held_on", "tasks")

    def render_at(self, value: Any) -> str:
        return f"{value:%H:%M}" if value else "–"

    def render_tasks(self, record: Any) -> str:
        if not record.tasks_set:
            return "–"
        return _("%(done)s of %(total)s") % {"done": record.tasks_done, "total": record.tasks_set}

    def value_tasks(self, record: Any) -> str:
        return f"{record.tasks_done}/{record.tasks_set}" if record.tasks_set else ""

    def render_opinions(self, record: Any) -> str:
        return _("%(done)s of %(total)s") % {"done": record.opinions_given, "total": record.units_asked}

    def value_opinions(self, record: Any) -> str:
        return f"{record.opinions_given}/{record.units_asked}"

    def render_planned_on(self, value: Any, record: Meeting, column: DueColumn) -> Any:
        if record.cancelled_at:
            return format_html(
                "{} {}", look.cdate(value, short=True), look.badge("cancelled", _("Cancelled"), "halted")
            )
        return look.cdate(value, short=True) if record.held_on else column.render(value, record)


class ProblemTable(DeskTable):
    """Problems and requests: who leads, how far they are."""

    caption = gettext_lazy("Problems and requests")
    text = tables.Column(linkify=lambda record: case_address("case_running", record.case.uuid), attrs=LONG_LINK)
    kind = tables.Column()
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    lead = TwoLines(
        accessor="lead__name",
        below="raised_by__name",
        order_by="lead__code",
        verbose_name=gettext_lazy("Lead unit and raised by"),
    )
    raised_at = DayColumn()
    status = StatusColumn(tones=PROBLEM_TONES)

    class Meta(DeskTable.Meta):
        model = Problem
        fields = ("text", "kind", "case", "lead", "raised_at", "status")


class OrderTable(DeskTable):
    """Supervision orders: to whom, on what ground, until when, how far."""

    caption = gettext_lazy("Supervision orders")
    document = tables.Column(
        accessor="document__number",
        linkify=lambda record: case_address("case_running", record.case.uuid),
        attrs=ROW_LINK,
        verbose_name=gettext_lazy("Number"),
    )
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    unit = TwoLines(
        accessor="unit__name",
        below="issued_by__name",
        order_by="unit__code",
        verbose_name=gettext_lazy("Unit and issuer"),
    )
    ground = tables.Column()
    due = DueColumn()
    status = StatusColumn(tones=ORDER_TONES)

    class Meta(DeskTable.Meta):
        model = SupervisionOrder
        fields = ("document", "case", "unit", "ground", "due", "status")

    def render_document(self, record: SupervisionOrder) -> str:
        return record.number

    value_document = render_document

    def render_due(self, value: Any, record: SupervisionOrder, column: DueColumn) -> Any:
        return column.render(value, record) if record.status == OrderStatus.ISSUED else look.cdate(value, short=True)


class ReportTable(DeskTable):
    """Weekly reports: of whom, of which time, how far."""

    caption = gettext_lazy("Weekly reports")
    until = DayColumn(
        linkify=lambda record: reverse("office:report", args=[record.pk]),
        attrs=ROW_LINK,
        verbose_name=gettext_lazy("Up to"),
    )
    level = tables.Column()
    author = TwoLines(accessor="author__name", below="unit__name", verbose_name=gettext_lazy("Author and unit"))
    weeks = tables.Column(attrs=NUMBER)
    status = tables.Column()
    sent_at = DayColumn()

    class Meta(DeskTable.Meta):
        model = WeeklyReport
        fields = ("until", "level", "author", "weeks", "status", "sent_at")


class DocumentTable(DeskTable):
    """Issued documents and how far their signatures are."""

    caption = pgettext_lazy("of a case", "Documents")
    kind = tables.Column(linkify=lambda record: case_address("case_documents", record.case.uuid), attrs=ROW_LINK)
    number = tables.Column()
    case = TwoLines(accessor="case__number", below="case__project__name", whole=True, verbose_name=gettext_lazy("Case"))
    issued_at = DayColumn(verbose_name=gettext_lazy("Issued on"))
    signatures = tables.Column(empty_values=(), orderable=False, verbose_name=gettext_lazy("Signatures"))

    class Meta(DeskTable.Meta):
        model = IssuedDocument
        fields = ("kind", "number", "case", "issued_at", "signatures")

    def render_signatures(self, record: Any) -> SafeString:
        if record.waiting_scans:
            return look.badge("due", _("Signed paper to confirm"), "due")
        return format_html("{}", record.valid_signatures or "–")

    def value_signatures(self, record: Any) -> int:
        return record.valid_signatures


class EnterpriseTable(DeskTable):
    """Enterprises whose cases one may see."""

    caption = gettext_lazy("Enterprises served")
    name = tables.Column(linkify=lambda record: f"{reverse('office:cases')}?q={record.uscc}", attrs=LONG_LINK)
    uscc = tables.Column()
    legal_representative = tables.Column()
    address = tables.Column()
    visible_cases = tables.Column(verbose_name=gettext_lazy("Cases"), attrs=NUMBER)

    class Meta(DeskTable.Meta):
        model = Enterprise
        fields = ("name", "uscc", "legal_representative", "address", "visible_cases")
