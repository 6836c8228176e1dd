"""Forms of early warnings."""

from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import DayField, PlainForm, text
from cases.actions.alerts import MOST_WD


class AcknowledgeForm(PlainForm):
    answer = text(
        _("What you will do, and by when"), rows=3, max_length=500, help_text=_("The heads over the case read it here.")
    )


class PutOffForm(PlainForm):
    until = DayField(
        label=_("Nothing is told until"),
        help_text=_("At most %(n)s working days from today. The date itself does not move.") % {"n": MOST_WD},
    )
    why = text(_("Why it can wait"), rows=3, max_length=500, help_text=_("The heads over the case are told."))
