"""Notes of the service, and messages to the enterprise."""

from typing import Any

from django.utils.translation import gettext_lazy

from backoffice.access import act
from backoffice.forms.base import ActForm
from backoffice.forms.notes import NoteForm
from backoffice.views.generic import ActionView
from cases.actions import notes
from cases.enums import Action


class WriteNote(ActionView):
    """For the service only."""

    permission = act(Action.COMMENT)
    form_class = NoteForm
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
