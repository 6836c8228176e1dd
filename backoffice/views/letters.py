"""Letters of the public: the list with its figures, one letter, answering it, handing it on, making it an entry (P-093, W-067)."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from backoffice import letters as listing
from backoffice.access import OFFICER
from backoffice.columns import due_mark
from backoffice.forms import letters as forms
from backoffice.views.generic import ListView
from backoffice.views.rows import PlainFormView, RowMixin
from cases.actions import public_letters as actions
from cases.enums_letters import LetterDesk, LetterKind
from cases.exceptions import BadInput
from cases.models import PublicLetter
from cases.queries import public_letters as readers
from home import knowledge


class LetterList(ListView):
    """Letters that one's posts give to answer or to read; figures of the year above."""

    permission = OFFICER
    place = "letters"
    title = gettext_lazy("Letters of the public")
    template_name = "office/letters.html"
    table_class = listing.LetterTable
    filterset_class = listing.LetterFilter
    export_name = "letters"
    saved_as = "letters"

    def get_queryset(self) -> QuerySet[PublicLetter]:
        return readers.visible_to(self.request.user).select_related("region").order_by("-sent_at", "-pk")

    def chip_queries(self) -> list[tuple[Any, str]]:
        kinds = [(kind.label, f"kind={kind.value}") for kind in LetterKind]
        return [(_("All"), ""), (_("To be answered"), "state=open"), (_("Overdue"), "state=late"), *kinds]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        counted = readers.figures(self.get_queryset(), today.replace(month=1, day=1), today)
        return super().get_context_data(**({"counted": counted} | kwargs))


class LetterMixin(RowMixin[PublicLetter]):
    """A page about one letter: what concerns oneself does not exist."""

    permission = OFFICER
    place = "letters"
    row_name = "letter"
    list_title = gettext_lazy("Letters of the public")

    def rows(self) -> QuerySet[PublicLetter]:
        return readers.visible_to(self.request.user).select_related(
            "region", "unit", "item", "case", "desk_region", "answered_by", "assigned_to"
        )


class LetterPage(LetterMixin, TemplateView):
    """One letter: what is written, about what, until when, what happened."""

    permission = OFFICER
    template_name = "office/letter.html"

    def get_title(self) -> str:
        return f"{self.row.get_kind_display()} {self.row.number}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.row
        writer = letter.name or (_("Signed in when writing") if letter.writer_id else _("Without a name"))
        rows = [
            *readers.about_words(letter),
            (_("Place"), letter.region.name),
            (_("Written by"), writer),
            (_("Telephone or e-mail"), letter.contact),
            (_("Received"), timezone.localtime(letter.sent_at).date()),
            (_("Who answers"), f"{letter.get_desk_display()} · {letter.desk_region.name}"),
            (_("Assigned to"), letter.assigned_to.name if letter.assigned_to else ""),
        ]
        context = {
            "rows": [row for row in rows if row[1]],
            "due_mark": due_mark(letter.due),
            "actions": self.acts(),
            "entry": knowledge.draft_of(letter),
            "events": [
                {"when": step.at, "what": step.get_act_display(), "who": step.by.name if step.by else "", "text": step.why}
                for step in letter.steps.select_related("by").order_by("-pk")
            ],
        }  # fmt: skip
        return super().get_context_data(**(context | kwargs))

    def acts(self) -> list[tuple[str, str]]:
        letter = self.row
        if letter.answered_at is None:
            names = [(_("Answer"), "letter_answer"), (_("Hand on"), "letter_hand_on")]
        elif letter.kind == LetterKind.QUESTION and knowledge.draft_of(letter) is None:
            names = [(_("Make an entry of the knowledge base"), "letter_entry")]
        else:
            names = []
        return [(label, reverse(f"office:{name}", args=[letter.pk])) for label, name in names]


class LetterForm(LetterMixin, PlainFormView):
    """An act on one letter."""

    permission = OFFICER
    place = "letters"


class AnswerLetter(LetterForm):
    permission = OFFICER
    template_name = "office/letter_answer.html"
    title = gettext_lazy("Answer the letter")
    form_class = forms.AnswerLetterForm

    def perform(self, form: Any) -> str:
        actions.answer(self.row, **form.cleaned_data, by=self.request.user)
        return _("Answered. The writer reads it with number and code.")


class HandOn(LetterForm):
    permission = OFFICER
    title = gettext_lazy("Hand the letter on")
    intro = gettext_lazy("The day by which it is answered stays the same. Nobody whom a complaint concerns can get it.")
    form_class = forms.HandOnForm

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"desk": LetterDesk(self.row.desk), "region": self.row.desk_region_id}

    def perform(self, form: Any) -> str:
        actions.hand_on(self.row, **form.cleaned_data, by=self.request.user)
        return _("Handed on. Whoever answers now has been told.")

    def get_success_url(self) -> str:
        return reverse("office:letters")


class MakeEntry(LetterForm):
    permission = OFFICER
    template_name = "office/letter_entry.html"
    title = gettext_lazy("Make an entry of the knowledge base")
    intro = gettext_lazy(
        "A draft is made without names, numbers and addresses. Editors read it, and another person approves it."
    )
    form_class = forms.EntryForm

    def perform(self, form: Any) -> str:
        if self.row.answered_at is None or self.row.kind != LetterKind.QUESTION:
            raise BadInput(_("Only an answered question becomes an entry."))
        made = knowledge.make_draft(self.row, by=self.request.user)
        return _("The draft “%(title)s” waits for the editors.") % {"title": made.title}
