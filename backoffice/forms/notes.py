"""Words on a case."""

from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import ActForm, text


class NoteForm(ActForm):
    text = text(_("Text"), rows=5, max_length=4000)
