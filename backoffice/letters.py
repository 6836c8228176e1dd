"""Table and filter of the letters of the public."""

from datetime import date
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.columns import ROW_LINK, DayColumn, due_mark
from backoffice.filters import Searchable
from backoffice.tables import DeskTable
from cases.enums_letters import LetterKind
from cases.models import PublicLetter
from home.templatetags import look

STATES = [
    ("open", gettext_lazy("To be answered")),
    ("late", gettext_lazy("Overdue")),
    ("done", gettext_lazy("Answered")),
]


class LetterTable(DeskTable):
    """Letters: which, what kind, from where, due when, answered or not. Never who wrote."""

    caption = gettext_lazy("Letters of the public")
    number = tables.Column(linkify=lambda record: reverse("office:letter", args=[record.pk]), attrs=ROW_LINK)
    kind = tables.Column()
    text = tables.Column(orderable=False, verbose_name=gettext_lazy("Begins with"))
    region = tables.Column(accessor="region__name", order_by="region__code")
    sent_at = DayColumn()
    due = tables.Column(empty_values=())

    class Meta(DeskTable.Meta):
        model = PublicLetter
        fields = ("number", "kind", "text", "region", "sent_at", "due")

    def render_text(self, value: str) -> str:
        return value[:60] + ("…" if len(value) > 60 else "")

    def render_due(self, record: PublicLetter) -> SafeString:
        return look.badge("done", _("Answered"), "good") if record.answered_at else due_mark(record.due)

    def value_due(self, record: PublicLetter) -> date:
        return record.due


class LetterFilter(Searchable):
    """The filter of the list of letters."""

    search_paths = ("number", "text", "answer", "unit__name_zh", "item__name_zh")
    kind = filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=LetterKind.choices)
    state = filters.ChoiceFilter(label=gettext_lazy("State"), choices=STATES, method="by_state")

    class Meta:
        model = PublicLetter
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "done":
            return queryset.filter(answered_at__isnull=False)
        found = queryset.filter(answered_at=None)
        return found.filter(due__lt=timezone.localdate()) if value == "late" else found
