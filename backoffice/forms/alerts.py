"""Forms of early warnings."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backoffice.forms.base import DayField, PlainForm, text
from cases.ladder import MOST_WD


class AcknowledgeForm(PlainForm):
    answer = text(
        _("What you will do, and by when"), rows=3, max_length=500, help_text=_("The heads over the case read it here.")
    )


class PutOffForm(PlainForm):
    until = DayField(label=_("Nothing is told until"))
    why = text(_("Why it can wait"), rows=3, max_length=500, help_text=_("The heads over the case are told."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A lazy text with a number in it would be worded once, in the language of the start.
        self.fields["until"].help_text = gettext(
            "At most %(n)s working days in all on one step of the ladder. The date itself does not move."
        ) % {"n": MOST_WD}
