"""Words on a case."""

from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, text


class NoteForm(ActForm):
    text = text(_("Text"), rows=5, max_length=4000)


class ProgressForm(ActForm):
    text = text(_("Account of the progress"), rows=14, max_length=6000)


class CloseEnquiryForm(ActForm):
    why = text(_("Why no answer is needed, or how it was given"), rows=3, max_length=500)
