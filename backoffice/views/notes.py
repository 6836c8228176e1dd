"""Notes of the service, and messages to the enterprise."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.columns import due_mark
from backoffice.forms import notes as forms
from backoffice.forms.base import ActForm
from backoffice.views.generic import ActionView
from cases.actions import notes
from cases.enums import Action
from cases.models import Note
from cases.queries import progress
from home.templatetags import look


class WriteNote(ActionView):
    """For the service only."""

    permission = act(Action.COMMENT)
    form_class = forms.NoteForm
    intro = gettext_lazy("Only the people of the service who may see this case read it.")
    success = gettext_lazy("The note is kept.")
    back = "case_notes"
    internal = True

    def perform(self, form: ActForm) -> Any:
        return notes.write(self.case, **form.values(), internal=self.internal, by=self.request.user)


class SendMessage(WriteNote):
    """To the enterprise."""

    permission = act(Action.MESSAGE)
    intro = gettext_lazy("The enterprise reads it on its page and gets it by mail.")
    success = gettext_lazy("The message is sent.")
    internal = False

    def facts(self) -> list[tuple[Any, Any]]:
        """What the enterprise asked and nobody answered: this message answers it."""
        return [
            (note.author.name, format_html("{} · {}", note.text, look.cdate(note.created_at, time=True, short=True)))
            for note in notes.open_enquiries(self.case).select_related("author").order_by("due")
        ]


class CloseEnquiry(ActionView):
    """An enquiry that needs no written answer."""

    permission = act(Action.COMMENT)
    form_class = forms.CloseEnquiryForm
    title = gettext_lazy("No answer is needed")
    success = gettext_lazy("The enquiry is settled.")
    back = "case_notes"
    note: Note

    def children(self) -> None:
        found = self.case.notes.filter(due__isnull=False, internal=False).select_related("author", "case")
        self.note = get_object_or_404(found, pk=self.kwargs["pk"])

    def facts(self) -> list[tuple[Any, Any]]:
        return [(self.note.author.name, self.note.text), (_("To be answered by"), due_mark(self.note.due))]

    def perform(self, form: ActForm) -> Any:
        return notes.close_enquiry(self.note, why=form.cleaned_data["why"], by=self.request.user)


class TellProgress(ActionView):
    """The regular account: drafted from what happened, sent with one press."""

    permission = act(Action.TELL_PROGRESS)
    form_class = forms.ProgressForm
    intro = gettext_lazy("Drafted from what was recorded since the last account. Correct it where needed and send it.")
    submit_label = gettext_lazy("Send to the enterprise")
    success = gettext_lazy("The enterprise has been told.")
    back = "case_notes"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"text": progress.draft(self.case)}

    def facts(self) -> list[tuple[Any, Any]]:
        told = progress.last_told(self.case)
        return [(_("Last told"), look.cdate(told, short=True)), (_("Due"), due_mark(progress.due(self.case, told)))]

    def perform(self, form: ActForm) -> Any:
        typed = form.cleaned_data
        return notes.tell_progress(self.case, text=typed["text"], by=self.request.user, version=typed["version"])
