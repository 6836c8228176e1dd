"""Tables and filters of what runs behind the pages: background work and mails."""

from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.columns import ROW_LINK, StatusColumn
from backoffice.filters import OPEN, Searchable
from backoffice.tables import DeskTable
from cases.enums import JobKind, JobState, MailState
from cases.models import Job, Notice
from cases.queries import mails
from home.templatetags import look

JOB_TONES = {JobState.WAITING: "halted", JobState.RUNNING: "act", JobState.DONE: "good", JobState.FAILED: "late"}
MAIL_TONES = {
    MailState.OWED: "act", MailState.FAILING: "due", MailState.GIVEN_UP: "late", MailState.SENT: "done",
}  # fmt: skip


class MomentColumn(tables.Column):
    """A moment with its time of day."""

    def render(self, value: Any) -> SafeString:
        return look.cdate(value, time=True, short=True)

    def value(self, value: Any, **kwargs: Any) -> Any:
        return value


class JobTable(DeskTable):
    """Background work: what, in which state, how far, asked for when and by whom, ended when."""

    caption = gettext_lazy("Background work")
    empty_title: Any = gettext_lazy("No background work yet")
    empty_text: Any = gettext_lazy("A change of the working calendar recomputes every open date here.")
    kind = tables.Column(
        accessor="pk", verbose_name=gettext_lazy("Work"), attrs=ROW_LINK,
        linkify=lambda record: reverse("office:job", args=[record.pk]),
    )  # fmt: skip
    state = StatusColumn(tones=JOB_TONES)
    done = tables.Column(verbose_name=gettext_lazy("Progress"))
    made_at = MomentColumn()
    finished_at = MomentColumn()

    class Meta(DeskTable.Meta):
        model = Job
        fields = ("kind", "state", "done", "made_at", "finished_at")

    def render_kind(self, record: Job) -> str:
        return str(record)

    def render_done(self, record: Job) -> str:
        return _("%(done)s of %(total)s") % {"done": record.done, "total": record.total}

    def render_made_at(self, record: Job) -> SafeString:
        shown = look.cdate(record.made_at, time=True, short=True)
        by = record.made_by
        return format_html('{}<br><small class="second">{}</small>', shown, by.name) if by else shown


class JobFilter(Searchable):
    """The filter of background work."""

    search_paths = ("error", "made_by__name")
    kind = filters.ChoiceFilter(label=gettext_lazy("Work"), choices=JobKind.choices)
    state = filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(OPEN, gettext_lazy("All that are open")), *JobState.choices],
        method="by_state",
    )

    class Meta:
        model = Job
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Job], name: str, value: str) -> QuerySet[Job]:
        wanted = [JobState.WAITING, JobState.RUNNING] if value == OPEN else [value]
        return queryset.filter(state__in=wanted)


class MailTable(DeskTable):
    """Mails: to whom, since when, how far, what the server said. Never what is in them."""

    caption = gettext_lazy("Mails")
    recipient = tables.Column(accessor="recipient__name", verbose_name=gettext_lazy("To"))
    created_at = MomentColumn(verbose_name=gettext_lazy("Owed since"))
    state = tables.Column(empty_values=(), orderable=False, verbose_name=gettext_lazy("State"))
    attempts = tables.Column(verbose_name=gettext_lazy("Failed tries"))
    failure = tables.Column(verbose_name=gettext_lazy("What the mail server said"))

    class Meta(DeskTable.Meta):
        model = Notice
        fields = ("recipient", "created_at", "state", "attempts", "failure")

    def render_state(self, record: Notice) -> SafeString:
        state = mails.state(record)
        return look.badge(state.value, str(state.label), MAIL_TONES[state])

    def value_state(self, record: Notice) -> str:
        return str(mails.state(record).label)


class MailFilter(Searchable):
    """The filter of mails."""

    search_paths = ("recipient__name", "email_to", "failure")
    state = filters.ChoiceFilter(label=gettext_lazy("State"), choices=MailState.choices, method="by_state")

    class Meta:
        model = Notice
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
        return queryset.filter(mails.STATES[MailState(value)])
